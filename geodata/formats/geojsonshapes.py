"""The point of a GeoJSON geometry that is not decoded yet."""

from __future__ import annotations

from typing import Any

import msgspec
from shapely.geometry.base import BaseGeometry

from geodata.formats.limits import MAX_DEPTH, MAX_VERTICES
from geodata.formats.points import (
    TOO_MANY,
    UNREADABLE,
    BadGeometry,
    line,
    point_of,
    polygon,
    positions,
)

Place = list[float]
#: type -> shape of its coordinates
_SHAPES: dict[str, Any] = {
    "Point": Place,
    "MultiPoint": list[Place],
    "LineString": list[Place],
    "MultiLineString": list[list[Place]],
    "Polygon": list[list[Place]],
    "MultiPolygon": list[list[list[Place]]],
}
GEOMETRY_TYPES = frozenset({*_SHAPES, "GeometryCollection"})


class Geometry(msgspec.Struct):
    """A geometry; its coordinates are not decoded yet."""

    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"[]")
    geometries: list[msgspec.Raw] = []
    crs: Any = None


def point_of_geojson(raw: msgspec.Raw | bytes) -> tuple[tuple[float, float], Any] | None:
    """x, y of a geometry and its own `crs` member; None for `null` and an empty geometry.

    Raises
    ------
    BadGeometry
        Not readable, empty in parts, or with too many vertices.
    """
    data = bytes(raw)
    if data == b"null":
        return None
    if data.count(b",") > 3 * MAX_VERTICES:
        raise BadGeometry(TOO_MANY)
    geometry = _decode(data, Geometry)
    if geometry.type == "Point":
        place = _decode(geometry.coordinates, Place)
        if not place:
            return None
        x, y = positions([place])[0]
        return (float(x), float(y)), geometry.crs
    return point_of(_parts(geometry)), geometry.crs


def _decode(raw: msgspec.Raw | bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise BadGeometry(UNREADABLE) from None


def _parts(geometry: Geometry, depth: int = 0) -> list[BaseGeometry]:
    if geometry.type == "GeometryCollection" and depth < MAX_DEPTH:
        inner = (_decode(raw, Geometry) for raw in geometry.geometries)
        return [part for found in inner for part in _parts(found, depth + 1)]
    shape = _SHAPES.get(geometry.type)
    if shape is None:
        raise BadGeometry(UNREADABLE)
    return _build(geometry.type, _decode(geometry.coordinates, shape))


def _build(kind: str, coordinates: list[Any]) -> list[BaseGeometry]:
    if kind in ("Point", "LineString", "Polygon"):
        return _build(f"Multi{kind}", [coordinates]) if coordinates else []
    if kind == "MultiPoint":
        return [line(positions([place])) for place in coordinates]
    if kind == "MultiLineString":
        return [line(positions(places)) for places in coordinates if places]
    return [polygon([positions(ring) for ring in rings]) for rings in coordinates if rings]
