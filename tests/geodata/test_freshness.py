"""How old is too old: judged by the source, on the reader's day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from geodata.freshness import (
    DAYS_AFTER_A_FAILURE,
    as_of_day,
    confirmed_at,
    outdated_day,
    source_freshness,
)
from tests.data_sample import at, data_snapshot, real_offer, source

BERLIN = "Europe/Berlin"
READ = at(1, 10)
READ_ON = dt.date(2026, 1, 10)


def after(days: int) -> dt.date:
    return READ_ON + dt.timedelta(days=days)


def told(today: dt.date, offer: dict[str, Any] | None = None, **more: Any) -> dt.date | None:
    """What an offer of a source says on a day."""
    given: dict[str, Any] = {"retrieved_at": READ, "fresh_days": 30, **more}
    held = data_snapshot(sources=(source("quelle", "Quelle", **given),))
    entry = real_offer(1, "quelle", retrieved_at=READ, **(offer or {}))
    return outdated_day(entry, held, today, BERLIN)


def test_an_entry_is_current_on_its_last_day_and_out_of_date_the_day_after() -> None:
    assert told(after(30)) is None
    assert told(after(31)) == READ_ON


def test_the_last_change_counts_before_the_last_reading() -> None:
    changed = {"updated_at": at(12, 1, 2025)}
    assert told(after(0), changed) == dt.date(2025, 12, 1)
    assert told(after(0), {"updated_at": at(1, 9)}) is None


def test_a_change_in_the_future_does_not_keep_an_entry_young() -> None:
    assert told(after(31), {"updated_at": at(1, 1, 2099)}) == READ_ON


def test_without_a_limit_nothing_goes_out_of_date() -> None:
    assert told(after(9999), fresh_days=None) is None


def test_zero_days_mean_today_only() -> None:
    assert told(after(0), fresh_days=0) is None
    assert told(after(1), fresh_days=0) == READ_ON


def test_a_check_that_found_nothing_new_confirms_what_is_there() -> None:
    assert told(after(50), checked_at=at(2, 20)) is None
    assert told(after(50), checked_at=at(2, 20), status="failed") == READ_ON


def test_a_failing_source_without_a_limit_gets_one() -> None:
    options: dict[str, Any] = {"fresh_days": None, "status": "failed"}
    assert told(after(DAYS_AFTER_A_FAILURE), **options) is None
    assert told(after(DAYS_AFTER_A_FAILURE + 1), **options) == READ_ON


def test_examples_never_go_stale() -> None:
    assert told(after(999), {"is_example": True}) is None
    assert told(after(999), is_example=True) is None


def test_an_entry_of_no_known_source_is_not_judged() -> None:
    entry = real_offer(1, "niemand")
    assert outdated_day(entry, data_snapshot(), after(999), BERLIN) is None
    assert as_of_day(entry, None, BERLIN) == READ_ON


def test_days_are_the_citys_days() -> None:
    late = dt.datetime(2026, 1, 10, 23, 30, tzinfo=dt.UTC)  # 0:30 of the 11th in Berlin
    entry = real_offer(1, "quelle", retrieved_at=late)
    held = data_snapshot(sources=(source("quelle", "Quelle", retrieved_at=late, fresh_days=1),))
    assert outdated_day(entry, held, dt.date(2026, 1, 12), BERLIN) is None
    assert outdated_day(entry, held, dt.date(2026, 1, 12), "UTC") == dt.date(2026, 1, 10)


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "fresh"), (24, "fresh"), (25, "soon"), (30, "soon"), (31, "outdated")],
)
def test_a_source_warns_in_the_last_fifth_of_its_days(days: int, state: str) -> None:
    found = source_freshness(
        source("quelle", "Quelle", retrieved_at=READ, fresh_days=30), after(days), BERLIN
    )
    assert found.state == state
    assert (found.day, found.last_day) == (READ_ON, after(30))


def test_a_source_without_a_limit_and_one_never_loaded() -> None:
    plain = source("quelle", "Quelle", retrieved_at=READ)
    assert source_freshness(plain, after(999), BERLIN).state == "open"
    assert source_freshness(source("a", "A", fresh_days=3), READ_ON, BERLIN).state == "never"
    missing = source("a", "A", status="not_loaded", retrieved_at=READ)
    assert source_freshness(missing, READ_ON, BERLIN).state == "never"


def test_a_check_before_the_reading_takes_nothing_back() -> None:
    assert confirmed_at(source("a", "A", retrieved_at=READ, checked_at=at(1, 1))) == READ
    assert confirmed_at(source("a", "A", checked_at=at(1, 1))) is None
