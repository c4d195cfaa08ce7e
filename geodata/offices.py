"""Who in the city hall is in charge of what: `cities/<slug>/offices.toml`, read strictly.

The file is optional. Every office names the page where its task stands and the day that page was
read, because a citizen who calls the wrong office does not call a second time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from geodata.city import Base, nearest_word, read_toml
from geodata.errors import ConfigError

FILE = "offices.toml"
Line = Annotated[str, Meta(min_length=2, max_length=200)]
Sentence = Annotated[str, Meta(min_length=2, max_length=600)]
SourceAddress = Annotated[str, Meta(pattern=r"^https?://[^\s\"'<>]+$")]
#: a day, or only a year where the page says no more
AsOf = dt.date | Annotated[int, Meta(ge=1990, le=2100)]
OptionalAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s\"'<>]+)?$")]


class Office(Base, frozen=True, kw_only=True):
    """One office. `themes`: theme ids of themes.csv, empty = all; what is unknown stays empty."""

    name: Line
    task: Sentence
    themes: tuple[str, ...] = ()
    url: OptionalAddress = ""
    email: Annotated[str, Meta(pattern=r"^([^\s@<>\"']+@[^\s@<>\"']+)?$")] = ""
    phone: Annotated[str, Meta(pattern=r"^[0-9+() /-]*$", max_length=40)] = ""
    source_url: SourceAddress
    as_of: AsOf


class Offices(Base, frozen=True, kw_only=True):
    """The whole of offices.toml; empty where a city has none."""

    offices: Annotated[tuple[Office, ...], Meta(max_length=200)] = ()


def _check_themes(path: Path, found: Offices, known: Collection[str]) -> None:
    for number, office in enumerate(found.offices, start=1):
        strange = next((theme for theme in office.themes if theme not in known), None)
        if strange is not None:
            raise ConfigError(
                f"{path}: {number}. Amt („{office.name}“), Feld „themes“: Das Thema „{strange}“ "
                f"steht nicht in themes.csv.{nearest_word(strange, known)}"
            )


def _check_names(path: Path, found: Offices) -> None:
    names = [office.name for office in found.offices]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(f"{path}: Feld „name“: Das Amt „{twice}“ steht zweimal da.")


def read_offices(city_dir: Path, known_themes: Collection[str]) -> Offices:
    """Read `offices.toml`; without the file there are none.

    Raises
    ------
    ConfigError
        The file cannot be used, names a theme that themes.csv lacks, or an office twice.
    """
    path = city_dir / FILE
    if not path.exists():
        return Offices()
    found = read_toml(path, Offices)
    _check_names(path, found)
    _check_themes(path, found, known_themes)
    return found
