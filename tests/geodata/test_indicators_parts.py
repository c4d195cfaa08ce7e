"""Parts of the indicators that the four squares do not show: smoothing, resampling, classes, text."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geodata.errors import GeodataError
from geodata.indicators import frames, with_urban_areas
from geodata.indicators.catalogue import definitions
from geodata.indicators.classes import classes_of
from geodata.indicators.longtable import Cell, mean_over, ratio, total
from geodata.indicators.people import period_end, read_figures
from geodata.indicators.supply import bootstrap_totals, empirical_bayes, years_of
from geodata.model import IndicatorValue
from tests.geodata import small_city

BERLIN = (-1.0, 1.0, 1.5)


class TestSmoothing:
    def test_by_hand(self) -> None:
        # counts 30, 10, 0 of 10,000, 5,000, 1,000: mean m = 40 / 16,000 = .0025
        # rates .003, .002, 0; sum(b (r - m)^2) = .0025 + .00125 + .00625 = .01
        # variance .01 / 16,000 - m / (16,000 / 3) = 6.25e-7 - 4.6875e-7 = 1.5625e-7
        # weights v / (v + m / b): 1.5625e-7 / 4.0625e-7 = .384615, / 6.5625e-7 = .238095,
        # / 2.65625e-6 = .0588235
        counts, residents = np.array([30.0, 10, 0]), np.array([10000.0, 5000, 1000])
        found = empirical_bayes(counts, residents)
        expected = [
            0.384615 * 0.003 + 0.615385 * 0.0025,
            0.238095 * 0.002 + 0.761905 * 0.0025,
            0.941176 * 0.0025,
        ]
        assert found == pytest.approx(expected, rel=1e-5)

    def test_nobody_lives_there_and_nothing_is_offered(self) -> None:
        found = empirical_bayes(np.array([3.0, 1.0, 2.0]), np.array([500.0, np.nan, 1000.0]))
        assert np.isnan(found).tolist() == [False, True, False]
        assert empirical_bayes(np.zeros(2), np.array([500.0, 1000.0])).tolist() == [0, 0]


class TestBootstrap:
    def test_one_offer_alone_cannot_vary(self) -> None:
        low, high = bootstrap_totals(np.array([0]), np.array([3.0]), 2, seed=1)
        assert low.tolist() == high.tolist() == [3, 0]

    def test_the_interval_is_that_of_a_sum_of_drawn_offers(self) -> None:
        # 100 offers of 1 h in each of two groups: a group's total is Binomial(200, 1/2), sd 7.07
        group, hours = np.repeat([0, 1], 100), np.ones(200)
        low, high = bootstrap_totals(group, hours, 2, seed=1)
        assert low == pytest.approx([100 - 1.96 * 7.07] * 2, abs=2)
        assert high == pytest.approx([100 + 1.96 * 7.07] * 2, abs=2)

    def test_open_hours_and_offers_without_group(self) -> None:
        low, high = bootstrap_totals(np.array([0, -1]), np.array([np.nan, 5.0]), 1, seed=1)
        assert low.tolist() == high.tolist() == [0]

    def test_the_same_seed_gives_the_same_interval(self) -> None:
        group, hours = np.array([0, 0, 1]), np.array([1.0, 2.0, 4.0])
        one, two = (bootstrap_totals(group, hours, 2, seed=9) for _ in "ab")
        assert [a.tolist() for a in one] == [b.tolist() for b in two]

    def test_no_offers_no_interval(self) -> None:
        low, high = bootstrap_totals(np.empty(0, np.int64), np.empty(0), 2, seed=1)
        assert np.isnan(low).all()
        assert np.isnan(high).all()


class TestArithmetic:
    def test_ratio(self) -> None:
        assert ratio(3, 2000, 1000) == Cell(1.5, 3, 2000)
        assert ratio(0, 5) == Cell(0, 0, 5)
        assert ratio(3, 0).value is None
        assert ratio(None, 5).value is None
        assert ratio(3, None).value is None

    def test_a_sum_with_a_missing_part_is_missing(self) -> None:
        assert total([1, 2]) == 3
        assert total([1, None]) is None
        assert total([]) is None

    def test_mean_over_residents(self) -> None:
        assert mean_over({"a": 1.0, "b": 4.0, "c": None}, {"a": 2.0, "b": 1.0, "c": 9.0}) == 2
        assert math.isnan(mean_over({}, {}))

    @pytest.mark.parametrize(
        ("period", "last"),
        [
            ("2025", dt.date(2025, 12, 31)),
            ("2026-Q1", dt.date(2026, 3, 31)),
            ("2026-Q2", dt.date(2026, 6, 30)),
            ("2026-Q3", dt.date(2026, 9, 30)),
            ("2025-Q4", dt.date(2025, 12, 31)),
            ("2025-12-31", dt.date(2025, 12, 31)),
            ("2022/2024", dt.date(2024, 12, 31)),
        ],
    )
    def test_last_day_of_a_period(self, period: str, last: dt.date) -> None:
        assert period_end(period) == last

    def test_a_period_nobody_can_read(self) -> None:
        with pytest.raises(GeodataError, match="Zeitraum „Sommer“ ist nicht lesbar"):
            period_end("Sommer")


class TestFigures:
    def test_shares_are_over_the_nearest_date(self) -> None:
        rows = [
            ("residents", "district", "01", day, count, None, "population")
            for day, count in (("2023-12-31", 90.0), ("2025-12-31", 110.0))
        ]
        figures = read_figures(small_city.figures(rows))
        assert figures.residents_near("2026-Q2") == {"01": 110}
        assert figures.residents_near("2023") == {"01": 90}
        # the end of 2024 is 366 days after the one (a leap year), 365 before the other
        assert figures.residents_near("2024") == {"01": 110}
        assert read_figures(small_city.figures([])).residents_near("2024") == {}

    def test_a_value_leads_only_to_the_tables_of_its_period(self) -> None:
        rows = [
            ("residents", "district", "01", "2024-12-31", 90.0, None, "people_2024"),
            ("residents", "district", "01", "2025-12-31", 110.0, None, "people_2025"),
            ("poor_share", "urban_area", "U1", "2022", 10.0, None, "survey_2022"),
            ("poor_share", "urban_area", "U1", "2023", 11.0, None, "survey_2023"),
            ("poor_share", "urban_area", "U1", "2024", 12.0, None, "survey_2024"),
        ]
        figures = read_figures(small_city.figures(rows))
        assert figures.tables_of("poor_share") == {"survey_2022", "survey_2023", "survey_2024"}
        assert figures.tables_of("poor_share", "2023") == {"survey_2023"}
        assert figures.tables_of("poor_share", "2022/2024") == {"survey_2022", "survey_2024"}
        assert figures.tables_of("residents", "2026-Q2") == {"people_2025"}
        assert figures.tables_of("unknown", "2023") == set()
        assert read_figures(small_city.figures([])).tables_of("residents", "2023") == set()

    def test_the_crosswalk_tells_the_urban_area_of_a_whole_district(self) -> None:
        rows = [
            ("residents", "district", "01", "2025", 1.0, None, "p"),
            ("residents", "district", "02", "2025", 1.0, "U1", "p"),
            ("residents", "district", "02", "2025", 1.0, "U2", "p"),
            ("foreign_residents", "district", "01", "2025", 1.0, None, "p"),
        ]
        crosswalk = pd.DataFrame({"district_id": ["01", "02"], "urban_area_ids": ["U3", "U1|U2"]})
        given = small_city.figures(rows)
        filled = with_urban_areas(given, crosswalk)
        assert filled["parent_id"].tolist()[:3] == ["U3", "U1", "U2"]
        assert filled["parent_id"].isna().tolist() == [False, False, False, True]
        assert given["parent_id"].isna().tolist() == [True, False, False, True]

    def test_years_of_projects(self) -> None:
        assert years_of(pd.DataFrame({"year": [2021, 2019]})) == "2019-2021"
        assert years_of(pd.DataFrame({"year": [2021]})) == "2021"
        assert years_of(pd.DataFrame({"year": []})) is None


def values_of(*numbers: float | None) -> list[IndicatorValue]:
    return [
        IndicatorValue(
            district_id=str(i),
            level="district",
            edition="",
            indicator_id="x",
            period="2025",
            value=number,
            status="no_data" if number is None else "ok",
        )
        for i, number in enumerate(numbers)
    ]


def limits_of(indicator_id: str, *numbers: float | None, level: str = "district") -> list[Any]:
    rows = classes_of((indicator_id, "2025", level), values_of(*numbers), BERLIN)
    return [(row.lower, row.upper, row.count) for row in rows]


class TestClasses:
    def test_natural_breaks_find_the_groups(self) -> None:
        numbers = [1, 2, 10, 11, 20, 21, 30, 31, 40, 41]
        assert limits_of("x", *numbers) == [
            (1, 2, 2), (2, 11, 2), (11, 21, 2), (21, 31, 2), (31, 41, 2),
        ]  # fmt: skip

    def test_fewer_distinct_values_fewer_classes(self) -> None:
        assert limits_of("x", 0, 0, 3, None, 3, 3) == [(0, 0, 2), (0, 3, 3)]
        assert limits_of("x", 7) == [(7, 7, 1)]
        assert limits_of("x", None) == []

    def test_the_index_has_its_own_limits_and_minus_one_is_medium(self) -> None:
        rows = limits_of("disadvantage_index", -2, -1, 1, 1.5, 1.6)
        assert [count for _, _, count in rows] == [1, 2, 1, 1]
        assert rows[0][1] == pytest.approx(-1)
        assert [upper for _, upper, _ in rows[1:]] == [1, 1.5, 1.6]
        assert limits_of("disadvantage_index", 0.0)[3] == (1.5, 1.5, 0)

    def test_the_gap_lies_around_zero(self) -> None:
        assert limits_of("coverage_gap", -2, -1.5, 0, 0.1, 4) == [
            (-2, -1.5, 2), (-1.5, 0, 1), (0, 1.5, 1), (1.5, 4, 1),
        ]  # fmt: skip

    @pytest.mark.parametrize("indicator_id", ["disadvantage_index", "coverage_gap"])
    def test_boroughs_are_not_judged(self, indicator_id: str) -> None:
        assert limits_of(indicator_id, -1, 0, 2, level="borough") == []


class TestCells:
    @pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT])
    def test_what_is_missing(self, nothing: Any) -> None:
        assert frames.text(nothing) is None
        assert frames.number(nothing) is None
        assert frames.day(nothing) is None
        assert frames.texts(nothing) == ()
        assert frames.flag(nothing) is False

    def test_dates_in_every_form(self) -> None:
        day = dt.date(2026, 4, 3)
        for given in (day, "2026-04-03", dt.datetime(2026, 4, 3, 12), pd.Timestamp("2026-04-03")):  # noqa: DTZ001
            assert frames.day(given) == day

    def test_lists_in_every_form(self) -> None:
        for given in ("a|b", ["a", "b"], ("a", "b")):
            assert frames.texts(given) == ("a", "b")
        assert frames.texts("") == ()


def test_every_method_is_explained(root: Path) -> None:
    text = (root / "docs" / "methods.md").read_text(encoding="utf-8")
    for item in definitions(small_city.city()):
        assert f'<a id="{item.method}"></a>' in text, item.indicator_id


def test_definitions_are_complete_and_the_share_of_foreigners_is_neutral() -> None:
    found = {item.indicator_id: item for item in definitions(small_city.city())}
    assert len(found) == len(definitions(small_city.city())) == 18
    assert found["foreigner_share"].direction == "neutral"
    assert all(item.label and item.description.endswith(".") for item in found.values())
    assert found["sgb2_unemployed_per_1000"].native_level == "borough"
    assert found["low_income_household_share"].native_level == "urban_area"
    assert {"residents_within_10_min_share", "residents_within_15_min_share"} <= set(found)
