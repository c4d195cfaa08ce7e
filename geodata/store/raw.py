"""Untouched bytes of a source beside their receipt: what a build was made from can be shown.

    raw/<source_id>/<time>/<file>
    raw/<source_id>/<time>/receipt.json

The same bytes are kept once. A receipt is written last: bytes without one are half a fetch. What
came over the network lies in one file per answer (`part-0001`, ...), and its receipt remembers
what the server said of each, so that only news is asked for the next time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from geodata.store.files import write_atomically

RECEIPT_NAME = "receipt.json"
_FOLDER_FORMAT = "%Y%m%dT%H%M%SZ"


class StoredPart(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a server, as it lies beside the receipt."""

    key: Annotated[str, Meta(description="What was asked for, without secrets.")]
    url: Annotated[str, Meta(description="Address that answered, without secrets.")]
    file: Annotated[str, Meta(description="File with the bytes.")]
    sha256: Annotated[str, Meta(description="Checksum of the bytes.")]
    byte_count: Annotated[int, Meta(description="Number of bytes.")]
    etag: Annotated[str, Meta(description="ETag of the answer.")] = ""
    last_modified: Annotated[str, Meta(description="Last-Modified of the answer.")] = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Where bytes came from. `parts` are there for what came over the network."""

    source_id: Annotated[str, Meta(description="Source as named in sources.toml.")]
    location: Annotated[str, Meta(description="Path in the city's folder, or URL.")]
    sha256: Annotated[str, Meta(description="Checksum of the bytes.")]
    byte_count: Annotated[int, Meta(description="Number of bytes.")]
    licence: Annotated[str, Meta(description="Short name of the licence.")]
    retrieved_at: Annotated[dt.datetime, Meta(description="When they were read (UTC).")]
    parts: Annotated[tuple[StoredPart, ...], Meta(description="Answers they came in.")] = ()

    @property
    def is_fetched(self) -> bool:
        """Whether they came over the network."""
        return bool(self.parts)


def sha256_of_parts(contents: Sequence[bytes]) -> str:
    """Checksum of bytes in parts; for a single part the checksum of its bytes."""
    sums = [hashlib.sha256(content).hexdigest() for content in contents]
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()


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
    known = [kept for _, kept in receipts(raw_dir, receipt.source_id) if not kept.is_fetched]
    if known and known[-1].sha256 == receipt.sha256:
        return known[-1]
    folder = _new_folder(raw_dir, receipt)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / (Path(receipt.location).name or "content"), content)
    _write_receipt(folder, receipt)
    return receipt


def _write_receipt(folder: Path, receipt: Receipt) -> None:
    data = msgspec.json.format(msgspec.json.encode(receipt))
    write_atomically(folder / RECEIPT_NAME, data + b"\n")


# --- what came over the network


def last_fetched(raw_dir: Path, source_id: str) -> tuple[Path, Receipt] | None:
    """Folder and receipt of the last good fetch of a source, None where there is none."""
    known = [one for one in receipts(raw_dir, source_id) if one[1].is_fetched]
    return known[-1] if known else None


def read_part(folder: Path, part: StoredPart) -> bytes | None:
    """Bytes of a part; None where they are gone or are no longer those of the receipt."""
    try:
        content = (folder / Path(part.file).name).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == part.sha256 else None


def store_fetched(raw_dir: Path, receipt: Receipt, contents: Sequence[bytes]) -> Receipt:
    """Keep the answers of a fetch; where the last one had the same bytes, its time stays.

    `receipt.parts` name the files in the order of `contents`.
    """
    known = last_fetched(raw_dir, receipt.source_id)
    if known and known[1].sha256 == receipt.sha256:
        # the server may call the same bytes by another name now
        receipt = msgspec.structs.replace(receipt, retrieved_at=known[1].retrieved_at)
        files = zip(receipt.parts, contents, strict=True)
        if all(read_part(known[0], part) == content for part, content in files):
            _write_receipt(known[0], receipt)
            return receipt
    folder = _new_folder(raw_dir, receipt)
    folder.mkdir(parents=True, exist_ok=True)
    for part, content in zip(receipt.parts, contents, strict=True):
        write_atomically(folder / part.file, content)
    _write_receipt(folder, receipt)
    return receipt


def remove_old_raw(raw_dir: Path, now: dt.datetime, days: int) -> list[Path]:
    """Remove fetches older than `days`, and half ones.

    The newest of a source always stays, from the city's folder and from the network.

    Parameters
    ----------
    now : UTC, aware.
    """
    removed = []
    for source_dir in sorted(path for path in raw_dir.glob("*") if path.is_dir()):
        known = receipts(raw_dir, source_dir.name)
        limit = now - dt.timedelta(days=days)
        kept = {folder for folder, receipt in known if receipt.retrieved_at >= limit}
        kept |= set({receipt.is_fetched: folder for folder, receipt in known}.values())
        removed += [path for path in sorted(source_dir.iterdir()) if path not in kept]
    for path in removed:
        shutil.rmtree(path)
    return removed
