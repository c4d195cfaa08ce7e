"""How heavy the first view of the finder is: bytes as Chromium gets them, headers and all."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from msgspec import Struct
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

LIST_BYTES = 60_000
MAP_BYTES = 130_000
#: what only a map needs; none of it may come before list and filters work
OF_THE_MAP = ("/vendor/leaflet", "/vendor/supercluster", "/js/map/", "/css/map.css", "/layers/")


class Sent(Struct):
    """One thing that came over the wire."""

    path: str
    size: int = 0


class Scales:
    """Weighs everything a page loads: the browser's own count of bytes received."""

    def __init__(self, page: Page) -> None:
        self.sent: dict[str, Sent] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        self.sent[event["requestId"]] = Sent(urlsplit(event["request"]["url"]).path)

    def _came(self, event: dict[str, Any]) -> None:
        self.sent[event["requestId"]].size = int(event["encodedDataLength"])

    def total(self) -> int:
        """All bytes so far."""
        return sum(sent.size for sent in self.sent.values())

    def of_map(self) -> list[Sent]:
        """What only a map needs."""
        return [s for s in self.sent.values() if any(part in s.path for part in OF_THE_MAP)]


def weigh(guest: Visitor, width: int) -> tuple[Page, Scales]:
    """Open the first view and wait until nothing more comes."""
    page = guest.page(width)
    scales = Scales(page)
    guest.go(page, "/")
    page.wait_for_load_state("networkidle")
    return page, scales


def test_first_view_of_the_default_city_is_light(guest: Visitor) -> None:
    page, scales = weigh(guest, 1440)
    of_map = sum(sent.size for sent in scales.of_map())
    before_map, whole = scales.total() - of_map, scales.total()
    figures = f"list and filters: {before_map:,} bytes; with the map: {whole:,} bytes"
    print(figures)  # noqa: T201 - the figures are what one wants to read (pytest -s)
    assert page.locator(".cluster").count() > 0  # the map was drawn and is in the sum
    assert of_map > 40_000
    assert before_map <= LIST_BYTES, figures
    assert whole <= MAP_BYTES, figures


def test_list_and_filters_work_before_anything_of_the_map_is_asked_for(guest: Visitor) -> None:
    page, _scales = weigh(guest, 1440)
    times: dict[str, float] = page.evaluate(
        """() => Object.fromEntries([
            ['list', performance.getEntriesByName('list-ready')[0].startTime],
            ...performance.getEntriesByType('resource').map((e) => [e.name, e.startTime]),
        ])"""
    )
    ready = times.pop("list")
    early = [n for n, at in times.items() if at < ready and any(p in n for p in OF_THE_MAP)]
    assert early == []


def test_phone_pays_for_the_map_only_when_it_is_opened(guest: Visitor) -> None:
    page, scales = weigh(guest, 390)
    assert scales.of_map() == []
    page.click("[data-map-switch]")
    page.wait_for_selector("[data-map][data-ready]")
    assert scales.of_map() != []
