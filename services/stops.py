"""The nearest stop of bus and train, where stops are loaded."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import shapely
from msgspec import Struct
from numpy.typing import NDArray

from geodata.city import Access
from geodata.crs import points_to_metric
from geodata.snapshot import Snapshot

Floats = NDArray[np.float64]
#: nobody walks further to a stop and calls it near
MAX_METRES = 1500.0


class NearStop(Struct, frozen=True, kw_only=True):
    """A stop, how far it is as the crow flies (metres) and on foot (whole minutes)."""

    name: str
    distance_m: float
    walk_minutes: int


def metres_between(one: tuple[float, float], other: tuple[float, float], crs: str) -> float:
    """Metres as the crow flies between two points (lon, lat), in the city's metric CRS."""
    x, y = points_to_metric([one[0], other[0]], [one[1], other[1]], crs)
    return float(np.hypot(x[0] - x[1], y[0] - y[1]))


@lru_cache(maxsize=2)
def _columns(snapshot: Snapshot, crs: str) -> tuple[tuple[str, ...], Floats, Floats]:
    """Names and metric coordinates of all stops with a point."""
    placed = [stop for stop in snapshot.stops if stop.geometry is not None]
    points = np.array([stop.geometry for stop in placed], dtype=object)
    x, y = points_to_metric(shapely.get_x(points), shapely.get_y(points), crs)
    return tuple(stop.name for stop in placed), x, y


def nearest_stop(
    snapshot: Snapshot, point: tuple[float, float], crs: str, access: Access
) -> NearStop | None:
    """The stop next to a point; None without stops or where all are further than 1.5 km.

    Parameters
    ----------
    point : lon, lat
    crs : the city's metric CRS
    access : speed and detour of walking, as in the indicators
    """
    if not snapshot.stops:
        return None
    names, x, y = _columns(snapshot, crs)
    if not names:
        return None
    here_x, here_y = points_to_metric([point[0]], [point[1]], crs)
    metres = np.hypot(x - here_x, y - here_y)
    best = int(metres.argmin())
    distance = float(metres[best])
    if distance > MAX_METRES:
        return None
    minutes = distance * access.detour_factor / access.speed_m_per_s / 60.0
    return NearStop(name=names[best], distance_m=distance, walk_minutes=max(1, math.ceil(minutes)))
