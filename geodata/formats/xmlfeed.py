"""XML of any shape, RSS and Atom among them: elements that repeat are records.

Attributes and children become columns with dots, `id` of the record's own attribute, elements of
another namespace with the prefix of the file. An element with text between its children is text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element  # types only: defusedxml parses

from geodata.crs import LONLAT
from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair, join_names
from geodata.formats.limits import MAX_DEPTH
from geodata.formats.table import Position, TableBuilder
from geodata.formats.xmlrecords import find_record_path
from geodata.formats.xmltext import iterate, local_name, namespace, real_text, xml_bytes

_XML = "{http://www.w3.org/XML/1998/namespace}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_XHTML = "http://www.w3.org/1999/xhtml"
#: texts in German need no language in their name
_GERMAN = re.compile(r"de\b", re.IGNORECASE)
_TOO_LARGE = "Der Eintrag hat zu viele Elemente."


def read_xml(content: bytes, options: ReadOptions) -> TextTable:
    """The records of an XML file, first one = row 1.

    They are the elements named `options.records`; else the items of RSS and Atom; else the
    elements nearest to the root that repeat and have children, the most frequent ones.

    Raises
    ------
    SourceError
        Not XML, cut, with a document type, or no records in it.
    """
    data = xml_bytes(content, options.encoding)
    name = options.records.rpartition(":")[2]
    path = () if name else find_record_path(data)
    prefixes: dict[str, str] = {}
    table = TableBuilder()
    records = iterate(
        data,
        lambda here: here[-1] == name if name else here == path,
        prefixes=prefixes,
    )
    row = 0
    for row, element in enumerate(records, start=1):
        if element is None:
            table.leave_out(row, _TOO_LARGE)
        else:
            _read_record(table, row, element, prefixes)
    if name and not row:
        raise SourceError(f"Die Datei enthält kein Element „{shown(options.records)}“.")
    return table.finish()


def _read_record(table: TableBuilder, row: int, element: Element, prefixes: dict[str, str]) -> None:
    naming = _Naming(namespace(element.tag), prefixes)
    try:
        pairs = [(name, text) for name, text in _pairs(element, "", 0, naming) if text]
    except RecursionError:
        table.leave_out(row, "Der Eintrag ist zu tief verschachtelt.")
        return
    table.add(row, pairs, _georss_position(pairs))


class _Naming:
    """Names of elements as a column has them."""

    def __init__(self, own: str, prefixes: dict[str, str]) -> None:
        self._own, self._prefixes = own, prefixes

    def of(self, tag: str) -> str:
        """The local name, with the file's prefix in another namespace than the record's."""
        space = namespace(tag)
        prefix = self._prefixes.get(space, "") if space != self._own else ""
        return f"{prefix}:{local_name(tag)}" if prefix else local_name(tag)


def _pairs(element: Element, name: str, depth: int, naming: _Naming) -> list[Pair]:
    if depth >= MAX_DEPTH:
        raise RecursionError
    pairs = _attributes(element, name, naming)
    if not len(element):
        return pairs if not name else [*pairs, (name, real_text(element.text))]
    if name and _is_text(element):
        return [*pairs, (name, real_text("".join(element.itertext())))]
    for child in element:
        pairs += _child(child, name, depth, naming)
    return pairs


def _child(child: Element, name: str, depth: int, naming: _Naming) -> list[Pair]:
    inner = join_names(name, naming.of(child.tag))
    href = child.get("href")
    if local_name(child.tag) == "link" and href:  # Atom: one of several, told apart by `rel`
        rel = child.get("rel", "alternate")
        return [(inner if rel == "alternate" else join_names(inner, rel), real_text(href))]
    language = child.get(f"{_XML}lang", "")
    if language and not _GERMAN.match(language):
        inner = join_names(inner, language)
    return _pairs(child, inner, depth + 1, naming)


def _attributes(element: Element, name: str, naming: _Naming) -> list[Pair]:
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


def _georss_position(pairs: list[Pair]) -> Position | None:
    """GeoRSS writes latitude first."""
    text = next((text for name, text in pairs if name == "georss:point"), "")
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d+)?)[\s,]+(-?\d{1,3}(?:\.\d+)?)", text)
    return (float(found.group(2)), float(found.group(1)), LONLAT) if found else None
