"""A figure about a unit that nobody knows stops the build, and so does a unit without figures."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from geodata.errors import SourceError
from geodata.sources import SourceSpec
from geodata.sources.spec import TableSpec
from geodata.sources.units import check_figure_units

CROSSWALK = pd.DataFrame(
    {
        "district_id": ["11", "12", "21", "22"],
        "statistics_unit_id": ["11", "11", "21", "22"],
        "borough_id": ["1", "1", "2", "2"],
        "urban_area_ids": ["01", "01|02", "02", "02"],
    }
)


@pytest.fixture
def spec(make_spec: Callable[..., SourceSpec]) -> SourceSpec:
    table = TableSpec(columns={"unit_id": "Gebiet", "unit_label": "Gebiet", "level": "Ebene"})
    return make_spec("statistics", path="einwohner.csv", table=table)


def figures(level: str, *unit_ids: str, parent_id: str | None = None) -> pd.DataFrame:
    rows = [
        {
            "figure_id": "residents",
            "period": "2025",
            "level": level,
            "unit_id": unit_id,
            "unit_label": f"{unit_id} Neuland",
            "parent_id": parent_id,
        }
        for unit_id in unit_ids
    ]
    return pd.DataFrame(rows, index=pd.RangeIndex(7, 7 + len(rows), name="row"))


@pytest.mark.parametrize(
    ("level", "unit_id", "parent_id"),
    [
        ("district", "11", None),
        ("district", "11", "02"),
        ("borough", "2", None),
        ("urban_area", "01", None),
        ("city", "city", None),
    ],
)
def test_figure_of_a_known_unit(
    spec: SourceSpec, level: str, unit_id: str, parent_id: str | None
) -> None:
    check_figure_units(spec, figures(level, unit_id, parent_id=parent_id), CROSSWALK)


@pytest.mark.parametrize(
    ("level", "unit_id", "parent_id"),
    [
        ("district", "08", None),
        ("district", "12", None),  # a district, but counted in 11
        ("district", "11", "09"),
        ("borough", "3", None),
        ("urban_area", "01|02", None),
        ("city", "01", None),
    ],
)
def test_figure_of_an_unknown_unit(
    spec: SourceSpec, level: str, unit_id: str, parent_id: str | None
) -> None:
    words = r"^einwohner\.csv, Zeile 7, Feld „Gebiet“: .*Neuland“ \(residents, 2025\) steht nicht"
    with pytest.raises(SourceError, match=words):
        check_figure_units(spec, figures(level, unit_id, parent_id=parent_id), CROSSWALK)


def test_table_that_counts_its_units_must_know_them_all(
    make_spec: Callable[..., SourceSpec], spec: SourceSpec
) -> None:
    partial = figures("district", "11", "21")
    check_figure_units(spec, partial, CROSSWALK)
    complete = make_spec("statistics", path="einwohner.csv", table=spec.table, unit_count=2)
    with pytest.raises(SourceError, match=r"„22“ aus der Zuordnung .* steht nicht in der Tabelle"):
        check_figure_units(complete, partial, CROSSWALK)
