"""XML from outside, one record's tree at a time.

A document type with its entities is refused, whatever it holds. What lies outside of records is
dropped as it is read, and so is a record with too many elements, so that memory holds one record.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol
from xml.etree.ElementTree import Element, ParseError  # types only: defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from geodata.errors import SourceError
from geodata.formats.decoding import mask_controls, shown, to_utf8
from geodata.formats.limits import MAX_ATTRIBUTES, MAX_RECORD_ELEMENTS, MAX_XML_DEPTH

#: a sign of Unicode that is none, in place of those XML cannot hold; see `real_text`
_MASK = "\ufdd0"
_CHUNK = 16_384
_DECLARATION = re.compile(rb"\A\s*<\?xml\b([^>]*)\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BAD_REFERENCE = re.compile(
    rb"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)
_NAMED_REFERENCE = re.compile(rb"&([A-Za-z]{2,8}\d{0,2});")
_XML_ENTITIES = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_REASONS = {
    3: "Die Datei ist abgeschnitten: Das XML endet mittendrin.",
    5: "Die Datei ist abgeschnitten: Das XML endet mittendrin.",
    7: "Ein Element wird anders geschlossen als geöffnet.",
    9: "Nach dem Ende des Dokuments steht noch etwas.",
    11: "Die Datei verwendet eine Abkürzung (Entität), die sie nicht erklärt.",
    27: "Ein Kürzel vor einem Namen (Namensraum) ist nicht erklärt.",
}


class Visitor(Protocol):
    """Told of every element that opens outside of records: path of local names, the element."""

    def __call__(self, path: tuple[str, ...], element: Element, /) -> None:
        """Note what is of interest; the element has its attributes and no text yet."""


def xml_bytes(content: bytes, encoding: str = "") -> bytes:
    """The file as UTF-8 without declaration. Raises SourceError where it is no text."""
    declared = _DECLARATION.match(content[:1000])
    found = _ENCODING.search(declared.group(1)) if declared else None
    named = found.group(1).decode() if found else ""
    if re.fullmatch("utf-?8", named, re.IGNORECASE):
        named = ""  # many say so and are not: found out by looking
    data = mask_controls(to_utf8(content, encoding or named), lambda _: _MASK)
    data = _DECLARATION.sub(lambda cut: b"\n" * cut.group().count(b"\n"), data, count=1)
    data = _BAD_REFERENCE.sub(_MASK.encode(), data)
    return _NAMED_REFERENCE.sub(_resolved, data).lstrip()


def _resolved(found: re.Match[bytes]) -> bytes:
    # feeds use the names of HTML, which XML does not know
    name = found.group(1)
    sign = html.entities.html5.get(f"{name.decode()};", "")
    return found.group() if name in _XML_ENTITIES or not sign else sign.encode()


def real_text(text: str | None) -> str:
    """Text of an element; a control character is there again, so that normalising reports it."""
    return (text or "").replace(_MASK, "\0").strip()


@lru_cache(maxsize=4096)
def local_name(tag: str) -> str:
    """`{http://…}Point` -> `Point`."""
    return tag.rpartition("}")[2]


@lru_cache(maxsize=4096)
def namespace(tag: str) -> str:
    """`{http://…}Point` -> `http://…`."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def iterate(
    data: bytes,
    is_record: Callable[[tuple[str, ...]], bool],
    visit: Visitor | None = None,
    prefixes: dict[str, str] | None = None,
) -> Iterator[Element | None]:
    """The records of a document, each as a whole tree that is emptied afterwards.

    Parameters
    ----------
    is_record : whether the element at a path of local names (root first) is a record
    visit : told of the elements outside of records
    prefixes : filled with namespace -> prefix as the file has them

    Yields
    ------
    The element of a record, None for one with too many elements.

    Raises
    ------
    SourceError
        Not XML, cut, nested too deeply, or with a document type.
    """
    walk, source = _Walk(is_record, visit), _Source(data)
    try:
        events = ("start", "end", "start-ns")
        for event, element in iterparse(source, events, forbid_dtd=True):
            source.size = _CHUNK
            if event == "start":
                walk.open(element)
            elif event == "end":
                if walk.is_end_of_record(element):
                    yield None if walk.is_too_large else element
                walk.close()
            elif prefixes is not None and len(prefixes) < MAX_XML_DEPTH:
                prefixes.setdefault(element[1], element[0])
    except ParseError as error:
        raise SourceError(_reason(error)) from None
    except DefusedXmlException:
        reason = "Solche werden nicht gelesen, weil sie auf anderes verweisen können."
        raise SourceError(f"Die Datei enthält einen Dokumenttyp (DOCTYPE). {reason}") from None


def _reason(error: ParseError) -> str:
    reason = _REASONS.get(error.code) or f"Die Datei ist kein gültiges XML ({shown(str(error))})."
    return f"Zeile {error.position[0]}: {reason}"


class _Source:
    """The bytes in pieces that grow while nothing is found: a tag that fills the whole file would
    otherwise be scanned again from its start with every piece."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self.size = _CHUNK

    def read(self, _size: int = -1, /) -> bytes:
        """The next piece, b"" at the end."""
        piece = self._data[self._at : self._at + self.size]
        self._at += len(piece)
        self.size *= 2
        return piece


class _Walk:
    """Where the parser is, and what may be forgotten."""

    def __init__(self, is_record: Callable[[tuple[str, ...]], bool], visit: Visitor | None) -> None:
        self._is_record, self._visit = is_record, visit
        self._open: list[Element] = []
        self._path: tuple[str, ...] = ()
        self._record: Element | None = None
        self._count = 0

    @property
    def is_too_large(self) -> bool:
        return self._count > MAX_RECORD_ELEMENTS

    def open(self, element: Element) -> None:
        self._open.append(element)
        if len(self._open) > MAX_XML_DEPTH:
            raise SourceError("Die Datei ist zu tief verschachtelt.")
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise SourceError(f"Ein Element hat mehr als {MAX_ATTRIBUTES} Attribute.")
        if self._record is not None:
            self._count += 1
            return
        self._path += (local_name(element.tag),)
        if self._is_record(self._path):
            self._record, self._count = element, 0
        elif self._visit:
            self._visit(self._path, element)

    def is_end_of_record(self, element: Element) -> bool:
        return element is self._record

    def close(self) -> None:
        element = self._open.pop()
        if element is self._record:
            self._record = None
        if self._record is None:
            self._path = self._path[:-1]
            element.clear()
        if self._open and (self._record is None or self.is_too_large):
            del self._open[-1][:]  # the parent forgets what is read
