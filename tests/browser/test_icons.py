"""Icons of lists that come later: within the page, and from their file where that fails."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

#: references that lead nowhere in the page; the icons of the sample's themes are in no sprite
DANGLING = """[...document.querySelectorAll("[data-part='results'] .icon use")]
    .map((use) => use.getAttribute("href"))
    .filter((href) => !href.startsWith("#") || !document.querySelector(href)?.matches("symbol"))"""


def filter_twice(page: Page) -> None:
    """From the second answer on the sprite is in the page."""
    page.select_option("#suche-thema", "education")
    expect(page.locator("symbol#icon-clock")).to_have_count(1)
    page.select_option("#suche-thema", "")
    expect(page.locator("[data-part='results'] use[href^='#']")).not_to_have_count(0)


def test_icons_of_a_new_list_are_in_the_page(visitor: Visitor) -> None:
    page = visitor.open("/")
    filter_twice(page)
    assert page.evaluate(DANGLING) == []
    drawn = page.locator(".entry .facts use").first.evaluate("(use) => use.getBBox().width")
    assert drawn > 0


def test_arrows_within_the_page_point_where_reading_goes(visitor: Visitor) -> None:
    page = visitor.open("/?lang=ar")
    filter_twice(page)
    arrow = page.locator(".strip use[href='#icon-chevron-right']")
    assert arrow.evaluate("(use) => getComputedStyle(use.parentNode).scale") == "-1 1"


def test_icons_stay_where_the_sprite_does_not_come(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.route("**/js/finder/icons.js", lambda route: route.abort())
    visitor.forgive("ERR_FAILED")
    for theme in ("education", ""):
        before = page.locator("[data-result-line]").inner_text()
        page.select_option("#suche-thema", theme)
        expect(page.locator("[data-result-line]")).not_to_have_text(before)
    href = page.locator(".entry .facts use").first.get_attribute("href")
    assert href is not None
    assert "/icons.svg#" in href
