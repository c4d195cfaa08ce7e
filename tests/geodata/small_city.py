"""A city of four squares, small enough to work out every indicator by hand.

    5657000 +------+------+
            |  03  |  04  |   borough B; 04 is counted in 03, nobody's figures are its own
    5656000 +------+------+
            |  01  |  02  |   borough A; 02 lies in two urban areas: 300 people in U1, 700 in U2
    5655000 +------+------+
         410000 411000 412000 (m, EPSG:25833)

Residents: 01 has 1,000, 02 has 1,000, 03 has 2,000.
Offers on 3 April 2026: two in 01 (one of them private), one in 04, others that do not count.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.city import Checks, City, Disadvantage, Input
from geodata.crs import to_lonlat
from geodata.indicators import build_indicators
from geodata.model import (
    Audience,
    CoverageRow,
    District,
    GridCell,
    Indicator,
    IndicatorClass,
    IndicatorValue,
    Opportunity,
    SnapshotInfo,
    Theme,
)
from geodata.snapshot import Snapshot
from geodata.stages import StageResult

CRS = "EPSG:25833"
AS_OF = dt.date(2026, 4, 3)
BUILT_AT = dt.datetime(2026, 4, 3, 4, 0, tzinfo=dt.UTC)
INPUTS = (
    Input(indicator_id="single_parent_resident_share", period="2025"),
    Input(indicator_id="sgb2_unemployed_per_1000", period="2026-Q2"),
    Input(indicator_id="low_income_household_share", period="2022/2024"),
)

_CORNERS = {"01": (0, 0), "02": (1, 0), "03": (0, 1), "04": (1, 1)}
_BOROUGH = {"01": "A", "02": "A", "03": "B", "04": "B"}


def city(inputs: tuple[Input, ...] = INPUTS) -> City:
    """city.toml of the four squares."""
    return City(
        slug="viereck",
        name="Viereck",
        title="Viereck",
        timezone="Europe/Berlin",
        crs=CRS,
        bbox=(13.6, 51.0, 13.8, 51.1),
        checks=Checks(district_count=4, statistics_unit_count=3, borough_count=2, area_km2=4.0),
        disadvantage=Disadvantage(inputs=inputs),
    )


def lonlat(x_m: float, y_m: float) -> shapely.Point:
    """A point given in metres, in degrees."""
    return to_lonlat(shapely.Point(x_m, y_m), CRS)


def districts() -> gpd.GeoDataFrame:
    """The four squares."""
    squares = [
        shapely.box(410000 + 1000 * i, 5655000 + 1000 * j, 411000 + 1000 * i, 5656000 + 1000 * j)
        for i, j in _CORNERS.values()
    ]
    return gpd.GeoDataFrame(
        {
            "district_id": list(_CORNERS),
            "parent_id": [_BOROUGH[d] for d in _CORNERS],
            "statistics_unit_id": ["01", "02", "03", "03"],
            "edition": "2026",
        },
        geometry=list(to_lonlat(np.array(squares, dtype=object), CRS)),
        crs="EPSG:4326",
    )


def figure_rows() -> list[tuple[Any, ...]]:
    """figure_id, level, unit_id, period, value, parent_id, source_id."""
    day = "2025-12-31"
    return [
        ("residents", "district", "01", day, 1000.0, "U1", "population"),
        ("residents", "district", "02", day, 300.0, "U1", "population"),
        ("residents", "district", "02", day, 700.0, "U2", "population"),
        ("residents", "district", "03", day, 2000.0, "U2", "population"),
        ("foreign_residents", "district", "01", day, 100.0, None, "population"),
        ("foreign_residents", "district", "02", day, 40.0, "U1", "population"),
        ("foreign_residents", "district", "02", day, 60.0, "U2", "population"),
        ("foreign_residents", "district", "03", day, 0.0, None, "population"),
        ("single_parent_residents", "district", "01", "2024", 80.0, None, "single_parents_2024"),
        ("single_parent_residents", "district", "02", "2024", None, None, "single_parents_2024"),
        ("single_parent_residents", "district", "03", "2024", 80.0, None, "single_parents_2024"),
        ("single_parent_residents", "district", "01", "2025", 100.0, None, "single_parents_2025"),
        ("single_parent_residents", "district", "02", "2025", 20.0, "U1", "single_parents_2025"),
        ("single_parent_residents", "district", "02", "2025", 30.0, "U2", "single_parents_2025"),
        ("single_parent_residents", "district", "03", "2025", 60.0, None, "single_parents_2025"),
        ("sgb2_unemployed", "borough", "A", "2026-Q2", 40.0, None, "unemployed"),
        ("sgb2_unemployed", "borough", "B", "2026-Q2", 10.0, None, "unemployed"),
        ("sgb2_unemployed", "borough", "unknown", "2026-Q2", 99.0, None, "unemployed"),
        ("low_income_household_share", "urban_area", "U1", "2022", 20.0, None, "survey"),
        ("low_income_household_share", "urban_area", "U2", "2022", 10.0, None, "survey"),
        ("low_income_household_share", "city", "city", "2022", 15.0, None, "survey"),
        ("low_income_household_share", "urban_area", "U1", "2024", 30.0, None, "survey"),
        ("low_income_household_share", "urban_area", "U2", "2024", 20.0, None, "survey"),
    ]


def figures(rows: list[tuple[Any, ...]] | None = None) -> pd.DataFrame:
    """Figures with the columns of `model.Figure` that are read."""
    names = ["figure_id", "level", "unit_id", "period", "value", "parent_id", "source_id"]
    return pd.DataFrame(figure_rows() if rows is None else rows, columns=names, dtype=object)


def offer(number: int, district_id: str | None, xy: tuple[float, float] | None, **more: Any) -> Any:
    """An offer with what every record needs."""
    values: dict[str, Any] = {
        "themes": ("a",),
        "schedule": "regular",
        "source_id": "examples",
        "record_id": f"examples:{number}",
        "retrieved_at": BUILT_AT,
        "licence": "CC0-1.0",
        "attribution": "Beispieldaten",
        "is_example": True,
        "geometry": lonlat(*xy) if xy else None,
        "district_id": district_id,
        **more,
    }
    return Opportunity(
        opportunity_id=f"opp-{number}",
        organisation_id="org-1",
        title="Mithelfen",
        description="Hilf mit.",
        **values,
    )


def offers() -> list[Opportunity]:
    """Three that count, five that do not."""
    centre = (410500.0, 5655500.0)
    return [
        offer(1, "01", centre, themes=("a", "b"), hours_per_week=2.0, audiences=("young",)),
        offer(2, "01", None, is_private=True, is_low_threshold=True),
        offer(3, "04", (411500.0, 5656500.0), themes=("c",), hours_per_week=4.0, ends_on=AS_OF),
        offer(4, "01", centre, ends_on=AS_OF - dt.timedelta(days=1)),
        offer(5, "01", centre, is_remote=True),
        offer(6, "01", centre, is_citywide=True),
        offer(7, None, (500000.0, 5655500.0)),
        offer(8, "99", centre),
    ]


def offer_table(records: list[Opportunity]) -> gpd.GeoDataFrame:
    """Offers as the earlier stages hand them over: Python values in object columns."""
    names = [name for name in Opportunity.__struct_fields__ if name != "geometry"]
    cells = {name: [getattr(r, name) for r in records] for name in names}
    geometry = [r.geometry for r in records]
    table = pd.DataFrame(cells, dtype=object)
    return gpd.GeoDataFrame(table, geometry=geometry, crs="EPSG:4326")


def located(district_ids: list[str | None], **more: Any) -> pd.DataFrame:
    """Organisations or projects, as far as they are counted."""
    return pd.DataFrame({"district_id": district_ids, "source_id": "examples", **more})


def build(**changes: Any) -> StageResult:
    """`build_indicators` of the four squares."""
    arguments: dict[str, Any] = {
        "districts": districts(),
        "boroughs": None,
        "figures": figures(),
        "organisations": located(["01", "02", "04", None]),
        "places": None,
        "opportunities": offer_table(offers()),
        "funded_projects": located(["01", "01", None], year=[2019, 2026, 2020]),
        "city": city(),
        "as_of": AS_OF,
        **changes,
    }
    return build_indicators(**arguments)


def _records(record_type: Any, table: pd.DataFrame) -> tuple[Any, ...]:
    return tuple(record_type(**row) for row in table.to_dict("records"))


def snapshot(result: StageResult, opportunities: list[Opportunity] | None = None) -> Snapshot:
    """A snapshot of the built tables."""
    squares = districts()
    tables = result.tables
    return Snapshot(
        info=SnapshotInfo(
            snapshot_id="2026-04-03-0123456789ab",
            city_slug="viereck",
            schema_version=2,
            as_of=AS_OF,
            created_at=BUILT_AT,
            has_examples=True,
            input_sha256="0" * 64,
        ),
        districts=tuple(
            District(
                district_id=row.district_id,
                name=row.district_id,
                level="district",
                parent_id=row.parent_id,
                statistics_unit_id=row.statistics_unit_id,
                area_km2=1.0,
                edition="2026",
                source_id="districts",
                licence="CC0-1.0",
                attribution="",
                geometry=row.geometry,
            )
            for row in squares.itertuples()
        ),
        boroughs=(),
        opportunities=tuple(offers() if opportunities is None else opportunities),
        indicators=_records(Indicator, tables["indicators"]),
        indicator_values=_records(IndicatorValue, tables["indicator_values"]),
        indicator_classes=_records(IndicatorClass, tables["indicator_classes"]),
        coverage=_records(CoverageRow, tables["coverage"]),
        residents_grid=_records(GridCell, tables["residents_grid"]),
        themes=tuple(
            Theme(theme_id=t, group_id="g", icon="i", labels={}, group_labels={}, colour="#000000")
            for t in ("a", "b", "c")
        ),
        audiences=(Audience(audience_id="young", labels={}),),
    )
