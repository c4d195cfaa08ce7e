"""The long table of the four squares (`small_city`), every number worked out by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from typing import Any

import numpy as np
import pytest

from geodata.city import Input
from geodata.errors import ConfigError
from geodata.indicators import disadvantage_by_unit
from geodata.model import CoverageRow, IndicatorValue
from geodata.stages import StageResult
from geodata.tables import TABLES, columns_of
from tests.geodata import small_city

DAY = "2026-04-03"


@dataclasses.dataclass
class Built:
    """The tables of one build, easy to ask."""

    result: StageResult

    def rows(self, indicator_id: str, period: str, level: str) -> dict[str, IndicatorValue]:
        table = self.result.tables["indicator_values"]
        return {
            row["district_id"]: IndicatorValue(**row)
            for row in table.to_dict("records")
            if (row["indicator_id"], row["period"], row["level"]) == (indicator_id, period, level)
        }

    def values(self, indicator_id: str, period: str, level: str = "district") -> dict[str, Any]:
        found = self.rows(indicator_id, period, level)
        return {
            key: None if v.value is None else pytest.approx(v.value) for key, v in found.items()
        }

    def coverage(self) -> dict[str, CoverageRow]:
        table = self.result.tables["coverage"]
        return {row["district_id"]: CoverageRow(**row) for row in table.to_dict("records")}


@pytest.fixture(scope="module")
def built() -> Built:
    return Built(small_city.build())


class TestPeople:
    def test_residents_and_the_district_counted_elsewhere(self, built: Built) -> None:
        found = built.rows("residents", "2025-12-31", "district")
        assert {k: v.value for k, v in found.items()} == {
            "01": 1000, "02": 1000, "03": 2000, "04": None,
        }  # fmt: skip
        assert (found["04"].status, found["04"].counted_in) == ("no_data", "03")
        assert (found["03"].status, found["03"].counted_in) == ("ok", None)
        assert built.values("residents", "2025-12-31", "borough") == {"A": 2000, "B": 2000}
        assert built.values("residents", "2025-12-31", "city") == {"city": 4000}

    def test_shares_are_sums_over_sums(self, built: Built) -> None:
        # 100 of 1,000; 40 + 60 of 1,000; 0 of 2,000
        shares = built.values("foreigner_share", "2025-12-31")
        assert shares == {"01": 0.1, "02": 0.1, "03": 0.0, "04": None}
        assert built.values("foreigner_share", "2025-12-31", "borough") == {"A": 0.1, "B": 0}
        assert built.values("foreigner_share", "2025-12-31", "city") == {"city": 0.05}
        row = built.rows("foreigner_share", "2025-12-31", "district")["02"]
        assert (row.numerator, row.denominator, row.status) == (100, 1000, "ok")

    def test_an_empty_cell_is_no_data_and_so_is_every_sum_with_it(self, built: Built) -> None:
        # 2024: 80 of 1,000 residents of the nearest date; 02 is empty; 80 of 2,000
        found = built.rows("single_parent_resident_share", "2024", "district")
        assert {k: v.value for k, v in found.items()} == {
            "01": 0.08, "02": None, "03": 0.04, "04": None,
        }  # fmt: skip
        assert found["02"].status == "no_data"
        assert built.values("single_parent_resident_share", "2024", "borough") == {
            "A": None,
            "B": 0.04,
        }
        assert built.values("single_parent_resident_share", "2024", "city") == {"city": None}

    def test_districts_inherit_what_is_counted_by_borough(self, built: Built) -> None:
        # A: 40 / 2,000; B: 10 / 2,000; city 50 / 4,000; 99 people of no borough are left out
        found = built.rows("sgb2_unemployed_per_1000", "2026-Q2", "district")
        assert {k: v.value for k, v in found.items()} == {"01": 20, "02": 20, "03": 5, "04": None}
        assert (found["01"].status, found["01"].inherited_from) == ("inherited", ("borough:A",))
        assert found["01"].numerator is None  # the borough's people are not the district's
        assert (found["04"].status, found["04"].inherited_from) == ("no_data", ())
        boroughs = built.rows("sgb2_unemployed_per_1000", "2026-Q2", "borough")
        assert {k: (v.value, v.numerator, v.status) for k, v in boroughs.items()} == {
            "A": (20, 40, "ok"),
            "B": (5, 10, "ok"),
        }
        assert built.values("sgb2_unemployed_per_1000", "2026-Q2", "city") == {"city": 12.5}

    def test_a_split_district_inherits_by_its_residents(self, built: Built) -> None:
        # 02: (300 * 20 % + 700 * 10 %) / 1,000 = 13 %; A: (1,000 * 20 % + 1,000 * 13 %) / 2,000
        found = built.rows("low_income_household_share", "2022", "district")
        assert found["02"].value == pytest.approx(0.13)
        assert found["02"].status == "inherited"
        assert found["02"].inherited_from == ("urban_area:U1", "urban_area:U2")
        assert found["01"].inherited_from == ("urban_area:U1",)
        areas = built.rows("low_income_household_share", "2022", "urban_area")
        assert {k: (v.value, v.status) for k, v in areas.items()} == {
            "U1": (0.2, "ok"),
            "U2": (0.1, "ok"),
        }
        boroughs = built.rows("low_income_household_share", "2022", "borough")
        assert boroughs["A"].value == pytest.approx(0.165)
        assert boroughs["A"].status == "inherited"
        assert boroughs["A"].inherited_from == ("urban_area:U1", "urban_area:U2")

    def test_an_area_without_a_survey_value_leaves_its_districts_without(self) -> None:
        rows = [row for row in small_city.figure_rows() if row[2:4] != ("U2", "2022")]
        built = Built(small_city.build(figures=small_city.figures(rows)))
        found = built.rows("low_income_household_share", "2022", "district")
        # 02 lies partly in U2, 03 wholly: neither gets the value of a part or of the city
        assert {k: v.value for k, v in found.items()} == {
            "01": 0.2, "02": None, "03": None, "04": None,
        }  # fmt: skip
        assert (found["02"].status, found["02"].inherited_from) == ("no_data", ())

    def test_the_citys_own_survey_value_goes_before_a_mean(self, built: Built) -> None:
        assert built.values("low_income_household_share", "2022", "city") == {"city": 0.15}
        # 2024 has none: 01 30 %, 02 .3 * 30 + .7 * 20 = 23 %, 03 20 % of 1,000, 1,000, 2,000
        assert built.values("low_income_household_share", "2024", "city") == {"city": 0.2325}

    def test_a_mean_of_two_surveys(self, built: Built) -> None:
        # U1 (20 + 30) / 2 = 25 %, U2 15 %; 02: .3 * 25 + .7 * 15 = 18 %
        found = built.values("low_income_household_share", "2022/2024")
        assert found == {"01": 0.25, "02": 0.18, "03": 0.15, "04": None}


class TestSupply:
    def test_offers_count_where_their_district_is_counted(self, built: Built) -> None:
        # ended, remote, citywide, outside and unknown districts do not count; 04 counts in 03
        counts = built.values("opportunity_count", DAY)
        assert counts == {"01": 2, "02": 0, "03": 1, "04": None}
        assert built.values("opportunity_count", DAY, "borough") == {"A": 2, "B": 1}
        assert built.values("opportunity_count", DAY, "city") == {"city": 3}

    def test_rates_with_their_exact_interval(self, built: Built) -> None:
        found = built.rows("opportunities_per_1000", DAY, "district")
        # 2 per 1,000: Garwood 0.2422 to 7.2247; 0: 0 to 3.6889; 1 per 2,000: 0.0253 to 5.5716
        assert found["01"].value == 2
        assert (found["01"].low, found["01"].high) == pytest.approx((0.2422, 7.2247), abs=1e-4)
        assert (found["02"].value, found["02"].low) == (0, 0)
        assert found["02"].high == pytest.approx(3.6889, abs=1e-4)
        assert found["03"].value == 0.5
        assert (found["03"].low, found["03"].high) == pytest.approx((0.0127, 2.7858), abs=1e-4)
        # 2 in 2,000; 3 in 4,000
        assert built.values("opportunities_per_1000", DAY, "borough") == {"A": 1, "B": 0.5}
        assert built.values("opportunities_per_1000", DAY, "city") == {"city": 0.75}

    def test_empirical_bayes_draws_small_units_to_the_citys_rate(self, built: Built) -> None:
        # counts 2, 0, 1 of 1,000, 1,000, 2,000; mean .75 per 1,000; the spread between them is
        # sum(b (r - m)^2) / sum(b) = 5.625e-7, just what chance makes (m / mean(b) = 5.625e-7):
        # nothing is left of the differences
        smooth = built.values("opportunities_per_1000_smoothed", DAY)
        assert smooth == {"01": 0.75, "02": 0.75, "03": 0.75, "04": None}
        assert built.values("opportunities_per_1000_smoothed", DAY, "city") == {"city": 0.75}

    def test_only_stated_hours_are_added_up(self, built: Built) -> None:
        # 2 h and an open one in 01; nothing in 02; 4 h per 2,000 in 03
        found = built.rows("hours_per_week_per_1000", DAY, "district")
        assert {k: v.value for k, v in found.items()} == {"01": 2, "02": 0, "03": 2, "04": None}
        assert found["01"].numerator == 2
        assert (found["02"].low, found["02"].high) == (None, None)
        # three offers drawn anew: 03 gets 0 (in 8 of 27 cases) to 3 of the 4-hour offer
        assert (found["03"].low, found["03"].high) == (0, 6)
        assert built.values("hours_per_week_per_1000", DAY, "city") == {"city": 1.5}

    def test_offers_that_all_leave_their_hours_open(self) -> None:
        table = small_city.offer_table([small_city.offer(1, "01", None)])
        found = Built(small_city.build(opportunities=table))
        row = found.rows("hours_per_week_per_1000", DAY, "district")["01"]
        assert (row.value, row.low, row.status) == (None, None, "no_data")

    def test_themes_are_counted_once(self, built: Built) -> None:
        assert built.values("theme_count", DAY) == {"01": 2, "02": 0, "03": 1, "04": None}
        assert built.values("theme_count", DAY, "borough") == {"A": 2, "B": 1}
        assert built.values("theme_count", DAY, "city") == {"city": 3}

    def test_organisations_and_projects(self, built: Built) -> None:
        counts = built.values("organisation_count", DAY)
        assert counts == {"01": 1, "02": 1, "03": 1, "04": None}
        projects = built.values("funded_project_count", "2019-2026")
        assert projects == {"01": 2, "02": 0, "03": 0, "04": None}


class TestAccess:
    """Cells every 100 m around the offer in the middle of 01; all distances in steps of 100 m.

    Within 600 m of a centre lie the steps with i*i + j*j <= 36. Of 01's 100 cells (edges count
    half, corners a quarter) that leaves out (4, 5) and (5, 4) eight times a half, and the four
    corners: 100 - 4 - 1 = 95. The neighbour begins at step 5: half cells with j*j <= 11, that is
    7 * 1/2, and at step 6 one whole cell: 4.5 of 100.
    """

    def test_share_within_ten_minutes(self, built: Built) -> None:
        # 02 and 03 are reached from the offers in 01 and in 04, from different sides: 2 * 4.5
        found = built.values("residents_within_10_min_share", DAY)
        assert found == {"01": 0.95, "02": 0.09, "03": 0.09, "04": None}
        # (1,000 * .95 + 1,000 * .09) / 2,000 and (950 + 90 + 180) / 4,000
        boroughs = built.values("residents_within_10_min_share", DAY, "borough")
        assert boroughs == {"A": 0.52, "B": 0.09}
        assert built.values("residents_within_10_min_share", DAY, "city") == {"city": 0.305}

    def test_a_private_place_cannot_be_walked_to(self) -> None:
        private = small_city.offer(1, "01", (410500.0, 5655500.0), is_private=True)
        built = Built(small_city.build(opportunities=small_city.offer_table([private])))
        assert built.values("opportunity_count", DAY)["01"] == 1
        assert built.values("residents_within_10_min_share", DAY)["01"] == 0
        # nobody can walk to a hidden place, so there is no distance either
        assert built.values("nearest_place_distance_m", DAY)["01"] is None

    def test_half_the_people_have_it_this_far(self, built: Built) -> None:
        # around the centre of 01: steps up to i*i + j*j <= 16 (400 m) are 49 whole cells, and
        # none lies between 16 and 17; (4, 1) is at 412.3 m and brings the sum past 50 of 100
        found = built.rows("nearest_place_distance_m", DAY, "district")
        assert found["01"].value == pytest.approx(100 * math.sqrt(17), abs=1e-3)

    def test_the_grid_holds_everybody_where_they_are_counted(self, built: Built) -> None:
        grid = built.result.tables["residents_grid"]
        people = grid.groupby("district_id")["residents"].sum()
        assert people.to_dict() == pytest.approx({"01": 1000, "02": 1000, "03": 2000})
        assert (grid["x_m"].astype(float) % 100 == 0).all()


class TestJudgement:
    """Three units, three inputs, equal weights.

    single parents .10, .05, .03 -> z  1.35873 -0.33968 -1.01905
    unemployed     20, 20, 5     -> z  0.70711  0.70711 -1.41421
    low income     .25, .18, .15 -> z  1.35245 -0.31822 -1.03422
    mean of the three                1.13943  0.01640 -1.15583, sd 0.93711
    index                            1.21590  0.01750 -1.23340
    access .95, .09, .09         -> z  1.41421 -0.70711 -0.70711
    gap                             -0.19831  0.72461 -0.52630
    """

    def test_index_and_classes(self, built: Built) -> None:
        rows = built.coverage()
        index = {k: rows[k].disadvantage_index for k in ("01", "02", "03")}
        assert index == pytest.approx({"01": 1.21590, "02": 0.01750, "03": -1.23340}, abs=1e-5)
        assert [rows[k].disadvantage_class for k in ("01", "02", "03")] == ["high", "medium", "low"]
        assert rows["01"].inherited_weight_share == pytest.approx(2 / 3)
        values = built.rows("disadvantage_index", "2026-Q2", "district")
        assert values["02"].value == rows["02"].disadvantage_index

    def test_gap_and_who_is_underserved(self, built: Built) -> None:
        rows = built.coverage()
        gap = {k: rows[k].coverage_gap for k in ("01", "02", "03")}
        assert gap == pytest.approx({"01": -0.19831, "02": 0.72461, "03": -0.52630}, abs=1e-5)
        # 01 has the access, 03 is less disadvantaged than the mean
        assert [rows[k].is_underserved for k in ("01", "02", "03")] == [False, True, False]
        assert [rows[k].rank for k in ("01", "02", "03")] == [None, 1, None]
        # three units, and at least three count as the largest gaps: always among them
        assert [rows[k].robust_share for k in ("01", "02", "03")] == [None, 1.0, None]
        assert rows["02"].gap_low <= rows["02"].coverage_gap <= rows["02"].gap_high
        assert built.rows("coverage_gap", DAY, "district")["02"].value == rows["02"].coverage_gap

    def test_supply_that_could_be_chance(self, built: Built) -> None:
        rows = built.coverage()
        # the city's 0.75 per 1,000 lies in all three intervals (0.24-7.2, 0-3.7, 0.01-2.8)
        assert [rows[k].supply_could_be_chance for k in ("01", "02", "03")] == [True] * 3
        many = [small_city.offer(n, "01", None) for n in range(30)]
        crowded = Built(small_city.build(opportunities=small_city.offer_table(many))).coverage()
        # 30 in 01, none elsewhere: 7.5 for the city; 20.2 to 42.8 in 01, 0 to 3.7 in 02
        assert crowded["01"].supply_could_be_chance is False
        assert crowded["02"].supply_could_be_chance is False

    def test_a_merged_district_says_where_it_is_counted(self, built: Built) -> None:
        row = built.coverage()["04"]
        assert (row.status, row.counted_in) == ("no_data", "03")
        assert (row.disadvantage_index, row.opportunity_count, row.rank) == (None, None, None)

    def test_boroughs_are_means_and_sums_without_judgement(self, built: Built) -> None:
        rows = built.coverage()
        borough = rows["A"]
        # (1,000 * 1.21590 + 1,000 * 0.01750) / 2,000; two offers in 2,000
        assert borough.disadvantage_index == pytest.approx(0.61670, abs=1e-5)
        assert borough.coverage_gap == pytest.approx((-0.19831 + 0.72461) / 2, abs=1e-5)
        assert (borough.residents, borough.opportunity_count) == (2000, 2)
        assert (borough.supply_value, borough.access_value) == pytest.approx((1, 0.52))
        assert borough.inherited_weight_share == pytest.approx(2 / 3)
        nothing = (borough.disadvantage_class, borough.rank, borough.robust_share)
        assert nothing == (None, None, None)
        assert borough.is_underserved is None
        assert rows["B"].disadvantage_index == rows["03"].disadvantage_index

    def test_a_larger_district_weighs_more_in_its_borough(self) -> None:
        rows = [
            (*row[:4], 3000.0, *row[5:]) if row[0] == "residents" and row[2] == "01" else row
            for row in small_city.figure_rows()
        ]
        found = Built(small_city.build(figures=small_city.figures(rows))).coverage()
        for field in ("disadvantage_index", "coverage_gap", "access_value"):
            parts = 3000 * getattr(found["01"], field) + 1000 * getattr(found["02"], field)
            assert getattr(found["A"], field) == pytest.approx(parts / 4000), field

    def test_the_generator_sees_the_same_index(self, built: Built) -> None:
        alone = disadvantage_by_unit(
            small_city.figures(), small_city.districts(), small_city.city()
        )
        rows = built.coverage()
        assert alone == {k: rows[k].disadvantage_index for k in ("01", "02", "03")}

    def test_a_unit_with_too_little_data_is_not_judged(self) -> None:
        rows = [
            (*row[:4], None, *row[5:]) if row[:4:2] == ("single_parent_residents", "03") else row
            for row in small_city.figure_rows()
        ]
        found = Built(small_city.build(figures=small_city.figures(rows))).coverage()
        # two thirds of the weight, but nothing that was counted for this very unit
        assert (found["03"].status, found["03"].disadvantage_index) == ("no_data", None)
        assert (found["03"].coverage_gap, found["03"].is_underserved) == (None, None)
        assert found["03"].access_value == pytest.approx(0.09)
        # the others are now alone: index 1 and -1
        assert found["01"].disadvantage_index == pytest.approx(1)

    def test_a_unit_without_residents_has_counts_but_no_rates(self) -> None:
        rows = [
            (*row[:4], 0.0, *row[5:]) if row[0] == "residents" and row[2] == "03" else row
            for row in small_city.figure_rows()
        ]
        built = Built(small_city.build(figures=small_city.figures(rows)))
        row = built.coverage()["03"]
        assert (row.opportunity_count, row.supply_value, row.access_value) == (1, None, None)
        assert row.status == "no_data"
        rates = built.rows("opportunities_per_1000", DAY, "district")
        assert (rates["03"].value, rates["03"].status) == (None, "no_data")


class TestBuild:
    def test_every_district_has_a_row_for_every_indicator(self, built: Built) -> None:
        table = built.result.tables["indicator_values"]
        rows = table[table["level"] == "district"]
        counts = rows.groupby(["indicator_id", "period"])["district_id"].nunique()
        assert set(counts) == {4}
        assert not table.duplicated(["indicator_id", "period", "level", "district_id"]).any()

    def test_a_value_is_there_exactly_where_its_status_says_so(self, built: Built) -> None:
        table = built.result.tables["indicator_values"]
        for row in table.to_dict("records"):
            assert (row["value"] is not None) == (row["status"] in {"ok", "inherited"}), row
            assert bool(row["inherited_from"]) == (row["status"] == "inherited"), row
            if row["low"] is not None:
                assert row["low"] <= row["value"] <= row["high"], row

    def test_tables_have_the_columns_and_types_of_the_model(self, built: Built) -> None:
        for name, table in built.result.tables.items():
            columns = columns_of(TABLES[name])
            assert list(table.columns) == [column.name for column in columns]
            nullable = {column.name for column in columns if column.nullable}
            assert not (set(table.columns[table.isna().any()]) - nullable), name

    def test_indicators_name_their_sources_and_one_order(self, built: Built) -> None:
        table = built.result.tables["indicators"].set_index("indicator_id")
        assert table.loc["single_parent_resident_share", "source_ids"] == (
            "population",
            "single_parents_2024",
            "single_parents_2025",
        )
        # the index counts single parents of 2025: the table of 2024 is no source of it
        inputs = ("population", "single_parents_2025", "survey", "unemployed")
        assert table.loc["disadvantage_index", "source_ids"] == inputs
        assert table.loc["coverage_gap", "source_ids"] == ("examples", *inputs)
        assert table.loc["opportunity_count", "source_ids"] == ("examples",)
        assert table["sort_order"].is_unique
        assert "equivalised_income_eur" not in table.index  # no figures, no indicator

    def test_an_offer_is_open_on_its_last_day(self) -> None:
        tomorrow = small_city.AS_OF + dt.timedelta(days=1)
        built = Built(small_city.build(as_of=tomorrow))
        assert built.values("opportunity_count", "2026-04-04") == {
            "01": 2, "02": 0, "03": 0, "04": None,
        }  # fmt: skip

    def test_a_single_day_without_an_end_is_over_the_day_after(self) -> None:
        yesterday = small_city.AS_OF - dt.timedelta(days=1)
        offers = [
            small_city.offer(1, "01", None, schedule="one_off", starts_on=yesterday),
            small_city.offer(2, "02", None, schedule="one_off", starts_on=small_city.AS_OF),
            small_city.offer(3, "03", None, schedule="regular", starts_on=yesterday),
        ]
        built = Built(small_city.build(opportunities=small_city.offer_table(offers)))
        assert built.values("opportunity_count", DAY) == {"01": 0, "02": 1, "03": 1, "04": None}

    def test_without_any_offer(self) -> None:
        built = Built(small_city.build(opportunities=small_city.offer_table([])))
        rows = built.coverage()
        # nobody reaches anything, so nobody reaches less than the others
        assert [rows[k].access_value for k in ("01", "02", "03")] == [0, 0, 0]
        assert [rows[k].is_underserved for k in ("01", "02", "03")] == [False] * 3
        assert rows["01"].coverage_gap == rows["01"].disadvantage_index
        smooth = built.values("opportunities_per_1000_smoothed", DAY)
        assert smooth == {"01": 0, "02": 0, "03": 0, "04": None}
        assert built.values("nearest_place_distance_m", DAY)["01"] is None

    def test_the_same_input_gives_the_same_tables(self, built: Built) -> None:
        shuffled = small_city.offers()[::-1]
        again = small_city.build(
            figures=small_city.figures(small_city.figure_rows()[::-1]),
            districts=small_city.districts().iloc[::-1],
            opportunities=small_city.offer_table(shuffled),
        )
        for name, table in built.result.tables.items():
            assert table.equals(again.tables[name]), name

    def test_lists_and_dates_may_come_as_text(self, built: Built) -> None:
        table = small_city.offer_table(small_city.offers())
        table["themes"] = ["|".join(themes) for themes in table["themes"]]
        for name in ("starts_on", "ends_on"):
            table[name] = [None if day is None else day.isoformat() for day in table[name]]
        table["hours_per_week"] = table["hours_per_week"].astype(float)  # None becomes NaN
        again = small_city.build(opportunities=table)
        assert again.tables["indicator_values"].equals(built.result.tables["indicator_values"])

    def test_progress_is_told_step_by_step(self) -> None:
        told: list[str] = []
        small_city.build(progress=told.append)
        assert told[0] == "Zahlen der Stadt"
        assert len(told) == len(set(told)) == 6

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            (
                Input(indicator_id="single_parents", period="2025"),
                "city.toml, [disadvantage], „single_parents“: Dafür gibt es keine Zahlen.",
            ),
            (
                Input(indicator_id="single_parent_resident_share", period="2023"),
                "„single_parent_resident_share“: Kein Zeitraum „2023“. Es gibt 2024, 2025.",
            ),
            (
                Input(indicator_id="foreigner_share", period="2025-12-31"),
                "„foreigner_share“: Diese Kennzahl darf nicht als Belastung zählen.",
            ),
            (
                Input(indicator_id="single_parent_resident_share", period="2025", weight=0.0),
                "city.toml, [disadvantage]: Wenigstens ein Gewicht muss größer als 0 sein.",
            ),
        ],
    )
    def test_an_index_that_cannot_be_made_is_explained(self, given: Input, message: str) -> None:
        with pytest.raises(ConfigError) as caught:
            small_city.build(city=small_city.city((given,)))
        assert message in str(caught.value)

    def test_no_urban_areas_known(self) -> None:
        rows = [(*row[:5], None, row[6]) for row in small_city.figure_rows()]
        merged = [row for row in rows if row[:3] != ("residents", "district", "02")]
        merged.append(("residents", "district", "02", "2025-12-31", 1000.0, None, "population"))
        with pytest.raises(ConfigError, match="Kein Stadtteil hat einen Wert"):
            small_city.build(figures=small_city.figures(merged))


def test_numbers_are_plain_python_values(built: Built) -> None:
    for name, table in built.result.tables.items():
        kinds = {type(value) for column in table.columns for value in table[column]}
        assert not any(issubclass(kind, np.generic) for kind in kinds), (name, kinds)
