"""The address is the state: what it shows does not depend on scripts, history or a reload."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from routes.params import SEARCH_PARAMETERS
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

#: every parameter of the search at least once
VIEWS = [
    "/",
    "/?q=lesen",
    "/?q=Hunde+lesen",
    "/?q=gibtesnicht",
    "/?theme=education&theme=nature",
    "/?district=01&district=02",
    "/?borough=1",
    "/?near=13.705,51.045&radius_m=2000&sort=distance",
    "/?near=13.705,51.045&near_name=Altfelder+Platz&walk_minutes=15",
    "/?bbox=13.700,51.040,13.715,51.050",
    "/?hours_max=2&sort=hours",
    "/?weekday=sa&weekday=su",
    "/?daytime=evening",
    "/?schedule=one_off&from=2026-05-01&to=2026-05-31&sort=starts_on",
    "/?age=15",
    "/?people=15&group=true",
    "/?language=en",
    "/?audience=young",
    "/?wheelchair=yes&wheelchair=limited",
    "/?low_threshold=true",
    "/?remote=true",
    "/?certificate=true",
    "/?pass=true",
    "/?board=true",
    "/?in_kind=true",
    "/?ohne_ort=1",
    "/?since=2026-03-25&sort=newest",
]


def shown(page: Page) -> dict[str, Any]:
    """What a page of the finder says: its line, its entries, its filters, its tags."""
    fields = page.evaluate(
        """() => [...new FormData(document.querySelector('[data-finder-form]')).entries()]
            .filter(([name, value]) => value && !['wo', 'weit', 'ort'].includes(name))
            .map((pair) => pair.join('=')).sort()"""
    )
    return {
        "line": page.locator("[data-result-line]").inner_text(),
        "entries": page.locator(".entry__title a").all_inner_texts(),
        "tags": page.locator(".tag").all_inner_texts(),
        "fields": sorted(set(fields)),
    }


@pytest.mark.parametrize("address", VIEWS)
def test_one_address_shows_one_view(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    first = shown(page)
    url = page.url
    page.reload()
    assert shown(page) == first
    assert page.url == url
    # without JavaScript
    plain = visitor.open(address, java_script_enabled=False)
    assert plain.locator("[data-result-line]").inner_text() == first["line"]
    assert plain.locator(".entry__title a").all_inner_texts() == first["entries"]
    assert plain.locator(".tag").all_inner_texts() == first["tags"]


def test_the_addresses_hold_every_parameter_of_the_search() -> None:
    used = {name for address in VIEWS for name, _value in parse_qsl(urlsplit(address).query)}
    assert set(SEARCH_PARAMETERS) - used == {"limit", "offset"}
