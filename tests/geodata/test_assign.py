"""The join: every point gets exactly one district, and the same one a spatial join would give.

The fixture, four squares around (1, 1); D has a hole, X marks points on borders:

    2  +-----+-----+
       |  C  |  D  |      labels by age, not by place: A < B < C < D
    1  X-----X-----+      (1, 1) belongs to A, (0, 1) to A
       |  A  |  B  |
    0  +-----X-----+      (1, 0) belongs to A
       0     1     2
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.assign import LabelGrid, assign_districts

SQUARES = {
    "D": shapely.box(1, 1, 2, 2).difference(shapely.box(1.4, 1.4, 1.6, 1.6)),
    "B": shapely.box(1, 0, 2, 1),
    "A": shapely.box(0, 0, 1, 1),
    "C": shapely.box(0, 1, 1, 2),
}


def four_squares(resolution: int = 64) -> LabelGrid:
    return LabelGrid.from_polygons(list(SQUARES.values()), list(SQUARES), resolution=resolution)


def lowest_label(geometries: Sequence[Any], labels: Sequence[str], x: Any, y: Any) -> list[Any]:
    """The slow, plain way: GEOS `intersects` of every pair, without prepared geometries."""
    hits = shapely.intersects(np.asarray(geometries, dtype=object)[:, None], shapely.points(x, y))
    names = np.asarray(labels, dtype=object)
    return [min(names[column], default=None) for column in hits.T]


@pytest.mark.parametrize(
    ("point", "label"),
    [
        ((0.5, 0.5), "A"),
        ((1.5, 0.5), "B"),
        ((0.5, 1.5), "C"),
        ((1.2, 1.5), "D"),
        ((1, 1), "A"),  # corner of all four
        ((1, 0), "A"),  # corner of two, on the outline
        ((0, 1), "A"),
        ((2, 1), "B"),
        ((1, 1.5), "C"),  # edge of two
        ((1.5, 1), "B"),
        ((0, 0), "A"),  # corner of the city
        ((2, 2), "D"),
        ((0.3, 2), "C"),  # on the city's outline
        ((1.5, 1.5), None),  # in the hole
        ((1.4, 1.5), "D"),  # on the hole's border
        ((1.6, 1.6), "D"),
        ((-0.0001, 0.5), None),
        ((2.0001, 2), None),
        ((1e300, -1e300), None),
        ((float("inf"), 0.5), None),
        ((float("nan"), 0.5), None),
    ],
)
def test_every_point_has_the_lowest_label_it_touches(
    point: tuple[float, float], label: str | None
) -> None:
    assert four_squares().assign([point[0]], [point[1]]).tolist() == [label]


@pytest.mark.parametrize("resolution", [1, 2, 3, 7, 64, 300])
def test_the_resolution_does_not_change_the_answer(resolution: int) -> None:
    x, y = np.meshgrid(np.linspace(-0.25, 2.25, 101), np.linspace(-0.25, 2.25, 101))
    expected = lowest_label(list(SQUARES.values()), list(SQUARES), x.ravel(), y.ravel())
    assert four_squares(resolution).assign(x.ravel(), y.ravel()).tolist() == expected


def test_neighbouring_floats_fall_on_the_right_side_of_a_border() -> None:
    below, above = np.nextafter(1.0, 0), np.nextafter(1.0, 2)
    x = [below, 1.0, above, below, above]
    y = [0.5, 0.5, 0.5, above, above]
    assert four_squares().assign(x, y).tolist() == ["A", "A", "B", "C", "D"]


def test_gaps_belong_to_nobody_and_overlaps_to_the_lowest() -> None:
    polygons = [shapely.box(0, 0, 2, 2), shapely.box(1, 0, 3, 2), shapely.box(5, 0, 6, 2)]
    grid = LabelGrid.from_polygons(polygons, ["2", "1", "3"])
    x = [0.5, 1.5, 2.5, 4.0, 5.5]
    assert grid.assign(x, [1.0] * 5).tolist() == ["2", "1", "1", None, "3"]
    assert grid.assign_index(x, [1.0] * 5).tolist() == [1, 0, 0, -1, 2]


def test_an_empty_or_missing_polygon_matches_nothing() -> None:
    polygons = [shapely.Polygon(), None, shapely.box(0, 0, 1, 1)]
    grid = LabelGrid.from_polygons(polygons, ["1", "2", "3"])
    assert grid.assign([0.5, 5.0], [0.5, 5.0]).tolist() == ["3", None]
    assert LabelGrid.from_polygons([], []).assign([0.5], [0.5]).tolist() == [None]
    assert grid.assign([], []).tolist() == []


def test_islands_count_as_one_district() -> None:
    islands = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(3, 0, 4, 1)])
    grid = LabelGrid.from_polygons([islands], ["01"], resolution=16)
    assert grid.assign([0.5, 2.0, 3.5], [0.5, 0.5, 0.5]).tolist() == ["01", None, "01"]


def test_labels_and_points_must_come_in_pairs() -> None:
    with pytest.raises(ValueError, match="2 geometries, 1 labels"):
        LabelGrid.from_polygons([SQUARES["A"], SQUARES["B"]], ["A"])
    with pytest.raises(ValueError, match="2 x, 1 y"):
        four_squares().assign([1.0, 2.0], [1.0])


def test_places_without_a_point_have_no_district() -> None:
    districts = gpd.GeoDataFrame(
        {"district_id": list(SQUARES)}, geometry=list(SQUARES.values()), crs="OGC:CRS84"
    )
    found = assign_districts([1.0, np.nan, 9.0], [1.0, 0.5, 9.0], districts)
    assert found.tolist() == ["A", None, None]


coordinates = st.integers(0, 12).map(lambda n: n / 3)
points = st.tuples(coordinates, coordinates)


@st.composite
def triangulations(draw: st.DrawFn) -> list[Any]:
    """A partition without gaps: the Delaunay triangles of random points, far from the origin."""
    corners = draw(st.lists(points, min_size=3, max_size=12, unique=True))
    east, north = draw(st.sampled_from([(0, 0), (13.7, 51.0), (411000, 5655000)]))
    shifted = shapely.MultiPoint([(x + east, y + north) for x, y in corners])
    return list(shapely.get_parts(shapely.delaunay_triangles(shifted)))


@settings(max_examples=150, deadline=None)
@given(triangulations(), st.integers(1, 40), st.lists(st.tuples(*[st.floats(0, 1)] * 2)))
def test_a_partition_is_labelled_as_a_join_would(
    triangles: list[Any], resolution: int, more: list[tuple[float, float]]
) -> None:
    labels = [f"{(7 * i) % 100:02}" for i in range(len(triangles))]
    corners = shapely.get_coordinates(triangles)
    # vertices, points (nearly) on edges, and points anywhere in the extent
    middles = (corners[:-1] + corners[1:]) / 2
    west, south, east, north = shapely.total_bounds(triangles) if triangles else (0, 0, 1, 1)
    anywhere = [(west + u * (east - west), south + v * (north - south)) for u, v in more]
    x, y = np.vstack([corners, middles, np.reshape(anywhere, (-1, 2))]).T
    grid = LabelGrid.from_polygons(triangles, labels, resolution=resolution)
    assert grid.assign(x, y).tolist() == lowest_label(triangles, labels, x, y)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(points, min_size=3, max_size=6), max_size=6), st.integers(1, 30))
def test_overlapping_polygons_are_labelled_as_a_join_would(
    rings: list[list[tuple[float, float]]], resolution: int
) -> None:
    hulls = [shapely.MultiPoint(ring).convex_hull for ring in rings]
    polygons = [hull for hull in hulls if hull.geom_type == "Polygon"]
    labels = [f"{9 - i}" for i in range(len(polygons))]
    x, y = (axis.ravel() / 6 for axis in np.meshgrid(np.arange(-1, 26), np.arange(-1, 26)))
    grid = LabelGrid.from_polygons(polygons, labels, resolution=resolution)
    expected = lowest_label(polygons, labels, x, y) if polygons else [None] * len(x)
    assert grid.assign(x, y).tolist() == expected
