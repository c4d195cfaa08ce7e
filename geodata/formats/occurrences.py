"""The dates of a recurring event, within limits: a rule from outside may run without end.

Times are the event's local ones throughout (RFC 5545, 3.8.5.3), so that a weekly meeting at 18:30
stays at 18:30 when the clocks change.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

import msgspec
from dateutil.rrule import rruleset, rrulestr
from icalendar.prop import vRecur

from geodata.errors import SourceError
from geodata.formats.calendarevents import YEARS
from geodata.formats.limits import (
    HORIZON_DAYS,
    MAX_ALL_OCCURRENCES,
    MAX_OCCURRENCES,
    MAX_RULE_STEPS,
)
from geodata.stages import ReadOptions

#: frequency -> days of a step
_STEPS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_EARLIEST = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - local time
#: the Gregorian calendar repeats, days of the week included
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_TOO_OFTEN = "Die Termine der Datei wiederholen sich zu oft."
_UNREADABLE = "Die Regel der Wiederholung ist nicht lesbar."
_DAY_END = dt.timedelta(hours=23, minutes=59, seconds=59)


class BadRule(ValueError):
    """A rule that is not followed; the message is the reason in German."""


def _day(text: str, name: str) -> dt.datetime | None:
    if not text:
        return None
    with suppress(ValueError):
        day = dt.date.fromisoformat(text)
        if day.year in YEARS:
            return dt.datetime.combine(day, dt.time())
    raise SourceError(f"„{name}“ braucht einen Tag wie 2026-04-03.")


class Recurrence(msgspec.Struct, kw_only=True):
    """What an event says of its dates, all in its local time."""

    start: dt.datetime
    #: parts of RRULE as icalendar has them, None where there is none; its UNTIL is `until`
    rule: Mapping[str, Any] | None = None
    until: dt.datetime | None = None
    added: list[dt.datetime] = []
    removed: list[dt.datetime] = []


class Calendar:
    """Spreads out the recurring events of one file between the days asked for."""

    def __init__(self, options: ReadOptions) -> None:
        self._first = _day(options.first_day, "first_day")
        self._last = _day(options.last_day, "last_day")
        self._steps = 0
        self._count = 0

    def spread(self, event: Recurrence) -> tuple[list[dt.datetime], bool]:
        """Local starts of an event in their order, and whether there would have been more.

        Raises
        ------
        BadRule
            The rule cannot be read, is finer than days, or takes too long.
        """
        dates = rruleset()
        for date in [event.start] if event.rule is None else self._dates_of_rule(event):
            dates.rdate(date)
        for date in event.added[:MAX_OCCURRENCES]:
            dates.rdate(date)
        for date in event.removed:
            dates.exdate(date)
        left = min(MAX_OCCURRENCES, MAX_ALL_OCCURRENCES - self._count)
        if left < 1:
            raise BadRule(_TOO_OFTEN)
        try:
            found = list(islice(self._between(dates), left + 1))
        except (ValueError, OverflowError, TypeError):
            raise BadRule(_UNREADABLE) from None
        self._count += len(found)
        return found[:left], len(found) > left

    def _between(self, dates: rruleset) -> Iterator[dt.datetime]:
        for date in dates:
            if self._last and date > self._last + _DAY_END:
                return
            if not self._first or date >= self._first:
                yield date

    def _dates_of_rule(self, event: Recurrence) -> list[dt.datetime]:
        parts = {str(name).upper(): values for name, values in (event.rule or {}).items()}
        step = _STEPS.get(str(parts.get("FREQ", [""])[0]).upper())
        if step is None:
            raise BadRule("Wiederholungen in Stunden, Minuten oder Sekunden werden nicht gelesen.")
        until = self._until(event)
        times = math.prod(len(parts.get(name, [0])) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        self._take_steps(times * (max((until - event.start).days, 0) // step))
        if event.start < _EARLIEST or min(parts.get("INTERVAL", [1])) < 1:
            raise BadRule(_UNREADABLE)
        # COUNT counts here: with a horizon beside it, which a rule without dates needs, it is no rule
        count = parts.pop("COUNT", [None])[0]
        try:
            found = _follow(parts, event.start, until, count)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            raise BadRule(_UNREADABLE) from None
        if not found:
            self._take_steps(_CYCLE_DAYS // step)
        return found

    def _take_steps(self, count: int) -> None:
        self._steps += count
        if self._steps > MAX_RULE_STEPS:
            raise BadRule(_TOO_OFTEN)

    def _until(self, event: Recurrence) -> dt.datetime:
        ends = [max(event.start, self._first or event.start) + dt.timedelta(days=HORIZON_DAYS)]
        ends += [self._last + _DAY_END] if self._last else []
        ends += [event.until] if event.until else []
        return min(ends)


def _follow(
    parts: dict[str, Any], start: dt.datetime, until: dt.datetime, count: int | None
) -> list[dt.datetime]:
    """The first `count` dates of a rule up to `until`.

    dateutil looks at UNTIL only when it finds a date, and for a rule without dates walks to the
    year 9999. Days of week and year repeat every 400 years: walking at the end of its calendar
    takes at most these.
    """
    years = (dt.MAXYEAR - until.year) // _CYCLE_YEARS * _CYCLE_YEARS
    written = vRecur({**parts, "UNTIL": [until.replace(year=until.year + years)]})
    text = written.to_ical().decode()  # type: ignore[no-untyped-call]
    rule = rrulestr(text, dtstart=start.replace(year=start.year + years), ignoretz=True)
    return [date.replace(year=date.year - years) for date in islice(rule, count)]
