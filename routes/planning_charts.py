"""The planning pages' charts as numbers: whiskers, scatter, strips. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from geodata.model import CoverageRow, District
from services.charts import Box, Label, Scale, place_labels, scale_over

WHISKER_WIDTH = 150.0
SCATTER_WIDTH, SCATTER_HEIGHT = 760.0, 480.0
_FRAME = Box(64.0, 16.0, SCATTER_WIDTH - 24.0, SCATTER_HEIGHT - 52.0)
_NAMED = 8
#: height kept free for the names of the four fields
_CAPTION = 26.0
STRIP_WIDTH = 320.0


class Whisker(Struct, frozen=True, kw_only=True):
    """A dot with its interval on a common scale; `zero` is where 0 lies."""

    dot: float
    low: float
    high: float
    zero: float


def whiskers_of(rows: Sequence[CoverageRow]) -> dict[str, Whisker]:
    """Gap and its interval over the weightings, all on one scale that holds zero."""
    judged = [row for row in rows if row.coverage_gap is not None]
    values = [0.0]
    for row in judged:
        values += [v for v in (row.gap_low, row.coverage_gap, row.gap_high) if v is not None]
    scale = scale_over(values, 6.0, WHISKER_WIDTH - 6.0, padding=0.02)
    found = {}
    for row in judged:
        gap = row.coverage_gap or 0.0
        found[row.district_id] = Whisker(
            dot=scale.at(gap),
            low=scale.at(gap if row.gap_low is None else row.gap_low),
            high=scale.at(gap if row.gap_high is None else row.gap_high),
            zero=scale.at(0.0),
        )
    return found


class Dot(Struct, frozen=True, kw_only=True):
    """One unit in the scatter."""

    district_id: str
    name: str
    x: float
    y: float
    row: CoverageRow
    quadrant: str


class Scatter(Struct, frozen=True, kw_only=True):
    """Need (up) against access (right); the lines through `x_middle`, `y_middle` part it."""

    frame: Box
    x_scale: Scale
    y_scale: Scale
    x_middle: float
    y_middle: float
    dots: tuple[Dot, ...]
    labels: tuple[Label, ...]

    def names_in(self, quadrant: str) -> list[str]:
        """Names in one field, the largest gap first."""
        inside = [dot for dot in self.dots if dot.quadrant == quadrant]
        inside.sort(key=lambda dot: -(dot.row.coverage_gap or 0.0))
        return [dot.name for dot in inside]


def quadrant_of(row: CoverageRow, city_access: float) -> str:
    """Which of the four fields a unit lies in: need high or low, access low or high."""
    need = "high" if (row.disadvantage_index or 0.0) > 0 else "low"
    reach = "low" if (row.access_value or 0.0) < city_access else "high"
    return f"{need}_need_{reach}_access"


def scatter_of(
    rows: Sequence[CoverageRow],
    areas: Mapping[str, District],
    city_access: float,
    district_id: str | None,
) -> Scatter:
    """The scatter of all judged units; the chosen one and the largest gaps are named."""
    judged = [r for r in rows if r.disadvantage_index is not None and r.access_value is not None]
    x_scale = Scale(0.0, 1.0, _FRAME.left, _FRAME.right)
    needs = [0.0, *(row.disadvantage_index or 0.0 for row in judged)]
    y_scale = scale_over(needs, _FRAME.bottom - _CAPTION, _FRAME.top + _CAPTION, padding=0.03)
    dots = [
        Dot(
            district_id=row.district_id,
            name=areas[row.district_id].name,
            x=x_scale.at(row.access_value or 0.0),
            y=y_scale.at(row.disadvantage_index or 0.0),
            row=row,
            quadrant=quadrant_of(row, city_access),
        )
        for row in judged
        if row.district_id in areas
    ]
    ranked = sorted((d for d in dots if d.row.rank is not None), key=lambda d: d.row.rank or 0)
    named = [d for d in dots if d.district_id == district_id] + ranked[:_NAMED]
    labels = place_labels(
        [(dot.name, dot.x, dot.y) for dot in dict.fromkeys(named)],
        [(dot.x, dot.y) for dot in dots],
        Box(_FRAME.left, _FRAME.top + _CAPTION, _FRAME.right, _FRAME.bottom - _CAPTION),
    )
    return Scatter(
        frame=_FRAME,
        x_scale=x_scale,
        y_scale=y_scale,
        x_middle=x_scale.at(city_access),
        y_middle=y_scale.at(0.0),
        dots=tuple(dots),
        labels=tuple(labels),
    )


class Strip(Struct, frozen=True, kw_only=True):
    """One indicator on a line: all units as dots, this unit, its borough and the city marked."""

    others: tuple[float, ...]
    own: float | None
    low: float | None
    high: float | None
    borough: float | None
    city: float | None


def strip_of(
    values: Sequence[float],
    own: tuple[float | None, float | None, float | None],
    borough: float | None,
    city: float | None,
) -> Strip:
    """`own` is (value, low, high). The scale holds all units; whiskers stop at its ends."""
    marks = [v for v in (own[0], borough, city) if v is not None]
    scale = scale_over([*values, *marks], 8.0, STRIP_WIDTH - 8.0, padding=0.02)

    def at(value: float | None) -> float | None:
        return None if value is None else scale.at(value)

    return Strip(
        others=tuple(scale.at(value) for value in values),
        own=at(own[0]),
        low=at(own[1]),
        high=at(own[2]),
        borough=at(borough),
        city=at(city),
    )
