"""Whether something can still be taken up on a day: one rule for search, maps and figures."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class Dated(Protocol):
    """What must be known of an offer; `model.Opportunity` has it."""

    @property
    def schedule(self) -> str:
        """`regular` or `one_off`."""

    @property
    def starts_on(self) -> dt.date | None:
        """First day."""

    @property
    def ends_on(self) -> dt.date | None:
        """Last day, inclusive."""


def last_day(offer: Dated) -> dt.date | None:
    """Last day of an offer, None if it is open-ended.

    A one-off offer without an end ends on the day it starts.
    """
    if offer.ends_on is None and offer.schedule == "one_off":
        return offer.starts_on
    return offer.ends_on


def is_open_on(offer: Dated, today: dt.date) -> bool:
    """Whether the offer's last day is not over on `today` (the city's local day)."""
    day = last_day(offer)
    return day is None or day >= today
