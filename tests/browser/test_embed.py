"""The map in a frame on another page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

HOST = """<!doctype html><html lang="de"><title>Fremde Seite</title>
<body><h1>Fremde Seite</h1>
<iframe src="/embed?district=02" title="Karte" width="100%%" height="%s"></iframe>
<p style="margin-top: 2000px">Ende</p></body></html>"""


def framed(visitor: Visitor, width: int, height: int) -> Page:
    """A page of somebody else with the map in a frame of this height."""
    page = visitor.page(width)
    content = HOST % height
    page.route("**/fremd", lambda route: route.fulfill(body=content, content_type="text/html"))
    page.goto(visitor.site + "/fremd")
    page.frame_locator("iframe").locator("[data-map][data-ready]").wait_for(state="attached")
    return page


@pytest.mark.parametrize(("width", "height"), [(320, 400), (768, 500), (1440, 900)])
def test_it_fills_frames_of_any_size(visitor: Visitor, width: int, height: int) -> None:
    page = framed(visitor, width, height)
    frame = page.frame_locator("iframe")
    canvas = frame.locator("[data-map]").bounding_box()
    assert canvas is not None
    assert canvas["height"] >= 180
    assert frame.locator("html").evaluate("node => node.scrollWidth <= window.innerWidth")
    assert frame.locator(".entry").first.is_visible()
    if width > 720:
        assert frame.locator("html").evaluate("node => node.scrollHeight <= window.innerHeight")


def test_wheel_over_the_frame_scrolls_the_host(visitor: Visitor) -> None:
    page = framed(visitor, 1440, 500)
    page.mouse.move(1000, 300)
    page.mouse.wheel(0, 500)
    for _try in range(60):
        if page.evaluate("window.scrollY") > 200:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("window.scrollY") > 200


def test_large_map_and_offers_open_in_a_new_window(visitor: Visitor) -> None:
    page = visitor.open("/embed?district=02", width=390)
    with page.expect_popup() as opened:
        page.click("text=Große Karte öffnen")
    assert opened.value.url == f"{visitor.site}/?district=02"
    assert opened.value.evaluate("window.opener") is None
    with page.expect_popup() as opened:
        page.locator(".entry__title a").first.click()
    assert "/angebote/" in opened.value.url


def test_popup_leads_out_of_the_frame(visitor: Visitor) -> None:
    page = visitor.open("/embed?q=ecke")
    page.click(".pin")
    link = page.get_by_role("link", name="Zum Angebot")
    expect(link).to_have_attribute("target", "_blank")


def test_without_scripts_the_list_is_there(visitor: Visitor) -> None:
    page = visitor.open("/embed", java_script_enabled=False)
    assert page.locator(".entry__title a").count() == 12
    assert page.locator(".entry__title a").first.is_visible()
    assert not page.is_visible("[data-map]")
