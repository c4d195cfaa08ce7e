"""The sample with everything the planning pages can show: gap and access as indicators, a share
with its per cent sign, an inherited value, two periods, values of boroughs and of the city."""

from __future__ import annotations

from typing import Any

import msgspec

from geodata.model import Indicator, IndicatorValue
from geodata.snapshot import Snapshot
from tests.sample import sample_snapshot

_WORDS = "Was die Zahl sagt, zu 100 % erklärt."


def _indicator(
    indicator_id: str, label: str, group: Any, unit: str, method: str, **more: Any
) -> Indicator:
    return Indicator(
        indicator_id=indicator_id,
        label=label,
        description=_WORDS,
        unit=unit,
        direction="neutral",
        native_level=more.pop("native_level", "district"),
        method=method,
        group=group,
        source_ids=("population",),
        **more,
    )


INDICATORS = (
    _indicator("coverage_gap", "Lücke", "gap", "index", "luecke"),
    _indicator("disadvantage_index", "Belastungsindex", "need", "index", "index"),
    _indicator(
        "unemployed_per_1000",
        "Arbeitslose je 1.000",
        "need",
        "per_1000",
        "bevoelkerung",
        native_level="borough",
    ),
    _indicator("poor_share", "Anteil Armer", "need", "share", "bevoelkerung"),
    _indicator(
        "residents_within_10_min_share", "Erreichbarkeit", "access", "share", "erreichbarkeit"
    ),
    _indicator("opportunities_per_1000", "Angebote je 1.000", "supply", "per_1000", "versorgung"),
    _indicator("residents", "Einwohnerinnen und Einwohner", "people", "count", "bevoelkerung"),
)


def _value(
    district_id: str, indicator_id: str, value: float | None, period: str, **more: Any
) -> IndicatorValue:
    given: dict[str, Any] = {
        "level": "district",
        "status": "ok" if value is not None else "no_data",
        "counted_in": None if value is not None else "11",
        **more,
    }
    return IndicatorValue(
        district_id=district_id,
        edition="2026",
        indicator_id=indicator_id,
        period=period,
        value=value,
        **given,
    )


def _more_values() -> list[IndicatorValue]:
    values = []
    for district_id, gap, access, poor in (
        ("01", 2.1, 0.35, 0.3),
        ("02", -0.9, 0.9, 0.1),
        ("11", -1.2, 0.8, 0.05),
        ("12", None, None, None),
    ):
        values += [
            _value(district_id, "coverage_gap", gap, "2026-04-01"),
            _value(district_id, "residents_within_10_min_share", access, "2026-04-01"),
            _value(district_id, "poor_share", poor, "2024"),
            _value(district_id, "poor_share", poor, "2025"),
        ]
    for district_id in ("01", "02", "11"):
        values.append(
            _value(
                district_id,
                "unemployed_per_1000",
                30.0,
                "2026-Q1",
                status="inherited",
                inherited_from=(f"borough:{district_id[0]}",),
            )
        )
    values.append(_value("0", "unemployed_per_1000", 30.0, "2026-Q1", level="borough"))
    values.append(_value("1", "unemployed_per_1000", 10.0, "2026-Q1", level="borough"))
    values.append(_value("city", "residents", 14500.0, "2025-12-31", level="city"))
    return values


def planning_snapshot(**changes: Any) -> Snapshot:
    """The sample, extended; `changes` replaces whole tables."""
    sample = sample_snapshot()
    values = (*sample.indicator_values, *_more_values())
    extended = msgspec.structs.replace(sample, indicators=INDICATORS, indicator_values=values)
    return msgspec.structs.replace(extended, **changes) if changes else extended
