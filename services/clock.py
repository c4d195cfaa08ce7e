"""The only clock of the web side."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geodata.errors import ConfigError


class SystemClock:
    """The machine's clock, read in the city's time zone. Raises ConfigError for an unknown one."""

    def __init__(self, timezone: str) -> None:
        try:
            self._zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError):
            raise ConfigError(f"city.toml: Die Zeitzone „{timezone}“ gibt es nicht.") from None

    def now(self) -> dt.datetime:
        """Now (UTC, aware)."""
        return dt.datetime.now(dt.UTC)

    def today(self) -> dt.date:
        """The day it is in the city."""
        return self.now().astimezone(self._zone).date()
