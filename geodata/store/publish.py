"""Publishing: one immutable file per snapshot, and a small pointer that names the one served.

    snapshots/
      2026-04-03-0123456789ab.gpkg           never changed once it has its name
      2026-04-03-0123456789ab.gpkg.sha256    `sha256sum -c` reads it
      current                                JSON: which one is served

Every step is a file written aside, synced and renamed. A process killed at any moment leaves the
old pointer with its old file; what it left half done is removed by the next run.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from geodata.store.files import (
    folder_lock,
    move_into_place,
    remove_unfinished,
    unfinished_path,
    write_atomically,
)
from geodata.store.gpkg import (
    checksum_path,
    file_sha256,
    read_checksum,
    read_snapshot,
    write_snapshot,
)

POINTER_NAME = "current"
BUILD_COMMAND = ".venv/bin/python -m scripts.build_snapshot"


class Pointer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Content of `current`: the snapshot that is served."""

    snapshot_id: str
    file: str
    sha256: str
    published_at: dt.datetime


def pointer_path(snapshots_dir: Path) -> Path:
    """Where the pointer lies."""
    return snapshots_dir / POINTER_NAME


def read_pointer(snapshots_dir: Path) -> Pointer:
    """Which snapshot is served.

    Raises
    ------
    SnapshotError
        Nothing has been published yet, or the pointer was damaged.
    """
    path = pointer_path(snapshots_dir)
    try:
        pointer = msgspec.json.decode(path.read_bytes(), type=Pointer)
    except FileNotFoundError:
        raise SnapshotError(
            f"{snapshots_dir}: Es gibt noch keinen Datenstand. Bitte zuerst bauen: {BUILD_COMMAND}"
        ) from None
    except OSError as error:
        raise SnapshotError(f"{path}: Nicht lesbar ({error.strerror}).") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SnapshotError(
            f"{path}: Der Zeiger auf den Datenstand ist beschädigt ({error}). "
            f"Bitte neu bauen: {BUILD_COMMAND}"
        ) from None
    if Path(pointer.file).name != pointer.file or not pointer.file.isprintable():
        raise SnapshotError(f"{path}: „{pointer.file}“ liegt nicht in diesem Ordner.")
    return pointer


def read_current(snapshots_dir: Path) -> Snapshot:
    """The snapshot that is served. Raises SnapshotError."""
    pointer = read_pointer(snapshots_dir)
    return read_snapshot(snapshots_dir / pointer.file, pointer.sha256)


@contextmanager
def builder_lock(snapshots_dir: Path) -> Iterator[None]:
    """Only one builder at a time; the lock ends with the process, however it ends.

    Raises
    ------
    SnapshotError
        Another process is building.
    """
    busy, wait = "Hier wird gerade schon gebaut", "Bitte warten, bis er fertig ist."
    with folder_lock(snapshots_dir, busy, wait):
        yield


def snapshot_files(snapshots_dir: Path) -> list[Path]:
    """Snapshot files of a folder, the last published first."""
    found = [path for path in snapshots_dir.glob("*.gpkg") if not path.name.startswith(".")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def remove_leftovers(snapshots_dir: Path) -> None:
    """Remove what an interrupted build left: unfinished files, and halves of a pair.

    The caller holds `builder_lock`. The current snapshot is never touched.
    """
    remove_unfinished(snapshots_dir)
    try:
        current = read_pointer(snapshots_dir).file
    except SnapshotError:
        current = ""
    for path in snapshot_files(snapshots_dir):
        if path.name != current and not checksum_path(path).exists():
            path.unlink()
    for note in snapshots_dir.glob("*.gpkg.sha256"):
        if not note.with_suffix("").exists():
            note.unlink()


def _has_readable(path: Path) -> bool:
    try:
        read_snapshot(path)
    except SnapshotError:
        return False
    return True


def _write_file(path: Path, snapshot: Snapshot, title: str) -> None:
    """The snapshot's file and its checksum; read back before it gets its name."""
    unfinished = unfinished_path(path)
    unfinished.unlink(missing_ok=True)
    write_snapshot(unfinished, snapshot, title=title)
    digest = file_sha256(unfinished)
    read_snapshot(unfinished, digest)
    write_atomically(checksum_path(path), f"{digest}  {path.name}\n".encode("ascii"))
    move_into_place(unfinished, path)


def _point_to(path: Path, snapshot_id: str, published_at: dt.datetime) -> Pointer:
    pointer = Pointer(
        snapshot_id=snapshot_id,
        file=path.name,
        sha256=read_checksum(path),
        published_at=published_at,
    )
    # the order of publishing is what retention and rollback go by
    os.utime(path)
    data = msgspec.json.format(msgspec.json.encode(pointer))
    write_atomically(pointer_path(path.parent), data + b"\n")
    return pointer


def remove_old(snapshots_dir: Path, keep: int) -> list[Path]:
    """Keep the last `keep` snapshots, the current one always; returns what was removed."""
    current = read_pointer(snapshots_dir).file
    others = [path for path in snapshot_files(snapshots_dir) if path.name != current]
    removed = others[max(keep - 1, 0) :]
    for path in removed:
        path.unlink()
        checksum_path(path).unlink(missing_ok=True)
    return removed


def publish_snapshot(
    snapshots_dir: Path, snapshot: Snapshot, *, title: str, keep: int, published_at: dt.datetime
) -> Pointer:
    """Write a snapshot, point to it, and remove what is too old.

    The caller holds `builder_lock`. A file of the same id that can be read is not written again:
    same id, same content.

    Parameters
    ----------
    keep : number of snapshots that stay, this one included.
    published_at : UTC, aware.

    Raises
    ------
    SnapshotError
        What was written could not be read back; the old snapshot stays.
    """
    remove_leftovers(snapshots_dir)
    path = snapshots_dir / f"{snapshot.info.snapshot_id}.gpkg"
    if not _has_readable(path):
        _write_file(path, snapshot, title)
    pointer = _point_to(path, snapshot.info.snapshot_id, published_at)
    remove_old(snapshots_dir, keep)
    return pointer


def activate_snapshot(
    snapshots_dir: Path, snapshot_id: str, *, published_at: dt.datetime
) -> Pointer:
    """Serve an older snapshot again (rollback). The caller holds `builder_lock`.

    Raises
    ------
    SnapshotError
        There is no such snapshot, or it cannot be read.
    """
    path = snapshots_dir / f"{snapshot_id}.gpkg"
    known = {found.stem for found in snapshot_files(snapshots_dir)}
    if snapshot_id not in known:
        listed = ", ".join(sorted(known)) or "keine"
        raise SnapshotError(f"{snapshots_dir}: „{snapshot_id}“ gibt es nicht. Vorhanden: {listed}.")
    read_snapshot(path)
    return _point_to(path, snapshot_id, published_at)
