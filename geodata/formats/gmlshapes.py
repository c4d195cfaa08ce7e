"""The point of a GML geometry (2, 3.1, 3.2): its axes in the order its CRS name asks for."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: defusedxml parses

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.formats.crsnames import CrsName
from geodata.formats.limits import MAX_VERTICES
from geodata.formats.points import (
    TOO_MANY,
    UNREADABLE,
    BadGeometry,
    Numbers,
    line,
    point_of,
    polygon,
)
from geodata.formats.xmltext import local_name, namespace

_GML = "http://www.opengis.net/gml"
_SHAPES = {
    "Point", "MultiPoint", "LineString", "MultiLineString", "Curve", "MultiCurve",
    "CompositeCurve", "OrientableCurve", "Polygon", "MultiPolygon", "Surface", "MultiSurface",
    "CompositeSurface", "PolyhedralSurface", "MultiGeometry", "GeometricComplex",
}  # fmt: skip
_AREAS = {"Polygon", "PolygonPatch", "Rectangle", "Triangle"}
_LINES = {"LineString", "LineStringSegment", "Arc", "ArcString", "Circle", "GeodesicString"}
_OUTER = {"exterior", "outerBoundaryIs"}
_INNER = {"interior", "innerBoundaryIs"}
#: digits of one vertex, generously: longer texts are not split at all
_MAX_CHARACTERS = MAX_VERTICES * 60


def is_geometry(element: Element) -> bool:
    """Whether an element is a geometry of GML, of whichever version."""
    is_gml = namespace(element.tag).startswith(_GML)
    return is_gml and local_name(element.tag) in _SHAPES


def attribute_of(geometry: Element, name: str) -> str:
    """`srsName`, `srsDimension`: of the geometry, else of the first part that has it, else ""."""
    return next((found for part in geometry.iter() if (found := part.get(name))), "")


def point_of_gml(geometry: Element, crs: CrsName, dimension: str = "") -> tuple[float, float]:
    """x, y (longitude, latitude) on the surface of a geometry, in its CRS.

    Parameters
    ----------
    dimension : numbers per vertex where the geometry does not say so itself

    Raises
    ------
    BadGeometry
        Not readable, empty, or with too many vertices.
    """
    if sum(len(part.text or "") for part in geometry.iter()) > _MAX_CHARACTERS:
        raise BadGeometry(TOO_MANY)
    size = _size(attribute_of(geometry, "srsDimension") or dimension)
    parts = (
        _parts(geometry, _AREAS, size)
        or _parts(geometry, _LINES, size)
        or _parts(geometry, {"Point"}, size)
    )
    x, y = point_of(parts)
    return (y, x) if crs.is_north_first else (x, y)


def _parts(geometry: Element, names: set[str], size: int) -> list[BaseGeometry]:
    parts: list[BaseGeometry] = []
    count = 0
    for element in geometry.iter():
        if local_name(element.tag) in names:
            parts.append(_area(element, size) if names is _AREAS else line(_numbers(element, size)))
            count += int(shapely.get_num_coordinates(parts[-1]))
        if count > MAX_VERTICES:  # also of areas that repeat because they hold each other
            raise BadGeometry(TOO_MANY)
    return parts


def _size(text: str) -> int:
    if text in ("", "2", "3"):
        return int(text or 2)
    raise BadGeometry(UNREADABLE)


def _area(element: Element, size: int) -> BaseGeometry:
    rings: dict[bool, list[Numbers]] = {True: [], False: []}
    for child in element:
        if local_name(child.tag) in _OUTER | _INNER:
            rings[local_name(child.tag) in _OUTER].append(_numbers(child, size))
    return polygon([*rings[True][:1], *rings[False]])


def _numbers(element: Element, size: int) -> Numbers:
    """Array (n, 2) of all vertices below an element, in the order of the file."""
    parts = [found for part in element.iter() if (found := _vertices(part, size)) is not None]
    numbers = np.concatenate(parts) if parts else np.empty((0, 2))
    if len(numbers) > MAX_VERTICES:
        raise BadGeometry(TOO_MANY)
    if not len(numbers) or not np.isfinite(numbers).all():
        raise BadGeometry(UNREADABLE)
    return numbers


def _vertices(element: Element, size: int) -> Numbers | None:
    name, text = local_name(element.tag), element.text or ""
    if name == "pos":
        return _table(text.split(), max(len(text.split()), 1))
    if name == "posList":
        return _table(text.split(), size)
    if name == "coordinates":
        return _table_of_coordinates(element, text)
    if name == "coord":
        return _table([child.text or "" for child in element], max(len(element), 1))
    return None


def _table(words: list[str], size: int) -> Numbers:
    if size < 2 or len(words) % size:
        raise BadGeometry(UNREADABLE)
    try:
        return np.array(words, dtype=np.float64).reshape(-1, size)[:, :2]
    except ValueError:
        raise BadGeometry(UNREADABLE) from None


def _table_of_coordinates(element: Element, text: str) -> Numbers:
    """GML 2: `x,y x,y`, with the separators its attributes name."""
    inner, outer = element.get("cs", ","), element.get("ts", " ")
    rows = text.split() if outer.isspace() else text.split(outer)
    decimal = element.get("decimal", ".")
    words = [list(_words(row.strip(), inner, decimal)) for row in rows if row.strip()]
    if not words:
        raise BadGeometry(UNREADABLE)
    return _table([word for row in words for word in row], len(words[0]))


def _words(row: str, separator: str, decimal: str) -> Iterator[str]:
    for word in row.split(separator or None):
        yield word.replace(decimal, ".") if decimal else word
