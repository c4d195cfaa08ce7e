"""The snapshot being served, and its exchange while requests go on.

A request takes `current()` once and keeps that object; a thread beside the requests looks at the
pointer file, reads and verifies what is new, and then swaps one reference. Nothing is locked, so
a request never waits and never sees half of a snapshot. Every process does this for itself.
"""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

import msgspec

from geodata.errors import SnapshotError
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.store.gpkg import read_snapshot
from geodata.store.publish import (
    BUILD_COMMAND,
    Pointer,
    pointer_path,
    read_pointer,
    snapshot_files,
)

log = logging.getLogger(__name__)

Signature = tuple[tuple[int, int, int] | None, ...]


class _Served(msgspec.Struct, frozen=True):
    """Snapshot and file change together: one reference holds both."""

    snapshot: Snapshot
    path: Path
    sha256: str | None


def _stat(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class StaticSnapshotService:
    """Serves the one snapshot it was given; for tests and tools."""

    def __init__(self, snapshot: Snapshot, path: Path) -> None:
        self._snapshot = snapshot
        self._path = path

    def current(self) -> Snapshot:
        """The snapshot it was given."""
        return self._snapshot

    def path(self) -> Path:
        """The file it was told."""
        return self._path


class FileSnapshotService:
    """Serves the published snapshot and picks up each new one without a restart.

    Where the current file is damaged at start, the newest older one that can be read is served
    and the damage is logged: an older picture is better than none.

    Parameters
    ----------
    settings : where the snapshots lie and how often to look.

    Raises
    ------
    SnapshotError
        There is no snapshot that can be read; the message names the command that makes one.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.snapshots_dir
        self._seconds = settings.snapshot_poll_seconds
        self._stop = threading.Event()
        self._seen: Signature = self._signature()
        self._reported = ""
        self._served = self._load_first()
        self._pid = 0

    def current(self) -> Snapshot:
        """The newest snapshot that could be read."""
        if self._pid != os.getpid():
            # begun at the first request: a server that forks would leave the thread in its parent
            self._watch()
        return self._served.snapshot

    def path(self) -> Path:
        """The file of `current()`."""
        return self._served.path

    def close(self) -> None:
        """Stop looking for new snapshots."""
        self._stop.set()

    def refresh(self) -> bool:
        """Look once; returns whether another snapshot is served now. The thread calls this."""
        signature = self._signature()
        if signature == self._seen:
            return False
        try:
            served = self._load(read_pointer(self._folder))
        except SnapshotError as error:
            self._report(error)
            self._seen = signature
            return False
        self._seen, self._reported = signature, ""
        changed = served.snapshot is not self._served.snapshot
        self._served = served
        if changed:
            log.info("Neuer Datenstand: %s", served.snapshot.info.snapshot_id)
        return changed

    def _watch(self) -> None:
        self._pid = os.getpid()
        threading.Thread(target=self._run, name="snapshots", daemon=True).start()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.refresh()
            except OSError as error:
                # a disk that is away for a moment must not end the watch
                self._report(error)
            self._stop.wait(self._seconds)

    def _signature(self) -> Signature:
        """Changes whenever the pointer or the file it names is replaced, also by a repair."""
        pointer = _stat(pointer_path(self._folder))
        try:
            file = _stat(self._folder / read_pointer(self._folder).file)
        except SnapshotError:
            file = None
        return pointer, file

    def _load(self, pointer: Pointer) -> _Served:
        path = self._folder / pointer.file
        served: _Served | None = getattr(self, "_served", None)
        if served and (served.path, served.sha256) == (path, pointer.sha256):
            return served
        return _Served(read_snapshot(path, pointer.sha256), path, pointer.sha256)

    def _load_first(self) -> _Served:
        try:
            return self._load(read_pointer(self._folder))
        except SnapshotError as error:
            older = self._load_older()
            if older is None:
                hint = "" if BUILD_COMMAND in str(error) else f" Bitte neu bauen: {BUILD_COMMAND}"
                raise SnapshotError(f"{error}{hint}") from None
            self._report(error)
            return older

    def _load_older(self) -> _Served | None:
        """The newest file that can be read, once something was published at all."""
        if not pointer_path(self._folder).exists():
            return None
        for path in snapshot_files(self._folder):
            try:
                return _Served(read_snapshot(path), path, None)
            except SnapshotError:
                continue
        return None

    def _report(self, error: Exception) -> None:
        if str(error) != self._reported:
            self._reported = str(error)
            log.error("Der neue Datenstand wird nicht übernommen: %s", error)
