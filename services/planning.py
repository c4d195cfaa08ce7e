"""What the planning pages need besides the judgement: the snapshot as asked, neighbours, offers.

Pure functions over a snapshot: no request, no clock, no colours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import msgspec
import shapely
from msgspec import Struct

from geodata.city import City
from geodata.coverage.formulas import top_count
from geodata.model import CoverageRow, District, IndicatorValue, Opportunity, Theme
from geodata.snapshot import Snapshot
from layers.catalogue import DISADVANTAGE, GAP, SUPPLY

ACCESS = "residents_within_10_min_share"
RESIDENTS = "residents"
COUNT = "opportunity_count"

#: judged indicator -> fields of a `CoverageRow` that hold value, low, high
_FIELDS: dict[str, tuple[str, str | None, str | None]] = {
    DISADVANTAGE: ("disadvantage_index", None, None),
    COUNT: ("opportunity_count", None, None),
    SUPPLY: ("supply_value", "supply_low", "supply_high"),
    ACCESS: ("access_value", None, None),
    GAP: ("coverage_gap", "gap_low", "gap_high"),
}
#: of these the default classes no longer fit where only some offers are asked for
_COUNTED = {COUNT, SUPPLY, ACCESS}
_NEIGHBOURS = "_neighbours"


def _number(row: CoverageRow, field: str | None) -> float | None:
    value = getattr(row, field) if field else None
    return None if value is None else float(value)


def _judged_value(value: IndicatorValue, row: CoverageRow) -> IndicatorValue:
    field, low, high = _FIELDS[value.indicator_id]
    number = _number(row, field)
    status = value.status
    if number is None:
        status = "no_data"
    elif status not in {"ok", "inherited"}:
        status = "ok"
    return msgspec.structs.replace(
        value,
        value=number,
        low=_number(row, low),
        high=_number(row, high),
        numerator=None,
        denominator=None,
        status=status,
    )


def _latest_periods(snapshot: Snapshot) -> dict[str, str]:
    periods: dict[str, str] = {}
    for indicator_id, period, _ in snapshot.values_by_indicator:
        if indicator_id in _FIELDS:
            periods[indicator_id] = max(period, periods.get(indicator_id, ""))
    return periods


def asked_snapshot(
    snapshot: Snapshot, rows: Iterable[CoverageRow], *, offers_chosen: bool
) -> Snapshot:
    """The snapshot as it looks under a question: judged values replaced by those of `rows`.

    Only the latest period of each judged indicator changes, and only for the units in `rows`.
    With `offers_chosen` (a theme, an audience, low threshold) the classes made in the build are
    left out for what counts offers, since they were made for all offers.
    """
    by_id = {row.district_id: row for row in rows}
    latest = _latest_periods(snapshot)
    values = tuple(
        _judged_value(value, by_id[value.district_id])
        if latest.get(value.indicator_id) == value.period and value.district_id in by_id
        else value
        for value in snapshot.indicator_values
    )
    coverage = {**snapshot.coverage_by_id, **by_id}
    classes = tuple(
        c for c in snapshot.indicator_classes if not (offers_chosen and c.indicator_id in _COUNTED)
    )
    return msgspec.structs.replace(
        snapshot,
        indicator_values=values,
        indicator_classes=classes,
        coverage=tuple(coverage[key] for key in sorted(coverage)),
    )


def units_of(snapshot: Snapshot) -> list[District]:
    """The districts that have figures of their own."""
    return [d for d in snapshot.districts if d.statistics_unit_id in {None, d.district_id}]


def largest_gaps(snapshot: Snapshot, city: City) -> int:
    """How many gaps count as "the largest" in robustness."""
    rule = city.robustness
    return top_count(len(units_of(snapshot)), rule.top_share, rule.top_min)


def _neighbour_ids(districts: tuple[District, ...]) -> dict[str, tuple[str, ...]]:
    tree = shapely.STRtree([d.geometry for d in districts])
    found: dict[str, list[str]] = {d.district_id: [] for d in districts}
    for index, district in enumerate(districts):
        for other in tree.query(district.geometry, predicate="intersects"):
            if other == index:
                continue
            shared = shapely.intersection(district.geometry, districts[other].geometry)
            if shapely.length(shared) > 0:
                found[district.district_id].append(districts[other].district_id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}


def neighbours_of(snapshot: Snapshot, district_id: str) -> list[District]:
    """Districts that share more than a point of their border, in order of their ids."""
    memo: dict[str, tuple[str, ...]] = vars(snapshot).get(_NEIGHBOURS) or _neighbour_ids(
        snapshot.districts
    )
    vars(snapshot)[_NEIGHBOURS] = memo
    return [snapshot.district_by_id[key] for key in memo[district_id]]


class ThemeCount(Struct, frozen=True, kw_only=True):
    """How many open offers of a place have this main theme, and how many as a further one."""

    theme: Theme
    count: int
    low_threshold_count: int
    second_count: int


def offers_by_theme(
    snapshot: Snapshot, district_id: str, is_open: Callable[[Opportunity], bool]
) -> list[ThemeCount]:
    """Open offers with a place in the district by main theme; every theme, the largest first."""
    offers = [
        o
        for o in snapshot.opportunities
        if o.district_id == district_id and o.themes and is_open(o)
    ]
    counts = Counter(o.themes[0] for o in offers)
    low = Counter(o.themes[0] for o in offers if o.is_low_threshold)
    second = Counter(theme for o in offers for theme in set(o.themes[1:]) - {o.themes[0]})
    rows = [
        ThemeCount(
            theme=theme,
            count=counts[key],
            low_threshold_count=low[key],
            second_count=second[key],
        )
        for key, theme in snapshot.theme_by_id.items()
    ]
    return sorted(rows, key=lambda row: -row.count)
