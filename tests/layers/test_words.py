"""Numbers, dates and periods as people read them."""

from __future__ import annotations

import datetime as dt

import pytest

from layers import words

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (9436.0, "count", "9.436"),
        (0.0, "count", "0"),
        (0.41, "share", f"41{NBSP}%"),
        (1.55, "per_1000", f"1,6{NBSP}je 1.000"),
        (-0.42, "index", "−0,42"),
        (-0.001, "index", "0,00"),
        (1907.0, "eur", f"1.907{NBSP}€"),
        (417.6, "m", f"418{NBSP}m"),
        (12.34, "hours_per_1000", f"12,3{NBSP}Stunden je 1.000"),
    ],
)
def test_values_with_their_units(value: float, unit: str, expected: str) -> None:
    assert words.value_text(value, unit) == expected


def test_another_language_has_its_own_separators() -> None:
    assert words.number_text(9436.5, 1, "en") == "9,436.5"
    assert words.number_text(9436.5, 1, "nicht-da") == "9.436,5"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.413, "etwa 40"),
        (0.425, "etwa 45"),
        (0.375, "etwa 40"),
        (0.0, "etwa 0"),
        (0.01, "unter 5"),
        (0.99, "über 95"),
        (1.0, "etwa 100"),
    ],
)
def test_estimates_are_rounded_to_five_percent(share: float, expected: str) -> None:
    assert words.about_share_text(share) == f"{expected}{NBSP}%"


def test_limits_get_digits_until_they_differ() -> None:
    assert words.limit_texts([1000.0, 2500.0], "count") == ["1.000", "2.500"]
    assert words.limit_texts([0.012, 0.014, 0.02], "share") == [
        f"1,2{NBSP}%",
        f"1,4{NBSP}%",
        f"2,0{NBSP}%",
    ]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-12-31", "31. Dezember 2025"),
        ("2026-Q2", "2. Quartal 2026"),
        ("2022/2024", "Mittel aus 2022 und 2024"),
        ("2025", "2025"),
        ("2019-2026", "2019 bis 2026"),
        ("2025-Q4/2026-Q2", "4. Quartal 2025 bis 2. Quartal 2026"),
    ],
)
def test_periods_in_words(period: str, expected: str) -> None:
    assert words.period_text(period) == expected


def test_a_moment_is_told_in_the_citys_time() -> None:
    summer = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
    assert words.moment_text(summer, "Europe/Berlin") == "2. Juli 2026, 00:30 Uhr"
    assert words.moment_text(summer, "Europe/Berlin", "en") == "July 2, 2026, 00:30"
