"""The index and the gap of one unit, step by step, from the snapshot's own numbers.

For /methodik: whoever reads it can follow every number with a pocket calculator.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from geodata.city import City, Input
from geodata.coverage.formulas import Floats, standardise
from geodata.model import CoverageRow
from geodata.snapshot import Snapshot
from services.planning import units_of


class Step(Struct, frozen=True, kw_only=True):
    """One input of the index: its value, the units' mean and spread, and how far it lies away."""

    indicator_id: str
    period: str
    value: float
    mean: float
    sd: float
    z: float
    weight: float


class WorkedExample(Struct, frozen=True, kw_only=True):
    """From the inputs to the gap. `mean_z` is standardised by `mixed_mean`, `mixed_sd`."""

    district_id: str
    steps: tuple[Step, ...]
    mean_z: float
    mixed_mean: float
    mixed_sd: float
    index: float
    access: float
    access_mean: float
    access_sd: float
    access_z: float
    gap: float


def _values(snapshot: Snapshot, item: Input) -> Floats:
    found = snapshot.values_by_indicator.get((item.indicator_id, item.period, "district"), {})
    numbers = [
        found[u.district_id].value if u.district_id in found else None for u in units_of(snapshot)
    ]
    return np.array([np.nan if n is None else n for n in numbers], dtype=np.float64)


def _is_worse_when_low(snapshot: Snapshot, indicator_id: str) -> bool:
    indicator = snapshot.indicator_by_id.get(indicator_id)
    return indicator is not None and indicator.direction == "higher_is_better"


def _access(rows: dict[str, CoverageRow], snapshot: Snapshot) -> Floats:
    found = [rows[u.district_id].access_value for u in units_of(snapshot)]
    return np.array([np.nan if a is None else a for a in found], dtype=np.float64)


def worked_example(snapshot: Snapshot, city: City, district_id: str) -> WorkedExample | None:
    """Repeat the default judgement of one unit; None where a number it needs is missing."""
    units = [u.district_id for u in units_of(snapshot)]
    rows = snapshot.coverage_by_id
    if district_id not in units or any(unit not in rows for unit in units):
        return None
    at = units.index(district_id)
    inputs = city.disadvantage.inputs
    values = np.array([_values(snapshot, item) for item in inputs])
    signs = [-1.0 if _is_worse_when_low(snapshot, i.indicator_id) else 1.0 for i in inputs]
    access = _access(rows, snapshot)
    if np.isnan(values).any() or np.isnan(access).any():
        return None
    z = standardise(values) * np.array(signs)[:, None]
    weights = np.array([item.weight for item in inputs]) / sum(item.weight for item in inputs)
    mixed, access_z = weights @ z, standardise(access)
    index = standardise(mixed)
    return WorkedExample(
        district_id=district_id,
        steps=tuple(
            Step(
                indicator_id=item.indicator_id,
                period=item.period,
                value=float(values[i, at]),
                mean=float(values[i].mean()),
                sd=float(values[i].std()),
                z=float(z[i, at]),
                weight=float(weights[i]),
            )
            for i, item in enumerate(inputs)
        ),
        mean_z=float(mixed[at]),
        mixed_mean=float(mixed.mean()),
        mixed_sd=float(mixed.std()),
        index=float(index[at]),
        access=float(access[at]),
        access_mean=float(access.mean()),
        access_sd=float(access.std()),
        access_z=float(access_z[at]),
        gap=float(index[at] - np.clip(access_z[at], -3.0, 3.0)),
    )
