"""JSON of volunteer platforms and other services: a list of objects somewhere in the file.

Nested objects become columns with dots, lists are joined by `|`. A GeoJSON geometry inside a
record becomes its position. JSON-LD needs nothing of its own: `@graph` is a list like any other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from geodata.crs import LONLAT
from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.decoding import shown
from geodata.formats.flatten import flatten
from geodata.formats.geojsonshapes import GEOMETRY_TYPES, point_of_geojson
from geodata.formats.jsontext import decode_file, decode_record, json_bytes, repeated_keys
from geodata.formats.limits import MAX_DEPTH
from geodata.formats.points import BadGeometry
from geodata.formats.table import Position, TableBuilder, check_record_count

Members = list[msgspec.Raw]
#: what JSON-LD, schema.org and Hydra call the list of things
LIST_NAMES = ("@graph", "itemListElement", "dataFeedElement", "member", "hydra:member")
#: an object of these names alone is a service's answer to a mistake
ERROR_NAMES = frozenset({"error", "errors", "message", "code", "detail"})
ANSWER_NAMES = ERROR_NAMES | {
    "status", "success", "description", "error_description", "title", "type", "instance",
    "timestamp", "path", "data",
}  # fmt: skip


def read_json(content: bytes, options: ReadOptions) -> TextTable:
    """The records of a JSON file, first one = row 1.

    They are the list at `options.records` (`data.items`, a number chooses from a list), else the
    longest list of objects that is not inside another list, else the one object there is.

    Raises
    ------
    SourceError
        Not JSON, cut, nothing at that path, or no records anywhere.
    """
    data = decode_file(json_bytes(content, options.encoding), msgspec.Raw)
    records = _at_path(data, options.records) if options.records else _longest_list(data)
    check_record_count(len(records))
    table = TableBuilder()
    for row, raw in enumerate(records, start=1):
        _read_record(table, row, raw)
    return table.finish()


def _opens(raw: msgspec.Raw) -> str:
    """`{` for an object, `[` for a list."""
    return memoryview(raw)[:1].tobytes().decode("ascii", "replace")


def _objects_in(raw: msgspec.Raw) -> dict[str, msgspec.Raw]:
    return decode_file(raw, dict[str, msgspec.Raw])


def _list_in(raw: msgspec.Raw) -> Members:
    """Members of a list, or of an object numbered like one: PHP makes these of lists with gaps."""
    if _opens(raw) == "[":
        return decode_file(raw, Members)
    members = _objects_in(raw) if _opens(raw) == "{" else {}
    if members and all(name.isdecimal() for name in members):
        return list(members.values())
    return []


def _at_path(data: msgspec.Raw, path: str) -> Members:
    raw, rest = data, path
    while rest:
        raw, rest = _step(raw, rest, path)
    if _opens(raw) not in ("[", "{"):
        raise SourceError(f"Unter „{shown(path)}“ steht keine Liste von Einträgen.")
    return _list_in(raw) if _opens(raw) == "[" else _list_in(raw) or [raw]


def _step(raw: msgspec.Raw, rest: str, path: str) -> tuple[msgspec.Raw, str]:
    names: dict[str, msgspec.Raw] = {}
    if _opens(raw) == "{":
        names = _objects_in(raw)
    elif _opens(raw) == "[":
        names = {str(number): member for number, member in enumerate(_list_in(raw))}
    if rest in names:  # a name may hold dots itself
        return names[rest], ""
    name, _, left = rest.partition(".")
    if name not in names:
        found = ", ".join(shown(known, 40) for known in list(names)[:12])
        there = f" Vorhanden: {found}." if found else ""
        raise SourceError(f"Den Pfad „{shown(path)}“ gibt es nicht, „{shown(name)}“ fehlt.{there}")
    return names[name], left


def _longest_list(data: msgspec.Raw) -> Members:
    best: Members = []
    has_empty_list = False
    queue = [data]
    for _ in range(MAX_DEPTH):
        for raw in queue:
            members = _list_in(raw)
            has_empty_list |= _opens(raw) == "[" and not members
            if _object_count(members) > _object_count(best):
                best = members
        queue = [inner for raw in queue for inner in _inside(raw)]
    # an empty list is a feed without entries; without any list the object itself is the entry
    return best if best or has_empty_list else [_only_object(data)]


def _only_object(data: msgspec.Raw) -> msgspec.Raw:
    members = _objects_in(data) if _opens(data) == "{" else {}
    if not members:
        raise SourceError("Die Datei enthält keine Liste von Einträgen.")
    if members.keys() <= ANSWER_NAMES and members.keys() & ERROR_NAMES:
        said = "; ".join(shown(bytes(raw).decode("utf-8", "replace")) for raw in members.values())
        raise SourceError(f"Statt Einträgen meldet der Dienst: {said}")
    return data


def _object_count(members: Members) -> int:
    return sum(_opens(member) == "{" for member in members)


def _inside(raw: msgspec.Raw) -> Members:
    if _opens(raw) != "{":
        return []
    members = _objects_in(raw)
    if "@type" in members:  # JSON-LD: the lists of a thing belong to it, unless it is a list itself
        members = {name: members[name] for name in LIST_NAMES if name in members}
    return [inner for inner in members.values() if _opens(inner) in ("[", "{")]


def _read_record(table: TableBuilder, row: int, raw: msgspec.Raw) -> None:
    if _opens(raw) != "{":
        table.leave_out(row, "Das ist kein Objekt mit Feldern.")
        return
    try:
        record = decode_record(raw)
        shape = _take_shape(record)
        pairs = flatten(record)
    except ValueError as error:
        table.leave_out(row, str(error))
        return
    except RecursionError:
        table.leave_out(row, "Der Eintrag ist zu tief verschachtelt.")
        return
    for name in repeated_keys(raw, record):
        reason = "Das Feld steht mehrfach im Eintrag; die letzte Angabe zählt."
        table.fault(row, name, "repeated_field", reason)
    table.add(row, pairs, _position(table, row, shape))


def _take_shape(record: dict[str, Any]) -> Any:
    """The first GeoJSON geometry among the fields of a record, taken out of it."""
    for name, value in record.items():
        if (
            isinstance(value, dict)
            and value.get("type") in GEOMETRY_TYPES
            and ("coordinates" in value or "geometries" in value)
        ):
            return record.pop(name)
    return None


def _position(table: TableBuilder, row: int, shape: Any) -> Position | None:
    try:
        found = point_of_geojson(msgspec.json.encode(shape))
    except BadGeometry as error:
        table.fault(row, "geometry", "bad_position", str(error))
        return None
    return (*found[0], LONLAT) if found else None
