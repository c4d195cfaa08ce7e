"""OGC API - Features: what QGIS, GDAL and a careful client rely on."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from geodata.tables import COLLECTION_KEYS
from tests.fakes import FixedClock, sample_app, sample_services
from tests.sample import HOSTILE_TITLE, sample_snapshot

ITEMS = "/api/collections/opportunities/items"


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json(force=True)


def ids(client: FlaskClient, query: str, collection_id: str = "opportunities") -> list[str]:
    path = f"/api/collections/{collection_id}/items?limit=1000&{query}"
    return [feature["id"] for feature in get(client, path)["features"]]


def href(links: list[dict[str, str]], rel: str) -> str:
    found = next(link["href"] for link in links if link["rel"] == rel)
    parts = urlsplit(found)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_every_link_of_the_landing_page_leads_somewhere(client: FlaskClient) -> None:
    for link in get(client, "/api/")["links"]:
        path = urlsplit(link["href"]).path
        query = "?q=Altfeld" if path.endswith("locate") else ""
        response = client.get(path + query)
        assert response.status_code == 200, path
        if link["rel"] in ("service-desc", "conformance", "data"):
            assert response.content_type == link["type"]


def test_every_collection_has_its_pages(client: FlaskClient) -> None:
    listed = get(client, "/api/collections")["collections"]
    assert [c["id"] for c in listed] == list(COLLECTION_KEYS)
    for collection in listed:
        assert get(client, href(collection["links"], "self")) == collection
        page = client.get(href(collection["links"], "items"))
        assert page.content_type == "application/geo+json"
        west, south, east, north = collection["extent"]["spatial"]["bbox"][0]
        assert west <= east
        assert south <= north


def test_properties_carry_district_borough_and_example(client: FlaskClient) -> None:
    for collection_id in COLLECTION_KEYS:
        for feature in get(client, f"/api/collections/{collection_id}/items")["features"]:
            assert {"district_id", "borough_id", "is_example"} <= set(feature["properties"])
    borough = get(client, "/api/collections/boroughs/items/1")["properties"]
    assert (borough["district_id"], borough["borough_id"]) == ("1", "1")
    district = get(client, "/api/collections/districts/items/12")["properties"]
    assert district["borough_id"] == "1"


def test_pages_lead_through_the_whole_collection(client: FlaskClient) -> None:
    path, seen = f"{ITEMS}?limit=5", []
    for _ in range(10):
        page = get(client, path)
        assert page["numberMatched"] == 12
        assert page["numberReturned"] == len(page["features"]) <= 5
        seen += [feature["id"] for feature in page["features"]]
        if not any(link["rel"] == "next" for link in page["links"]):
            break
        path = href(page["links"], "next")
    assert len(seen) == len(set(seen)) == 12
    back = href(page["links"], "prev")
    assert get(client, back)["features"][0]["id"] == seen[5]


def test_links_keep_the_question(client: FlaskClient) -> None:
    page = get(client, f"{ITEMS}?limit=1&themes=nature&themes=social&bbox=13.7,51.04,13.74,51.06")
    following = get(client, href(page["links"], "next"))
    assert following["numberMatched"] == page["numberMatched"] > 1
    assert get(client, href(page["links"], "self"))["features"] == page["features"]


def test_a_page_beyond_the_end_is_empty(client: FlaskClient) -> None:
    page = get(client, f"{ITEMS}?offset=1000")
    assert (page["numberMatched"], page["numberReturned"]) == (12, 0)
    assert not [link for link in page["links"] if link["rel"] == "next"]


def test_more_than_the_maximum_is_the_maximum(client: FlaskClient) -> None:
    page = get(client, f"{ITEMS}?limit={10**30}")
    assert page["numberReturned"] == 12
    assert "limit=10000" in href(page["links"], "self")


@pytest.mark.parametrize(
    ("bbox", "expected"),
    [
        ("13.70,51.04,13.7199,51.0499", ["opp-01", "opp-10"]),
        ("13.72,51.05,13.72,51.05", ["opp-12"]),
        ("13.72,51.05,-100,13.72,51.05,400", ["opp-12"]),
        ("0,0,1,1", []),
        ("13.73,51.04,13.70,51.06", ["opp-11"]),
    ],
)
def test_bbox(client: FlaskClient, bbox: str, expected: list[str]) -> None:
    assert ids(client, f"bbox={bbox}") == expected


def test_bbox_meets_areas_at_their_border(client: FlaskClient) -> None:
    assert ids(client, "bbox=13.74,51.055,13.8,51.1", "districts") == ["12"]
    assert len(ids(client, "bbox=13.72,51.05,13.72,51.05", "districts")) == 4


@pytest.mark.parametrize(
    "bbox",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,4,5,6,7",
        "a,b,c,d",
        "nan,0,1,1",
        "inf,0,1,1",
        "1e400,0,1,1",
        "0,50,1,49",
        "0,0,1,91",
        "-181,0,1,1",
        "0,0,9,1,1,0",
        "0,0,1,1&bbox=0,0,1,1",
    ],
)
def test_a_bad_bbox_is_refused_and_named(client: FlaskClient, bbox: str) -> None:
    assert get(client, f"{ITEMS}?bbox={bbox}", 400)["parameter"] == "bbox"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2026-05-09", True),
        ("2026-05-08", False),
        ("2026-05-09T10:00:00Z", True),
        ("2026-05-08T22:00:00Z", True),
        ("2026-05-08T21:59:59Z", False),
        ("2026-05-09T23:59:59%2B02:00", True),
        ("2026-05-01/2026-05-31", True),
        ("../2026-05-08", False),
        ("2026-05-10/..", False),
        ("/2026-05-09", True),
        ("../..", True),
    ],
)
def test_datetime_is_judged_by_the_local_day(
    client: FlaskClient, when: str, expected: bool
) -> None:
    found = ids(client, f"datetime={when}")
    assert ("opp-06" in found) == expected
    assert "opp-01" in found, "what has no time is always there"


@pytest.mark.parametrize(
    "when",
    ["", "gestern", "2026-13-01", "2026-05-31/2026-05-01", "2026", "..", "a/b/c", "2026-05-09T25"],
)
def test_a_bad_datetime_is_refused(client: FlaskClient, when: str) -> None:
    assert get(client, f"{ITEMS}?datetime={when}", 400)["parameter"] == "datetime"


def test_events_and_grants_have_times(client: FlaskClient) -> None:
    assert ids(client, "datetime=2026-05-02T12:00:00Z", "events") == ["event-1"]
    assert ids(client, "datetime=2026-05-03", "events") == []
    assert ids(client, "datetime=2019-07-01", "funded_projects") == ["project-2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("themes=nature", ["opp-06", "opp-07", "opp-08", "opp-09"]),
        ("is_remote=true", ["opp-03"]),
        ("is_remote=1", ["opp-03"]),
        ("min_age=18", ["opp-09"]),
        ("min_age=18.0", ["opp-09"]),
        ("hours_per_week=0.5&hours_per_week=20", ["opp-12", "opp-13"]),
        ("starts_on=2026-05-09&schedule=one_off", ["opp-06"]),
        ("borough_id=1&certificate=true", ["opp-09"]),
        ("title=gibt%20es%20nicht", []),
    ],
)
def test_every_property_filters(client: FlaskClient, query: str, expected: list[str]) -> None:
    assert ids(client, query) == expected


def test_every_queryable_is_understood(client: FlaskClient) -> None:
    for collection_id in COLLECTION_KEYS:
        schema = get(client, f"/api/collections/{collection_id}/queryables")
        assert schema["properties"]
        for name, column in schema["properties"].items():
            value = {"boolean": "true", "integer": "1", "number": "1.5"}.get(column["type"], "x")
            get(client, f"/api/collections/{collection_id}/items?{name}={value}")


@pytest.mark.parametrize(
    "query", ["theme=nature", "foo=1", "crs=EPSG:25833", "bbox-crs=x", "is_remote=ja", "min_age=x"]
)
def test_an_unknown_parameter_or_type_is_refused(client: FlaskClient, query: str) -> None:
    assert get(client, f"{ITEMS}?{query}", 400)["parameter"] == query.split("=", maxsplit=1)[0]
    assert get(client, f"/api/collections?{query}", 400)["status"] == 400


def test_an_item_is_its_row(client: FlaskClient) -> None:
    item = get(client, f"{ITEMS}/opp-07")
    assert item["properties"]["title"] == HOSTILE_TITLE
    assert item["geometry"] == {"type": "Point", "coordinates": [13.709, 51.057]}
    assert item["id"] == item["properties"]["opportunity_id"] == "opp-07"


@pytest.mark.parametrize("fid", ["opp-99", "opp-05", "%00", "..%2f..%2fetc"])
def test_what_does_not_exist_or_is_over_is_404(client: FlaskClient, fid: str) -> None:
    assert get(client, f"{ITEMS}/{fid}", 404)["status"] == 404
    assert client.get("/api/collections/nichts/items").status_code == 404


def test_an_offer_leaves_the_list_when_its_day_is_over() -> None:
    clock = FixedClock()
    client = sample_app(sample_services(clock=clock)).test_client()
    assert "opp-06" in ids(client, "")
    clock.moment = dt.datetime(2026, 5, 10, tzinfo=dt.UTC)
    assert "opp-06" not in ids(client, "")


def test_a_private_place_is_hidden_even_if_the_snapshot_held_it() -> None:
    held = sample_snapshot()
    leaky = structs.replace(held.opportunities[0], is_private=True)
    contact = structs.replace(held.contact_points[0], is_private=True)
    changed = sample_snapshot(opportunities=(leaky,), contact_points=(contact,))
    client = sample_app(sample_services(changed)).test_client()
    for path in (ITEMS, f"{ITEMS}/opp-01", "/api/search", "/api/collections/contact_points/items"):
        text = client.get(path).get_data(as_text=True)
        assert "13.70" not in text, path
        assert "13.73" not in text, path
        assert "Musterweg" not in text, path
    assert ids(client, "bbox=13,51,14,52") == []


def test_an_offer_without_a_place_has_no_geometry(client: FlaskClient) -> None:
    features = {f["id"]: f for f in get(client, f"{ITEMS}?limit=100")["features"]}
    assert features["opp-03"]["geometry"] is None
    assert features["opp-04"]["geometry"] is None
    assert features["opp-02"]["geometry"] is None
    assert features["opp-02"]["properties"]["district_id"] == "02"


def test_empty_collections_answer() -> None:
    empty = {"organisations": (), "opportunities": (), "events": ()}
    client = sample_app(sample_services(sample_snapshot(**empty))).test_client()
    for collection_id in COLLECTION_KEYS:
        get(client, f"/api/collections/{collection_id}/items?bbox=13,51,14,52&datetime=2026-01-01")
    assert get(client, "/api/collections/events")["extent"]["spatial"]["bbox"]


def test_openapi_describes_every_path(client: FlaskClient) -> None:
    document = get(client, "/api/openapi.json")
    for path in document["paths"]:
        real = f"/api{path}".replace("{featureId}", "x")
        status = client.get(real).status_code
        assert status in (200, 404, 400), real
        if "{" not in path and path != "/locate":
            assert status == 200, real
    names = {p.get("name") for p in document["paths"]["/search"]["get"]["parameters"]}
    refs = {
        p.get("$ref", "").split("/")[-1] for p in document["paths"]["/search"]["get"]["parameters"]
    }
    from routes.params import SEARCH_PARAMETERS

    assert set(SEARCH_PARAMETERS) <= names | refs


def test_openapi_references_resolve(client: FlaskClient) -> None:
    document = get(client, "/api/openapi.json")

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if "$ref" in node:
                target = document
                for part in node["$ref"].removeprefix("#/").split("/"):
                    target = target[part]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(document)
