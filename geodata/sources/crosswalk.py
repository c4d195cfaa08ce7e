"""The crosswalk: which statistics unit, borough and urban areas a district belongs to."""

from __future__ import annotations

import pandas as pd

from geodata.city import City
from geodata.sources.csvtable import field_values, read_table, table_of
from geodata.sources.faults import fault
from geodata.sources.spec import CROSSWALK_FIELDS, SourceSpec
from geodata.stages import StageResult

CROSSWALK_COLUMNS = list(CROSSWALK_FIELDS)
REQUIRED = ["district_id", "statistics_unit_id", "borough_id", "urban_area_ids"]


def _check_cells(spec: SourceSpec, crosswalk: pd.DataFrame, columns: dict[str, str]) -> None:
    for field in REQUIRED:
        empty = crosswalk[crosswalk[field].isin(["", "|"])]
        if not empty.empty:
            reason = "Die Zelle ist leer oder hat nicht die erwartete Form."
            raise fault(spec, reason, row=int(empty.index[0]), field=columns.get(field, field))
    again = crosswalk[crosswalk["district_id"].duplicated()]
    if not again.empty:
        reason = f"Der Stadtteil „{again['district_id'].iloc[0]}“ steht zweimal in der Datei."
        raise fault(spec, reason, row=int(again.index[0]), field=columns["district_id"])


def _check_units(spec: SourceSpec, crosswalk: pd.DataFrame, columns: dict[str, str]) -> None:
    """A statistics unit is a district that is counted in itself."""
    own = set(
        crosswalk.loc[crosswalk["district_id"] == crosswalk["statistics_unit_id"], "district_id"]
    )
    lost = crosswalk[~crosswalk["statistics_unit_id"].isin(own)]
    if not lost.empty:
        unit = lost["statistics_unit_id"].iloc[0]
        reason = f"„{unit}“ ist kein Stadtteil, der in sich selbst gezählt wird."
        raise fault(spec, reason, row=int(lost.index[0]), field=columns["statistics_unit_id"])


def _check_counts(spec: SourceSpec, crosswalk: pd.DataFrame, city: City) -> None:
    counts = (
        ("Stadtteile", crosswalk["district_id"].nunique(), city.checks.district_count),
        (
            "Statistikeinheiten",
            crosswalk["statistics_unit_id"].nunique(),
            city.checks.statistics_unit_count,
        ),
        ("Stadtbezirke", crosswalk["borough_id"].nunique(), city.checks.borough_count),
    )
    for name, found, wanted in counts:
        if found != wanted:
            raise fault(spec, f"{found} {name} statt {wanted} (city.toml, [checks]).")


def _check_names(spec: SourceSpec, crosswalk: pd.DataFrame, columns: dict[str, str]) -> None:
    """A borough has one name."""
    first = crosswalk.groupby("borough_id")["borough_name"].transform("first")
    other = crosswalk[crosswalk["borough_name"] != first]
    if not other.empty:
        name, wanted = other["borough_name"].iloc[0], first[other.index[0]]
        reason = f"Der Stadtbezirk heißt hier „{name}“, weiter oben „{wanted}“."
        raise fault(spec, reason, row=int(other.index[0]), field=columns.get("borough_name"))


def parse_crosswalk(spec: SourceSpec, content: bytes, city: City) -> StageResult:
    """Read the crosswalk into `crosswalk`: text, lists joined by `|`, sorted by district, index =
    row of the file.

    Raises
    ------
    SourceError
        A cell is empty, a district appears twice, a unit is unknown, a borough has two names, or
        a count of city.toml is missed.
    """
    table = table_of(spec)
    rows = read_table(spec, content, table.columns.values(), delimiter=table.delimiter)
    crosswalk = pd.DataFrame({name: field_values(table, rows, name) for name in CROSSWALK_COLUMNS})
    _check_cells(spec, crosswalk, table.columns)
    _check_units(spec, crosswalk, table.columns)
    _check_counts(spec, crosswalk, city)
    _check_names(spec, crosswalk, table.columns)
    crosswalk = crosswalk.sort_values("district_id")
    return StageResult(tables={"crosswalk": crosswalk}, summary={"rows": len(crosswalk)})
