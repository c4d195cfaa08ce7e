"""Class limits for choropleths, made once in the build (mapclassify takes seconds to import)."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence

import numpy as np

from geodata.coverage.formulas import Floats
from geodata.model import IndicatorClass, IndicatorValue

DISADVANTAGE, GAP = "disadvantage_index", "coverage_gap"
#: gap: around zero, and where it outweighs one and a half standard deviations
GAP_LIMITS = (-1.5, 0.0, 1.5)
LEVELS = ("district", "borough", "urban_area")
MAX_CLASSES = 5


def _natural_breaks(values: Floats) -> list[float]:
    """Upper limits of at most five classes (Fisher 1958, Jenks 1977)."""
    import mapclassify  # noqa: PLC0415 - see above

    distinct = np.unique(values)
    if len(distinct) <= MAX_CLASSES:
        return [float(value) for value in distinct]
    with warnings.catch_warnings():
        # it recommends numba, which is only faster
        warnings.filterwarnings("ignore", message="Numba not installed")
        breaks = mapclassify.FisherJenks(values, k=MAX_CLASSES).bins
    return [float(limit) for limit in breaks]


def _fixed_breaks(values: Floats, limits: Sequence[float]) -> list[float]:
    """The given limits, and an upper end for the last class."""
    return [*limits, max(float(values.max()), limits[-1])]


def _rows(
    key: tuple[str, str, str], values: Floats, uppers: Sequence[float], lowest: float, scheme: str
) -> list[IndicatorClass]:
    indicator_id, period, level = key
    lowers = [lowest, *uppers[:-1]]
    at = np.searchsorted(np.asarray(uppers), values, side="left")
    counts = np.bincount(at, minlength=len(uppers))
    return [
        IndicatorClass(
            indicator_id=indicator_id,
            period=period,
            level=level,  # type: ignore[arg-type]
            class_index=index,
            lower=lower,
            upper=upper,
            count=int(count),
            scheme=scheme,
        )
        for index, (lower, upper, count) in enumerate(zip(lowers, uppers, counts, strict=True))
    ]


def classes_of(
    key: tuple[str, str, str],
    rows: Iterable[IndicatorValue],
    index_limits: tuple[float, float, float],
) -> list[IndicatorClass]:
    """Classes of one indicator, period and level, counted over the units with a value.

    Natural breaks; the index has its own limits, the gap lies around zero. Both are judgements on
    districts and have no classes for boroughs.
    """
    indicator_id, _, level = key
    values = np.array([v.value for v in rows if v.value is not None], dtype=np.float64)
    if not len(values):
        return []
    if indicator_id not in {DISADVANTAGE, GAP}:
        return _rows(key, values, _natural_breaks(values), float(values.min()), "FisherJenks")
    if level != "district":
        return []
    limits = list(GAP_LIMITS)
    if indicator_id == DISADVANTAGE:
        # exactly -1 is still medium, and an upper limit is inclusive
        limits = [math.nextafter(index_limits[0], -math.inf), *index_limits[1:]]
    lowest = min(float(values.min()), limits[0])
    return _rows(key, values, _fixed_breaks(values, limits), lowest, "UserDefined")
