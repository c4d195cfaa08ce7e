"""One city's configuration: `cities/<slug>/city.toml`, read strictly.

A typo is an error that names the file, the line and what was probably meant.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints
from zoneinfo import available_timezones

import msgspec
from msgspec import Meta, Struct

from geodata.errors import ConfigError, reason_of

Share = Annotated[float, Meta(ge=0, le=1)]
S = TypeVar("S", bound=Struct)
Positive = Annotated[float, Meta(gt=0)]
WebAddress = Annotated[str, Meta(pattern=r"^(https?://[^\s\"'<>]+)?$")]
Degrees = Annotated[float, Meta(ge=-180, le=180)]

MOST_DEGREES = 3.0
#: nobody types these; they would reach pages and terminals
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Base(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every table of city.toml knows exactly its keys."""


class Checks(Base, frozen=True, kw_only=True):
    """What a build must show before it is published."""

    district_count: Annotated[int, Meta(ge=1)]
    statistics_unit_count: Annotated[int, Meta(ge=1)]
    borough_count: Annotated[int, Meta(ge=1)]
    area_km2: Annotated[float, Meta(gt=0, le=1_000_000)]
    area_tolerance_share: Share = 0.01
    residents: int | None = None


class Input(Base, frozen=True, kw_only=True):
    """One input of the disadvantage index."""

    indicator_id: str
    period: str
    weight: Annotated[float, Meta(ge=0, le=1_000_000)] = 1.0


class Disadvantage(Base, frozen=True, kw_only=True):
    """The index: its inputs and the limits of its classes (Berlin, MSS)."""

    inputs: Annotated[tuple[Input, ...], Meta(min_length=1)]
    limits: tuple[float, float, float] = (-1.0, 1.0, 1.5)

    def __post_init__(self) -> None:
        """An input may stand once, and limits rise."""
        names = [given.indicator_id for given in self.inputs]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"„{twice}“ steht zweimal in inputs")
        if not self.limits[0] < self.limits[1] < self.limits[2]:
            raise ValueError("limits muss von klein nach groß geordnet sein")


class Access(Base, frozen=True, kw_only=True):
    """Walking: metres as the crow flies = minutes * 60 * speed / detour."""

    speed_m_per_s: Annotated[float, Meta(gt=0, le=5)] = 1.3
    detour_factor: Annotated[float, Meta(ge=1, le=5)] = 1.3
    minutes: Annotated[
        tuple[Annotated[int, Meta(ge=1, le=120)], ...], Meta(min_length=1, max_length=4)
    ] = (10, 15)
    grid_m: Annotated[float, Meta(ge=25, le=1000)] = 100.0


class Robustness(Base, frozen=True, kw_only=True):
    """Dirichlet weightings around the chosen weights."""

    draws: Annotated[int, Meta(ge=1, le=100_000)] = 1000
    concentration: Annotated[float, Meta(gt=0, le=1_000_000)] = 12.0
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

    frame_ancestors: tuple[
        Annotated[str, Meta(pattern=r"^(\*|https?://[A-Za-z0-9.*:_-]+)$")], ...
    ] = ()


class Examples(Base, frozen=True, kw_only=True):
    """The seeded generator of example content."""

    seed: int = 1
    organisations: Annotated[int, Meta(ge=1)] = 270
    opportunities: Annotated[int, Meta(ge=1)] = 960


class Duplicates(Base, frozen=True, kw_only=True):
    """From which score on two records are merged without a decision, and listed for one.

    A score is never quite 1: with `auto_merge = 1` nothing merges by itself.
    """

    auto_merge: Annotated[float, Meta(ge=0.9, le=1)] = 0.99
    review: Annotated[float, Meta(ge=0.1, le=1)] = 0.5


class Orientation(Base, frozen=True, kw_only=True):
    """A river made from the borders between the districts of its two banks."""

    name: str
    left_bank: tuple[str, ...]
    right_bank: tuple[str, ...]


class Basemap(Base, frozen=True, kw_only=True):
    """Tiles through the server's own cache; off without an upstream."""

    upstream: str = ""
    attribution: str = ""


class Geocoding(Base, frozen=True, kw_only=True):
    """A service that may be asked for addresses the register does not know; off without one."""

    provider: Literal["", "nominatim", "photon"] = ""
    url: WebAddress = ""
    interval_seconds: Annotated[float, Meta(ge=0, le=60)] = 1.0
    max_requests: Annotated[int, Meta(ge=1, le=10_000)] = 500

    def __post_init__(self) -> None:
        """Who is asked is said, never assumed."""
        if self.provider and not self.url:
            raise ValueError("zu provider gehört url, die Adresse des Dienstes")


class City(Base, frozen=True, kw_only=True):
    """The whole of city.toml."""

    slug: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    name: str
    title: str
    locale: Literal["de"] = "de"
    languages: tuple[str, ...] = ()
    timezone: str
    crs: Annotated[str, Meta(pattern=r"^EPSG:\d+$")]
    bbox: tuple[Degrees, Degrees, Degrees, Degrees]
    website: WebAddress = ""
    volunteer_platform_name: str = ""
    volunteer_platform_url: WebAddress = ""
    checks: Checks
    disadvantage: Disadvantage
    access: Access = Access()
    robustness: Robustness = Robustness()
    retention: Retention = Retention()
    operator: Operator = Operator()
    embed: Embed = Embed()
    examples: Examples = Examples()
    duplicates: Duplicates = Duplicates()
    orientation: tuple[Orientation, ...] = ()
    basemap: Basemap = Basemap()
    geocoding: Geocoding = Geocoding()
    tokens: dict[str, Annotated[str, Meta(pattern=r"^[-#(),.% a-zA-Z0-9\"']+$")]] = {}

    def __post_init__(self) -> None:
        """West lies before east, south before north, and it is the box of a city; the time zone exists."""
        west, south, east, north = self.bbox
        if not (west < east and south < north):
            raise ValueError("bbox braucht die Folge West, Süd, Ost, Nord")
        if not 0 < east - west < MOST_DEGREES or not 0 < north - south < MOST_DEGREES:
            raise ValueError("bbox ist größer als eine Stadt")
        known = available_timezones()
        if self.timezone not in known:
            hint = nearest_word(self.timezone, known)
            raise ValueError(f"Die Zeitzone „{self.timezone}“ gibt es nicht.{hint}")


def _start_of(lines: list[str], where: str) -> int:
    """Index of the header of the array element that `where` (`sources[2].kind`) names, else 0."""
    start = 0
    for name, number in re.findall(r"(\w+)\[(\d+)\]", where):
        header = re.compile(rf"^\s*\[\[([\w.]*\.)?{re.escape(name)}\]\]")
        found = [i for i, line in enumerate(lines) if i >= start and header.match(line)]
        start = found[int(number)] if len(found) > int(number) else start
    return start


def _line_of(text: str, key: str, where: str = "", value: str = "") -> int | None:
    """Line of a key, in the array element `where`, with `value` in it; None where unsure."""
    name = rf"([\w.\"]*\.)?\"?{re.escape(key)}\"?\s*[\].=]"
    lines = text.splitlines()
    is_vague = "[...]" in where  # an element of a table of tables: the message does not say which
    start = 0 if is_vague else _start_of(lines, where)
    rows = [i for i in range(start, len(lines)) if value in lines[i]]
    numbers = [i + 1 for i in rows if re.match(rf"^\s*(\[+\s*)?{name}", lines[i])]
    if numbers and (len(numbers) == 1 or not is_vague or value):
        return numbers[0]
    inline = [i + 1 for i in rows if re.search(rf"[{{,]\s*{name}", lines[i])]
    return inline[0] if len(inline) == 1 else None


def _literals(hint: Any) -> set[str]:
    if get_origin(hint) is Literal:
        return {str(word) for word in get_args(hint)}
    return {word for inner in get_args(hint) for word in _literals(inner)}


def _structs_in(hint: Any) -> set[type[Struct]]:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return {hint}
    return {found for inner in get_args(hint) for found in _structs_in(inner)}


def _tables_of(root: type[Struct]) -> set[type[Struct]]:
    """The struct and all tables in it, at any depth: those of another file give no hints."""
    found: set[type[Struct]] = set()
    waiting = {root}
    while waiting:
        table = waiting.pop()
        found.add(table)
        for hint in get_type_hints(table).values():
            waiting |= _structs_in(hint) - found
    return found


def _known_words(key: str, root: type[Struct]) -> set[str]:
    """Words a key may have as its value, in any of the file's tables."""
    hints = (get_type_hints(table).get(key) for table in _tables_of(root))
    return {word for hint in hints for word in _literals(hint)}


def _known_keys(root: type[Struct]) -> set[str]:
    return {key for table in _tables_of(root) for key in table.__struct_fields__}


def nearest_word(word: str, known: Iterable[str]) -> str:
    """A hint for a typo that begins with a space, empty where nothing is near."""
    near = difflib.get_close_matches(word, sorted(set(known)), n=1)
    return f" Gemeint ist wohl „{near[0]}“." if near else ""


def explain_config_error(
    path: Path, text: str, error: msgspec.ValidationError, root: type[Struct]
) -> str:
    """One German sentence naming file, line and key, with the nearest known word for a typo."""
    message = str(error)
    found = re.search(r"at `\$\.?([^`]*)`", message)
    where = found.group(1) if found else ""
    unknown = re.search(r"unknown field `([^`]+)`", message)
    missing = re.search(r"missing required field `([^`]+)`", message)
    word = re.search(r"Invalid enum value '([^']*)'", message)
    key = unknown.group(1) if unknown else re.split(r"[.\[]", where)[-1]
    line = _line_of(text, key, where, word.group(1) if word else "") if key else None
    if missing and where.endswith("]") and "[...]" not in where:
        line = _start_of(text.splitlines(), where) + 1
    place = f"{path}, Zeile {line}" if line else str(path)
    if unknown:
        return f"{place}: Unbekannter Schlüssel „{key}“.{nearest_word(key, _known_keys(root))}"
    if missing:
        table = f" in [{where}]" if where else ""
        return f"{place}: Der Schlüssel „{missing.group(1)}“ fehlt{table}."
    if word:
        known = _known_words(key, root)
        hint = nearest_word(word.group(1), known) or f" Möglich: {', '.join(sorted(known))}."
        return f"{place}: „{word.group(1)}“ ist kein Wert von „{where}“.{hint}"
    reason = re.sub(r" - at `[^`]*`$", "", message)
    return (
        f"{place}: Wert von „{where}“ ungültig ({reason})."
        if where
        else f"{place}: {reason.rstrip('.')}."
    )


def read_config_text(path: Path) -> str:
    """A configuration file as text: UTF-8, with or without byte order mark.

    Raises
    ------
    ConfigError
        Missing, not readable, not UTF-8, or with control characters; names file and line.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError(f"{path}: Die Datei fehlt.") from None
    except OSError as error:
        raise ConfigError(f"{path}: Die Datei ist nicht lesbar ({reason_of(error)}).") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = "Die Datei ist nicht UTF-8. Bitte als „UTF-8“ speichern."
        raise ConfigError(f"{path}, Zeile {line}: {reason}") from None
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        sign = f"U+{ord(found.group()):04X}"
        raise ConfigError(f"{path}, Zeile {line}: Steuerzeichen {sign}; das ist kein reiner Text.")
    return text


def read_toml(path: Path, root: type[S]) -> S:
    """Read a TOML file strictly into a struct.

    Raises
    ------
    ConfigError
        The file is missing, is not TOML, or has an unknown, missing or wrong key.
    """
    text = read_config_text(path)
    try:
        return msgspec.convert(tomllib.loads(text), root)
    except msgspec.ValidationError as error:
        raise ConfigError(explain_config_error(path, text, error, root)) from None
    except (ValueError, RecursionError) as error:
        # ValueError: also a number with thousands of digits, not only a TOMLDecodeError
        raise ConfigError(f"{path}: kein gültiges TOML ({error}).") from None


def read_city(city_dir: Path) -> City:
    """Read `city.toml` of a city's folder. Raises ConfigError."""
    return read_toml(city_dir / "city.toml", City)
