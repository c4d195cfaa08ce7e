"""Each formula of the judgement, by hand, with its zero, missing and border cases."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from geodata.city import Input
from geodata.coverage import formulas, memberships_from, units_from_values, weights_of
from geodata.model import IndicatorValue

NAN = math.nan


def array(*values: float) -> formulas.Floats:
    return np.array(values, dtype=np.float64)


class TestStandardise:
    def test_by_hand(self) -> None:
        # mean 5, squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, variance 32 / 8 = 4, sd 2
        z = formulas.standardise(array(2, 4, 4, 4, 5, 5, 7, 9))
        assert z.tolist() == [-1.5, -0.5, -0.5, -0.5, 0, 0, 1, 2]

    def test_missing_values_stay_missing_and_do_not_count(self) -> None:
        # mean of 1 and 3 is 2, sd (ddof 0) is 1
        z = formulas.standardise(array(1, NAN, 3))
        assert z[[0, 2]].tolist() == [-1, 1]
        assert math.isnan(z[1])

    @pytest.mark.parametrize("value", [0.0, 0.1, 1e-9, 571510.0])
    def test_where_nothing_varies_z_is_zero(self, value: float) -> None:
        # 0.1 three times has a mean of 0.10000000000000002: rounding is no difference
        assert formulas.standardise(array(value, value, value)).tolist() == [0, 0, 0]

    def test_no_values_at_all(self) -> None:
        assert np.isnan(formulas.standardise(array(NAN, NAN))).all()
        assert formulas.standardise(np.empty((3, 0))).shape == (3, 0)

    def test_each_row_by_itself(self) -> None:
        z = formulas.standardise(np.array([[1.0, 3.0], [10.0, 10.0]]))
        assert z.tolist() == [[-1, 1], [0, 0]]

    @given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30))
    def test_mean_zero_and_spread_one_or_all_zero(self, values: list[float]) -> None:
        z = formulas.standardise(np.array(values))
        if not np.any(z):
            assert np.ptp(values) <= 1e-6 * max(1.0, *map(abs, values))
        else:
            assert z.mean() == pytest.approx(0, abs=1e-6)
            assert z.std() == pytest.approx(1)


class TestIndex:
    def test_weighted_mean_of_the_available_standardised_once_more(self) -> None:
        z = np.array([[1.0, -1.0, 0.0], [1.0, 0.0, -1.0]])
        # weights 3/4 and 1/4: 1, -0.75, -0.25; mean 0, variance (1 + .5625 + .0625) / 3 = .541667
        index = formulas.weighted_index(z, array(0.75, 0.25), np.array([True] * 3))
        sd = math.sqrt(1.625 / 3)
        assert index == pytest.approx([1 / sd, -0.75 / sd, -0.25 / sd])

    def test_a_missing_input_leaves_the_others(self) -> None:
        z = np.array([[2.0, -1.0, -1.0], [NAN, 1.0, -1.0]])
        # means: 2 (only the first), 0, -1; mean 1/3, variance (25 + 1 + 16) / 27
        index = formulas.weighted_index(z, array(0.5, 0.5), np.array([True] * 3))
        sd = math.sqrt(42 / 27)
        assert index == pytest.approx([(5 / 3) / sd, (-1 / 3) / sd, (-4 / 3) / sd])

    def test_units_without_enough_data_have_none_and_do_not_shift_the_others(self) -> None:
        z = np.array([[1.0, -1.0, 50.0]])
        index = formulas.weighted_index(z, array(1.0), np.array([True, True, False]))
        assert index[:2].tolist() == [1, -1]
        assert math.isnan(index[2])

    def test_inputs_that_cancel_out_give_zero_not_noise(self) -> None:
        z = formulas.standardise(np.array([[0.1, 0.2, 0.4], [-0.1, -0.2, -0.4]]))
        index = formulas.weighted_index(z, array(0.5, 0.5), np.array([True] * 3))
        assert index.tolist() == [0, 0, 0]

    def test_rounding_left_over_from_cancelling_is_not_blown_up(self) -> None:
        rng = np.random.default_rng(3)
        half = formulas.standardise(rng.normal(size=(3, 61)))
        z = np.vstack([half, -half[::-1]])
        index = formulas.weighted_index(z, np.full(6, 1 / 6), np.ones(61, dtype=bool))
        assert index.tolist() == [0] * 61

    def test_an_input_where_more_is_better_is_turned_round(self) -> None:
        values = {
            ("income", "2024", "district"): {
                u: IndicatorValue(
                    district_id=u,
                    level="district",
                    edition="",
                    indicator_id="income",
                    period="2024",
                    value=value,
                    status=status,
                )
                for u, value, status in (("01", 900.0, "ok"), ("02", 2000.0, "inherited"))
            }
        }
        districts = memberships_from([("01", "0", "01"), ("02", "0", "02"), ("03", None, "99")])
        inputs = (Input(indicator_id="income", period="2024"),)
        units = units_from_values(districts, values, inputs, {"income": "higher_is_better"})
        assert units.inputs[0, :2].tolist() == [-900, -2000]
        assert np.isnan(units.inputs[0, 2])  # a district whose unit does not exist is its own
        assert units.is_native.tolist() == [[True, False, False]]
        assert units.borough_index.tolist() == [0, 0, -1]

    def test_it_needs_a_native_input_and_half_the_weight(self) -> None:
        z = np.array([[1.0, 1.0, NAN, NAN, NAN], [NAN, 1.0, 1.0, 1.0, NAN]])
        native = np.array([[True, True, False, False, False], [False, False, True, False, False]])
        # unit 0: native, exactly half; 1: both; 2: other half, native; 3: half, but inherited
        assert formulas.has_index(z, native, array(0.5, 0.5)).tolist() == [
            True,
            True,
            True,
            False,
            False,
        ]
        # less than half the weight
        assert formulas.has_index(z, native, array(0.4, 0.6)).tolist() == [
            False,
            True,
            True,
            False,
            False,
        ]
        # thirds: two of them are 0.6666666666666666, one is too little
        thirds = weights_of([Input(indicator_id=i, period="p") for i in "abc"])
        some = np.array([[1.0, 1.0], [1.0, NAN], [NAN, NAN]])
        assert formulas.has_index(some, ~np.isnan(some), thirds).tolist() == [True, False]

    def test_a_native_input_without_weight_is_not_enough(self) -> None:
        z, native = np.array([[1.0], [1.0]]), np.array([[True], [False]])
        assert formulas.has_index(z, native, array(0.0, 1.0)).tolist() == [False]

    def test_share_of_the_weight_that_is_inherited(self) -> None:
        z = np.array([[1.0, 1.0, NAN], [1.0, NAN, NAN], [1.0, 1.0, NAN]])
        native = np.array([[True, True, False], [False, False, False], [False, False, False]])
        # (0.3 + 0.2) of 1; 0.2 of (0.5 + 0.2); nothing at all
        share = formulas.inherited_share(z, native, array(0.5, 0.3, 0.2))
        assert share[:2] == pytest.approx([0.5, 0.2 / 0.7])
        assert math.isnan(share[2])

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (1.51, "very_high"),
            (1.5, "high"),
            (1.01, "high"),
            (1.0, "medium"),
            (0.0, "medium"),
            (-1.0, "medium"),
            (-1.01, "low"),
            (NAN, None),
        ],
    )
    def test_classes_and_their_borders(self, value: float, expected: str | None) -> None:
        assert formulas.classify(array(value)) == [expected]


class TestWeights:
    inputs = tuple(Input(indicator_id=i, period="2025", weight=w) for i, w in (("a", 1), ("b", 3)))

    def test_they_add_up_to_one(self) -> None:
        assert weights_of(self.inputs).tolist() == [0.25, 0.75]
        assert weights_of(self.inputs, {"b": 5}).tolist() == [0, 1]

    def test_huge_and_tiny_weights_do_not_overflow(self) -> None:
        assert weights_of(self.inputs, {"a": 1e308, "b": 1e308}).tolist() == [0.5, 0.5]
        assert weights_of(self.inputs, {"a": 5e-324, "b": 0}).tolist() == [1, 0]

    def test_without_any_weight_there_is_no_answer(self) -> None:
        with pytest.raises(ValueError, match="no weight"):
            weights_of(self.inputs, {"a": 0, "b": 0})


class TestPoisson:
    def test_no_offers_at_all(self) -> None:
        low, high = formulas.poisson_interval(array(0))
        assert low.tolist() == [0]
        # the mean at which no event still happens in 2.5 % of cases: -ln(0.025) = 3.6889
        assert high == pytest.approx([-math.log(0.025)])

    def test_table_values(self) -> None:
        # Garwood 1936: 1 -> 0.0253 to 5.572; 10 -> 4.795 to 18.39
        low, high = formulas.poisson_interval(array(1, 10))
        assert low == pytest.approx([0.0253, 4.795], rel=1e-3)
        assert high == pytest.approx([5.572, 18.39], rel=1e-3)

    @pytest.mark.parametrize("count", [1, 2, 7, 61, 960])
    def test_the_ends_leave_exactly_two_and_a_half_percent(self, count: int) -> None:
        low, high = formulas.poisson_interval(array(count))
        assert poisson.sf(count - 1, low) == pytest.approx([0.025])
        assert poisson.cdf(count, high) == pytest.approx([0.025])


class TestAccess:
    def test_ten_minutes_are_six_hundred_metres(self) -> None:
        assert formulas.reach_m(10, 1.3, 1.3) == pytest.approx(600)
        assert formulas.reach_m(15, 1.3, 1.3) == pytest.approx(900)

    def test_distance_to_the_nearest(self) -> None:
        points = np.array([[0.0, 0.0], [10.0, 0.0]])
        targets = np.array([[3.0, 4.0], [10.0, 2.0]])
        assert formulas.nearest_distance_m(points, targets).tolist() == [5, 2]

    def test_nothing_to_walk_to(self) -> None:
        nowhere = np.empty((0, 2))
        assert formulas.nearest_distance_m(np.zeros((2, 2)), nowhere).tolist() == [math.inf] * 2
        assert formulas.nearest_distance_m(nowhere, np.zeros((1, 2))).tolist() == []

    def test_shares_by_group_with_the_border_included(self) -> None:
        share = formulas.share_within(
            distances=array(600.0, 600.001, 100.0, math.inf),
            radius_m=600.0,
            group=np.array([0, 0, 1, 1]),
            weights=array(30, 10, 5, 15),
            n=3,
        )
        # 30 of 40; 5 of 20; nobody lives in the third
        assert share[:2].tolist() == [0.75, 0.25]
        assert math.isnan(share[2])

    def test_weighted_median_is_where_half_the_people_have_it(self) -> None:
        # 100 m: 3 people, 200 m: 2, 900 m: 5; half of ten is reached at 200 m
        assert formulas.weighted_median(array(900, 100, 200), array(5, 3, 2)) == 200
        assert formulas.weighted_median(array(900, 100, 200), array(6, 3, 2)) == 900
        assert formulas.weighted_median(array(70), array(1)) == 70
        # a tenth each: rounding must not push the half past the fifth of ten
        assert formulas.weighted_median(np.arange(1.0, 11.0), np.full(10, 0.1)) == 5
        assert math.isnan(formulas.weighted_median(array(70), array(0)))

    def test_weighted_mean_leaves_out_what_is_missing(self) -> None:
        # (1 * 10 + 4 * 20) / 30
        assert formulas.weighted_mean(array(1, 4, NAN, 9), array(10, 20, 30, NAN)) == 3
        assert math.isnan(formulas.weighted_mean(array(1), array(0)))


class TestGap:
    def test_index_minus_standardised_access(self) -> None:
        # access 0.2 and 0.6: mean 0.4, sd 0.2, z -1 and 1
        gap = formulas.coverage_gap(array(2, 0.5), array(0.2, 0.6))
        assert gap == pytest.approx([3, -0.5])

    def test_z_of_access_is_cut_at_three(self) -> None:
        # 19 times 1 and once 0: mean .95, sd sqrt(.95 * .05) = .2179, z of the zero -4.36
        access = np.array([0.0] + [1.0] * 19)
        gap = formulas.coverage_gap(np.zeros(20), access)
        assert gap[0] == 3
        assert gap[1] == pytest.approx(-0.05 / math.sqrt(0.95 * 0.05))

    def test_missing_on_either_side_is_no_gap(self) -> None:
        gap = formulas.coverage_gap(array(1, NAN, 1), array(0.5, 0.5, NAN))
        assert np.isnan(gap).tolist() == [False, True, True]

    def test_underserved_needs_both(self) -> None:
        index = array(0.5, 0.5, -0.5, 0.0, NAN, 0.5, 0.5)
        access = array(0.2, 0.4, 0.2, 0.2, 0.2, NAN, 0.3)
        # less access than the city (0.3) and more disadvantage than the mean; equal is neither
        found = formulas.underserved(index, access, 0.3)
        assert found.tolist() == [True, False, False, False, False, False, False]

    def test_rounding_makes_nobody_underserved(self) -> None:
        access = np.full(3, 0.1)
        city = formulas.weighted_mean(access, array(1, 1, 1))
        assert city != 0.1  # 0.10000000000000002
        assert not formulas.underserved(array(1, 1, 1), access, city).any()

    def test_ranks_count_members_only_and_share_on_a_tie(self) -> None:
        values = array(2.0, 5.0, 5.0, 9.0, NAN, 1.0)
        members = np.array([True, True, True, False, True, True])
        assert formulas.ranks_among(values, members) == [3, 1, 1, None, None, 4]


class TestRobustness:
    def test_the_largest_gaps_are_fifteen_percent_but_at_least_three(self) -> None:
        assert [formulas.top_count(n) for n in (1, 20, 21, 61, 100)] == [3, 3, 4, 10, 15]
        # 0.55 * 100 is 55.00000000000001 in floats, and still 55
        assert formulas.top_count(100, 0.55) == 55

    def test_share_of_draws_among_the_largest(self) -> None:
        gaps = np.array([[3.0, 2.0, 1.0, NAN], [1.0, 2.0, 3.0, NAN], [2.0, 2.0, 1.0, NAN]])
        # top 1: unit 0 in draws 1 and 3, unit 1 in draw 3 (equal to the last of them)
        share = formulas.top_share(gaps, 1)
        assert share[:3] == pytest.approx([2 / 3, 1 / 3, 1 / 3])
        assert math.isnan(share[3])
        assert formulas.top_share(gaps, 9)[:3].tolist() == [1, 1, 1]

    def test_weightings_lie_around_the_chosen_ones(self) -> None:
        drawn = formulas.dirichlet_weights(array(0.5, 0.0, 0.5), 4000, 12.0, seed=1)
        assert drawn.sum(axis=1) == pytest.approx(np.ones(4000))
        assert not drawn[:, 1].any()
        # Beta(6, 6): mean 1/2, variance 36 / (144 * 13) = 1 / 52
        assert drawn[:, 0].mean() == pytest.approx(0.5, abs=0.01)
        assert drawn[:, 0].var() == pytest.approx(1 / 52, rel=0.1)

    def test_one_input_alone_always_has_all_the_weight(self) -> None:
        assert formulas.dirichlet_weights(array(1.0), 5, 12.0, seed=1).tolist() == [[1]] * 5

    def test_the_same_seed_gives_the_same_weightings(self) -> None:
        one, two = (formulas.dirichlet_weights(array(0.2, 0.8), 9, 12.0, seed=7) for _ in "ab")
        assert (one == two).all()
