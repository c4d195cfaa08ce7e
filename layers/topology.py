"""The ground of a map as one TopoJSON: every border once, whole numbers, small differences.

Districts, boroughs and the city's outline share their borders. A topology holds each stretch of
border ("arc") once and builds the areas from numbers of arcs (TopoJSON 1.1.0, the format of
Bostock and others; GDAL reads it). A page draws from it in a tenth of the bytes of GeoJSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_lonlat, to_metric
from geodata.model import District
from geodata.snapshot import Snapshot
from layers.areas import attribution_of, shapes_of

Point = tuple[int, int]
Ring = tuple[Point, ...]
Arc = tuple[Point, ...]

#: corners whose triangle is smaller than the square of this (metres, Visvalingam-Whyatt) are left
#: out: at the zoom of a whole city nothing of it is seen, nearby a border moves by a few pixels
TOLERANCE_M = 25.0
#: steps per degree: 4.4 m from north to south, 2.8 m from west to east
STEPS = 25_000


def simplified(geometries: Sequence[BaseGeometry], crs: str) -> list[BaseGeometry]:
    """Areas with fewer vertices, in CRS84; what was one border stays one border.

    Parameters
    ----------
    geometries : polygons in CRS84 that cover a city without gaps.
    crs : the metric CRS in which the tolerance is measured.
    """
    metric = to_metric(np.array(geometries, dtype=object), crs)
    return list(to_lonlat(shapely.coverage_simplify(metric, TOLERANCE_M), crs))


def _steps(line: BaseGeometry) -> Arc:
    """The points of a line in steps, none twice in a row."""
    steps = (shapely.get_coordinates(line) * STEPS).round().astype(int)
    points = [(x, y) for x, y in steps.tolist()]
    return tuple(p for p, before in zip(points, [None, *points[:-1]], strict=True) if p != before)


def _ring(ring: BaseGeometry) -> Ring:
    """A ring in steps without its repeated end; empty where nothing is left of it."""
    points = _steps(ring)
    return points[:-1] if len(points) > 3 else ()


def polygons_of(geometry: BaseGeometry) -> list[list[Ring]]:
    """The rings of each part, the outer one first."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    found = [[_ring(part.exterior), *map(_ring, part.interiors)] for part in parts]
    return [[ring for ring in rings if ring] for rings in found if rings[0]]


class Arcs:
    """Stretches of border, each held once. Cut where more than two of them meet."""

    def __init__(self, rings: Iterable[Ring]) -> None:
        near: dict[Point, set[Point]] = {}
        for ring in rings:
            before, after = ring[-1:] + ring[:-1], ring[1:] + ring[:1]
            for point, *both in zip(ring, before, after, strict=True):
                near.setdefault(point, set()).update(both)
        self._nodes = {point for point, neighbours in near.items() if len(neighbours) > 2}
        self._numbers: dict[Arc, int] = {}

    @property
    def arcs(self) -> list[Arc]:
        """All arcs so far, in order of their numbers."""
        return list(self._numbers)

    def number(self, arc: Arc) -> int:
        """The number of an arc; `~number` where it is held the other way round."""
        backward = arc[::-1]
        if backward in self._numbers:
            return ~self._numbers[backward]
        return self._numbers.setdefault(arc, len(self._numbers))

    def of_ring(self, ring: Ring) -> list[int]:
        """The arcs a closed ring consists of."""
        cuts = [i for i, point in enumerate(ring) if point in self._nodes]
        # a ring without neighbours begins at its lowest point, whoever asks
        start = cuts[0] if cuts else ring.index(min(ring))
        turned = ring[start:] + ring[: start + 1]
        ends = [i - start for i in cuts[1:]] + [len(ring)]
        return [self.number(turned[a : b + 1]) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    def of_area(self, polygons: Sequence[Sequence[Ring]]) -> list[list[list[int]]]:
        """The arcs of a multipolygon: one list for each ring of each part."""
        return [[self.of_ring(ring) for ring in rings] for rings in polygons]


def _flat(arcs: Any) -> Iterator[int]:
    for part in arcs:
        if isinstance(part, list):
            yield from _flat(part)
        else:
            yield part if part >= 0 else ~part


class _Ground:
    """The areas of one snapshot, cut into arcs."""

    def __init__(self, snapshot: Snapshot, crs: str) -> None:
        self.snapshot, self.crs = snapshot, crs
        self.districts = snapshot.districts
        shapes = simplified([d.geometry for d in self.districts], crs)
        self.by_borough: dict[str, list[BaseGeometry]] = {}
        for district, shape in zip(self.districts, shapes, strict=True):
            self.by_borough.setdefault(district.parent_id or "", []).append(shape)
        rings = [polygons_of(shape) for shape in shapes]
        self.arcs = Arcs(ring for area in rings for part in area for ring in part)
        self.areas = [self.arcs.of_area(area) for area in rings]
        whole = shapely.coverage_union_all(shapes)
        self.land = self.arcs.of_area(polygons_of(whole))

    def borders(self) -> tuple[list[list[int]], list[list[int]]]:
        """Arcs between districts of one borough, and arcs between boroughs."""
        sides: dict[int, list[str]] = {}
        for district, area in zip(self.districts, self.areas, strict=True):
            for number in _flat(area):
                sides.setdefault(number, []).append(district.parent_id or "")
        inner = {number: set(s) for number, s in sides.items() if len(s) > 1}
        between_districts = [[n] for n, boroughs in inner.items() if len(boroughs) == 1]
        between_boroughs = [[n] for n, boroughs in inner.items() if len(boroughs) > 1]
        return between_districts, between_boroughs

    def boroughs(self) -> list[dict[str, Any]]:
        """Each borough as the sum of its districts."""
        found = []
        for borough in self.snapshot.boroughs:
            parts = self.by_borough.get(borough.district_id)
            if parts:
                area = self.arcs.of_area(polygons_of(shapely.coverage_union_all(parts)))
                found.append(_area(borough, area, self.snapshot))
        return found

    def lines(self) -> list[dict[str, Any]]:
        """Rivers, for orientation."""
        found = []
        for line in self.snapshot.orientation_lines:
            metric = shapely.simplify(to_metric(line.geometry, self.crs), TOLERANCE_M)
            parts = shapely.get_parts(to_lonlat(metric, self.crs))
            arcs = [[self.arcs.number(_steps(part))] for part in parts]
            properties = {"name": line.name}
            found.append({"type": "MultiLineString", "arcs": arcs, "properties": properties})
        return found


def _area(area: District, arcs: list[list[list[int]]], snapshot: Snapshot) -> dict[str, Any]:
    properties = {
        "district_id": area.district_id,
        "name": area.name,
        "level": area.level,
        "label_point": shapes_of(snapshot, area.level)[area.district_id]["label_point"],
    }
    return {"type": "MultiPolygon", "arcs": arcs, "properties": properties}


def _differences(arc: Arc, origin: Point) -> list[list[int]]:
    steps = np.array(arc) - np.array(origin)
    found: list[list[int]] = np.diff(steps, axis=0, prepend=0).tolist()
    return found


def _collection(geometries: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "GeometryCollection", "geometries": geometries}


def build_ground(snapshot: Snapshot, crs: str) -> dict[str, Any]:
    """Land, borders, districts, boroughs and rivers as a TopoJSON topology in CRS84.

    `objects` has `land` (the city), `district_borders` and `borough_borders` (what is not the
    city's outline), `districts`, `boroughs` (properties district_id, name, level, label_point)
    and `water` (name). `attribution` stands beside them.
    """
    ground = _Ground(snapshot, crs)
    inner, outer = ground.borders()
    areas = [
        _area(d, arcs, snapshot) for d, arcs in zip(ground.districts, ground.areas, strict=True)
    ]
    objects = {
        "land": {"type": "MultiPolygon", "arcs": ground.land},
        "district_borders": {"type": "MultiLineString", "arcs": inner},
        "borough_borders": {"type": "MultiLineString", "arcs": outer},
        "districts": _collection(areas),
        "boroughs": _collection(ground.boroughs()),
        "water": _collection(ground.lines()),
    }
    arcs = ground.arcs.arcs
    origin = (min(x for arc in arcs for x, _y in arc), min(y for arc in arcs for _x, y in arc))
    return {
        "type": "Topology",
        "transform": {
            "scale": [1 / STEPS, 1 / STEPS],
            "translate": [origin[0] / STEPS, origin[1] / STEPS],
        },
        "arcs": [_differences(arc, origin) for arc in arcs],
        "objects": objects,
        "attribution": attribution_of(d.attribution for d in snapshot.districts),
    }
