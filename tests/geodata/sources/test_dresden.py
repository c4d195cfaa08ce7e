"""What stands in cities/dresden, read by the readers: the figures everything else rests on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from geodata.city import City
from geodata.crs import to_metric
from geodata.districts import assign_statistics_units, coverage_faults
from geodata.sources import SourceSpec, parse_source
from geodata.sources.units import check_figure_units
from geodata.stages import StageResult

Specs = dict[str, SourceSpec]
STATISTICS = (
    "population_2025",
    "single_parents_2024",
    "single_parents_2025",
    "sgb2_unemployed",
    "income_survey",
)


@pytest.fixture(scope="module")
def parsed(dresden_dir: Path, dresden: City, dresden_specs: Specs) -> dict[str, StageResult]:
    return {
        source_id: parse_source(spec, (dresden_dir / spec.path).read_bytes(), dresden)
        for source_id, spec in dresden_specs.items()
        if spec.enabled and spec.path
    }


@pytest.fixture(scope="module")
def districts(parsed: dict[str, StageResult]) -> Any:
    return parsed["districts"].tables["districts"]


def values(
    parsed: dict[str, StageResult], source_id: str, figure_id: str, period: str
) -> pd.Series:  # type: ignore[type-arg]
    figures = parsed[source_id].tables["figures"]
    chosen = figures[(figures["figure_id"] == figure_id) & (figures["period"] == period)]
    assert not chosen.empty
    keys = [chosen["unit_id"], chosen["parent_id"].fillna("")]
    return pd.Series(chosen["value"].to_numpy(), index=pd.MultiIndex.from_arrays(keys))


def test_boundaries_are_a_coverage_of_the_whole_city(districts: Any, dresden: City) -> None:
    polygons = districts.geometry.to_numpy()
    assert len(districts) == 64
    assert set(districts.geom_type) == {"Polygon"}
    assert districts.geometry.is_valid.all()
    assert coverage_faults(list(districts["district_id"]), polygons, dresden.crs) == []
    outline = shapely.union_all(polygons)
    assert outline.geom_type == "Polygon"
    assert not outline.interiors
    assert districts["area_km2"].sum() == pytest.approx(328.28, abs=0.005)


def test_boundary_file_is_small_and_plain(dresden_dir: Path) -> None:
    text = (dresden_dir / "districts.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    codes = [feature["properties"]["district_id"] for feature in features]
    assert codes == sorted(codes)
    assert set(features[0]["properties"]) == {
        "district_id", "name", "name_long", "borough_id", "borough_name"
    }  # fmt: skip
    numbers = [
        n for f in features for ring in f["geometry"]["coordinates"] for p in ring for n in p
    ]
    assert max(len(repr(number).split(".")[1]) for number in numbers) == 5
    assert len(text) < 250_000


def test_ten_boroughs_without_slivers(parsed: dict[str, StageResult], districts: Any) -> None:
    boroughs = parsed["districts"].tables["boroughs"]
    assert list(boroughs["district_id"]) == list("0123456789")
    assert boroughs["name"].iloc[3] == "Klotzsche/nördliche Ortschaften"
    assert set(boroughs.geom_type) == {"Polygon"}
    assert not any(polygon.interiors for polygon in boroughs.geometry)
    assert boroughs["area_km2"].sum() == pytest.approx(districts["area_km2"].sum(), abs=1e-6)


def test_localities_of_a_long_name(districts: Any) -> None:
    by_code = districts.set_index("district_id")["localities"]
    assert by_code["94"] == ("Wölfnitz", "Roßthal", "Dölzschen", "Niedergorbitz")
    assert by_code["99"][:3] == ("Altfranken", "Gompitz", "Ockerwitz")
    assert by_code["05"] == ()


def test_statistics_units(parsed: dict[str, StageResult], districts: Any) -> None:
    linked = assign_statistics_units(districts, parsed["crosswalk"].tables["crosswalk"])
    elsewhere = linked[linked["statistics_unit_id"] != linked["district_id"]]
    assert dict(zip(elsewhere["district_id"], elsewhere["statistics_unit_id"], strict=True)) == {
        "33": "31",
        "34": "31",
        "44": "42",
    }
    assert linked["statistics_unit_id"].nunique() == 61


def test_urban_areas_of_a_split_district(parsed: dict[str, StageResult]) -> None:
    crosswalk = parsed["crosswalk"].tables["crosswalk"].set_index("district_id")
    assert crosswalk.loc["76", "urban_area_ids"] == "11|12"
    areas = set("|".join(crosswalk["urban_area_ids"]).split("|"))
    assert areas == {f"{number:02}" for number in range(1, 18)}


def test_residents(parsed: dict[str, StageResult]) -> None:
    residents = values(parsed, "population_2025", "residents", "2025-12-31")
    assert residents.sum() == 571_510
    assert residents["31", ""] == 14_701
    assert residents["42", ""] == 11_317
    assert (residents["76", "11"], residents["76", "12"]) == (3_560, 7_728)
    assert not {"33", "34", "44"} & set(residents.index.get_level_values(0))


def test_foreign_residents_are_a_part_of_them(parsed: dict[str, StageResult]) -> None:
    foreign = values(parsed, "population_2025", "foreign_residents", "2025-12-31")
    residents = values(parsed, "population_2025", "residents", "2025-12-31")
    assert foreign["01", ""] == 468 + 496
    assert (foreign < residents).all()


@pytest.mark.parametrize(("year", "people", "households"), [("2024", 84, 34), ("2025", 92, 34)])
def test_single_parents(
    parsed: dict[str, StageResult], year: str, people: int, households: int
) -> None:
    source_id = f"single_parents_{year}"
    residents = values(parsed, source_id, "single_parent_residents", year)
    assert residents["01", ""] == people
    assert values(parsed, source_id, "single_parent_households", year)["01", ""] == households
    assert len(residents) == 62


def test_unemployed_without_the_unknown_which_is_said(parsed: dict[str, StageResult]) -> None:
    unemployed = values(parsed, "sgb2_unemployed", "sgb2_unemployed", "2026-Q2")
    assert unemployed["7", ""] == 2_561
    # the ten boroughs of the table added by hand, without the 322 of "unbekannt"
    assert unemployed.sum() == 13_704
    issues = parsed["sgb2_unemployed"].issues
    assert [(issue.kind, issue.value) for issue in issues] == [
        ("unit_left_out", "314"),
        ("unit_left_out", "315"),
        ("unit_left_out", "322"),
    ]


def test_income_survey(parsed: dict[str, StageResult]) -> None:
    share = values(parsed, "income_survey", "low_income_household_share", "2024")
    assert (share["11", ""], share["city", ""]) == (37.4, 15.4)
    income = values(parsed, "income_survey", "equivalised_income_eur", "2022")
    assert (income["11", ""], income["city", ""]) == (1667, 2000)
    assert len(share) == 18


def test_every_figure_leads_to_its_source_table(
    parsed: dict[str, StageResult], dresden_specs: Specs
) -> None:
    for source_id in STATISTICS:
        spec = dresden_specs[source_id]
        figures = parsed[source_id].tables["figures"]
        assert set(figures["source_id"]) == {source_id}
        assert spec.url.startswith("https://opendata.dresden.de")
        assert spec.period
        assert set(figures["level"]) - {"city"} == {spec.native_level}
        assert spec.title
        assert spec.official is not None


@pytest.mark.parametrize("source_id", STATISTICS)
def test_every_figure_belongs_to_a_unit(
    parsed: dict[str, StageResult], dresden_specs: Specs, source_id: str
) -> None:
    figures = parsed[source_id].tables["figures"]
    crosswalk = parsed["crosswalk"].tables["crosswalk"]
    check_figure_units(dresden_specs[source_id], figures, crosswalk)


def test_attribution(dresden_specs: Specs) -> None:
    for source_id in (*STATISTICS, "districts", "orientation", "crosswalk"):
        spec = dresden_specs[source_id]
        assert "Landeshauptstadt Dresden" in spec.attribution
        assert spec.licence == "dl-de/by-2-0"
        assert spec.licence_url == "https://www.govdata.de/dl-de/by-2-0"
    assert "generalisiert" in dresden_specs["districts"].attribution
    assert "generalisiert" in dresden_specs["orientation"].attribution


def test_river(parsed: dict[str, StageResult], districts: Any, dresden: City) -> None:
    lines = parsed["orientation"].tables["orientation_lines"]
    assert list(lines["name"]) == ["Elbe"]
    river = lines.geometry.iloc[0]
    assert river.geom_type == "LineString"
    assert river.is_simple
    assert to_metric(river, dresden.crs).length == pytest.approx(24_500, abs=50)
    # upright text: from the western end of the city to the eastern
    assert river.coords[0][0] < 13.67
    assert river.coords[-1][0] > 13.87
    borders = shapely.union_all(shapely.boundary(districts.geometry.to_numpy()))
    assert shapely.difference(river, borders).length < 1e-9


def test_contact_points_are_public_bodies_with_a_cited_page(
    parsed: dict[str, StageResult],
) -> None:
    points = parsed["contact_points"].tables["contact_points"]
    assert set(points["kind"]) == {"city_office", "volunteer_agency", "self_help"}
    assert (
        points["source_url"]
        .str.match(r"https://(www\.)?(dresden|buergerstiftung-dresden)\.de/")
        .all()
    )
    assert not points.apply(lambda column: column.str.contains("@")).any(axis=None)
    assert not {"phone", "public_email", "lon", "lat"} & set(points.columns)


def test_layers_are_fetched_and_openstreetmap_is_off(dresden_specs: Specs) -> None:
    fetched = {spec.source_id: spec for spec in dresden_specs.values() if spec.is_fetched}
    register = fetched["addresses"]
    assert (register.collection, register.enabled) == ("addresses", True)
    assert "/L134/" in register.url
    assert {"libraries", "social_facilities", "youth_facilities", "stops"} <= set(fetched)
    assert not fetched["openstreetmap"].enabled
    assert fetched["openstreetmap"].collection == "osm_places"
    assert all(spec.licence and spec.fresh_days for spec in fetched.values())


def test_examples_are_marked(dresden_specs: Specs) -> None:
    assert dresden_specs["examples"].is_example
    assert not any(s.is_example for s in dresden_specs.values() if s.source_id != "examples")
