"""The whole matrix: every page x width x colour mode. Only in `make test-full`."""

from __future__ import annotations

import os

import pytest

from tests.browser.addresses import PAGES
from tests.browser.conftest import AXE, Visitor
from tests.browser.test_a11y import violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("TEST_FULL"), reason="part of `make test-full`"),
]

MODES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "still": {"reduced_motion": "reduce"},
}
ALL = [*PAGES, "/planung", "/planung/stadtteile/01", "/methodik", "/daten"]


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", ALL)
def test_page_in_every_mode(visitor: Visitor, path: str, mode: str, width: int) -> None:
    page = visitor.open(path, width=width, bypass_csp=True, **MODES[mode])
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page, AXE.read_text(encoding="utf-8")) == []
    visitor.forgive("Failed to load resource: the server responded with a status of 4")
