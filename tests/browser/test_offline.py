"""What was opened stays readable without a connection, and says of when it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

NOTE = "[data-offline-note]"


@pytest.fixture
def reader(chromium: Browser, site: str) -> Iterator[Visitor]:
    """A visitor whose browser may install the worker."""
    visiting = Visitor(chromium, site)
    yield visiting
    visiting.forgive("ERR_INTERNET_DISCONNECTED")
    visiting.forgive("ERR_FAILED")
    visiting.close()


def arrive(reader: Visitor, path: str, width: int = 390) -> Page:
    """Open a first page and wait until the worker keeps it."""
    page = reader.open(path, width, service_workers="allow")
    page.wait_for_function(
        """async () => {
            const kept = await caches.match(window.location.href, { ignoreVary: true });
            return Boolean(kept && navigator.serviceWorker.controller);
        }"""
    )
    return page


def test_an_opened_page_is_there_without_a_connection(reader: Visitor) -> None:
    page = arrive(reader, "/angebote/opp-01")
    title = page.locator("h1").inner_text()
    assert not page.locator(NOTE).is_visible()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(NOTE)).to_contain_text("mit dem Stand vom")
    said = page.locator(f"{NOTE} time").inner_text()
    assert "20" in said
    assert ":" in said
    # it looks as it did: the style sheet was kept too
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != ""
    assert page.evaluate("document.styleSheets.length") > 1


def test_the_finder_and_its_map_are_there(reader: Visitor) -> None:
    page = arrive(reader, "/?theme=education", 1440)
    reader.go(page, "/?theme=education")
    line = page.locator("[data-result-line]").inner_text()
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-result-line]")).to_have_text(line)
    page.wait_for_selector("[data-map][data-ready]", state="attached")


def test_what_was_not_opened_leads_to_what_was(reader: Visitor) -> None:
    page = arrive(reader, "/angebote/opp-01")
    page.context.set_offline(True)
    reader.go(page, "/angebote/opp-02")
    expect(page.locator("h1")).to_have_text("Ohne Verbindung lesen")
    link = page.locator("[data-kept-list] a")
    expect(link).to_have_count(1)
    link.click()
    expect(page.locator(NOTE)).to_be_visible()


def test_kept_pages_can_be_forgotten(reader: Visitor) -> None:
    page = arrive(reader, "/angebote/opp-01")
    reader.go(page, "/offline")
    page.get_by_role("button", name="Gemerkte Seiten löschen").click()
    expect(page.locator("[data-kept-gone]")).to_be_visible()
    expect(page.locator("[data-kept-none]")).to_be_visible()
    assert page.evaluate("caches.has('pages-1')") is False


def test_back_online_the_note_is_gone(reader: Visitor) -> None:
    page = arrive(reader, "/angebote/opp-01")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(NOTE)).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(NOTE)).to_be_hidden()


def test_a_lost_connection_is_said_at_once(reader: Visitor) -> None:
    page = arrive(reader, "/angebote/opp-01")
    page.context.set_offline(True)
    expect(page.locator("[data-connection-note]")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("[data-connection-note]")).to_be_hidden()


def test_errors_and_frames_of_others_are_not_kept(reader: Visitor) -> None:
    page = arrive(reader, "/")
    for path in ("/angebote/gibt-es-nicht", "/embed"):
        reader.go(page, path)
    reader.forgive("Failed to load resource: the server responded with a status of 404")
    kept = page.evaluate(
        """async () => (await (await caches.open('pages-1')).keys())
            .map((request) => new URL(request.url).pathname)"""
    )
    assert kept == ["/"]


def test_no_more_than_sixty_pages_are_kept(reader: Visitor) -> None:
    page = arrive(reader, "/impressum")
    page.evaluate(
        """async () => {
            const cache = await caches.open('pages-1');
            for (let i = 0; i < 70; i += 1) await cache.put(`/?q=${i}`, new Response('x'));
        }"""
    )
    reader.go(page, "/datenschutz")
    count = "async () => (await (await caches.open('pages-1')).keys()).length"
    page.wait_for_function(f"async () => (await ({count})()) === 60")


def test_without_worker_the_page_works(visitor: Visitor) -> None:
    page = visitor.open("/offline")
    expect(page.locator("[data-kept-none]")).to_be_visible()
