"""Entries: records of a collection as text, typed later by the normalise stage.

From a CSV file (one collection) or from the example generator's JSON (several). The columns are
named like the fields of the type; a place may come as `lon` and `lat`.
"""

from __future__ import annotations

import msgspec
import pandas as pd

from geodata.city import City
from geodata.sources.csvtable import read_table
from geodata.sources.faults import check_size, fault, nearest
from geodata.sources.spec import SourceSpec
from geodata.stages import StageResult
from geodata.tables import TABLES, columns_of

#: filled in from sources.toml and the receipt, so a file need not repeat them.
PROVENANCE = ("source_id", "record_id", "retrieved_at", "licence", "attribution", "is_example")
POSITION = ("lon", "lat")


def _allowed(collection: str) -> list[str]:
    names = [c.name for c in columns_of(TABLES[collection]) if c.kind != "geometry"]
    return [*names, *POSITION]


def _needed(collection: str) -> list[str]:
    columns = columns_of(TABLES[collection])
    return [c.name for c in columns if c.required and c.name not in PROVENANCE]


def _check_columns(spec: SourceSpec, collection: str, names: list[str]) -> None:
    allowed = _allowed(collection)
    unknown = [name for name in names if name not in allowed]
    if unknown:
        reason = f"Diese Spalte gibt es in „{collection}“ nicht.{nearest(unknown[0], allowed)}"
        raise fault(spec, reason, row=1, field=unknown[0])


def parse_entries(spec: SourceSpec, content: bytes, _city: City) -> StageResult:
    """Read a CSV file of one collection into text columns; index = row of the file.

    Raises
    ------
    SourceError
        The file is no such table, or has a column the type does not know.
    """
    rows = read_table(spec, content, (), must_end=False)
    names = {spec.column_of(field, rows.columns): field for field in spec.columns}
    entries = rows.rename(columns=names)
    missing = [name for name in _needed(spec.collection) if name not in entries.columns]
    if missing:
        hint = nearest(missing[0], entries.columns)
        raise fault(spec, f"Diese Spalte fehlt.{hint}", row=1, field=missing[0])
    _check_columns(spec, spec.collection, list(entries.columns))
    return StageResult(tables={spec.collection: entries}, summary={spec.collection: len(entries)})


def parse_examples(spec: SourceSpec, content: bytes, _city: City) -> StageResult:
    """Read the generator's JSON: `{"organisations": [{field: text}], ...}`. Raises SourceError."""
    check_size(spec, content)
    try:
        file = msgspec.json.decode(content, type=dict[str, list[dict[str, str | None]]])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise fault(spec, f"Die Datei ist kein gültiges JSON dieser Form ({error}).") from None
    tables = {}
    for collection, records in file.items():
        if collection not in TABLES:
            raise fault(spec, f"Unbekannte Sammlung „{collection}“.{nearest(collection, TABLES)}")
        entries = pd.DataFrame(records, dtype=object)
        entries = entries.astype(object).where(entries.notna(), "")
        _check_columns(spec, collection, list(entries.columns))
        entries.index = pd.RangeIndex(2, len(entries) + 2, name="row")
        tables[collection] = entries
    summary = {name: len(entries) for name, entries in tables.items()}
    return StageResult(tables=tables, summary=dict(summary))
