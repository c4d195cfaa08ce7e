"""Every page is silent, asks nobody else, and fits a narrow phone."""

from __future__ import annotations

import pytest

from tests.browser.addresses import PAGES
from tests.browser.conftest import SIZES, Visitor

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1440)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_silent_and_fits(visitor: Visitor, path: str) -> None:
    for width in WIDTHS:
        page = visitor.page(width)
        response = visitor.go(page, path)
        assert response is not None
        assert response.status == PAGES[path]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if PAGES[path] >= 400:
        visitor.forgive("Failed to load resource: the server responded with a status of")


@pytest.mark.parametrize("path", ["/", "/embed", "/angebote/opp-01"])
def test_policy_stops_inline_code(visitor: Visitor, path: str) -> None:
    page = visitor.page()
    response = visitor.go(page, path)
    assert response is not None
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.wasRun = true';
            document.body.append(script);
        }"""
    )
    assert page.evaluate("window.wasRun") is None
    assert any("Content Security Policy" in problem for problem in visitor.problems)
    visitor.forgive("Content Security Policy")


def test_nothing_hides_at_400_percent_zoom(visitor: Visitor) -> None:
    """WCAG 1.4.10: 1280 px at 400 % are 320 CSS pixels; the first offer can be reached."""
    page = visitor.open("/", width=320)
    entry = page.locator(".entry__title a").first
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= min(SIZES)
