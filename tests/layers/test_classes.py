"""Classes: on a limit, above it, below it, and where there are none."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from geodata.model import CoverageRow
from geodata.snapshot import Snapshot
from layers import colours
from layers.catalogue import indicator_spec
from layers.classes import Band, bands_of, class_index_of
from layers.spec import Layer


def _row(**more: object) -> CoverageRow:
    base = {"district_id": "01", "level": "district", "status": "ok"}
    return msgspec.convert(base | more, CoverageRow)


BANDS = tuple(Band(label=str(u), colour="#000000", upper=u) for u in (10.0, 20.0, 30.0))


@pytest.mark.parametrize(
    ("value", "expected"), [(5, 0), (10, 0), (10.01, 1), (20, 1), (29.9, 2), (30, 2), (99, 2)]
)
def test_the_upper_limit_belongs_to_its_class(value: float, expected: int) -> None:
    assert class_index_of(value, "residents", BANDS, None) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(-1.01, 0), (-1, 1), (1, 1), (1.01, 2), (1.5, 2), (1.51, 3)]
)
def test_the_index_has_berlins_limits(value: float, expected: int) -> None:
    bands = (*BANDS, BANDS[0])
    assert class_index_of(value, "disadvantage_index", bands, None) == expected


def test_the_judgement_decides_the_class_of_the_index() -> None:
    row = _row(disadvantage_class="high")
    assert class_index_of(0.99, "disadvantage_index", (*BANDS, BANDS[0]), row) == 2


@pytest.mark.parametrize(
    ("value", "is_underserved", "expected"),
    [
        (-2.0, False, 0),
        (-1.5, False, 1),
        (0.0, False, 1),
        (-0.1, True, 1),
        (0.7, False, 2),
        (2.5, False, 2),
        (0.7, True, 3),
        (1.5, True, 3),
        (1.51, True, 4),
    ],
)
def test_the_gap_is_orange_only_where_underserved(
    value: float, is_underserved: bool, expected: int
) -> None:
    bands = (*BANDS, *BANDS[:2])
    row = _row(is_underserved=is_underserved)
    assert class_index_of(value, "coverage_gap", bands, row) == expected
    assert class_index_of(2.0, "coverage_gap", bands, None) == 2


def test_limits_of_the_build_make_the_bands(snapshot: Snapshot) -> None:
    spec = indicator_spec(snapshot, "residents")
    bands = bands_of(spec, snapshot.indicator_by_id["residents"], snapshot, [])
    assert [band.upper for band in bands] == [2000.0, 2500.0, 10000.0]
    # whole numbers: no value can fall between the classes
    assert [band.label for band in bands] == ["2.000", "2.001 bis 2.500", "2.501 bis 10.000"]
    assert tuple(band.colour for band in bands) == colours.sequential(3)


def test_measured_values_name_their_lower_limit_as_exceeded(snapshot: Snapshot) -> None:
    spec = indicator_spec(snapshot, "opportunities_per_1000")
    indicator = snapshot.indicator_by_id["opportunities_per_1000"]
    bands = bands_of(spec, indicator, snapshot, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    assert [band.label for band in bands][:2] == ["0,0 bis 1,0", "über 1,0 bis 2,0"]


def test_without_limits_of_the_build_classes_are_equally_filled(
    choropleth: Callable[[str], Layer],
) -> None:
    layer = choropleth("opportunities_per_1000")
    counts = [e.count for e in layer.legend.entries if e.fill == "solid"]
    assert sum(count or 0 for count in counts) == 3


def test_boroughs_get_no_class_of_the_index(snapshot: Snapshot) -> None:
    spec = msgspec.structs.replace(indicator_spec(snapshot, "disadvantage_index"), level="borough")
    indicator = snapshot.indicator_by_id["disadvantage_index"]
    assert bands_of(spec, indicator, snapshot, [1.0]) == ()
    assert class_index_of(1.0, "disadvantage_index", (), None) is None


def test_a_single_value_is_one_class(snapshot: Snapshot) -> None:
    spec = indicator_spec(snapshot, "opportunities_per_1000")
    indicator = snapshot.indicator_by_id["opportunities_per_1000"]
    bands = bands_of(spec, indicator, snapshot, [1.5, 1.5])
    assert len(bands) == 1
    assert class_index_of(1.5, "opportunities_per_1000", bands, None) == 0
