"""House numbers: `26 c`, `14-18`, `14a – 18b`, `5 A-C`, `12 1/2`."""

from __future__ import annotations

import re

from msgspec import Struct

# `12 u. 14` is no house 12u
_LETTER = r"(?!u\.?\s*\d)[a-zA-Z](?![^\W_])"
#: a number with its letter, and a second one where it is a range; additions are cut off before
NUMBER = re.compile(
    rf"""(?<!\d)(?P<number>\d{{1,4}})(?!\d)
      (?: \s?(?P<half>1/2)(?!\d) | \s?[-/.]?\s?(?P<suffix>{_LETTER}) )?
      (?: \s*(?:-|/|\+|&|bis|und|u\.)\s* (?:
            (?P<end>\d{{1,4}})(?!\d) (?:\s?[-/]?\s?(?P<end_suffix>{_LETTER}))?
          | (?P<last>{_LETTER})
      ))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


class HouseNumber(Struct, frozen=True, kw_only=True):
    """A house number in comparable form.

    `number` is None where there is none; `suffix` and `end_suffix` are lower-case letters (or
    `1/2`); `end` is the last number of a range, None for a single house.
    """

    number: int | None = None
    suffix: str = ""
    end: int | None = None
    end_suffix: str = ""

    @property
    def place(self) -> tuple[int, str, int, str]:
        """Where it comes along the street, for sorting: a single house before a range from it."""
        return self.number or 0, self.suffix, self.end or 0, self.end_suffix

    def __str__(self) -> str:
        """As it stands on a sign: `26c`, `14-18`."""
        if self.number is None:
            return ""
        first = f"{self.number}{self.suffix}".replace("1/2", " 1/2")
        return first if self.end is None else f"{first}-{self.end}{self.end_suffix}"


NO_NUMBER = HouseNumber()


def house_number_of(found: re.Match[str]) -> HouseNumber:
    """The house number of a match of `NUMBER`; an end that lies before its beginning is no range."""
    number = int(found["number"])
    suffix = (found["half"] or found["suffix"] or "").lower()
    end, end_suffix = found["end"], (found["end_suffix"] or "").lower()
    if found["last"] and suffix and found["last"].lower() > suffix:
        return HouseNumber(
            number=number, suffix=suffix, end=number, end_suffix=found["last"].lower()
        )
    if end is None or (int(end), end_suffix) <= (number, suffix):
        return HouseNumber(number=number, suffix=suffix)
    return HouseNumber(number=number, suffix=suffix, end=int(end), end_suffix=end_suffix)


def parse_house_number(text: str, suffix: str = "") -> HouseNumber:
    """A house number from a register's columns; NO_NUMBER where the text holds none.

    Parameters
    ----------
    suffix : letter from a column of its own, empty where `text` holds it.
    """
    found = NUMBER.search(f"{text.strip()} {suffix.strip()}".replace("–", "-").strip())
    return house_number_of(found) if found else NO_NUMBER
