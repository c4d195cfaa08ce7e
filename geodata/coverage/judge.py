"""The judgement: disadvantage against access, unit by unit, under given weights and offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from msgspec import Struct

from geodata.city import City, Input
from geodata.coverage import formulas
from geodata.coverage.formulas import Bools, Floats, Ints
from geodata.coverage.offers import Offers
from geodata.coverage.units import Units
from geodata.model import DisadvantageClass

GRID_METHOD = "grid_euclidean"


class Rules(NamedTuple):
    """What city.toml says about the judgement."""

    radius_m: float
    limits: tuple[float, float, float]
    draws: int
    concentration: float
    seed: int
    top_share: float
    top_min: int

    @classmethod
    def of(cls, city: City) -> Rules:
        """Rules of a city; access is judged by the first of its walking times."""
        access, robustness = city.access, city.robustness
        return cls(
            radius_m=formulas.reach_m(
                access.minutes[0], access.speed_m_per_s, access.detour_factor
            ),
            limits=city.disadvantage.limits,
            draws=robustness.draws,
            concentration=robustness.concentration,
            seed=robustness.seed,
            top_share=robustness.top_share,
            top_min=robustness.top_min,
        )


class Judgement(Struct, frozen=True, kw_only=True, eq=False):
    """Arrays (n,) in the order of `Units.unit_ids`; NaN and None where there is no value."""

    index: Floats
    classes: list[DisadvantageClass | None]
    inherited: Floats
    count: Ints
    supply: Floats
    supply_low: Floats
    supply_high: Floats
    could_be_chance: Bools
    access: Floats
    gap: Floats
    gap_low: Floats
    gap_high: Floats
    is_underserved: Bools
    rank: list[int | None]
    robust: Floats
    city_residents: float
    city_supply: float
    city_access: float


def weights_of(inputs: Sequence[Input], chosen: Mapping[str, float] | None = None) -> Floats:
    """Weights of the inputs, adding up to 1; those of city.toml where none are chosen.

    An input that is not named in `chosen` has no weight. Raises ValueError without any weight.
    """
    if chosen is None:
        raw = np.array([item.weight for item in inputs], dtype=np.float64)
    else:
        raw = np.array([chosen.get(item.indicator_id, 0.0) for item in inputs], dtype=np.float64)
    largest = raw.max(initial=0.0)
    if not largest > 0:
        raise ValueError("no weight above zero")
    scaled = raw / largest  # first by the largest: the sum of huge weights must not overflow
    return np.asarray(scaled / scaled.sum())


def _supply(units: Units, offers: Offers) -> dict[str, Any]:
    """Counts and rates with their exact interval; a unit where nobody lives has no rate."""
    count = np.bincount(offers.unit, minlength=len(units.unit_ids))
    residents = np.where(units.residents > 0, units.residents, np.nan)
    city_residents = float(np.nansum(units.residents))
    city_supply = 1000 * float(count.sum()) / city_residents if city_residents > 0 else np.nan
    low, high = (1000 * end / residents for end in formulas.poisson_interval(count))
    return {
        "count": count,
        "supply": 1000 * count / residents,
        "supply_low": low,
        "supply_high": high,
        "could_be_chance": (low <= city_supply) & (city_supply <= high),
        "city_residents": city_residents,
        "city_supply": city_supply,
    }


def access_of(units: Units, offers: Offers, radius_m: float) -> Floats:
    """Share of each unit's residents with an offer within the radius. (n,), NaN without grid.

    Offers whose point is hidden cannot be walked to and do not count.
    """
    shown = offers.xy[~np.isnan(offers.xy).any(axis=1)]
    distances = formulas.nearest_distance_m(units.cell_xy, shown)
    return formulas.share_within(
        distances, radius_m, units.cell_unit, units.cell_residents, len(units.unit_ids)
    )


def _robustness(gaps: Floats, gap: Floats, top: int) -> dict[str, Floats]:
    """5th and 95th percentile over the draws, and how often a unit is among the largest."""
    is_known = ~np.isnan(gap)
    ends = np.full((2, len(gap)), np.nan)
    if is_known.any():
        ends[:, is_known] = np.percentile(gaps[:, is_known], [5, 95], axis=0)
    return {"gap_low": ends[0], "gap_high": ends[1], "robust": formulas.top_share(gaps, top)}


def judge(units: Units, offers: Offers, weights: Floats, rules: Rules) -> Judgement:
    """Judge every unit.

    Parameters
    ----------
    units, offers : n units with k inputs; only offers that are open and asked for.
    weights : (k,) adding up to 1, see `weights_of`.

    Returns
    -------
    Judgement. `robust` and `rank` exist only for underserved units: words that name places must
    not reach beyond them.
    """
    z = formulas.standardise(units.inputs)
    enough = formulas.has_index(z, units.is_native, weights)
    index = formulas.weighted_index(z, weights, enough)
    inherited = formulas.inherited_share(z, units.is_native, weights)
    access = access_of(units, offers, rules.radius_m)
    city_access = formulas.weighted_mean(access, units.residents)
    gap = formulas.coverage_gap(index, access)
    is_underserved = formulas.underserved(index, access, city_access)
    drawn = formulas.dirichlet_weights(weights, rules.draws, rules.concentration, rules.seed)
    gaps = formulas.coverage_gap(formulas.weighted_index(z, drawn, enough), access)
    top = formulas.top_count(len(units.unit_ids), rules.top_share, rules.top_min)
    sure = _robustness(gaps, gap, top)
    return Judgement(
        **_supply(units, offers),
        index=index,
        classes=formulas.classify(index, rules.limits),
        inherited=np.where(enough, inherited, np.nan),
        access=access,
        city_access=city_access,
        gap=gap,
        gap_low=sure["gap_low"],
        gap_high=sure["gap_high"],
        is_underserved=is_underserved,
        rank=formulas.ranks_among(gap, is_underserved),
        robust=np.where(is_underserved, sure["robust"], np.nan),
    )
