"""Whole journeys of real people, each by mouse, by keyboard alone and without JavaScript.

Every one ends where a decision is made: on the page of the offer that fits, at the way to get in
touch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
import shapely
from msgspec import structs
from playwright.sync_api import Browser, expect

from geodata.model import Opportunity
from tests.browser.conftest import Visitor, serve
from tests.browser.travellers import WAYS, Traveller, expect_line, titles
from tests.fakes import sample_app, sample_services
from tests.sample import sample_snapshot

pytestmark = pytest.mark.browser

Start = Callable[..., Traveller]


def _offer(number: int, title: str, **more: object) -> Opportunity:
    """An offer in the first square, like no other in what the journeys ask for."""
    pattern = next(o for o in sample_snapshot().opportunities if o.opportunity_id == "opp-10")
    blank = structs.replace(pattern, is_board_position=False, counts_towards_pass=False)
    return structs.replace(
        blank,
        opportunity_id=f"way-{number}",
        record_id=f"examples:way-{number}",
        title=title,
        geometry=shapely.Point(13.702 + number / 1000, 51.044),
        **more,
    )


def offers() -> tuple[Opportunity, ...]:
    """The sample's offers and those that the travellers are after."""
    day = dt.date(2026, 5, 16)
    return (
        *sample_snapshot().opportunities,
        _offer(1, "Conversation table", hours_per_week=2.0, languages=("en",)),
        _offer(2, "Zeitungsrunde", hours_per_week=3.0, wheelchair="yes", contact_email="a@example.org"),
        _offer(3, "Telefonkette", contact_phone="0351 4887654", contact_email=None),
        _offer(
            4, "Zaun streichen", schedule="one_off", starts_on=day, ends_on=day, needed=20,
            is_for_groups=True, hours_per_week=None, contact_email="team@example.org",
        ),
        _offer(
            5, "Hausaufgaben im Hort", min_age=14, certificate=True, weekdays=("tu", "th"),
            daytimes=("afternoon",), contact_email="hort@example.org",
        ),
        _offer(6, "Chor leiten", min_age=18, certificate=True, daytimes=("evening",)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def journey_site() -> Iterator[str]:
    """Address of the application over these offers."""
    yield from serve(sample_app(sample_services(sample_snapshot(opportunities=offers()))))


@pytest.fixture(params=list(WAYS))
def start(chromium: Browser, journey_site: str, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Set out on one of the three ways."""
    visiting = Visitor(chromium, journey_site)

    def set_out(path: str = "/", width: int = 1440) -> Traveller:
        return WAYS[request.param](visiting, path, width)

    yield set_out
    visiting.close()


def asked(traveller: Traveller) -> dict[str, str]:
    """What the address of the page asks for."""
    return dict(parse_qsl(urlsplit(traveller.page.url).query))


def entry(number: int) -> str:
    """The link of an offer in the list."""
    return f".entry__title a[href*='/angebote/way-{number}']"


def contact(traveller: Traveller, scheme: str) -> str:
    """Reach the way to get in touch; where it leads."""
    link = traveller.page.locator(f".act a[href^='{scheme}:'], main a[href^='{scheme}:']").first
    expect(link).to_be_visible()
    return link.get_attribute("href") or ""


def test_two_free_hours_in_english_near_a_place(start: Start) -> None:
    way = start()
    way.where("Altfelder Platz")
    expect_line(way, r"entfernt$|Altfelder Platz")
    way.choose("hours_max", "2")
    way.tick("language", "en")
    way.show()
    expect_line(way, r"2 Angebote.*höchstens 2 Stunden")
    assert sorted(titles(way)) == ["Conversation table", "Lesepatin oder Lesepate"]
    assert asked(way) | {"hours_max": "2", "language": "en"} == asked(way)
    way.follow(entry(1))
    expect(way.page.locator("h1")).to_contain_text("Conversation table")
    expect(way.page.locator("main")).to_contain_text("2 Stunden")


def test_with_a_wheelchair(start: Start) -> None:
    way = start()
    way.tick("wheelchair", "yes")
    way.show()
    expect_line(way, r"^2 Angebote")
    assert asked(way) == {"wheelchair": "yes"}
    way.follow(entry(2))
    expect(way.page.locator("main")).to_contain_text("rollstuhlgerecht", ignore_case=True)
    assert "a@example.org" in contact(way, "mailto")


def test_by_phone_with_large_letters(start: Start) -> None:
    # half the width at the same size is what a browser shows at 200 %
    way = start(width=640)
    way.search("telefonkette")
    expect_line(way, r"^1 Angebot .*zu „telefonkette“")
    way.follow(entry(3))
    expect(way.page.locator("h1")).to_contain_text("Telefonkette")
    assert contact(way, "tel") == "tel:03514887654"
    if not isinstance(way, WAYS["without scripts"]):
        way.page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert way.page.evaluate(wide)


def test_fifteen_people_of_a_company_for_one_day(start: Start) -> None:
    way = start()
    way.tick("schedule", "one_off")
    way.tick("group", "true")
    way.choose("people", "15")
    way.show()
    expect_line(way, r"^1 Angebot")
    assert asked(way) == {"schedule": "one_off", "group": "true", "people": "15"}
    way.follow(entry(4))
    expect(way.page.locator("main")).to_contain_text("16. Mai 2026")
    assert "team@example.org" in contact(way, "mailto")
    assert way.page.locator("a[href$='.ics']").count() == 1


def test_fifteen_years_old_after_school_with_a_certificate(start: Start) -> None:
    way = start(width=390)
    way.tick("daytime", "afternoon")
    way.tick("certificate", "true")
    way.choose("age", "15")
    way.show()
    expect_line(way, r"^1 Angebot")
    assert asked(way) == {"daytime": "afternoon", "certificate": "true", "age": "15"}
    way.follow(entry(5))
    expect(way.page.locator("main")).to_contain_text("14 Jahre")
    assert "hort@example.org" in contact(way, "mailto")


def test_arabic_on_a_small_phone(start: Start) -> None:
    way = start("/?lang=ar", width=320)
    assert way.page.locator("html").get_attribute("dir") == "rtl"
    way.tick("wheelchair", "yes")
    way.show()
    expect(way.page.locator(".entry")).to_have_count(2)
    way.follow(entry(2))
    assert way.page.locator("html").get_attribute("lang") == "ar"
    # what stays German says so
    expect(way.page.locator("h1 [lang=de], h1[lang=de]")).to_have_text("Zeitungsrunde")
    assert "a@example.org" in contact(way, "mailto")
    if not isinstance(way, WAYS["without scripts"]):
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert way.page.evaluate(wide)
