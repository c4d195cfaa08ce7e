"""While the map moves: markers as one drawing, the ground scaled, and all of it back at rest."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

SKETCH = ".marks-sketch"
#: what a change of the drawing showed: whether it was seen, the elements were not, and how many of
#: its points are painted
WATCH = """(canvas) => {
    window.seen = [];
    new MutationObserver(() => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const pen = copy.getContext("2d", { willReadFrequently: true });
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
        window.seen.push({
            isDrawn: !canvas.hidden,
            isVeiled: document.querySelector(".marks").hidden,
            painted: data.filter((value, at) => at % 4 === 3 && value > 0).length,
        });
    }).observe(canvas, { attributes: true, attributeFilter: ["hidden"] });
}"""
CORNERS = """() => Object.fromEntries(
    [...document.querySelectorAll(".leaflet-land-pane path")].map((path, n) => {
        const { left, top, width } = path.getBoundingClientRect();
        return [n, [left, top, width].map(Math.round)];
    }))"""


def zoom(page: Page, name: str) -> None:
    """Press a button of the map and wait until the map rests."""
    page.get_by_role("button", name=name).click()
    page.wait_for_timeout(700)


def watch(page: Page) -> None:
    """Remember what the drawing shows from now on."""
    page.get_by_label("Liste folgt der Karte").uncheck()
    zoom(page, "Weiter weg")  # the first move brings it
    page.locator(SKETCH).evaluate(WATCH)


def seen(page: Page) -> list[dict[str, Any]]:
    """What the drawing has shown."""
    found: list[dict[str, Any]] = page.evaluate("window.seen")
    return found


def names(page: Page) -> set[str]:
    """The names of all markers."""
    labels: list[str] = page.locator(".marks > *").evaluate_all(
        "(all) => all.map((node) => node.getAttribute('aria-label'))"
    )
    return set(labels)


def test_markers_are_one_drawing_while_the_map_zooms_and_come_back(crowd: Visitor) -> None:
    page = crowd.open("/")
    watch(page)
    expect(page.locator(SKETCH)).to_be_hidden()
    before = names(page)
    assert len(before) > 1
    zoom(page, "Näher heran")
    zoom(page, "Weiter weg")
    drawn = [look for look in seen(page) if look["isDrawn"]]
    assert len(drawn) >= 2
    assert all(look["isVeiled"] and look["painted"] > 500 for look in drawn)
    expect(page.locator(SKETCH)).to_be_hidden()
    expect(page.locator(".marks[hidden]")).to_have_count(0)
    assert names(page) == before


def test_who_walks_the_markers_keeps_them(crowd: Visitor) -> None:
    page = crowd.open("/")
    watch(page)
    before = page.evaluate(CORNERS)
    page.locator(".cluster[aria-label*='vergrößern']").nth(5).focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    assert page.evaluate(CORNERS) != before
    assert seen(page) == []
    assert page.evaluate("document.activeElement.closest('.marks') !== null")


def test_filter_in_the_middle_of_a_move_leaves_no_drawing_behind(crowd: Visitor) -> None:
    page = crowd.open("/")
    watch(page)
    page.get_by_role("button", name="Näher heran").click()
    page.locator("#suche-thema").select_option(index=1)
    page.wait_for_timeout(900)
    expect(page.locator(SKETCH)).to_be_hidden()
    expect(page.locator(".marks[hidden]")).to_have_count(0)


def test_drawing_is_no_part_of_the_first_view(crowd: Visitor) -> None:
    page = crowd.page(1440)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    crowd.go(page, "/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "sketch" in url]
    zoom(page, "Näher heran")
    assert [url for url in asked if "sketch" in url]


def test_without_the_drawing_the_map_moves_all_the_same(crowd: Visitor) -> None:
    crowd.forgive("Failed to load resource: net::ERR_FAILED")
    page = crowd.page(1440)
    page.route("**/sketch.js*", lambda route: route.abort())
    crowd.go(page, "/")
    page.get_by_label("Liste folgt der Karte").uncheck()
    before = names(page)
    zoom(page, "Näher heran")
    zoom(page, "Näher heran")
    expect(page.locator(".marks[hidden]")).to_have_count(0)
    assert names(page) != before
    expect(page.locator(SKETCH)).to_have_count(0)


def test_ground_is_where_it_was_after_zooming_in_and_out(visitor: Visitor) -> None:
    page = visitor.open("/")
    before = page.evaluate(CORNERS)
    assert before
    zoom(page, "Näher heran")
    closer = page.evaluate(CORNERS)
    assert closer != before
    zoom(page, "Weiter weg")
    after = page.evaluate(CORNERS)
    assert after.keys() == before.keys()
    for key, corner in before.items():
        assert all(abs(a - b) <= 2 for a, b in zip(corner, after[key], strict=True))


def test_ground_is_drawn_anew_when_the_map_rests(visitor: Visitor) -> None:
    page = visitor.open("/")
    zoom(page, "Näher heran")
    scale = page.locator(".leaflet-land-pane > svg").evaluate(
        "(drawing) => new DOMMatrix(getComputedStyle(drawing).transform).a"
    )
    assert scale == pytest.approx(1)
