"""Label grid against `geopandas.sjoin`: the same points, the same polygons, in one run.

    python -m bench.label_grid [--districts FILE] [--points 1000000] [--rounds 7]

Both get their points in the form they work on (a GeoDataFrame, two arrays) and take turns, so that
a busy machine slows both. The join's result is reduced to one row per point outside the clock.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geodata.assign import LabelGrid

Coordinates = np.ndarray[Any, Any]
ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT / "cities" / "dresden" / "districts.geojson"
TARGET = 50


def points_anywhere(districts: gpd.GeoDataFrame, count: int) -> Coordinates:
    """(count, 2) points, evenly over the extent."""
    west, south, east, north = districts.total_bounds
    rng = np.random.default_rng(20260630)
    return rng.uniform([west, south], [east, north], (count, 2))


def points_on_borders(districts: gpd.GeoDataFrame) -> Coordinates:
    """Every vertex and the middle of every edge."""
    corners = shapely.get_coordinates(districts.geometry.to_numpy())
    return np.vstack([corners, (corners[:-1] + corners[1:]) / 2])


def seconds(work: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_row_per_point(joined: gpd.GeoDataFrame, count: int) -> np.ndarray[Any, Any]:
    """The lowest district_id of each point, None outside."""
    ordered = joined.sort_values("district_id")
    lowest = ordered[~ordered.index.duplicated()].sort_index()["district_id"].to_numpy(object)
    assert len(lowest) == count
    return np.array([value if isinstance(value, str) else None for value in lowest], dtype=object)


def joined_labels(points: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """What the label grid has to beat."""
    return gpd.sjoin(points, districts, how="left", predicate="intersects")


def check(grid: LabelGrid, districts: gpd.GeoDataFrame, points: Coordinates) -> None:
    """Both ways give the same districts, point by point."""
    x, y = points.T
    as_points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=districts.crs)
    joined = joined_labels(as_points, districts)
    differ = one_row_per_point(joined, len(points)) != grid.assign(x, y)
    assert not differ.any(), f"{differ.sum()} points differ"
    print(f"  {len(points):>9,} points, {len(joined) - len(points):,} further hits: equal")


def measure(path: Path, count: int, rounds: int) -> float:
    """Measure, compare, print; the ratio of the medians."""
    districts = gpd.read_file(path)[["district_id", "geometry"]]
    points = points_anywhere(districts, count)
    x, y = points.T.copy()
    as_points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(x, y), crs=districts.crs)
    polygons, labels = districts.geometry.to_numpy(), list(districts["district_id"])
    grid = LabelGrid.from_polygons(polygons, labels)
    works: dict[str, Callable[[], Any]] = {
        "sjoin": lambda: joined_labels(as_points, districts),
        "build": lambda: LabelGrid.from_polygons(polygons, labels),
        "assign": lambda: grid.assign(x, y),
    }
    taken = [{name: seconds(work) for name, work in works.items()} for _ in range(rounds)]
    sjoin, build, assign = (statistics.median(t[name] for t in taken) for name in works)
    print(f"{count:,} points, {len(labels)} districts, medians of {rounds} rounds")
    print(f"  geopandas.sjoin     {1000 * sjoin:9.1f} ms")
    print(f"  label grid, assign  {1000 * assign:9.1f} ms   {sjoin / assign:6.1f} times faster")
    print(f"  label grid, build   {1000 * build:9.1f} ms   once per set of boundaries")
    both = build + assign
    print(f"  build and assign    {1000 * both:9.1f} ms   {sjoin / both:6.1f} times faster")
    check(grid, districts, points)
    check(grid, districts, points_on_borders(districts))
    return sjoin / assign


def main() -> int:
    """Command line. Exit code 1 if the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--districts", type=Path, default=DEFAULT, help="GeoJSON of the districts")
    parser.add_argument("--points", type=int, default=1_000_000, help="number of points")
    parser.add_argument("--rounds", type=int, default=7, help="rounds; medians are printed")
    arguments = parser.parse_args()
    return 0 if measure(arguments.districts, arguments.points, arguments.rounds) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
