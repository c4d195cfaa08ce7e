"""The residents' grid: where the people of a statistics unit are assumed to live.

There is no address register in the default data, so residents are spread evenly over the area of
their unit, on cells whose centres lie on whole multiples of the cell size. A cell weighs as much
as its area inside the unit: a small unit without any centre keeps its people all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import to_metric

Floats = npt.NDArray[np.float64]

#: a sliver of a cell smaller than this carries nobody; it comes from rounding
_SLIVER_M2 = 1e-3


class ResidentsGrid(NamedTuple):
    """m cells, sorted by unit, then from south to north and west to east.

    `unit_ids` (m,), `xy` (m, 2) centres in metres of the city's CRS, `residents` (m,).
    """

    unit_ids: tuple[str, ...]
    xy: Floats
    residents: Floats


def _centres(bounds: Floats, cell_m: float) -> Floats:
    """Centres (m, 2) of all cells that meet the bounds, row by row."""
    first = np.floor(bounds[:2] / cell_m + 0.5)
    last = np.floor(bounds[2:] / cell_m + 0.5)
    x = np.arange(first[0], last[0] + 1) * cell_m
    y = np.arange(first[1], last[1] + 1) * cell_m
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


def cells_of(polygon: Any, cell_m: float) -> tuple[Floats, Floats]:
    """Cells that share area with a polygon: centres (m, 2) and areas in square metres (m,).

    Parameters
    ----------
    polygon : Polygon or MultiPolygon in a metric CRS.
    cell_m : side of a cell; centres are whole multiples of it.
    """
    if shapely.is_missing(polygon) or shapely.is_empty(polygon):
        return np.empty((0, 2)), np.empty(0)
    shapely.prepare(polygon)
    centres = _centres(np.asarray(shapely.bounds(polygon)), cell_m)
    half = cell_m / 2
    (west, south), (east, north) = (centres - half).T, (centres + half).T
    boxes = np.asarray(shapely.box(west, south, east, north), dtype=object)
    areas = np.where(shapely.covers(polygon, boxes), cell_m**2, 0.0)
    border = np.flatnonzero((areas == 0) & shapely.intersects(polygon, boxes))
    areas[border] = shapely.area(shapely.intersection(boxes[border], polygon))
    held = areas > _SLIVER_M2
    return centres[held], areas[held]


def residents_grid(
    unit_ids: Sequence[str],
    geometries: Sequence[Any],
    residents: Sequence[float | None],
    crs: str,
    cell_m: float = 100.0,
) -> ResidentsGrid:
    """Spread the residents of each unit over the cells of its namesake district.

    Parameters
    ----------
    unit_ids, geometries, residents : one per statistics unit; polygons in CRS84, of the district
        the unit is named after and no other. Units without (known) residents get no cells.
    crs : the city's metric CRS.

    Returns
    -------
    ResidentsGrid; the cells of a unit add up to its residents.
    """
    degrees: npt.NDArray[np.object_] = np.empty(len(geometries), dtype=object)
    degrees[:] = list(geometries)
    polygons = to_metric(degrees, crs)
    names: list[str] = []
    centres, people = [np.empty((0, 2))], [np.empty(0)]
    for i in sorted(range(len(unit_ids)), key=lambda i: unit_ids[i]):
        count = residents[i]
        if not count or np.isnan(count):
            continue
        xy, areas = cells_of(polygons[i], cell_m)
        names += [unit_ids[i]] * len(xy)
        centres.append(xy)
        people.append(count * areas / areas.sum() if len(areas) else areas)
    return ResidentsGrid(tuple(names), np.concatenate(centres), np.concatenate(people))
