"""Pure work on district polygons: names, coverage, dissolving, simplifying, the river."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.crs import to_lonlat, to_metric
from geodata.districts import (
    DISTRICT_COLUMNS,
    assign_statistics_units,
    boroughs_from_districts,
    coverage_faults,
    localities_from_name,
    river_line,
    simplify_coverage,
)
from geodata.errors import SourceError

CRS = "EPSG:25833"
CODES = ["11", "12", "21", "22"]


def boxes(*metric: tuple[float, float, float, float]) -> np.ndarray:
    """Lon, lat boxes given in metres from a corner inside Dresden."""
    x, y = 411_000, 5_655_000
    shapes = [shapely.box(x + w, y + s, x + e, y + n) for w, s, e, n in metric]
    return to_lonlat(np.asarray(shapes, dtype=object), CRS)


FOUR = boxes((0, 0, 100, 100), (100, 0, 200, 100), (0, 100, 100, 200), (100, 100, 200, 200))


@pytest.mark.parametrize(
    ("name_long", "name", "localities"),
    [
        ("Naußlitz mit Wölfnitz, Roßthal und Dölzschen", "Naußlitz", ("Wölfnitz", "Roßthal", "Dölzschen")),
        ("Altfranken/Gompitz mit Pennrich", "Altfranken/Gompitz", ("Altfranken", "Gompitz", "Pennrich")),
        ("Äußere Neustadt (Antonstadt)", "Äußere Neustadt (Antonstadt)", ("Äußere Neustadt", "Antonstadt")),
        ("Reick", "Reick", ()),
        (None, "Reick", ()),
    ],
)  # fmt: skip
def test_localities(name_long: str | None, name: str, localities: tuple[str, ...]) -> None:
    assert localities_from_name(name_long, name) == localities


def test_four_squares_are_a_coverage() -> None:
    assert coverage_faults(CODES, FOUR, CRS) == []


def test_overlap_names_both_and_its_size() -> None:
    spoiled = boxes((0, 0, 110, 100), (100, 0, 200, 100), (0, 100, 100, 200), (100, 100, 200, 200))
    faults = coverage_faults(CODES, spoiled, CRS)
    assert any("11 und 12 überlappen sich (etwa 1.000 m²)" in fault for fault in faults)


def test_gap_names_the_districts_around_it() -> None:
    cells = [(x, y) for y in (0, 100, 200) for x in (0, 100, 200) if (x, y) != (100, 100)]
    ring = boxes(*((x, y, x + 100, y + 100) for x, y in cells))
    codes = [str(number) for number in range(1, 9)]
    assert coverage_faults(codes, ring, CRS) == [
        "zwischen 1, 2, 3, 4, 5, 6, 7, 8 ist eine Lücke (etwa 10.000 m²)"
    ]


def test_border_that_does_not_match_vertex_by_vertex() -> None:
    west = shapely.Polygon([(0, 0), (1, 0), (1, 0.5), (1, 1), (0, 1)])
    east = shapely.Polygon([(1, 0), (2, 0), (2, 1), (1, 1)])
    faults = coverage_faults(["1", "2"], shapely.transform([west, east], lambda c: c / 100), CRS)
    assert faults == ["die Grenzen passen nicht aufeinander: 1, 2"]


def test_invalid_polygon_is_named() -> None:
    bow = shapely.Polygon([(13.7, 51), (13.71, 51.01), (13.71, 51), (13.7, 51.01)])
    assert "22 ist ungültig" in coverage_faults(["22"], [bow], CRS)[0]


def table(polygons: np.ndarray = FOUR) -> gpd.GeoDataFrame:
    rows = []
    for code, polygon in zip(CODES, polygons, strict=True):
        row = dict.fromkeys(DISTRICT_COLUMNS)
        row |= {"district_id": code, "parent_id": code[0], "name": code, "geometry": polygon}
        rows.append(row | {"parent_name": {"1": "Süd", "2": None}[code[0]], "edition": "2023"})
    return gpd.GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")


def test_boroughs_are_exact_unions() -> None:
    boroughs = boroughs_from_districts(table(), CRS)
    assert list(boroughs["district_id"]) == ["1", "2"]
    assert list(boroughs["name"]) == ["Süd", "Stadtbezirk 2"]
    assert list(boroughs["level"]) == ["borough", "borough"]
    south = boroughs.geometry.iloc[0]
    assert south.geom_type == "Polygon"
    assert not south.interiors
    assert boroughs["area_km2"].iloc[0] == pytest.approx(0.02, abs=1e-6)
    # the corner in the middle stays, so that boroughs too share their border vertex by vertex
    assert shapely.coverage_is_valid(boroughs.geometry.to_numpy())


def crosswalk(**units: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "district_id": CODES,
            "statistics_unit_id": [units.get(f"d{code}", code) for code in CODES],
            "borough_id": [code[0] for code in CODES],
            "borough_name": ["Süd", "Süd", "Nord", "Nord"],
        }
    )


def test_statistics_unit_and_missing_borough_name_come_from_the_crosswalk() -> None:
    linked = assign_statistics_units(table(), crosswalk(d12="11"))
    assert list(linked["statistics_unit_id"]) == ["11", "11", "21", "22"]
    assert list(linked["parent_name"]) == ["Süd", "Süd", "Nord", "Nord"]
    assert table()["statistics_unit_id"].isna().all(), "the input is left as it was"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (slice(0, 3), r"Zuordnung \(crosswalk\): Es fehlt der Stadtteil 22, der in Grenzen"),
        (slice(None), r"Grenzen \(districts\): Es fehlt der Stadtteil 99, der in Zuordnung"),
    ],
)
def test_crosswalk_that_does_not_fit(rows: slice, words: str) -> None:
    links = crosswalk().iloc[rows]
    if "99" in words:
        links = pd.concat([links, links.head(1).assign(district_id="99")])
    with pytest.raises(SourceError, match=words):
        assign_statistics_units(table(), links)


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("borough_id", "2", r"Zeile 3, Feld „borough_id“: Stadtbezirk von 12 ist hier „2“"),
        ("borough_name", "West", r"Zeile 3, Feld „borough_name“: Name .* von 12 ist hier „West“"),
    ],
)
def test_borough_that_contradicts_the_boundaries(column: str, value: str, words: str) -> None:
    links = crosswalk()
    links.index += 2
    links.loc[3, column] = value
    districts = table().assign(parent_name=["Süd", "Süd", "Nord", "Nord"])
    with pytest.raises(SourceError, match=rf"b\.csv, {words}, in a\.geojson „"):
        assign_statistics_units(districts, links, ("a.geojson", "b.csv"))


def test_boundaries_without_boroughs_take_those_of_the_crosswalk() -> None:
    linked = assign_statistics_units(table().assign(parent_id=None), crosswalk())
    assert list(linked["parent_id"]) == ["1", "1", "2", "2"]
    assert boroughs_from_districts(table().assign(parent_id=None), CRS).empty


def wavy_coverage() -> np.ndarray:
    """Two districts with a wavy common border and a narrow bay in the outline of the first."""
    y = np.linspace(0, 1000, 200)
    wave = np.column_stack([1000 + 3 * np.sin(y / 5), y])
    bay = [(0, 600), (400, 500.3), (0, 599.4)]
    west = shapely.Polygon([(0, 0), *wave, (0, 1000), *bay])
    east = shapely.Polygon([(2000, 0), (2000, 1000), *wave[::-1]])
    moved = shapely.transform([west, east], lambda c: np.add(c, (411_000, 5_655_000)))
    return to_lonlat(moved, CRS)


def test_simplified_coverage_has_fewer_vertices_and_no_faults() -> None:
    before = wavy_coverage()
    after = simplify_coverage(before, CRS, tolerance_m=10)
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum() / 4
    assert coverage_faults(["1", "2"], after, CRS) == []
    areas = shapely.area(to_metric(after, CRS)) / shapely.area(to_metric(before, CRS))
    assert areas == pytest.approx([1, 1], abs=0.002)


def test_simplified_coordinates_have_five_decimals() -> None:
    after = simplify_coverage(wavy_coverage(), CRS, tolerance_m=10)
    texts = {repr(float(value)) for value in shapely.get_coordinates(after).ravel()}
    assert max(len(text.split(".")[1]) for text in texts) == 5


def test_a_real_enclave_stays_open() -> None:
    ring = boxes((0, 0, 900, 900), (300, 300, 600, 600))
    frame = shapely.difference(ring[0], ring[1])
    after = simplify_coverage([frame], CRS, tolerance_m=5)
    assert len(after[0].interiors) == 1


def test_river_runs_west_to_east_between_its_banks() -> None:
    line = river_line(dict(zip(CODES, FOUR, strict=True)), ["11", "12"], ["21", "22"])
    assert line.geom_type == "LineString"
    assert to_metric(line, CRS).length == pytest.approx(200, abs=0.01)
    assert line.coords[0][0] < line.coords[-1][0]


@pytest.mark.parametrize(
    ("left", "right", "words"),
    [(["11", "77"], ["21"], "unbekannte Stadtteile"), (["11"], ["22"], "keine gemeinsame Grenze")],
)
def test_river_without_a_course(left: list[str], right: list[str], words: str) -> None:
    with pytest.raises(SourceError, match=words):
        river_line(dict(zip(CODES, FOUR, strict=True)), left, right)
