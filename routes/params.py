"""One parser per query parameter. Nonsense is a `BadQuery` that names the parameter.

An empty value counts as not given: HTML forms send every field.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import re
from collections.abc import Collection
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from services.contracts import BadQuery, Bbox, Point, SearchQuery
from services.items import ALWAYS, EPOCH, Interval, day_interval

Args = MultiDict[str, str]

MAX_TEXT = 200
MAX_NAME = 100
MAX_REPEATED = 100
MAX_LIMIT = 10_000
MAX_OFFSET = 1_000_000_000
#: only offers of the whole city or from home: what no map shows; pages and subscriptions know it
WITHOUT_PLACE = "ohne_ort"
#: every page and every answer understands these
COMMON = ("lang", "f")
_TRUE, _FALSE = ("true", "1", "on", "yes"), ("false", "0", "off", "no")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,6})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)

#: every parameter of /api/search, the finder and the feeds
SEARCH_PARAMETERS = (
    "q",
    "theme",
    "district",
    "borough",
    "near",
    "near_name",
    "radius_m",
    "walk_minutes",
    "bbox",
    "hours_max",
    "weekday",
    "daytime",
    "age",
    "language",
    "audience",
    "wheelchair",
    "low_threshold",
    "remote",
    "schedule",
    "group",
    "people",
    "certificate",
    "pass",
    "board",
    "in_kind",
    "from",
    "to",
    "since",
    "sort",
    "limit",
    "offset",
)


def _bad(name: str, why: str, **values: object) -> BadQuery:
    return BadQuery(f"„{name}“: {gettext(why, **values)}", name)


def reject_unknown(args: Args, known: Collection[str]) -> None:
    """OGC API - Features wants a 400 for a parameter nobody knows."""
    for name in args:
        if name not in known and name not in COMMON:
            shown = name[:60]
            raise BadQuery(gettext("Unbekannter Parameter „%(name)s“.", name=shown), shown)


def text(args: Args, name: str, *, max_length: int = MAX_TEXT) -> str | None:
    """One text; None where it is missing or blank."""
    values = args.getlist(name)
    if len(values) > 1:
        raise _bad(name, "nur einmal angeben.")
    value = values[0].strip() if values else ""
    if len(value) > max_length:
        raise _bad(name, "höchstens %(n)s Zeichen.", n=max_length)
    return value or None


def texts(args: Args, name: str, *, max_length: int = 80) -> tuple[str, ...]:
    """A repeatable text (`a=1&a=2`), without blanks and repetitions, in the order given."""
    values = args.getlist(name)
    if len(values) > MAX_REPEATED:
        raise _bad(name, "höchstens %(n)s Werte.", n=MAX_REPEATED)
    if any(len(value) > max_length for value in values):
        raise _bad(name, "höchstens %(n)s Zeichen.", n=max_length)
    return tuple(dict.fromkeys(value.strip() for value in values if value.strip()))


def choice(args: Args, name: str, choices: Collection[str]) -> str | None:
    """One of a few words."""
    value = text(args, name)
    if value is not None and value not in choices:
        raise _bad(name, "möglich sind %(words)s.", words=", ".join(choices))
    return value


def parse_number(value: str, name: str) -> float:
    """A finite decimal number, decimal point."""
    number = float(value) if _NUMBER.fullmatch(value.strip()) else math.nan
    if not math.isfinite(number):
        raise _bad(name, "eine Zahl mit Dezimalpunkt erwartet.")
    return number


def number(
    args: Args, name: str, *, least: float = -math.inf, most: float = math.inf
) -> float | None:
    """One number within limits."""
    value = text(args, name)
    if value is None:
        return None
    found = parse_number(value, name)
    if not least <= found <= most:
        raise _bad(name, "eine Zahl von %(a)s bis %(b)s erwartet.", a=f"{least:g}", b=f"{most:g}")
    return found


def integer(args: Args, name: str, *, least: int, most: int) -> int | None:
    """One whole number within limits."""
    value = text(args, name)
    if value is None:
        return None
    if not _INTEGER.fullmatch(value) or not least <= int(value) <= most:
        raise _bad(name, "eine ganze Zahl von %(a)s bis %(b)s erwartet.", a=least, b=most)
    return int(value)


def limit(args: Args, default: int) -> int:
    """Page size from 1; more than the maximum means the maximum (OGC API - Features 7.15.3)."""
    value = text(args, "limit")
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or not value.strip("0"):
        raise _bad("limit", "eine ganze Zahl von 1 bis %(b)s erwartet.", b=MAX_LIMIT)
    return MAX_LIMIT if len(value) > 9 else min(int(value), MAX_LIMIT)


def offset(args: Args) -> int:
    """Number of records to skip."""
    return integer(args, "offset", least=0, most=MAX_OFFSET) or 0


def flag(args: Args, name: str) -> bool | None:
    """`true`/`false` (also 1/0, on/off, yes/no)."""
    value = text(args, name)
    if value is None:
        return None
    if value.lower() not in (*_TRUE, *_FALSE):
        raise _bad(name, "true oder false erwartet.")
    return value.lower() in _TRUE


def parse_date(value: str) -> dt.date | None:
    """The day of `JJJJ-MM-TT`, None if it is none."""
    if not _DAY.fullmatch(value):
        return None
    with contextlib.suppress(ValueError):
        return dt.date.fromisoformat(value)
    return None


def date(args: Args, name: str) -> dt.date | None:
    """A day as JJJJ-MM-TT."""
    value = text(args, name)
    if value is None:
        return None
    found = parse_date(value)
    if found is None:
        raise _bad(name, "ein Datum als JJJJ-MM-TT erwartet.")
    return found


def _numbers(value: str, name: str) -> list[float]:
    return [parse_number(part, name) for part in value.split(",")]


def _check_lonlat(name: str, lon: float, lat: float) -> None:
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise _bad(name, "Länge von -180 bis 180 und Breite von -90 bis 90 erwartet.")


def point(args: Args, name: str) -> Point | None:
    """`lon,lat` in CRS84."""
    value = text(args, name)
    if value is None:
        return None
    numbers = _numbers(value, name)
    if len(numbers) != 2:
        raise _bad(name, "„Länge,Breite“ erwartet.")
    _check_lonlat(name, *numbers)
    return numbers[0], numbers[1]


def bbox(args: Args, name: str = "bbox") -> Bbox | None:
    """west, south, east, north in CRS84; with six numbers the heights are left out.

    West greater than east crosses the antimeridian.
    """
    value = text(args, name)
    if value is None:
        return None
    numbers = _numbers(value, name)
    if len(numbers) == 6:
        if numbers[2] > numbers[5]:
            raise _bad(name, "die untere Höhe liegt über der oberen.")
        numbers = [numbers[i] for i in (0, 1, 3, 4)]
    if len(numbers) != 4:
        raise _bad(name, "vier oder sechs Zahlen erwartet: West, Süd, Ost, Nord.")
    west, south, east, north = numbers
    _check_lonlat(name, west, south)
    _check_lonlat(name, east, north)
    if south > north:
        raise _bad(name, "Süd liegt nördlich von Nord.")
    return west, south, east, north


def _moment(value: str, zone: ZoneInfo) -> Interval | None:
    """A day (all of it, local) or an RFC 3339 instant as seconds since 1970; None if neither."""
    day = parse_date(value)
    if day is not None:
        return day_interval(day, day, zone)
    if not _INSTANT.fullmatch(value):
        return None
    with contextlib.suppress(ValueError):
        seconds = (dt.datetime.fromisoformat(value.upper()) - EPOCH).total_seconds()
        return seconds, seconds
    return None


def interval(args: Args, timezone: str, name: str = "datetime") -> Interval | None:
    """`instant`, `start/end`, `../end`, `start/..`, each an RFC 3339 instant or a day."""
    value = text(args, name)
    if value is None:
        return None
    parts = value.split("/")
    zone = ZoneInfo(timezone)
    is_open = [part in ("", "..") and len(parts) == 2 for part in parts]
    found = [
        ALWAYS if free else _moment(part, zone) for part, free in zip(parts, is_open, strict=True)
    ]
    if len(parts) > 2 or found[0] is None or found[-1] is None:
        raise _bad(name, "ein Zeitpunkt nach RFC 3339 oder ein Zeitraum „von/bis“ erwartet.")
    if found[0][0] > found[-1][1]:
        raise _bad(name, "der Zeitraum endet vor seinem Anfang.")
    return found[0][0], found[-1][1]


def weights(args: Args, name: str = "weights") -> tuple[tuple[str, float], ...]:
    """`<indicator_id>:<number>,...`; none negative, not all zero, each id once."""
    value = text(args, name, max_length=1000)
    if value is None:
        return ()
    found: dict[str, float] = {}
    for part in value.split(","):
        key, colon, figure = part.strip().partition(":")
        if not colon or not key or key in found:
            raise _bad(name, "„Kennzahl:Gewicht“ erwartet, durch Kommas getrennt, jede einmal.")
        found[key] = parse_number(figure, name)
    if min(found.values()) < 0:
        raise _bad(name, "ein Gewicht ist negativ.")
    if not any(found.values()):
        raise _bad(name, "mindestens ein Gewicht muss größer als 0 sein.")
    return tuple(found.items())


def search_query(args: Args | None = None, *, default_limit: int = 20) -> SearchQuery:
    """The search a request asks for; unknown parameters are the caller's business.

    Raises
    ------
    BadQuery
        A parameter that is none: names it and says what was expected.
    """
    args = request.args if args is None else args
    return SearchQuery(
        q=text(args, "q") or "",
        theme=texts(args, "theme"),
        district=texts(args, "district"),
        borough=texts(args, "borough"),
        near=point(args, "near"),
        near_name=text(args, "near_name", max_length=MAX_NAME) or "",
        radius_m=number(args, "radius_m", least=1, most=100_000),
        walk_minutes=integer(args, "walk_minutes", least=1, most=240),
        bbox=bbox(args),
        hours_max=number(args, "hours_max", least=0, most=168),
        weekday=texts(args, "weekday"),
        daytime=texts(args, "daytime"),
        age=integer(args, "age", least=0, most=130),
        language=texts(args, "language"),
        audience=texts(args, "audience"),
        wheelchair=texts(args, "wheelchair"),
        low_threshold=flag(args, "low_threshold"),
        remote=flag(args, "remote"),
        schedule=texts(args, "schedule"),
        group=flag(args, "group"),
        people=integer(args, "people", least=1, most=10_000),
        certificate=flag(args, "certificate"),
        towards_pass=flag(args, "pass"),
        board=flag(args, "board"),
        in_kind=flag(args, "in_kind"),
        date_from=date(args, "from"),
        date_to=date(args, "to"),
        since=date(args, "since"),
        sort=text(args, "sort") or "relevance",
        limit=limit(args, default_limit),
        offset=offset(args),
    )
