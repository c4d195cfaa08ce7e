"""The day is the city's, not the server's."""

from __future__ import annotations

import datetime as dt

import pytest

from geodata.errors import ConfigError
from services.clock import SystemClock
from tests.fakes import FixedClock


def test_now_is_aware_and_utc() -> None:
    assert SystemClock("Europe/Berlin").now().utcoffset() == dt.timedelta(0)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-04-02T21:59:59", "2026-04-02"),
        ("2026-04-02T22:00:00", "2026-04-03"),
        ("2026-12-31T22:59:59", "2026-12-31"),
        ("2026-12-31T23:00:00", "2027-01-01"),
    ],
)
def test_midnight_is_that_of_the_city(utc: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moment = dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    clock = SystemClock("Europe/Berlin")
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert clock.today().isoformat() == day
    assert FixedClock(moment).today() == clock.today()


@pytest.mark.parametrize("timezone", ["Europe/Atlantis", "", "../etc", "/etc"])
def test_an_unknown_time_zone_is_named(timezone: str) -> None:
    with pytest.raises(ConfigError, match=r"city\.toml"):
        SystemClock(timezone)
