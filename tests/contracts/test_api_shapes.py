"""The shapes others build on. A change here breaks somebody's map: add, never rename."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
import pytest
from flask.testing import FlaskClient
from msgspec import Struct

from geodata.freshness import FreshnessState
from geodata.model import DisadvantageClass, Entry, SourceStatus, ValueStatus
from geodata.tables import COLLECTION_KEYS, TABLES, columns_of
from tests.fakes import sample_app


class Shape(Struct, forbid_unknown_fields=True):
    """Exactly these keys."""


class Facet(Shape):
    value: str
    label: str
    count: int


class Geometry(Shape):
    type: str
    coordinates: list[Any]


class Feature(Shape):
    type: str
    id: str
    geometry: Geometry | None
    properties: dict[str, Any]


class WordNote(Shape):
    kind: Literal["slip", "synonym", "left_out"]
    asked: str
    shown: list[str]


class Loosening(Shape):
    kind: Literal["widen", "drop"]
    value: str
    label: str
    changes: dict[str, list[str]]
    count: int


class Search(Shape):
    type: str
    matched: int
    returned: int
    facets: dict[str, list[Facet]]
    features: list[Feature]
    without_place: int
    loosenings: list[Loosening]
    without_min_age: int
    notes: list[WordNote]
    is_example: bool


class LocatedProperties(Shape):
    label: str
    kind: str
    district_id: str | None
    precision: str
    confidence: float


class LocatedFeature(Shape):
    type: str
    geometry: Geometry
    properties: LocatedProperties
    bbox: tuple[float, float, float, float] | None = None


class Locate(Shape):
    type: str
    features: list[LocatedFeature]
    not_loaded: list[str]
    hints: list[str]


class Value(Shape):
    district_id: str
    level: str
    indicator_id: str
    period: str
    value: float | None
    low: float | None
    high: float | None
    status: ValueStatus
    inherited_from: list[str]
    counted_in: str | None
    numerator: float | None
    denominator: float | None
    is_example: bool


class Indicators(Shape):
    values: list[Value]
    is_example: bool


class Supply(Shape):
    value: float | None
    low: float | None
    high: float | None


class Access(Shape):
    value: float | None
    method: str | None


class CoverageDistrict(Shape):
    district_id: str
    status: ValueStatus
    disadvantage_index: float | None
    disadvantage_class: DisadvantageClass | None
    inherited_weight_share: float | None
    supply: Supply
    access: Access
    coverage_gap: float | None
    gap_low: float | None
    gap_high: float | None
    is_underserved: bool | None
    rank: int | None
    robust_share: float | None


class Coverage(Shape):
    weights: dict[str, float]
    districts: list[CoverageDistrict]
    city: dict[str, float]
    is_example: bool


class SourceShape(Shape):
    source_id: str
    title: str
    publisher: str
    url: str | None
    licence: str
    licence_url: str | None
    attribution: str
    period: str | None
    native_level: str | None
    retrieved_at: dt.datetime | None
    sha256: str | None
    record_count: int | None
    issue_count: int | None
    is_example: bool
    kind: str | None
    status: SourceStatus
    checked_at: dt.datetime | None
    last_error: str | None
    fresh_days: int | None
    freshness: FreshnessState
    confirmed_on: dt.date | None
    fresh_until: dt.date | None
    located: dict[Literal["address", "street", "postcode", "district", "none"], int] | None


class Sources(Shape):
    sources: list[SourceShape]
    is_example: bool


class Link(Shape):
    rel: str
    href: str
    type: str
    title: str | None = None


class Items(Shape):
    type: str
    numberMatched: int  # noqa: N815 - the standard's own names
    numberReturned: int  # noqa: N815
    timeStamp: str  # noqa: N815
    links: list[Link]
    features: list[Feature]


class Problem(Shape):
    type: str
    title: str
    status: int
    detail: str
    parameter: str | None = None


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_app().test_client()


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("/api/search", Search),
        ("/api/search?q=gibtesnicht", Search),
        ("/api/search?near=13.71,51.05&limit=3", Search),
        ("/api/locate?q=Altfeld", Locate),
        ("/api/locate?near=13.71,51.045", Locate),
        ("/api/indicators", Indicators),
        ("/api/coverage", Coverage),
        ("/api/coverage?level=borough", Coverage),
        ("/api/sources", Sources),
        *((f"/api/collections/{name}/items?limit=3&offset=1", Items) for name in COLLECTION_KEYS),
        ("/api/search?limit=x", Problem),
        ("/api/gibt-es-nicht", Problem),
    ],
)
def test_shape(client: FlaskClient, path: str, shape: type[Struct]) -> None:
    body = msgspec.json.decode(client.get(path).get_data(), type=shape)
    assert body


def test_search_answers_every_facet_and_counts_what_it_returns(client: FlaskClient) -> None:
    found = msgspec.json.decode(client.get("/api/search?limit=4").get_data(), type=Search)
    assert found.type == "FeatureCollection"
    assert found.returned == len(found.features) == 4
    assert set(found.facets) == {
        "theme",
        "district",
        "borough",
        "schedule",
        "language",
        "audience",
        "wheelchair",
        "weekday",
        "daytime",
        "low_threshold",
        "remote",
        "group",
        "certificate",
        "pass",
        "board",
        "in_kind",
        "hours_max",
        "age",
        "people",
        "radius_m",
        "walk_minutes",
    }


@pytest.mark.parametrize("collection_id", list(COLLECTION_KEYS))
def test_properties_are_the_flat_fields_of_the_type(
    client: FlaskClient, collection_id: str
) -> None:
    path = f"/api/collections/{collection_id}/items?limit=1"
    page = msgspec.json.decode(client.get(path).get_data(), type=Items)
    fields = {c.name for c in columns_of(TABLES[collection_id]) if c.kind != "geometry"}
    found = page.features[0].properties
    judged = {"is_outdated"} if issubclass(TABLES[collection_id], Entry) else set()
    assert set(found) == fields | {"district_id", "borough_id", "is_example"} | judged
    assert page.features[0].id == found[COLLECTION_KEYS[collection_id]]


def test_search_hits_have_the_fields_of_an_offer_and_four_more(client: FlaskClient) -> None:
    found = msgspec.json.decode(client.get("/api/search?limit=1").get_data(), type=Search)
    fields = {c.name for c in columns_of(TABLES["opportunities"]) if c.kind != "geometry"}
    extra = {"organisation_name", "district_name", "distance_m", "is_outdated"}
    assert set(found.features[0].properties) == fields | extra


def test_readiness(client: FlaskClient) -> None:
    assert set(client.get("/readyz").get_json()) == {
        "status",
        "snapshot_id",
        "created_at",
        "age_seconds",
        "is_example",
    }
