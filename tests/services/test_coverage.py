"""The judgement asked at request time: same numbers as the build, other questions, bad ones."""

from __future__ import annotations

import datetime as dt
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest

from geodata.snapshot import Snapshot
from geodata.stages import StageResult
from services.contracts import BadQuery, CoverageAnswer, CoverageQuery
from services.coverage import KEPT, SnapshotCoverageService
from tests.fakes import FakeSnapshotService, FixedClock
from tests.geodata import small_city
from tests.sample import sample_city, sample_snapshot

NOON = dt.datetime(2026, 4, 3, 10, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def result() -> StageResult:
    return small_city.build()


@pytest.fixture
def snapshot(result: StageResult) -> Snapshot:
    return small_city.snapshot(result)


@pytest.fixture
def service(snapshot: Snapshot) -> SnapshotCoverageService:
    return service_of(snapshot)


def service_of(snapshot: Snapshot, clock: FixedClock | None = None) -> SnapshotCoverageService:
    return SnapshotCoverageService(
        FakeSnapshotService(snapshot), clock or FixedClock(NOON), small_city.city()
    )


def by_id(answer: CoverageAnswer) -> dict[str, Any]:
    return {row.district_id: row for row in answer.rows}


class TestDefault:
    def test_it_equals_the_snapshots_own_judgement(
        self, service: SnapshotCoverageService, snapshot: Snapshot
    ) -> None:
        for level in ("district", "borough"):
            rows = service.judge(CoverageQuery(level=level)).rows
            assert rows == tuple(row for row in snapshot.coverage if row.level == level)
            assert rows

    def test_weights_add_up_to_one(self, service: SnapshotCoverageService) -> None:
        weights = service.judge(CoverageQuery()).weights
        assert weights == pytest.approx(
            {
                "single_parent_resident_share": 1 / 3,
                "sgb2_unemployed_per_1000": 1 / 3,
                "low_income_household_share": 1 / 3,
            }
        )

    def test_values_of_the_city(self, service: SnapshotCoverageService) -> None:
        city = service.judge(CoverageQuery()).city
        # access .95, .09, .09 of 1,000, 1,000, 2,000; none at 0 % or 100 %
        assert city == pytest.approx(
            {
                "residents": 4000,
                "opportunity_count": 3,
                "supply_value": 0.75,
                "access_value": 0.305,
                "underserved_count": 1,
                "saturated_share": 0,
            }
        )


class TestWeights:
    def test_one_input_alone(self, service: SnapshotCoverageService) -> None:
        answer = service.judge(CoverageQuery(weights=(("single_parent_resident_share", 7.0),)))
        # .10, .05, .03: mean .06, z 1.35873, -0.33968, -1.01905, standardised already
        index = [row.disadvantage_index for row in answer.rows]
        assert index[:3] == pytest.approx([1.35873, -0.33968, -1.01905], abs=1e-5)
        assert [row.inherited_weight_share for row in answer.rows][:3] == [0, 0, 0]
        assert answer.weights["single_parent_resident_share"] == 1
        # with one input there is only one weighting: no width
        assert answer.rows[0].gap_low == pytest.approx(answer.rows[0].gap_high)

    def test_only_inherited_inputs_judge_no_district(
        self, service: SnapshotCoverageService
    ) -> None:
        answer = service.judge(CoverageQuery(weights=(("sgb2_unemployed_per_1000", 1.0),)))
        assert {row.status for row in answer.rows} == {"no_data"}
        assert {row.disadvantage_index for row in answer.rows} == {None}
        assert answer.rows[0].access_value == pytest.approx(0.95)
        assert answer.city["underserved_count"] == 0

    def test_they_are_normalised(self, service: SnapshotCoverageService) -> None:
        small = CoverageQuery(
            weights=(("single_parent_resident_share", 1.0), ("low_income_household_share", 3.0))
        )
        large = CoverageQuery(
            weights=(("low_income_household_share", 300.0), ("single_parent_resident_share", 100.0))
        )
        assert service.judge(small).weights == service.judge(large).weights
        assert service.judge(small).rows == service.judge(large).rows

    @pytest.mark.parametrize(
        ("weights", "message"),
        [
            ((("single_parent_resident_share", -1.0),), "muss eine Zahl ab 0 sein"),
            ((("single_parent_resident_share", math.nan),), "muss eine Zahl ab 0 sein"),
            ((("single_parent_resident_share", math.inf),), "muss eine Zahl ab 0 sein"),
            ((("single_parent_resident_share", -math.inf),), "muss eine Zahl ab 0 sein"),
            ((("single_parent_resident_share", 0.0),), "Wenigstens ein Gewicht"),
            ((("foreigner_share", 1.0),), "„foreigner_share“ ist kein Teil des Index"),
            ((("", 1.0),), "ist kein Teil des Index"),
            ((("sgb2_unemployed_per_1000", 1.0),) * 2, "kommt bei den Gewichten zweimal vor"),
        ],
    )
    def test_weights_that_make_no_sense(
        self, service: SnapshotCoverageService, weights: Any, message: str
    ) -> None:
        with pytest.raises(BadQuery, match=message) as caught:
            service.judge(CoverageQuery(weights=weights))
        assert caught.value.parameter == "weights"


class TestOffers:
    def test_a_theme(self, service: SnapshotCoverageService) -> None:
        rows = by_id(service.judge(CoverageQuery(theme=("c",))))
        # only the offer in 04, which is counted in 03; 01 is too far away from it
        assert [rows[k].opportunity_count for k in ("01", "02", "03")] == [0, 0, 1]
        assert [rows[k].access_value for k in ("01", "02", "03")] == pytest.approx(
            [0, 0.045, 0.045]
        )
        assert rows["01"].is_underserved is True

    def test_several_mean_or(self, service: SnapshotCoverageService) -> None:
        answer = service.judge(CoverageQuery(theme=("b", "c")))
        assert answer.city["opportunity_count"] == 2

    def test_audience_and_threshold(self, service: SnapshotCoverageService) -> None:
        young = service.judge(CoverageQuery(audience=("young",)))
        assert young.city["opportunity_count"] == 1
        low = service.judge(CoverageQuery(low_threshold=True))
        assert low.city["opportunity_count"] == 1
        # the only low-threshold offer is private: it counts, but nobody can walk to it
        assert low.city["access_value"] == 0
        assert low.city["saturated_share"] == 1
        both = service.judge(CoverageQuery(audience=("young",), low_threshold=True))
        assert both.city["opportunity_count"] == 0

    def test_the_question_does_not_change_the_index(self, service: SnapshotCoverageService) -> None:
        asked = by_id(service.judge(CoverageQuery(theme=("c",))))
        default = by_id(service.judge(CoverageQuery()))
        assert asked["01"].disadvantage_index == default["01"].disadvantage_index

    @pytest.mark.parametrize(
        ("query", "parameter", "message"),
        [
            (CoverageQuery(theme=("a", "x")), "theme", "Das Thema „x“ gibt es nicht"),
            (CoverageQuery(audience=("old",)), "audience", "Die Zielgruppe „old“ gibt es nicht"),
            (CoverageQuery(level="urban_area"), "level", "Die Ebene „urban_area“ gibt es hier"),
        ],
    )
    def test_what_does_not_exist(
        self, service: SnapshotCoverageService, query: CoverageQuery, parameter: str, message: str
    ) -> None:
        with pytest.raises(BadQuery, match=message) as caught:
            service.judge(query)
        assert caught.value.parameter == parameter


class TestMemory:
    def test_the_same_question_is_answered_from_memory(
        self, service: SnapshotCoverageService
    ) -> None:
        assert service.judge(CoverageQuery()) is service.judge(CoverageQuery())

    def test_memory_does_not_grow_without_end(self, service: SnapshotCoverageService) -> None:
        first = service.judge(CoverageQuery())
        for number in range(KEPT):
            weights = (("single_parent_resident_share", 1.0 + number),)
            service.judge(CoverageQuery(weights=weights))
        again = service.judge(CoverageQuery())
        assert again is not first
        assert again == first

    def test_an_offer_ends_at_midnight_in_the_city(self, snapshot: Snapshot) -> None:
        clock = FixedClock(NOON)
        service = service_of(snapshot, clock)
        assert service.judge(CoverageQuery()).city["opportunity_count"] == 3
        clock.moment = dt.datetime(2026, 4, 3, 21, 59, tzinfo=dt.UTC)  # 23:59 in Berlin
        assert service.judge(CoverageQuery()).city["opportunity_count"] == 3
        clock.moment = dt.datetime(2026, 4, 3, 22, 0, tzinfo=dt.UTC)  # midnight
        assert service.judge(CoverageQuery()).city["opportunity_count"] == 2

    def test_a_new_snapshot_is_judged_anew(self, snapshot: Snapshot) -> None:
        snapshots = FakeSnapshotService(snapshot)
        service = SnapshotCoverageService(snapshots, FixedClock(NOON), small_city.city())
        assert service.judge(CoverageQuery()).city["opportunity_count"] == 3
        snapshots.snapshot = msgspec.structs.replace(snapshot, opportunities=())
        assert service.judge(CoverageQuery()).city["opportunity_count"] == 0

    def test_many_ask_at_once(self, snapshot: Snapshot) -> None:
        service = service_of(snapshot)
        queries = [
            CoverageQuery(theme=theme, weights=(("single_parent_resident_share", float(w)),))
            for w in range(1, 40)
            for theme in ((), ("a",), ("c",))
        ]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(service.judge, queries * 2))
        alone = service_of(snapshot)
        assert answers == [alone.judge(query) for query in queries * 2]


def test_a_snapshot_without_the_inputs_judges_nobody_but_counts() -> None:
    bare = sample_snapshot(indicator_values=())
    service = SnapshotCoverageService(FakeSnapshotService(bare), FixedClock(), sample_city())
    answer = service.judge(CoverageQuery())
    assert {row.status for row in answer.rows} == {"no_data"}
    assert answer.city["opportunity_count"] > 0
    assert "supply_value" not in answer.city
