"""The residents' grid: cells by area, people in the namesake district only."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.crs import to_lonlat
from geodata.grid import cells_of, residents_grid

CRS = "EPSG:25833"


def square(x: float, y: float, side: float) -> shapely.Polygon:
    return shapely.box(x, y, x + side, y + side)


def test_a_square_between_centres_has_whole_half_and_quarter_cells() -> None:
    """Centres at 0, 100, 200, 300: the middle cell is whole, edges are halves, corners quarters.

    200 +--+--+--+     cell at (100, 100) reaches from 50 to 150 on both axes;
        |  |  |  |     the square from 0 to 200 cuts the cells at 0 and 200 in half
      0 +--+--+--+
    """
    centres, areas = cells_of(square(0, 0, 200), 100.0)
    by_centre = {(x, y): area for (x, y), area in zip(centres.tolist(), areas, strict=True)}
    assert by_centre == {
        (0, 0): 2500, (100, 0): 5000, (200, 0): 2500,
        (0, 100): 5000, (100, 100): 10000, (200, 100): 5000,
        (0, 200): 2500, (100, 200): 5000, (200, 200): 2500,
    }  # fmt: skip
    assert areas.sum() == 200 * 200


def test_a_cell_that_is_exactly_the_polygon_is_one_cell() -> None:
    centres, areas = cells_of(square(50, 50, 100), 100.0)
    assert centres.tolist() == [[100, 100]]
    assert areas.tolist() == [10000]


def test_a_unit_too_small_for_any_centre_keeps_its_people() -> None:
    small = square(410020.0, 5655020.0, 10)  # the next centre, (410000, 5655000), lies outside
    grid = residents_grid(["01"], [to_lonlat(small, CRS)], [7], CRS)
    assert grid.xy.tolist() == [[410000, 5655000]]
    assert grid.residents == pytest.approx([7])


def test_people_stand_by_area_and_add_up() -> None:
    west = square(410050.0, 5655050.0, 100)  # one whole cell
    east = shapely.box(410150.0, 5655050.0, 410300.0, 5655150.0)  # one whole cell and a half
    polygons = [to_lonlat(p, CRS) for p in (east, west)]
    grid = residents_grid(["02", "01"], polygons, [300.0, 50.0], CRS)
    assert grid.unit_ids == ("01", "02", "02")
    assert grid.xy.tolist() == [[410100, 5655100], [410200, 5655100], [410300, 5655100]]
    # 300 people on 1.5 cells: 200 on the whole one, 100 on the half
    assert grid.residents == pytest.approx([50, 200, 100], abs=1e-6)


@pytest.mark.parametrize("nobody", [None, 0, 0.0, float("nan")])
def test_a_unit_without_residents_has_no_cells(nobody: float | None) -> None:
    polygon = to_lonlat(square(410000.0, 5655000.0, 500), CRS)
    grid = residents_grid(["01"], [polygon], [nobody], CRS)
    assert grid.unit_ids == ()
    assert grid.xy.shape == (0, 2)
    assert grid.residents.shape == (0,)


def test_holes_and_islands_count_by_their_area() -> None:
    ring = square(0, 0, 1000).difference(square(100, 100, 800))
    _, areas = cells_of(shapely.union_all([ring, square(2000, 0, 30)]), 100.0)
    assert areas.sum() == pytest.approx(1000 * 1000 - 800 * 800 + 900)
    assert np.all(areas > 0)


def test_an_empty_polygon_has_no_cells() -> None:
    centres, areas = cells_of(shapely.Polygon(), 100.0)
    assert len(centres) == len(areas) == 0
