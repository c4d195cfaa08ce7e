"""The formulas, one function each; NaN means "no value" everywhere.

Arrays are aligned by unit: (n,) one number per statistics unit, (k, n) one row per input of the
index. Sources are named in each docstring and explained in docs/methods.md.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from geodata.model import DisadvantageClass

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: z of access is cut here, so that one extreme district cannot outweigh any disadvantage
Z_LIMIT = 3.0
# Spread below this fraction of the scale is rounding, not difference; the same goes for shares.
_FLAT = 1e-10
_TIE = 1e-9


def standardise(values: Floats, scale: float | None = None) -> Floats:
    """z = (x - mean) / sd along the last axis, over the entries that have a value.

    sd is the population's (ddof 0). Where nothing varies, z is 0. Shapes (..., n) -> (..., n).

    Parameters
    ----------
    scale : size of numbers that counts as different at all; without it the largest one.
    """
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=-1, keepdims=True), 1)
    mean = np.where(known, values, 0.0).sum(axis=-1, keepdims=True) / count
    away = np.where(known, values - mean, 0.0)
    sd = np.sqrt((away**2).sum(axis=-1, keepdims=True) / count)
    size = np.max(np.abs(np.where(known, values, 0.0)), axis=-1, keepdims=True, initial=0.0)
    flat = sd <= _FLAT * (size if scale is None else scale)
    z = np.where(flat, 0.0, away / np.where(flat, 1.0, sd))
    return np.where(known, z, np.nan)


def has_index(z: Floats, native: Bools, weights: Floats) -> Bools:
    """Which units have enough data: a native input and half the weight. Returns (n,).

    Parameters
    ----------
    z : (k, n) inputs, NaN where a unit has none.
    native : (k, n) True where the value was counted for this very unit, not inherited.
    weights : (k,) adding up to 1.
    """
    available = ~np.isnan(z) & (weights[:, None] > 0)
    share = (weights[:, None] * available).sum(axis=0)
    return np.asarray((share >= 0.5 - _TIE) & (available & native).any(axis=0))


def weighted_index(z: Floats, weights: Floats, enough: Bools) -> Floats:
    """Weighted mean of the available z, standardised once more over the units that have one.

    Shapes: z (k, n), weights (..., k), enough (n,) -> (..., n), NaN where not `enough`. Method of
    Berlin's Monitoring Soziale Stadtentwicklung: equal steps for each input, then one index.
    """
    known = ~np.isnan(z)
    total = weights @ known.astype(np.float64)
    summed = weights @ np.where(known, z, 0.0)
    mean = np.where(total > 0, summed / np.where(total > 0, total, 1.0), np.nan)
    return standardise(np.where(enough, mean, np.nan), scale=1.0)


def inherited_share(z: Floats, native: Bools, weights: Floats) -> Floats:
    """Share of the weight used for a unit that rests on coarser units. (k, n), (k,) -> (n,)."""
    available = weights[:, None] * ~np.isnan(z)
    total = available.sum(axis=0)
    inherited = (available * ~native).sum(axis=0)
    return np.where(total > 0, inherited / np.where(total > 0, total, 1.0), np.nan)


def classify(
    index: Floats, limits: tuple[float, float, float] = (-1.0, 1.0, 1.5)
) -> list[DisadvantageClass | None]:
    """Classes of the index: > 1.5 very high, > 1 high, -1..1 medium, < -1 low; NaN gives None."""
    low, high, very_high = limits

    def one(value: float) -> DisadvantageClass | None:
        if math.isnan(value):
            return None
        if value > high:
            return "very_high" if value > very_high else "high"
        return "low" if value < low else "medium"

    return [one(value) for value in index.tolist()]


def poisson_interval(counts: npt.ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact interval of a Poisson mean (Garwood 1936), by quantiles of the gamma distribution.

    Low is 0 for a count of 0, high then 3.69. Same shape as `counts`.
    """
    from scipy.special import gammaincinv  # noqa: PLC0415 - scipy loads on first use only

    seen = np.asarray(counts, dtype=np.float64)
    tail = (1 - level) / 2
    low = np.where(seen > 0, gammaincinv(np.maximum(seen, 1), tail), 0.0)
    return low, np.asarray(gammaincinv(seen + 1, 1 - tail))


def nearest_distance_m(points: Floats, targets: Floats) -> Floats:
    """Metres as the crow flies to the nearest target, infinite without targets.

    Parameters
    ----------
    points, targets : (n, 2) and (m, 2) in a metric CRS.
    """
    if not len(targets) or not len(points):
        return np.full(len(points), np.inf)
    from scipy.spatial import cKDTree  # noqa: PLC0415 - scipy loads on first use only

    return np.asarray(cKDTree(targets).query(points)[0])


def reach_m(minutes: float, speed_m_per_s: float, detour_factor: float) -> float:
    """How far one gets on foot, as the crow flies: 10 min at 1.3 m/s and detour 1.3 are 600 m."""
    return minutes * 60 * speed_m_per_s / detour_factor


def share_within(
    distances: Floats, radius_m: float, group: Ints, weights: Floats, n: int
) -> Floats:
    """Share of each group's weight within a radius, border included; NaN for an empty group.

    Parameters
    ----------
    distances, group, weights : (m,) metres, group 0..n-1 and residents of each cell.
    """
    inside = distances <= radius_m * (1 + _TIE)
    total = np.bincount(group, weights=weights, minlength=n)
    reached = np.bincount(group, weights=weights * inside, minlength=n)
    return np.where(total > 0, reached / np.where(total > 0, total, 1.0), np.nan)


def weighted_mean(values: Floats, weights: Floats) -> float:
    """Mean over the entries with value and weight, NaN if there are none."""
    usable = ~np.isnan(values) & (np.nan_to_num(weights) > 0)
    if not usable.any():
        return math.nan
    return float((values[usable] * weights[usable]).sum() / weights[usable].sum())


def weighted_median(values: Floats, weights: Floats) -> float:
    """The smallest value up to which at least half of the weight lies, NaN without weight."""
    usable = ~np.isnan(values) & (weights > 0)
    if not usable.any():
        return math.nan
    order = np.argsort(values[usable], kind="stable")
    running = np.cumsum(weights[usable][order])
    at = np.searchsorted(running, running[-1] / 2 * (1 - _TIE))
    return float(values[usable][order][at])


def coverage_gap(index: Floats, access: Floats) -> Floats:
    """index - z(access), z cut at +-3. Shapes (..., n) and (n,)."""
    return index - np.clip(standardise(access), -Z_LIMIT, Z_LIMIT)


def underserved(index: Floats, access: Floats, city_access: float) -> Bools:
    """More disadvantaged than the mean and less access than the city's residents have.

    Both, because the gap is a difference and lets one side pay for the other.
    """
    return np.asarray((index > _TIE) & (access < city_access - _TIE))


def ranks_among(values: Floats, members: Bools) -> list[int | None]:
    """Rank by size among the members, 1 = largest; equals share the better rank, others None."""
    ranked = np.sort(values[members & ~np.isnan(values)])
    return [
        len(ranked) - int(np.searchsorted(ranked, value, side="right")) + 1
        if member and not math.isnan(value)
        else None
        for value, member in zip(values.tolist(), members.tolist(), strict=True)
    ]


def top_count(units: int, top_share: float = 0.15, top_min: int = 3) -> int:
    """How many gaps count as the largest: max(3, ceil(15 % of the units))."""
    return max(top_min, math.ceil(round(top_share * units, 9)))


def dirichlet_weights(weights: Floats, draws: int, concentration: float, seed: int) -> Floats:
    """Weightings ~ Dirichlet(concentration * w) around the weights w. (k,) -> (draws, k).

    Inputs without weight stay without. The same seed gives the same weightings.
    """
    used = weights > 0
    drawn = np.zeros((draws, len(weights)))
    rng = np.random.default_rng(seed)
    drawn[:, used] = rng.dirichlet(concentration * weights[used], size=draws)
    return drawn


def top_share(gaps: Floats, top: int) -> Floats:
    """Share of the draws in which a unit is among the `top` largest gaps. (draws, n) -> (n,).

    Whoever equals the last of them is among them.
    """
    known = np.where(np.isnan(gaps), -np.inf, gaps)
    limit = np.sort(known, axis=1)[:, max(0, gaps.shape[1] - top)][:, None]
    among = (known >= limit) & ~np.isnan(gaps)
    return np.where(np.isnan(gaps).all(axis=0), np.nan, among.mean(axis=0))
