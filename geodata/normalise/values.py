"""One parser per kind of value: clean text in, a typed value out, or `BadValue` with the reason.

Strict on purpose: what can be read in two ways is not read at all. Reasons are German sentences
and never repeat the value, because the value of a private place must not travel in a message.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

#: what a number without country code belongs to
COUNTRY_CODE = "+49"

YEARS = range(1900, 2101)
#: field -> smallest and largest value that makes sense
LIMITS: dict[str, tuple[float, float]] = {
    "hours_per_week": (0.1, 80),
    "min_age": (0, 99),
    "needed": (1, 10_000),
    "year": (1990, 2100),
    "amount_eur": (0, 1e9),
}

_TRUE = {"ja", "j", "yes", "y", "true", "wahr", "1", "x"}
_FALSE = {"nein", "n", "no", "false", "falsch", "0"}
_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MONTHS = {
    "januar": 1, "jänner": 1, "jan": 1, "februar": 2, "feb": 2, "märz": 3, "mär": 3, "mrz": 3,
    "april": 4, "apr": 4, "mai": 5, "juni": 6, "jun": 6, "juli": 7, "jul": 7, "august": 8,
    "aug": 8, "september": 9, "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "november": 11,
    "nov": 11, "dezember": 12, "dez": 12,
}  # fmt: skip
_WORDY_DATE = re.compile(r"([0-9]{1,2})\.\s*([A-Za-zäÄ]{3,9})\.?\s*([0-9]{4})")
#: Mo, Do., Freitag: a weekday before a date says nothing new
_WEEKDAY = re.compile(
    r"(?:(?:mo|di|mi|do|fr|sa|so)\.?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend"
    r"|sonntag)(?:,\s*|\s+)(?:den\s+)?(?=[0-9])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*(?:Uhr)?\s*(Z|[+-]\d{2}:\d{2})?", re.ASCII
)
#: where „Uhr“ says that it is a time: 18 Uhr, 18.30 Uhr
_CLOCK = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*Uhr", re.ASCII)
_DAY_FIRST = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d", re.ASCII)
#: between a day and its time
_GAP = re.compile(r"(?:T|,\s*(?:um\s+)?|\s+(?:um\s+)?)(?=\d{1,2}(?:[:.]\d\d|\s*Uhr))")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(,\d+)?", re.ASCII)
#: what a column of numbers says in words: the unit must be the field's own, „2 h“ could be a month's
_WEEKLY = re.compile(
    r"(?:(?:ca|etwa|rund|ungefähr|mind|max)\.?\s+)?(\S+?)\s*(?:stunden?|std\.?|h)"
    r"\s*(?:/|pro|je|in\s+der|die|per)?\s*(?:woche|wöchentlich)",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"(?:(?:ab|mind|mindestens)\.?\s+)?(\d{1,2})\s*(?:jahren?|j\.?|\+)?", re.IGNORECASE | re.ASCII
)
_HOST_LABEL = r"[a-z0-9äöüß](?:[a-z0-9äöüß-]{0,61}[a-z0-9äöüß])?"
_HOST = rf"(?:{_HOST_LABEL}\.)+[a-z][a-z0-9-]{{1,62}}"
_URL = re.compile(rf"(?:(https?)://)?({_HOST})(:\d{{1,5}})?([/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(rf"([a-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}})@({_HOST})", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ()/.–-]+", re.ASCII)
#: spreadsheets take +49 351 ... for a number; no German number has twelve digits without the 49
_LOST_PLUS = re.compile(r"49\d{10,12}", re.ASCII)
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~:-]{0,99}", re.ASCII)


class BadValue(ValueError):
    """A value that cannot be read; the message is the reason in German."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        super().__init__(reason)


def parse_bool(text: str) -> bool:
    """`ja`, `nein`, `true`, `false`, `1`, `0` and the like. Raises BadValue."""
    word = text.casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadValue("bad_bool", "Erwartet ist „ja“ oder „nein“.")


def parse_float(text: str) -> float:
    """A number with decimal comma or point; thousands dots only where a comma settles them.

    Raises
    ------
    BadValue
        Not a number, or one like `1.234`, which could be 1234 as well.
    """
    grouped = _GROUPED.fullmatch(text)
    if grouped and not grouped.group(1):
        raise BadValue("ambiguous_number", "Der Punkt kann Komma oder Tausenderpunkt sein.")
    if grouped:
        return float(text.replace(".", "").replace(",", "."))
    return parse_coordinate(text)


def parse_coordinate(text: str) -> float:
    """A number with decimal comma or point and no thousands dots. Raises BadValue."""
    if not _NUMBER.fullmatch(text):
        raise BadValue("bad_number", "Das ist keine Zahl.")
    return float(text.replace(",", "."))


def parse_int(text: str) -> int:
    """A whole number. Raises BadValue."""
    if not re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII):
        raise BadValue("bad_number", "Das ist keine ganze Zahl.")
    return int(text)


def parse_weekly_hours(text: str) -> float:
    """Hours per week: a number, alone or as „ca. 1,5 Std./Woche“. Raises BadValue."""
    found = _WEEKLY.fullmatch(text)
    return parse_float(found.group(1) if found else text)


def parse_age(text: str) -> int:
    """Years of age: a whole number, alone or as „ab 16 Jahren“. Raises BadValue."""
    found = _AGE.fullmatch(text)
    return parse_int(found.group(1) if found else text)


def check_limits(field: str, value: float) -> None:
    """Raise BadValue where a number makes no sense for its field."""
    low, high = LIMITS.get(field, (float("-inf"), float("inf")))
    if not low <= value <= high:
        raise BadValue("out_of_range", f"Erwartet ist ein Wert von {low:g} bis {high:g}.")


def parse_date(text: str) -> dt.date:
    """A date as TT.MM.JJJJ, JJJJ-MM-TT or „24. Dezember 2026“, with or without its weekday.

    Raises
    ------
    BadValue
        Another form, a day that does not exist, a year of more or fewer than four digits.
    """
    text = _WEEKDAY.sub("", text, count=1)
    if found := _GERMAN_DATE.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WORDY_DATE.fullmatch(text)) and found.group(2).lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS[found[2].lower()], int(found[3])
    elif found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise BadValue("bad_date", "Erwartet ist ein Datum wie 03.04.2026 oder 2026-04-03.")
    if year not in YEARS:
        raise BadValue("bad_date", f"Das Jahr liegt nicht zwischen {YEARS[0]} und {YEARS[-1]}.")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadValue("bad_date", "Diesen Tag gibt es nicht.") from None


def _offset(text: str) -> dt.timezone:
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    sign = -1 if text[0] == "-" else 1
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))


def _local(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    at = moment.replace(tzinfo=zone).astimezone(dt.UTC)
    if at.astimezone(zone).replace(tzinfo=None) != moment:
        raise BadValue("bad_time", "Diese Stunde fällt bei der Zeitumstellung aus.")
    return at


def _split_moment(text: str) -> list[str]:
    """A day, and its time where there is one. The time begins at the last gap before digits."""
    gaps = [found for found in _GAP.finditer(text) if len(text[: found.start()]) >= 8]
    if not gaps:
        # no time that could be one: what follows the day is told as such
        return re.split(r"T|,?\s+(?=\D+$)", text, maxsplit=1) if _DAY_FIRST.match(text) else [text]
    return [text[: gaps[0].start()], text[gaps[0].end() :]]


def _time_of(text: str) -> tuple[int, int, int, str]:
    """Hour, minute, second and offset. Raises BadValue."""
    found = _TIME.fullmatch(text)
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups()[:3])
        return hour, minute, second, found.group(4) or ""
    found = _CLOCK.fullmatch(text)
    if not found:
        raise BadValue("bad_time", "Erwartet ist eine Uhrzeit wie 18:30.")
    return int(found[1]), int(found[2] or 0), 0, ""


def parse_datetime(text: str, zone: ZoneInfo, *, may_lack_time: bool = False) -> dt.datetime:
    """A moment in UTC from `03.04.2026 18:30`, `2026-04-03T18:30`, with or without offset.

    Without an offset it is local time; of the hour that comes twice in autumn, the first.

    Raises
    ------
    BadValue
        Another form, no time of day (unless `may_lack_time`: then midnight), or an hour that
        does not exist.
    """
    parts = _split_moment(text)
    day = parse_date(parts[0])
    if len(parts) == 1:
        if not may_lack_time:
            raise BadValue("bad_time", "Die Uhrzeit fehlt.")
        return _local(dt.datetime(day.year, day.month, day.day), zone)  # noqa: DTZ001 - made local
    hour, minute, second, offset = _time_of(parts[1].strip())
    try:
        naive = dt.datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001
        if offset:
            return naive.replace(tzinfo=_offset(offset)).astimezone(dt.UTC)
    except ValueError:
        raise BadValue("bad_time", "Diese Uhrzeit gibt es nicht.") from None
    return _local(naive, zone)


def parse_url(text: str) -> str:
    """A web address with scheme; `www.example.org` becomes `https://www.example.org`.

    Raises
    ------
    BadValue
        Another scheme than http and https, a login, a host without a dot, a space.
    """
    found = _URL.fullmatch(text)
    if not found or len(text) > 2000:
        raise BadValue("bad_url", "Erwartet ist eine Adresse wie https://www.example.org.")
    scheme, host, port, rest = found.groups()
    return f"{(scheme or 'https').lower()}://{host.lower()}{port or ''}{rest or ''}"


def parse_mail(text: str) -> str:
    """One mail address, its domain in small letters. Raises BadValue."""
    found = _MAIL.fullmatch(re.sub(r"^mailto:", "", text, flags=re.IGNORECASE))
    if not found or len(text) > 254:
        raise BadValue("bad_mail", "Erwartet ist eine Adresse wie kontakt@example.org.")
    return f"{found.group(1)}@{found.group(2).lower()}"


def parse_phone(text: str) -> str:
    """A phone number in international form, groups as the source has them: `+49 30 23125 123`.

    Raises
    ------
    BadValue
        Other characters than digits and separators, or not 6 to 15 digits.
    """
    text = re.sub(r"^(?:tel\.?|telefon)\s*:?\s*", "", text, flags=re.IGNORECASE)
    if not _PHONE.fullmatch(text):
        raise BadValue("bad_phone", "Erwartet ist eine Nummer wie 030 23125 123.")
    text = re.sub(r"^00", "+", text)
    if text.startswith("+"):
        text = re.sub(r"\(0\)", " ", text)
    elif _LOST_PLUS.fullmatch(text):
        text = f"+{text}"
    else:
        text = f"{COUNTRY_CODE} {re.sub(r'^[^0-9]*0', '', text)}"
    groups = re.findall(r"\d+", text)
    if not 6 <= sum(map(len, groups)) <= 15:
        raise BadValue("bad_phone", "Eine Nummer hat 6 bis 15 Ziffern.")
    return "+" + " ".join(groups)


def parse_key(text: str) -> str:
    """An id that can stand in a web address. Raises BadValue."""
    if not _KEY.fullmatch(text):
        raise BadValue("bad_id", "Eine Kennung besteht aus Buchstaben, Ziffern und . _ - ~ :")
    return text


def parse_choice(text: str, words: Mapping[str, str]) -> str:
    """The one of `words` (casefolded word -> value) that is meant. Raises BadValue."""
    value = words.get(text.casefold())
    if value is None:
        allowed = ", ".join(sorted(set(words.values())))
        raise BadValue("unknown_word", f"Erlaubt sind: {allowed}.")
    return value


def split_list(text: str, words: Mapping[str, str]) -> list[str]:
    """Members of a list separated by `|`, `;` or commas; a word with a comma in it stays whole."""
    if "|" in text or ";" in text:
        parts = re.split(r"[|;]", text)
    elif text.casefold() in words:
        parts = [text]
    else:
        parts = text.split(",")
    return [part.strip() for part in parts if part.strip()]
