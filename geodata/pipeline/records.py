"""From the tables of the stages to typed records: the last gate before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from geodata.errors import CheckError
from geodata.tables import LIST_SEPARATOR, TABLES, Column, columns_of

#: what a table is sorted by; others keep the order they come in (vocabularies, issues)
SORT_KEYS: dict[str, tuple[str, ...]] = {
    "districts": ("district_id",),
    "boroughs": ("district_id",),
    "orientation_lines": ("line_id",),
    "organisations": ("organisation_id",),
    "places": ("place_id",),
    "opportunities": ("opportunity_id",),
    "contact_points": ("contact_point_id",),
    "funded_projects": ("funded_project_id",),
    "benefit_partners": ("benefit_partner_id",),
    "events": ("event_id",),
    "facilities": ("facility_id",),
    "stops": ("facility_id",),
    "osm_places": ("facility_id",),
    "figures": ("figure_id", "level", "unit_id", "period", "parent_id", "source_id"),
    "indicators": ("indicator_id",),
    "indicator_values": ("indicator_id", "period", "level", "district_id"),
    "indicator_classes": ("indicator_id", "period", "level", "class_index"),
    "coverage": ("level", "district_id"),
    "residents_grid": ("cell_id",),
    "sources": ("source_id",),
}


def _plain(column: Column, value: Any) -> Any:
    """A Python value of the column's kind from what pandas or numpy keep."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return () if column.kind == "texts" else None
    if column.kind == "texts":
        texts = value.split(LIST_SEPARATOR) if isinstance(value, str) and value else value
        return tuple(texts)
    if column.kind == "int" and not isinstance(value, str):
        return int(value) if float(value).is_integer() else value
    if isinstance(value, pd.Timestamp):
        value = value.to_pydatetime()
    if column.kind == "date" and isinstance(value, dt.datetime):
        return value.date()
    return value.item() if isinstance(value, np.generic) else value


def _mappings(columns: Sequence[Column], frame: Any) -> list[dict[str, Any]]:
    """Rows as dicts; a null in a column that has a default or must be there is left out."""
    lists = [[_plain(c, value) for value in frame[c.name].tolist()] for c in columns]
    return [
        {
            column.name: value
            for column, value in zip(columns, values, strict=True)
            if value is not None or column.nullable
        }
        for values in zip(*lists, strict=True)
    ]


def records_from_frame(table: str, frame: Any) -> tuple[Any, ...]:
    """Typed, sorted records of a DataFrame whose columns are named as the type's fields.

    Columns the type does not know are left out; lists may be tuples or texts joined by `|`.

    Raises
    ------
    CheckError
        A value does not have the type of its column.
    """
    record_type = TABLES[table]
    columns = [column for column in columns_of(record_type) if column.name in frame.columns]
    try:
        records = msgspec.convert(_mappings(columns, frame), list[record_type])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise CheckError([f"Tabelle {table}: {error}."]) from None
    keys = SORT_KEYS.get(table, ())
    # None sorts before every text
    return tuple(
        sorted(records, key=lambda r: [(v is not None, v) for v in (getattr(r, k) for k in keys)])
    )


def records_from_tables(tables: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Records of every table a snapshot has; what no stage made is empty. Raises CheckError."""
    made = [name for name in TABLES if name in tables and name != "snapshot_info"]
    return {name: records_from_frame(name, tables[name]) for name in made}
