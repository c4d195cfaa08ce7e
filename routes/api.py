"""The four questions: what is there, where is it, how many, who is underserved."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, request
from flask_babel import gettext

from geodata.freshness import source_freshness
from geodata.model import CoverageRow, IndicatorValue, Source
from geodata.tables import to_properties
from routes import params
from routes.answers import GEOJSON, csv_answer, csv_text, json_answer
from routes.context import is_example, services, snapshot, today
from routes.phrases import choice_label
from services.contracts import (
    BadQuery,
    CoverageQuery,
    FacetValue,
    Hit,
    Located,
    LocateResult,
    SearchResult,
)
from services.data_quality import placements_of
from services.items import table_of
from services.search_labels import PARAMETER_LABELS

blueprint = Blueprint("api", __name__, url_prefix="/api")

LEVELS = ("district", "borough", "urban_area", "city")
JUDGED_LEVELS = ("district", "borough")
VALUE_COLUMNS = (
    "district_id",
    "level",
    "indicator_id",
    "period",
    "value",
    "low",
    "high",
    "status",
    "inherited_from",
    "counted_in",
    "numerator",
    "denominator",
    "is_example",
)
#: indicators of these groups rest on offers, so example offers make them examples too
_GROUPS_ON_OFFERS = ("supply", "access", "gap")
MAX_LOCATED = 50


@blueprint.get("/search")
def search() -> Response:
    """Open offers that match, with counts of what each further choice would match."""
    params.reject_unknown(request.args, params.SEARCH_PARAMETERS)
    params.choice(request.args, "f", ("json",))
    result = services().search.search(params.search_query())
    body = {
        "type": "FeatureCollection",
        "matched": result.matched,
        "returned": len(result.hits),
        "facets": {name: _facet(name, values) for name, values in result.facets.items()},
        "features": [hit_feature(hit) for hit in result.hits],
        "without_place": result.without_place,
        "loosenings": _loosenings(result),
        "without_min_age": result.without_min_age,
        "notes": msgspec.to_builtins(result.notes),
        "is_example": is_example(),
    }
    return json_answer(body, GEOJSON)


def _facet(name: str, values: tuple[FacetValue, ...]) -> list[dict[str, Any]]:
    return [
        {"value": facet.value, "label": choice_label(name, facet), "count": facet.count}
        for facet in values
    ]


def _loosenings(result: SearchResult) -> list[dict[str, Any]]:
    return [
        {
            "kind": found.kind,
            "value": ",".join(found.changes),
            "label": " / ".join(gettext(PARAMETER_LABELS[name]) for name in found.changes),
            "changes": {name: list(values) for name, values in found.changes.items()},
            "count": found.count,
        }
        for found in result.loosenings
    ]


def hit_feature(hit: Hit) -> dict[str, Any]:
    """A found offer as a GeoJSON feature: its flat properties, who offers it and how far."""
    offer, held = hit.opportunity, snapshot()
    table = table_of(held, "opportunities", services().city.timezone, today())
    organisation = held.organisation_by_id.get(offer.organisation_id)
    district = held.district_by_id.get(offer.district_id or "")
    number = table.number_by_id[offer.opportunity_id]
    properties = {
        **table.properties[number],
        "organisation_name": organisation.name if organisation else None,
        "district_name": district.name if district else None,
        "distance_m": None if hit.distance_m is None else round(hit.distance_m, 1),
    }
    return {
        "type": "Feature",
        "id": offer.opportunity_id,
        "geometry": table.geometry_json(number),
        "properties": properties,
    }


@blueprint.get("/locate")
def locate() -> Response:
    """Areas and places by name (`q`), or the district of a point (`near`); local data only."""
    args = request.args
    params.reject_unknown(args, ("q", "near", "limit"))
    params.choice(args, "f", ("json",))
    near, q = params.point(args, "near"), params.text(args, "q")
    if near is not None and q is None:
        return json_answer(_located_collection(_district_at(*near)), GEOJSON)
    limit = min(params.limit(args, 8), MAX_LOCATED)
    return json_answer(_located_collection(services().locate.locate(q or "", limit)), GEOJSON)


def _district_at(lon: float, lat: float) -> LocateResult:
    district_id = services().locate.district_at(lon, lat)
    found: tuple[Located, ...] = ()
    if district_id is not None:
        name = snapshot().district_by_id[district_id].name
        here = Located(
            label=name,
            kind="district",
            district_id=district_id,
            precision="district",
            confidence=1.0,
            lon=lon,
            lat=lat,
        )
        found = (here,)
    return LocateResult(query=f"{lon},{lat}", candidates=found, not_loaded=())


def _located_collection(result: LocateResult) -> dict[str, Any]:
    hints = {
        "addresses": gettext("Adressregister nicht geladen"),
        "stops": gettext("Haltestellen nicht geladen"),
    }
    return {
        "type": "FeatureCollection",
        "features": [_located_feature(located) for located in result.candidates],
        "not_loaded": list(result.not_loaded),
        "hints": [hints[name] for name in result.not_loaded],
    }


def _located_feature(located: Located) -> dict[str, Any]:
    feature: dict[str, Any] = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [located.lon, located.lat]},
        "properties": {
            "label": located.label,
            "kind": located.kind,
            "district_id": located.district_id,
            "precision": located.precision,
            "confidence": located.confidence,
        },
    }
    return {**feature, "bbox": located.bbox} if located.bbox else feature


@blueprint.get("/indicators")
def indicators() -> Response:
    """The long table, as JSON or CSV."""
    args = request.args
    params.reject_unknown(args, ("indicator_id", "period", "level", "format"))
    wanted = params.choice(args, "format", ("json", "csv"))
    wanted = wanted or params.choice(args, "f", ("json", "csv")) or "json"
    rows = [_value_row(value) for value in _chosen_values()]
    if wanted == "csv":
        return csv_answer(VALUE_COLUMNS, rows, _filename())
    return json_answer({"values": rows, "is_example": is_example()})


def indicators_csv() -> str:
    """The whole long table as CSV."""
    rows = (_value_row(value) for value in snapshot().indicator_values)
    return csv_text(VALUE_COLUMNS, rows)


def _filename() -> str:
    prefix = "beispieldaten-" if is_example() else ""
    return f"{prefix}indicators-{snapshot().info.snapshot_id}.csv"


def _chosen_values() -> list[IndicatorValue]:
    args, held = request.args, snapshot()
    ids = params.texts(args, "indicator_id")
    for indicator_id in ids:
        if indicator_id not in held.indicator_by_id:
            why = gettext("Den Indikator „%(i)s“ gibt es nicht.", i=indicator_id)
            raise BadQuery(why, "indicator_id")
    periods, level = params.texts(args, "period"), params.choice(args, "level", LEVELS)
    return [
        value
        for value in held.indicator_values
        if (not ids or value.indicator_id in ids)
        and (not periods or value.period in periods)
        and (level is None or value.level == level)
    ]


def _value_row(value: IndicatorValue) -> dict[str, Any]:
    indicator = snapshot().indicator_by_id.get(value.indicator_id)
    on_offers = indicator is not None and indicator.group in _GROUPS_ON_OFFERS
    row = msgspec.structs.asdict(value)
    row["is_example"] = on_offers and is_example()
    return {name: row[name] for name in VALUE_COLUMNS}


@blueprint.get("/sources")
def sources() -> Response:
    """Every source: licence, how current it is today, how exactly its entries are located."""
    params.reject_unknown(request.args, ())
    params.choice(request.args, "f", ("json",))
    body = {
        "sources": [_source(source) for source in snapshot().sources],
        "is_example": is_example(),
    }
    return json_answer(body)


def _source(source: Source) -> dict[str, Any]:
    held = snapshot()
    found = source_freshness(source, today(), services().city.timezone)
    placement = placements_of(held).by_source.get(source.source_id)
    return {
        **to_properties(source),
        "freshness": found.state,
        "confirmed_on": found.day,
        "fresh_until": found.last_day,
        "located": placement.counts if placement else None,
    }


@blueprint.get("/coverage")
def coverage() -> Response:
    """The judgement under the weights that are asked for."""
    args = request.args
    params.reject_unknown(args, ("weights", "theme", "audience", "low_threshold", "level"))
    params.choice(args, "f", ("json",))
    answer = services().coverage.judge(coverage_query())
    body = {
        "weights": answer.weights,
        "districts": [coverage_row(row) for row in answer.rows],
        "city": answer.city,
        "is_example": is_example(),
    }
    return json_answer(body)


def coverage_query() -> CoverageQuery:
    """The question in the request. Raises BadQuery."""
    args = request.args
    query = CoverageQuery(
        weights=params.weights(args),
        theme=params.texts(args, "theme"),
        audience=params.texts(args, "audience"),
        low_threshold=params.flag(args, "low_threshold"),
    )
    level = params.choice(args, "level", JUDGED_LEVELS) or "district"
    return msgspec.structs.replace(query, level=level)


def coverage_row(row: CoverageRow) -> dict[str, Any]:
    """A row as the API gives it: supply and access nested, nothing else added."""
    return {
        "district_id": row.district_id,
        "status": row.status,
        "disadvantage_index": row.disadvantage_index,
        "disadvantage_class": row.disadvantage_class,
        "inherited_weight_share": row.inherited_weight_share,
        "supply": {"value": row.supply_value, "low": row.supply_low, "high": row.supply_high},
        "access": {"value": row.access_value, "method": row.access_method},
        "coverage_gap": row.coverage_gap,
        "gap_low": row.gap_low,
        "gap_high": row.gap_high,
        "is_underserved": row.is_underserved,
        "rank": row.rank,
        "robust_share": row.robust_share,
    }
