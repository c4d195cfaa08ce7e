"""Private places: only the district leaves the build. Runs after assign, before indicators.

An entry is private if it says so, if its place is private, or if it stands at the same address or
point as a private entry of the same organisation: one record that forgot to say so must not give
the others away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from geodata.issues import Issue
from geodata.normalise import records_of, typed_table

Record = dict[str, Any]
Records = dict[str, list[Record]]
Secrets = dict[str, list[re.Pattern[str]]]

#: what may stand between the words of an address, also in the middle of a web address
_GAP = r"(?:[\s_+-]|%20)*"
#: shorter names of streets would cut pieces out of ordinary words
SHORTEST_STREET = 5
#: what stands where an address stood in a text
REPLACEMENT = "(Adresse geschützt)"
#: names of places can tell as much as an address: table -> its field
_PLACE_NAMES = {"places": "name", "events": "place_name"}
#: fields that tell where something is
_LOCATION = {"address", "lon", "lat", "geometry", "name", "place_name"}


def _spot(row: Record) -> tuple[float, float] | None:
    point = row["geometry"]
    return None if point is None else (round(point.x, 6), round(point.y, 6))


def _address(row: Record) -> str | None:
    return " ".join(row["address"].casefold().split()) if row["address"] else None


def _traces(row: Record) -> set[tuple[str, Any]]:
    """Where an organisation's entry stands, comparable; nothing without an organisation."""
    organisation = row.get("organisation_id")
    if not organisation:
        return set()
    return {(organisation, trace) for trace in (_spot(row), _address(row)) if trace}


def _private_ids(records: Records) -> set[str]:
    """record_id of every entry whose place must not be told."""
    places = {row["place_id"] for row in records.get("places", []) if row["is_private"]}
    rows = [row for table in records.values() for row in table]
    private = [row for row in rows if row["is_private"] or row.get("place_id") in places]
    traces = set().union(*(_traces(row) for row in private))
    found = {row["record_id"] for row in private}
    return found | {row["record_id"] for row in rows if _traces(row) & traces}


def _patterns(address: str) -> list[re.Pattern[str]]:
    """The address and its street with number, however they are spaced and abbreviated."""
    street = address.split(",", maxsplit=1)[0]
    forms = []
    for text in dict.fromkeys((address, street)):
        escaped = _GAP.join(re.escape(part) for part in text.split())
        spelled = re.sub(r"stra(?:ß|ss)e|str\\\.", r"(?:straße|strasse|str\\.)", escaped)
        # without the look-ahead, number 1 would cut a piece out of number 17
        forms.append(rf"{spelled}(?!\d)")
    # a street without a number is only cut out of what is private itself, see `_streets`
    return [re.compile(form, re.IGNORECASE) for form in forms if re.search(r"\d(?!\))", form)]


def _streets(address: str) -> list[re.Pattern[str]]:
    """The street's name alone: with the district it would tell more than the district."""
    name = re.sub(r"\s*\d.*$", "", address.split(",", maxsplit=1)[0]).strip()
    if len(name) < SHORTEST_STREET:
        return []
    words = _GAP.join(re.escape(part) for part in name.split())
    return [re.compile(rf"{words}(?:{_GAP}\d+\s?[a-z]?\b)?", re.IGNORECASE)]


def _secrets(
    records: Records,
    private: set[str],
    patterns_of: Callable[[str], list[re.Pattern[str]]] = _patterns,
) -> Secrets:
    """organisation_id ("" without one) -> patterns of its private addresses."""
    found: Secrets = {}
    for row in (row for rows in records.values() for row in rows):
        if row["record_id"] in private and row["address"]:
            key = row.get("organisation_id") or ""
            found.setdefault(key, []).extend(patterns_of(row["address"]))
    return found


def _scrub(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(REPLACEMENT, text)
    return text


def _mask_row(table: str, row: Record) -> None:
    row["geometry"] = row["address"] = row["geocoder"] = None
    row["geocode_confidence"] = None
    row["geocode_precision"] = "district" if row["district_id"] else None
    row["is_private"] = True
    if table in _PLACE_NAMES:
        row[_PLACE_NAMES[table]] = None


def _scrub_row(row: Record, secrets: Secrets, *, is_private: bool) -> None:
    patterns = secrets.get(row.get("organisation_id") or "", [])
    if not patterns or not (is_private or row.get("organisation_id")):
        return
    for field, value in row.items():
        if isinstance(value, str) and not field.endswith("_id"):
            row[field] = _scrub(value, patterns)


def _to_records(tables: Mapping[str, Any]) -> Records:
    return {name: records_of(table) for name, table in tables.items()}


def mask_private(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Tables without a point, address or street of any private place.

    Private entries keep `district_id` and `borough_id`, with precision `district`; the name of a
    private place goes, and its address is cut out of the texts of its organisation's entries.

    Parameters
    ----------
    tables
        typed tables with districts assigned.
    """
    records = _to_records(tables)
    private = _private_ids(records)
    secrets = _secrets(records, private)
    streets = _secrets(records, private, _streets)
    for table, rows in records.items():
        for row in rows:
            is_private = row["record_id"] in private
            _scrub_row(row, secrets, is_private=is_private)
            if is_private:
                _scrub_row(row, streets, is_private=True)
                _mask_row(table, row)
    return {name: typed_table(name, rows) for name, rows in records.items()}


def _hide(issue: Issue) -> Issue:
    message = issue.message.replace(issue.value, "…") if issue.value else issue.message
    return msgspec.structs.replace(issue, value=None, message=message)


def _scrub_issue(issue: Issue, patterns: Sequence[re.Pattern[str]]) -> Issue:
    value = issue.value and _scrub(issue.value, patterns)
    return msgspec.structs.replace(issue, value=value, message=_scrub(issue.message, patterns))


def mask_private_issues(issues: Iterable[Issue], tables: Mapping[str, Any]) -> list[Issue]:
    """Issues without a value that could tell where a private place is.

    An Issue of a private entry loses its value; so does one about a location field of an entry
    that is not in the tables, since nobody knows any more whether it was private.

    Parameters
    ----------
    tables
        the tables before `mask_private`.
    """
    records = _to_records(tables)
    private = _private_ids(records)
    known = {row["record_id"] for rows in records.values() for row in rows}
    secrets = [p for patterns in _secrets(records, private).values() for p in patterns]
    masked = []
    for issue in issues:
        is_lost = issue.record_id not in known and issue.field in _LOCATION
        told = _hide(issue) if issue.record_id in private or is_lost else issue
        masked.append(_scrub_issue(told, secrets))
    return masked
