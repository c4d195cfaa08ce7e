"""OGC API - Features, Part 1 Core, and queryables of Part 3: the collections as GeoJSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from flask import Blueprint, Response, abort, request, url_for
from flask_babel import gettext

from geodata.snapshot import Snapshot
from routes import params
from routes.answers import GEOJSON, JSON, OPENAPI_JSON, SCHEMA_JSON, json_answer
from routes.context import is_example, services, snapshot, today
from routes.openapi import column_schema, openapi_document
from services.contracts import BadQuery
from services.items import (
    COLLECTIONS,
    RESERVED,
    CollectionTable,
    ItemPage,
    ItemQuery,
    find_items,
    queryables_of,
    table_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

blueprint = Blueprint("ogc", __name__, url_prefix="/api")

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
QUERYABLES_REL = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
DEFAULT_LIMIT = 10
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
)


@blueprint.before_app_request
def refuse_other_formats() -> None:
    """406 where a program asks the API for a format that does not exist."""
    if not request.path.startswith("/api/"):
        return
    known = (JSON, GEOJSON, SCHEMA_JSON, "application/vnd.oai.openapi+json", "text/csv")
    if request.accept_mimetypes and not request.accept_mimetypes.best_match(known):
        abort(406)


def _link(rel: str, href: str, media_type: str = JSON, title: str | None = None) -> dict[str, str]:
    link = {"rel": rel, "href": href, "type": media_type}
    return {**link, "title": title} if title else link


def _url(endpoint: str, **values: Any) -> str:
    return url_for(f"ogc.{endpoint}", _external=True, **values)


def _no_parameters() -> None:
    params.reject_unknown(request.args, ())
    params.choice(request.args, "f", ("json",))


@blueprint.get("/")
def landing() -> Response:
    """Where everything is."""
    _no_parameters()
    city = services().city
    links = [
        _link("self", _url("landing")),
        _link("service-desc", _url("openapi"), OPENAPI_JSON, "OpenAPI 3.0"),
        _link("conformance", _url("conformance")),
        _link("data", _url("collections"), title=gettext("Sammlungen")),
        *(
            _link("related", url_for(f"api.{name}", _external=True), title=title)
            for name, title in _questions().items()
        ),
    ]
    body = {
        "title": city.title,
        "description": gettext("Angebote zum Mitmachen, Organisationen und Kennzahlen."),
        "attribution": _attribution(),
        "is_example": is_example(),
        "snapshot_id": snapshot().info.snapshot_id,
        "links": links,
    }
    return json_answer(body)


def _questions() -> dict[str, str]:
    return {
        "search": gettext("Angebote suchen"),
        "locate": gettext("Orte finden"),
        "indicators": gettext("Kennzahlen"),
        "coverage": gettext("Abdeckung"),
        "sources": gettext("Quellen"),
    }


def _attribution() -> str:
    texts = dict.fromkeys(s.attribution for s in snapshot().sources if s.is_used)
    return "; ".join(texts)


@blueprint.get("/conformance")
def conformance() -> Response:
    """The conformance classes that are met."""
    _no_parameters()
    return json_answer({"conformsTo": CONFORMANCE})


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """What can be asked, as OpenAPI 3.0."""
    _no_parameters()
    document = openapi_document(services().city, snapshot(), _url("landing").rstrip("/"))
    return json_answer(document, OPENAPI_JSON)


def _table(collection_id: str) -> CollectionTable:
    if collection_id not in COLLECTIONS:
        abort(404)
    return table_of(snapshot(), collection_id, services().city.timezone, today())


def _collection(collection_id: str) -> dict[str, Any]:
    info, table = COLLECTIONS[collection_id], _table(collection_id)
    here = {"collection_id": collection_id}
    return {
        "id": collection_id,
        "title": gettext(info.title),
        "description": gettext(info.description),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {"spatial": {"bbox": [table.bounds or services().city.bbox], "crs": CRS84}},
        "attribution": "; ".join(dict.fromkeys(p["attribution"] for p in table.properties)),
        "licences": sorted({p["licence"] for p in table.properties}),
        "links": [
            _link("self", _url("collection", **here)),
            _link("items", _url("items", **here), GEOJSON),
            _link(QUERYABLES_REL, _url("queryables", **here), SCHEMA_JSON),
            *_licence_links(table),
        ],
    }


def _licence_links(table: CollectionTable) -> list[dict[str, str]]:
    used = {p["source_id"] for p in table.properties}
    pages = {s.licence: s.licence_url for s in snapshot().sources if s.source_id in used}
    return [_link("license", url, "text/html", name) for name, url in pages.items() if url]


@blueprint.get("/collections")
def collections() -> Response:
    """All collections."""
    _no_parameters()
    body = {
        "links": [_link("self", _url("collections"))],
        "collections": [_collection(collection_id) for collection_id in COLLECTIONS],
    }
    return json_answer(body)


@blueprint.get("/collections/<collection_id>")
def collection(collection_id: str) -> Response:
    """One collection."""
    _no_parameters()
    _table(collection_id)
    return json_answer(_collection(collection_id))


@blueprint.get("/collections/<collection_id>/queryables")
def queryables(collection_id: str) -> Response:
    """The properties one may filter by, as a JSON schema."""
    _no_parameters()
    _table(collection_id)
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _url("queryables", collection_id=collection_id),
        "type": "object",
        "title": gettext(COLLECTIONS[collection_id].title),
        "additionalProperties": False,
        "properties": {c.name: column_schema(c) for c in queryables_of(collection_id)},
    }
    return json_answer(schema, SCHEMA_JSON)


def _item_query(collection_id: str) -> ItemQuery:
    args = request.args
    columns = [c.name for c in queryables_of(collection_id) if c.name not in RESERVED]
    params.reject_unknown(args, ("bbox", "datetime", "limit", "offset", *columns))
    params.choice(args, "f", ("json",))
    for name in ("bbox", "datetime"):
        if name in args and not args[name].strip():
            raise BadQuery(gettext("„%(name)s“ ist leer.", name=name), name)
    return ItemQuery(
        bbox=params.bbox(args),
        interval=params.interval(args, services().city.timezone),
        properties=tuple(
            (name, params.texts(args, name, max_length=300)) for name in columns if name in args
        ),
        limit=params.limit(args, DEFAULT_LIMIT),
        offset=params.offset(args),
    )


@lru_cache(maxsize=4)
def _open_rows(held: Snapshot, _day: dt.date) -> NDArray[np.bool_]:
    is_open = services().search.is_open
    return np.array([is_open(offer) for offer in held.opportunities], dtype=bool)


def _shown(collection_id: str) -> NDArray[np.bool_] | None:
    """Only offers are judged by the day: one that is over is not shown any more."""
    if collection_id != "opportunities":
        return None
    return _open_rows(snapshot(), today())


def _page_links(collection_id: str, query: ItemQuery, page: ItemPage) -> Iterable[dict[str, str]]:
    asked = [(k, v) for k, v in request.args.items(multi=True) if k not in ("offset", "limit")]
    here = {**_multi(asked), "collection_id": collection_id, "limit": query.limit}

    def at(offset: int) -> str:
        return _url("items", **here, **({"offset": offset} if offset else {}))

    yield _link("self", at(query.offset), GEOJSON)
    yield _link("collection", _url("collection", collection_id=collection_id))
    if query.offset + len(page.features) < page.matched and page.features:
        yield _link("next", at(query.offset + query.limit), GEOJSON)
    if query.offset:
        yield _link("prev", at(max(0, query.offset - query.limit)), GEOJSON)


def _multi(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


@blueprint.get("/collections/<collection_id>/items")
def items(collection_id: str) -> Response:
    """One page of features."""
    table = _table(collection_id)
    query = _item_query(collection_id)
    page = find_items(table, query, _shown(collection_id))
    body = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "timeStamp": services().clock.now(),
        "links": list(_page_links(collection_id, query, page)),
        "features": page.features,
    }
    return json_answer(body, GEOJSON)


@blueprint.get("/collections/<collection_id>/items/<feature_id>")
def item(collection_id: str, feature_id: str) -> Response:
    """One feature; an offer that is over is gone (404)."""
    _no_parameters()
    table = _table(collection_id)
    number = table.number_by_id.get(feature_id)
    shown = _shown(collection_id)
    if number is None or (shown is not None and not shown[number]):
        abort(404)
    here = {"collection_id": collection_id}
    body = {
        "type": "Feature",
        "id": feature_id,
        "geometry": table.geometry_json(number),
        "properties": table.properties[number],
        "links": [
            _link("self", _url("item", **here, feature_id=feature_id), GEOJSON),
            _link("collection", _url("collection", **here)),
        ],
    }
    return json_answer(body, GEOJSON)
