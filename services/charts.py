"""Geometry of the charts the server draws: scales, paths, places for names. No colours, no words.

Everything is in the units of a viewBox, rounded so that pages stay small. Templates turn it into
inline SVG with presentation attributes only, because the pages allow no inline style.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import shapely
from msgspec import Struct
from shapely.geometry.base import BaseGeometry

#: steps people count in
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Scale(Struct, frozen=True):
    """A linear scale from values (`low`, `high`) to a viewBox (`start`, `end`)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies; values outside stay at the ends."""
        if self.high <= self.low:
            return round((self.start + self.end) / 2, 1)
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self, count: int = 5) -> list[float]:
        """About `count` round numbers inside the scale."""
        if self.high <= self.low:
            return [self.low]
        raw = (self.high - self.low) / count
        power = 10 ** math.floor(math.log10(raw))
        step = next(s * power for s in _STEPS if s * power >= raw * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def scale_over(values: Iterable[float], start: float, end: float, padding: float = 0.05) -> Scale:
    """A scale that holds all values with some air; 0 to 1 where there are none."""
    present = list(values)
    low, high = (min(present), max(present)) if present else (0.0, 1.0)
    air = (high - low or 1.0) * padding
    return Scale(low - air, high + air, start, end)


class Projection(Struct, frozen=True):
    """CRS84 to a viewBox: longitude shortened by the cosine of the middle latitude."""

    west: float
    north: float
    x_per_degree: float
    y_per_degree: float
    width: int
    height: int

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        """Place in the viewBox; y runs down."""
        x = (lon - self.west) * self.x_per_degree
        return round(x), round((self.north - lat) * self.y_per_degree)


def projection_over(
    bounds: tuple[float, float, float, float], width: int, margin: int = 0
) -> Projection:
    """A projection that fits bounds (west, south, east, north) into `width`."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    y_per_degree = (width - 2 * margin) / ((east - west) * squeeze)
    x_per_degree = y_per_degree * squeeze
    return Projection(
        west=west - margin / x_per_degree,
        north=north + margin / y_per_degree,
        x_per_degree=x_per_degree,
        y_per_degree=y_per_degree,
        width=width,
        height=math.ceil((north - south) * y_per_degree) + 2 * margin,
    )


def _steps(points: Sequence[tuple[int, int]]) -> str:
    """Relative line commands: half the size of absolute ones."""
    moves = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
    return "l" + " ".join(f"{dx} {dy}" for dx, dy in moves) if moves else ""


def _ring(coordinates: Iterable[Sequence[float]], projection: Projection, close: str) -> str:
    points = [projection.at(lon, lat) for lon, lat, *_ in coordinates]
    steps = _steps(points)
    return f"M{points[0][0]} {points[0][1]}{steps}{close}" if steps else ""


def path_of(geometry: BaseGeometry, projection: Projection) -> str:
    """The `d` of an SVG path for (multi)polygons and (multi)lines, in whole units."""
    parts = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
            parts += [_ring(ring.coords, projection, "z") for ring in rings]
        else:
            parts.append(_ring(part.coords, projection, ""))
    return "".join(parts)


class Box(Struct, frozen=True):
    """A rectangle in a viewBox."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share an area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Label(Struct, frozen=True, kw_only=True):
    """A name beside a point: where its text starts (`anchor` as SVG's text-anchor)."""

    text: str
    x: float
    y: float
    anchor: str


def _places(
    x: float, y: float, width: float, size: float, gap: float
) -> Iterable[tuple[Box, float, float, str]]:
    """Candidate places of a name: right, left, above, below."""
    half, rise = width / 2, size * 0.35
    yield Box(x + gap, y - size / 2, x + gap + width, y + size / 2), x + gap, y + rise, "start"
    yield Box(x - gap - width, y - size / 2, x - gap, y + size / 2), x - gap, y + rise, "end"
    above, below = y - gap, y + gap + size * 0.75
    yield Box(x - half, above - size, x + half, above), x, above, "middle"
    yield Box(x - half, below - size * 0.75, x + half, below + size * 0.25), x, below, "middle"


def place_labels(
    wanted: Sequence[tuple[str, float, float]],
    points: Sequence[tuple[float, float]],
    frame: Box,
    *,
    size: float = 13.0,
    gap: float = 9.0,
) -> list[Label]:
    """Names that cover neither each other nor a point nor leave the frame; the first come first.

    `wanted` is (text, x, y) by importance. A name without room is left out: the table has it.
    """
    radius = gap * 0.6
    taken = [Box(x - radius, y - radius, x + radius, y + radius) for x, y in points]
    labels = []
    for text, x, y in wanted:
        width = len(text) * size * 0.56
        for box, label_x, label_y, anchor in _places(x, y, width, size, gap):
            inside = (
                box.left >= frame.left
                and box.right <= frame.right
                and box.top >= frame.top
                and box.bottom <= frame.bottom
            )
            if inside and not any(box.overlaps(other) for other in taken):
                taken.append(box)
                labels.append(
                    Label(text=text, x=round(label_x, 1), y=round(label_y, 1), anchor=anchor)
                )
                break
    return labels
