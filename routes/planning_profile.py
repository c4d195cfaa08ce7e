"""One district in full: its figures beside borough and city, its offers, its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from geodata.model import CoverageRow, District, Indicator, IndicatorValue, Source
from geodata.snapshot import Snapshot
from layers import words
from layers.catalogue import periods_of
from layers.sources import sources_of
from routes.context import language, services
from routes.planning_charts import Strip, strip_of
from routes.planning_query import default_period, indicators_with_values
from routes.planning_view import bare, choropleth, interval_words
from routes.speech import _

THIN_PER_KM2 = 1000.0


class Fact(Struct, frozen=True, kw_only=True):
    """One figure of the profile with everything that qualifies it."""

    indicator: Indicator
    label: str
    period: str
    text: str
    interval: str | None
    note: str | None
    others: str | None
    borough_text: str | None
    city_text: str | None
    sources: tuple[Source, ...]
    native: str
    strip: Strip | None


def native_words(level: str | None) -> str:
    """The unit a figure is counted for."""
    words_of = {
        "district": _("Stadtteil"),
        "borough": _("Stadtbezirk"),
        "urban_area": _("Stadtraum"),
        "city": _("ganze Stadt"),
    }
    return words_of.get(level or "", _("ohne Gebiet"))


def _number(value: IndicatorValue | None) -> float | None:
    return None if value is None or value.status not in {"ok", "inherited"} else value.value


def _text(indicator: Indicator, value: float | None) -> str | None:
    if value is None:
        return None
    is_estimate = indicator.group == "access" and indicator.unit == "share"
    if is_estimate:
        return words.about_share_text(value, language())
    return bare(words.value_text(value, indicator.unit, language()))


def _strip(
    values: Sequence[IndicatorValue],
    own: IndicatorValue | None,
    borough: float | None,
    city: float | None,
) -> Strip | None:
    numbers = [n for n in (_number(value) for value in values) if n is not None]
    if len(numbers) < 2:
        return None
    mine = (_number(own), own.low if own else None, own.high if own else None)
    return strip_of(numbers, mine, borough, city)


def _other_periods(
    snapshot: Snapshot, district: District, indicator: Indicator, shown: str
) -> str | None:
    """`2022: 18 %; 2024: 37 %`: the periods that are not `shown`, oldest first."""
    told = []
    for period in periods_of(snapshot, indicator.indicator_id):
        values = snapshot.values_by_indicator[indicator.indicator_id, period, "district"]
        text = _text(indicator, _number(values.get(district.district_id)))
        if period != shown and text is not None:
            told.append(f"{words.period_text(period, language())}:\N{NO-BREAK SPACE}{text}")
    # numbers have commas of their own
    return "; ".join(told) or None


def _fact(snapshot: Snapshot, district: District, indicator: Indicator) -> Fact:
    key = indicator.indicator_id
    period = default_period(snapshot, services().city, key, "district")
    index = snapshot.values_by_indicator
    values = index.get((key, period, "district"), {})
    own = values.get(district.district_id)
    borough = _number(index.get((key, period, "borough"), {}).get(district.parent_id or ""))
    city = _number(index.get((key, period, "city"), {}).get("city"))
    properties = next(
        f["properties"]
        for f in choropleth(snapshot, key, period, "district").features
        if f["properties"]["district_id"] == district.district_id
    )
    # a borough's count lies far beyond any district's: only rates are compared on one line
    marks = (None, None) if indicator.unit == "count" else (borough, city)
    return Fact(
        indicator=indicator,
        label=_(indicator.label),
        period=words.period_text(period, language()),
        text=bare(properties["value_text"]),
        interval=interval_words(properties),
        note=properties["note"],
        others=_other_periods(snapshot, district, indicator, period),
        borough_text=_text(indicator, borough),
        city_text=_text(indicator, city),
        sources=sources_of(snapshot, indicator, period),
        native=native_words(indicator.native_level),
        strip=_strip(list(values.values()), own, *marks),
    )


def facts_of(snapshot: Snapshot, district: District) -> list[tuple[str, list[Fact]]]:
    """All figures of a district, by group."""
    groups = {
        "people": _("Menschen"),
        "need": _("Soziale Belastung"),
        "access": _("Erreichbarkeit"),
        "supply": _("Angebote"),
        "gap": _("Lücke"),
    }
    known = indicators_with_values(snapshot, "district")
    found = [
        (label, [_fact(snapshot, district, i) for i in known if i.group == group])
        for group, label in groups.items()
    ]
    return [(label, facts) for label, facts in found if facts]


def is_thinly_settled(district: District, row: CoverageRow | None) -> bool:
    """Whether the grid says little about where people live (fewer than 1,000 per km2)."""
    if row is None or row.residents is None:
        return False
    return row.residents / district.area_km2 < THIN_PER_KM2


def counted_here(snapshot: Snapshot, district: District) -> list[District]:
    """Other districts whose people are counted in this one."""
    return [
        d
        for d in snapshot.districts
        if d.statistics_unit_id == district.district_id and d is not district
    ]


def profile_context(
    snapshot: Snapshot, district: District, row: CoverageRow | None
) -> dict[str, Any]:
    """What the profile's template needs of the snapshot alone."""
    unit = snapshot.district_by_id.get(district.statistics_unit_id or "")
    return {
        "district": district,
        "counted_in": unit if unit is not district else None,
        "counted_here": counted_here(snapshot, district),
        "fact_groups": facts_of(snapshot, district),
        "is_thin": is_thinly_settled(district, row),
        "row": row,
    }
