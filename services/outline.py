"""A district in its city as a small drawing (SVG), for print."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_metric
from geodata.snapshot import Snapshot
from services.drawing import (
    BORDER,
    CITY_BORDER,
    GOLD,
    INK,
    LAND,
    RIVER,
    WIDTH,
    draw,
    fitted,
    path_data,
    shape,
)

#: lines are drawn to this many metres: finer than a printed line is wide
_TOLERANCE_METRES = 40.0
_MARGIN = 0.02


def _frame(outline: BaseGeometry) -> tuple[float, float, float, float]:
    """left, top, scale and height: metres -> a drawing `WIDTH` wide."""
    west, south, east, north = (float(n) for n in shapely.bounds(outline))
    margin = _MARGIN * (east - west)
    west, east, south, north = west - margin, east + margin, south - margin, north + margin
    scale = WIDTH / (east - west)
    return west, north, scale, (north - south) * scale


@lru_cache(maxsize=2)
def _ground(held: Snapshot, crs: str) -> tuple[tuple[BaseGeometry, ...], list[BaseGeometry]]:
    """All districts as one simplified coverage and the rivers, in metres."""
    areas = np.array([district.geometry for district in held.districts], dtype=object)
    simple = shapely.coverage_simplify(to_metric(areas, crs), _TOLERANCE_METRES)
    rivers = [to_metric(line.geometry, crs).simplify(20.0) for line in held.orientation_lines]
    return tuple(simple), rivers


def outline_svg(held: Snapshot, district_id: str, crs: str) -> str:
    """The whole city with one district filled, north up.

    Parameters
    ----------
    crs : the city's metric CRS
    """
    areas, rivers = _ground(held, crs)
    city = shapely.union_all(list(areas))
    left, top, scale, height = _frame(city)
    drawn = [fitted(area, left, top, scale) for area in areas]
    here = next(
        area
        for area, district in zip(drawn, held.districts, strict=True)
        if district.district_id == district_id
    )
    parts = [shape(path_data(area, True), LAND, BORDER, 1.5) for area in drawn]
    parts.append(shape(path_data(here, True), GOLD, INK, 6))
    parts += [
        shape(path_data(fitted(river, left, top, scale), False), "none", RIVER, 12)
        for river in rivers
    ]
    parts.append(shape(path_data(fitted(city, left, top, scale), True), "none", CITY_BORDER, 5))
    return draw(parts, height)
