"""One city's configuration: `cities/<slug>/city.toml`, read strictly.

A typo is an error that names the file, the line and what was probably meant.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from geodata.errors import ConfigError

Share = Annotated[float, Meta(ge=0, le=1)]
S = TypeVar("S", bound=Struct)
Positive = Annotated[float, Meta(gt=0)]


class Base(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every table of city.toml knows exactly its keys."""


class Checks(Base, frozen=True, kw_only=True):
    """What a build must show before it is published."""

    district_count: Annotated[int, Meta(ge=1)]
    statistics_unit_count: Annotated[int, Meta(ge=1)]
    borough_count: Annotated[int, Meta(ge=1)]
    area_km2: Positive
    area_tolerance_share: Share = 0.01
    residents: int | None = None


class Input(Base, frozen=True, kw_only=True):
    """One input of the disadvantage index."""

    indicator_id: str
    period: str
    weight: Annotated[float, Meta(ge=0)] = 1.0


class Disadvantage(Base, frozen=True, kw_only=True):
    """The index: its inputs and the limits of its classes (Berlin, MSS)."""

    inputs: Annotated[tuple[Input, ...], Meta(min_length=1)]
    limits: tuple[float, float, float] = (-1.0, 1.0, 1.5)


class Access(Base, frozen=True, kw_only=True):
    """Walking: metres as the crow flies = minutes * 60 * speed / detour."""

    speed_m_per_s: Positive = 1.3
    detour_factor: Annotated[float, Meta(ge=1)] = 1.3
    minutes: tuple[int, ...] = (10, 15)
    grid_m: Positive = 100.0


class Robustness(Base, frozen=True, kw_only=True):
    """Dirichlet weightings around the chosen weights."""

    draws: Annotated[int, Meta(ge=1)] = 1000
    concentration: Positive = 12.0
    seed: int = 20260630
    top_share: Share = 0.15
    top_min: int = 3


class Retention(Base, frozen=True, kw_only=True):
    """How long files are kept."""

    snapshots: Annotated[int, Meta(ge=1)] = 10
    raw_days: Annotated[int, Meta(ge=1)] = 90


class Operator(Base, frozen=True, kw_only=True):
    """Who runs it; empty = a demonstration without operator."""

    name: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    represented_by: str = ""


class Embed(Base, frozen=True, kw_only=True):
    """Who may show /embed in a frame (CSP frame-ancestors); empty = only this site itself."""

    frame_ancestors: tuple[str, ...] = ()


class Examples(Base, frozen=True, kw_only=True):
    """The seeded generator of example content."""

    seed: int = 1
    organisations: Annotated[int, Meta(ge=1)] = 270
    opportunities: Annotated[int, Meta(ge=1)] = 960


class Orientation(Base, frozen=True, kw_only=True):
    """A river made from the borders between the districts of its two banks."""

    name: str
    left_bank: tuple[str, ...]
    right_bank: tuple[str, ...]


class Basemap(Base, frozen=True, kw_only=True):
    """Tiles through the server's own cache; off without an upstream."""

    upstream: str = ""
    attribution: str = ""


class City(Base, frozen=True, kw_only=True):
    """The whole of city.toml."""

    slug: str
    name: str
    title: str
    locale: str = "de"
    timezone: str
    crs: Annotated[str, Meta(pattern=r"^EPSG:\d+$")]
    bbox: tuple[float, float, float, float]
    website: str = ""
    volunteer_platform_name: str = ""
    volunteer_platform_url: str = ""
    checks: Checks
    disadvantage: Disadvantage
    access: Access = Access()
    robustness: Robustness = Robustness()
    retention: Retention = Retention()
    operator: Operator = Operator()
    embed: Embed = Embed()
    examples: Examples = Examples()
    orientation: tuple[Orientation, ...] = ()
    basemap: Basemap = Basemap()
    tokens: dict[str, Annotated[str, Meta(pattern=r"^[-#(),.% a-zA-Z0-9\"']+$")]] = {}


def _line_of(text: str, key: str) -> int | None:
    pattern = re.compile(rf"^\s*(\[+\s*)?([\w.\"]*\.)?\"?{re.escape(key)}\"?\s*[\].=]")
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if pattern.match(line)), None)


def _known_keys(struct: type[Struct]) -> set[str]:
    keys: set[str] = set()
    for candidate in [struct, *Base.__subclasses__()]:
        keys.update(candidate.__struct_fields__)
    return keys


def explain_config_error(
    path: Path, text: str, error: msgspec.ValidationError, root: type[Struct]
) -> str:
    """One German sentence naming file, line and key, with the nearest known key for a typo."""
    message = str(error)
    unknown = re.search(r"unknown field `([^`]+)`", message)
    where = re.search(r"at `\$\.?([^`]*)`", message)
    key = unknown.group(1) if unknown else re.split(r"[.\[]", where.group(1))[-1] if where else ""
    missing = re.search(r"missing required field `([^`]+)`", message)
    line = _line_of(text, key) if key else None
    place = f"{path}, Zeile {line}" if line else str(path)
    if unknown:
        near = difflib.get_close_matches(key, sorted(_known_keys(root)), n=1)
        hint = f" Gemeint ist wohl „{near[0]}“." if near else ""
        return f"{place}: Unbekannter Schlüssel „{key}“.{hint}"
    if missing:
        table = f" in [{where.group(1)}]" if where and where.group(1) else ""
        return f"{place}: Der Schlüssel „{missing.group(1)}“ fehlt{table}."
    return f"{place}: Wert von „{where.group(1) if where else '?'}“ ungültig ({message})."


def read_toml(path: Path, root: type[S]) -> S:
    """Read a TOML file strictly into a struct.

    Raises
    ------
    ConfigError
        The file is missing, is not TOML, or has an unknown, missing or wrong key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(f"{path}: Die Datei fehlt.") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: Die Datei ist nicht UTF-8 ({error.reason}).") from None
    try:
        return msgspec.convert(tomllib.loads(text), root)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: kein gültiges TOML ({error}).") from None
    except msgspec.ValidationError as error:
        raise ConfigError(explain_config_error(path, text, error, root)) from None


def read_city(city_dir: Path) -> City:
    """Read `city.toml` of a city's folder. Raises ConfigError."""
    return read_toml(city_dir / "city.toml", City)
