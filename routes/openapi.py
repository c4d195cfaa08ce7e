"""The API described for programs: OpenAPI 3.0, made from the types and the snapshot."""

from __future__ import annotations

from typing import Any

from geodata.city import City
from geodata.snapshot import Snapshot
from geodata.tables import COLLECTION_KEYS, Column
from routes.params import MAX_LIMIT
from services.items import COLLECTIONS, RESERVED, queryables_of

Schema = dict[str, Any]

VERSION = "1.0.0"
_TYPES = {"bool": "boolean", "int": "integer", "float": "number"}
_TEXT: Schema = {"type": "string"}
_NUMBER: Schema = {"type": "number"}
_INTEGER: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}
_DAY: Schema = {"type": "string", "format": "date"}


def column_schema(column: Column) -> Schema:
    """A column as a JSON schema; lists are filtered by one of their members."""
    schema: Schema = {"type": _TYPES.get(column.kind, "string")}
    if column.kind in ("date", "datetime"):
        schema["format"] = "date" if column.kind == "date" else "date-time"
    if column.choices:
        schema["enum"] = list(column.choices)
    if column.description:
        schema["description"] = column.description
    return schema


def _parameter(name: str, schema: Schema, description: str = "") -> Schema:
    found: Schema = {"name": name, "in": "query", "required": False, "schema": schema}
    if schema["type"] == "array":
        found.update(style="form", explode=True)
    if description:
        found["description"] = description
    return found


def _or(values: list[str] | tuple[str, ...] = ()) -> Schema:
    items: Schema = {"type": "string", "enum": list(values)} if values else _TEXT
    return {"type": "array", "items": items}


def _numbers(least: int, most: int) -> Schema:
    return {"type": "array", "items": _NUMBER, "minItems": least, "maxItems": most}


def _parameters(snapshot: Snapshot) -> dict[str, Schema]:
    bbox = {
        **_parameter("bbox", _numbers(4, 6), "west,south,east,north in CRS84"),
        "explode": False,
    }
    near = {**_parameter("near", _numbers(2, 2), "lon,lat in CRS84"), "explode": False}
    limit = {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": 10}
    return {
        "bbox": bbox,
        "near": near,
        "limit": _parameter("limit", limit, "Page size."),
        "offset": _parameter("offset", {**_INTEGER, "minimum": 0, "default": 0}, "Rows to skip."),
        "datetime": _parameter("datetime", _TEXT, "RFC 3339 instant, day, or interval a/b, ../b."),
        "lang": _parameter("lang", _TEXT, "Language of labels and messages."),
        "theme": _parameter("theme", _or(tuple(snapshot.theme_by_id)), "Repeat for `or`."),
        "audience": _parameter("audience", _or(tuple(snapshot.audience_by_id))),
        "low_threshold": _parameter("low_threshold", _FLAG),
        "level": _parameter("level", {**_TEXT, "enum": ["district", "borough"]}),
    }


def _search_parameters(snapshot: Snapshot) -> list[Schema]:
    weekdays = ("mo", "tu", "we", "th", "fr", "sa", "su")
    sorts = ("relevance", "distance", "newest", "hours", "starts_on")
    own = {
        "q": _TEXT,
        "district": _or(tuple(snapshot.district_by_id)),
        "borough": _or(tuple(snapshot.borough_by_id)),
        "radius_m": _NUMBER,
        "walk_minutes": _INTEGER,
        "hours_max": _NUMBER,
        "weekday": _or(weekdays),
        "daytime": _or(("morning", "afternoon", "evening")),
        "age": _INTEGER,
        "language": _or(),
        "wheelchair": _or(("yes", "limited", "no", "unknown")),
        "remote": _FLAG,
        "schedule": _or(("regular", "one_off")),
        "near_name": _TEXT,
        "group": _FLAG,
        "people": _INTEGER,
        "certificate": _FLAG,
        "pass": _FLAG,
        "board": _FLAG,
        "in_kind": _FLAG,
        "from": _DAY,
        "to": _DAY,
        "since": _DAY,
        "sort": {**_TEXT, "enum": list(sorts)},
    }
    shared = ("theme", "audience", "low_threshold", "near", "bbox", "limit", "offset", "lang")
    return [*(_parameter(name, schema) for name, schema in own.items()), *map(_ref, shared)]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/parameters/{name}"}


def _answer(media_type: str, schema: Schema | None = None) -> Schema:
    problem = {"$ref": "#/components/responses/Problem"}
    content = {media_type: {"schema": schema or {"type": "object"}}}
    return {"200": {"description": "OK", "content": content}, "4XX": problem}


def _get(
    operation_id: str,
    summary: str,
    media_type: str = "application/json",
    parameters: list[Schema] | None = None,
    schema: Schema | None = None,
) -> Schema:
    operation = {
        "operationId": operation_id,
        "summary": summary,
        "parameters": parameters or [],
        "responses": _answer(media_type, schema),
    }
    return {"get": operation}


def _collection_paths(collection_id: str) -> dict[str, Schema]:
    path = f"/collections/{collection_id}"
    common = [_ref(name) for name in ("bbox", "datetime", "limit", "offset", "lang")]
    own = [
        _parameter(column.name, column_schema(column))
        for column in queryables_of(collection_id)
        if column.name not in RESERVED
    ]
    key = {"name": "featureId", "in": "path", "required": True, "schema": _TEXT}
    features: Schema = {"$ref": "#/components/schemas/FeatureCollection"}
    geojson = "application/geo+json"
    title = COLLECTIONS[collection_id].title
    return {
        path: _get(f"{collection_id}.collection", title),
        f"{path}/queryables": _get(
            f"{collection_id}.queryables", f"{title}: filters", "application/schema+json"
        ),
        f"{path}/items": _get(
            f"{collection_id}.items", f"{title}: features", geojson, [*common, *own], features
        ),
        f"{path}/items/{{featureId}}": _get(
            f"{collection_id}.item", f"{title}: {COLLECTION_KEYS[collection_id]}", geojson, [key]
        ),
    }


def _question_paths(snapshot: Snapshot) -> dict[str, Schema]:
    indicators = [
        _parameter("indicator_id", _or(tuple(snapshot.indicator_by_id))),
        _parameter("period", _or()),
        _parameter("level", {**_TEXT, "enum": ["district", "borough", "urban_area", "city"]}),
        _parameter("format", {**_TEXT, "enum": ["json", "csv"]}),
    ]
    weights = _parameter("weights", _TEXT, "<indicator_id>:<number>,... of the index inputs")
    coverage = [weights, *map(_ref, ("theme", "audience", "low_threshold", "level"))]
    locate = [_parameter("q", _TEXT, "A name or an address."), _ref("near"), _ref("limit")]
    return {
        "/search": _get("search", "Open offers", parameters=_search_parameters(snapshot)),
        "/locate": _get("locate", "Places by name", "application/geo+json", locate),
        "/indicators": _get("indicators", "The long table", parameters=indicators),
        "/coverage": _get("coverage", "Need against access", parameters=coverage),
        "/sources": _get("sources", "Sources, their licence and how current they are"),
    }


def _components(snapshot: Snapshot) -> Schema:
    problem: Schema = {
        "type": "object",
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": _INTEGER,
            "detail": _TEXT,
            "parameter": _TEXT,
        },
    }
    collection: Schema = {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {**_TEXT, "enum": ["FeatureCollection"]},
            "numberMatched": _INTEGER,
            "numberReturned": _INTEGER,
            "timeStamp": {**_TEXT, "format": "date-time"},
            "links": {"type": "array", "items": {"type": "object"}},
            "features": {"type": "array", "items": {"type": "object"}},
        },
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "parameters": _parameters(snapshot),
        "schemas": {"Problem": problem, "FeatureCollection": collection},
        "responses": {"Problem": {"description": "RFC 9457", "content": content}},
    }


def openapi_document(city: City, snapshot: Snapshot, base_url: str) -> Schema:
    """The whole document.

    Parameters
    ----------
    base_url : address of the API without a slash at its end.
    """
    paths: dict[str, Schema] = {
        "/": _get("landing", "Landing page"),
        "/conformance": _get("conformance", "Conformance classes"),
        "/collections": _get("collections", "Collections"),
    }
    for collection_id in COLLECTIONS:
        paths.update(_collection_paths(collection_id))
    paths.update(_question_paths(snapshot))
    return {
        "openapi": "3.0.3",
        "info": {"title": city.title, "version": VERSION},
        "servers": [{"url": base_url}],
        "paths": paths,
        "components": _components(snapshot),
    }
