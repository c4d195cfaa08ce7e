"""What axe cannot see: size of targets, order and sight of the focus, what is announced, direction."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.travellers import IS_SEEN

pytestmark = pytest.mark.browser

#: what can be tapped and is smaller than 44 px; a link within a sentence may be as small as its text,
#: a box counts with the label that ticks it, and the points of a chart have their rows in the table
SMALL = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, summary, [role=button]"
)].filter((node) => !node.closest("svg.scatter__chart")).filter((node) => {
    const style = getComputedStyle(node);
    const boxes = [node, node.closest("label")].map((one) => one?.getBoundingClientRect());
    const width = Math.max(...boxes.map((box) => box?.width ?? 0));
    const height = Math.max(...boxes.map((box) => box?.height ?? 0));
    const isShown = width > 1 && height > 1 && style.visibility === "visible";
    const isWithinText = style.display === "inline" && node.tagName === "A";
    return isShown && !isWithinText && (width < 43.9 || height < 43.9);
}).map((node) => node.outerHTML.slice(0, 120))"""
PAGES = [
    "/",
    "/?q=lesen&hours_max=2",
    "/?q=gibtesnicht",
    "/angebote/opp-01",
    "/organisationen/org-1",
]
MORE = ["/stadtteile", "/stadtteile/01", "/danke", "/barrierefreiheit", "/offline", "/embed"]
MORE += ["/merkliste", "/merkliste?ids=opp-13,opp-07,opp-01"]
PLANNERS = ["/planung", "/planung/stadtteile/01", "/methodik", "/daten", "/einbetten"]


@pytest.mark.parametrize("path", [*PAGES, *MORE, *PLANNERS])
def test_what_can_be_tapped_is_44_pixels(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, width=320)
    page.wait_for_timeout(500)  # the map and its buttons come when the page is at work
    assert page.evaluate(SMALL) == []
    if page.locator(".sheet summary").count():
        page.click(".sheet summary")
        assert page.evaluate(SMALL) == []


def test_map_of_a_phone_can_be_tapped(visitor: Visitor) -> None:
    page = visitor.open("/", width=320)
    page.click("[data-map-switch]")
    page.click(".map-panel summary")
    expect(page.locator(".cluster, .pin").first).to_be_visible()
    assert page.evaluate(SMALL) == []


#: a window of 1280 x 1024 at 400 %
ENLARGED = {"width": 320, "height": 256}


@pytest.mark.parametrize("path", [*PAGES, *MORE, *PLANNERS])
def test_at_400_percent_nothing_is_cut_and_the_focus_is_seen(visitor: Visitor, path: str) -> None:
    page = visitor.open(path, width=320)
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for _press in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
        assert page.evaluate(IS_SEEN), f"the focus on {where} cannot be seen"


def test_at_400_percent_the_sheet_of_filters_fits(visitor: Visitor) -> None:
    page = visitor.open("/", width=320)
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.locator(".sheet__panel")
    assert panel.evaluate("(node) => node.scrollWidth <= node.clientWidth")
    for part in page.locator(".sheet__panel :is(select, input, label, button, a)").all():
        box = part.bounding_box()
        assert not box or box["x"] + box["width"] <= 320


def test_filters_lie_under_the_thumb_on_list_and_map(visitor: Visitor) -> None:
    page = visitor.open("/", width=390)
    thumb = page.get_by_role("button", name=re.compile("^Filter"))
    thumb.click()
    page.keyboard.press("Escape")
    expect(thumb).to_be_focused()
    page.click("[data-map-switch]")
    page.wait_for_selector("[data-map][data-ready]")
    thumb.click()
    page.check("[data-sheet] input[name=certificate]")
    page.get_by_role("button", name="1 Angebot zeigen").click()
    expect(page.locator("[data-map-pane]")).to_be_visible()
    expect(thumb).to_be_focused()
    expect(thumb).to_have_text(re.compile(r"Filter\s*\(1"))
    assert page.evaluate("document.querySelector('.finder__list').inert"), "it lies under the map"
    expect(page.locator(".cluster, .pin")).to_have_count(1)


#: whether something else lies over the middle of what has the focus
IS_COVERED = """() => {
    const node = document.activeElement;
    const { left, top, width, height } = node.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    const isOneOfIt = above && (node.contains(above) || above.contains(node));
    return !isOneOfIt && !above?.closest(".entry")?.contains(node);
}"""
#: the map has its own tests; after the last thing the focus leaves the page
IS_THROUGH = """() => document.activeElement === document.body
    || document.activeElement.closest(".leaflet-container") !== null"""


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_nothing_that_sticks_covers_the_focus(visitor: Visitor, width: int) -> None:
    page = visitor.open("/", width=width)
    page.wait_for_timeout(500)
    page.locator(".skip-link").focus()
    for key in ("Tab", "Shift+Tab"):
        for _press in range(70 if key == "Tab" else 40):
            page.keyboard.press(key)
            if page.evaluate(IS_THROUGH):
                break
            where = page.evaluate("document.activeElement.outerHTML.slice(0, 90)")
            is_hidden = page.evaluate("document.activeElement.getBoundingClientRect().width <= 1")
            assert is_hidden or not page.evaluate(IS_COVERED), f"{key}: {where} is covered"


@pytest.mark.parametrize("width", [390, 1440])
def test_focus_goes_through_the_page_in_its_order_and_is_seen(visitor: Visitor, width: int) -> None:
    page = visitor.open("/", width=width)
    page.evaluate("window.before = document.body")
    stops = []
    for _press in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className"))
        assert page.evaluate(
            "() => { const now = document.activeElement; const isLater ="
            " window.before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING;"
            " window.before = now; return Boolean(isLater); }"
        ), f"{stops[-1]!r} comes before {stops[-2:-1]}"
        assert page.evaluate(IS_SEEN), f"the focus on {stops[-1]!r} cannot be seen"
        if page.evaluate("document.activeElement.closest('.entry') !== null"):
            break
    else:
        raise AssertionError("no entry of the list within sixty stops")
    assert "skip" in stops[0]


def test_the_count_is_announced_once_it_changes(visitor: Visitor) -> None:
    page = visitor.open("/")
    live = page.locator("[data-live]")
    assert live.get_attribute("aria-live") == "polite" or live.get_attribute("role") == "status"
    assert live.inner_text() == "", "nothing is announced before something changes"
    page.select_option("#suche-thema", "nature")
    line = page.locator("[data-result-line]")
    expect(line).to_contain_text("Natur")
    expect(live).to_have_text(line.inner_text())


def test_arabic_mirrors_the_page_and_not_the_map(visitor: Visitor) -> None:
    def left(path: str, selector: str) -> float:
        box = visitor.open(path).locator(selector).first.bounding_box()
        assert box
        return box["x"]

    assert left("/", ".entry") < left("/", "[data-map]")
    assert left("/?lang=ar", ".entry") > left("/?lang=ar", "[data-map]")
    # east stays on the right
    assert left("/?lang=ar&q=ecke", ".pin") - left(
        "/?lang=ar&q=ecke", "[data-map]"
    ) == pytest.approx(left("/?q=ecke", ".pin") - left("/?q=ecke", "[data-map]"), abs=2)
