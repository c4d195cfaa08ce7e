"""Where example places lie: well supplied and poorly supplied units, drawn by seed.

Units are stratified by the sign of their disadvantage index and shuffled; half of each stratum is
supplied richly (many places, spread), the other half poorly (few places, close together). No name
and no id plays a part, so need and access meet in all four combinations.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.city import City
from geodata.crs import to_lonlat, to_metric

#: no place closer to a border: borders are generalised by up to 20 m and some run in the river
BORDER_M = 90.0
#: poor supply stands within this distance of one spot
CLUSTER_M = 220.0
#: rich supply keeps this far from poorly supplied units, as far as there is room
QUIET_M = 400.0
#: richly supplied units get this many spots per km2, within these limits
SPOTS_PER_KM2 = 0.8
SPOTS = (2, 14)
#: draws per spot; the one farthest from the others wins
CANDIDATES = 16
#: how far outside the city the awkward places stand
OUTSIDE_M = (700.0, 1500.0)

Metres = tuple[float, float]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A spot for a place: lon, lat in CRS84; `district_id` None outside the city."""

    district_id: str | None
    lon: float
    lat: float
    is_rich: bool = False


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A district to place something on: its inside in the city's metric CRS, and its unit."""

    district_id: str
    unit_id: str
    inside: Any
    area_km2: float

    @property
    def is_namesake(self) -> bool:
        """Whether the unit's residents are placed here."""
        return self.unit_id == self.district_id


def grounds_of(districts: Any, city: City) -> list[Ground]:
    """The districts by id, each without its border strip (as far as something is left of it)."""
    table = districts.sort_values("district_id")
    polygons: NDArray[np.object_] = to_metric(np.asarray(table.geometry.values), city.crs)
    grounds = []
    for row, polygon in zip(table.to_dict("records"), polygons, strict=True):
        insides = (polygon.buffer(-BORDER_M / share) for share in (1, 3, 9))
        inside = next((area for area in insides if not area.is_empty), polygon)
        unit_id = row.get("statistics_unit_id") or row["district_id"]
        grounds.append(
            Ground(
                district_id=row["district_id"],
                unit_id=unit_id,
                inside=inside,
                area_km2=polygon.area / 1e6,
            )
        )
    return grounds


def rich_units(need_by_unit: Mapping[str, float], rng: random.Random) -> set[str]:
    """Half of the units with an index above 0, and half of the others."""
    rich: set[str] = set()
    for is_needy in (True, False):
        stratum = sorted(unit for unit, need in need_by_unit.items() if (need > 0) is is_needy)
        rng.shuffle(stratum)
        rich.update(stratum[: (len(stratum) + 1) // 2])
    return rich


def _point_in(area: Any, rng: random.Random) -> Metres:
    west, south, east, north = area.bounds
    while True:
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        if shapely.contains_xy(area, x, y):
            return x, y


def _distance2(a: Metres, b: Metres) -> float:
    return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2


def spread_points(area: Any, count: int, rng: random.Random) -> list[Metres]:
    """`count` points far from each other (Mitchell's best candidate)."""
    points = [_point_in(area, rng)]
    while len(points) < count:
        drawn = [_point_in(area, rng) for _ in range(CANDIDATES)]
        points.append(max(drawn, key=lambda p: min(_distance2(p, q) for q in points)))
    return points[:count]


def clustered_points(area: Any, count: int, rng: random.Random) -> list[Metres]:
    """`count` points within `CLUSTER_M` of one spot."""
    spot = _point_in(area, rng)
    near = area.intersection(shapely.Point(spot).buffer(CLUSTER_M))
    return [spot, *(_point_in(near, rng) for _ in range(count - 1))][:count]


def _to_sites(
    points: Sequence[Metres], district_id: str | None, city: City, *, is_rich: bool = False
) -> list[Site]:
    array: NDArray[np.object_] = np.array([shapely.Point(p) for p in points], dtype=object)
    moved = to_lonlat(array, city.crs)
    return [
        Site(district_id=district_id, lon=round(p.x, 6), lat=round(p.y, 6), is_rich=is_rich)
        for p in moved.tolist()
    ]


def _rich_points(ground: Ground, poor_area: Any, rng: random.Random) -> list[Metres]:
    low, high = SPOTS
    count = round(min(high, max(low, SPOTS_PER_KM2 * ground.area_km2)))
    quiet = ground.inside.difference(poor_area)
    has_room = quiet.area > 0.15 * ground.inside.area
    return spread_points(quiet if has_room else ground.inside, count, rng)


def draw_sites(
    grounds: Sequence[Ground], need_by_unit: Mapping[str, float], city: City, rng: random.Random
) -> list[Site]:
    """Spots in every district, by district_id: many and spread, or few and close together.

    Districts that are counted in another one get a spot or two.
    """
    rich = rich_units(need_by_unit, rng)
    poor = [g.inside for g in grounds if g.is_namesake and g.unit_id not in rich]
    poor_area = shapely.union_all(poor).buffer(QUIET_M)
    sites: list[Site] = []
    for ground in grounds:
        is_rich = ground.is_namesake and ground.unit_id in rich
        if is_rich:
            points = _rich_points(ground, poor_area, rng)
        else:
            points = clustered_points(ground.inside, rng.randint(1, 3), rng)
        sites += _to_sites(points, ground.district_id, city, is_rich=is_rich)
    return sites


def draw_hidden_sites(
    grounds: Sequence[Ground], city: City, count: int, rng: random.Random
) -> list[Site]:
    """Spots for private places: anywhere, one district after the other in a shuffled order."""
    shuffled = rng.sample(list(grounds), len(grounds))
    sites: list[Site] = []
    for number in range(count):
        ground = shuffled[number % len(shuffled)]
        sites += _to_sites([_point_in(ground.inside, rng)], ground.district_id, city)
    return sites


def draw_outside_sites(districts: Any, city: City, count: int, rng: random.Random) -> list[Site]:
    """Spots a little outside the city, still inside the box of city.toml."""
    outline = shapely.union_all(to_metric(np.asarray(districts.geometry.values), city.crs))
    ring = outline.buffer(OUTSIDE_M[1]).difference(outline.buffer(OUTSIDE_M[0]))
    inside_box = ring.intersection(to_metric(shapely.box(*city.bbox), city.crs))
    return _to_sites([_point_in(inside_box, rng) for _ in range(count)], None, city)
