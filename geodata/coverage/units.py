"""Statistics units: what is known of each, as arrays in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from geodata.city import Input
from geodata.coverage.formulas import Bools, Floats, Ints
from geodata.model import IndicatorValue

ValueIndex = Mapping[tuple[str, str, str], Mapping[str, IndicatorValue]]


class Membership(NamedTuple):
    """A district, its borough and the unit in whose figures it is counted."""

    district_id: str
    borough_id: str | None
    unit_id: str


class Units(NamedTuple):
    """n statistics units, sorted by id, and m cells of the residents' grid.

    `borough_index` (n,) points into `borough_ids`, -1 without; `residents` (n,), NaN if unknown;
    `inputs` (k, n) oriented so that higher = more disadvantaged; `is_native` (k, n);
    `cell_unit` (m,) index of the unit, `cell_xy` (m, 2) metres, `cell_residents` (m,).
    """

    memberships: tuple[Membership, ...]
    unit_ids: tuple[str, ...]
    borough_ids: tuple[str, ...]
    borough_index: Ints
    residents: Floats
    inputs: Floats
    is_native: Bools
    cell_unit: Ints
    cell_xy: Floats
    cell_residents: Floats

    @property
    def unit_of_district(self) -> dict[str, int]:
        """district_id -> index of its unit."""
        at = {unit_id: index for index, unit_id in enumerate(self.unit_ids)}
        return {m.district_id: at[m.unit_id] for m in self.memberships}


def memberships_from(
    districts: Iterable[tuple[str, str | None, str | None]],
) -> tuple[Membership, ...]:
    """Memberships from (district_id, parent_id, statistics_unit_id), sorted by district_id.

    A district without a unit, or with one that does not exist, is its own.
    """
    rows = sorted(districts)
    known = {district_id for district_id, _, _ in rows}
    return tuple(
        Membership(district_id, borough_id, unit_id if unit_id in known else district_id)
        for district_id, borough_id, unit_id in rows
    )


def latest_period(values: ValueIndex, indicator_id: str, level: str) -> str | None:
    """The last period of an indicator at a level, None if there is none."""
    periods = [p for (known, p, at) in values if known == indicator_id and at == level]
    return max(periods, default=None)


def _column(values: Mapping[str, IndicatorValue], unit_ids: Sequence[str]) -> Floats:
    found = [values[u].value if u in values else None for u in unit_ids]
    return np.array([np.nan if value is None else value for value in found], dtype=np.float64)


def _is_native(values: Mapping[str, IndicatorValue], unit_ids: Sequence[str]) -> Bools:
    return np.array([u in values and values[u].status == "ok" for u in unit_ids], dtype=bool)


def _input_arrays(
    values: ValueIndex,
    inputs: Sequence[Input],
    directions: Mapping[str, str],
    unit_ids: Sequence[str],
) -> tuple[Floats, Bools]:
    oriented = np.full((len(inputs), len(unit_ids)), np.nan)
    native = np.zeros(oriented.shape, dtype=bool)
    for row, item in enumerate(inputs):
        known = values.get((item.indicator_id, item.period, "district"), {})
        sign = -1.0 if directions.get(item.indicator_id) == "higher_is_better" else 1.0
        oriented[row] = sign * _column(known, unit_ids)
        native[row] = _is_native(known, unit_ids)
    return oriented, native


def units_from_values(
    memberships: tuple[Membership, ...],
    values: ValueIndex,
    inputs: Sequence[Input],
    directions: Mapping[str, str],
    cells: tuple[Sequence[str], Floats, Floats] = ((), np.empty((0, 2)), np.empty(0)),
) -> Units:
    """Align everything that is known by statistics unit.

    Parameters
    ----------
    values : (indicator_id, period, level) -> district_id -> value, as in `Snapshot`.
    inputs : inputs of the index, in their order.
    directions : indicator_id -> `Indicator.direction`.
    cells : unit_id, (m, 2) metres and residents of each cell of the residents' grid.
    """
    unit_ids = tuple(m.district_id for m in memberships if m.district_id == m.unit_id)
    at = {unit_id: index for index, unit_id in enumerate(unit_ids)}
    borough_of = {m.district_id: m.borough_id for m in memberships}
    borough_ids = tuple(sorted({b for b in borough_of.values() if b is not None}))
    period = latest_period(values, "residents", "district")
    residents = values.get(("residents", period, "district"), {}) if period else {}
    oriented, native = _input_arrays(values, inputs, directions, unit_ids)
    keep = np.array([u in at for u in cells[0]], dtype=bool)
    return Units(
        memberships=memberships,
        unit_ids=unit_ids,
        borough_ids=borough_ids,
        borough_index=np.array(
            [borough_ids.index(b) if (b := borough_of[u]) is not None else -1 for u in unit_ids],
            dtype=np.int64,
        ),
        residents=_column(residents, unit_ids),
        inputs=oriented,
        is_native=native,
        cell_unit=np.array([at[u] for u in cells[0] if u in at], dtype=np.int64),
        cell_xy=np.asarray(cells[1], dtype=np.float64).reshape(-1, 2)[keep],
        cell_residents=np.asarray(cells[2], dtype=np.float64)[keep],
    )
