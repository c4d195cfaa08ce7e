"""The boundary for folium: every text that is not ours passes here, once.

folium and branca paste text into HTML and JavaScript and compile the result a second time as a
Jinja template. An escaped text holds no character that means anything to HTML, to a JavaScript
string or template literal, or to Jinja; a browser's HTML parser gives the original back.
"""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from layers.spec import Layer

_NUMERIC = str.maketrans({sign: f"&#{ord(sign)};" for sign in "{}`$\\\u2028\u2029"})
_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x20]+", re.IGNORECASE)


def escape_text(text: str) -> str:
    """Text as HTML that is inert in HTML, in JavaScript and in a Jinja template."""
    return html.escape(text, quote=True).translate(_NUMERIC)


def escape_tree(value: Any) -> Any:
    """The same value with every text in it escaped, keys included."""
    if isinstance(value, str):
        return escape_text(value)
    if isinstance(value, dict):
        return {escape_tree(key): escape_tree(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [escape_tree(item) for item in value]
    return value


def escape_layer(layer: Layer) -> Layer:
    """A copy of a layer in which every text is escaped: labels, properties, legend, attribution."""
    return msgspec.convert(escape_tree(msgspec.to_builtins(layer)), Layer)


def is_linkable(url: str) -> bool:
    """Whether an address may become a link: only http, https, mailto and tel, nothing hidden.

    It holds for an address before and after `escape_text`.
    """
    return _LINK.fullmatch(url) is not None
