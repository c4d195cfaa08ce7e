"""When an offer is over: on the day after its last day, in one rule for all rooms."""

from __future__ import annotations

import datetime as dt

import pytest

from geodata.openness import is_open_on, last_day
from tests.geodata.test_tables import opportunity

BEFORE, TODAY = dt.date(2026, 11, 22), dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("schedule", "starts_on", "ends_on", "last"),
    [
        ("regular", None, None, None),
        ("regular", BEFORE, None, None),
        ("regular", BEFORE, TODAY, TODAY),
        ("one_off", BEFORE, None, BEFORE),
        ("one_off", BEFORE, TODAY, TODAY),
        ("one_off", None, None, None),
        ("one_off", None, BEFORE, BEFORE),
    ],
)
def test_last_day(
    schedule: str, starts_on: dt.date | None, ends_on: dt.date | None, last: dt.date | None
) -> None:
    offer = opportunity(schedule=schedule, starts_on=starts_on, ends_on=ends_on)
    assert last_day(offer) == last
    assert is_open_on(offer, TODAY) == (last is None or last >= TODAY)
