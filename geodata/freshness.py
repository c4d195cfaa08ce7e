"""Whether what a source said is still current on a day: one rule for pages, maps and the API.

Nothing here is decided in the build. A snapshot does not age on its own, its readers do: every
function is handed the city's local day and time zone.
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Literal
from zoneinfo import ZoneInfo

from msgspec import Struct

from geodata.model import Entry, Source
from geodata.snapshot import Snapshot

#: `open`: nobody said how long it counts; `never`: nothing was ever read
FreshnessState = Literal["fresh", "soon", "outdated", "open", "never"]

#: what a source without `fresh_days` gets once it cannot be reached any more
DAYS_AFTER_A_FAILURE = 30
#: the last part of its days in which a source is said to go out of date soon
SOON_SHARE = 0.2


class Freshness(Struct, frozen=True, kw_only=True):
    """What is said of a source on a day.

    `day`: the last day on which its data was known to be right, None if never. `last_day`: the
    last day on which it counts as current, None without a limit.
    """

    state: FreshnessState
    day: dt.date | None = None
    last_day: dt.date | None = None


def confirmed_at(source: Source) -> dt.datetime | None:
    """When the source was last known to say what the snapshot holds (UTC).

    A check that found nothing new confirms what is there; one that failed confirms nothing.
    """
    if source.status == "ok" and source.retrieved_at and source.checked_at:
        return max(source.retrieved_at, source.checked_at)
    return source.retrieved_at


def fresh_days(source: Source) -> int | None:
    """Days after which its records count as out of date; None: they never do.

    Examples never do, and neither do the records of a source that names no limit, as long as it
    can be reached.
    """
    if source.is_example:
        return None
    if source.fresh_days is None and source.status == "failed":
        return DAYS_AFTER_A_FAILURE
    return source.fresh_days


def _day(moment: dt.datetime, timezone: str) -> dt.date:
    return moment.astimezone(ZoneInfo(timezone)).date()


def source_freshness(source: Source, today: dt.date, timezone: str) -> Freshness:
    """How current a source is on a day.

    Parameters
    ----------
    today : the local day in the city.
    timezone : IANA name of the city's time zone.
    """
    moment, days = confirmed_at(source), fresh_days(source)
    if moment is None or source.status == "not_loaded":
        return Freshness(state="never")
    day = _day(moment, timezone)
    if days is None:
        return Freshness(state="open", day=day)
    last_day = day + dt.timedelta(days=days)
    left = (last_day - today).days
    state: FreshnessState = "fresh"
    if left < 0:
        state = "outdated"
    elif left < math.ceil(days * SOON_SHARE):
        state = "soon"
    return Freshness(state=state, day=day, last_day=last_day)


def as_of_day(entry: Entry, source: Source | None, timezone: str) -> dt.date:
    """The local day an entry speaks of: its last change, else the last time it was confirmed.

    A change that lies behind the last reading of its source is a slip and does not count.
    """
    confirmed = (confirmed_at(source) if source else None) or entry.retrieved_at
    changed = entry.updated_at or confirmed
    return _day(min(changed, confirmed), timezone)


def outdated_day(entry: Entry, snapshot: Snapshot, today: dt.date, timezone: str) -> dt.date | None:
    """The day an out-of-date entry speaks of; None while it is current.

    An entry is out of date once more days have passed than its source allows (`fresh_days`). An
    example never is.

    Parameters
    ----------
    today : the local day in the city.
    timezone : IANA name of the city's time zone.
    """
    source = snapshot.source_by_id.get(entry.source_id)
    days = fresh_days(source) if source else None
    if source is None or days is None or entry.is_example:
        return None
    day = as_of_day(entry, source, timezone)
    return day if (today - day).days > days else None
