"""Classes of a choropleth: their limits, their colours, which one a value falls into.

The limits of natural breaks are made in the build (`IndicatorClass`); those of the disadvantage
index are Berlin's (Monitoring Soziale Stadtentwicklung), those of the gap lie around zero.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from geodata.model import CoverageRow, Indicator
from geodata.snapshot import Snapshot
from layers import colours
from layers.catalogue import DISADVANTAGE, GAP
from layers.spec import LayerSpec
from layers.words import limit_texts

CLASS_WORDS = {"low": "gering", "medium": "mittel", "high": "hoch", "very_high": "sehr hoch"}
_CLASS_LIMITS = {
    "low": "unter −1",
    "medium": "−1 bis 1",
    "high": "über 1 bis 1,5",
    "very_high": "über 1,5",
}
_CLASS_ORDER = tuple(CLASS_WORDS)
GAP_LIMIT = 1.5
_GAP_LABELS = (
    "unter −1,5",
    "−1,5 bis 0",
    "über 0, aber nicht unterversorgt",
    "unterversorgt, Lücke bis 1,5",
    "unterversorgt, Lücke über 1,5",
)


class Band(Struct, frozen=True, kw_only=True):
    """One class: its label for the legend and its colour; `upper` is inclusive."""

    label: str
    colour: str
    upper: float


def _quantile_limits(values: Sequence[float]) -> list[float]:
    """Limits of five equally filled classes: only where the build made none."""
    if not values:
        return []
    return sorted({float(x) for x in np.quantile(np.asarray(values), np.linspace(0, 1, 6))})


def _limits(spec: LayerSpec, snapshot: Snapshot, values: Sequence[float]) -> list[float]:
    rows = sorted(
        (
            c
            for c in snapshot.indicator_classes
            if (c.indicator_id, c.period, c.level) == (spec.indicator_id, spec.period, spec.level)
        ),
        key=lambda c: c.class_index,
    )
    if rows:
        return [rows[0].lower, *(row.upper for row in rows)]
    return _quantile_limits(values)


def _band_labels(limits: Sequence[float], unit: str, language: str) -> list[str]:
    """`1 bis 7`, `8 bis 15` where things are counted, else `0,1 bis 0,8`, `über 0,8 bis 1,7`."""
    is_whole = unit == "count" and all(limit == int(limit) for limit in limits)
    lows = [low + 1 if is_whole and i else low for i, low in enumerate(limits[:-1])]
    first = limit_texts([*lows, limits[-1]] if is_whole else limits, unit, language)
    last = limit_texts(limits, unit, language)[1:]
    labels = []
    for index, (low, high) in enumerate(zip(first, last, strict=False)):
        word = "" if is_whole or index == 0 else "über "
        labels.append(high if low == high else f"{word}{low} bis {high}")
    return labels


def _numeric_bands(limits: Sequence[float], unit: str, language: str) -> tuple[Band, ...]:
    if len(limits) == 1:
        limits = [limits[0], limits[0]]
    palette = colours.sequential(max(1, min(7, len(limits) - 1)))
    labels = _band_labels(limits, unit, language)
    return tuple(
        Band(label=label, colour=colour, upper=upper)
        for label, colour, upper in zip(labels, palette, limits[1:], strict=False)
    )


def bands_of(
    spec: LayerSpec,
    indicator: Indicator,
    snapshot: Snapshot,
    values: Sequence[float],
    language: str = "de",
) -> tuple[Band, ...]:
    """The classes of a choropleth from low to high; none for index and gap of boroughs.

    `values` are the values to be drawn, used only where the build made no classes.
    """
    if indicator.indicator_id in {DISADVANTAGE, GAP} and spec.level != "district":
        return ()
    if indicator.indicator_id == DISADVANTAGE:
        return tuple(
            Band(label=f"{CLASS_WORDS[k]} ({_CLASS_LIMITS[k]})", colour=colour, upper=upper)
            for k, colour, upper in zip(
                _CLASS_ORDER, colours.PURPLES, (-1.0, 1.0, 1.5, float("inf")), strict=True
            )
        )
    if indicator.indicator_id == GAP:
        palette = (*colours.GAP_BELOW, colours.GAP_NEUTRAL, *colours.GAP_UNDERSERVED)
        return tuple(
            Band(label=label, colour=colour, upper=float("inf"))
            for label, colour in zip(_GAP_LABELS, palette, strict=True)
        )
    return _numeric_bands(_limits(spec, snapshot, values), indicator.unit, language)


def _gap_class(value: float, row: CoverageRow | None) -> int:
    if value <= 0:
        return 0 if value < -GAP_LIMIT else 1
    if row is None or not row.is_underserved:
        return 2
    return 3 if value <= GAP_LIMIT else 4


def class_index_of(
    value: float, indicator_id: str, bands: Sequence[Band], row: CoverageRow | None
) -> int | None:
    """Which class a value falls into (0 = lowest), None where there are no classes.

    `row` is the judgement on the unit: it decides the class of the index and what is underserved.
    """
    if not bands:
        return None
    if indicator_id == GAP:
        return _gap_class(value, row)
    if indicator_id == DISADVANTAGE:
        if row is not None and row.disadvantage_class is not None:
            return _CLASS_ORDER.index(row.disadvantage_class)
        return 0 if value < -1 else bisect_left((1.0, 1.5), value) + 1
    return min(bisect_left([band.upper for band in bands], value), len(bands) - 1)
