"""The one point of a geometry: itself, or a point on its surface.

A point is found in the geometry's own CRS and only it is projected, so that a layer of areas costs
no more than a layer of points.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.formats.limits import MAX_VERTICES

Numbers = NDArray[np.float64]
TOO_MANY = f"Die Geometrie hat mehr als {MAX_VERTICES} Stützpunkte; der Eintrag bleibt ohne Punkt."
UNREADABLE = "Die Geometrie ist nicht lesbar; der Eintrag bleibt ohne Punkt."


class BadGeometry(ValueError):
    """A geometry that gives no point; the message is the reason in German."""


def positions(values: Sequence[Sequence[float]]) -> Numbers:
    """Array (n, 2) of positions; heights are left out. Raises BadGeometry."""
    if any(len(value) < 2 for value in values):
        raise BadGeometry(UNREADABLE)
    return np.array([value[:2] for value in values], dtype=np.float64).reshape(-1, 2)


def polygon(rings: Sequence[Numbers]) -> BaseGeometry:
    """A polygon of its rings, the outer one first; open rings are closed. Raises BadGeometry."""
    if not rings or any(len(ring) < 3 for ring in rings):
        raise BadGeometry("Ein Ring hat weniger als drei Punkte; der Eintrag bleibt ohne Punkt.")
    try:
        return shapely.Polygon(rings[0], rings[1:])
    except (ValueError, shapely.GEOSException):
        raise BadGeometry(UNREADABLE) from None


def line(points: Numbers) -> BaseGeometry:
    """A line; of a single position its point."""
    return shapely.Point(points[0]) if len(points) == 1 else shapely.LineString(points)


def point_of(parts: Sequence[BaseGeometry]) -> tuple[float, float]:
    """x, y on the surface of the largest kind among the parts: areas, else lines, else points.

    Raises
    ------
    BadGeometry
        There is no part, or none with a point.
    """
    filled = [part for part in parts if not part.is_empty]
    if not filled:
        raise BadGeometry("Die Geometrie ist leer; der Eintrag bleibt ohne Punkt.")
    whole = filled[0] if len(filled) == 1 else shapely.GeometryCollection(filled)
    try:
        point = shapely.point_on_surface(whole)
    except shapely.GEOSException:
        raise BadGeometry(UNREADABLE) from None
    x, y = float(shapely.get_x(point)), float(shapely.get_y(point))
    if not np.isfinite([x, y]).all():
        raise BadGeometry(UNREADABLE)
    return x, y
