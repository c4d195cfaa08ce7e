"""Reading `cities/<slug>/sources.toml` strictly: a typo names file, line and the nearest word."""

from __future__ import annotations

import re
import string
from pathlib import Path, PurePosixPath

import msgspec
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from geodata.city import nearest_word, read_toml
from geodata.errors import ConfigError
from geodata.formats import READERS
from geodata.http.redact import redact_url
from geodata.mapping import IMPORTABLE, Mapping
from geodata.mapping.model import fault_of
from geodata.sources.spec import (
    COLLECTION_FORMATS,
    CROSSWALK_FIELDS,
    FEATURE_FIELDS,
    LONG_FIELDS,
    OPTIONAL_FIELDS,
    OSM_COLLECTION,
    TABLE_KINDS,
    UNIT_FIELDS,
    SourcesFile,
    SourceSpec,
    TableSpec,
)
from geodata.tables import TABLES, columns_of

#: keys that only sources with a collection have
_COLLECTION_KEYS = (
    "format",
    "layer",
    "query",
    "mapping",
    "constants",
    "defaults",
    "page",
    "id_prefix",
)
MAPPING_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}", re.ASCII)


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
    if spec.enabled and spec.kind != "examples" and not (spec.path or spec.url):
        return "Es fehlt „path“ oder „url“."
    if not spec.is_collection and spec.kind != "examples" and spec.enabled and not spec.path:
        return f"Eine Quelle der Art „{spec.kind}“ braucht den Schlüssel „path“."
    fault = _fault_of_collection(spec) if spec.is_collection else _fault_of_foreign_keys(spec)
    return fault or _fault_of_urls(spec) or _fault_of_columns(spec) or _fault_of_tables(spec)


def _fault_of_foreign_keys(spec: SourceSpec) -> str | None:
    given = [name for name in _COLLECTION_KEYS if getattr(spec, name)]
    if not given:
        return None
    kinds = ", ".join(COLLECTION_FORMATS)
    return f"„{given[0]}“ gilt nur für Quellen der Art {kinds}."


def _fault_of_urls(spec: SourceSpec) -> str | None:
    """Addresses that are asked must be such; an address only for reading may be anything."""
    if not spec.is_fetched:
        return None
    url = spec.official.url if spec.official and not spec.is_collection else spec.url
    try:
        parts = parse_url(url)
    except LocationParseError:
        return f"„{redact_url(url)}“ ist keine lesbare Adresse."
    if parts.scheme not in ("http", "https") or not parts.host or not url.isprintable():
        return f"„{redact_url(url)}“ ist keine Adresse mit http oder https."
    return None


def _fault_of_collection(spec: SourceSpec) -> str | None:
    """What is wrong with an entry that fills a collection through a mapping."""
    if spec.official is not None or spec.table is not None:
        return f"„official“ und „table“ gibt es nicht in der Art „{spec.kind}“."
    if spec.format and spec.format not in READERS:
        hint = nearest_word(spec.format, READERS) or f" Möglich: {', '.join(READERS)}."
        return f"Das Format „{spec.format}“ gibt es nicht.{hint}"
    if spec.kind == "wfs" and spec.enabled and not (spec.layer or spec.path):
        return "Eine Quelle der Art „wfs“ braucht den Schlüssel „layer“ (Name des Feature-Typs)."
    if spec.kind == "overpass" and spec.enabled and not (spec.query or spec.path):
        return "Eine Quelle der Art „overpass“ braucht den Schlüssel „query“ (Datei der Abfrage)."
    if not _is_inside(spec.query):
        return f"Der Pfad „{spec.query}“ muss innerhalb des Ordners der Stadt liegen."
    if not spec.enabled and not spec.collection:
        return None
    return _fault_of_target(spec)


def _fault_of_target(spec: SourceSpec) -> str | None:
    """The collection, and how it is filled: by a named mapping or by columns."""
    if spec.collection not in IMPORTABLE:
        hint = nearest_word(spec.collection, IMPORTABLE) or f" Möglich: {', '.join(IMPORTABLE)}."
        return f"„collection“ nennt keine bekannte Sammlung („{spec.collection}“).{hint}"
    if spec.kind == "overpass" and spec.collection != OSM_COLLECTION:
        return (
            f"Die Art „overpass“ füllt nur die Sammlung „{OSM_COLLECTION}“: Daten aus "
            "OpenStreetMap bleiben wegen ihrer Lizenz für sich."
        )
    if spec.mapping and not MAPPING_NAME.fullmatch(spec.mapping):
        return f"„{spec.mapping}“ ist kein Name einer Zuordnung: erlaubt sind a-z, 0-9, _ und -."
    if bool(spec.mapping) == bool(spec.columns):
        return "Es braucht entweder „mapping“ (Name einer Zuordnung) oder „columns“."
    return None if spec.mapping else fault_of(_own_mapping(spec))


def _own_mapping(spec: SourceSpec) -> Mapping:
    return Mapping(
        collection=spec.collection,
        columns=spec.columns,
        constants=spec.constants,
        defaults=spec.defaults,
    )


def _fault_of_columns(spec: SourceSpec) -> str | None:
    if spec.is_collection:
        return None
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
