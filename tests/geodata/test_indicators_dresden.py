"""Dresden's real figures: the units that are known to be very highly burdened come out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geodata.city import City, read_city
from geodata.districts import assign_statistics_units
from geodata.indicators import disadvantage_by_unit, with_urban_areas
from geodata.indicators.build import geography_of, people_table
from geodata.indicators.people import read_figures
from geodata.sources import read_sources
from geodata.sources.parse import parse_source


@pytest.fixture(scope="module")
def city(root: Path) -> City:
    return read_city(root / "cities" / "dresden")


@pytest.fixture(scope="module")
def tables(root: Path, city: City) -> dict[str, Any]:
    """Districts with their units, and figures, as the sources' own code reads them."""
    folder = root / "cities" / "dresden"
    found: dict[str, list[Any]] = {}
    for spec in read_sources(folder):
        if spec.enabled and spec.kind in {"districts", "crosswalk", "statistics"}:
            result = parse_source(spec, (folder / spec.path).read_bytes(), city)
            for name, table in result.tables.items():
                found.setdefault(name, []).append(table)
    crosswalk = found["crosswalk"][0]
    return {
        "districts": assign_statistics_units(found["districts"][0], crosswalk),
        "figures": with_urban_areas(pd.concat(found["figures"], ignore_index=True), crosswalk),
    }


@pytest.fixture(scope="module")
def index(tables: dict[str, Any], city: City) -> dict[tuple[str, str, str], Any]:
    figures = read_figures(tables["figures"])
    return people_table(figures, geography_of(tables["districts"]), city).index


def test_exactly_these_six_are_very_highly_burdened(tables: dict[str, Any], city: City) -> None:
    by_unit = disadvantage_by_unit(tables["figures"], tables["districts"], city)
    assert len(by_unit) == 61
    assert {unit for unit, value in by_unit.items() if value > 1.5} == {
        "71", "72", "77", "95", "96", "97",
    }  # fmt: skip


def test_everybody_is_counted_once(index: dict[tuple[str, str, str], Any]) -> None:
    residents = index["residents", "2025-12-31", "district"]
    assert sum(v.value for v in residents.values() if v.value is not None) == 571510
    assert (residents["31"].value, residents["42"].value) == (14701, 11317)
    merged = {k: v.counted_in for k, v in residents.items() if v.value is None}
    assert merged == {"33": "31", "34": "31", "44": "42"}
    assert {residents[k].status for k in merged} == {"no_data"}
    boroughs = index["residents", "2025-12-31", "borough"]
    assert len(boroughs) == 10
    assert sum(v.value for v in boroughs.values()) == 571510
    assert index["residents", "2025-12-31", "city"]["city"].value == 571510


def test_strehlen_lies_in_two_urban_areas(index: dict[tuple[str, str, str], Any]) -> None:
    value = index["low_income_household_share", "2022/2024", "district"]["76"]
    # area 11: (18.3 + 37.4) / 2 = 27.85 %, area 12: (9 + 16.8) / 2 = 12.9 %
    # (3,560 * 27.85 + 7,728 * 12.9) / 11,288 = 17.61 %
    assert value.value == pytest.approx((3560 * 0.2785 + 7728 * 0.129) / 11288)
    assert value.inherited_from == ("urban_area:11", "urban_area:12")
    assert value.status == "inherited"
    assert index["residents", "2025-12-31", "district"]["76"].value == 3560 + 7728


def test_unemployed_of_no_borough_are_left_out(index: dict[tuple[str, str, str], Any]) -> None:
    prohlis = index["sgb2_unemployed_per_1000", "2026-Q2", "borough"]["7"]
    assert prohlis.numerator == 2561
    assert index["sgb2_unemployed_per_1000", "2026-Q2", "district"]["71"].value == prohlis.value
    # 14,026 in the table, 322 of them "unbekannt"
    city = index["sgb2_unemployed_per_1000", "2026-Q2", "city"]["city"]
    assert city.numerator == 14026 - 322
    assert {p for (i, p, _) in index if i == "sgb2_unemployed_per_1000"} == {
        "2025-Q4", "2026-Q1", "2026-Q2",
    }  # fmt: skip


def test_the_survey_keeps_its_own_value_for_the_city(
    index: dict[tuple[str, str, str], Any],
) -> None:
    assert index["low_income_household_share", "2022", "city"]["city"].value == pytest.approx(0.157)
    assert len(index["low_income_household_share", "2024", "urban_area"]) == 17
    income = index["equivalised_income_eur", "2024", "urban_area"]
    assert income["11"].value == pytest.approx(1633.3)
