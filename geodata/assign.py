"""Which district a point lies in: exact, fast, exactly one district per point.

Method: a label grid. The polygons are rastered once; a cell that no border touches knows its
label, so that most points need one look-up. Only points in cells that a border touches are tested
against the few polygons of that cell, by the very predicate `geopandas.sjoin` uses
(`intersects`, GEOS). Results are therefore identical to a join reduced to the lowest label.

Exact in the coordinates the polygons are given in. For districts these are degrees (CRS84), the
form in which boundaries are published and points arrive: transforming first would move points off
the borders they lie on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.integer[Any]]

# A border within a millionth of a cell counts as touching: rounding in the cell number of a point
# (some 1e-12 cells) can then never lead past a border.
_MARGIN = 1e-6
# Points are worked in blocks whose buffers stay in the processor's cache.
_BLOCK = 1 << 14
_MIN_RESOLUTION, _MAX_RESOLUTION = 64, 1024


class _Frame(NamedTuple):
    """Where the raster lies: origin, cells per unit, number of cells; the outer ring is empty."""

    x0: float
    y0: float
    per_x: float
    per_y: float
    nx: int
    ny: int


def _frame_of(bounds: Floats, resolution: int) -> _Frame:
    west, south, east, north = (float(b) for b in bounds)
    # cells stay far wider than the spacing of floats there, so that _MARGIN covers all rounding
    width = max(east - west, resolution * 1e-8 * max(abs(east), abs(west))) or 1.0
    height = max(north - south, resolution * 1e-8 * max(abs(north), abs(south))) or 1.0
    per_x, per_y = resolution / width, resolution / height
    return _Frame(west - 1 / per_x, south - 1 / per_y, per_x, per_y, resolution + 3, resolution + 3)


def _edges_in_cells(geometry: Any, frame: _Frame) -> Floats:
    """Edges (n, 4) of all rings as u1, v1, u2, v2 in cell units."""
    rings = shapely.get_rings(shapely.get_parts(geometry))
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    uv = (points - (frame.x0, frame.y0)) * (frame.per_x, frame.per_y)
    edges = np.column_stack([uv[:-1], uv[1:]])
    return np.asarray(edges[ring_of[:-1] == ring_of[1:]])


def _expand(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """All integers first..last of each row, with the row's index."""
    counts = last - first + 1
    rows = np.repeat(np.arange(len(counts)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return rows, np.arange(len(rows)) - starts + first[rows]


def _floor(values: Floats) -> Ints:
    return np.floor(values).astype(np.int64)


def _touched_cells(edges: Floats, frame: _Frame) -> Ints:
    """Flat numbers of all cells that an edge touches, or nearly so. Sorted, unique."""
    u1, v1, u2, v2 = edges.T
    low, high = np.minimum(v1, v2) - _MARGIN, np.maximum(v1, v2) + _MARGIN
    edge, row = _expand(_floor(low), _floor(high))
    u1, v1, du, dv = u1[edge], v1[edge], (u2 - u1)[edge], (v2 - v1)[edge]
    # the piece of the edge inside the row, as parameters 0..1 along the edge
    level = dv == 0
    slope = np.where(level, 1.0, dv)
    enter = np.where(level, 0.0, np.clip((row - _MARGIN - v1) / slope, 0, 1))
    leave = np.where(level, 1.0, np.clip((row + 1 + _MARGIN - v1) / slope, 0, 1))
    ua, ub = u1 + enter * du, u1 + leave * du
    piece, column = _expand(
        _floor(np.minimum(ua, ub) - _MARGIN), _floor(np.maximum(ua, ub) + _MARGIN)
    )
    return np.unique(row[piece] * frame.nx + column)


def _inside_cells(geometry: Any, touched: Ints, frame: _Frame) -> Ints:
    """Flat numbers of the cells that lie wholly inside the polygon.

    Between two touched cells of a row nothing changes: one exact test decides the whole run.
    """
    rows, columns = np.divmod(touched, frame.nx)
    top, left = rows.min(), columns.min()
    shape = (rows.max() - top + 1, columns.max() - left + 2)
    border = np.zeros(shape, dtype=bool)
    border[rows - top, columns - left] = True
    border[:, -1] = True  # ends every run at the end of its row
    flat = border.ravel()
    starts = np.flatnonzero(~flat & np.concatenate([[True], flat[:-1]]))
    lengths = np.flatnonzero(flat & np.concatenate([[False], ~flat[:-1]])) - starts
    run_rows, run_columns = np.divmod(starts, shape[1])
    first = (run_rows + top) * frame.nx + run_columns + left
    x = frame.x0 + (run_columns + left + 0.5) / frame.per_x
    y = frame.y0 + (run_rows + top + 0.5) / frame.per_y
    inside = shapely.intersects_xy(geometry, x, y)
    return _expand(first[inside], (first + lengths - 1)[inside])[1]


def _candidate_sets(
    cells: Ints, polygons: Ints, full: Codes, outside: int
) -> tuple[Ints, Ints, Ints]:
    """Group touched cells by what they need: (cells, number of their set, sets).

    `sets` (n_sets, k + 1): polygons to be tested in ascending order, padded with `outside`, and
    last the polygon that holds if none of them does.
    """
    order = np.lexsort((polygons, cells))
    cells, polygons = cells[order], polygons[order]
    unique, start, counts = np.unique(cells, return_index=True, return_counts=True)
    table = np.full((len(unique), int(counts.max(initial=0)) + 1), outside, dtype=np.int64)
    owner = np.repeat(np.arange(len(unique)), counts)
    table[owner, np.arange(len(cells)) - np.repeat(start, counts)] = polygons
    table[:, -1] = full[unique]
    number = np.zeros(len(unique), dtype=np.int64)
    for column in table.T:
        number = np.unique(number * (outside + 1) + column, return_inverse=True)[1]
    sets = np.zeros((int(number.max(initial=-1)) + 1, table.shape[1]), dtype=np.int64)
    sets[number] = table
    return unique, number, sets


def _groups(values: Codes, end: int) -> Iterator[tuple[int, Ints]]:
    """Each value below `end` with the positions where it stands."""
    order = np.argsort(values, kind="stable")
    ranked = values[order]
    ends = [*(np.flatnonzero(ranked[1:] != ranked[:-1]) + 1), len(ranked)]
    for start, stop in zip([0, *ends], ends, strict=False):
        if start < stop and ranked[start] < end:
            yield int(ranked[start]), order[start:stop]


class LabelGrid:
    """A raster over polygons that labels points exactly. Build it with `from_polygons`.

    Immutable once built and safe to share between threads: the polygons' indexes are made in the
    build, later calls only read.
    """

    def __init__(
        self,
        frame: _Frame,
        codes: Codes,
        sets: Codes,
        polygons: npt.NDArray[np.object_],
        labels: npt.NDArray[np.object_],
    ) -> None:
        # codes: i < n polygon i, n outside, n + 1 + s a cell of candidate set s
        self._frame, self._codes, self._sets = frame, codes, sets
        self._polygons, self._labels = polygons, labels

    @classmethod
    def from_polygons(
        cls, geometries: Sequence[Any], labels: Sequence[str], *, resolution: int = _MAX_RESOLUTION
    ) -> LabelGrid:
        """Raster valid polygons.

        Parameters
        ----------
        geometries : Polygons or MultiPolygons in any planar coordinates; gaps and overlaps are
            allowed, empty ones match nothing.
        labels : one per geometry; where several match, the lowest label wins.
        resolution : cells along each axis of the common extent. More cells need more memory
            (2 bytes each) and fewer exact tests; the results are the same.

        Raises
        ------
        ValueError
            Not one label per geometry.
        """
        if len(geometries) != len(labels):
            raise ValueError(f"{len(geometries)} geometries, {len(labels)} labels")
        order = sorted(range(len(labels)), key=lambda i: labels[i])
        polygons = np.empty(len(order), dtype=object)
        polygons[:] = [geometries[i] for i in order]
        names = np.array([*(labels[i] for i in order), None], dtype=object)
        usable = ~(shapely.is_empty(polygons) | shapely.is_missing(polygons))
        bounds = shapely.total_bounds(polygons) if usable.any() else np.zeros(4)
        frame = _frame_of(bounds, resolution)
        codes, sets = _raster(polygons, np.flatnonzero(usable), frame)
        return cls(frame, codes, sets, polygons, names)

    def assign_index(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Ints:
        """Index of each point's polygon in the order of the sorted labels, -1 outside."""
        found = self._codes_at(x, y).astype(np.int64)
        found[found == len(self._polygons)] = -1
        return found

    def assign(self, x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.object_]:
        """Label of each point, None outside.

        Parameters
        ----------
        x, y : coordinates of n points, in those of the polygons; NaN lies outside.

        Returns
        -------
        array (n,) of labels: the lowest among the polygons the point lies in or on.
        """
        return self._labels.take(self._codes_at(x, y))

    def _codes_at(self, x: npt.ArrayLike, y: npt.ArrayLike) -> Codes:
        xs = np.ascontiguousarray(x, dtype=np.float64).ravel()
        ys = np.ascontiguousarray(y, dtype=np.float64).ravel()
        if xs.shape != ys.shape:
            raise ValueError(f"{len(xs)} x, {len(ys)} y")
        found = np.empty(len(xs), dtype=self._codes.dtype)
        with np.errstate(over="ignore", invalid="ignore"):
            for start in range(0, len(xs), _BLOCK):
                block = slice(start, start + _BLOCK)
                found[block] = self._codes.take(self._cells(xs[block], ys[block]))
        undecided = np.flatnonzero(found > len(self._polygons))
        if len(undecided):
            found[undecided] = self._decide(xs[undecided], ys[undecided], found[undecided])
        return found

    def _cells(self, x: Floats, y: Floats) -> npt.NDArray[np.intp]:
        # fmin and fmax send what lies beside the raster, and NaN, into its empty outer ring
        frame = self._frame
        u = (x - frame.x0) * frame.per_x
        np.fmax(np.fmin(u, frame.nx - 1, out=u), 0, out=u)
        v = (y - frame.y0) * frame.per_y
        np.fmax(np.fmin(v, frame.ny - 1, out=v), 0, out=v)
        cells = v.astype(np.intp)
        cells *= frame.nx
        cells += u.astype(np.intp)
        return cells

    def _decide(self, x: Floats, y: Floats, codes: Codes) -> Codes:
        """Exact tests for points in touched cells, one vectorised call per polygon and round."""
        number = codes.astype(np.int64) - (len(self._polygons) + 1)
        result: Codes = self._sets[number, -1]
        still = np.arange(len(x))
        for candidate in self._sets.T[:-1]:
            missed = [np.empty(0, dtype=np.int64)]
            for index, group in _groups(candidate[number[still]], len(self._polygons)):
                points = still[group]
                hit = shapely.intersects_xy(self._polygons[index], x[points], y[points])
                result[points[hit]] = index
                missed.append(points[~hit])
            still = np.concatenate(missed)
        return result


def _raster(polygons: npt.NDArray[np.object_], usable: Ints, frame: _Frame) -> tuple[Codes, Codes]:
    outside = len(polygons)
    full = np.full(frame.nx * frame.ny, outside, dtype=np.int32)
    pairs: list[tuple[Ints, Ints]] = [(np.empty(0, np.int64), np.empty(0, np.int64))]
    for index in usable[::-1]:  # the lowest label is written last and stays
        shapely.prepare(polygons[index])
        touched = _touched_cells(_edges_in_cells(polygons[index], frame), frame)
        full[_inside_cells(polygons[index], touched, frame)] = index
        pairs.append((touched, np.full(len(touched), index)))
    cells = np.concatenate([cell for cell, _ in pairs])
    owners = np.concatenate([owner for _, owner in pairs])
    wins = owners < full[cells]  # a polygon above the one that fills the cell can never win
    cells, number, sets = _candidate_sets(cells[wins], owners[wins], full, outside)
    # two bytes where they suffice: less memory to wander through, and numpy sorts them by radix
    small = outside + 1 + len(sets) <= np.iinfo(np.uint16).max
    codes: Codes = full.astype(np.uint16) if small else full
    codes[cells] = outside + 1 + number
    return codes, sets.astype(codes.dtype)


def assign_districts(
    lon: npt.ArrayLike, lat: npt.ArrayLike, districts: Any
) -> npt.NDArray[np.object_]:
    """The one district of each point (CRS84): district_id, None outside the city.

    Parameters
    ----------
    lon, lat : degrees, n points; NaN (no place) gives None.
    districts : GeoDataFrame of `model.District` in CRS84.
    """
    points = np.asarray(lon, dtype=np.float64)
    # few points are not worth a fine raster: its cost grows with the square of the resolution
    resolution = int(np.clip(2 * np.sqrt(points.size), _MIN_RESOLUTION, _MAX_RESOLUTION))
    grid = LabelGrid.from_polygons(
        districts.geometry.to_numpy(), list(districts["district_id"]), resolution=resolution
    )
    return grid.assign(points, lat)
