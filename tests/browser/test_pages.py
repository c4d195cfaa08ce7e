"""The pages around the map: copying the code, printing, dark and still."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from routes.languages import LANGUAGES
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_code_is_copied(visitor: Visitor) -> None:
    page = visitor.open("/einbetten?district=02", permissions=["clipboard-read", "clipboard-write"])
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#code")


def test_menu_leads_home_from_everywhere(visitor: Visitor) -> None:
    page = visitor.open("/barrierefreiheit")
    page.get_by_role("navigation", name="Hauptmenü").get_by_role("link", name="Finden").click()
    expect(page.locator("[data-result-line]")).to_be_visible()


def test_skip_link_comes_first_and_works(visitor: Visitor) -> None:
    page = visitor.open("/datenschutz")
    page.keyboard.press("Tab")
    assert page.locator(".skip-link").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhalt"


def test_print_keeps_the_facts_and_drops_the_controls(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01")
    page.emulate_media(media="print")
    assert page.locator(".table--facts", has_text="kontakt@example.org").is_visible()
    assert page.locator(".example-banner").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator("[data-map]").is_visible()
    page.emulate_media(media="screen")


def test_dark_pages_are_dark(visitor: Visitor) -> None:
    page = visitor.open("/", color_scheme="dark")
    colours = page.evaluate(
        """() => ['body', '.map-land', '.entry__title a'].map((selector) => {
            const style = getComputedStyle(document.querySelector(selector));
            return selector === '.map-land' ? style.fill
                : selector === 'body' ? style.backgroundColor : style.color;
        })"""
    )
    paper, land, ink = (sum(int(n) for n in c[4:-1].split(",")) for c in colours)
    assert paper < 150
    assert land < 200
    assert ink > 600


def test_nothing_moves_for_those_who_asked(visitor: Visitor) -> None:
    page = visitor.open("/", width=390, reduced_motion="reduce")
    duration = page.locator("[data-map-pane]").evaluate(
        "node => getComputedStyle(node).transitionDuration"
    )
    assert set(duration.split(", ")) == {"0s"}


@pytest.mark.parametrize("width", [320, 900, 1180])
def test_the_header_has_room_for_every_language(visitor: Visitor, width: int) -> None:
    page = visitor.open("/", width=width)
    page.evaluate(
        "localStorage.setItem('merkliste', JSON.stringify([...Array(50).keys()].map((n) => `x-${n}`)))"
    )
    lines = 2 if width < 900 else 1
    for tag in LANGUAGES:
        page.goto(f"{visitor.site}/danke?lang={tag}")
        expect(page.locator("[data-saved-count]")).to_be_visible()
        height = page.locator(".site-header").evaluate("(node) => node.offsetHeight")
        # what sticks below the header counts on its height
        assert height <= (62 if lines == 1 else 100), tag
