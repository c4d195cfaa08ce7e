"""What was imported: one file per source and collection, replaced in one step.

    imports/<source_id>--<collection>.json          the records as text, as the file had them
    imports/<source_id>--<collection>.hinweise.csv  what was not understood, for the editor

A build reads them like any other source; its fingerprint covers them.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from geodata.errors import SourceError, reason_of
from geodata.model import Source
from geodata.store.files import write_atomically

STATE_VERSION = 1
SEPARATOR = "--"
_SUFFIX = ".json"
ISSUES_SUFFIX = ".hinweise.csv"


class TextRecord(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One record: its row in the file, and field -> text; empty fields are left out."""

    row: int
    cells: dict[str, str]


class ImportState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of one import; `tables`: collection -> records, derived organisations included."""

    version: Annotated[int, Meta(ge=STATE_VERSION, le=STATE_VERSION)] = STATE_VERSION
    source: Source
    collection: str
    file_name: str
    sha256: str
    mapping: str = ""
    imported_at: dt.datetime
    replaces_examples: bool = False
    tables: dict[str, tuple[TextRecord, ...]]

    @property
    def import_id(self) -> str:
        """What the list of imports calls it: `<source_id>--<collection>`."""
        return f"{self.source.source_id}{SEPARATOR}{self.collection}"


def state_path(imports_dir: Path, source_id: str, collection: str) -> Path:
    """Where the state of an import lies."""
    return imports_dir / f"{source_id}{SEPARATOR}{collection}{_SUFFIX}"


def issues_path(imports_dir: Path, source_id: str, collection: str) -> Path:
    """Where the notes on an import lie, beside its state."""
    return imports_dir / f"{source_id}{SEPARATOR}{collection}{ISSUES_SUFFIX}"


def _decode(path: Path) -> ImportState:
    try:
        return msgspec.json.decode(path.read_bytes(), type=ImportState)
    except OSError as error:
        raise SourceError(f"{path}: Nicht lesbar ({reason_of(error)}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path}: Der gemerkte Import ist beschädigt ({error}). "
            "Bitte die Datei entfernen und neu importieren."
        ) from None


def read_import(imports_dir: Path, source_id: str, collection: str) -> ImportState | None:
    """The state of an import, None where there is none. Raises SourceError."""
    path = state_path(imports_dir, source_id, collection)
    return _decode(path) if path.exists() else None


def read_imports(imports_dir: Path) -> tuple[ImportState, ...]:
    """All imports of a city, by name. Raises SourceError."""
    paths = sorted(p for p in imports_dir.glob(f"*{_SUFFIX}") if not p.name.startswith("."))
    return tuple(_decode(path) for path in paths)


def write_import(imports_dir: Path, state: ImportState) -> Path:
    """Write a state in one step; returns its path. The caller holds the lock."""
    imports_dir.mkdir(parents=True, exist_ok=True)
    path = state_path(imports_dir, state.source.source_id, state.collection)
    write_atomically(path, msgspec.json.format(msgspec.json.encode(state), indent=1) + b"\n")
    return path


def remove_import(imports_dir: Path, state: ImportState) -> None:
    """Remove a state and the notes on it. The caller holds the lock."""
    for path_of in (state_path, issues_path):
        path_of(imports_dir, state.source.source_id, state.collection).unlink(missing_ok=True)
