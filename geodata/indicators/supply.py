"""Supply: offers, organisations, themes, hours and funded projects per unit, with intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import numpy as np
from shapely.geometry.base import BaseGeometry

from geodata.coverage import is_counted
from geodata.coverage.formulas import Floats, Ints, poisson_interval
from geodata.indicators import frames
from geodata.indicators.longtable import (
    CITY,
    ByLevel,
    Cell,
    Geography,
    LongTable,
    group_index,
    mean_over,
    optional,
)
from geodata.model import Level

#: resamples of the city's offers behind an interval of hours
DRAWS = 2000
LEVELS: tuple[Level, ...] = ("district", "borough", "city")


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What the indicators need of an offer."""

    opportunity_id: str
    district_id: str | None
    geometry: BaseGeometry | None
    is_private: bool
    is_remote: bool
    is_citywide: bool
    schedule: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    hours_per_week: float | None
    themes: tuple[str, ...]


def read_offers(table: Any) -> list[Offer]:
    """Offers from a GeoDataFrame with the columns of `model.Opportunity`, sorted by their id."""
    offers = [
        Offer(
            opportunity_id=str(row["opportunity_id"]),
            district_id=frames.text(row["district_id"]),
            geometry=row["geometry"],
            is_private=frames.flag(row["is_private"]),
            is_remote=frames.flag(row["is_remote"]),
            is_citywide=frames.flag(row["is_citywide"]),
            schedule=str(row["schedule"]),
            starts_on=frames.day(row["starts_on"]),
            ends_on=frames.day(row["ends_on"]),
            hours_per_week=frames.number(row["hours_per_week"]),
            themes=frames.texts(row["themes"]),
        )
        for row in frames.rows(table)
    ]
    return sorted(offers, key=lambda offer: offer.opportunity_id)


def counted_offers(
    offers: Iterable[Offer], today: dt.date, unit_of_district: dict[str, int]
) -> tuple[list[Offer], Ints]:
    """Offers that are part of a unit's supply, and the index of their unit."""
    counted = [o for o in offers if is_counted(o, today) and o.district_id in unit_of_district]
    units = [unit_of_district[o.district_id] for o in counted if o.district_id is not None]
    return counted, np.array(units, dtype=np.int64)


def _groups(geography: Geography, level: Level, units: Ints) -> tuple[tuple[str, ...], Ints]:
    """Names of the level's groups and the group of each offer; -1 without."""
    names, of_unit = group_index(geography, level)
    return names, of_unit[units] if len(units) else units


def _count(group: Ints, n: int, weights: Floats | None = None) -> Floats:
    member = group >= 0
    picked = None if weights is None else weights[member]
    return np.bincount(group[member], weights=picked, minlength=n).astype(np.float64)


def count_cells(geography: Geography, units: Ints) -> ByLevel:
    """How many there are in each district, borough and the city."""
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, group = _groups(geography, level, units)
        counts = _count(group, len(names))
        found[level] = {name: Cell(float(c)) for name, c in zip(names, counts, strict=True)}
    return found


def _residents(table: LongTable, level: Level, names: Sequence[str]) -> Floats:
    """Residents at the latest date, NaN where unknown or nobody lives."""
    periods = [p for (i, p, at) in table.index if i == "residents" and at == level]
    known = table.index[("residents", max(periods), level)] if periods else {}
    values = [known[name].value if name in known else None for name in names]
    return np.array([value or np.nan for value in values], dtype=np.float64)


def rate_cells(table: LongTable, units: Ints) -> ByLevel:
    """Offers per 1,000 residents with the exact Poisson 95 % interval."""
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, group = _groups(table.geography, level, units)
        counts = _count(group, len(names))
        residents = _residents(table, level, names)
        low, high = poisson_interval(counts)
        found[level] = {
            name: Cell(
                optional(1000 * counts[i] / residents[i]),
                numerator=float(counts[i]),
                denominator=optional(residents[i]),
                low=optional(1000 * low[i] / residents[i]),
                high=optional(1000 * high[i] / residents[i]),
            )
            for i, name in enumerate(names)
        }
    return found


def empirical_bayes(counts: Floats, residents: Floats) -> Floats:
    """Rates per resident drawn towards the city's rate, the more so the smaller the unit.

    Method of moments (Marshall 1991) as in `esda.smoothing.Empirical_Bayes`. Shapes (n,); NaN
    where nobody lives.
    """
    rates = np.full(len(counts), np.nan)
    known = residents > 0
    if counts[known].sum() == 0:
        rates[known] = 0.0  # esda would divide by a mean of zero
        return rates
    from esda.smoothing import Empirical_Bayes  # noqa: PLC0415 - takes seconds to import

    rates[known] = np.asarray(Empirical_Bayes(counts[known], residents[known]).r).ravel()
    return rates


def smoothed_cells(table: LongTable, units: Ints) -> ByLevel:
    """Empirical Bayes rates per 1,000; boroughs resident-weighted, the city its plain rate."""
    geography = table.geography
    names, group = _groups(geography, "district", units)
    counts, residents = _count(group, len(names)), _residents(table, "district", names)
    smooth = 1000 * empirical_bayes(counts, residents)
    by_unit = {name: optional(value) for name, value in zip(names, smooth, strict=True)}
    people = dict(zip(names, (optional(r) for r in residents), strict=True))
    all_people = np.nansum(residents)
    plain = 1000 * counts.sum() / all_people if all_people > 0 else np.nan
    return {
        "district": {
            name: Cell(by_unit[name], float(counts[i]), people[name])
            for i, name in enumerate(names)
        },
        "borough": {
            borough: Cell(optional(mean_over({u: by_unit[u] for u in members}, people)))
            for borough, members in geography.members.items()
        },
        "city": {CITY: Cell(optional(plain))},
    }


def theme_cells(geography: Geography, offers: Sequence[Offer], units: Ints) -> ByLevel:
    """How many different themes the offers of a unit have."""
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, group = _groups(geography, level, units)
        themes: dict[str, set[str]] = {name: set() for name in names}
        for offer, g in zip(offers, group.tolist(), strict=True):
            if g >= 0:
                themes[names[g]].update(offer.themes)
        found[level] = {name: Cell(float(len(themes[name]))) for name in names}
    return found


def bootstrap_totals(
    group: Ints, hours: Floats, n: int, seed: int, draws: int = DRAWS
) -> tuple[Floats, Floats]:
    """95 % percentile interval of the hours per group when the city's offers are drawn anew.

    All offers are resampled together (Efron 1979), so that the number of offers in a group varies
    as well as their hours.

    Parameters
    ----------
    group, hours : (j,) group 0..n-1 (-1: none) and hours of each offer, NaN counts as none.
    """
    if not len(group):
        return np.full(n, np.nan), np.full(n, np.nan)
    known, at = np.nan_to_num(hours), np.where(group < 0, n, group)
    rng = np.random.default_rng(seed)
    totals = np.empty((draws, n))
    for draw in range(draws):
        picked = rng.integers(len(at), size=len(at))
        totals[draw] = np.bincount(at[picked], weights=known[picked], minlength=n + 1)[:n]
    low, high = np.percentile(totals, [2.5, 97.5], axis=0)
    return low, high


def hours_cells(table: LongTable, offers: Sequence[Offer], units: Ints, seed: int) -> ByLevel:
    """Hours per week and 1,000 residents, with a bootstrap interval.

    Only stated hours are added up. A unit without offers has 0 and no interval, one whose offers
    all leave their hours open has no value.
    """
    hours = np.array(
        [np.nan if o.hours_per_week is None else o.hours_per_week for o in offers],
        dtype=np.float64,
    )
    found: dict[Level, dict[str, Cell]] = {}
    for level in LEVELS:
        names, group = _groups(table.geography, level, units)
        n, stated = len(names), ~np.isnan(hours)
        counts, known = _count(group, n), _count(group[stated], n)
        sums = _count(group, n, np.nan_to_num(hours))
        sums[(counts > 0) & (known == 0)] = np.nan
        low, high = bootstrap_totals(group, hours, n, seed)
        low[known == 0], high[known == 0] = np.nan, np.nan
        per = 1000 / _residents(table, level, names)
        found[level] = {
            name: Cell(
                optional(sums[i] * per[i]),
                numerator=optional(sums[i]),
                denominator=optional(1000 / per[i]),
                low=optional(low[i] * per[i]),
                high=optional(high[i] * per[i]),
            )
            for i, name in enumerate(names)
        }
    return found


def units_of(table: Any, unit_of_district: dict[str, int]) -> Ints:
    """Unit of each row of a table that has a `district_id` inside the city."""
    ids = [frames.text(value) for value in table["district_id"]]
    return np.array([unit_of_district[i] for i in ids if i in unit_of_district], dtype=np.int64)


def years_of(projects: Any) -> str | None:
    """`2019-2026`: first and last year of the funded projects, None without any."""
    years = [int(year) for year in projects["year"]]
    if not years:
        return None
    return f"{min(years)}-{max(years)}" if min(years) < max(years) else str(min(years))
