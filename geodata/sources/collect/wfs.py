"""WFS 2.0: GetFeature, page by page.

Coordinates come in the order of their CRS (EPSG:4326: latitude first); the reader knows that, so
nothing is asked for here that servers answer in different ways.
"""

from __future__ import annotations

import html
import re

from geodata.errors import FetchError
from geodata.http import Request
from geodata.http.redact import printable
from geodata.sources.collect.task import Get, Part, Task, with_parameters

MAX_PAGES = 500
#: servers cut at such numbers without saying so
ROUND = 1000
_HEAD = 65_536
#: possessive, so that no made-up answer takes long to be looked at
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]++:)?([\w.-]++)([^<>]*+)>")
_NUMBER = rb"""\b%s\s*=\s*["'](\d{1,12})["']"""
_MEMBER = re.compile(rb"<(?:[\w.-]++:)?(?:member|featureMember)\b")
_TEXT = re.compile(rb"<(?:[\w.-]++:)?(?:ExceptionText|ServiceException)\b[^<>]*+>([^<]*+)")
_EXCEPTIONS = (b"ExceptionReport", b"ServiceExceptionReport")


def _root_of(content: bytes) -> tuple[bytes, bytes]:
    found = _ROOT.search(content[:_HEAD])
    if found is None:
        raise FetchError("Die Antwort ist kein XML.")
    return found.group(1), found.group(2)


def check_no_exception(content: bytes) -> None:
    """Raise FetchError with the words of the service where it reports a mistake."""
    if _root_of(content)[0] not in _EXCEPTIONS:
        return
    found = _TEXT.search(content[:_HEAD])
    words = html.unescape(found.group(1).decode("utf-8", "replace")) if found else ""
    raise FetchError(f"Der Dienst meldet einen Fehler: „{printable(words) or 'ohne Angabe'}“.")


def _number(content: bytes, name: bytes) -> int | None:
    found = re.search(_NUMBER % name, _root_of(content)[1])
    return int(found.group(1)) if found else None


def count_members(content: bytes) -> int:
    """How many features a page holds: as it says, else as many as there are members."""
    said = _number(content, b"numberReturned")
    return len(_MEMBER.findall(content)) if said is None else said


def _page_url(task: Task, start: int) -> str:
    parameters = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": task.spec.layer,
        "count": str(task.spec.page_size),
        "startIndex": str(start),
    }
    return with_parameters(task.url, parameters)


def _members(content: bytes) -> bytes:
    """A page without its head, whose time stamp always differs."""
    found = _MEMBER.search(content)
    return content[found.start() :] if found else b""


def _is_last(content: bytes, count: int, total: int, page_size: int) -> bool:
    matched = _number(content, b"numberMatched")
    if matched is not None:
        return total >= matched or count == 0
    # a round number may be a limit nobody mentioned
    return count < page_size and (count == 0 or count % ROUND != 0)


def collect(task: Task, get: Get) -> list[Part]:
    """All features of a type, in pages of `page_size`.

    Raises
    ------
    FetchError
        No answer, an error of the service (also with status 200), or pages that repeat.
    """
    parts: list[Part] = []
    total = 0
    for _ in range(MAX_PAGES):
        part = get(Request(url=_page_url(task, total)))
        check_no_exception(part.content)
        count = count_members(part.content)
        if count and parts and _members(part.content) == _members(parts[-1].content):
            if count < task.spec.page_size and _number(part.content, b"numberMatched") is None:
                return parts
            raise FetchError("Der Dienst liefert immer wieder dieselbe Seite.")
        parts += [part] if count or not parts else []
        total += count
        if _is_last(part.content, count, total, task.spec.page_size):
            return parts
    raise FetchError(f"Mehr als {MAX_PAGES} Seiten wären nötig.")
