"""Pieces of small maps drawn as SVG for print: paths, shapes, colours of paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

#: width of a drawing in its own units
WIDTH = 1000.0

LAND, BORDER, CITY_BORDER = "#f3f0e8", "#b9b2a4", "#5c5953"
INK, GOLD, RIVER = "#1c1b19", "#f5c400", "#a9cbe3"


def lines_of(geometry: BaseGeometry) -> Iterator[NDArray[np.float64]]:
    """The rings and lines of a geometry."""
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield shapely.get_coordinates(part.exterior)
            yield from (shapely.get_coordinates(ring) for ring in part.interiors)
        else:
            yield shapely.get_coordinates(part)


def path_data(geometry: BaseGeometry, is_area: bool) -> str:
    """The `d` of a path through points of the drawing."""
    pieces = []
    for line in lines_of(geometry):
        points = " ".join(f"{x:.0f},{y:.0f}" for x, y in line)
        pieces.append(f"M{points}{'Z' if is_area else ''}")
    return "".join(pieces)


def fitted(geometry: BaseGeometry, left: float, top: float, scale: float) -> BaseGeometry:
    """Metres, north up, -> units of the drawing, down from its top."""
    return shapely.transform(geometry, lambda p: (p - [left, top]) * [scale, -scale])


def shape(path: str, fill: str, stroke: str, width: float) -> str:
    """One path with its looks."""
    return (
        f'<path d="{path}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}" '
        'stroke-linejoin="round" stroke-linecap="round" fill-rule="evenodd"/>'
    )


def draw(parts: Iterable[str], height: float) -> str:
    """The whole drawing."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" '
        f'width="{WIDTH:g}" height="{height:.0f}">{"".join(parts)}</svg>'
    )
