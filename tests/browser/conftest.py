"""The application over the sample in a real headless Chromium.

Whatever a page says on the console, throws, or asks of another host fails the test that opened it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
import shapely
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from geodata.model import Opportunity
from geodata.settings import ROOT
from scripts.install_browser import find_browser
from tests.dresden import dresden_services
from tests.fakes import sample_app, sample_services
from tests.sample import sample_snapshot

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VENDOR = ROOT / "static" / "vendor"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {320: 640, 390: 844, 768: 1024, 1440: 900}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: pytest shows what matters."""

    def version_string(self) -> str:
        """As short as what the real server says of itself: bytes are counted."""
        return "granian"


def serve(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve an application on a port (0 = a free one) for as long as the generator lives."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session", autouse=True)
def assets() -> None:
    """The pages need what `make run` installs."""
    if not (VENDOR / "leaflet" / "leaflet.js").is_file():
        pytest.skip("needs the installed assets in static/vendor (make run)")


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the application over the sample."""
    yield from serve(sample_app())


def many_offers(count: int) -> tuple[Opportunity, ...]:
    """Offers spread over the four squares, themes in turn, some without a place."""
    pattern = next(o for o in sample_snapshot().opportunities if o.opportunity_id == "opp-01")
    themes = ("education", "nature", "social")
    found = []
    for i in range(count):
        is_placeless = i % 17 == 0
        lon, lat = 13.7005 + (i * 37 % 390) / 10_000, 51.0405 + (i * 53 % 190) / 10_000
        square = ("01", "02", "11", "12")[(lon > 13.72) + 2 * (lat > 51.05)]
        found.append(
            msgspec.structs.replace(
                pattern,
                opportunity_id=f"many-{i:04}",
                record_id=f"examples:many-{i:04}",
                title=f"Angebot Nummer {i}",
                themes=(themes[i % 3],),
                geometry=None if is_placeless else shapely.Point(lon, lat),
                district_id=None if is_placeless else square,
                borough_id=None if is_placeless else square[0],
                is_citywide=is_placeless,
            )
        )
    return tuple(found)


@pytest.fixture(scope="session")
def crowded_site() -> Iterator[str]:
    """The same with 900 offers."""
    snapshot = sample_snapshot(opportunities=many_offers(900))
    yield from serve(sample_app(sample_services(snapshot)))


@pytest.fixture(scope="session")
def dresden_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The default city, with its default data, as a visitor gets it."""
    yield from serve(sample_app(dresden_services(Path(tmp_path_factory.mktemp("dresden")))))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module."""
    path = find_browser()
    if path is None:
        pytest.skip("needs a Chromium (python -m scripts.install_browser)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Opens pages and remembers everything that should not have happened."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.problems: list[str] = []
        self.forgiven: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.plain: list[BrowserContext] = []

    def context(self, width: int = 1440, **options: Any) -> BrowserContext:
        """A fresh context with a window of this width."""
        size = {"width": width, "height": SIZES.get(width, 900)}
        # a worker's requests pass by the page's listeners and routes: only its own tests have one
        workers = options.pop("service_workers", "block")
        made = self.browser.new_context(
            viewport=size, locale="de-DE", service_workers=workers, **options
        )
        made.set_default_timeout(10_000)
        self.contexts.append(made)
        if options.get("java_script_enabled") is False:
            self.plain.append(made)
        return made

    def page(self, width: int = 1440, **options: Any) -> Page:
        """A page that is being listened to."""
        page = self.context(width, **options).new_page()
        page.on("console", lambda m: self._note(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.problems.append(f"error: {error}"))
        page.on("request", lambda request: self._check_host(request.url))
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        return page

    def _note(self, problem: str) -> None:
        # what blocks the worker here says so on the console
        if "Service Worker registration blocked by Playwright" not in problem:
            self.problems.append(problem)

    def _check_host(self, url: str) -> None:
        own = urlsplit(self.site).netloc
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != own:
            self.problems.append(f"foreign host: {url}")

    def open(self, path: str, width: int = 1440, **options: Any) -> Page:
        """Open a path in a new page."""
        page = self.page(width, **options)
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> Response | None:
        """Open a path in a page that is there, and wait for the map it shows if it shows one."""
        response = page.goto(self.site + path)
        if page.locator("[data-map]").count() and not self.is_plain(page):
            drawn = (
                "[data-map][data-ready], [data-map][data-waits], [data-map-message]:not([hidden])"
            )
            page.wait_for_selector(drawn, state="attached")
        return response

    def is_plain(self, page: Page) -> bool:
        """Whether the page was opened without JavaScript."""
        return page.context in self.plain

    def forgive(self, words: str) -> None:
        """A test that provokes an error says which message it expects.

        The console's messages come a moment after what caused them: they are weighed at the end.
        """
        self.forgiven.append(words)

    def close(self) -> None:
        """Close all and complain."""
        for context in self.contexts:
            context.close()
        unforeseen = [
            problem
            for problem in self.problems
            if not any(words in problem for words in self.forgiven)
        ]
        assert unforeseen == []


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Visitor]:
    """A visitor of the sample; fails the test if a page misbehaved."""
    visiting = Visitor(chromium, site)
    yield visiting
    visiting.close()


@pytest.fixture
def guest(chromium: Browser, dresden_site: str) -> Iterator[Visitor]:
    """A visitor of the default city."""
    visiting = Visitor(chromium, dresden_site)
    yield visiting
    visiting.close()


@pytest.fixture
def crowd(chromium: Browser, crowded_site: str) -> Iterator[Visitor]:
    """A visitor of the site with 900 offers."""
    visiting = Visitor(chromium, crowded_site)
    yield visiting
    visiting.close()
