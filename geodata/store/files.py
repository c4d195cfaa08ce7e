"""Writing a file so that a crash leaves the old one or the new one, never half of one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geodata.errors import SnapshotError

LOCK_NAME = ".lock"
#: begin of the name of everything that is not finished yet
UNFINISHED = ".unfinished-"


def unfinished_path(path: Path) -> Path:
    """A name in the same folder (so that a rename is atomic) for a file that is being written."""
    return path.with_name(f"{UNFINISHED}{os.getpid()}-{path.name}")


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def move_into_place(unfinished: Path, path: Path) -> None:
    """Give a finished file its name: synced, renamed in one step, the folder synced."""
    sync(unfinished)
    unfinished.replace(path)
    sync(path.parent)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a small file in one step."""
    unfinished = unfinished_path(path)
    unfinished.write_bytes(data)
    move_into_place(unfinished, path)


def remove_unfinished(folder: Path) -> int:
    """Remove what an interrupted run left in a folder; returns how many files it were.

    Only for one who holds the folder's lock: another writer's file would go too.
    """
    left = sorted(folder.glob(f"{UNFINISHED}*"))
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


@contextmanager
def folder_lock(folder: Path, busy: str, wait: str) -> Iterator[None]:
    """Only one process at a time works on a folder; the lock ends with the process.

    Parameters
    ----------
    busy, wait : what is being done there, and what to wait for, in German

    Raises
    ------
    SnapshotError
        Another process holds the lock.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK_NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = file.read().strip() or "unbekannt"
            raise SnapshotError(f"{folder}: {busy} (Prozess {who}). {wait}") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
