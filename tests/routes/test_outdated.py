"""An entry that is out of date says so wherever it stands, on the day it is asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from tests.data_sample import at, data_snapshot
from tests.fakes import FixedClock, sample_app, sample_services
from tests.sample import sample_snapshot

WARNING = "Stand: 10. Januar 2026. Bitte vorher nachfragen."
OLDER = "Stand: 3. März 2025. Bitte vorher nachfragen."
ASK = "Bitte vorher nachfragen"


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_app(sample_services(data_snapshot())).test_client()


def text(client: FlaskClient, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def entry(html: str, offer_id: str) -> str:
    found = re.search(rf'<li class="entry" id="eintrag-{offer_id}".*?</li>\s*(?=<li class="entry"|</ol>)', html, re.DOTALL)  # fmt: skip  # noqa: E501
    assert found, offer_id
    return found[0]


def test_detail_page_warns_above_the_way_to_get_in_touch(client: FlaskClient) -> None:
    html = text(client, "/angebote/real-1")
    assert html.index(WARNING) < html.index("details__action")
    assert "Die Quelle ließ sich zuletzt nicht abrufen." in html
    assert OLDER in text(client, "/angebote/real-2")


def test_current_entries_and_examples_say_nothing(client: FlaskClient) -> None:
    for path in ("/angebote/real-5", "/angebote/real-4", "/angebote/opp-01"):
        head = text(client, path).split('class="similar"')[0]
        assert ASK not in head
        assert "nicht abrufen" not in head


def test_list_cards_warn_with_a_sign_and_in_words(client: FlaskClient) -> None:
    html = text(client, "/?q=Fahrdienst")
    assert WARNING in entry(html, "real-1")
    assert "#hourglass" in entry(html, "real-1")
    assert OLDER in entry(html, "real-2")
    assert ASK not in entry(html, "real-4")
    assert WARNING in entry(text(client, "/embed?q=Fahrdienst"), "real-1")


def test_map_popups_are_told(client: FlaskClient) -> None:
    features = client.get("/layers/opportunities.json").get_json()["features"]
    notices = {f["id"]: f["properties"]["notice"] for f in features}
    assert notices["real-1"] == WARNING
    assert notices["real-4"] is None
    assert notices["opp-01"] is None


def test_the_api_says_and_filters_it(client: FlaskClient) -> None:
    path = "/api/collections/opportunities/items?limit=100"
    features = client.get(path).get_json()["features"]
    outdated = {f["id"] for f in features if f["properties"]["is_outdated"]}
    assert outdated == {"real-1", "real-2", "real-3"}
    asked = client.get(f"{path}&is_outdated=true").get_json()["features"]
    assert {f["id"] for f in asked} == outdated
    found = client.get("/api/search?q=Fahrdienst").get_json()["features"]
    assert {f["id"] for f in found if f["properties"]["is_outdated"]} == outdated
    district = client.get("/api/collections/districts/items?limit=1").get_json()["features"][0]
    assert "is_outdated" not in district["properties"]
    names = client.get("/api/collections/opportunities/queryables").get_json()["properties"]
    assert names["is_outdated"]["type"] == "boolean"


def test_the_day_of_the_request_decides_not_the_build() -> None:
    clock = FixedClock(at(3, 11))  # the 60th day after 10 January
    client = sample_app(sample_services(data_snapshot(), clock=clock)).test_client()
    path = "/api/collections/opportunities/items/real-1"
    assert ASK not in text(client, "/angebote/real-1").split('class="similar"')[0]
    assert client.get(path).get_json()["properties"]["is_outdated"] is False
    before = client.get("/layers/opportunities.json").headers["ETag"]
    clock.moment = at(3, 12)
    assert WARNING in text(client, "/angebote/real-1")
    assert client.get(path).get_json()["properties"]["is_outdated"] is True
    assert client.get("/layers/opportunities.json").headers["ETag"] != before


def test_organisations_advice_and_events_warn_too() -> None:
    sample = sample_snapshot()
    old: dict[str, Any] = {"source_id": "platform", "is_example": False, "retrieved_at": at(1, 10)}
    held = data_snapshot(
        organisations=tuple(structs.replace(o, **old) for o in sample.organisations),
        contact_points=tuple(structs.replace(c, **old) for c in sample.contact_points),
        events=tuple(structs.replace(e, **old) for e in sample.events),
    )
    client = sample_app(sample_services(held)).test_client()
    assert WARNING in text(client, "/organisationen/org-1")
    advice = text(client, "/stadtteile/02").split('id="hilfe"')[1].split('id="zahlen"')[0]
    assert WARNING in advice
    assert WARNING in text(client, "/stadtteile/01").split('id="termine"')[1].split('id="hilfe"')[0]


def test_a_year_of_waiting_makes_no_example_old() -> None:
    clock = FixedClock(at(4, 3, 2027))
    client = sample_app(sample_services(clock=clock)).test_client()
    for path in ("/", "/angebote/opp-01", "/organisationen/org-1", "/stadtteile/01"):
        assert ASK not in text(client, path)
