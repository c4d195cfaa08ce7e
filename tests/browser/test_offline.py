"""What was opened stays readable without a connection, and says of when it is."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visitor, serve
from tests.fakes import sample_app

pytestmark = pytest.mark.browser

NOTE = "[data-offline-note]"


class Line:
    """A server of its own that can be gone and come back at the same address."""

    def __init__(self) -> None:
        self._app = sample_app()
        self._server = serve(self._app)
        self.site = next(self._server)

    def cut(self) -> None:
        for _ in self._server:
            pass

    def mend(self) -> None:
        self._server = serve(self._app, urlsplit(self.site).port or 0)
        next(self._server)


@pytest.fixture
def line() -> Iterator[Line]:
    """The way to the server."""
    made = Line()
    yield made
    made.cut()


@pytest.fixture
def reader(chromium: Browser, line: Line) -> Iterator[Visitor]:
    """A visitor whose browser may install the worker."""
    visiting = Visitor(chromium, line.site)
    yield visiting
    for words in ("ERR_CONNECTION_REFUSED", "ERR_FAILED", "ERR_INTERNET_DISCONNECTED"):
        visiting.forgive(words)
    visiting.close()


def until(page: Page, condition: str) -> None:
    """Wait in the page until an asynchronous condition holds (wait_for_function takes no promise)."""
    page.evaluate(
        f"""async () => {{
            while (!(await ({condition})())) await new Promise((next) => setTimeout(next, 30));
        }}"""
    )


def arrive(reader: Visitor, path: str, width: int = 390) -> Page:
    """Open a first page and wait until the worker keeps it."""
    page = reader.open(path, width, service_workers="allow")
    until(
        page,
        """async () => navigator.serviceWorker.controller
            && await caches.match(window.location.href, { ignoreVary: true })""",
    )
    return page


def test_an_opened_page_is_there_without_a_connection(reader: Visitor, line: Line) -> None:
    page = arrive(reader, "/angebote/opp-01")
    title = page.locator("h1").inner_text()
    assert not page.locator(NOTE).is_visible()
    line.cut()
    page.reload()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(NOTE)).to_contain_text("mit dem Stand vom")
    said = page.locator(f"{NOTE} time").inner_text()
    assert "20" in said
    assert ":" in said
    # it looks as it did: the style sheet was kept too
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily") != ""
    assert page.evaluate("document.styleSheets.length") > 1


def test_the_finder_and_its_map_are_there(reader: Visitor, line: Line) -> None:
    page = arrive(reader, "/?theme=education", 1440)
    reader.go(page, "/?theme=education")
    said = page.locator("[data-result-line]").inner_text()
    line.cut()
    page.reload()
    expect(page.locator("[data-result-line]")).to_have_text(said)
    page.wait_for_selector("[data-map][data-ready]", state="attached")


def test_what_was_not_opened_leads_to_what_was(reader: Visitor, line: Line) -> None:
    page = arrive(reader, "/angebote/opp-01")
    line.cut()
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


def test_back_online_the_note_is_gone(reader: Visitor, line: Line) -> None:
    page = arrive(reader, "/angebote/opp-01")
    line.cut()
    page.reload()
    expect(page.locator(NOTE)).to_be_visible()
    line.mend()
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
    until(page, "async () => (await (await caches.open('pages-1')).keys()).length === 60")


def test_without_worker_the_page_works(visitor: Visitor) -> None:
    page = visitor.open("/offline")
    expect(page.locator("[data-kept-none]")).to_be_visible()
