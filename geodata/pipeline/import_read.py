"""From a path to the records of a file in the words of a collection: bytes, format, mapping."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

import msgspec

from geodata.city import read_config_text
from geodata.errors import ConfigError, SourceError, reason_of
from geodata.formats import read_format
from geodata.formats.decoding import check_size
from geodata.formats.detect import detect_format
from geodata.formats.limits import MAX_BYTES
from geodata.mapping import (
    Mapped,
    Mapping,
    Proposal,
    apply_mapping,
    propose_mapping,
    read_mapping,
)
from geodata.settings import Settings
from geodata.stages import ReadOptions, TextTable
from geodata.vocabulary import read_audiences, read_themes

MAPPINGS_FOLDER = "mappings"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:-]{0,40}", re.ASCII)
MAP_COMMAND = ".venv/bin/python -m scripts.map_columns"


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its bytes, its records as they stand there, and as entries.

    `assumed`: fields that no column fills and that got a default nobody has confirmed.
    """

    path: Path
    content: bytes
    format: str
    mapping: Mapping
    mapping_name: str
    table: TextTable
    mapped: Mapped
    assumed: tuple[str, ...] = ()


def read_file(path: Path) -> bytes:
    """Bytes of an ordinary file; never waits for a pipe and never reads more than allowed.

    Raises
    ------
    SourceError
        No such file, a folder, a pipe or device, too large, empty.
    """
    try:
        # without O_NONBLOCK, opening a pipe nobody writes to would wait for ever
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError as error:
        raise SourceError(f"{path}: Die Datei ist nicht lesbar ({reason_of(error)}).") from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(f"{path}: Das ist ein Ordner; erwartet ist eine Datei.")
        if not stat.S_ISREG(mode):
            raise SourceError(f"{path}: Das ist keine gewöhnliche Datei.")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(MAX_BYTES + 1)
    finally:
        os.close(descriptor)
    try:
        check_size(content)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None
    return content


def mapping_path(settings: Settings, name: str) -> Path:
    """Where a mapping of the city lies. Raises ConfigError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise ConfigError(
            f"„{name}“ ist kein Name einer Zuordnung: erlaubt sind a-z, 0-9, _ und -."
        )
    return settings.city_dir / MAPPINGS_FOLDER / f"{name}.toml"


def read_named_mapping(settings: Settings, name: str) -> Mapping:
    """A saved mapping of the city. Raises ConfigError."""
    path = mapping_path(settings, name)
    if not path.exists():
        known = sorted(found.stem for found in path.parent.glob("*.toml"))
        listed = ", ".join(known) or "keine"
        raise ConfigError(f"{path}: Diese Zuordnung gibt es nicht. Vorhanden: {listed}.")
    return read_mapping(read_config_text(path), str(path))


def read_table(path: Path, content: bytes, name: str, options: ReadOptions) -> TextTable:
    """Records of a file as text. Raises SourceError that names the file."""
    try:
        return read_format(name, content, options)
    except SourceError as error:
        message = f"{path}: {error}"
        # a message repeats what stands in the file; signs that steer a terminal do not
        clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in message)
        raise SourceError(clean) from None


def find_format(path: Path, content: bytes) -> str:
    """The format of a file, by its content. Raises SourceError that names the file."""
    try:
        return detect_format(path.name, content)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None


def propose_for(settings: Settings, frame: Any, collection: str) -> Proposal:
    """A proposal with the themes and audiences of the city. Raises ConfigError."""
    themes, audiences = read_themes(settings.city_dir), read_audiences(settings.city_dir)
    return propose_mapping(frame, collection, themes, audiences)


def _guess(proposal: Proposal, field: str) -> str:
    """What is taken for a field: the column's name in brackets."""
    part = proposal.mapping.organisations
    columns = part.columns if part and field.startswith("organisations.") else None
    column = (columns or proposal.mapping.columns).get(field.removeprefix("organisations."))
    return f"(vermutlich „{column}“)"


def _refuse_proposal(path: Path, proposal: Proposal) -> ConfigError:
    collection = proposal.mapping.collection
    if proposal.missing:
        fields = ", ".join(f"„{field}“" for field in proposal.missing)
        reason = f"Für diese Pflichtfelder fand sich keine Spalte: {fields}."
    else:
        found = ", ".join(f"„{field}“ {_guess(proposal, field)}" for field in proposal.doubtful)
        reason = f"Nicht sicher genug sind die Spalten für {found}."
    return ConfigError(
        f"{path}: {reason} Bitte die Spalten einmal zuordnen und prüfen: "
        f"{MAP_COMMAND} {path} --collection {collection} --save NAME"
    )


def with_prefix(mapping: Mapping, prefix: str) -> Mapping:
    """The same mapping with another prefix for keys. Raises ConfigError."""
    if prefix and not _PREFIX.fullmatch(prefix):
        raise ConfigError(
            f"„{prefix}“ kann nicht vor einer Kennung stehen: erlaubt sind Buchstaben, Ziffern "
            "und . _ - ~ :"
        )
    return msgspec.structs.replace(mapping, id_prefix=prefix)


def load_file(
    settings: Settings,
    path: Path,
    collection: str,
    mapping_name: str = "",
    *,
    id_prefix: str | None = None,
) -> Loaded:
    """Read a file and map its columns, by a saved mapping or, where that is sure, by itself.

    Parameters
    ----------
    id_prefix : put before every key, instead of what the mapping says

    Raises
    ------
    SourceError, ConfigError
        The file or the mapping cannot be used; German, names the file.
    """
    content = read_file(path)
    mapping = read_named_mapping(settings, mapping_name) if mapping_name else None
    if mapping is not None and mapping.collection != collection:
        raise ConfigError(
            f"Die Zuordnung „{mapping_name}“ ist für „{mapping.collection}“, nicht für "
            f"„{collection}“."
        )
    format_name = (mapping.format if mapping else "") or find_format(path, content)
    table = read_table(path, content, format_name, mapping.read if mapping else ReadOptions())
    assumed: tuple[str, ...] = ()
    if mapping is None:
        proposal = propose_for(settings, table.frame, collection)
        if not proposal.is_sure:
            raise _refuse_proposal(path, proposal)
        mapping, assumed = proposal.mapping, proposal.assumed
    if id_prefix is not None:
        mapping = with_prefix(mapping, id_prefix)
    try:
        mapped = apply_mapping(mapping, table.frame)
    except SourceError as error:
        raise SourceError(f"{path}: {error}") from None
    return Loaded(
        path=path,
        content=content,
        format=format_name,
        mapping=mapping,
        mapping_name=mapping_name,
        table=table,
        mapped=mapped,
        assumed=assumed,
    )
