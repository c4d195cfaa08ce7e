"""The form of the lexicon: what the fields of engagement are made of."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Task(Struct, frozen=True):
    """One kind of engagement.

    `flags` (words): `remote`, `citywide`, `request` (place on request), `private` (private
    homes), `once` (one-off), `group`, `goods` (donation in kind), `certificate`, `easy`
    (low-threshold), `outdoor`. `bring`: what is required. `audiences`: ids it addresses.
    Texts may hold `{where}`, filled from the field's `where`.
    """

    titles: tuple[str, ...]
    texts: tuple[str, ...]
    hours: tuple[float, ...] = (1, 2, 3, 4)
    flags: str = ""
    age: int | None = None
    bring: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()

    def has(self, flag: str) -> bool:
        """Whether a flag is set."""
        return flag in self.flags.split()


class Field(Struct, frozen=True):
    """One theme: names for its organisations, its tasks, what else can be said."""

    theme_id: str
    nouns: tuple[str, ...]
    purpose: tuple[str, ...]
    where: tuple[str, ...]
    details: tuple[str, ...]
    tasks: tuple[Task, ...]


Fields = Mapping[str, Field]
