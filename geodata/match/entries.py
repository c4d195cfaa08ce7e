"""Corrections by hand, one record per id, references that lead somewhere.

The wall for fuzzy matching stands here: `match_entries` decides which records are one and the
same; today that is an equal id, later a likeness of name and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import shapely

from geodata.issues import Issue, Severity
from geodata.normalise import ENTRY_KEYS, records_of, typed_table
from geodata.normalise.rows import PROVENANCE, parse_value
from geodata.normalise.values import BadValue, parse_coordinate, split_list
from geodata.normalise.words import Vocabulary, Words
from geodata.stages import StageResult
from geodata.tables import TABLES, Column, columns_of

Record = dict[str, Any]
Records = dict[str, list[Record]]

#: (table, field, table it refers to); without the first the row makes no sense
REFERENCES = (
    ("places", "organisation_id", "organisations"),
    ("organisations", "place_id", "places"),
    ("opportunities", "organisation_id", "organisations"),
    ("opportunities", "place_id", "places"),
    ("funded_projects", "organisation_id", "organisations"),
    ("events", "organisation_id", "organisations"),
)
_POSITION = {"lon": 0, "lat": 1}
_SOURCE = "corrections"


def to_records(tables: Mapping[str, Any]) -> Records:
    """Rows of every table as dicts that may be changed."""
    return {name: records_of(table) for name, table in tables.items()}


def to_tables(records: Mapping[str, list[Record]]) -> dict[str, Any]:
    """GeoDataFrames of typed rows."""
    return {name: typed_table(name, rows) for name, rows in records.items()}


# --- corrections


class _Refused(ValueError):
    """A correction that cannot be applied; `kind` and the reason in German."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


def _words_in_use(records: Records, field: str) -> Words:
    lists = (row.get(field) or () for rows in records.values() for row in rows)
    return {word.casefold(): word for words in lists for word in words}


def _parse(table: str, column: Column, text: str, records: Records) -> Any:
    words = Vocabulary((), ()).words_of(table, column)
    if column.name in ("themes", "audiences"):
        words = _words_in_use(records, column.name)
    if not text:
        return () if column.kind == "texts" else None
    if column.kind == "texts":
        parts = split_list(text, words or {})
        unknown = [part for part in parts if words is not None and part.casefold() not in words]
        if unknown:
            raise BadValue("unknown_word", "Der neue Wert enthält ein unbekanntes Wort.")
        return tuple((words or {}).get(part.casefold(), part) for part in parts)
    if column.kind == "datetime" and not (text.endswith("Z") or text[-6:-5] in ("+", "-")):
        raise BadValue("bad_time", "Zeiten bitte mit Zeitzone, etwa 2026-04-03T18:30+02:00.")
    return parse_value(column, text, words, ZoneInfo("UTC"))


def _is_same(current: Any, parsed: Any, text: str) -> bool:
    if isinstance(current, float) and isinstance(parsed, (int, float)):
        return abs(current - parsed) < 1e-9
    if current in (None, (), ""):
        return not text
    return current in (parsed, text)


def _move(row: Record, field: str, old: str, new: str) -> None:
    """Correct one coordinate of a point."""
    point = row["geometry"]
    if point is None:
        raise _Refused("stale_correction", "Der Eintrag hat keinen Punkt.")
    xy, axis = [point.x, point.y], _POSITION[field]
    if abs(xy[axis] - parse_coordinate(old)) > 1e-6:
        raise _Refused("stale_correction", "Der alte Wert stimmt nicht mehr.")
    xy[axis] = parse_coordinate(new)
    row["geometry"] = shapely.Point(xy)


def _change(table: str, row: Record, correction: Mapping[str, str], records: Records) -> None:
    field, old, new = (correction[name] for name in ("field", "old", "new"))
    if field in _POSITION:
        _move(row, field, old, new)
        return
    column = next((c for c in columns_of(TABLES[table]) if c.name == field), None)
    if column is None or column.kind == "geometry":
        raise _Refused("unknown_field", "Dieses Feld gibt es in der Tabelle nicht.")
    if field in PROVENANCE or field == ENTRY_KEYS[table]:
        raise _Refused("fixed_field", "Dieses Feld lässt sich nicht korrigieren.")
    try:
        parsed_old = _parse(table, column, old, records)
    except BadValue:
        parsed_old = old
    if not _is_same(row[field], parsed_old, old):
        raise _Refused("stale_correction", "Der alte Wert stimmt nicht mehr.")
    value = _parse(table, column, new, records)
    if value in (None, ()) and column.required:
        raise _Refused("missing", "Ein Pflichtfeld kann nicht leer werden.")
    row[field] = value if value is not None or column.nullable else False


def _find(records: Records, record_id: str) -> tuple[str, Record]:
    found = [
        (table, row) for table, rows in records.items() for row in rows
        if row["record_id"] == record_id
    ]  # fmt: skip
    if not found:
        raise _Refused("unknown_record", "Diesen Eintrag gibt es nicht.")
    if len(found) > 1:
        raise _Refused("ambiguous_record", "Diese Kennung gibt es in mehreren Tabellen.")
    return found[0]


def _correction_issue(number: int, correction: Mapping[str, str], kind: str, reason: str) -> Issue:
    field = correction["field"] or None
    return Issue(
        source_id=_SOURCE,
        kind=kind,
        message=f"corrections.csv, Zeile {number}, Feld „{field or '?'}“: {reason}",
        record_id=correction["record_id"] or None,
        row=number,
        field=field,
    )


def _corrections_of(table: Any) -> Iterator[tuple[int, dict[str, str]]]:
    names = ("record_id", "field", "old", "new")
    is_numbered = table.index.name == "row"
    for position, (label, cells) in enumerate(
        zip(table.index, table.to_dict("records"), strict=True)
    ):
        texts = {name: str(cells.get(name) or "").strip() for name in names}
        yield int(label) if is_numbered else position + 2, texts


def apply_corrections(tables: Mapping[str, Any], corrections: Any) -> StageResult:
    """Apply corrections.csv to typed tables.

    Parameters
    ----------
    corrections
        DataFrame of text with the columns `record_id`, `field`, `old`, `new` (and `reason`, for
        people). `old` is what the source has; where it no longer fits, the correction waits.
        `lon` and `lat` move a point; times carry their offset. No person's name belongs here.

    Returns
    -------
    The tables; one Issue (warning) per correction that could not be applied, which names its row
    and never a value. Summary: `correction_count` applied, `refused_correction_count`.
    """
    records = to_records(tables)
    issues: list[Issue] = []
    applied = 0
    for number, correction in _corrections_of(corrections):
        try:
            table, row = _find(records, correction["record_id"])
            _change(table, row, correction, records)
            applied += 1
        except (_Refused, BadValue) as error:
            issues.append(_correction_issue(number, correction, error.kind, str(error)))
    summary = {"correction_count": applied, "refused_correction_count": len(issues)}
    return StageResult(tables=to_tables(records), issues=issues, summary=dict(summary))


# --- places and those who stand there

#: all that says where an entry is, beside its address
_WHERE = (
    "geometry", "geocode_precision", "geocode_confidence", "geocoder", "district_id", "borough_id"
)  # fmt: skip


def _take_place(row: Record, place: Record) -> None:
    """What an entry knows of where it is comes from its place; its own is the fallback."""
    if place["geometry"] is not None or place["district_id"] is not None:
        for field in _WHERE:
            row[field] = place[field]
        row["address"] = place["address"]
    row["address"] = row["address"] or place["address"]
    row["wheelchair"] = row["wheelchair"] or place["wheelchair"]
    row["is_private"] = row["is_private"] or place["is_private"]


def _take_no_place(row: Record) -> None:
    for field in _WHERE:
        row[field] = None
    row["address"] = None


def inherit_places(records: Records) -> None:
    """Give opportunities and organisations the point, address and access of their place, in place.

    Remote and citywide opportunities are nowhere, whatever place they name. Applied twice it
    changes nothing.
    """
    places = {row["place_id"]: row for row in records.get("places", [])}
    for table in ("organisations", "opportunities"):
        for row in records.get(table, []):
            if row.get("is_remote") or row.get("is_citywide"):
                _take_no_place(row)
            elif place := places.get(row["place_id"]):
                _take_place(row, place)


# --- integrity


def _issue(row: Record, field: str, kind: str, reason: str, severity: Severity) -> Issue:
    return Issue(
        source_id=row["source_id"],
        kind=kind,
        message=f"{row['record_id']}, Feld „{field}“: {reason}",
        severity=severity,
        record_id=row["record_id"],
        field=field,
        value=row[field],
    )


def _unique(records: Records, table: str) -> Iterator[Issue]:
    """One row per id: the first stays."""
    key = ENTRY_KEYS[table]
    kept: dict[str, Record] = {}
    for row in records[table]:
        if kept.setdefault(row[key], row) is not row:
            first = kept[row[key]]["source_id"]
            reason = f"Diese Kennung kommt schon aus der Quelle „{first}“; ausgelassen."
            yield _issue(row, key, "duplicate_id", reason, "error")
    records[table] = list(kept.values())


def _missing(records: Records, table: str, field: str, target: str) -> Iterator[Issue]:
    """Rows whose reference leads nowhere lose it, or go where they cannot do without."""
    known = {row[ENTRY_KEYS[target]] for row in records.get(target, [])}
    is_required = any(c.name == field and c.required for c in columns_of(TABLES[table]))
    kept = []
    for row in records[table]:
        is_loose = row[field] is not None and row[field] not in known
        if is_loose and is_required:
            reason = "Diese Organisation gibt es nicht; der Eintrag wurde ausgelassen."
            yield _issue(row, field, "missing_reference", reason, "error")
            continue
        if is_loose:
            reason = "Der Verweis führt ins Leere und wurde entfernt."
            yield _issue(row, field, "missing_reference", reason, "warning")
            row[field] = None
        kept.append(row)
    records[table] = kept


def _contradictions(records: Records) -> Iterator[Issue]:
    for row in records.get("opportunities", []):
        if (row["is_remote"] or row["is_citywide"]) and row["place_id"]:
            reason = "Von überall oder stadtweit, aber mit Ort: Das Angebot zählt an keinem Ort."
            yield _issue(row, "place_id", "everywhere_with_place", reason, "info")


def match_entries(tables: Mapping[str, Any]) -> StageResult:
    """One record per id, no reference to something that is not there, places handed down again.

    The first of several records with one id stays. An opportunity without its organisation is
    left out (error); any other loose reference is removed (warning).
    """
    records = to_records(tables)
    issues: list[Issue] = []
    for table in records:
        issues += _unique(records, table)
    for table, field, target in REFERENCES:
        if table in records:
            issues += _missing(records, table, field, target)
    issues += _contradictions(records)
    inherit_places(records)
    left_out = sum(issue.severity == "error" for issue in issues)
    summary: dict[str, int | float | str] = {"matched_out_count": left_out}
    return StageResult(tables=to_tables(records), issues=issues, summary=summary)
