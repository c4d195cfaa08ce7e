"""What an index over the register holds and answers."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from geodata.address import HouseNumber
from geodata.model import Precision

#: what a person should know about an answer
Flag = Literal[
    "ambiguous",
    "weak",
    "unknown_street",
    "unknown_number",
    "several_streets",
    "other_town",
    "postcode_conflict",
    "locality_conflict",
    "spelling",
    "range",
    "unknown_part",
]
#: below this an answer is no address but a question
MIN_CONFIDENCE = 0.6


class Row(Struct, frozen=True, kw_only=True):
    """One address of the register; `localities`: folded names of its part of the town."""

    street: str
    house: HouseNumber
    postcode: str
    town: str
    locality: str
    localities: tuple[str, ...]
    lon: float
    lat: float

    @property
    def label(self) -> str:
        """The address as it is written: `Prager Straße 12, 01069 Dresden`."""
        place = f"{self.postcode} {self.town}".strip()
        line = f"{self.street} {self.house}".strip()
        return f"{line}, {place}" if place else line

    @property
    def full_label(self) -> str:
        """The label with the part of the town, which tells apart streets of one name."""
        return f"{self.label} ({self.locality})" if self.locality else self.label


class Candidate(Struct, frozen=True, kw_only=True):
    """One possible answer; `label` is unique among the candidates of a question."""

    label: str
    lon: float
    lat: float
    confidence: float


class GeocodeResult(Struct, frozen=True, kw_only=True):
    """Where an address is, how exactly, and how sure that is.

    `precision` is None, and there is no point, where nothing was found or nothing may be guessed.
    `confidence` runs from 0 to 1. `candidates` are given where a person has to decide.
    """

    query: Annotated[str, Meta(description="The address as it was asked for.")]
    matched_address: str | None = None
    lon: float | None = None
    lat: float | None = None
    precision: Precision | None = None
    confidence: float = 0.0
    provider: str = "register"
    flags: tuple[Flag, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    @property
    def needs_review(self) -> bool:
        """Whether a person should look: nothing exact was found, or there are several."""
        return self.precision != "address"
