"""Atom feeds after RFC 4287, with points after GeoRSS. Built as a tree, never as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from msgspec import Struct

ATOM, GEORSS = "http://www.w3.org/2005/Atom", "http://www.georss.org/georss"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", ATOM)
ET.register_namespace("georss", GEORSS)


class AtomEntry(Struct, frozen=True, kw_only=True):
    """One entry. `point` is lon, lat."""

    id: str
    title: str
    url: str
    updated_at: dt.datetime
    summary: str = ""
    content: str = ""
    categories: tuple[tuple[str, str], ...] = ()
    author: str = ""
    rights: str = ""
    point: tuple[float, float] | None = None


class AtomFeed(Struct, frozen=True, kw_only=True):
    """The feed itself; `links`: relation -> address."""

    id: str
    title: str
    subtitle: str
    author: str
    updated_at: dt.datetime
    links: dict[str, str]
    language: str = "de"


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    """The text without signs no XML may hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    if text:
        child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        child.text = _clean(text)


def _author(parent: ET.Element, name: str) -> None:
    if name:
        _text(ET.SubElement(parent, f"{{{ATOM}}}author"), "name", name)


def _entry(parent: ET.Element, entry: AtomEntry) -> None:
    node = ET.SubElement(parent, f"{{{ATOM}}}entry")
    _text(node, "id", entry.id)
    _text(node, "title", entry.title)
    _text(node, "updated", _moment(entry.updated_at))
    ET.SubElement(node, f"{{{ATOM}}}link", {"rel": "alternate", "href": entry.url})
    _author(node, entry.author)
    _text(node, "summary", entry.summary)
    _text(node, "content", entry.content, type="text")
    for term, label in entry.categories:
        ET.SubElement(node, f"{{{ATOM}}}category", {"term": term, "label": _clean(label)})
    _text(node, "rights", entry.rights)
    if entry.point is not None:
        lon, lat = entry.point
        point = ET.SubElement(node, f"{{{GEORSS}}}point")
        point.text = f"{lat:.6f} {lon:.6f}"


def atom_bytes(feed: AtomFeed, entries: Iterable[AtomEntry]) -> bytes:
    """The feed as XML in UTF-8."""
    root = ET.Element(f"{{{ATOM}}}feed", {_XML_LANG: feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", _moment(feed.updated_at))
    for relation, href in feed.links.items():
        ET.SubElement(root, f"{{{ATOM}}}link", {"rel": relation, "href": href})
    _author(root, feed.author)
    for entry in entries:
        _entry(root, entry)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made
