"""One row of text becomes one row of typed values, and its Issues."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from geodata.city import City
from geodata.issues import Issue, Severity
from geodata.model import Source
from geodata.normalise import values
from geodata.normalise.position import parse_position
from geodata.normalise.text import clean_text
from geodata.normalise.values import BadValue
from geodata.normalise.words import UNKNOWN_WORDS, Vocabulary, Words
from geodata.tables import TABLES, Column, columns_of

#: entry tables and their keys
ENTRY_KEYS: dict[str, str] = {
    "organisations": "organisation_id",
    "places": "place_id",
    "opportunities": "opportunity_id",
    "contact_points": "contact_point_id",
    "funded_projects": "funded_project_id",
    "benefit_partners": "benefit_partner_id",
    "events": "event_id",
    "facilities": "facility_id",
    "stops": "facility_id",
    "osm_places": "facility_id",
}
#: what every record of a source shares; a row cannot say otherwise
PROVENANCE = ("source_id", "record_id", "retrieved_at", "licence", "attribution", "is_example")
#: what may stand in a table beside the columns of its type
POSITION = ("lon", "lat")

_MULTILINE = {"description", "requirements", "benefit", "role", "opening_hours"}
_URLS = {"website", "url", "source_url"}
_MAILS = {"public_email", "contact_email"}
_PHONES = {"phone", "contact_phone"}
_KEYS = {*ENTRY_KEYS.values()}
#: first and last of a span, which must not stand the wrong way round
_SPANS = (("starts_on", "ends_on"), ("starts_at", "ends_at"))
_REPAIRS = {
    "too_long": "Der Text ist zu lang und wurde gekürzt.",
    "control_characters": "Steuerzeichen wurden entfernt.",
    "markup": "HTML wurde zu einfachem Text.",
}
_VALUE_LENGTH = 200


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What is the same for every row of one source."""

    source: Source
    city: City
    zone: ZoneInfo
    vocabulary: Vocabulary


class Row:
    """One row being read. `number` counts as a spreadsheet does: the first record is row 2.

    No message repeats a value; of a row that may be private, no Issue holds one either.
    """

    def __init__(self, setting: Setting, table: str, number: int, cells: Mapping[str, Any]) -> None:
        self.setting, self.table, self.number = setting, table, number
        self.issues: list[Issue] = []
        self._repairs: list[tuple[str, str]] = []
        self.texts = {str(name): self._clean(str(name), cell) for name, cell in cells.items()}
        self.is_private = self._read_private()
        for field, repair in self._repairs:
            self.add(field, repair, _REPAIRS[repair], "info" if repair == "markup" else "warning")

    def _clean(self, field: str, cell: Any) -> str:
        text, repairs = clean_text(cell, is_multiline=field in _MULTILINE)
        self._repairs += [(field, repair) for repair in repairs]
        return text

    def _read_private(self) -> bool:
        # what cannot be read must not be shown: a mistake hides the place
        try:
            return values.parse_bool(self.texts.get("is_private") or "nein")
        except BadValue:
            return True

    @property
    def key(self) -> str:
        """The id in the source, "" where there is none."""
        return self.texts.get(ENTRY_KEYS[self.table]) or self.texts.get("id", "")

    @property
    def record_id(self) -> str | None:
        """`<source_id>:<id>`."""
        return f"{self.setting.source.source_id}:{self.key}" if self.key else None

    def add(self, field: str, kind: str, reason: str, severity: Severity = "warning") -> None:
        """Note what is wrong with one field."""
        value = None if self.is_private else self.texts.get(field, "")[:_VALUE_LENGTH] or None
        self.issues.append(
            Issue(
                source_id=self.setting.source.source_id,
                kind=kind,
                message=f"{self.table}, Zeile {self.number}, Feld „{field}“: {reason}",
                severity=severity,
                record_id=self.record_id,
                row=self.number,
                field=field,
                value=value,
            )
        )

    @property
    def is_left_out(self) -> bool:
        """Whether a required field is bad."""
        return any(issue.severity == "error" for issue in self.issues)


def text_parser(field: str) -> Callable[[str], str] | None:
    """What reads a text field of a certain form; None where any text will do."""
    if field in _URLS:
        return values.parse_url
    if field in _MAILS:
        return values.parse_mail
    if field in _PHONES:
        return values.parse_phone
    return values.parse_key if field in _KEYS else None


def _parse_text(field: str, text: str) -> str:
    parse = text_parser(field)
    return parse(text) if parse else text


def number_parser(field: str, kind: str) -> Callable[[str], float]:
    """What reads a number field; some understand their unit in words as well."""
    if field == "hours_per_week":
        return values.parse_weekly_hours
    if field == "min_age":
        return values.parse_age
    return values.parse_int if kind == "int" else values.parse_float


def _parse_number(column: Column, text: str) -> float:
    number = number_parser(column.name, column.kind)(text)
    values.check_limits(column.name, number)
    return number


def parse_value(column: Column, text: str, words: Words | None, zone: ZoneInfo) -> Any:
    """The typed value of one clean, non-empty text. Raises BadValue."""
    if column.kind == "bool":
        return values.parse_bool(text)
    if column.kind in ("int", "float"):
        return _parse_number(column, text)
    if column.kind == "date":
        return values.parse_date(text)
    if column.kind == "datetime":
        return values.parse_datetime(text, zone, may_lack_time=column.name == "updated_at")
    if words is None:
        return _parse_text(column.name, text)
    if column.nullable and text.casefold() in UNKNOWN_WORDS:
        return None
    return values.parse_choice(text, words)


def _read_list(row: Row, column: Column, text: str, words: Words | None) -> tuple[str, ...]:
    parts = values.split_list(text, words or {})
    if words is None:
        return tuple(dict.fromkeys(parts))
    known = [words[part.casefold()] for part in parts if part.casefold() in words]
    unknown = [part for part in parts if part.casefold() not in words]
    if unknown:
        named = "" if row.is_private else f": {', '.join(unknown)[:_VALUE_LENGTH]}"
        row.add(column.name, f"unknown_{column.name}", f"Unbekannte Angabe{named}.")
    return tuple(dict.fromkeys(known))


def _empty(column: Column, defaults: Mapping[str, Any]) -> Any:
    return () if column.kind == "texts" else defaults.get(column.name)


def _read_field(row: Row, column: Column, defaults: Mapping[str, Any]) -> Any:
    text = row.texts.get(column.name, "")
    words = row.setting.vocabulary.words_of(row.table, column)
    value: Any = None
    try:
        if column.kind == "texts":
            value = _read_list(row, column, text, words)
        elif text:
            value = parse_value(column, text, words, row.setting.zone)
    except BadValue as error:
        row.add(column.name, error.kind, str(error), "error" if column.required else "warning")
        return _empty(column, defaults)
    if column.required and value in (None, ()):
        row.add(column.name, "missing", "Dieses Pflichtfeld ist leer.", "error")
    return _empty(column, defaults) if value is None else value


def _read_point(row: Row) -> Any:
    lon, lat = (row.texts.get(name, "") for name in POSITION)
    try:
        point, is_swapped = parse_position(lon, lat, row.setting.city.bbox)
    except BadValue as error:
        row.add("lat" if lon and not lat else "lon", error.kind, str(error))
        return None
    if is_swapped:
        reason = "Länge und Breite waren vertauscht und wurden getauscht."
        row.add("lon", "swapped_position", reason)
    return point


def _check_spans(row: Row, record: dict[str, Any]) -> None:
    for first, last in _SPANS:
        if record.get(first) and record.get(last) and record[last] < record[first]:
            row.add(last, "reversed_span", "Das Ende liegt vor dem Anfang.")
            record[last] = None


def _provenance(row: Row) -> dict[str, Any]:
    source = row.setting.source
    return {
        "source_id": source.source_id,
        "record_id": row.record_id,
        "retrieved_at": source.retrieved_at,
        "licence": source.licence,
        "attribution": source.attribution,
        "is_example": source.is_example,
    }


@cache
def _defaults_of(table: str) -> Mapping[str, Any]:
    fields = msgspec.structs.fields(TABLES[table])
    return {field.name: None if field.required else field.default for field in fields}


def read_row(row: Row) -> dict[str, Any] | None:
    """The typed record of a row; None where a required field is bad. Issues are in `row.issues`."""
    columns = columns_of(TABLES[row.table])
    defaults = _defaults_of(row.table)
    row.texts[ENTRY_KEYS[row.table]] = row.key
    record: dict[str, Any] = {}
    for column in columns:
        if column.kind == "geometry":
            record[column.name] = _read_point(row)
        elif column.name not in PROVENANCE:
            record[column.name] = _read_field(row, column, defaults)
    record |= {"is_private": row.is_private, **_provenance(row)}
    record["source_url"] = record["source_url"] or row.setting.source.url
    _check_spans(row, record)
    return None if row.is_left_out else {column.name: record[column.name] for column in columns}
