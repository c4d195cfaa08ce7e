"""What a city declares about its sources: `cities/<slug>/sources.toml`, read strictly.

One entry per source table, so that every figure leads to the table it stands in. An entry says
where our own file lies (`path`) and how its columns are called; `official` says the same of the
file the publisher offers, read by the same code. Every key is explained in docs/new-city.md.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from geodata.city import Base, nearest_word, read_toml
from geodata.errors import ConfigError
from geodata.model import Level, Source
from geodata.tables import TABLES, columns_of

SourceKind = Literal[
    "districts", "orientation_lines", "statistics", "crosswalk", "entries", "examples", "layer"
]
Texts = dict[str, str]
#: field -> its name in the file, or several names of which the first found counts.
Columns = dict[str, str | tuple[str, ...]]
FigureUnit = Literal["persons", "households", "percent", "eur_per_month"]

#: fields of the kinds whose columns a named `[tables.<name>]` declares, the required ones first.
CROSSWALK_FIELDS = (
    "district_id",
    "statistics_unit_id",
    "statistics_label",
    "borough_id",
    "borough_name",
    "urban_area_ids",
    "urban_area_labels",
)
UNIT_FIELDS = ("unit_id", "unit_label", "level")
LONG_FIELDS = ("figure_id", "period", "value", "unit")
OPTIONAL_FIELDS = ("parent_id", "source_id")
#: fields of the kinds whose columns `columns` renames.
FEATURE_FIELDS: dict[str, tuple[str, ...]] = {
    "districts": ("district_id", "name", "name_long", "borough_id", "borough_name"),
    "orientation_lines": ("line_id", "name", "kind"),
}
TABLE_KINDS = ("statistics", "crosswalk")


class Measure(Base, frozen=True, kw_only=True):
    """One figure of a wide table: a column, and the rows of it that count."""

    figure_id: str
    column: str
    unit: FigureUnit
    where: Texts = msgspec.field(default_factory=dict)


class TableSpec(Base, frozen=True, kw_only=True):
    """How the columns of a CSV file are to be read.

    `columns` names the column of each field, `patterns` a regular expression whose first group is
    the field's value, `constants` a value for all rows. Without `measures` the table is a long
    one: figure_id, value and unit are columns as well. `no_value` lists what stands in a cell that
    has no value; without it every cell must hold a number.
    """

    delimiter: Literal[";", ",", "\t", "|"] = ";"
    decimal: Literal[",", "."] = ","
    columns: Texts
    patterns: Texts = msgspec.field(default_factory=dict)
    constants: Texts = msgspec.field(default_factory=dict)
    period: str = "{period}"
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    left_out: tuple[str, ...] = ()
    no_value: tuple[str, ...] = ()
    city_unit: str = ""


class Official(Base, frozen=True, kw_only=True):
    """The publisher's own file of a source: where it is and how it differs from ours."""

    url: str = ""
    file: str = ""
    table: TableSpec | str | None = None
    columns: Columns = msgspec.field(default_factory=dict)


class SourceSpec(Base, frozen=True, kw_only=True):
    """One `[[sources]]` entry.

    `path` is relative to the city's folder; several entries may share one file, whose column
    `source_id` then says which row belongs to whom. `table` is resolved by `read_sources` from a
    name to its declaration.
    """

    source_id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: SourceKind
    enabled: bool = True
    path: str = ""
    collection: str = ""
    title: str
    publisher: str
    url: str = ""
    licence: str
    licence_url: str = ""
    attribution: str
    period: str = ""
    native_level: Level | None = None
    edition: str = ""
    valid_from: dt.date | None = None
    code_pattern: str = r"^\S+$"
    unit_count: Annotated[int, Meta(ge=1)] | None = None
    table: TableSpec | str | None = None
    columns: Columns = msgspec.field(default_factory=dict)
    official: Official | None = None
    is_example: bool = False

    @property
    def file_name(self) -> str:
        """What a message calls the file: its path, or the source where it has none."""
        return self.path or self.source_id

    def column_of(self, field: str, available: Iterable[str]) -> str:
        """What a field is called in a file that has the names `available`."""
        names = self.columns.get(field, field)
        choices = (names,) if isinstance(names, str) else names
        known = set(available)
        return next((name for name in choices if name in known), choices[0])

    def to_source(self) -> Source:
        """The row of the snapshot's table `sources`, before anything was read."""
        return Source(
            source_id=self.source_id,
            title=self.title,
            publisher=self.publisher,
            url=self.url or None,
            licence=self.licence,
            licence_url=self.licence_url or None,
            attribution=self.attribution,
            period=self.period or None,
            native_level=self.native_level,
            is_example=self.is_example,
        )


class SourcesFile(Base, frozen=True, kw_only=True):
    """The whole of sources.toml."""

    tables: dict[str, TableSpec] = msgspec.field(default_factory=dict)
    sources: Annotated[tuple[SourceSpec, ...], Meta(min_length=1)]


def _resolve_table(
    table: TableSpec | str | None, tables: dict[str, TableSpec]
) -> TableSpec | str | None:
    return tables.get(table, table) if isinstance(table, str) else table


def _resolve(spec: SourceSpec, tables: dict[str, TableSpec]) -> SourceSpec:
    official = spec.official
    if official is not None:
        official = msgspec.structs.replace(official, table=_resolve_table(official.table, tables))
    return msgspec.structs.replace(
        spec, table=_resolve_table(spec.table, tables), official=official
    )


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return (
        not parts.is_absolute()
        and ".." not in parts.parts
        and "\\" not in path
        and path.isprintable()
    )


def _fault_of(spec: SourceSpec) -> str | None:
    """What is wrong with an entry that has the right keys, as a German sentence."""
    official_table = spec.official.table if spec.official else None
    for table in (spec.table, official_table):
        if isinstance(table, str):
            return f"Die Tabelle „{table}“ ist nirgends als [tables.{table}] beschrieben."
    if spec.kind in TABLE_KINDS and spec.table is None:
        return f"Eine Quelle der Art „{spec.kind}“ braucht den Schlüssel „table“."
    if not _is_inside(spec.path):
        return f"Der Pfad „{spec.path}“ muss innerhalb des Ordners der Stadt liegen."
    if spec.kind == "entries" and spec.collection not in TABLES:
        return f"„collection“ nennt keine bekannte Sammlung („{spec.collection}“)."
    if spec.kind == "examples" and not spec.is_example:
        return "Beispieldaten müssen als solche gekennzeichnet sein: is_example = true."
    if spec.enabled and spec.kind == "layer":
        return "Für die Art „layer“ gibt es noch keinen Leser; bitte enabled = false setzen."
    if spec.enabled and spec.kind != "examples" and not (spec.path or spec.url):
        return "Es fehlt „path“ oder „url“."
    return _fault_of_columns(spec) or _fault_of_tables(spec)


def _fault_of_columns(spec: SourceSpec) -> str | None:
    known = FEATURE_FIELDS.get(spec.kind, ())
    if spec.kind == "entries":
        known = tuple(column.name for column in columns_of(TABLES[spec.collection]))
    given = [*spec.columns, *(spec.official.columns if spec.official else ())]
    unknown = [name for name in given if name not in known]
    if not unknown:
        return None
    return f"„columns“ nennt ein unbekanntes Feld „{unknown[0]}“.{nearest_word(unknown[0], known)}"


def _fault_of_pattern(pattern: str, groups: int) -> str | None:
    try:
        found = re.compile(pattern).groups
    except re.error as error:
        return f"Der reguläre Ausdruck „{pattern}“ ist ungültig ({error})."
    if found != groups:
        return f"Der reguläre Ausdruck „{pattern}“ braucht {groups} Klammer, hat aber {found}."
    return None


def _fault_of_fields(kind: str, table: TableSpec) -> str | None:
    required: tuple[str, ...] = UNIT_FIELDS if table.measures else (*UNIT_FIELDS, *LONG_FIELDS)
    known: tuple[str, ...] = (*UNIT_FIELDS, *LONG_FIELDS, *OPTIONAL_FIELDS)
    if kind == "crosswalk":
        required = known = CROSSWALK_FIELDS
    given = {**table.columns, **table.constants}
    for name in [*given, *table.patterns]:
        if name not in known:
            hint = nearest_word(name, known)
            return f"Die Tabelle beschreibt ein unbekanntes Feld „{name}“.{hint}"
    missing = [name for name in required if name not in given]
    return f"In der Tabelle fehlt das Feld „{missing[0]}“." if missing else None


def _fault_of_period(table: TableSpec) -> str | None:
    try:
        list(string.Formatter().parse(table.period))
    except ValueError as error:
        return f"„period“ ist nicht lesbar: „{table.period}“ ({error})."
    return None


def _fault_of_tables(spec: SourceSpec) -> str | None:
    for table in (spec.table, spec.official.table if spec.official else None):
        if not isinstance(table, TableSpec):
            continue
        faults = [
            _fault_of_fields(spec.kind, table),
            _fault_of_period(table),
            *(_fault_of_pattern(pattern, 1) for pattern in table.patterns.values()),
        ]
        if any(faults):
            return next(fault for fault in faults if fault)
    return _fault_of_pattern(spec.code_pattern, 0) if spec.kind == "districts" else None


def _line_of_source(path: Path, source_id: str, occurrence: int = 1) -> int | None:
    pattern = re.compile(rf"\s*source_id\s*=\s*[\"']{re.escape(source_id)}[\"']")
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    found = [number for number, line in lines if pattern.match(line)]
    return found[occurrence - 1] if len(found) >= occurrence else None


def _check_sources(path: Path, sources: tuple[SourceSpec, ...]) -> None:
    seen: set[str] = set()
    for spec in sources:
        duplicate = spec.source_id in seen
        fault = "Diese source_id steht schon weiter oben." if duplicate else _fault_of(spec)
        if fault:
            line = _line_of_source(path, spec.source_id, 2 if duplicate else 1)
            raise ConfigError(f"{path}, Zeile {line}, Quelle „{spec.source_id}“: {fault}")
        seen.add(spec.source_id)


def read_sources(city_dir: Path) -> tuple[SourceSpec, ...]:
    """Read `sources.toml` of a city's folder, in its order, disabled entries included.

    Raises
    ------
    ConfigError
        The file is missing or has an unknown key, kind or table, a duplicate source_id or a path
        outside the city's folder; the message names file, line and the nearest known word.
    """
    path = city_dir / "sources.toml"
    file = read_toml(path, SourcesFile)
    sources = tuple(_resolve(spec, file.tables) for spec in file.sources)
    _check_sources(path, sources)
    return sources


def official_spec(spec: SourceSpec) -> SourceSpec:
    """The same source, as its publisher's own file has it: for `make data` and the data script.

    Raises
    ------
    ConfigError
        The entry does not say how the publisher's file looks.
    """
    if spec.official is None:
        raise ConfigError(f"Quelle „{spec.source_id}“: der Abschnitt „official“ fehlt.")
    official = spec.official
    return msgspec.structs.replace(
        spec,
        path=official.file,
        url=official.url or spec.url,
        table=official.table if official.table is not None else spec.table,
        columns=official.columns,
    )
