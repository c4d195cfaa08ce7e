"""What collectors work with, and what all of them check."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from geodata.city import City
from geodata.errors import FetchError
from geodata.http import Request
from geodata.sources.spec import SourceSpec

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
#: what may stand before the first element: how it begins and how it ends
_PROLOGUE = ((b"<?xml", b">"), (b"<!--", b"-->"))
_HEAD = 4096


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One answer a source consists of. `url` and `key` are without secrets."""

    key: str
    url: str
    content: bytes
    etag: str = ""
    last_modified: str = ""


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One source that is to be collected; `query`: the text of its query file."""

    spec: SourceSpec
    city: City
    query: str = ""

    @property
    def url(self) -> str:
        """The address to ask, secrets included."""
        official = self.spec.official
        return official.url if official and not self.spec.is_collection else self.spec.url


#: the bytes of an answer, new or, where nothing has changed, those of the last time
Get = Callable[[Request], Part]
Collector = Callable[[Task, Get], list[Part]]


def with_parameters(url: str, given: Mapping[str, str]) -> str:
    """The address with these query parameters instead of its own of the same name (any case)."""
    parts = urlsplit(url)
    names = {name.lower() for name in given}
    kept = [one for one in parts.query.split("&") if one]
    kept = [one for one in kept if one.partition("=")[0].lower() not in names]
    added = [f"{name}={quote(value, safe=',:')}" for name, value in given.items()]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join([*kept, *added]), ""))


def _first_element(head: bytes) -> bytes:
    """What begins after the XML declaration and the comments.

    Not one expression with possessive groups: those of Python 3.11.2 are wrong now and then.
    """
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    while found := [end for start, end in _PROLOGUE if rest.startswith(start)]:
        rest = rest.partition(found[0])[2].lstrip()
    return rest


def check_is_data(content: bytes) -> None:
    """Refuse what servers send instead of data.

    Raises
    ------
    FetchError
        Nothing, or a page for people.
    """
    if not content.strip():
        raise FetchError("Die Antwort ist leer.")
    if _HTML.match(_first_element(content[:_HEAD])):
        raise FetchError("Statt Daten kam eine Webseite (HTML).")
