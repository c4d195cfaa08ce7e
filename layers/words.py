"""Numbers, dates and units as people read them: 9.436, 41 %, 3. April 2026.

Babel knows the locales; this module knows what each unit of an indicator needs.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

#: digits after the decimal sign, by unit of the indicator
_DIGITS = {"count": 0, "share": 0, "per_1000": 1, "index": 2, "m": 0, "eur": 0, "hours_per_1000": 1}

#: what stands behind a value, by unit
_SUFFIX = {"m": " m", "eur": " €", "per_1000": " je 1.000", "hours_per_1000": " Stunden je 1.000"}

#: the unit in words, for a legend
UNIT_WORDS = {
    "count": "Anzahl",
    "share": "Anteil in Prozent",
    "per_1000": "je 1.000 Einwohnerinnen und Einwohner",
    "index": "Index (Standardabweichungen, 0 = Mittel der Stadt)",
    "m": "Meter",
    "eur": "Euro",
    "hours_per_1000": "Stunden je Woche und 1.000 Einwohnerinnen und Einwohner",
}


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("de")


@cache
def zone(timezone: str) -> ZoneInfo:
    """The rules of a time zone, read once."""
    return ZoneInfo(timezone)


def number_text(value: float, digits: int = 0, language: str = "de") -> str:
    """A number with the language's separators and a true minus sign: `9.436`, `−0,42`."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(round(value, digits) + 0.0, format=pattern, locale=_locale(language))
    return text.replace("-", "−")


def value_text(value: float, unit: str, language: str = "de", digits: int | None = None) -> str:
    """A value with its unit: `41 %`, `1,6 je 1.000`, `9.436`; a share is given from 0 to 1."""
    digits = _DIGITS.get(unit, 1) if digits is None else digits
    if unit == "share":
        return number_text(value * 100, digits, language) + "\N{NO-BREAK SPACE}%"
    suffix = _SUFFIX.get(unit, "").replace(" ", "\N{NO-BREAK SPACE}", 1)
    return number_text(value, digits, language) + suffix


def about_share_text(share: float, language: str = "de") -> str:
    """A share known only roughly, rounded to 5 %: `etwa 40 %`, `unter 5 %`, `über 95 %`."""
    step = math.floor(share * 20 + 0.5) / 20  # half a step goes up, not to the even one
    if step == 0 and share > 0:
        return "unter " + value_text(0.05, "share", language)
    if step == 1 and share < 1:
        return "über " + value_text(0.95, "share", language)
    return "etwa " + value_text(step, "share", language)


def limit_texts(limits: Sequence[float], unit: str, language: str = "de") -> list[str]:
    """Class limits with as many digits as it takes to tell them apart (at most two more)."""
    first = _DIGITS.get(unit, 1)
    texts: list[str] = []
    for digits in range(first, first + 3):
        scale = 100 if unit == "share" else 1
        texts = [number_text(limit * scale, digits, language) for limit in limits]
        if len(set(texts)) == len(set(limits)):
            break
    if unit == "share":
        return [text + "\N{NO-BREAK SPACE}%" for text in texts]
    return texts


def date_text(day: dt.date, language: str = "de") -> str:
    """`3. April 2026`."""
    return format_date(day, "long", locale=_locale(language))


def outdated_text(day: dt.date, language: str = "de") -> str:
    """What stands on an entry that is out of date, with the day it speaks of."""
    return f"Stand: {date_text(day, language)}. Bitte vorher nachfragen."


def moment_text(moment: dt.datetime, timezone: str, language: str = "de") -> str:
    """`3. April 2026, 18:00 Uhr` in the city's time zone; `moment` is aware."""
    local = moment.astimezone(zone(timezone))
    clock = f"{local:%H:%M}" + (" Uhr" if language.startswith("de") else "")
    return f"{date_text(local.date(), language)}, {clock}"


def period_text(period: str, language: str = "de") -> str:
    """A period as people say it: `31. Dezember 2025`, `2. Quartal 2026`, `2022 und 2024`."""
    if quarter := re.fullmatch(r"(\d{4})-Q([1-4])", period):
        return f"{quarter[2]}. Quartal {quarter[1]}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", period):
        return date_text(dt.date.fromisoformat(period), language)
    if years := re.fullmatch(r"(\d{4})/(\d{4})", period):
        return f"Mittel aus {years[1]} und {years[2]}"
    if span := re.fullmatch(r"(\d{4})-(\d{4})", period):
        return f"{span[1]} bis {span[2]}"
    first, _, last = period.partition("/")
    if last:
        return f"{period_text(first, language)} bis {period_text(last, language)}"
    return period
