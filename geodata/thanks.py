"""How a city says thank you: `cities/<slug>/thanks.toml`, read strictly.

The file is optional, and so is every kind in it. What a page tells about a pass, a certificate, a
seal, a celebration or a fair comes from here, with the page it was read on and the day; partners of
a pass are records of the collection `benefit_partners`, with a source of their own.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from geodata.city import Base, read_toml
from geodata.offices import AsOf, Line, OptionalAddress, Sentence, SourceAddress

FILE = "thanks.toml"
Kind = Literal["pass", "certificate", "seal", "celebration", "fair"]
#: `status` says whether it can be had now
Status = Literal["running", "planned", "ended"]
_YEARLY = re.compile(r"(\d{2})-(\d{2})")


class Day(Base, frozen=True, kw_only=True):
    """A date: one `day`, or `yearly` as MM-DD for what comes back each year."""

    text: Line
    day: dt.date | None = None
    yearly: str = ""

    def __post_init__(self) -> None:
        """Exactly one of the two, and a day that every calendar has."""
        if (self.day is None) == (not self.yearly):
            raise ValueError("Ein Termin braucht entweder day oder yearly")
        if self.yearly:
            self._in_year(2024)

    def _in_year(self, year: int) -> dt.date:
        """The yearly day; 29 February is 28 February where there is none."""
        found = _YEARLY.fullmatch(self.yearly)
        month, day = (int(found[1]), int(found[2])) if found else (0, 0)
        is_short = (month, day) == (2, 29) and not calendar.isleap(year)
        try:
            return dt.date(year, month, 28 if is_short else day)
        except ValueError:
            raise ValueError(f"yearly = „{self.yearly}“ ist kein Tag (Monat-Tag: 12-05)") from None

    def next_on(self, today: dt.date) -> dt.date | None:
        """The next such day from `today` on; None once a single day is over."""
        if self.day is not None:
            return self.day if self.day >= today else None
        this_year = self._in_year(today.year)
        return this_year if this_year >= today else self._in_year(today.year + 1)


class Token(Base, frozen=True, kw_only=True):
    """One way of saying thank you.

    `conditions` say who gets it, `steps` how; `url` is the official page, `source_url` the page the
    words were taken from, as of the day or year `as_of`.
    """

    kind: Kind
    name: Line
    text: Sentence
    status: Status = "running"
    conditions: Annotated[tuple[Line, ...], Meta(max_length=20)] = ()
    steps: Annotated[tuple[Line, ...], Meta(max_length=20)] = ()
    dates: Annotated[tuple[Day, ...], Meta(max_length=50)] = ()
    url: OptionalAddress = ""
    source_url: SourceAddress
    as_of: AsOf


class Thanks(Base, frozen=True, kw_only=True):
    """The whole of thanks.toml; empty where a city has none."""

    tokens: Annotated[tuple[Token, ...], Meta(max_length=50)] = ()


def read_thanks(city_dir: Path) -> Thanks:
    """Read `thanks.toml`; without the file there is nothing to tell.

    Raises
    ------
    ConfigError
        The file cannot be used; the message names file, line, key and reason.
    """
    path = city_dir / FILE
    return read_toml(path, Thanks) if path.exists() else Thanks()
