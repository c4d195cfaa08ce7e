"""All indicators of a build, in the order in which they rest on each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
import pandas as pd

from geodata.city import City
from geodata.coverage import (
    Judgement,
    Rules,
    Units,
    judge,
    memberships_from,
    offers_from,
    rows_from_judgement,
    units_from_values,
    weights_of,
)
from geodata.coverage.formulas import Floats, Ints, weighted_mean
from geodata.errors import ConfigError
from geodata.grid import ResidentsGrid, residents_grid
from geodata.indicators import frames, reach, supply
from geodata.indicators.catalogue import definitions, with_sources
from geodata.indicators.classes import DISADVANTAGE, GAP, LEVELS, classes_of
from geodata.indicators.longtable import CITY, ByLevel, Cell, Geography, LongTable, optional
from geodata.indicators.people import Figures, add_people, period_end, read_figures
from geodata.model import CoverageRow, GridCell, Indicator, IndicatorClass, IndicatorValue
from geodata.stages import StageResult

Progress = Callable[[str], None]


class Inputs(NamedTuple):
    """The tables a build starts from, as DataFrames with the columns of `geodata.model`."""

    districts: Any
    figures: Any
    organisations: Any
    opportunities: Any
    funded_projects: Any
    city: City
    as_of: dt.date


def geography_of(districts: Any) -> Geography:
    """Districts, units and boroughs from a DataFrame with the columns of `model.District`."""
    found = list(frames.rows(districts))
    memberships = memberships_from(
        (
            str(row["district_id"]),
            frames.text(row.get("parent_id")),
            frames.text(row.get("statistics_unit_id")),
        )
        for row in found
    )
    editions = sorted({str(row["edition"]) for row in found if "edition" in row})
    return Geography(memberships, "/".join(editions))


def _directions(city: City) -> dict[str, str]:
    return {item.indicator_id: item.direction for item in definitions(city)}


def check_inputs(table: LongTable, city: City) -> None:
    """The inputs of the index exist, have values and may be counted as disadvantage.

    Raises
    ------
    ConfigError
        city.toml names an indicator or period without values, a neutral indicator, or no weight.
    """
    if not any(item.weight > 0 for item in city.disadvantage.inputs):
        reason = "Wenigstens ein Gewicht muss größer als 0 sein."
        raise ConfigError(f"city.toml, [disadvantage]: {reason}")
    directions = _directions(city)
    for item in city.disadvantage.inputs:
        where = f"city.toml, [disadvantage], „{item.indicator_id}“"
        known = sorted({p for (i, p, _) in table.index if i == item.indicator_id})
        if not known:
            raise ConfigError(f"{where}: Dafür gibt es keine Zahlen.")
        if item.period not in known:
            raise ConfigError(
                f"{where}: Kein Zeitraum „{item.period}“. Es gibt {', '.join(known)}."
            )
        if directions.get(item.indicator_id) == "neutral":
            raise ConfigError(f"{where}: Diese Kennzahl darf nicht als Belastung zählen.")
        values = table.index.get((item.indicator_id, item.period, "district"), {}).values()
        if all(value.value is None for value in values):
            raise ConfigError(f"{where}: Kein Stadtteil hat einen Wert ({item.period}).")


def people_table(figures: Figures, geography: Geography, city: City) -> LongTable:
    """The long table with everything that comes from figures alone. Raises ConfigError."""
    table = LongTable(geography)
    composites = {i.period for i in city.disadvantage.inputs if "/" in i.period}
    add_people(table, figures, sorted(composites))
    check_inputs(table, city)
    return table


def grid_of(districts: Any, table: LongTable, city: City) -> ResidentsGrid:
    """The residents' grid: each unit's people inside its namesake district."""
    polygons = dict(zip(districts["district_id"], districts.geometry, strict=True))
    residents = _latest_residents(table)
    unit_ids = [u for u in table.geography.unit_ids if u in polygons]
    return residents_grid(
        unit_ids,
        [polygons[u] for u in unit_ids],
        [residents.get(u) for u in unit_ids],
        city.crs,
        city.access.grid_m,
    )


def _latest_residents(table: LongTable) -> dict[str, float | None]:
    periods = [p for (i, p, at) in table.index if (i, at) == ("residents", "district")]
    known = table.index[("residents", max(periods), "district")] if periods else {}
    return {unit_id: value.value for unit_id, value in known.items()}


def _units(table: LongTable, grid: ResidentsGrid, city: City) -> Units:
    return units_from_values(
        table.geography.memberships,
        table.index,
        city.disadvantage.inputs,
        _directions(city),
        grid,
    )


def _add_supply(
    table: LongTable, inputs: Inputs, offers: list[supply.Offer], of_offer: Ints, units: Units
) -> None:
    geography, day = table.geography, inputs.as_of.isoformat()
    at = units.unit_of_district
    organisations = supply.units_of(inputs.organisations, at)
    table.add("opportunity_count", day, supply.count_cells(geography, of_offer))
    table.add("opportunities_per_1000", day, supply.rate_cells(table, of_offer))
    table.add("opportunities_per_1000_smoothed", day, supply.smoothed_cells(table, of_offer))
    seed = inputs.city.robustness.seed
    table.add("hours_per_week_per_1000", day, supply.hours_cells(table, offers, of_offer, seed))
    table.add("theme_count", day, supply.theme_cells(geography, offers, of_offer))
    table.add("organisation_count", day, supply.count_cells(geography, organisations))
    projects = supply.units_of(inputs.funded_projects, at)
    years = supply.years_of(inputs.funded_projects) or str(inputs.as_of.year)
    table.add("funded_project_count", years, supply.count_cells(geography, projects))


def _judged_cells(rows: Iterable[CoverageRow], units: Units, field: str, values: Floats) -> ByLevel:
    """District and borough values as in the judgement, the city's as resident-weighted mean."""
    found: dict[str, dict[str, Cell]] = {"district": {}, "borough": {}}
    for row in rows:
        if row.counted_in is None:
            found[row.level][row.district_id] = Cell(getattr(row, field))
    city = Cell(optional(weighted_mean(values, units.residents)))
    return {"district": found["district"], "borough": found["borough"], "city": {CITY: city}}


def index_period(city: City) -> str:
    """Period of the index: that of its latest input."""
    return max((item.period for item in city.disadvantage.inputs), key=period_end)


def _classes(table: LongTable, city: City) -> list[IndicatorClass]:
    return [
        row
        for key in sorted(table.index)
        if key[2] in LEVELS
        for row in classes_of(key, table.index[key].values(), city.disadvantage.limits)
    ]


def _catalogue(table: LongTable, figures: Figures, inputs: Inputs) -> list[Indicator]:
    sources = {
        name: tuple(sorted({str(s) for s in rows["source_id"]}))
        for name, rows in (
            ("opportunities", inputs.opportunities),
            ("organisations", inputs.organisations),
            ("funded_projects", inputs.funded_projects),
        )
    }
    known = {indicator_id for indicator_id, _, _ in table.index}
    return [
        with_sources(item, inputs.city, figures, sources)
        for item in definitions(inputs.city)
        if item.indicator_id in known
    ]


def frame_of(records: Iterable[msgspec.Struct], record_type: type[msgspec.Struct]) -> pd.DataFrame:
    """Records as a DataFrame of Python values in object columns (None, tuples, ints stay)."""
    names = record_type.__struct_fields__
    cells = [[getattr(record, name) for name in names] for record in records]
    return pd.DataFrame(cells, columns=list(names), dtype=object)


def _grid_records(grid: ResidentsGrid) -> list[GridCell]:
    cells = zip(grid.unit_ids, grid.xy.tolist(), grid.residents.tolist(), strict=True)
    return [
        GridCell(cell_id=number, district_id=unit_id, x_m=x, y_m=y, residents=people)
        for number, (unit_id, (x, y), people) in enumerate(cells, start=1)
    ]


def _tables(
    table: LongTable,
    indicators: list[Indicator],
    rows: tuple[CoverageRow, ...],
    grid: ResidentsGrid,
    city: City,
) -> dict[str, Any]:
    return {
        "indicators": frame_of(indicators, Indicator),
        "indicator_values": frame_of(table.values(), IndicatorValue),
        "indicator_classes": frame_of(_classes(table, city), IndicatorClass),
        "coverage": frame_of(rows, CoverageRow),
        "residents_grid": frame_of(_grid_records(grid), GridCell),
    }


def build(inputs: Inputs, progress: Progress) -> StageResult:
    """Run all steps; see `geodata.indicators.build_indicators`."""
    city, day = inputs.city, inputs.as_of.isoformat()
    progress("Zahlen der Stadt")
    figures = read_figures(inputs.figures)
    table = people_table(figures, geography_of(inputs.districts), city)
    progress("Wo Menschen wohnen")
    grid = grid_of(inputs.districts, table, city)
    units = _units(table, grid, city)
    progress("Angebote je Stadtteil")
    everything = supply.read_offers(inputs.opportunities)
    counted, of_offer = supply.counted_offers(everything, inputs.as_of, units.unit_of_district)
    _add_supply(table, inputs, counted, of_offer, units)
    progress("Wege zu Fuß")
    offers = offers_from(counted, units.unit_of_district, city.crs)
    distances = reach.distances_of(units, offers)
    for minutes in city.access.minutes:
        cells = reach.share_cells(table.geography, units, distances, minutes, city.access)
        table.add(reach.share_id(minutes), day, cells)
    nearest = reach.nearest_cells(table.geography, units, distances)
    table.add("nearest_place_distance_m", day, nearest)
    progress("Belastung und Lücken")
    judged = judge(units, offers, weights_of(city.disadvantage.inputs), Rules.of(city))
    rows = rows_from_judgement(judged, units)
    index = _judged_cells(rows, units, "disadvantage_index", judged.index)
    table.add(DISADVANTAGE, index_period(city), index)
    table.add(GAP, day, _judged_cells(rows, units, "coverage_gap", judged.gap))
    progress("Klassen für die Karte")
    indicators = _catalogue(table, figures, inputs)
    tables = _tables(table, indicators, rows, grid, city)
    return StageResult(tables=tables, summary=_summary(tables, judged, len(everything)))


def _summary(
    tables: Mapping[str, Any], judged: Judgement, offers: int
) -> dict[str, int | float | str]:
    return {
        "indicators": len(tables["indicators"]),
        "values": len(tables["indicator_values"]),
        "residents": judged.city_residents,
        "offers": offers,
        "offers_in_districts": int(judged.count.sum()),
        "underserved": int(judged.is_underserved.sum()),
    }


def disadvantage(figures: Any, districts: Any, city: City) -> dict[str, float]:
    """See `geodata.indicators.disadvantage_by_unit`."""
    table = people_table(read_figures(figures), geography_of(districts), city)
    units = units_from_values(
        table.geography.memberships, table.index, city.disadvantage.inputs, _directions(city)
    )
    nothing = offers_from([], units.unit_of_district, city.crs)
    judged = judge(units, nothing, weights_of(city.disadvantage.inputs), Rules.of(city))
    pairs = zip(units.unit_ids, judged.index.tolist(), strict=True)
    return {unit_id: value for unit_id, value in pairs if optional(value) is not None}
