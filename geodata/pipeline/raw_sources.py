"""Bytes of the sources for a build: from the city's folder, or those that were fetched last.

Nothing here opens a connection; `geodata.pipeline.fetch` does, at another time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import msgspec

from geodata.errors import FetchError
from geodata.sources import SourceSpec
from geodata.store.raw import Receipt, last_fetched, read_part, store_raw

#: a statistics table or boundary file is far below this; more is a mistake
MAX_BYTES = 200_000_000


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of one source with what is known about them.

    `spec` describes these very bytes; `parts`: the answers they came in, one for a file.
    """

    spec: SourceSpec
    content: bytes
    receipt: Receipt
    parts: tuple[bytes, ...] = ()


def receipt_for(spec: SourceSpec, content: bytes, retrieved_at: dt.datetime) -> Receipt:
    """The receipt of bytes that were just read (`retrieved_at`: UTC, aware)."""
    return Receipt(
        source_id=spec.source_id,
        location=spec.path or spec.source_id,
        sha256=hashlib.sha256(content).hexdigest(),
        byte_count=len(content),
        licence=spec.licence,
        retrieved_at=retrieved_at,
    )


def _read_file(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FetchError(f"{path}: Die Datei ist größer als {MAX_BYTES // 1_000_000} MB.")
        return path.read_bytes()
    except FileNotFoundError:
        raise FetchError(f"{path}: Die Datei fehlt. Sie steht in sources.toml.") from None
    except OSError as error:
        raise FetchError(f"{path}: Die Datei lässt sich nicht lesen ({error.strerror}).") from None


def read_own_file(spec: SourceSpec, city_dir: Path, retrieved_at: dt.datetime) -> Fetched:
    """The untouched bytes of a source's file in the city's folder, with their receipt.

    Raises
    ------
    FetchError
        The file is missing, too large or cannot be read.
    """
    content = _read_file(city_dir / spec.path)
    receipt = receipt_for(spec, content, retrieved_at)
    return Fetched(spec=spec, content=content, receipt=receipt, parts=(content,))


def as_fetched(spec: SourceSpec) -> SourceSpec:
    """The source as what comes over the network looks: a statistics table as its publisher has it."""
    official = spec.official
    if official is None or spec.is_collection:
        return spec
    return msgspec.structs.replace(
        spec,
        path="",
        table=official.table if official.table is not None else spec.table,
        columns=official.columns,
    )


def read_last_fetch(spec: SourceSpec, raw_dir: Path) -> Fetched | None:
    """What was fetched last; None where nothing was, or it is damaged."""
    found = last_fetched(raw_dir, spec.source_id)
    if found is None:
        return None
    folder, receipt = found
    parts = tuple(read_part(folder, part) for part in receipt.parts)
    whole = tuple(part for part in parts if part is not None)
    if len(whole) < len(parts):
        return None
    return Fetched(spec=as_fetched(spec), content=whole[0], receipt=receipt, parts=whole)


def read_bytes_of(
    spec: SourceSpec, city_dir: Path, raw_dir: Path, now: dt.datetime, *, keeps_raw: bool = True
) -> Fetched | None:
    """Bytes of one source; None for one that is only fetched and never was.

    What is read from the city's folder is kept in `raw_dir` (`now`: UTC, aware), unless only a
    look is wanted.

    Raises
    ------
    FetchError
        Its file is missing or cannot be read.
    """
    fetched = read_last_fetch(spec, raw_dir) if spec.is_fetched else None
    if fetched is not None or not spec.path:
        return fetched
    own = read_own_file(spec, city_dir, now)
    if keeps_raw:
        store_raw(raw_dir, own.receipt, own.content)
    return own
