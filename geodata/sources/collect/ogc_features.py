"""OGC API - Features: all features of a collection, also from a server that says little.

A server by the book links its next page. Dresden's knows neither pages nor a total: it is asked
for as many as `page_size`; where as many come back, or a suspiciously round number, there may be
more, and the city's box is asked for in quarters, and these in quarters, until each answer is
certainly whole. Features on the border of two boxes come twice; the reader counts them once.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import msgspec

from geodata.errors import FetchError
from geodata.http import Request
from geodata.http.redact import printable
from geodata.sources.collect.task import Get, Part, Task, with_parameters

MAX_DEPTH = 7
MAX_REQUESTS = 500
#: servers cut at such numbers without saying so
ROUND = 1000
_ACCEPT = "application/geo+json, application/json;q=0.9"

Box = tuple[float, float, float, float]


class _Link(msgspec.Struct):
    rel: str = ""
    href: str = ""


class _Page(msgspec.Struct):
    """What an answer says about itself; the features are not decoded."""

    type: Any = None
    features: list[msgspec.Raw] | None = None
    links: list[_Link] = []
    matched: int | None = msgspec.field(name="numberMatched", default=None)

    @property
    def count(self) -> int:
        return len(self.features or ())


class _Error(msgspec.Struct):
    """How services word a mistake."""

    description: str = ""
    detail: str = ""
    message: str = ""
    title: str = ""


def _refuse(content: bytes) -> FetchError:
    """The error of an answer that is no collection, often with status 200."""
    try:
        said = msgspec.json.decode(content, type=_Error)
    except msgspec.DecodeError:
        return FetchError("Die Antwort ist kein GeoJSON oder abgeschnitten.")
    words = said.description or said.detail or said.message or said.title
    reason = f" Der Dienst meldet: „{printable(words)}“." if words else ""
    return FetchError(f"Die Antwort enthält keine Objekte (features).{reason}")


def read_page(content: bytes) -> _Page:
    """What a page says about itself. Raises FetchError where it is no page."""
    try:
        page = msgspec.json.decode(content, type=_Page)
    except (msgspec.DecodeError, RecursionError):
        raise _refuse(content) from None
    if page.type != "FeatureCollection" or page.features is None:
        raise _refuse(content)
    return page


def _next_url(page: _Page, url: str) -> str | None:
    """The next page, on the same server only: a link must not lead elsewhere."""
    found = next((link.href for link in page.links if link.rel == "next" and link.href), None)
    if found is None:
        return None
    base = urlsplit(url)
    try:
        target = urlsplit(urljoin(url, found))
    except ValueError:
        return None
    if _host_of(target.netloc) != _host_of(base.netloc):
        return None
    # a server behind another one may think that it speaks http; a login stays the source's
    return urlunsplit((base.scheme, base.netloc, target.path, target.query, ""))


def _host_of(netloc: str) -> str:
    return netloc.rpartition("@")[2].lower()


def _quarters(box: Box) -> list[Box]:
    west, south, east, north = box
    middle, centre = (west + east) / 2, (south + north) / 2
    return [
        (west, south, middle, centre),
        (middle, south, east, centre),
        (west, centre, middle, north),
        (middle, centre, east, north),
    ]


def _limit_reached(page: _Page, total: int, limit: int) -> bool:
    """Whether features are certainly or possibly missing, by what the server says."""
    if page.matched is not None:
        return page.matched > total
    return page.count >= limit


class _Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a box holds according to the service: an answer and those it links."""

    box: Box | None
    parts: list[Part]
    pages: list[_Page]
    limit: int

    @property
    def features(self) -> list[msgspec.Raw]:
        return [feature for page in self.pages for feature in page.features or ()]

    @property
    def is_short(self) -> bool:
        """Whether the service says, or its limit shows, that features are missing."""
        return _limit_reached(self.pages[-1], len(self.features), self.limit)

    @property
    def is_doubtful(self) -> bool:
        """Whether the number looks like a limit nobody mentioned."""
        count = len(self.features)
        return len(self.pages) == 1 and count > 0 and count % ROUND == 0


class _Run:
    """One collection being asked for."""

    def __init__(self, task: Task, get: Get) -> None:
        self.task, self._get, self._asked = task, get, 0

    def _ask(self, url: str) -> tuple[Part, _Page]:
        self._asked += 1
        if self._asked > MAX_REQUESTS:
            raise FetchError(f"Mehr als {MAX_REQUESTS} Anfragen wären nötig.")
        part = self._get(Request(url=url, accept=_ACCEPT))
        return part, read_page(part.content)

    def find(self, box: Box | None) -> _Found:
        """Ask for a box (None: the whole collection), and for the pages the answer links."""
        limit = self.task.spec.page_size
        parameters = {"limit": str(limit)}
        if box is not None:
            parameters["bbox"] = ",".join(f"{number:.7g}" for number in box)
        target: str | None = with_parameters(self.task.url, parameters)
        parts, pages, seen = [], [], {target}
        while target:
            part, page = self._ask(target)
            parts.append(part)
            pages.append(page)
            target = _next_url(page, target)
            if target in seen:
                raise FetchError("Die Seiten des Dienstes führen im Kreis.")
            seen.add(target)
        return _Found(box=box, parts=parts, pages=pages, limit=limit)

    def all_of(self, found: _Found, depth: int = 0) -> list[Part]:
        """The answers that together hold every feature of a box."""
        if not (found.is_short or found.is_doubtful):
            return found.parts
        if depth == MAX_DEPTH:
            raise FetchError("Der Dienst gibt auch in kleinsten Ausschnitten nicht alles heraus.")
        tiles = [self.find(quarter) for quarter in _quarters(found.box or self.task.city.bbox)]
        if sum(tile.features == found.features for tile in tiles) > 1:
            # the box plays no part: what came is all there is to get
            if found.is_short:
                raise FetchError("Der Dienst gibt nicht alles heraus und kennt keine Ausschnitte.")
            return found.parts
        return [part for tile in tiles for part in self.all_of(tile, depth + 1)]


def collect(task: Task, get: Get) -> list[Part]:
    """All features of a collection, in one or more answers.

    Raises
    ------
    FetchError
        No answer, an error of the service (also with status 200), or features stay missing.
    """
    run = _Run(task, get)
    return run.all_of(run.find(None))
