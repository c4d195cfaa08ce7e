"""Which elements of an unknown XML file are its records."""

from __future__ import annotations

from collections import Counter, deque
from contextlib import suppress
from xml.etree.ElementTree import Element  # types only: defusedxml parses

from geodata.errors import SourceError
from geodata.formats.decoding import shown
from geodata.formats.limits import MAX_LOOKED_AT, MAX_PATHS
from geodata.formats.xmltext import iterate

Path = tuple[str, ...]
#: root of RSS 2.0, RSS 1.0 and Atom -> name of their items
_FEEDS = {"rss": "item", "RDF": "item", "feed": "entry"}
#: roots that say what went wrong instead of giving records
_ANSWERS = {"ExceptionReport", "ServiceExceptionReport", "error", "Error", "errors", "Fault"}


class _SeenEnoughError(Exception):
    """The beginning of a file tells its shape."""


class _Shape:
    """How often each path occurs, and which have children or attributes."""

    def __init__(self) -> None:
        self.looked_at = 0
        self.counts: Counter[Path] = Counter()
        self.parents: set[Path] = set()
        self.described: set[Path] = set()

    def __call__(self, path: Path, element: Element, /) -> None:
        self.looked_at += 1
        if self.looked_at > MAX_LOOKED_AT:
            raise _SeenEnoughError
        if path not in self.counts and len(self.counts) >= MAX_PATHS:
            return
        self.counts[path] += 1
        self.parents.add(path[:-1])
        if element.keys():
            self.described.add(path)


def find_record_path(data: bytes) -> Path:
    """Path of the records, root first. Raises SourceError where nothing looks like one."""
    shape = _Shape()
    with suppress(_SeenEnoughError):
        deque(iterate(data, lambda _: False, shape), maxlen=0)
    root = next(iter(shape.counts))
    if root[0] in _ANSWERS:
        raise SourceError("Statt Einträgen enthält die Datei eine Fehlermeldung des Dienstes.")
    if root[0] in _FEEDS:
        return _items_of_feed(shape, _FEEDS[root[0]]) or (*root, _FEEDS[root[0]])
    found = _repeated(shape, shape.parents) or _repeated(shape, shape.described)
    return found or _only_one(shape, root)


def _items_of_feed(shape: _Shape, name: str) -> Path | None:
    return min((path for path in shape.counts if path[-1] == name), key=len, default=None)


def _repeated(shape: _Shape, among: set[Path]) -> Path | None:
    """The most frequent of the repeated paths nearest to the root, the first one on a tie."""
    paths = [path for path, count in shape.counts.items() if count > 1 and path in among]
    return min(paths, key=lambda path: (len(path), -shape.counts[path]), default=None)


def _only_one(shape: _Shape, root: Path) -> Path:
    inner = [path for path in shape.counts if len(path) == 2 and path in shape.parents]
    if len(inner) == 1:
        return inner[0]
    if root in shape.parents:
        return root
    if shape.counts.total() > 1:
        raise SourceError("Die Datei enthält keine Elemente, die Einträge sein könnten.")
    return (*root, shown(root[0]))  # an empty list
