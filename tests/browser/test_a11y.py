"""axe-core finds nothing to complain about, on every page and in every state of the finder."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import PAGES
from tests.browser.conftest import AXE, Visitor

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("needs axe-core in node_modules (make test)")
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe complains about, one line per element."""
    page.evaluate(axe)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_violation(visitor: Visitor, axe: str, path: str) -> None:
    page = visitor.open(path, bypass_csp=True)
    assert violations(page, axe) == []
    visitor.forgive("Failed to load resource: the server responded with a status of 4")


@pytest.mark.parametrize("path", ["/", "/angebote/opp-01", "/stadtteile/01", "/embed"])
@pytest.mark.parametrize("colours", ["dark", "forced"])
def test_other_colours_have_no_violation(
    visitor: Visitor, axe: str, path: str, colours: str
) -> None:
    options = {"color_scheme": "dark"} if colours == "dark" else {"forced_colors": "active"}
    page = visitor.open(path, width=390, bypass_csp=True, **options)
    assert violations(page, axe) == []


def test_open_sheet_has_no_violation(visitor: Visitor, axe: str) -> None:
    for width in (390, 1440):
        page = visitor.open("/", width=width, bypass_csp=True)
        page.click(".sheet summary")
        assert page.is_visible("text=Wie oft")
        assert violations(page, axe) == []


@pytest.mark.parametrize("colours", [{}, {"color_scheme": "dark"}])
def test_open_needs_and_subscriptions_have_no_violation(
    visitor: Visitor, axe: str, colours: dict[str, str]
) -> None:
    for width in (320, 1440):
        page = visitor.open("/", width=width, bypass_csp=True, **colours)
        page.locator("[data-subscribe] summary").click()
        page.get_by_role("button", name="Passt zu mir").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Englisch", exact=True).check()
        assert violations(page, axe) == []
        assert dialog.evaluate("(node) => node.scrollWidth <= node.clientWidth")
        dialog.get_by_role("button", name="Passendes zuerst zeigen").click()
        page.wait_for_selector(".entries[data-ranked]")
        assert violations(page, axe) == []


def test_own_list_with_a_way_back_has_no_violation(visitor: Visitor, axe: str) -> None:
    page = visitor.open("/", width=320, bypass_csp=True)
    for one in ("opp-06", "opp-01"):
        page.locator(f"[data-bookmark='{one}']").click()
    page.goto(f"{visitor.site}/merkliste?ids=opp-06,opp-01")
    page.locator("[data-bookmark='opp-06']").click()
    page.wait_for_selector("[data-undo]:visible")
    assert violations(page, axe) == []


def test_open_place_list_has_no_violation(visitor: Visitor, axe: str) -> None:
    page = visitor.open("/", bypass_csp=True)
    page.get_by_role("combobox", name="Wo?").click()
    assert page.locator(".place__option").count() > 4
    assert violations(page, axe) == []


def test_map_of_a_phone_has_no_violation(visitor: Visitor, axe: str) -> None:
    page = visitor.open("/", width=390, bypass_csp=True)
    page.click("[data-map-switch]")
    page.click(".map-panel summary")
    page.check("input[name=layer-need]")
    page.wait_for_selector(".map-area", state="attached")
    assert violations(page, axe) == []


def test_popup_has_no_violation(visitor: Visitor, axe: str) -> None:
    page = visitor.open("/?district=02", bypass_csp=True)
    title = page.locator(".leaflet-popup .popup__title")
    for _ in range(5):  # a click while the map still settles meets a pin that is being replaced
        page.wait_for_timeout(500)
        page.locator(".pin").first.click()
        page.wait_for_timeout(700)
        if title.is_visible():
            break
    title.wait_for()
    page.wait_for_timeout(300)  # the popup fades in, and half-faded text has half its contrast
    assert violations(page, axe) == []
