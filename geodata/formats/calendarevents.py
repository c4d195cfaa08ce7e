"""One event of a calendar as pairs of name and text."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from typing import Any

import msgspec
from icalendar import Event

from geodata.crs import LONLAT
from geodata.formats.flatten import Pair, join_texts
from geodata.formats.table import Position

#: properties that are plain text -> column
_TEXTS = {
    "SUMMARY": "summary",
    "DESCRIPTION": "description",
    "LOCATION": "location",
    "CATEGORIES": "categories",
    "URL": "url",
    "STATUS": "status",
    "CONTACT": "contact",
}
_KEY_LENGTH = 70
#: years that dates of events are read in, so that no sum of times leaves the calendar
YEARS = range(1900, 2200)
_LONGEST = dt.timedelta(days=3660)
_DAY = dt.timedelta(days=1)


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A start: local time without zone, the zone (None = wherever the reader is), or a whole day."""

    local: dt.datetime
    zone: dt.tzinfo | None = None
    is_day: bool = False

    def at(self, local: dt.datetime) -> Moment:
        """The same kind of moment at another local time."""
        return Moment(local=local, zone=self.zone, is_day=self.is_day)

    def to_local(self, value: dt.date, *, is_end: bool = False) -> dt.datetime:
        """A date or time of the same event in its local time; `is_end`: a date means its end."""
        if not isinstance(value, dt.datetime):
            # a date stands for the event of that day
            time = dt.time(23, 59, 59) if is_end else self.local.time()
            return dt.datetime.combine(value, time)
        if value.tzinfo is None:
            return value
        return (value.astimezone(self.zone) if self.zone else value).replace(tzinfo=None)

    def text(self) -> str:
        """ISO 8601, with the offset where the zone is known."""
        return self.local.replace(tzinfo=self.zone).isoformat()


def moment_of(value: Any) -> Moment | None:
    """The moment of a property, None where it has none that can be read."""
    when = getattr(value[0] if isinstance(value, list) else value, "dt", None)
    if not isinstance(when, dt.date) or when.year not in YEARS:
        return None
    if isinstance(when, dt.datetime):
        return Moment(local=when.replace(tzinfo=None), zone=when.tzinfo)
    return Moment(local=dt.datetime.combine(when, dt.time()), is_day=True)


def date_key(moment: Moment) -> str:
    """What a date of a series and the event that replaces it have in common."""
    if moment.zone is None:
        return moment.text()
    return moment.local.replace(tzinfo=moment.zone).astimezone(dt.UTC).isoformat()


def _plain(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for each in value for text in _plain(each)]
    return [str(each) for each in getattr(value, "cats", [value])]


def _end(event: Event, start: Moment, moment: Moment) -> str:
    """End of one date: as long after it as the event's end is after its start."""
    end = moment_of(event.get("DTEND"))
    duration = getattr(event.get("DURATION"), "dt", None)
    if isinstance(duration, dt.timedelta):
        length = duration
    elif end is not None:
        length = _length(start, end)
    elif start.is_day:
        length = _DAY
    else:
        return ""
    if not dt.timedelta() <= length <= _LONGEST:
        return ""
    if moment.is_day:  # the end of whole days is the day after the last one
        length = max(length, _DAY) - dt.timedelta(minutes=1)
    return moment.at(moment.local + length).text()


def _length(start: Moment, end: Moment) -> dt.timedelta:
    if start.zone and end.zone:
        return (
            end.local.replace(tzinfo=end.zone).astimezone(start.zone).replace(tzinfo=None)
            - start.local
        )
    return end.local - start.local


def _key(text: str) -> str:
    """A UID as an id can be written: they hold an @, and sometimes anything."""
    key = re.sub(r"[^A-Za-z0-9._~:-]", "-", text.replace("@", "~")).lstrip("._~:-")
    if key == text.replace("@", "~") and len(key) <= _KEY_LENGTH:
        return key
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{key[:_KEY_LENGTH]}-{digest}" if key else digest


def _organiser(event: Event) -> str:
    """The name only: an address may be a person's."""
    given = event.get("ORGANIZER")
    given = given[0] if isinstance(given, list) else given
    return str(getattr(given, "params", {}).get("CN", ""))


def pairs_of(event: Event, start: Moment, moment: Moment, *, is_series: bool) -> list[Pair]:
    """Columns of one date of an event.

    Parameters
    ----------
    start : first date of the event
    moment : this date
    is_series : whether the event has more dates, so that its UID alone names none
    """
    uid = str(event.get("UID", "")).strip()
    named = moment_of(event.get("RECURRENCE-ID")) or moment
    identity = uid or f"{moment.text()} {event.get('SUMMARY', '')}"
    key = _key(identity) + (named.local.strftime("-%Y%m%dT%H%M") if is_series else "")
    pairs = [
        ("id", key),
        ("uid", uid),
        ("dtstart", moment.text()),
        ("dtend", _end(event, start, moment)),
        ("all_day", "ja" if moment.is_day else "nein"),
        ("organizer", _organiser(event)),
    ]
    pairs += [(column, join_texts(_plain(event.get(name)))) for name, column in _TEXTS.items()]
    changed = moment_of(event.get("LAST-MODIFIED"))
    return [*pairs, ("last_modified", changed.text() if changed else "")]


def position_of(event: Event) -> Position | None:
    """GEO names the latitude first."""
    geo = event.get("GEO")
    geo = geo[0] if isinstance(geo, list) else geo
    lat, lon = getattr(geo, "latitude", None), getattr(geo, "longitude", None)
    if not isinstance(lat, float) or not isinstance(lon, float):
        return None
    return (lon, lat, LONLAT) if math.isfinite(lat) and math.isfinite(lon) else None
