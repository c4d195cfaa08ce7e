"""What the planning page shows, made from layers and the judgement: map, table, ranking, scatter.

Colours, patterns and words of values come from `layers`, so that page, map and API say the same.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from msgspec import Struct

from geodata.model import CoverageRow, District, Source
from geodata.snapshot import Snapshot
from layers import words
from layers.areas import shapes_of
from layers.build import build_layer
from layers.catalogue import DISADVANTAGE, GAP, SUPPLY, indicator_spec
from layers.sources import sources_of
from layers.spec import Layer
from routes.context import language, services, today
from routes.planning_query import NAME, RANK, PlanQuery, default_period, sort_keys
from routes.speech import _
from services.charts import Projection, path_of, projection_over
from services.findings import lacks_index

MAP_WIDTH = 1600
SMOOTHED = "opportunities_per_1000_smoothed"
_DRAWING = "_planning_drawing"
Feature = dict[str, Any]


class Cell(Struct, frozen=True, kw_only=True):
    """One value of the table: what it says, what it is sorted by."""

    text: str
    details: tuple[str, ...] = ()
    sort: float | None = None
    is_missing: bool = False


class Order(Struct, frozen=True, kw_only=True):
    """Another indicator a column is sorted by: its values by district_id, its method's anchor."""

    values: dict[str, float | None]
    method: str


class Column(Struct, frozen=True, kw_only=True):
    """One indicator as a column: what, from when, from where."""

    key: str
    label: str
    unit: str
    period: str
    sources: tuple[Source, ...]
    method: str
    is_on_map: bool
    layer: Layer
    note: str | None = None
    order: Order | None = None

    @property
    def features(self) -> dict[str, Feature]:
        """district_id -> properties."""
        return {f["properties"]["district_id"]: f["properties"] for f in self.layer.features}


class Line(Struct, frozen=True, kw_only=True):
    """One unit as a line of the table."""

    area: District
    row: CoverageRow | None
    cells: tuple[Cell, ...]


class Drawing(Struct, frozen=True, kw_only=True):
    """The city as SVG paths in one viewBox."""

    width: int
    height: int
    areas: dict[str, str]
    boroughs: tuple[str, ...]
    outline: str
    rivers: tuple[tuple[str, str], ...]
    names: tuple[tuple[tuple[str, ...], int, int], ...]


def choropleth(snapshot: Snapshot, indicator_id: str, period: str, level: Any) -> Layer:
    """The layer of one indicator in the language of the request."""
    spec = indicator_spec(snapshot, indicator_id, period, level)
    return build_layer(
        spec, snapshot, today=today(), timezone=services().city.timezone, language=language()
    )


def _common_note(layer: Layer) -> str | None:
    """A note that stands at every value is said once, in the heading."""
    properties = [f["properties"] for f in layer.features]
    notes = {p["note"] for p in properties if p["value"] is not None}
    return notes.pop() if len(notes) == 1 else None


def _order(snapshot: Snapshot, query: PlanQuery, key: str, period: str) -> Order | None:
    """Supply is ordered by its smoothed rate, because the raw one of small districts swings.

    It is made in the build for all offers; of some offers there is only the raw rate.
    """
    indicator = snapshot.indicator_by_id.get(SMOOTHED)
    values = snapshot.values_by_indicator.get((SMOOTHED, period, query.level))
    if key != SUPPLY or query.offers_chosen or indicator is None or not values:
        return None
    return Order(values={k: v.value for k, v in values.items()}, method=indicator.method)


def _column(snapshot: Snapshot, query: PlanQuery, key: str, period: str) -> Column:
    indicator = snapshot.indicator_by_id[key]
    layer = choropleth(snapshot, key, period, query.level)
    return Column(
        key=key,
        label=_(indicator.label),
        unit=_(words.UNIT_WORDS.get(indicator.unit, indicator.unit)),
        period=words.period_text(period, language()),
        sources=sources_of(snapshot, indicator, period),
        method=indicator.method,
        is_on_map=key == query.indicator_id,
        layer=layer,
        note=_common_note(layer),
        order=_order(snapshot, query, key, period),
    )


def columns_of(snapshot: Snapshot, query: PlanQuery) -> list[Column]:
    """Columns of the table, the chosen indicator among them, its chosen period."""
    found = []
    for key in sort_keys(query.indicator_id):
        if key in {NAME, RANK}:
            continue
        usual = default_period(snapshot, services().city, key, query.level)
        if usual:
            period = query.period if key == query.indicator_id else usual
            found.append(_column(snapshot, query, key, period))
    return found


def bare(text: str) -> str:
    """`1,6 je 1.000` -> `1,6`, where the unit stands elsewhere."""
    return re.sub(r"\u00a0(Stunden )?je\b.*$", "", text)


def interval_words(properties: Feature) -> str | None:
    """`0,4 bis 1,3`, without repeating the unit."""
    low, high = properties["low_text"], properties["high_text"]
    if not low or not high:
        return None
    return _("%(low)s bis %(high)s", low=bare(low), high=bare(high))


def _gap_words(row: CoverageRow | None) -> str | None:
    """The gap's range is one over weightings, not a confidence interval: said so."""
    if row is None or row.gap_low is None or row.gap_high is None:
        return None
    low, high = (words.number_text(end, 1, language()) for end in (row.gap_low, row.gap_high))
    return _("je nach Gewichtung %(low)s bis %(high)s", low=low, high=high)


def _details(
    properties: Feature, row: CoverageRow | None, common_note: str | None
) -> tuple[str | None, ...]:
    note = properties["note"]
    if properties["indicator_id"] == GAP and properties["value"] is not None:
        return (_gap_words(row),)
    is_index = properties["indicator_id"] == DISADVANTAGE
    label = properties["class_label"] if is_index else None
    return (
        _(label.split(" (")[0]) if label else None,
        interval_words(properties),
        None if properties["value"] is not None and note == common_note else note,
    )


def value_words(properties: Feature, row: CoverageRow | None) -> str:
    """The value; `ohne Index` where the weights leave a unit without index and gap."""
    of_index = properties["indicator_id"] in {GAP, DISADVANTAGE}
    if of_index and properties["value"] is None and row is not None and lacks_index(row):
        return _("ohne Index")
    return str(properties["value_text"])


def _cell(column: Column, properties: Feature, row: CoverageRow | None) -> Cell:
    number = properties["value"]
    order = column.order
    return Cell(
        text=bare(value_words(properties, row)),
        details=tuple(text for text in _details(properties, row, column.note) if text),
        sort=order.values.get(properties["district_id"]) if order else number,
        is_missing=number is None,
    )


def lines_of(
    areas: Sequence[District], columns: Sequence[Column], rows: Sequence[CoverageRow]
) -> list[Line]:
    """One line per unit, in the order of `areas`."""
    judged = {row.district_id: row for row in rows}
    by_column = [(column, column.features) for column in columns]
    return [
        Line(
            area=area,
            row=judged.get(area.district_id),
            cells=tuple(
                _cell(column, found[area.district_id], judged.get(area.district_id))
                for column, found in by_column
            ),
        )
        for area in areas
    ]


def name_key(name: str) -> str:
    """Ä sorts as A and ß as ss, as in a dictionary."""
    # ß folds to ss first: it has no parts that NFKD could keep
    return unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()


def _rank_key(line: Line) -> tuple[float, float]:
    row = line.row
    if row is None:
        return math.inf, math.inf
    rank = math.inf if row.rank is None else float(row.rank)
    return rank, math.inf if row.coverage_gap is None else -row.coverage_gap


def rank_order(line: Line) -> float | str:
    """The rank as one number a script can sort by; empty where there is none."""
    rank, gap = _rank_key(line)
    if gap == math.inf:
        return ""
    return rank if rank < math.inf else round(10_000 + gap, 4)


def sort_lines(lines: list[Line], columns: Sequence[Column], query: PlanQuery) -> list[Line]:
    """Sorted as asked; units without a value stay at the end either way."""
    is_down = query.order == "desc"
    if query.sort == NAME:
        return sorted(lines, key=lambda line: name_key(line.area.name), reverse=is_down)
    if query.sort == RANK:
        there = [line for line in lines if _rank_key(line) != (math.inf, math.inf)]
        missing = [line for line in lines if _rank_key(line) == (math.inf, math.inf)]
        return sorted(there, key=_rank_key, reverse=is_down) + missing
    index = next((i for i, column in enumerate(columns) if column.key == query.sort), None)
    if index is None:
        return lines
    there = [line for line in lines if line.cells[index].sort is not None]
    missing = [line for line in lines if line.cells[index].sort is None]
    there.sort(key=lambda line: line.cells[index].sort or 0.0, reverse=is_down)
    return there + missing


def city_text(snapshot: Snapshot, query: PlanQuery) -> str | None:
    """The city's own value of the chosen indicator, where the snapshot has one."""
    key = (query.indicator_id, query.period, "city")
    value = snapshot.values_by_indicator.get(key, {}).get("city")
    if value is None or value.value is None:
        return None
    indicator = snapshot.indicator_by_id[query.indicator_id]
    if indicator.group == "access" and indicator.unit == "share":
        return words.about_share_text(value.value, language())
    return bare(words.value_text(value.value, indicator.unit, language()))


def drawing_order(lines: Sequence[Line], shown: Column) -> list[Line]:
    """Borders that say something are drawn last, so that no neighbour covers them."""
    features = shown.features
    return sorted(
        lines,
        key=lambda line: (
            features[line.area.district_id]["stroke_width"],
            line.area.district_id,
        ),
    )


def _name_at(
    area: District, shape: Mapping[str, Any], projection: Projection
) -> tuple[tuple[str, ...], int, int]:
    """A name in at most two lines and the place where its area has most room."""
    head, slash, tail = area.name.partition("/")
    x, y = projection.at(*shape["label_point"])
    return ((head + slash, tail) if tail else (head,)), x, y


def _draw(snapshot: Snapshot, projection: Projection) -> Drawing:
    areas = (*snapshot.districts, *snapshot.boroughs)
    outline = shapely.union_all([d.geometry for d in snapshot.districts])
    borough_shapes = shapes_of(snapshot, "borough")
    return Drawing(
        width=projection.width,
        height=projection.height,
        areas={a.district_id: path_of(a.geometry, projection) for a in areas},
        boroughs=tuple(path_of(b.geometry, projection) for b in snapshot.boroughs),
        outline=path_of(outline, projection),
        names=tuple(
            _name_at(b, borough_shapes[b.district_id], projection) for b in snapshot.boroughs
        ),
        rivers=tuple((r.name, path_of(r.geometry, projection)) for r in snapshot.orientation_lines),
    )


def drawing_of(snapshot: Snapshot) -> Drawing:
    """The city as paths, made once per snapshot."""
    memo = vars(snapshot)
    if _DRAWING not in memo:
        bounds = shapely.total_bounds([d.geometry for d in snapshot.districts])
        west, south, east, north = (float(value) for value in bounds)
        memo[_DRAWING] = _draw(snapshot, projection_over((west, south, east, north), MAP_WIDTH, 12))
    found: Drawing = memo[_DRAWING]
    return found
