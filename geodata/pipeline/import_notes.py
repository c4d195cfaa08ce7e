"""What was not understood, in the words of the user's own file; and as a CSV beside the result."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from geodata.issues import Fault, Issue, Severity
from geodata.normalise import ENTRY_KEYS
from geodata.normalise.values import BadValue, parse_bool
from geodata.pipeline.import_read import Loaded
from geodata.store.files import write_atomically
from geodata.store.imports import ImportState

#: what a spreadsheet takes for the beginning of a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEADER = ("Zeile", "Spalte", "Feld", "Wert", "Grund", "Schwere", "Kennung")
_SEVERITIES: dict[Severity, str] = {
    "error": "Zeile ausgelassen",
    "warning": "Wert weggelassen oder geändert",
    "info": "Hinweis",
}
_ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_VALUE_LENGTH = 200


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One issue of an import: `column` is what the user's file calls the field."""

    row: int | None
    collection: str
    column: str
    field: str
    kind: str
    value: str
    reason: str
    severity: Severity
    key: str
    title: str


def _reason(issue: Issue) -> str:
    """The reason alone: where it is stands in the columns beside it."""
    _, mark, reason = issue.message.partition("“: ")
    return reason if mark and issue.field else issue.message


def _row_of_records(state: ImportState) -> dict[str, tuple[str, int]]:
    """record_id -> collection and row of the file."""
    source_id = state.source.source_id
    return {
        f"{source_id}:{record.cells.get(ENTRY_KEYS[name], '')}": (name, record.row)
        for name, records in state.tables.items()
        for record in records
    }


def _raw_value(frame: Any, row: int | None, column: str, issue: Issue) -> str:
    """The cell as the user's file has it; nothing where the entry may be private."""
    if issue.value is None:
        return ""
    if row is not None and column in frame.columns and row in frame.index:
        cells = frame.loc[[row], column].tolist()
        # dates of a recurring event share their row
        return str(cells[0])[:_VALUE_LENGTH] if len(cells) == 1 else issue.value
    return issue.value


def _is_private(cell: object) -> bool:
    # what cannot be read must not be shown, as in normalising
    try:
        return parse_bool(str(cell).strip() or "nein")
    except BadValue:
        return True


def _private_rows(loaded: Loaded) -> set[int]:
    """Rows of the file of which no value may be written."""
    return {
        int(row)
        for frame in loaded.mapped.tables.values()
        if "is_private" in frame.columns
        for row, cell in zip(frame.index, frame["is_private"], strict=True)
        if _is_private(cell)
    }


def _titles(loaded: Loaded) -> dict[tuple[str, int], str]:
    titles = {}
    for name, frame in loaded.mapped.tables.items():
        field = next((f for f in ("title", "name") if f in frame.columns), None)
        if field:
            pairs = zip(frame.index, frame[field], strict=True)
            titles.update({(name, int(row)): str(text) for row, text in pairs})
    return titles


def _note(
    issue: Issue, loaded: Loaded, places: Mapping[str, tuple[str, int]], titles: Mapping[Any, str]
) -> Note:
    collection, row = places.get(issue.record_id or "", (loaded.mapping.collection, issue.row or 0))
    if issue.row is not None:
        collection, row = issue.message.split(",", 1)[0], issue.row
    field = issue.field or ""
    named = loaded.mapped.names.get(collection, {})
    column = named.get(field) or named.get("lon" if field == "geometry" else field, field)
    return Note(
        row=row or None,
        collection=collection,
        column=column,
        field=field,
        kind=issue.kind,
        value=_raw_value(loaded.table.frame, row, column, issue),
        reason=_reason(issue),
        severity=issue.severity,
        key=(issue.record_id or "").partition(":")[2],
        title=titles.get((collection, row), ""),
    )


def _from_fault(fault: Fault, collection: str) -> Note:
    return Note(
        row=fault.row,
        collection=collection,
        column=fault.field or "",
        field="",
        kind=fault.kind,
        # which of its cells was private, nobody knows
        value="",
        reason=fault.reason,
        severity=fault.severity,
        key="",
        title="",
    )


def notes_from(issues: Iterable[Issue], loaded: Loaded, state: ImportState) -> tuple[Note, ...]:
    """Notes in the order of the file, the grave ones of a row first; each once."""
    places, titles = _row_of_records(state), _titles(loaded)
    collection = loaded.mapping.collection
    notes = [_note(issue, loaded, places, titles) for issue in issues]
    faults = (*loaded.table.faults, *loaded.mapped.faults)
    notes += [_from_fault(fault, collection) for fault in faults]
    private = _private_rows(loaded)
    notes = [msgspec.structs.replace(n, value="") if n.row in private else n for n in notes]
    notes.sort(key=lambda note: (note.row or 0, _ORDER[note.severity]))
    return tuple(dict.fromkeys(notes))


def _safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def notes_csv(notes: Iterable[Note]) -> bytes:
    """Notes as CSV for Excel: UTF-8 with byte order mark, semicolon."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(_HEADER)
    for note in notes:
        cells = (
            str(note.row or ""), note.column, note.field, note.value, note.reason,
            _SEVERITIES[note.severity], note.key,
        )  # fmt: skip
        writer.writerow([_safe(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def write_notes(path: Path, notes: Iterable[Note]) -> bool:
    """Write the notes of an import in one step; none: an older file goes. Tells whether any."""
    found = tuple(notes)
    if not found:
        path.unlink(missing_ok=True)
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, notes_csv(found))
    return True
