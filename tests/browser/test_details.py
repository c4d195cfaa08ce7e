"""Pages about one thing, in the browser: the action in sight, the small map in its place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES, Visitor
from tests.sample import HOSTILE_TITLE

pytestmark = pytest.mark.browser


def bottom(page: Page, selector: str) -> float:
    """Lower edge of an element, in pixels from the top of the window."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def swipe_up(page: Page, x: float, y: float, distance: int = 160) -> None:
    """Move one finger up, as one does to read on."""
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 11):
        touch("touchMove", {"x": x, "y": y - distance * step / 10})
        page.wait_for_timeout(16)
    touch("touchEnd")
    page.wait_for_timeout(300)


@pytest.mark.parametrize("width", SIZES)
def test_action_is_in_sight_without_scrolling(visitor: Visitor, width: int) -> None:
    page = visitor.open("/angebote/opp-01", width=width)
    assert bottom(page, ".actions .button") <= SIZES[width]


def test_long_title_leaves_the_action_in_sight(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-13", width=1440)
    assert bottom(page, ".actions .button") <= SIZES[1440]


def test_public_place_has_a_named_pin(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01")
    expect(page.get_by_role("img", name="Lesepatin oder Lesepate")).to_have_count(1)
    assert page.locator(".map-here-area").count() == 0


def test_private_place_shows_the_district_and_no_pin(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-02")
    expect(page.locator(".map-here-area")).to_have_count(1)
    assert page.locator(".pin").count() == 0
    assert page.locator("figcaption", has_text="Genauer Ort auf Anfrage").is_visible()


def test_offer_without_a_place_has_no_map(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-03")
    assert page.locator("[data-map]").count() == 0


def test_hostile_title_is_text(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-07")
    assert page.locator("h1").inner_text() == HOSTILE_TITLE
    assert page.title().startswith("<script>alert(1)</script>")


def test_district_map_shows_its_offers(visitor: Visitor) -> None:
    page = visitor.open("/stadtteile/01")
    counts = page.locator(".cluster").all_text_contents()
    assert sum(int(text) for text in counts) + page.locator(".pin").count() == 3


def test_small_map_lets_a_finger_scroll_the_page(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01", width=390, has_touch=True, is_mobile=True)
    canvas = page.locator("[data-map]")
    canvas.scroll_into_view_if_needed()
    assert "pan-y" in canvas.evaluate("node => getComputedStyle(node).touchAction")
    box = canvas.bounding_box()
    assert box is not None
    before = page.evaluate("window.scrollY")
    swipe_up(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.evaluate("window.scrollY") > before + 50


def test_small_map_that_cannot_load_leaves_the_facts(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/layers/*.json", lambda route: route.fulfill(status=500))
    visitor.go(page, "/angebote/opp-01")
    expect(page.locator("[data-map-message]")).to_be_visible()
    assert page.get_by_role("row", name=re.compile("Wie lange")).is_visible()
    visitor.forgive("500")


def test_how_far_it_is_stays_in_the_browser(visitor: Visitor) -> None:
    page = visitor.open(
        "/angebote/opp-01",
        geolocation={"latitude": 51.045, "longitude": 13.7335},
        permissions=["geolocation"],
    )
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    page.get_by_role("button", name="Wie weit ist es von mir?").click()
    expect(page.locator("[data-how-far-answer]")).to_have_text("etwa 2 km Luftlinie von dir")
    assert told == []
    assert page.url.endswith("/angebote/opp-01")


def test_who_says_no_is_told_so(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01")
    page.context.clear_permissions()
    page.get_by_role("button", name="Wie weit ist es von mir?").click()
    expect(page.locator("[data-how-far-answer]")).to_have_text(
        "Dein Standort ist nicht freigegeben."
    )


def test_what_is_passed_on_does_not_say_from_where_one_searched(visitor: Visitor) -> None:
    page = visitor.open(
        "/angebote/opp-01?near=13.705,51.045",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page.get_by_role("button", name="Weitersagen").click()
    expect(page.locator("[data-share-answer]")).to_have_text("Adresse kopiert")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visitor.site}/angebote/opp-01"


def test_without_a_clipboard_the_address_stands_there_to_be_copied(visitor: Visitor) -> None:
    page = visitor.page(320)
    page.add_init_script("delete Navigator.prototype.clipboard")  # a page without https has none
    visitor.go(page, "/angebote/opp-01?near=13.705,51.045")
    button = page.get_by_role("button", name="Weitersagen")
    for _press in range(2):
        button.click()
        field = page.get_by_role("textbox", name="Adresse", exact=True)
        expect(field).to_have_value(f"{visitor.site}/angebote/opp-01")
        expect(field).to_be_focused()
    assert page.evaluate("document.getSelection().toString()") == field.input_value()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_closing_the_sheet_of_the_device_is_no_error(visitor: Visitor) -> None:
    page = visitor.page()
    page.add_init_script(
        "navigator.share = async () => { throw new DOMException('closed', 'AbortError'); };"
    )
    visitor.go(page, "/angebote/opp-01")
    page.get_by_role("button", name="Weitersagen").click()
    expect(page.get_by_role("textbox", name="Adresse", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Weitersagen")).to_be_visible()


def test_labels_of_the_facts_start_where_the_facts_start(visitor: Visitor) -> None:
    page = visitor.open("/angebote/opp-01", width=320)
    label = page.locator(".table--facts th").first
    assert label.evaluate("(cell) => getComputedStyle(cell).textAlign") == "start"
