"""People and need: indicators made from the city's published figures, at their own units."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from geodata.errors import GeodataError
from geodata.indicators import frames
from geodata.indicators.longtable import (
    CITY,
    ByLevel,
    Cell,
    Geography,
    LongTable,
    mean_over,
    optional,
    ratio,
    total,
)
from geodata.model import Level

RESIDENTS = "residents"
Numbers = Mapping[str, float | None]
#: unit -> urban area -> residents there
Split = Mapping[str, Mapping[str, float]]


class Share(NamedTuple):
    """An indicator counted per unit: `factor` * figure / residents."""

    indicator_id: str
    figure_id: str
    factor: float


class Survey(NamedTuple):
    """An indicator of a survey, published as it is but for `factor`."""

    indicator_id: str
    figure_id: str
    factor: float


DISTRICT_SHARES = (
    Share("foreigner_share", "foreign_residents", 1.0),
    Share("single_parent_resident_share", "single_parent_residents", 1.0),
)
BOROUGH_RATES = (Share("sgb2_unemployed_per_1000", "sgb2_unemployed", 1000.0),)
SURVEYS = (
    Survey("low_income_household_share", "low_income_household_share", 0.01),
    Survey("equivalised_income_eur", "equivalised_income_eur", 1.0),
)


class Figures(NamedTuple):
    """The city's figures, by (figure_id, level, period); a split unit is already added up.

    `sources`: tables by (figure_id, period); `split`: residents of each unit by urban area, at the
    latest date.
    """

    values: dict[tuple[str, str, str], dict[str, float | None]]
    sources: dict[tuple[str, str], tuple[str, ...]]
    split: Split

    def periods(self, figure_id: str, level: str) -> list[str]:
        """Periods of a figure at a level, oldest first."""
        return sorted(p for (f, at, p) in self.values if f == figure_id and at == level)

    def at(self, figure_id: str, level: str, period: str) -> Numbers:
        """Unit -> number; empty if the figure does not exist."""
        return self.values.get((figure_id, level, period), {})

    def _nearest_date(self, period: str) -> str | None:
        """The date at which residents are published that is nearest to a period."""
        wanted = period_end(period)
        known = self.periods(RESIDENTS, "district")
        return min(known, key=lambda p: (abs(period_end(p) - wanted), p), default=None)

    def residents_near(self, period: str) -> Numbers:
        """Residents of the units at the published date nearest to a period."""
        nearest = self._nearest_date(period)
        return {} if nearest is None else self.at(RESIDENTS, "district", nearest)

    def tables_of(self, figure_id: str, period: str | None = None) -> set[str]:
        """Tables a figure stands in; with a period only those its value there is made from."""
        if period is None:
            used = {p for (known, p) in self.sources if known == figure_id}
        elif figure_id == RESIDENTS:
            used = {self._nearest_date(period) or ""}
        else:
            used = set(period.split("/"))
        return {source for p in used for source in self.sources.get((figure_id, p), ())}


def period_end(period: str) -> dt.date:
    """Last day of `2025`, `2026-Q2`, `2025-12-31` or `2022/2024`.

    Raises
    ------
    GeodataError
        The text is none of these.
    """
    last = period.rsplit("/", 1)[-1]
    if re.fullmatch(r"\d{4}", last):
        return dt.date(int(last), 12, 31)
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", last):
        month = 3 * int(quarter[2])
        return dt.date(int(quarter[1]), month, 31 if month in {3, 12} else 30)
    try:
        return dt.date.fromisoformat(last)
    except ValueError:
        reason = "erwartet wird zum Beispiel 2025, 2026-Q2 oder 2025-12-31"
        raise GeodataError(f"Zeitraum „{period}“ ist nicht lesbar; {reason}.") from None


def read_figures(table: Any) -> Figures:
    """Figures from a DataFrame with the columns of `model.Figure`."""
    cells: dict[tuple[str, str, str], dict[str, list[float | None]]] = {}
    sources: dict[tuple[str, str], set[str]] = {}
    split: dict[str, dict[str, dict[str, float]]] = {}
    for row in frames.rows(table):
        key = (str(row["figure_id"]), str(row["level"]), str(row["period"]))
        unit_id, value, parent = str(row["unit_id"]), frames.number(row["value"]), row["parent_id"]
        cells.setdefault(key, {}).setdefault(unit_id, []).append(value)
        sources.setdefault((key[0], key[2]), set()).add(str(row["source_id"]))
        if key[:2] == (RESIDENTS, "district") and value is not None and frames.text(parent):
            split.setdefault(key[2], {}).setdefault(unit_id, {})[str(parent)] = value
    return Figures(
        values={k: {u: total(parts) for u, parts in v.items()} for k, v in cells.items()},
        sources={at: tuple(sorted(found)) for at, found in sources.items()},
        split=split[max(split)] if split else {},
    )


def with_urban_areas(figures: Any, crosswalk: Any) -> Any:
    """Figures whose rows of residents name their urban area, taken from the crosswalk.

    Parameters
    ----------
    figures : DataFrame with the columns of `model.Figure`; a district split between two urban
        areas has its rows already marked (`parent_id`).
    crosswalk : DataFrame of text with district_id and urban_area_ids (joined by `|`).
    """
    areas = {
        str(district_id): found[0]
        for district_id, ids in zip(
            crosswalk["district_id"], crosswalk["urban_area_ids"], strict=True
        )
        if len(found := frames.texts(ids)) == 1
    }
    missing = (figures["figure_id"] == RESIDENTS) & (figures["level"] == "district")
    missing &= figures["parent_id"].isna() | (figures["parent_id"] == "")
    filled = figures.copy()
    filled["parent_id"] = filled["parent_id"].astype(object)
    filled.loc[missing, "parent_id"] = filled.loc[missing, "unit_id"].map(areas)
    return filled


def _over_members(geography: Geography, numbers: Numbers) -> dict[str, float | None]:
    return {
        borough: total(numbers.get(u) for u in units)
        for borough, units in geography.members.items()
    }


def _city_total(geography: Geography, numbers: Numbers) -> float | None:
    return total(numbers.get(u) for u in geography.unit_ids)


def count_levels(geography: Geography, numbers: Numbers) -> ByLevel:
    """A count per unit, summed for boroughs and the city."""
    boroughs = _over_members(geography, numbers)
    return {
        "district": {u: Cell(numbers.get(u)) for u in geography.unit_ids},
        "borough": {b: Cell(value) for b, value in boroughs.items()},
        "city": {CITY: Cell(_city_total(geography, numbers))},
    }


def share_levels(
    geography: Geography, numbers: Numbers, residents: Numbers, factor: float
) -> ByLevel:
    """A share counted per unit: sums over sums for boroughs and the city."""
    above, below = _over_members(geography, numbers), _over_members(geography, residents)
    return {
        "district": {
            u: ratio(numbers.get(u), residents.get(u), factor) for u in geography.unit_ids
        },
        "borough": {b: ratio(above[b], below[b], factor) for b in above},
        "city": {
            CITY: ratio(_city_total(geography, numbers), _city_total(geography, residents), factor)
        },
    }


def _inherited(value: float | None, level: Level, ids: Iterable[str]) -> Cell:
    names = tuple(f"{level}:{i}" for i in ids)
    return Cell(value, status="inherited", inherited_from=names)


def borough_rate_levels(
    geography: Geography, numbers: Numbers, residents: Numbers, factor: float
) -> ByLevel:
    """A rate counted per borough: districts inherit it. People of no borough are left out."""
    below = _over_members(geography, residents)
    boroughs = {b: ratio(numbers.get(b), below[b], factor) for b in below}
    above, under = total(numbers.get(b) for b in below), total(below.values())
    return {
        "district": {
            u: _inherited(boroughs[b].value, "borough", [b])
            for u, b in geography.borough_of.items()
        },
        "borough": boroughs,
        "city": {CITY: ratio(above, under, factor)},
    }


def survey_levels(
    geography: Geography, areas: Numbers, city: float | None, split: Split, residents: Numbers
) -> ByLevel:
    """A survey's value per urban area: districts inherit it, weighted by residents if split.

    The city's value is the survey's own where it has one, otherwise weighted by residents.
    """
    units = {u: _from_areas(areas, split.get(u, {})) for u in geography.unit_ids}
    values = {u: cell.value for u, cell in units.items()}
    boroughs: dict[str, Cell] = {}
    for borough, members in geography.members.items():
        mean = mean_over({u: values[u] for u in members}, residents)
        names = {name for u in members for name in units[u].inherited_from}
        boroughs[borough] = Cell(
            optional(mean), status="inherited", inherited_from=tuple(sorted(names))
        )
    city_value = optional(mean_over(values, residents)) if city is None else city
    return {
        "district": units,
        "borough": boroughs,
        "urban_area": {a: Cell(value) for a, value in sorted(areas.items())},
        "city": {CITY: Cell(city_value)},
    }


def _from_areas(areas: Numbers, residents: Mapping[str, float]) -> Cell:
    """Value of a unit from the urban areas it lies in, none if one of them has no value."""
    known = all(areas.get(a) is not None for a in residents)
    mean = mean_over({a: areas.get(a) for a in residents}, residents)
    return _inherited(optional(mean) if known else None, "urban_area", sorted(residents))


def _scaled(numbers: Numbers, factor: float) -> dict[str, float | None]:
    return {u: None if n is None else n * factor for u, n in numbers.items()}


def _mean_of(parts: list[dict[str, float | None]]) -> dict[str, float | None]:
    """Plain mean unit by unit, None where one part has no value."""
    sums = {u: total(part.get(u) for part in parts) for u in parts[0]}
    return {u: None if n is None else n / len(parts) for u, n in sums.items()}


def _add_survey(
    table: LongTable, figures: Figures, survey: Survey, composites: Iterable[str]
) -> None:
    published = figures.periods(survey.figure_id, "urban_area")
    means = [p for p in composites if set(p.split("/")) <= set(published)]
    for period in [*published, *means]:
        levels: list[dict[str, float | None]] = []
        for level in ("urban_area", "city"):
            parts = [figures.at(survey.figure_id, level, p) for p in period.split("/")]
            levels.append(_mean_of([_scaled(part, survey.factor) for part in parts]))
        areas, city = levels
        residents = figures.residents_near(period)
        cells = survey_levels(
            table.geography, areas, next(iter(city.values()), None), figures.split, residents
        )
        table.add(survey.indicator_id, period, cells)


def add_people(table: LongTable, figures: Figures, composites: Iterable[str]) -> None:
    """Add everything that comes from figures alone.

    `composites`: periods such as `2022/2024` for which surveys are averaged. Shares are over the
    residents of the nearest published date.
    """
    geography = table.geography
    for period in figures.periods(RESIDENTS, "district"):
        counts = figures.at(RESIDENTS, "district", period)
        table.add(RESIDENTS, period, count_levels(geography, counts))
    for rates, level, levels_of in (
        (DISTRICT_SHARES, "district", share_levels),
        (BOROUGH_RATES, "borough", borough_rate_levels),
    ):
        for share in rates:
            for period in figures.periods(share.figure_id, level):
                numbers = figures.at(share.figure_id, level, period)
                residents = figures.residents_near(period)
                cells = levels_of(geography, numbers, residents, share.factor)
                table.add(share.indicator_id, period, cells)
    for survey in SURVEYS:
        _add_survey(table, figures, survey, composites)
