"""Imported files as sources of a build: their records go the way of all others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import pandas as pd

from geodata.model import Source
from geodata.normalise import ENTRY_KEYS
from geodata.store.imports import ImportState, TextRecord

Tables = dict[str, Any]


def frame_of(records: Sequence[TextRecord]) -> pd.DataFrame:
    """Records as a DataFrame of text, index = row of the file they came from."""
    columns = list(dict.fromkeys(field for record in records for field in record.cells))
    cells = [[record.cells.get(column, "") for column in columns] for record in records]
    index = pd.Index([record.row for record in records], name="row", dtype="int64")
    return pd.DataFrame(cells, columns=columns, index=index, dtype=object)


def records_of_frame(frame: Any) -> tuple[TextRecord, ...]:
    """The same the other way round; empty cells are left out."""
    return tuple(
        TextRecord(row=int(row), cells={str(k): str(v) for k, v in cells.items() if v})
        for row, cells in zip(frame.index, frame.to_dict("records"), strict=True)
    )


def _keys_of(states: Iterable[ImportState]) -> dict[str, dict[str, str]]:
    """collection -> key -> the source whose record counts.

    A file of a collection goes before what other files derived for it; then the first one.
    """
    owners: dict[str, dict[str, str]] = {name: {} for name in ENTRY_KEYS}
    tables = [(s, name, records) for s in states for name, records in s.tables.items()]
    tables.sort(key=lambda one: one[1] != one[0].collection)
    for state, name, records in tables:
        for record in records:
            key = record.cells.get(ENTRY_KEYS[name], "")
            owners[name].setdefault(key, state.source.source_id)
    return owners


def _merged(
    states: Sequence[ImportState], owners: Mapping[str, Mapping[str, str]]
) -> dict[str, tuple[TextRecord, ...]]:
    """Records of all files of a source, without those that another source brings."""
    found: dict[str, dict[str, TextRecord]] = {}
    tables = [(s, name, records) for s in states for name, records in s.tables.items()]
    tables.sort(key=lambda one: one[1] != one[0].collection)
    for state, name, records in tables:
        kept = found.setdefault(name, {})
        for record in records:
            key = record.cells.get(ENTRY_KEYS[name], "")
            if owners[name][key] == state.source.source_id:
                kept.setdefault(key, record)
    return {name: tuple(records.values()) for name, records in found.items()}


def _source_of(states: Sequence[ImportState], count: int) -> Source:
    """One row of `sources`: as the newest file says, read when the oldest one was."""
    newest = max(states, key=lambda state: state.imported_at)
    oldest = min(state.imported_at for state in states)
    sums = "".join(sorted(state.sha256 for state in states))
    return msgspec.structs.replace(
        newest.source,
        kind="import",
        status="ok",
        retrieved_at=oldest,
        checked_at=newest.imported_at,
        sha256=newest.sha256 if len(states) == 1 else hashlib.sha256(sums.encode()).hexdigest(),
        record_count=count,
    )


def imported_entries(states: Iterable[ImportState]) -> tuple[tuple[Source, Tables], ...]:
    """Each imported source with its tables of text, as `normalise_entries` takes them."""
    by_source: dict[str, list[ImportState]] = {}
    states = tuple(states)
    owners = _keys_of(states)
    for state in states:
        by_source.setdefault(state.source.source_id, []).append(state)
    entries = []
    for group in by_source.values():
        merged = _merged(group, owners)
        source = _source_of(group, sum(map(len, merged.values())))
        entries.append((source, {name: frame_of(records) for name, records in merged.items()}))
    return tuple(entries)
