"""Names on the map: where they stand, with the names and borders of a real city."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

#: names that a reader sees, and those that lie over another one or under a control
COVERED = """() => {
    const boxOf = (node) => node.getBoundingClientRect();
    const seen = (selector) => [...document.querySelectorAll(selector)]
        .filter((node) => node.checkVisibility({ visibilityProperty: true }));
    const meet = (a, b) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const names = seen(".map-label");
    const others = seen(".leaflet-control");
    const covered = (name, n) =>
        [...names.slice(0, n), ...others].some((other) => meet(boxOf(name), boxOf(other)));
    return [names.length, names.filter(covered).map((name) => name.textContent)];
}"""


def names_at_rest(page: Page) -> tuple[int, list[str]]:
    """How many names are shown, and those that something covers."""
    page.wait_for_timeout(600)  # names come when the map has come to rest
    shown, covered = page.evaluate(COVERED)
    return shown, covered


@pytest.mark.parametrize("zooms", [0, 1, 2])
def test_no_name_lies_under_another_or_a_control(guest: Visitor, zooms: int) -> None:
    page = guest.open("/", width=1440)
    for _ in range(zooms):
        page.locator(".leaflet-control-zoom-in").click()
        expect(page.locator(".leaflet-zoom-anim")).to_have_count(0)
    shown, covered = names_at_rest(page)
    assert shown > 1
    assert covered == []


def test_the_small_map_of_an_offer_keeps_its_names_clear(guest: Visitor) -> None:
    page = guest.open("/", width=1440)
    for place in page.locator(".entry__title a").all()[:3]:
        href = place.get_attribute("href")
        assert href is not None
        other = guest.open(href, width=1440)
        assert names_at_rest(other)[1] == []
