"""Numbers and dates as people write them, and the language of a page."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, render_template_string

from routes import context
from routes.formatting import date_long, datetime_long, distance, number, percent

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (9436, 0, "9.436"),
        (571510, 0, "571.510"),
        (0, 0, "0"),
        (1.5, 1, "1,5"),
        (2, 1, "2,0"),
        (-1234.5, 1, "-1.234,5"),
        (None, 0, "keine Angabe"),
    ],
)
def test_numbers(app: Flask, value: float | None, digits: int, text: str) -> None:
    with app.test_request_context("/"):
        assert number(value, digits) == text


def test_percent(app: Flask) -> None:
    with app.test_request_context("/"):
        assert percent(0.41) == f"41{NBSP}%"
        assert percent(0.4149, 1) == f"41,5{NBSP}%"
        assert percent(None) == "keine Angabe"


def test_dates_are_those_of_the_city(app: Flask) -> None:
    with app.test_request_context("/"):
        assert date_long(dt.date(2026, 4, 3)) == "3. April 2026"
        late = dt.datetime(2026, 4, 2, 22, 30, tzinfo=dt.UTC)
        assert datetime_long(late) == "3. April 2026 um 00:30"
        assert date_long(None) == datetime_long(None) == "keine Angabe"


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (0.0, "10 m"),
        (64.07, "60 m"),
        (199.0, "200 m"),
        (349.0, "300 m"),
        (949.0, "900 m"),
        (950.0, "1,0 km"),
        (1249.0, "1,2 km"),
        (None, "keine Angabe"),
    ],
)
def test_distances_are_rounded_as_one_says_them(
    app: Flask, metres: float | None, text: str
) -> None:
    with app.test_request_context("/"):
        assert distance(metres).replace(NBSP, " ") == text


def test_pages_know_city_day_language_and_filters(app: Flask) -> None:
    template = (
        "{{ city.name }}|{{ is_example }}|{{ today | date_long }}|{{ language }}|"
        "{{ 9436 | number }}|{{ asset_url('js/x.js') }}|{{ label_in_language({'de': 'Natur'}) }}"
    )
    with app.test_request_context("/?lang=xx"):
        app.preprocess_request()
        parts = render_template_string(template).split("|")
    assert parts[:5] == ["Viereck", "True", "3. April 2026", "de", "9.436"]
    assert parts[5].startswith("/static/v/")
    assert parts[6] == "Natur"


def test_an_unknown_language_falls_back_to_that_of_the_city(app: Flask) -> None:
    with app.test_request_context("/?lang=../../etc"):
        assert context.language() == "de"
        assert context.language_name("en") == "Englisch"
        assert context.language_name("xx-none") == "xx-none"
