"""From arrays to the rows of `coverage`: districts, boroughs, and what holds for the city."""

from __future__ import annotations

import math

import numpy as np

from geodata.coverage import formulas
from geodata.coverage.formulas import Floats
from geodata.coverage.judge import GRID_METHOD, Judgement
from geodata.coverage.units import Units
from geodata.model import CoverageRow, Level

_FULL = 1e-9  # a share this close to 0 or 1 is one


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _unit_row(judged: Judgement, units: Units, i: int) -> CoverageRow:
    index, access = _number(judged.index[i]), _number(judged.access[i])
    is_judged = index is not None and access is not None
    has_supply = not math.isnan(judged.supply[i])
    return CoverageRow(
        district_id=units.unit_ids[i],
        level="district",
        status="ok" if is_judged else "no_data",
        residents=_number(units.residents[i]),
        disadvantage_index=index,
        disadvantage_class=judged.classes[i],
        inherited_weight_share=_number(judged.inherited[i]),
        opportunity_count=int(judged.count[i]),
        supply_value=_number(judged.supply[i]),
        supply_low=_number(judged.supply_low[i]),
        supply_high=_number(judged.supply_high[i]),
        supply_could_be_chance=bool(judged.could_be_chance[i]) if has_supply else None,
        access_value=access,
        access_method=None if access is None else GRID_METHOD,
        coverage_gap=_number(judged.gap[i]),
        gap_low=_number(judged.gap_low[i]),
        gap_high=_number(judged.gap_high[i]),
        is_underserved=bool(judged.is_underserved[i]) if is_judged else None,
        rank=judged.rank[i],
        robust_share=_number(judged.robust[i]),
    )


def _borough_row(judged: Judgement, units: Units, b: int) -> CoverageRow:
    """Resident-weighted means and summed counts; no class, no rank, no robustness."""
    mine = units.borough_index == b
    weights = units.residents[mine]
    residents = float(np.nansum(weights))
    count = int(judged.count[mine].sum())
    low, high = (float(end) * 1000 for end in formulas.poisson_interval(count))

    def mean(values: Floats) -> float | None:
        return _number(formulas.weighted_mean(values[mine], weights))

    access = mean(judged.access)
    has_supply = residents > 0
    return CoverageRow(
        district_id=units.borough_ids[b],
        level="borough",
        status="ok" if mean(judged.gap) is not None else "no_data",
        residents=residents if has_supply else None,
        disadvantage_index=mean(judged.index),
        inherited_weight_share=mean(judged.inherited),
        opportunity_count=count,
        supply_value=1000 * count / residents if has_supply else None,
        supply_low=low / residents if has_supply else None,
        supply_high=high / residents if has_supply else None,
        supply_could_be_chance=low <= judged.city_supply * residents <= high
        if has_supply
        else None,
        access_value=access,
        access_method=None if access is None else GRID_METHOD,
        coverage_gap=mean(judged.gap),
    )


def rows_from_judgement(
    judged: Judgement, units: Units, level: Level | None = None
) -> tuple[CoverageRow, ...]:
    """Rows in order of district_id: districts, boroughs, or (without `level`) both, sorted.

    A district that is counted in another one has status `no_data` and `counted_in`.
    """
    rows: list[CoverageRow] = []
    if level in {None, "borough"}:
        rows += [_borough_row(judged, units, b) for b in range(len(units.borough_ids))]
    if level in {None, "district"}:
        at = {unit_id: i for i, unit_id in enumerate(units.unit_ids)}
        rows += [
            _unit_row(judged, units, at[m.district_id])
            if m.district_id in at
            else CoverageRow(
                district_id=m.district_id, level="district", status="no_data", counted_in=m.unit_id
            )
            for m in units.memberships
        ]
    return tuple(sorted(rows, key=lambda row: row.district_id))


def city_values(judged: Judgement) -> dict[str, float]:
    """What holds for the whole city; a value that does not exist is left out.

    `saturated_share`: share of the units whose access is 0 % or 100 %. From a quarter on, the
    question hardly separates districts.
    """
    access = judged.access[~np.isnan(judged.access)]
    saturated = (access <= _FULL) | (access >= 1 - _FULL)
    values = {
        "residents": judged.city_residents,
        "opportunity_count": float(judged.count.sum()),
        "supply_value": judged.city_supply,
        "access_value": judged.city_access,
        "underserved_count": float(judged.is_underserved.sum()),
        "saturated_share": float(saturated.mean()) if len(access) else math.nan,
    }
    return {name: value for name, value in values.items() if not math.isnan(value)}
