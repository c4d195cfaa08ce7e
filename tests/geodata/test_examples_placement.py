"""Where the examples lie: inside their district, and so that need and access meet in every way.

Access is counted here by hand on a 100 m grid of each unit, apart from the product's own code.
"""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import geopandas as gpd
import numpy as np
import pytest
import shapely
from scipy.spatial import cKDTree

from geodata.examples.placement import (
    BORDER_M,
    clustered_points,
    grounds_of,
    rich_units,
    spread_points,
)
from tests.geodata.example_city import content, dresden, generate

REACH_M = 600


def rng(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secret


@cache
def outlines() -> gpd.GeoDataFrame:
    _, tables, _ = dresden()
    return tables["districts"].to_crs("EPSG:25833")


@cache
def cells() -> dict[str, np.ndarray]:
    """Centres of 100 m cells by statistics unit; residents live in the namesake only."""
    found = {}
    for row in outlines().itertuples():
        if row.district_id != row.statistics_unit_id:
            continue
        west, south, east, north = row.geometry.bounds
        x, y = np.meshgrid(
            np.arange(west // 100 * 100 + 50, east, 100),
            np.arange(south // 100 * 100 + 50, north, 100),
        )
        inside = shapely.contains_xy(row.geometry, x.ravel(), y.ravel())
        found[row.district_id] = np.column_stack([x.ravel()[inside], y.ravel()[inside]])
    return found


@cache
def residents() -> dict[str, float]:
    _, tables, _ = dresden()
    figures = tables["figures"]
    kept = figures[(figures["figure_id"] == "residents") & (figures["level"] == "district")]
    return kept.groupby("unit_id")["value"].sum().to_dict()


def metric(records: list[dict[str, str]]) -> gpd.GeoSeries:
    points = [shapely.Point(float(r["lon"]), float(r["lat"])) for r in records]
    return gpd.GeoSeries(points, crs="OGC:CRS84").to_crs("EPSG:25833")


def public_places(seed: int) -> list[dict[str, str]]:
    """Places that at least one offer uses and that may be shown."""
    made = content(seed)
    used = {offer["place_id"] for offer in made["opportunities"]}
    return [p for p in made["places"] if p["place_id"] in used and p["is_private"] == "nein"]


@cache
def access(seed: int) -> dict[str, float]:
    """Share of each unit's cells within reach of a public place with an offer."""
    points = metric(public_places(seed))
    tree = cKDTree(np.column_stack([points.x, points.y]))
    return {unit: float((tree.query(xy)[0] <= REACH_M).mean()) for unit, xy in cells().items()}


@pytest.mark.parametrize("seed", [7, 1, 2])
def test_every_quadrant_of_need_and_access_has_five_units(seed: int) -> None:
    _, _, need = dresden()
    reached, people = access(seed), residents()
    city = sum(reached[u] * people[u] for u in reached) / sum(people[u] for u in reached)
    quadrants = Counter((need[unit] > 0, reached[unit] < city) for unit in reached)
    assert len(quadrants) == 4
    assert min(quadrants.values()) >= 5
    # a question that separates: hardly any unit at all or nothing
    assert np.mean([share in (0, 1) for share in reached.values()]) < 0.25


@pytest.mark.parametrize("is_needy", [True, False])
def test_the_lot_decides_about_access_whatever_the_need(is_needy: bool) -> None:
    _, _, need = dresden()
    rich = rich_units(need, random.Random("7:sites"))  # noqa: S311 - no secret
    stratum = [unit for unit, value in need.items() if (value > 0) is is_needy]
    shares = {
        lucky: np.mean([access(7)[u] for u in stratum if (u in rich) is lucky])
        for lucky in (True, False)
    }
    assert shares[True] > shares[False] + 0.15


def test_points_lie_in_their_district_and_off_its_border() -> None:
    districts = outlines()
    joined = gpd.sjoin(
        gpd.GeoDataFrame(geometry=metric(content(7)["places"])), districts, predicate="within"
    )
    borders = districts.set_index("district_id").geometry.boundary
    distances = [
        point.distance(borders[district])
        for point, district in zip(joined.geometry, joined["district_id"], strict=True)
    ]
    assert min(distances) > BORDER_M - 1
    outside = len(content(7)["places"]) - len(joined)
    assert 2 <= outside <= 3


def test_places_outside_stay_in_the_citys_box_and_out_of_reach() -> None:
    inputs, _, _ = dresden()
    city = outlines().geometry.union_all()
    west, south, east, north = inputs.city.bbox
    for place, point in zip(content(7)["places"], metric(content(7)["places"]), strict=True):
        assert west < float(place["lon"]) < east
        assert south < float(place["lat"]) < north
        assert city.contains(point) or city.distance(point) > REACH_M


def test_coordinates_have_six_decimals() -> None:
    for place in content(7)["places"]:
        assert [len(place[axis].split(".")[1]) for axis in ("lon", "lat")] == [6, 6]


def test_every_district_has_something_the_uncounted_ones_included() -> None:
    places = gpd.GeoDataFrame(geometry=metric(public_places(7)))
    found = set(gpd.sjoin(places, outlines(), predicate="within")["district_id"])
    assert {"33", "34", "44"} <= found
    assert found == set(outlines()["district_id"])


def test_who_is_rich_is_a_matter_of_lots_and_not_of_names() -> None:
    _, tables, need = dresden()
    half = {sign: sum((v > 0) is sign for v in need.values()) for sign in (True, False)}
    chosen = [rich_units(need, rng(seed)) for seed in range(40)]
    for rich in chosen:
        by_sign = Counter(need[unit] > 0 for unit in rich)
        assert all(by_sign[sign] == (half[sign] + 1) // 2 for sign in (True, False))
    times = Counter(unit for rich in chosen for unit in rich)
    assert set(times) == set(need)
    assert max(times.values()) < 36
    # nothing but the sign of the need is looked at
    doubled = {unit: value * 2 for unit, value in need.items()}
    assert rich_units(doubled, rng(1)) == chosen[1]
    renamed = tables["districts"].assign(name=tables["districts"]["name"].iloc[::-1].to_numpy())
    spots = [(p["lon"], p["lat"]) for p in generate(7, districts=renamed)["places"]]
    assert spots == [(p["lon"], p["lat"]) for p in content(7)["places"]]


def test_spread_points_are_farther_apart_than_clustered_ones() -> None:
    area = shapely.box(0, 0, 3000, 3000)
    spread = spread_points(area, 8, rng(1))
    close = clustered_points(area, 8, rng(1))
    for points, is_spread in ((spread, True), (close, False)):
        assert len(points) == 8
        gaps = [np.hypot(a[0] - b[0], a[1] - b[1]) for a in points for b in points if a != b]
        assert (min(gaps) > 500) if is_spread else (max(gaps) < 500)


def test_a_sliver_of_a_district_still_has_an_inside() -> None:
    inputs, tables, _ = dresden()
    first = tables["districts"].iloc[[0]].copy()
    middle = first.geometry.iloc[0].representative_point()
    first["geometry"] = [middle.buffer(0.0001)]  # about 7 m, narrower than the strip
    ground = grounds_of(first, inputs.city)[0]
    assert not ground.inside.is_empty
