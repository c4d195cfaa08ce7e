"""Which tables a value of one period is made from."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from geodata.model import Figure, IndicatorValue
from geodata.snapshot import Snapshot
from layers.build import build_layer
from layers.catalogue import indicator_spec
from layers.sources import sources_of
from tests.sample import sample_snapshot

#: table -> figure and the periods it has of it
TABLES = {
    "families_2024": ("families", ("2024",)),
    "families_2025": ("families", ("2025",)),
    "jobless": ("jobless", ("2025-Q4", "2026-Q1")),
    "survey_2022": ("poor", ("2022",)),
    "survey_2023": ("poor", ("2023",)),
    "survey_2024": ("poor", ("2024",)),
    "residents_2025": ("residents", ("2025-12-31",)),
}


def _snapshot(indicator_id: str, periods: tuple[str, ...], tables: tuple[str, ...]) -> Snapshot:
    """The sample with one indicator more, made from `tables` (and from what has no figures)."""
    base = sample_snapshot()
    pattern = next(s for s in base.sources if s.source_id == "population")
    sources = tuple(msgspec.structs.replace(pattern, source_id=t, title=t) for t in tables)
    figures = tuple(
        Figure(
            figure_id=TABLES[table][0],
            level="district",
            unit_id="01",
            unit_label="01",
            period=period,
            value=1.0,
            unit="persons",
            source_id=table,
        )
        for table in tables
        for period in TABLES[table][1]
    )
    indicator = msgspec.structs.replace(
        base.indicators[0], indicator_id=indicator_id, source_ids=("examples", *tables)
    )
    values = tuple(
        IndicatorValue(
            district_id="01",
            level="district",
            edition="2026",
            indicator_id=indicator_id,
            period=period,
            value=0.1,
            status="ok",
        )
        for period in periods
    )
    return sample_snapshot(
        sources=(*base.sources, *sources),
        figures=figures,
        indicators=(*base.indicators, indicator),
        indicator_values=(*base.indicator_values, *values),
    )


def _ids(
    period: str, periods: tuple[str, ...], tables: tuple[str, ...], indicator_id: str = "made"
) -> set[str]:
    held = _snapshot(indicator_id, periods, tables)
    found = sources_of(held, held.indicator_by_id[indicator_id], period)
    return {s.source_id for s in found} - {"examples"}


FAMILIES = ("families_2024", "families_2025", "residents_2025")
SURVEYS = ("survey_2022", "survey_2023", "survey_2024")


@pytest.mark.parametrize(
    ("period", "periods", "tables", "expected"),
    [
        ("2025", ("2024", "2025"), FAMILIES, {"families_2025", "residents_2025"}),
        ("2024", ("2024", "2025"), FAMILIES, {"families_2024", "residents_2025"}),
        ("2022/2024", ("2022", "2022/2024"), SURVEYS, {"survey_2022", "survey_2024"}),
        ("2026-Q1", ("2025-Q4", "2026-Q1"), ("jobless",), {"jobless"}),
        ("2030", ("2025", "2030"), FAMILIES, set(FAMILIES)),
    ],
)
def test_a_table_of_another_period_is_no_source_of_a_value(
    period: str, periods: tuple[str, ...], tables: tuple[str, ...], expected: set[str]
) -> None:
    assert _ids(period, periods, tables) == expected


def test_a_date_of_the_year_belongs_to_the_year() -> None:
    tables = ("families_2024", "families_2025", "residents_2025")
    assert "residents_2025" in _ids("2025-12-31", ("2025-12-31", "2024"), tables)
    assert "families_2024" not in _ids("2025-12-31", ("2025-12-31", "2024"), tables)


def test_an_index_of_one_period_keeps_every_table_its_inputs_come_from() -> None:
    assert _ids("2025", ("2025",), FAMILIES) == set(FAMILIES)


def test_the_legend_names_the_tables_of_its_period() -> None:
    held = _snapshot("made", ("2024", "2025"), FAMILIES)
    spec = indicator_spec(held, "made", "2024")
    source = build_layer(spec, held, today=dt.date(2026, 4, 3)).legend.source
    assert source == "Beispieldaten; families_2024; residents_2025"
