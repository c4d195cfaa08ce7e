"""Tables become typed records, whatever pandas made of their values; a wrong one stops the build."""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.errors import CheckError
from geodata.pipeline.records import SORT_KEYS, records_from_frame, records_from_tables
from geodata.tables import TABLES, columns_of, to_row
from tests.sample import sample_snapshot

MADE_BY_STAGES = [n for n in TABLES if n not in {"themes", "audiences", "snapshot_info"}]


@pytest.mark.parametrize("table", MADE_BY_STAGES)
def test_every_table_survives_a_data_frame(table: str) -> None:
    records = getattr(sample_snapshot(), table)
    names = [column.name for column in columns_of(TABLES[table])]
    plain = pd.DataFrame([{n: getattr(r, n) for n in names} for r in records], columns=names)
    disk = pd.DataFrame([to_row(r) for r in records], columns=names)
    found = records_from_frame(table, plain)
    assert set(found) == set(records)
    assert set(records_from_frame(table, disk)) == set(records)


def value_row(**changes: Any) -> dict[str, Any]:
    return {
        "district_id": "01",
        "level": "district",
        "edition": "2026",
        "indicator_id": "residents",
        "period": "2025",
        "value": 3.0,
        "status": "ok",
        **changes,
    }


def test_what_pandas_calls_missing_is_none() -> None:
    for missing in (None, np.nan, pd.NA, pd.NaT):
        frame = pd.DataFrame([value_row(low=missing, counted_in=missing, inherited_from=missing)])
        (found,) = records_from_frame("indicator_values", frame)
        assert (found.low, found.counted_in, found.inherited_from) == (None, None, ())


def test_numpy_and_pandas_scalars_become_python_values() -> None:
    row = {
        "event_id": "a", "title": "Fest", "kind": "fair", "starts_at": pd.Timestamp("2026-05-02T08:00Z"),
        "source_id": "s", "record_id": "s:a", "retrieved_at": pd.Timestamp("2026-04-01", tz="UTC"),
        "licence": "x", "attribution": "y", "is_example": np.bool_(True), "is_private": False,
        "geometry": shapely.Point(13.7, 51.0),
    }  # fmt: skip
    (event,) = records_from_frame("events", gpd.GeoDataFrame([row], geometry="geometry"))
    assert type(event.starts_at) is dt.datetime
    assert event.starts_at == dt.datetime(2026, 5, 2, 8, tzinfo=dt.UTC)
    assert event.is_example is True
    counted = pd.DataFrame(
        {"cell_id": np.array([2, 1]), "district_id": ["02", "01"], "x_m": np.array([1.5, 2.0]),
         "y_m": [1, 2], "residents": [0.5, 0.25], "spare": ["left", "out"]}
    )  # fmt: skip
    cells = records_from_frame("residents_grid", counted)
    assert [cell.cell_id for cell in cells] == [1, 2], "sorted by key"
    assert type(cells[0].cell_id) is int
    assert type(cells[0].y_m) is float


def test_whole_numbers_survive_a_column_with_gaps() -> None:
    rows = [
        {"district_id": d, "level": "district", "status": "ok", "rank": r, "is_underserved": u}
        for d, r, u in (("01", 1.0, True), ("02", np.nan, None))
    ]
    first, second = records_from_frame("coverage", pd.DataFrame(rows))
    assert (first.rank, first.is_underserved) == (1, True)
    assert (second.rank, second.is_underserved) == (None, None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "guessed"}, "status"),
        ({"value": "viel"}, "value"),
        ({"district_id": 1}, "district_id"),
        ({"district_id": None}, "district_id"),
    ],
)
def test_a_value_of_the_wrong_type_stops_the_build(changes: dict[str, Any], words: str) -> None:
    frame = pd.DataFrame([value_row(), value_row(**changes)], dtype=object)
    with pytest.raises(CheckError, match=f"Tabelle indicator_values: .*{words}"):
        records_from_frame("indicator_values", frame)


def test_a_missing_column_stops_the_build() -> None:
    frame = pd.DataFrame([value_row()]).drop(columns="status")
    with pytest.raises(CheckError, match="status"):
        records_from_frame("indicator_values", frame)


def test_order_does_not_depend_on_the_input() -> None:
    rows = [value_row(district_id=d, period=p) for d in ("02", "01") for p in ("2025", "2024")]
    forward = records_from_frame("indicator_values", pd.DataFrame(rows))
    backward = records_from_frame("indicator_values", pd.DataFrame(rows[::-1]))
    assert forward == backward
    assert [(v.period, v.district_id) for v in forward][:2] == [("2024", "01"), ("2024", "02")]


def test_tables_nobody_made_are_left_to_the_snapshot() -> None:
    frame = pd.DataFrame([value_row()])
    found = records_from_tables({"indicator_values": frame, "crosswalk": frame})
    assert list(found) == ["indicator_values"]
    assert set(SORT_KEYS) <= set(TABLES)
