"""An address of ours, and the same with one thing changed."""

from __future__ import annotations

from urllib.parse import urlencode

from msgspec import Struct


class Address(Struct, frozen=True):
    """A path and its query, in order."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    def without(self, *names: str) -> Address:
        """Leave parameters out."""
        return Address(self.path, tuple(p for p in self.pairs if p[0] not in names))

    def minus(self, name: str, value: str) -> Address:
        """Leave one value of a repeatable parameter out."""
        return Address(self.path, tuple(p for p in self.pairs if p != (name, value)))

    def plus(self, name: str, value: str) -> Address:
        """Add a parameter."""
        return Address(self.path, (*self.pairs, (name, value)))

    def get(self, name: str) -> str | None:
        """The first value of a parameter."""
        return next((value for key, value in self.pairs if key == name), None)

    @property
    def href(self) -> str:
        """As it stands in a link."""
        return f"{self.path}?{urlencode(self.pairs, safe=',:')}" if self.pairs else self.path
