"""One request, one snapshot: a publication halfway through a request changes nothing in it."""

from __future__ import annotations

from contextvars import ContextVar, Token
from pathlib import Path

from geodata.snapshot import Snapshot
from services.contracts import SnapshotService

_Held = dict[str, tuple[Snapshot, Path]]


class PinnedSnapshots:
    """A snapshot service that answers the same between `begin` and `end`.

    Search, locator and judgement ask on their own; without the pin one of them could already
    see the next snapshot. Outside of `begin`/`end` it passes every question on.
    """

    def __init__(self, inner: SnapshotService) -> None:
        self._inner = inner
        self._held: ContextVar[_Held | None] = ContextVar("held_snapshot", default=None)

    def begin(self) -> Token[_Held | None]:
        """Start a request; nothing is read before somebody asks."""
        return self._held.set({})

    def end(self, token: Token[_Held | None]) -> None:
        """End it."""
        self._held.reset(token)

    def _read(self) -> tuple[Snapshot, Path]:
        """Snapshot and file that belong together, even if they change between the two calls."""
        while True:
            snapshot, path = self._inner.current(), self._inner.path()
            if self._inner.current() is snapshot:
                return snapshot, path

    def _pair(self) -> tuple[Snapshot, Path]:
        held = self._held.get()
        if held is None:
            return self._read()
        if "pair" not in held:
            held["pair"] = self._read()
        return held["pair"]

    def current(self) -> Snapshot:
        """The snapshot of this request. Raises SnapshotError before there is one."""
        return self._pair()[0]

    def path(self) -> Path:
        """Its file."""
        return self._pair()[1]
