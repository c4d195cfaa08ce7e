"""The long table under construction: one value per unit, indicator, period and level."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from geodata.coverage import Membership
from geodata.coverage.formulas import Floats, Ints, weighted_mean
from geodata.model import IndicatorValue, Level, ValueStatus

CITY = "city"


class Cell(NamedTuple):
    """What is known of one unit; a missing value makes it `no_data`."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    status: ValueStatus = "ok"
    inherited_from: tuple[str, ...] = ()


Cells = Mapping[str, Cell]
ByLevel = Mapping[Level, Cells]


class Geography(NamedTuple):
    """Districts, units and boroughs of a city, sorted by id, and the boundaries' edition."""

    memberships: tuple[Membership, ...]
    edition: str

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """Statistics units."""
        return tuple(m.district_id for m in self.memberships if m.district_id == m.unit_id)

    @property
    def borough_of(self) -> dict[str, str]:
        """Statistics unit -> borough, for those that have one."""
        return {
            m.unit_id: m.borough_id
            for m in self.memberships
            if m.district_id == m.unit_id and m.borough_id is not None
        }

    @property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Borough -> its statistics units."""
        found: dict[str, list[str]] = {}
        for unit_id, borough_id in self.borough_of.items():
            found.setdefault(borough_id, []).append(unit_id)
        return {borough_id: tuple(units) for borough_id, units in sorted(found.items())}


class LongTable:
    """Collects values; later indicators read earlier ones through `index`."""

    def __init__(self, geography: Geography) -> None:
        self.geography = geography
        self._values: dict[tuple[str, str, str], dict[str, IndicatorValue]] = {}

    @property
    def index(self) -> dict[tuple[str, str, str], dict[str, IndicatorValue]]:
        """(indicator_id, period, level) -> district_id -> value, as in `Snapshot`."""
        return self._values

    def add(self, indicator_id: str, period: str, levels: ByLevel) -> None:
        """Add one indicator at one period. Every district gets a row, with value or without."""
        for level, cells in levels.items():
            known = self._values.setdefault((indicator_id, period, level), {})
            rows = self._district_rows(cells) if level == "district" else cells.items()
            for unit_id, cell in rows:
                known[unit_id] = self._value(indicator_id, period, level, unit_id, cell)

    def _district_rows(self, cells: Cells) -> Iterable[tuple[str, Cell | str]]:
        for district_id, _, unit_id in self.geography.memberships:
            merged = district_id != unit_id
            yield district_id, unit_id if merged else cells.get(district_id, Cell(None))

    def _value(
        self, indicator_id: str, period: str, level: Level, unit_id: str, cell: Cell | str
    ) -> IndicatorValue:
        known = Cell(None) if isinstance(cell, str) else cell
        return IndicatorValue(
            district_id=unit_id,
            level=level,
            edition=self.geography.edition,
            indicator_id=indicator_id,
            period=period,
            value=known.value,
            numerator=known.numerator,
            denominator=known.denominator,
            low=known.low,
            high=known.high,
            status="no_data" if known.value is None else known.status,
            inherited_from=known.inherited_from if known.value is not None else (),
            counted_in=cell if isinstance(cell, str) else None,
        )

    def values(self) -> list[IndicatorValue]:
        """All values, sorted by indicator, period, level and unit."""
        return [
            value for key in sorted(self._values) for _, value in sorted(self._values[key].items())
        ]


def optional(value: float) -> float | None:
    """A float for a table: NaN and infinity are None."""
    return float(value) if math.isfinite(value) else None


def ratio(numerator: float | None, denominator: float | None, factor: float = 1.0) -> Cell:
    """factor * numerator / denominator; without one of them, or over nobody, no value."""
    if numerator is None or denominator is None or denominator <= 0:
        return Cell(None, numerator=numerator, denominator=denominator)
    return Cell(factor * numerator / denominator, numerator, denominator)


def total(numbers: Iterable[float | None]) -> float | None:
    """Sum, None if one of them is missing or if there are none."""
    found = list(numbers)
    known = [n for n in found if n is not None]
    return sum(known) if known and len(known) == len(found) else None


def mean_over(values: Mapping[str, float | None], weights: Mapping[str, float | None]) -> float:
    """Mean of `values` weighted by `weights` (residents), NaN without any."""
    keys = sorted(values)
    return weighted_mean(_array(values, keys), _array(weights, keys))


def _array(numbers: Mapping[str, float | None], keys: Sequence[str]) -> Floats:
    found = [numbers.get(key) for key in keys]
    return np.array([np.nan if n is None else n for n in found], dtype=np.float64)


def group_index(geography: Geography, level: Level) -> tuple[tuple[str, ...], Ints]:
    """Names of the groups of a level, and the group of each unit (-1 without)."""
    units = geography.unit_ids
    if level == "district":
        return units, np.arange(len(units))
    if level == "borough":
        names = tuple(geography.members)
        of = geography.borough_of
        return names, np.array([names.index(of[u]) if u in of else -1 for u in units], np.int64)
    return (CITY,), np.zeros(len(units), dtype=np.int64)
