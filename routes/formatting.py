"""Numbers and dates as people write them, in the language of the request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.numbers import format_decimal
from flask_babel import format_date, format_datetime, format_percent, get_locale, gettext


def _pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


def _no_value() -> str:
    return str(gettext("keine Angabe"))


@lru_cache(maxsize=4096)
def _decimal(value: float, digits: int, locale: Locale | None) -> str:
    """A list says the same few numbers again and again, and a pattern is read anew each time."""
    return str(format_decimal(value, format=_pattern(digits), locale=locale))


def number(value: float | None, digits: int = 0) -> str:
    """9436 -> `9.436`; with digits, 1.5 -> `1,5`. None -> `keine Angabe`."""
    if value is None:
        return _no_value()
    return _decimal(value, digits, get_locale())


def percent(share: float | None, digits: int = 0) -> str:
    """0.41 -> `41 %` (with a no-break space)."""
    if share is None:
        return _no_value()
    return str(format_percent(share, format=f"{_pattern(digits)}\N{NO-BREAK SPACE}%"))


def date_long(day: dt.date | None) -> str:
    """`3. April 2026`."""
    return _no_value() if day is None else str(format_date(day, format="long"))


def datetime_long(moment: dt.datetime | None) -> str:
    """`3. April 2026 um 11:00`, in the city's time zone."""
    if moment is None:
        return _no_value()
    day, time = format_date(moment, format="long"), format_datetime(moment, format="HH:mm")
    return str(gettext("%(day)s um %(time)s", day=day, time=time))


def distance(metres: float | None) -> str:
    """`350 m`, `1,2 km`: rounded as one would say it."""
    if metres is None:
        return _no_value()
    if metres < 950:
        return f"{number(round(metres, -1 if metres < 200 else -2) or 10)}\N{NO-BREAK SPACE}m"
    return f"{number(metres / 1000, 1)}\N{NO-BREAK SPACE}km"


def file_size(size: int | None) -> str:
    """`640 Byte`, `12 kB`, `1,3 MB`: decimal units, as a download shows them."""
    if size is None:
        return _no_value()
    if size < 1000:
        return f"{number(size)}\N{NO-BREAK SPACE}{gettext('Byte')}"
    if size < 999_500:
        return f"{number(size / 1000)}\N{NO-BREAK SPACE}kB"
    return f"{number(size / 1_000_000, 1)}\N{NO-BREAK SPACE}MB"


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "percent": percent,
    "date_long": date_long,
    "datetime_long": datetime_long,
    "distance": distance,
    "file_size": file_size,
}
