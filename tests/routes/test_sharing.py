"""What search engines and other sites get: nothing of examples, everything of real content."""

from __future__ import annotations

import json
import re
import struct
from typing import Any
from urllib.parse import unquote

import msgspec
import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from geodata.city import Operator
from geodata.model import Opportunity
from tests.fakes import sample_app, sample_services
from tests.sample import sample_city, sample_snapshot

PAGES = ("/", "/angebote/opp-01", "/organisationen/org-1", "/stadtteile/01", "/methodik")


def real_client(**changes: Any) -> FlaskClient:
    """A client of the sample whose entries are real; `changes` for opp-01."""
    held = sample_snapshot()
    info = msgspec.structs.replace(held.info, has_examples=False)
    offers = tuple(
        msgspec.structs.replace(
            o, is_example=False, **(changes if o.opportunity_id == "opp-01" else {})
        )
        for o in held.opportunities
    )
    found = sample_snapshot(info=info, opportunities=offers)
    return sample_app(sample_services(found)).test_client()


def data_of(page: str) -> dict[str, Any]:
    """The JSON-LD of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    read: dict[str, Any] = json.loads(found[1])
    return read


@pytest.mark.parametrize("path", PAGES)
def test_examples_are_told_to_nobody(client: FlaskClient, path: str) -> None:
    page = client.get(path).text
    for word in ("ld+json", "og:title", "og:image", 'rel="canonical"'):
        assert word not in page
    assert client.get("/sitemap.xml").status_code == 404
    assert "Sitemap" not in client.get("/robots.txt").text


@pytest.mark.parametrize("path", PAGES)
def test_the_canonical_address_has_no_question(path: str) -> None:
    page = real_client().get(f"{path}?lang=de").text
    assert f'<link rel="canonical" href="http://localhost{path}">' in page


def test_regular_work_is_a_volunteer_posting() -> None:
    data = data_of(real_client().get("/angebote/opp-01").text)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "JobPosting"
    assert data["employmentType"] == "VOLUNTEER"
    assert data["hiringOrganization"]["name"]
    assert data["jobLocation"]["geo"]["latitude"] == pytest.approx(51.04, abs=0.05)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", data["datePosted"])


def one_off() -> Opportunity:
    return next(
        o for o in sample_snapshot().opportunities if o.schedule == "one_off" and o.starts_on
    )


def test_a_dated_day_is_an_event() -> None:
    client = real_client(schedule="one_off", starts_on=one_off().starts_on, ends_on=None)
    data = data_of(client.get("/angebote/opp-01").text)
    assert data["@type"] == "Event"
    assert data["startDate"] == data["endDate"] == one_off().starts_on.isoformat()  # type: ignore[union-attr]
    assert data["organizer"]["name"]


def test_private_places_are_told_by_their_district_only() -> None:
    data = data_of(real_client(is_private=True).get("/angebote/opp-01").text)
    assert "geo" not in data["jobLocation"]
    assert "streetAddress" not in data["jobLocation"]["address"]


def test_hostile_titles_do_not_leave_their_block() -> None:
    page = real_client(title="</script><script>alert(1)</script>").get("/angebote/opp-01").text
    assert data_of(page)["title"] == "</script><script>alert(1)</script>"
    assert "<script>alert" not in page


def test_sitemap_lists_what_is_open() -> None:
    response = real_client().get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    found = [node.text for node in fromstring(response.data).iter() if node.tag.endswith("loc")]
    assert "http://localhost/angebote/opp-01" in found
    assert "http://localhost/angebote/opp-05" not in found
    assert len(found) == len(set(found))
    client = real_client()
    for address in found:
        assert client.get(str(address)).status_code == 200
    robots = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in robots


def test_share_image_has_its_size_and_its_mark(client: FlaskClient) -> None:
    example = client.get("/angebote/opp-01/bild.png")
    real = real_client().get("/angebote/opp-01/bild.png")
    for response in (example, real):
        assert response.mimetype == "image/png"
        assert struct.unpack(">II", response.data[16:24]) == (1200, 630)
    # the same but for the mark „Beispiel“
    assert example.data != real.data
    assert client.get("/angebote/opp-05/bild.png").status_code == 404
    assert client.get("/angebote/gibt-es-nicht/bild.png").status_code == 404


@pytest.mark.parametrize("title", ["#panic()", "$", "A" * 5000, '\u202e \\ " #include', "*_`@<x>"])
def test_no_title_breaks_the_image(title: str) -> None:
    assert real_client(title=title).get("/angebote/opp-01/bild.png").status_code == 200


def test_a_mistake_is_told_to_the_operator() -> None:
    operator = Operator(name="Amt", address="Ring 1", email="amt@example.org")
    city = msgspec.structs.replace(sample_city(), operator=operator)
    services = msgspec.structs.replace(sample_services(), city=city)
    page = sample_app(services).test_client().get("/angebote/opp-01").text
    found = re.search(r'href="(mailto:amt@example.org[^"]*)"', page)
    assert found
    mail = unquote(found[1].replace("&amp;", "&"))
    assert "Fehler auf der Karte: Lesepatin oder Lesepate" in mail
    assert "http://localhost/angebote/opp-01" in mail


def test_without_operator_it_says_so(client: FlaskClient) -> None:
    assert "kein Betreiber eingetragen" in client.get("/angebote/opp-01").text


def test_the_way_is_told(client: FlaskClient) -> None:
    page = client.get("/angebote/opp-01?near=13.712,51.046").text
    assert "Haltestelle Altfelder Platz" in page
    assert "Luftlinie von deinem Ort" in page
    assert "Wie weit ist es von mir" not in page
    assert "Wie weit ist es von mir" in client.get("/angebote/opp-01").text
    assert client.get("/angebote/opp-01?near=x").status_code == 400


def test_similar_offers_say_why(client: FlaskClient) -> None:
    page = client.get("/angebote/opp-01").text
    assert re.search(r'<p class="entry__reason[^>]*>[^<]*ähnliche Aufgabe', page)


def test_calendar_is_offered_where_there_is_a_day(client: FlaskClient) -> None:
    assert f'href="/angebote/{one_off().opportunity_id}.ics"' in (
        client.get(f"/angebote/{one_off().opportunity_id}").text
    )
    assert ".ics" not in client.get("/angebote/opp-01").text


def test_the_list_hands_the_place_on_with_three_decimals(client: FlaskClient) -> None:
    page = client.get("/?near=13.7123456,51.0456789", follow_redirects=True).text
    assert re.search(r'href="/angebote/opp-\d+\?near=13\.712,51\.046"', page.replace("%2C", ","))
    assert "near=" not in client.get("/?theme=education").text
