"""iCalendar (RFC 5545): every event a row, every date of a recurring event a row of its own.

The reader knows no clock. A rule is followed from the event's own first day, or between the days
that `ReadOptions` names, and gives a bounded number of dates. Events marked private are left out,
and people who are invited are not read at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from icalendar import Event

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.calendarevents import YEARS, Moment, date_key, moment_of, pairs_of, position_of
from geodata.formats.calendarzones import Zones
from geodata.formats.decoding import to_utf8
from geodata.formats.limits import MAX_EVENT_TEXT, MAX_EVENTS, MAX_OCCURRENCES
from geodata.formats.occurrences import BadRule, Calendar, Recurrence
from geodata.formats.table import TableBuilder

_FOLD = re.compile(r"\r?\n[ \t]")
_LIBRARY_ERRORS = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)
_NAMES = {"DTSTART": "dtstart", "DTEND": "dtend", "RRULE": "rrule", "GEO": "geo"}


def read_icalendar(content: bytes, options: ReadOptions) -> TextTable:
    """The events of a calendar, the first VEVENT = row 1; dates of one event share its row.

    Raises
    ------
    SourceError
        No calendar, cut, more than `MAX_EVENTS` events, or a day in `options` that is none.
    """
    text = _FOLD.sub("", to_utf8(content, options.encoding).decode()).replace("\r", "")
    if not text.lstrip()[:15].upper().startswith("BEGIN:VCALENDAR"):
        raise SourceError("Die Datei ist kein Kalender (iCalendar).")
    reader = _Reader(text, options)
    for row, block in enumerate(_blocks(text), start=1):
        reader.parse(row, block)
    return reader.finish()


def _blocks(text: str) -> Iterator[str]:
    """The text of each event."""
    lines: list[str] | None = None
    count = 0
    for line in text.split("\n"):
        mark = line.strip().upper() if len(line) < 40 else ""
        if mark == "BEGIN:VEVENT":
            lines, count = [], count + 1
        if count > MAX_EVENTS:
            raise SourceError(f"Der Kalender hat mehr als {MAX_EVENTS} Termine.")
        if lines is not None:
            lines.append(line)
        if mark == "END:VEVENT" and lines:
            yield "\r\n".join(lines) + "\r\n"
            lines = None
    if lines is not None or "END:VCALENDAR" not in text[-1000:].upper():
        raise SourceError("Der Kalender ist abgeschnitten: Sein Ende fehlt.")


class _Reader:
    """Events as they come; rows are made when the changed dates of all of them are known."""

    def __init__(self, text: str, options: ReadOptions) -> None:
        self._zones = Zones(text)
        self._calendar = Calendar(options)
        self._table = TableBuilder()
        self._events: list[tuple[int, Event, Moment]] = []
        #: dates of a series that stand as an event of their own
        self._changed: set[tuple[str, str]] = set()
        head = text.upper().partition("BEGIN:VEVENT")[0]
        self._is_cancelled = re.search(r"^METHOD:CANCEL\s*$", head, re.MULTILINE) is not None

    def parse(self, row: int, block: str) -> None:
        """Take the text of one event."""
        if len(block) > MAX_EVENT_TEXT:
            self._table.leave_out(row, "Der Termin ist viel zu lang.")
            return
        block, unknown = self._zones.settle(block)
        try:
            event = Event.from_ical(block)
        except _LIBRARY_ERRORS:
            event = None
        if not isinstance(event, Event):
            self._table.leave_out(row, "Der Termin ist nicht lesbar.")
            return
        self._note(row, event, unknown)
        start = moment_of(event.get("DTSTART"))
        if str(event.get("CLASS", "PUBLIC")).upper() in ("PRIVATE", "CONFIDENTIAL"):
            reason = "Der Termin ist als privat gekennzeichnet und wurde ausgelassen."
            self._table.fault(row, None, "private_event", reason, "info")
            return
        if start is None:
            self._table.leave_out(row, "Der Termin hat keinen lesbaren Anfang.")
            return
        changed = moment_of(event.get("RECURRENCE-ID"))
        if changed is not None:
            self._changed.add((str(event.get("UID", "")), date_key(changed)))
        self._events.append((row, event, start))

    def _note(self, row: int, event: Event, unknown: list[str]) -> None:
        if unknown:
            reason = "Die Zeitzone ist nicht bekannt; die Zeit gilt als Ortszeit."
            self._table.fault(row, "dtstart", "unknown_zone", reason)
        for name, _ in event.errors:
            event.pop(name or "", None)  # what is broken raises when it is looked at
            field = _NAMES.get(str(name), str(name).lower()) if name else None
            reason = "Diese Angabe des Termins ist nicht lesbar und zählt nicht."
            self._table.fault(row, field, "bad_value", reason)

    def finish(self) -> TextTable:
        """One row per date."""
        for row, event, start in self._events:
            if self._is_cancelled or str(event.get("STATUS", "")).upper() == "CANCELLED":
                # whoever reads of it would go there
                reason = "Der Termin ist abgesagt und wurde ausgelassen."
                self._table.fault(row, None, "cancelled_event", reason, "info")
                continue
            is_changed = event.get("RECURRENCE-ID") is not None
            moments = [start] if is_changed else self._moments(row, event, start)
            is_series = is_changed or any(event.get(name) for name in ("RRULE", "RDATE"))
            for moment in moments:
                pairs = pairs_of(event, start, moment, is_series=is_series)
                self._table.add(row, pairs, position_of(event))
        return self._table.finish()

    def _moments(self, row: int, event: Event, start: Moment) -> list[Moment]:
        if not any(event.get(name) for name in ("RRULE", "RDATE", "EXDATE")):
            return [start]
        try:
            dates, is_cut = self._calendar.spread(_recurrence(event, start))
        except BadRule as error:
            reason = f"{error} Nur der erste Termin wurde gelesen."
            self._table.fault(row, "rrule", "bad_rule", reason)
            return [start]
        if is_cut:
            reason = f"Nur die ersten {MAX_OCCURRENCES} Termine der Reihe wurden gelesen."
            self._table.fault(row, "rrule", "cut_series", reason, "info")
        uid = str(event.get("UID", ""))
        moments = [start.at(date) for date in dates]
        return [moment for moment in moments if (uid, date_key(moment)) not in self._changed]


def _recurrence(event: Event, start: Moment) -> Recurrence:
    rule = event.get("RRULE")
    rule = rule[0] if isinstance(rule, list) else rule
    until = next((end for end in (rule or {}).get("UNTIL", []) if end.year in YEARS), None)
    return Recurrence(
        start=start.local,
        rule=rule or None,
        until=start.to_local(until, is_end=True) if until is not None else None,
        added=_dates(event, "RDATE", start),
        removed=_dates(event, "EXDATE", start),
    )


def _dates(event: Event, name: str, start: Moment) -> list[dt.datetime]:
    given = event.get(name)
    lists = given if isinstance(given, list) else [given]
    found = [each.dt for many in lists for each in getattr(many, "dts", [])]
    return [
        start.to_local(each) for each in found if isinstance(each, dt.date) and each.year in YEARS
    ]
