"""Whether figures and crosswalk speak of the same units: no table can know that by itself."""

from __future__ import annotations

import pandas as pd

from geodata.districts import with_none
from geodata.sources.faults import fault
from geodata.sources.spec import SourceSpec


def units_of(crosswalk: pd.DataFrame) -> dict[str, set[str]]:
    """Codes of every level: district (those that are counted), borough, urban area, city."""
    return {
        "district": set(crosswalk["statistics_unit_id"]),
        "borough": set(crosswalk["borough_id"]),
        "urban_area": set(crosswalk["urban_area_ids"].str.split("|").explode()),
        "city": {"city"},
    }


def _check_known(
    spec: SourceSpec, figures: pd.DataFrame, units: dict[str, set[str]], field: str
) -> None:
    parents = {None, *units["urban_area"]}
    for row in with_none(figures).itertuples():
        if row.unit_id not in units[row.level] or row.parent_id not in parents:
            code = f" „{row.unit_id}“" if row.unit_id not in row.unit_label else ""
            reason = (
                f"Die Gebietseinheit{code} „{row.unit_label}“ ({row.figure_id}, {row.period}) "
                "steht nicht in der Zuordnung (crosswalk)."
            )
            raise fault(spec, reason, row=int(row.Index), field=field)


def _check_all_there(spec: SourceSpec, figures: pd.DataFrame, units: dict[str, set[str]]) -> None:
    for level, group in figures.groupby("level"):
        missing = sorted(units[str(level)] - set(group["unit_id"]))
        # a table that says how many units it has is meant to have them all
        if missing and spec.unit_count is not None and level != "city":
            reason = "aus der Zuordnung (crosswalk) steht nicht in der Tabelle."
            raise fault(spec, f"Die Gebietseinheit „{missing[0]}“ {reason}")


def check_figure_units(spec: SourceSpec, figures: pd.DataFrame, crosswalk: pd.DataFrame) -> None:
    """Every figure belongs to a unit of the crosswalk: district, borough or urban area.

    Parameters
    ----------
    figures : the table `figures` of `parse_source`, index = row of the file
    crosswalk : the table `crosswalk`

    Raises
    ------
    SourceError
        A figure is about a unit that does not exist, or a unit has none in a table that declares
        its `unit_count`.
    """
    units = units_of(crosswalk)
    table = spec.table
    column = table.columns.get("unit_id", "") if table and not isinstance(table, str) else ""
    _check_known(spec, figures, units, column)
    _check_all_there(spec, figures, units)
