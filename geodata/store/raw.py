"""Untouched bytes of a source beside their receipt: what a build was made from can be shown.

    raw/<source_id>/<time>/<file>
    raw/<source_id>/<time>/receipt.json

The same bytes are kept once. A receipt is written last: bytes without one are half a fetch.
"""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from geodata.store.files import write_atomically

RECEIPT_NAME = "receipt.json"
_FOLDER_FORMAT = "%Y%m%dT%H%M%SZ"


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where bytes came from."""

    source_id: Annotated[str, Meta(description="Source as named in sources.toml.")]
    location: Annotated[str, Meta(description="Path in the city's folder, or URL.")]
    sha256: Annotated[str, Meta(description="Checksum of the bytes.")]
    byte_count: Annotated[int, Meta(description="Number of bytes.")]
    licence: Annotated[str, Meta(description="Short name of the licence.")]
    retrieved_at: Annotated[dt.datetime, Meta(description="When they were read (UTC).")]


def receipts(raw_dir: Path, source_id: str) -> list[tuple[Path, Receipt]]:
    """Complete fetches of a source, oldest first: folder and receipt. Damaged ones are left out."""
    found = []
    for path in sorted((raw_dir / source_id).glob(f"*/{RECEIPT_NAME}")):
        try:
            found.append((path.parent, msgspec.json.decode(path.read_bytes(), type=Receipt)))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return found


def _new_folder(raw_dir: Path, receipt: Receipt) -> Path:
    name = receipt.retrieved_at.astimezone(dt.UTC).strftime(_FOLDER_FORMAT)
    folder = raw_dir / receipt.source_id / name
    # same second, other bytes: the checksum keeps both
    return folder if not folder.exists() else folder.with_name(f"{name}-{receipt.sha256[:8]}")


def store_raw(raw_dir: Path, receipt: Receipt, content: bytes) -> Receipt:
    """Keep bytes and receipt; where the newest fetch had the same bytes, that one stays.

    Returns
    -------
    The receipt that lies on the disk, with the time at which these bytes were first read.
    """
    known = receipts(raw_dir, receipt.source_id)
    if known and known[-1][1].sha256 == receipt.sha256:
        return known[-1][1]
    folder = _new_folder(raw_dir, receipt)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / (Path(receipt.location).name or "content"), content)
    data = msgspec.json.format(msgspec.json.encode(receipt))
    write_atomically(folder / RECEIPT_NAME, data + b"\n")
    return receipt


def remove_old_raw(raw_dir: Path, now: dt.datetime, days: int) -> list[Path]:
    """Remove fetches older than `days`, and half ones; the newest of a source always stays.

    Parameters
    ----------
    now : UTC, aware.
    """
    removed = []
    for source_dir in sorted(path for path in raw_dir.glob("*") if path.is_dir()):
        known = receipts(raw_dir, source_dir.name)
        limit = now - dt.timedelta(days=days)
        kept = {folder for folder, receipt in known[:-1] if receipt.retrieved_at >= limit}
        kept |= {folder for folder, _ in known[-1:]}
        removed += [path for path in sorted(source_dir.iterdir()) if path not in kept]
    for path in removed:
        shutil.rmtree(path)
    return removed
