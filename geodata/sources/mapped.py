"""Sources that fill a collection: bytes -> a table of text -> a mapping -> tables of collections.

A source may come in several parts (pages, tiles); records that stand in two of them count once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pandas as pd

from geodata.city import read_config_text
from geodata.errors import ConfigError, SourceError
from geodata.formats import read_format
from geodata.formats.detect import detect_format
from geodata.issues import Fault, Issue
from geodata.mapping import ADDRESSES, Mapping, apply_mapping, read_mapping, required_fields
from geodata.mapping.model import template_parts
from geodata.mapping.words import loose
from geodata.normalise.rows import POSITION
from geodata.sources.faults import fault
from geodata.sources.spec import COLLECTION_FORMATS, Columns, SourceSpec
from geodata.stages import ReadOptions, StageResult, TextTable

MAPPINGS_FOLDER = "mappings"
#: columns in which readers give a record's own id
_ID_COLUMNS = ("id", "gml_id", "osm_id")
#: how far events that recur are spread out, where the mapping does not say
PAST, FUTURE = dt.timedelta(days=31), dt.timedelta(days=366)


def mapping_of(spec: SourceSpec, city_dir: Path) -> Mapping:
    """How the source's columns become a collection: its named mapping, or its `columns`.

    Raises
    ------
    ConfigError
        The mapping file is missing, cannot be read or is for another collection.
    """
    if spec.mapping:
        path = city_dir / MAPPINGS_FOLDER / f"{spec.mapping}.toml"
        mapping = read_mapping(read_config_text(path), str(path))
        if mapping.collection != spec.collection:
            raise ConfigError(
                f"{path}: Die Zuordnung ist für „{mapping.collection}“, die Quelle "
                f"„{spec.source_id}“ füllt aber „{spec.collection}“."
            )
        mapping = msgspec.structs.replace(
            mapping,
            constants=mapping.constants | spec.constants,
            defaults=mapping.defaults | spec.defaults,
        )
    else:
        columns: Columns = dict(spec.columns)
        if spec.collection == ADDRESSES:
            columns = {**{name: name for name in POSITION}, **columns}
        mapping = Mapping(
            collection=spec.collection,
            columns=columns,
            constants=spec.constants,
            defaults=spec.defaults,
        )
    if spec.id_prefix is None and mapping.id_prefix:
        return mapping
    return msgspec.structs.replace(mapping, id_prefix=spec.key_prefix)


def format_of(spec: SourceSpec, mapping: Mapping, content: bytes) -> str:
    """The format of a source's bytes: as declared, else found out. Raises SourceError."""
    declared = spec.format or mapping.format or COLLECTION_FORMATS[spec.kind]
    return declared or detect_format(spec.path, content)


def _options(spec: SourceSpec, mapping: Mapping, as_of: dt.date) -> ReadOptions:
    options = mapping.read
    return msgspec.structs.replace(
        options,
        layer=spec.layer or options.layer,
        first_day=options.first_day or (as_of - PAST).isoformat(),
        last_day=options.last_day or (as_of + FUTURE).isoformat(),
    )


def _read_part(spec: SourceSpec, mapping: Mapping, content: bytes, as_of: dt.date) -> TextTable:
    try:
        name = format_of(spec, mapping, content)
        return read_format(name, content, _options(spec, mapping, as_of))
    except SourceError as error:
        raise fault(spec, str(error)) from None


def _without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """Each record once: by its own id, or where it has none by all it says."""
    column = next((name for name in _ID_COLUMNS if name in frame.columns), None)
    if column is None:
        return frame.drop_duplicates()
    return frame[(frame[column] == "") | ~frame[column].duplicated()]


def _joined(tables: Sequence[TextTable]) -> TextTable:
    """Pages as one table; rows are counted on over all of them."""
    if len(tables) == 1:
        return tables[0]
    frames, faults, offset = [], [], 0
    for table in tables:
        frame = table.frame.copy()
        frame.index = pd.Index(frame.index + offset, name="row")
        frames.append(frame)
        # a page says that there are more; all of them are here
        faults += [
            msgspec.structs.replace(one, row=one.row + offset)
            for one in table.faults
            if one.kind != "incomplete"
        ]
        offset = max([offset, *frame.index])
    joined = pd.concat(frames).fillna("")
    kept = _without_repeats(joined)
    rows = {0, *kept.index}
    return TextTable(frame=kept, faults=tuple(one for one in faults if one.row in rows))


def _is_there(source: str, names: set[str]) -> bool:
    """Whether a file has a column, or all columns of a template."""
    if loose(source) in names:
        return True
    columns = template_parts(source)[0]
    return bool(columns) and all(loose(column) in names for column in columns)


def _without_missing(spec: SourceSpec, mapping: Mapping, frame: pd.DataFrame) -> Mapping:
    """Columns declared in sources.toml that the source no longer has, left out where optional.

    A layer may lose an attribute any day; what an entry cannot be without stops the source, and
    its last good data stays.
    """
    if spec.mapping:
        return mapping
    needed = {*(required_fields(mapping.collection) or POSITION)} - {*mapping.defaults}
    names = {loose(str(name)) for name in frame.columns}
    columns: Columns = {}
    for field, source in mapping.columns.items():
        choices = (source,) if isinstance(source, str) else source
        there = tuple(one for one in choices if _is_there(one, names))
        if there or field in needed:
            columns[field] = there or source
    return msgspec.structs.replace(mapping, columns=columns)


def _missing_issues(spec: SourceSpec, declared: Mapping, used: Mapping) -> list[Issue]:
    return [
        Issue(
            source_id=spec.source_id,
            kind="missing_column",
            severity="info",
            field=field,
            message=f"{spec.file_name}, Feld „{field}“: Keine der Spalten, die sources.toml dafür "
            "nennt, kommt vor; das Feld bleibt leer.",
        )
        for field in declared.columns
        if field not in used.columns
    ]


def issue_of(spec: SourceSpec, one: Fault) -> Issue:
    """A reader's fault as the source's issue."""
    where = [spec.file_name, *([f"Datensatz {one.row}"] if one.row else [])]
    where += [f"Feld „{one.field}“"] if one.field else []
    return Issue(
        source_id=spec.source_id,
        kind=one.kind,
        message=f"{', '.join(where)}: {one.reason}",
        severity=one.severity,
        row=one.row or None,
        field=one.field,
        value=one.value,
    )


def parse_mapped(
    spec: SourceSpec, parts: Sequence[bytes], mapping: Mapping, as_of: dt.date
) -> StageResult:
    """Read a source's parts into tables of text of its collection, index = number of the record.

    Parameters
    ----------
    as_of : day the content speaks of; events that recur are spread out around it

    Raises
    ------
    SourceError
        A part is not of its format, or a column is missing without which there is no entry.
    """
    table = _joined([_read_part(spec, mapping, content, as_of) for content in parts])
    if table.frame.empty:
        # without a record nobody knows which columns there are
        tables = {spec.collection: pd.DataFrame(index=pd.Index([], name="row"))}
        return StageResult(tables=tables, issues=[issue_of(spec, one) for one in table.faults])
    used = _without_missing(spec, mapping, table.frame)
    try:
        mapped = apply_mapping(used, table.frame)
    except SourceError as error:
        raise fault(spec, str(error)) from None
    issues = [issue_of(spec, one) for one in (*table.faults, *mapped.faults)]
    issues += _missing_issues(spec, mapping, used)
    summary = {name: len(frame) for name, frame in mapped.tables.items()}
    return StageResult(tables=mapped.tables, issues=issues, summary=dict(summary))
