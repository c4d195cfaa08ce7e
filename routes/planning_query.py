"""The planning page's question: read from the address, written back into addresses.

The address is the whole state: it can be sent, kept and gone back to. What is the default does
not stand in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import url_for
from msgspec import Struct

from geodata.city import City
from geodata.model import Indicator, Level
from geodata.snapshot import Snapshot
from layers.catalogue import DISADVANTAGE, GAP, SUPPLY, periods_of
from routes import params
from routes.context import language, services
from routes.speech import _
from services.contracts import BadQuery, CoverageQuery
from services.planning import ACCESS, RESIDENTS

LEVELS: tuple[Level, ...] = ("district", "borough")
ORDERS = ("asc", "desc")
WEIGHT = "weight_"
#: says for which indicator the form offered its periods
PERIOD_OF = "period_of"
MAX_WEIGHT = 100.0
#: columns of the table besides the chosen indicator, where the snapshot has them
COLUMNS = (GAP, DISADVANTAGE, ACCESS, SUPPLY, RESIDENTS)
NAME, RANK = "name", "rank"


class PlanQuery(Struct, frozen=True, kw_only=True):
    """What is asked. `weights` is empty where they are those of city.toml."""

    indicator_id: str
    period: str
    level: Level = "district"
    theme: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    low_threshold: bool = False
    weights: tuple[tuple[str, float], ...] = ()
    district: str | None = None
    sort: str = RANK
    order: str = "asc"

    @property
    def offers_chosen(self) -> bool:
        """Whether only some of the offers count."""
        return bool(self.theme or self.audience or self.low_threshold)

    @property
    def is_default_question(self) -> bool:
        """Whether the judgement of the build answers it."""
        return not self.offers_chosen and not self.weights

    def coverage(self, level: Level) -> CoverageQuery:
        """The question to the coverage service."""
        return CoverageQuery(
            weights=self.weights,
            theme=self.theme,
            audience=self.audience,
            low_threshold=True if self.low_threshold else None,
            level=level,
        )


def indicators_with_values(snapshot: Snapshot, level: Level) -> list[Indicator]:
    """Indicators that can be drawn at a level, in the chooser's order."""
    chosen = [i for i in snapshot.indicators if periods_of(snapshot, i.indicator_id, level)]
    return sorted(chosen, key=lambda i: (i.sort_order, i.indicator_id))


def _default_indicator(known: Mapping[str, Indicator]) -> str:
    for indicator_id in (GAP, DISADVANTAGE):
        if indicator_id in known:
            return indicator_id
    return next(iter(known), "")


def _indicator_id(args: params.Args, snapshot: Snapshot, level: Level) -> str:
    """The chosen one; the default where it exists, but not at this level."""
    known = {i.indicator_id: i for i in indicators_with_values(snapshot, level)}
    asked = params.text(args, "indicator_id")
    if asked is not None and asked not in snapshot.indicator_by_id:
        raise BadQuery(_("Die Kennzahl „%(id)s“ gibt es nicht.", id=asked), "indicator_id")
    return asked if asked in known else _default_indicator(known)


def default_period(snapshot: Snapshot, city: City, indicator_id: str, level: Level) -> str:
    """An input of the index: the period that counts there. Any other: the latest; empty without.

    The latest period of an input may be a single noisy survey; the page explains the index with it.
    """
    periods = periods_of(snapshot, indicator_id, level)
    counted = (i.period for i in city.disadvantage.inputs if i.indicator_id == indicator_id)
    return next((p for p in counted if p in periods), periods[-1] if periods else "")


def _period(
    args: params.Args, snapshot: Snapshot, city: City, indicator_id: str, level: Level
) -> str:
    """The chosen one; the default where it was chosen for another indicator (`period_of`)."""
    asked = params.text(args, "period")
    is_meant = params.text(args, PERIOD_OF) in {None, indicator_id}
    if asked and is_meant and asked in periods_of(snapshot, indicator_id, level):
        return asked
    if asked is not None and asked not in {value.period for value in snapshot.indicator_values}:
        raise BadQuery(_("Den Zeitraum „%(period)s“ gibt es nicht.", period=asked), "period")
    return default_period(snapshot, city, indicator_id, level)


def _weight(args: params.Args, indicator_id: str, default: float) -> float:
    text = (params.text(args, WEIGHT + indicator_id) or "").replace(",", ".")
    if not text:
        return default
    weight = params.parse_number(text, WEIGHT + indicator_id)
    if not 0 <= weight <= MAX_WEIGHT:
        message = _("Gewichte müssen zwischen 0 und %(most)s liegen.", most=f"{MAX_WEIGHT:g}")
        raise BadQuery(message, WEIGHT + indicator_id)
    return weight


def _weights(args: params.Args, city: City) -> tuple[tuple[str, float], ...]:
    """Empty where the shares are those of city.toml."""
    inputs = city.disadvantage.inputs
    asked = [_weight(args, i.indicator_id, i.weight) for i in inputs]
    total, usual = sum(asked), sum(i.weight for i in inputs)
    if total <= 0:
        raise BadQuery(_("Mindestens ein Gewicht muss größer als 0 sein."), "weights")
    shares = zip(asked, inputs, strict=True)
    if all(abs(value / total - i.weight / usual) < 1e-9 for value, i in shares):
        return ()
    return tuple((i.indicator_id, value) for value, i in zip(asked, inputs, strict=True))


def _themes(args: params.Args, snapshot: Snapshot) -> tuple[str, ...]:
    values = params.texts(args, "theme")
    for value in values:
        if value not in snapshot.theme_by_id:
            raise BadQuery(_("Das Thema „%(id)s“ gibt es nicht.", id=value), "theme")
    return values


def _audiences(args: params.Args, snapshot: Snapshot) -> tuple[str, ...]:
    values = params.texts(args, "audience")
    for value in values:
        if value not in snapshot.audience_by_id:
            raise BadQuery(_("Die Zielgruppe „%(id)s“ gibt es nicht.", id=value), "audience")
    return values


def _district(args: params.Args, snapshot: Snapshot) -> str | None:
    asked = params.text(args, "district")
    if asked and asked not in snapshot.district_by_id and asked not in snapshot.borough_by_id:
        raise BadQuery(_("Den Stadtteil „%(id)s“ gibt es nicht.", id=asked), "district")
    return asked


def sort_keys(indicator_id: str) -> tuple[str, ...]:
    """What the table can be sorted by."""
    first = () if indicator_id in COLUMNS else (indicator_id,)
    return (NAME, RANK, *first, *COLUMNS)


def plan_query(args: params.Args, snapshot: Snapshot, city: City) -> PlanQuery:
    """The question a request asks.

    Raises
    ------
    BadQuery
        A parameter names something that does not exist or is no number.
    """
    level: Level = "borough" if params.choice(args, "level", LEVELS) == "borough" else "district"
    indicator_id = _indicator_id(args, snapshot, level)
    sort = params.text(args, "sort") or RANK
    if sort not in {*sort_keys(indicator_id), *snapshot.indicator_by_id}:
        raise BadQuery(_("Nach „%(sort)s“ lässt sich nicht sortieren.", sort=sort), "sort")
    return PlanQuery(
        indicator_id=indicator_id,
        period=_period(args, snapshot, city, indicator_id, level),
        level=level,
        theme=_themes(args, snapshot),
        audience=_audiences(args, snapshot),
        low_threshold=bool(params.flag(args, "low_threshold")),
        weights=_weights(args, city),
        district=_district(args, snapshot),
        sort=sort,
        order=params.choice(args, "order", ORDERS) or "asc",
    )


def default_query(snapshot: Snapshot, city: City) -> PlanQuery:
    """The question of the page as it first opens."""
    return plan_query(params.Args(), snapshot, city)


def parameters(query: PlanQuery, default: PlanQuery) -> dict[str, str | list[str]]:
    """The query as parameters of an address, without what is the default."""
    found: dict[str, str | list[str]] = {}
    for name in ("indicator_id", "period", "level", "district", "sort", "order"):
        value = getattr(query, name)
        if value and value != getattr(default, name):
            found[name] = value
    found |= {name: list(getattr(query, name)) for name in ("theme", "audience")}
    if query.low_threshold:
        found["low_threshold"] = "1"
    found |= {WEIGHT + key: f"{value:g}" for key, value in query.weights}
    return found


def page_url(
    query: PlanQuery, default: PlanQuery, anchor: str | None = None, **changes: object
) -> str:
    """Address of the page under this question with some of it changed."""
    found: dict[str, Any] = dict(parameters(msgspec.structs.replace(query, **changes), default))
    if language() != services().city.locale:
        found["lang"] = language()
    return url_for("planning.index", _anchor=anchor, **found)
