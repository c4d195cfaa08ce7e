"""Metres and degrees: known points, round trips, shapes that stay."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.crs import (
    area_km2,
    points_to_lonlat,
    points_to_metric,
    project_points,
    to_lonlat,
    to_metric,
)

DRESDEN = "EPSG:25833"


def test_central_meridian_lies_at_half_a_million_metres() -> None:
    x, y = points_to_metric([15.0], [51.0], DRESDEN)
    # UTM: 500,000 m at 15 degrees east; northing = 0.9996 * meridian arc (series on GRS 80)
    lat = np.radians(51.0)
    arc = 111132.952547 * 51 - 16038.508741 * np.sin(2 * lat) + 16.832613 * np.sin(4 * lat)
    assert x[0] == pytest.approx(500_000, abs=1e-6)
    assert y[0] == pytest.approx(0.9996 * arc, abs=0.1)


def test_longitude_comes_first() -> None:
    x, y = points_to_metric(13.74, 51.05, DRESDEN)
    assert 405_000 < float(x) < 415_000
    assert 5_650_000 < float(y) < 5_660_000


def test_also_where_the_authority_says_latitude_first() -> None:
    x, y = project_points(15.0, 51.0, "EPSG:4326", DRESDEN)
    assert (float(x), round(float(y))) == pytest.approx((500_000, 5_649_825))


@given(st.floats(13.57, 13.98), st.floats(50.96, 51.19))
def test_there_and_back_is_less_than_a_millimetre(lon: float, lat: float) -> None:
    back = points_to_lonlat(*points_to_metric(lon, lat, DRESDEN), DRESDEN)
    assert abs(back[0] - lon) < 1e-8
    assert abs(back[1] - lat) < 1e-8


def test_arrays_keep_their_shape_and_geometries_their_kind() -> None:
    points = np.array([[shapely.Point(13.7, 51.0), shapely.Point(13.8, 51.1)]], dtype=object)
    metric = to_metric(points, DRESDEN)
    assert metric.shape == (1, 2)
    assert to_lonlat(metric, DRESDEN)[0, 1].equals_exact(points[0, 1], 1e-8)
    assert isinstance(to_metric(shapely.Point(13.7, 51.0), DRESDEN), shapely.Point)


def test_area_of_a_square_kilometre() -> None:
    square = shapely.box(411_000, 5_655_000, 412_000, 5_656_000)
    assert area_km2([to_lonlat(square, DRESDEN)], DRESDEN)[0] == pytest.approx(1.0, abs=1e-6)


def test_the_next_zone_gives_other_metres() -> None:
    here, _ = points_to_metric(13.74, 51.05, DRESDEN)
    there, _ = points_to_metric(13.74, 51.05, "EPSG:25832")
    assert abs(float(here) - float(there)) > 400_000
