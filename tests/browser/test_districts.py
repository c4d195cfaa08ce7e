"""Districts and thanks in the browser: by keyboard, at 320 px, without JavaScript."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PATHS = ("/stadtteile", "/stadtteile?q=gibtesnicht", "/stadtteile/01", "/stadtteile/12", "/danke")
MIN_TAP = 44

#: links inside a line of text are exempt (WCAG 2.2, 2.5.8); those that stand alone are not
LONELY = "main .touch, main .button, main .strip, main .on-page a, main .letters a, main summary"
SIZES = """nodes => nodes.filter(n => n.checkVisibility()).map(n => {
  const box = n.getBoundingClientRect();
  return [n.textContent.trim().slice(0, 40), Math.min(box.height, 1000)];
})"""


def focused(page: Page) -> str:
    """Text and class of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim().slice(0, 60)"))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_sticks_out_at_320_pixels(visitor: Visitor, path: str, colours: str) -> None:
    page = visitor.open(path, width=320, color_scheme=colours)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # nor does anything inside a box that hides what sticks out
    wide = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
          .filter(n => n.checkVisibility() && !n.closest('.map, .visually-hidden'))
          .filter(n => n.getBoundingClientRect().right > 321).map(n => n.outerHTML.slice(0, 80))"""
    )
    assert wide == []


@pytest.mark.parametrize("path", PATHS)
def test_what_stands_alone_is_large_enough_for_a_thumb(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, width=320)
    sizes = page.locator(LONELY).evaluate_all(SIZES)
    assert len(sizes) > 3
    assert [found for found in sizes if found[1] < MIN_TAP - 0.5] == []


def test_the_list_is_usable_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/stadtteile")
    page.locator("#wo").focus()
    page.keyboard.type("Lindenau")
    page.keyboard.press("Enter")
    page.wait_for_url("**/stadtteile/01")
    expect(page.get_by_role("heading", level=1)).to_have_text("Engagement in Altfeld")


def test_links_within_the_page_lead_on_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/stadtteile/01")
    link = page.locator(".on-page").get_by_role("link", name="Wer hilft mir hier?")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{visitor.site}/stadtteile/01#hilfe")
    page.keyboard.press("Tab")
    # the next stop lies in that section, not at the top of the page
    assert page.evaluate("!!document.activeElement.closest('[aria-labelledby=hilfe]')")


def test_focus_is_seen(visitor: Visitor) -> None:
    page = visitor.open("/stadtteile")
    link = page.get_by_role("link", name="Cronau").first
    page.locator("#wo").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if focused(page).startswith("Cronau"):
            break
    expect(link).to_be_focused()
    assert link.evaluate("n => getComputedStyle(n).outlineWidth") == "3px"


def test_folded_partners_open_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/danke")
    summary = page.locator(".partners summary").first
    benefit = page.get_by_text("Zwei Karten zum Preis von einer.")
    expect(benefit).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(benefit).to_be_hidden()
    page.keyboard.press("Enter")
    expect(benefit).to_be_visible()


def test_headings_step_down_one_by_one(visitor: Visitor) -> None:
    for path in PATHS:
        page = visitor.open(path)
        levels = page.locator("main :is(h1, h2, h3, h4)").evaluate_all(
            "nodes => nodes.map(n => Number(n.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), (path, levels)


def test_all_of_it_works_without_javascript(visitor: Visitor) -> None:
    page = visitor.open("/", java_script_enabled=False)
    page.locator("footer").get_by_role("link", name="Stadtteile").click()
    page.get_by_label("Wo wohnst du?").fill("Bühlau")
    page.get_by_role("button", name="Finden").click()
    page.wait_for_url("**/stadtteile/02")
    expect(page.get_by_text("Freiwilligenbüro Viereck")).to_be_visible()
    assert not page.locator("#karte").is_visible()
    page.locator("[aria-labelledby=nachbarn]").get_by_role("link", name="Cronau").click()
    page.wait_for_url("**/stadtteile/11")
    page.get_by_role("link", name="Angebote auf der Karte zeigen").click()
    page.wait_for_url("**/?district=11")
    page.locator("footer").get_by_role("link", name="Danke fürs Ehrenamt").click()
    expect(page.get_by_text("Kino am Eck")).to_be_visible()


def test_the_poster_is_downloaded_from_its_button(visitor: Visitor) -> None:
    page = visitor.open("/stadtteile/01")
    href = page.get_by_role("link", name="Aushang mit QR-Code").get_attribute("href")
    response = page.request.get(f"{visitor.site}{href}")
    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-")


def test_zoomed_to_400_percent_it_is_one_column(visitor: Visitor) -> None:
    """1280 px at 400 % are 320 px: cards and letters stand below each other."""
    page = visitor.open("/stadtteile", width=320)
    lefts = page.locator(".boroughs > .card").evaluate_all(
        "nodes => nodes.map(n => Math.round(n.getBoundingClientRect().left))"
    )
    assert len(lefts) == 2
    assert len(set(lefts)) == 1
