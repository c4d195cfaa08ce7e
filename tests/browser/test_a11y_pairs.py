"""Every language in every colour mode, on pages in turn: axe, direction, and room at 320 pixels.

The whole matrix of pages, widths and modes is `test_matrix.py`.
"""

from __future__ import annotations

from itertools import product

import pytest

from routes.languages import LANGUAGES
from routes.pages import RESULTS
from tests.browser import test_journeys
from tests.browser.addresses import PAGES
from tests.browser.conftest import AXE, Visitor
from tests.browser.test_a11y import violations
from tests.browser.test_matrix import MODES
from tests.browser.travellers import WAYS

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1440)
#: pages that have another language than German
LEGAL = {"/impressum", "/datenschutz", "/barrierefreiheit"}
SPOKEN = [path for path in PAGES if path not in LEGAL]
PAIRS = [
    # steps without a common divisor: every page meets several languages and modes
    pytest.param(tag, mode, SPOKEN[n * 5 % len(SPOKEN)], WIDTHS[n % 3], id=f"{tag}-{mode}")
    for n, (tag, mode) in enumerate(product(LANGUAGES, MODES))
]


@pytest.mark.parametrize(("tag", "mode", "path", "width"), PAIRS)
def test_every_language_in_every_mode(
    visitor: Visitor, tag: str, mode: str, path: str, width: int
) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core in node_modules (make test)")
    visitor.forgive("Failed to load resource: the server responded with a status of 4")
    address = f"{path}{'&' if '?' in path else '?'}lang={tag}"
    page = visitor.open(address, width=width, bypass_csp=True, **MODES[mode])
    assert violations(page, AXE.read_text(encoding="utf-8")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dir || 'ltr'") == LANGUAGES[tag].direction


def test_the_page_of_results_tells_what_is_tested() -> None:
    journeys = [name for name in vars(test_journeys) if name.startswith("test_")]
    assert len(PAGES) == RESULTS.pages
    assert len(PAIRS) == RESULTS.pairs
    assert len(journeys) * len(WAYS) == RESULTS.journeys
