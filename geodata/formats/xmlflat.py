"""The tree of one record of XML as pairs of name and text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element  # types only: defusedxml parses

from geodata.formats.flatten import Pair, join_names
from geodata.formats.limits import MAX_DEPTH
from geodata.formats.xmltext import local_name, namespace, real_text

_XML = "{http://www.w3.org/XML/1998/namespace}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XHTML = "http://www.w3.org/1999/xhtml"
#: texts in German need no language in their name
_GERMAN = re.compile(r"de\b", re.IGNORECASE)


class Naming:
    """Names of elements as a column has them."""

    def __init__(self, own: str, prefixes: dict[str, str]) -> None:
        self._own, self._prefixes = own, prefixes

    def of(self, tag: str) -> str:
        """The local name, with the file's prefix in another namespace than the record's."""
        space = namespace(tag)
        prefix = self._prefixes.get(space, "") if space != self._own else ""
        return f"{prefix}:{local_name(tag)}" if prefix else local_name(tag)


def element_pairs(element: Element, name: str, depth: int, naming: Naming) -> list[Pair]:
    """Pairs of an element called `name` ("" for a record itself) and of all below it.

    Raises
    ------
    RecursionError
        More than `MAX_DEPTH` levels.
    """
    if depth >= MAX_DEPTH:
        raise RecursionError
    pairs = _attributes(element, name, naming)
    if not len(element):
        return pairs if not name else [*pairs, (name, real_text(element.text))]
    if name and _is_text(element):
        return [*pairs, (name, real_text("".join(element.itertext())))]
    for child in element:
        pairs += child_pairs(child, name, depth, naming)
    return pairs


def child_pairs(child: Element, name: str, depth: int, naming: Naming) -> list[Pair]:
    """Pairs of a child of the element called `name`."""
    inner = join_names(name, naming.of(child.tag))
    href = child.get("href")
    if local_name(child.tag) == "link" and href:  # Atom: one of several, told apart by `rel`
        rel = child.get("rel", "alternate")
        return [(inner if rel == "alternate" else join_names(inner, rel), real_text(href))]
    language = child.get(f"{_XML}lang", "")
    if language and not _GERMAN.match(language):
        inner = join_names(inner, language)
    return element_pairs(child, inner, depth + 1, naming)


def _attributes(element: Element, name: str, naming: Naming) -> list[Pair]:
    return [
        (join_names(name, naming.of(key)), real_text(value))
        for key, value in element.items()
        if not key.startswith((_XML, _XSI))
    ]


def _is_text(element: Element) -> bool:
    """Whether there is text between the children, as in HTML without CDATA."""
    texts = [element.text, *(child.tail for child in element)]
    is_xhtml = all(namespace(child.tag) == _XHTML for child in element)
    return is_xhtml or any(text and text.strip() for text in texts)
