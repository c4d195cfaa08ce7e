"""Calendars after RFC 5545 by the icalendar library: days, not hours, because offers name days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar, Event, vText
from msgspec import Struct

#: how often a calendar program should look again
REFRESH = dt.timedelta(hours=12)


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """What takes place. `starts` and `ends` are days (the last one inclusive) or aware moments."""

    uid: str
    title: str
    starts: dt.date
    ends: dt.date | None = None
    description: str = ""
    location: str = ""
    point: tuple[float, float] | None = None
    url: str = ""
    categories: tuple[str, ...] = ()
    changed_at: dt.datetime | None = None


def _span(entry: CalendarEntry) -> tuple[dt.date, dt.date | None]:
    """Start and end as the standard has them: the day an all-day event ends on is exclusive."""
    if isinstance(entry.starts, dt.datetime):
        return entry.starts.astimezone(dt.UTC), entry.ends
    last = entry.ends if entry.ends and entry.ends >= entry.starts else entry.starts
    return entry.starts, last + dt.timedelta(days=1)


def _event(entry: CalendarEntry, stamped_at: dt.datetime) -> Event:
    event = Event()
    starts, ends = _span(entry)
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped_at)
    event.add("summary", entry.title)
    event.add("dtstart", starts)
    if ends is not None:
        event.add("dtend", ends.astimezone(dt.UTC) if isinstance(ends, dt.datetime) else ends)
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(name, text)
    if entry.point is not None:
        lon, lat = entry.point
        event.add("geo", (round(lat, 6), round(lon, 6)))
    if entry.url:
        event.add("url", entry.url)
    if entry.categories:
        event.add("categories", list(entry.categories))
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    # days of an offer take nobody's time before he has said yes
    event.add("transp", "TRANSPARENT")
    return event


def calendar_bytes(
    entries: Iterable[CalendarEntry],
    *,
    title: str,
    description: str = "",
    language: str = "de",
    stamped_at: dt.datetime,
) -> bytes:
    """A calendar file in UTF-8 with CRLF.

    Parameters
    ----------
    stamped_at : when the data were published (UTC); the same data give the same bytes
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//Ehrenamtslandkarte//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for name, text in (("x-wr-calname", title), ("x-wr-caldesc", description)):
        if text:
            calendar.add(name, vText(text))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT12H"))
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at))
    made: bytes = calendar.to_ical()
    return made
