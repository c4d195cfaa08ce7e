"""Places with their numbers on a small map (SVG): what a list shows on the page, in print and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_metric
from geodata.model import District
from geodata.snapshot import Snapshot
from services.drawing import (
    BORDER,
    CITY_BORDER,
    INK,
    LAND,
    RIVER,
    WIDTH,
    draw,
    fitted,
    path_data,
    shape,
)

HEIGHT = 700.0
OUTSIDE, NAME = "#e9e7e2", "#4a463f"
#: of a disc and its number, readable on a phone where the drawing is 288 px wide
RADIUS, FIGURE, NAME_SIZE = 30.0, 34.0, 26.0
_GAP = 4.0
#: nobody finds their way on a smaller piece of a city
_LEAST_METRES = 3500.0
#: from here on boroughs are named, not districts
_FAR_METRES = 9000.0
_MARGIN = 0.14
_TURNS = 300
#: the angle at which seeds sit in a sunflower: no two directions are alike
_GOLDEN_ANGLE = 2.399963
_LETTER = 0.56

Floats = NDArray[np.float64]


class NumberedPlace(Struct, frozen=True, kw_only=True):
    """What stands on the disc, and where: degrees, WGS 84."""

    number: int
    lon: float
    lat: float


class _Frame(Struct, frozen=True):
    """Left, top and width in metres; `scale` in units of the drawing per metre."""

    left: float
    top: float
    width: float

    @property
    def scale(self) -> float:
        return WIDTH / self.width

    def box(self) -> tuple[float, float, float, float]:
        return self.left, self.top - self.width * HEIGHT / WIDTH, self.left + self.width, self.top

    def units(self, metres: Floats) -> Floats:
        drawn: Floats = (metres - [self.left, self.top]) * [self.scale, -self.scale]
        return drawn


def _frame(points: Floats) -> _Frame:
    low, high = points.min(axis=0), points.max(axis=0)
    span = (high - low) * (1 + 2 * _MARGIN)
    width = max(float(span[0]), float(span[1]) * WIDTH / HEIGHT, _LEAST_METRES)
    middle = (low + high) / 2
    return _Frame(
        float(middle[0]) - width / 2, float(middle[1]) + width * HEIGHT / WIDTH / 2, width
    )


def spread(anchors: Floats, least: float = 2 * RADIUS + _GAP) -> Floats:
    """Move discs apart until none covers another, each as little as needed.

    Parameters
    ----------
    anchors : (n, 2), where the discs belong, in units of the drawing
    least : the smallest distance of two centres

    Returns
    -------
    (n, 2), within the drawing
    """
    turns = _GOLDEN_ANGLE * np.arange(len(anchors))
    jitter = np.column_stack((np.cos(turns), np.sin(turns)))
    found: Floats = anchors + jitter
    edge = np.array([RADIUS + _GAP, RADIUS + _GAP])
    for _turn in range(_TURNS):
        # two that the edge has pushed onto one point still need a direction
        apart = found[:, None, :] - found[None, :, :] + (jitter[:, None] - jitter[None]) * 1e-3
        far = np.hypot(apart[..., 0], apart[..., 1]) + np.eye(len(found)) * 1e9
        lacking = np.clip(least - far, 0.0, None)
        if lacking.max() < _GAP / 2:
            break
        found = found + (apart / far[..., None] * (lacking / 2)[..., None]).sum(axis=1)
        found = np.clip(found, edge, np.array([WIDTH, HEIGHT]) - edge)
    return found


def _land(held: Snapshot, frame: _Frame, crs: str) -> Iterator[str]:
    """Districts, rivers and the border of the city, as far as they lie within."""
    box, unit = frame.box(), 1 / frame.scale
    areas = np.array([district.geometry for district in held.districts], dtype=object)
    simple = shapely.coverage_simplify(to_metric(areas, crs), 2 * unit)
    city = shapely.union_all(simple)

    def path(geometry: BaseGeometry, is_area: bool) -> str:
        inside = shapely.clip_by_rect(geometry, *box)
        return path_data(fitted(inside, frame.left, frame.top, frame.scale), is_area)

    yield shape(path(city, True), LAND, "none", 0)
    # lines are clipped as lines: a clipped area would have a border along the edge of the drawing
    yield shape(path(shapely.union_all(shapely.boundary(simple)), False), "none", BORDER, 2)
    for line in held.orientation_lines:
        yield shape(
            path(to_metric(line.geometry, crs).simplify(2 * unit), False), "none", RIVER, 12
        )
    yield shape(path(shapely.boundary(city), False), "none", CITY_BORDER, 4)


def _covers(box: Floats, others: list[Floats]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )


def _names(areas: Sequence[District], frame: _Frame, crs: str, discs: Floats) -> Iterator[str]:
    """Names of areas where they cover neither a disc nor another name, nor stand cut off."""
    taken = [np.array([x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS]) for x, y in discs]
    for area in areas:
        inside = shapely.clip_by_rect(to_metric(area.geometry, crs), *frame.box())
        if inside.is_empty:
            continue
        middle = shapely.get_coordinates(shapely.point_on_surface(inside))
        x, y = frame.units(middle)[0]
        name = area.name.split("/", maxsplit=1)[0].strip()
        half, high = len(name) * NAME_SIZE * _LETTER / 2, NAME_SIZE
        box = np.array([x - half, y - high, x + half, y + high / 2])
        if box[0] < 0 or box[2] > WIDTH or box[1] < 0 or box[3] > HEIGHT or _covers(box, taken):
            continue
        taken.append(box)
        yield (
            f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" font-size="{NAME_SIZE:g}" '
            f'font-weight="600" fill="{NAME}">{escape(name)}</text>'
        )


def _discs(places: Sequence[NumberedPlace], anchors: Floats, discs: Floats) -> Iterator[str]:
    """Each disc with its number, and a line to where it belongs if it stands beside it."""
    for (ax, ay), (x, y) in zip(anchors, discs, strict=True):
        if np.hypot(ax - x, ay - y) > RADIUS:
            yield (
                f'<path d="M{ax:.0f},{ay:.0f} {x:.0f},{y:.0f}" stroke="{INK}" stroke-width="4"/>'
                f'<circle cx="{ax:.0f}" cy="{ay:.0f}" r="8" fill="{INK}"/>'
            )
    for place, (x, y) in zip(places, discs, strict=True):
        yield (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{RADIUS:g}" fill="{INK}" stroke="#ffffff" '
            f'stroke-width="4"/><text x="{x:.0f}" y="{y + FIGURE * 0.35:.0f}" '
            f'text-anchor="middle" font-size="{FIGURE:g}" font-weight="700" fill="#ffffff">'
            f"{place.number}</text>"
        )


def numbered_map_svg(held: Snapshot, places: Sequence[NumberedPlace], crs: str) -> str | None:
    """A map just large enough for all places, north up; None without any.

    Parameters
    ----------
    crs : the city's metric CRS
    """
    if not places:
        return None
    lonlat = shapely.points([place.lon for place in places], [place.lat for place in places])
    metres = shapely.get_coordinates(to_metric(lonlat, crs))
    frame = _frame(metres)
    anchors = frame.units(metres)
    discs = spread(anchors)
    areas = held.boroughs if frame.width > _FAR_METRES else held.districts
    ground = f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="{OUTSIDE}"/>'
    parts = [
        ground,
        *_land(held, frame, crs),
        *_names(areas, frame, crs, discs),
        *_discs(places, anchors, discs),
    ]
    return draw(parts, HEIGHT)
