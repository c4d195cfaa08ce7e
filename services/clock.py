"""The only clock of the web side."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class SystemClock:
    """The machine's clock, read in the city's time zone."""

    def __init__(self, timezone: str) -> None:
        self._zone = ZoneInfo(timezone)

    def now(self) -> dt.datetime:
        """Now (UTC, aware)."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """The day it is in the city."""
        return self.now().astimezone(self._zone).date()
