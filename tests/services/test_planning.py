"""What the planning pages need besides the judgement: numbers that can be checked by eye."""

from __future__ import annotations

import msgspec
import pytest

from geodata.city import Disadvantage, Input
from services.planning import (
    ACCESS,
    asked_snapshot,
    largest_gaps,
    neighbours_of,
    offers_by_theme,
    units_of,
)
from services.worked_example import worked_example
from tests.planning_sample import planning_snapshot
from tests.sample import sample_city

SUPPLY = ("opportunities_per_1000", "2025-12-31", "district")
REACH = (ACCESS, "2026-04-01", "district")


def test_asked_values_take_the_place_of_the_built_ones() -> None:
    held = planning_snapshot()
    asked_for = [
        msgspec.structs.replace(row, access_value=0.2, supply_value=9.0, supply_low=1.0)
        for row in held.coverage
        if row.district_id == "01"
    ]
    asked = asked_snapshot(held, asked_for, offers_chosen=True)
    assert asked.values_by_indicator[REACH]["01"].value == 0.2
    assert asked.values_by_indicator[SUPPLY]["01"].value == 9.0
    assert asked.values_by_indicator[SUPPLY]["01"].low == 1.0
    assert asked.values_by_indicator[SUPPLY]["01"].numerator is None, "no longer what was counted"
    assert asked.values_by_indicator[SUPPLY]["02"].value == 1.5, "not asked for, not touched"
    assert asked.coverage_by_id["01"].access_value == 0.2
    assert held.values_by_indicator[REACH]["01"].value == 0.35, "the snapshot itself never changes"


def test_what_is_not_judged_keeps_its_value_and_status() -> None:
    held = planning_snapshot()
    asked = asked_snapshot(held, held.coverage, offers_chosen=False)
    for key, values in held.values_by_indicator.items():
        for district_id, value in values.items():
            now = asked.values_by_indicator[key][district_id]
            assert (now.value, now.status) == (value.value, value.status), key


def test_a_unit_without_judgement_has_no_value() -> None:
    held = planning_snapshot()
    rows = [msgspec.structs.replace(row, coverage_gap=None) for row in held.coverage]
    gap = asked_snapshot(held, rows, offers_chosen=False).values_by_indicator
    value = gap["coverage_gap", "2026-04-01", "district"]["01"]
    assert (value.value, value.status) == (None, "no_data")


def test_units_and_the_number_of_largest_gaps() -> None:
    held = planning_snapshot()
    assert [u.district_id for u in units_of(held)] == ["01", "02", "11"]
    assert largest_gaps(held, sample_city()) == 3


def test_neighbours_share_more_than_a_corner() -> None:
    held = planning_snapshot()
    assert [d.district_id for d in neighbours_of(held, "01")] == ["02", "11"]
    assert [d.district_id for d in neighbours_of(held, "12")] == ["02", "11"]


def test_offers_by_theme_counts_open_offers_by_their_main_theme() -> None:
    held = planning_snapshot()
    counts = offers_by_theme(held, "01", lambda o: o.opportunity_id != "opp-05")
    found = {c.theme.theme_id: (c.count, c.low_threshold_count) for c in counts}
    assert found == {"education": (2, 1), "social": (1, 0), "nature": (0, 0)}
    assert counts[0].theme.theme_id == "education", "the largest first"


def test_a_theme_held_as_a_second_one_is_not_missing() -> None:
    held = planning_snapshot()

    def themes(district_id: str) -> dict[str, tuple[int, int]]:
        counts = offers_by_theme(held, district_id, lambda o: o.opportunity_id != "opp-05")
        return {c.theme.theme_id: (c.count, c.second_count) for c in counts}

    assert themes("11") == {"nature": (3, 0), "social": (1, 0), "education": (0, 1)}
    assert themes("01") == {"education": (2, 1), "social": (1, 0), "nature": (0, 0)}


def test_worked_example_by_hand() -> None:
    """Residents 10000, 2000, 2500: mean 4833.33, sd 3659.08; access 0.35, 0.9, 0.8."""
    example = worked_example(planning_snapshot(), sample_city(), "01")
    assert example is not None
    (step,) = example.steps
    assert step.mean == pytest.approx(4833.333, abs=0.001)
    assert step.sd == pytest.approx(3659.083, abs=0.001)
    assert step.z == pytest.approx(1.412, abs=0.001)
    assert example.index == pytest.approx(1.412, abs=0.001), "one input: standardised already"
    assert example.access_mean == pytest.approx(0.6833, abs=0.0001)
    assert example.access_z == pytest.approx(-1.393, abs=0.001)
    assert example.gap == pytest.approx(1.412 + 1.393, abs=0.002)


def test_worked_example_needs_every_number() -> None:
    held, city = planning_snapshot(), sample_city()
    assert worked_example(held, city, "12") is None, "counted in 11"
    unknown = Disadvantage(inputs=(Input(indicator_id="x", period="2025"),))
    assert worked_example(held, msgspec.structs.replace(city, disadvantage=unknown), "01") is None
