"""Between degrees and metres: one place where coordinates change their reference system.

Degrees are CRS84 (longitude, latitude); metres are the city's metric CRS (`City.crs`). Works on
shapely geometries and numpy arrays of them, keeps their shape, and reads nothing but PROJ's own
database, so that results do not depend on the network.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

LONLAT = "OGC:CRS84"
G = TypeVar("G", BaseGeometry, NDArray[np.object_])


@lru_cache(maxsize=16)
def _transformer(source: str, target: str) -> pyproj.Transformer:
    # always_xy: EPSG:4326 would otherwise mean latitude first
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def project(geometries: G, source: str, target: str) -> G:
    """Geometries in another CRS; x is easting or longitude, y northing or latitude.

    Parameters
    ----------
    geometries : shapely geometry or array of them, any shape
    source, target : names pyproj knows, e.g. `EPSG:25833`
    """
    transformer = _transformer(source, target)

    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(geometries, move)


def to_metric(geometries: G, crs: str) -> G:
    """Lon, lat geometries in the metric CRS `crs`."""
    return project(geometries, LONLAT, crs)


def to_lonlat(geometries: G, crs: str) -> G:
    """Geometries of the metric CRS `crs` in lon, lat."""
    return project(geometries, crs, LONLAT)


def project_points(
    x: ArrayLike, y: ArrayLike, source: str, target: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coordinates of points in another CRS, without building geometries."""
    moved = _transformer(source, target).transform(
        np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    )
    return np.asarray(moved[0]), np.asarray(moved[1])


def points_to_metric(
    lon: ArrayLike, lat: ArrayLike, crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Eastings and northings (m) in `crs` of points in degrees."""
    return project_points(lon, lat, LONLAT, crs)


def points_to_lonlat(
    x_m: ArrayLike, y_m: ArrayLike, crs: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of points in metres of `crs`."""
    return project_points(x_m, y_m, crs, LONLAT)


def area_km2(geometries: Iterable[BaseGeometry], crs: str) -> NDArray[np.float64]:
    """Areas in square kilometres of lon, lat polygons, measured in the metric CRS `crs`."""
    polygons = np.asarray(list(geometries), dtype=object)
    return np.asarray(shapely.area(to_metric(polygons, crs)) / 1e6)
