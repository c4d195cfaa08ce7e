"""A district in its city as a small drawing (SVG), for print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_metric
from geodata.snapshot import Snapshot

#: width of the drawing in its own units
WIDTH = 1000.0
#: lines are drawn to this many metres: finer than a printed line is wide
_TOLERANCE_METRES = 40.0
_MARGIN = 0.02

LAND, BORDER, CITY_BORDER = "#f3f0e8", "#b9b2a4", "#5c5953"
HERE, HERE_BORDER, RIVER = "#f5c400", "#1c1b19", "#a9cbe3"


def _lines(geometry: BaseGeometry) -> Iterator[NDArray[np.float64]]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield shapely.get_coordinates(part.exterior)
            yield from (shapely.get_coordinates(ring) for ring in part.interiors)
        else:
            yield shapely.get_coordinates(part)


def _path(geometry: BaseGeometry, is_area: bool) -> str:
    """The `d` of a path through points of the drawing."""
    pieces = []
    for line in _lines(geometry):
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in line)
        pieces.append(f"M{points}{'Z' if is_area else ''}")
    return "".join(pieces)


def _frame(outline: BaseGeometry) -> tuple[float, float, float, float]:
    """left, top, scale and height: metres -> a drawing `WIDTH` wide."""
    west, south, east, north = (float(n) for n in shapely.bounds(outline))
    margin = _MARGIN * (east - west)
    west, east, south, north = west - margin, east + margin, south - margin, north + margin
    scale = WIDTH / (east - west)
    return west, north, scale, (north - south) * scale


def _fitted(geometry: BaseGeometry, left: float, top: float, scale: float) -> BaseGeometry:
    return shapely.transform(geometry, lambda p: (p - [left, top]) * [scale, -scale])


def _shape(path: str, fill: str, stroke: str, width: float) -> str:
    return (
        f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linejoin="round" stroke-linecap="round" fill-rule="evenodd"/>'
    )


@lru_cache(maxsize=2)
def _ground(held: Snapshot, crs: str) -> tuple[tuple[BaseGeometry, ...], list[BaseGeometry]]:
    """All districts as one simplified coverage and the rivers, in metres."""
    areas = np.array([district.geometry for district in held.districts], dtype=object)
    simple = shapely.coverage_simplify(to_metric(areas, crs), _TOLERANCE_METRES)
    rivers = [to_metric(line.geometry, crs).simplify(20.0) for line in held.orientation_lines]
    return tuple(simple), rivers


def _draw(parts: Iterable[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" '
        f'width="{WIDTH:g}" height="{height:.0f}">{"".join(parts)}</svg>'
    )


def outline_svg(held: Snapshot, district_id: str, crs: str) -> str:
    """The whole city with one district filled, north up.

    Parameters
    ----------
    crs : the city's metric CRS
    """
    areas, rivers = _ground(held, crs)
    city = shapely.union_all(list(areas))
    left, top, scale, height = _frame(city)
    fitted = [_fitted(area, left, top, scale) for area in areas]
    here = next(
        area
        for area, district in zip(fitted, held.districts, strict=True)
        if district.district_id == district_id
    )
    parts = [_shape(_path(area, True), LAND, BORDER, 1.5) for area in fitted]
    parts.append(_shape(_path(here, True), HERE, HERE_BORDER, 6))
    parts += [
        _shape(_path(_fitted(river, left, top, scale), False), "none", RIVER, 12)
        for river in rivers
    ]
    parts.append(_shape(_path(_fitted(city, left, top, scale), True), "none", CITY_BORDER, 5))
    return _draw(parts, height)
