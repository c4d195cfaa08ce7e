"""/daten and warnings on entries in a browser: every width, without scripts, by key, on the map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import AXE, Visitor, serve
from tests.browser.test_a11y import violations
from tests.data_sample import data_snapshot
from tests.fakes import sample_app, sample_services

pytestmark = pytest.mark.browser

WARNING = "Stand: 10. Januar 2026. Bitte vorher nachfragen."


@pytest.fixture(scope="module")
def data_site() -> Iterator[str]:
    yield from serve(sample_app(sample_services(data_snapshot())))


@pytest.fixture
def reader(chromium: Browser, data_site: str) -> Iterator[Visitor]:
    """A visitor of the sample with sources in every state."""
    visiting = Visitor(chromium, data_site)
    yield visiting
    visiting.close()


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_is_wider_than_the_window(reader: Visitor, width: int) -> None:
    page = reader.open("/daten", width=width, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("heading", name="Quellen", exact=True)).to_be_visible()


@pytest.mark.parametrize("mode", ["light", "dark", "forced"])
def test_no_violation(reader: Visitor, mode: str) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core in node_modules (make test)")
    modes = {"dark": {"color_scheme": "dark"}, "forced": {"forced_colors": "active"}}
    axe = AXE.read_text(encoding="utf-8")
    width = 1440 if mode == "light" else 390
    page = reader.open("/daten", width=width, bypass_csp=True, **modes.get(mode, {}))
    page.locator("details").evaluate_all("found => found.forEach((one) => { one.open = true; })")
    assert violations(page, axe) == []
    reader.go(page, "/angebote/real-2")
    assert violations(page, axe) == []


def test_tables_stay_tables_on_a_phone(reader: Visitor) -> None:
    page = reader.open("/daten", width=320)
    for name in ("Dateien zum Herunterladen mit Umfang und Lizenz", "Nach Quelle"):
        table = page.get_by_role("table", name=name)
        expect(table).to_be_visible()
        assert table.get_by_role("row").count() > 2
        assert table.get_by_role("rowheader").count() > 1


def test_filter_works_by_key_and_without_scripts(reader: Visitor) -> None:
    page = reader.open("/daten", java_script_enabled=False)
    page.get_by_label("Quelle", exact=True).focus()
    page.keyboard.type("Freiw")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/daten?quelle=platform&art=#hinweise")
    expect(page.get_by_role("link", name="Fahrdienst 1", exact=True)).to_be_visible()
    expect(page.get_by_role("table", name="3 Hinweise")).to_be_visible()


def test_switched_off_sources_open_by_key(reader: Visitor) -> None:
    page = reader.open("/daten", width=390)
    title = page.get_by_text("Vereine und Treffpunkte aus OpenStreetMap", exact=True)
    expect(title).to_be_hidden()
    page.locator("#nicht-eingebunden summary").focus()
    page.keyboard.press("Enter")
    expect(title).to_be_visible()


def test_popup_of_an_old_offer_warns(reader: Visitor) -> None:
    found = reader.page().request.get(f"{reader.site}/api/search?q=Fahrdienst").json()
    offer = next(f for f in found["features"] if f["properties"]["title"] == "Fahrdienst 1")
    lon, lat = offer["geometry"]["coordinates"]
    # so near that it stands alone, in no cluster
    box = ",".join(f"{n:.3f}" for n in (lon - 0.002, lat - 0.002, lon + 0.002, lat + 0.002))
    page = reader.open(f"/?q=Fahrdienst&bbox={box}")
    pin = page.locator(".pin").and_(page.get_by_role("button", name="Fahrdienst 1"))
    expect(pin).to_be_visible()
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.locator(".outdated")).to_have_text(WARNING)
    expect(popup.locator(".outdated svg")).to_be_visible()
