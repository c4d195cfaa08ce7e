"""Text becomes typed columns; every bad value becomes one Issue.

A bad or missing required field leaves the row out (`error`); any other bad value is dropped
(`warning`). Nothing is guessed: what can be read in two ways is a bad value.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import pandas as pd

from geodata.city import City
from geodata.issues import Issue
from geodata.model import Audience, Source, Theme
from geodata.normalise.rows import ENTRY_KEYS, POSITION, Row, Setting, read_row
from geodata.normalise.words import Vocabulary
from geodata.stages import StageResult
from geodata.tables import TABLES, columns_of

__all__ = ["ENTRY_KEYS", "normalise_entries", "records_of", "typed_table"]


def typed_table(name: str, records: Sequence[Mapping[str, Any]]) -> gpd.GeoDataFrame:
    """Records as a GeoDataFrame (EPSG:4326) of object columns, in the order of the type."""
    columns = columns_of(TABLES[name])
    data = {
        column.name: pd.Series([record[column.name] for record in records], dtype=object)
        for column in columns
        if column.kind != "geometry"
    }
    points = gpd.GeoSeries([record["geometry"] for record in records], crs="EPSG:4326")
    table = gpd.GeoDataFrame(data, geometry=points)
    return table[[column.name for column in columns]]


def records_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a typed table as dicts that may be changed; what pandas calls missing is None."""
    names = [str(name) for name in table.columns]
    columns = [[None if value is pd.NaT else value for value in table[n].tolist()] for n in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    for row in rows:
        row.update({k: None for k, v in row.items() if isinstance(v, float) and math.isnan(v)})
    return rows


def _known_columns(name: str) -> set[str]:
    fields = {column.name for column in columns_of(TABLES[name])} - {"geometry"}
    return fields | {"id", *POSITION}


def _unknown_columns(name: str, table: pd.DataFrame, source: Source) -> Iterator[Issue]:
    known = _known_columns(name)
    for column in (str(column) for column in table.columns):
        if column in known:
            continue
        near = difflib.get_close_matches(column, sorted(known), n=1)
        hint = f" Gemeint ist wohl „{near[0]}“." if near else ""
        yield Issue(
            source_id=source.source_id,
            kind="unknown_column",
            message=f"{name}, Spalte „{column}“: Diese Spalte wird nicht gelesen.{hint}",
            severity="info",
            row=1,
            field=column,
        )


def _rows(setting: Setting, name: str, table: pd.DataFrame) -> Iterator[Row]:
    # readers name their index after the row of the file; a table made by hand starts at 2
    is_numbered = table.index.name == "row"
    for position, (label, cells) in enumerate(
        zip(table.index, table.to_dict("records"), strict=True)
    ):
        yield Row(setting, name, int(label) if is_numbered else position + 2, cells)


def _normalise_table(
    setting: Setting, name: str, table: pd.DataFrame
) -> tuple[gpd.GeoDataFrame, list[Issue]]:
    issues = list(_unknown_columns(name, table, setting.source))
    records: dict[str, dict[str, Any]] = {}
    for row in _rows(setting, name, table):
        record = read_row(row)
        if record is not None and row.key in records:
            reason = "Diese Kennung steht schon weiter oben; die Zeile wurde ausgelassen."
            row.add(ENTRY_KEYS[name], "duplicate_id", reason, "error")
        elif record is not None:
            records[row.key] = record
        issues += row.issues
    return typed_table(name, list(records.values())), issues


def normalise_entries(
    tables: Mapping[str, Any],
    *,
    source: Source,
    themes: Sequence[Theme],
    audiences: Sequence[Audience],
    city: City,
) -> StageResult:
    """Typed tables of entries from plain text.

    Parameters
    ----------
    tables
        collection name (a key of `ENTRY_KEYS`) -> DataFrame of text. Columns are named as the
        fields of the type; the key may be called `id`, a point comes as `lon` and `lat` (degrees,
        WGS 84), lists are separated by `|`, times without offset are the city's. An index named
        `row` is the row in the file; otherwise the first record is row 2.
    source
        Where the records come from; `retrieved_at` is required.

    Returns
    -------
    GeoDataFrames (EPSG:4326) with every column of the type, in its order, as Python values in
    object columns (None where empty, tuples for lists, aware UTC datetimes). Summary: rows kept
    per table, `left_out_count`.

    Raises
    ------
    ValueError
        `source.retrieved_at` is missing, or a table is no collection of entries.
    """
    if source.retrieved_at is None:
        raise ValueError("source.retrieved_at is required")
    unknown = sorted(set(tables) - set(ENTRY_KEYS))
    if unknown:
        raise ValueError(f"not a collection of entries: {', '.join(unknown)}")
    setting = Setting(
        source=source,
        city=city,
        zone=ZoneInfo(city.timezone),
        vocabulary=Vocabulary(themes, audiences),
    )
    typed: dict[str, Any] = {}
    issues: list[Issue] = []
    for name, table in tables.items():
        typed[name], found = _normalise_table(setting, name, table)
        issues += found
    left_out = sum(len(table) - len(typed[name]) for name, table in tables.items())
    counts = {name: len(table) for name, table in typed.items()}
    return StageResult(tables=typed, issues=issues, summary={**counts, "left_out_count": left_out})
