"""The ground as a topology: borders held once, areas whole again when they are put together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import to_metric
from layers import topology
from layers.topology import build_ground, polygons_of, simplified
from tests.sample import sample_snapshot

CRS = "EPSG:25833"


def line_of(ground: dict[str, Any], numbers: list[int]) -> list[tuple[float, float]]:
    scale, translate = ground["transform"]["scale"], ground["transform"]["translate"]
    points: list[tuple[float, float]] = []
    for number in numbers:
        steps = np.cumsum(ground["arcs"][number if number >= 0 else ~number], axis=0)
        arc = [tuple(p) for p in (steps * scale + translate).tolist()]
        arc = arc[::-1] if number < 0 else arc
        points += arc[1:] if points else arc
    return points


def area_of(ground: dict[str, Any], thing: dict[str, Any]) -> BaseGeometry:
    parts = []
    for rings in thing["arcs"]:
        outer, *holes = (line_of(ground, ring) for ring in rings)
        parts.append(shapely.Polygon(outer, holes))
    return shapely.MultiPolygon(parts)


@pytest.fixture(scope="module")
def ground() -> dict[str, Any]:
    return build_ground(sample_snapshot(), CRS)


def test_four_squares_share_their_borders(ground: dict[str, Any]) -> None:
    # +--+--+   eight stretches of border outside and inside meet in the middle and at four
    # |11|12|   points of the outline: 4 arcs inside, 4 outside
    # +--+--+
    # |01|02|
    # +--+--+
    water = sum(len(line["arcs"]) for line in ground["objects"]["water"]["geometries"])
    assert len(ground["arcs"]) - water == 8
    assert len(ground["objects"]["district_borders"]["arcs"]) == 2
    assert len(ground["objects"]["borough_borders"]["arcs"]) == 2


def test_areas_are_whole_again(ground: dict[str, Any]) -> None:
    held = sample_snapshot()
    for name, areas in (("districts", held.districts), ("boroughs", held.boroughs)):
        for area, thing in zip(areas, ground["objects"][name]["geometries"], strict=True):
            assert thing["properties"]["district_id"] == area.district_id
            again = area_of(ground, thing)
            assert again.symmetric_difference(area.geometry).area < 0.01 * area.geometry.area
            inside = shapely.Point(*thing["properties"]["label_point"])
            assert area.geometry.contains(inside)
    land = area_of(ground, ground["objects"]["land"])
    assert land.area == pytest.approx(sum(d.geometry.area for d in held.districts), rel=0.01)


def test_island_and_hole_have_one_ring_between_them() -> None:
    hole = [(4, 4), (4, 6), (6, 6), (6, 4)]
    around = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [hole])
    island = shapely.Polygon(hole[2:] + hole[:2])
    rings = [polygons_of(shape) for shape in (around, island)]
    arcs = topology.Arcs(ring for area in rings for part in area for ring in part)
    [[outer, inner]], [[alone]] = (arcs.of_area(area) for area in rings)
    assert (len(outer), len(inner), len(alone)) == (1, 1, 1)
    assert inner[0] in (alone[0], ~alone[0])
    assert len(arcs.arcs) == 2


def test_part_too_small_to_be_seen_is_left_out() -> None:
    speck = shapely.Polygon([(9, 9), (9 + 1e-7, 9), (9, 9 + 1e-7)])
    square = shapely.box(0, 0, 1, 1)
    assert len(polygons_of(shapely.MultiPolygon([square, speck]))) == 1


def test_borders_of_the_default_city_stay_where_they_are(root: Path) -> None:
    districts = gpd.read_file(root / "cities" / "dresden" / "districts.geojson")
    before = to_metric(districts.geometry.to_numpy(), CRS)
    after = to_metric(np.array(simplified(list(districts.geometry), CRS), dtype=object), CRS)
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum()
    assert shapely.is_valid(after).all()
    assert shapely.coverage_is_valid(after, gap_width=0.0)
    assert shapely.hausdorff_distance(before, after).max() < 120
    moved = shapely.area(shapely.symmetric_difference(before, after))
    assert (moved < 0.03 * shapely.area(before)).all()
