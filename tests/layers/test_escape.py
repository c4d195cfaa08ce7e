"""The boundary for folium: inert in HTML, JavaScript and Jinja, and back again in a browser."""

from __future__ import annotations

import html

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.escape import escape_text, escape_tree, is_linkable
from tests.layers.hostile import HOSTILE


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_becomes_inert_and_reads_the_same(text: str) -> None:
    safe = escape_text(text)
    assert html.unescape(safe) == text
    assert not set(safe) & set("{}`$\\<>\"'\u2028\u2029")


@given(st.text())
def test_any_text_survives_any_number_of_template_passes(text: str) -> None:
    safe = escape_text(text).replace("\r", "").replace("\n", "")  # Jinja normalises line ends
    once = jinja2.Template(safe).render()
    assert jinja2.Template(once).render() == safe


def test_a_tree_is_escaped_to_its_leaves_and_keys() -> None:
    tree = {"a{": ["<b>", {"c": ("`", 1, None, True, 2.5)}]}
    safe = {"a&#123;": ["&lt;b&gt;", {"c": ["&#96;", 1, None, True, 2.5]}]}
    assert escape_tree(tree) == safe


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://verein.example.org/a?b=1&c=2", True),
        ("HTTP://verein.example.org", True),
        ("mailto:kontakt@example.org", True),
        ("tel:+493512345", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("https://x\n.example", False),
        ("data:text/html,<script>", False),
        ("//evil.example", False),
        ("verein.example.org", False),
        ("", False),
    ],
)
def test_only_plain_addresses_become_links(url: str, expected: bool) -> None:
    assert is_linkable(url) is expected
    assert is_linkable(escape_text(url)) is expected
