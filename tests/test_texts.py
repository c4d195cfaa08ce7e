"""Every text on screen goes through gettext: templates hold no bare words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

SILENT_BLOCKS = (
    r"\{#.*?#\}",
    r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}",
    r"\{%-?\s*raw\b.*?endraw\s*-?%\}",
    r"\{%-? block body_class -?%\}.*?\{%-? endblock -?%\}",
    r"\{%.*?%\}",
    # names and titles of cited works are the same in every language
    r"<cite\b.*?</cite>",
    r'<p class="method__source">.*?</p>',
    r"\{\{.*?\}\}",
    r"<!--.*?-->",
    r"<script\b.*?</script>",
    r"<(code|pre|kbd)\b.*?</\1>",
    r"/api/[a-z/…]+|/items",
)
SPOKEN_ATTRIBUTES = re.compile(r"\b(?:aria-label|title|alt|placeholder|content)=\"([^\"]*)\"")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{3,}")
#: values of `content` and names that are no words of a language
CODES = re.compile(
    r"^(width=|noindex|light|dark|#|website|summary|telephone=no)|^CSV$|^GeoJSON$|^JSON$"
)

#: paint of SVG shapes, written by macros
PAINT = {"none", "url"}


def bare_words(text: str) -> list[str]:
    """Words a reader would see that no translator would."""
    for pattern in SILENT_BLOCKS:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    spoken = [value for value in SPOKEN_ATTRIBUTES.findall(text) if not CODES.match(value)]
    visible = re.sub(r"<[^>]*>", " ", text)
    visible = re.sub(r"&[a-z#0-9]+;", " ", visible)
    found = [word for piece in [visible, *spoken] for word in WORD.findall(piece)]
    return [word for word in found if not CODES.match(word) and word not in PAINT]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_template_has_no_bare_words(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_check_sees_a_bare_word() -> None:
    assert bare_words('<p class="big">Hallo {{ _("Welt") }}</p>') == ["Hallo"]
    assert bare_words('<img alt="Karte" src="a.png">') == ["Karte"]
    assert bare_words("<p>{% trans %}Hallo{% endtrans %} {{ x }}</p>") == []
