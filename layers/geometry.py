"""Geometries as GeoJSON, and where to write a name. Everything in CRS84, five decimals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

DECIMALS = 5  # about one metre


def _rounded(coordinates: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return coordinates.round(DECIMALS)


def to_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """GeoJSON geometry (RFC 7946: rings to the right, lon, lat) with five decimals."""
    rounded = shapely.remove_repeated_points(shapely.transform(geometry, _rounded))
    if shapely.get_dimensions(rounded) == 2:
        rounded = shapely.orient_polygons(rounded)
    return dict(shapely.geometry.mapping(rounded))


def label_point(area: Polygon | MultiPolygon) -> list[float]:
    """[lon, lat] where a name has most room: the centre of the largest circle in the area.

    Degrees of longitude are shortened by cos(latitude) first, so that the circle is round.
    """
    squeeze = math.cos(math.radians(area.centroid.y))
    scaled = shapely.transform(area, lambda xy: xy * np.array([squeeze, 1.0]))
    circle = shapely.maximum_inscribed_circle(scaled, tolerance=0.0005)
    x, y = circle.coords[0]
    return [round(x / squeeze, DECIMALS), round(y, DECIMALS)]
