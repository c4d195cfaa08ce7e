"""Subscriptions of a filter, read by the programs people use them with."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import msgspec
import pyogrio
import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.fakes import FakeSnapshotService, sample_app, sample_services
from tests.sample import sample_snapshot

ATOM = "{http://www.w3.org/2005/Atom}"
FORMATS = ("ics", "atom", "csv", "geojson")


def matched(client: FlaskClient, query: str = "") -> list[str]:
    """Ids the API finds, in the same order."""
    answer = client.get(f"/api/search?limit=1000&sort=newest&{query}").get_json()
    return [feature["id"] for feature in answer["features"]]


@pytest.mark.parametrize(
    "query",
    ["", "theme=education", "district=01&district=02", "q=lesen", "near=13.7,51.04&radius_m=900"],
)
def test_every_format_holds_what_the_search_finds(client: FlaskClient, query: str) -> None:
    ids = matched(client, query)
    assert [
        row["opportunity_id"]
        for row in csv.DictReader(io.StringIO(client.get(f"/angebote.csv?{query}").text))
    ] == ids
    features = client.get(f"/angebote.geojson?{query}").get_json()["features"]
    assert [feature["id"] for feature in features] == ids
    root = fromstring(client.get(f"/angebote.atom?{query}").data)
    found = [entry.findtext(f"{ATOM}id") or "" for entry in root.iter(f"{ATOM}entry")]
    assert [name.rsplit("/", 1)[1] for name in found] == ids


def test_calendar_holds_what_has_a_day(client: FlaskClient) -> None:
    response = client.get("/angebote.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.data)
    snapshot = sample_snapshot()
    events = {str(event["uid"]).split("@")[0]: event for event in calendar.walk("VEVENT")}
    dated = {
        i for i in matched(client)
        if snapshot.opportunity_by_id[i].starts_on or snapshot.opportunity_by_id[i].ends_on
    }  # fmt: skip
    assert set(events) == dated
    assert dated
    for key, event in events.items():
        offer = snapshot.opportunity_by_id[key]
        assert event.decoded("dtstart") == (offer.starts_on or offer.ends_on)
        if offer.schedule == "one_off":
            # the day after the last one, as RFC 5545 has it
            last = offer.ends_on or offer.starts_on
            assert last is not None
            assert event.decoded("dtend") == last + dt.timedelta(days=1)
        assert str(event["url"]).endswith(f"/angebote/{key}")
        assert str(event["summary"]).startswith("Beispiel: ")
    assert "ohne festes Datum" in str(calendar["x-wr-caldesc"])
    assert b"\r\n" in response.data


def test_ids_stay_whatever_the_host(client: FlaskClient) -> None:
    for path in ("/angebote.ics", "/angebote.atom"):
        here = client.get(path).text
        there = client.get(path, base_url="https://anderswo.example.org").text
        assert "anderswo.example.org" in there
        pattern = r"^UID:.*$|<id>.*?</id>"
        names = re.findall(pattern, here, re.MULTILINE)
        assert names
        assert names == re.findall(pattern, there, re.MULTILINE)


def test_atom_is_whole(client: FlaskClient) -> None:
    response = client.get("/angebote.atom?theme=education")
    assert response.mimetype == "application/atom+xml"
    root = fromstring(response.data)
    assert root.tag == f"{ATOM}feed"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == "http://localhost/angebote.atom?theme=education"
    assert links["alternate"] == "http://localhost/?theme=education"
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
        for entry in root.iter(f"{ATOM}entry"):
            assert entry.find(f"{ATOM}{name}") is not None
    assert (root.findtext(f"{ATOM}title") or "").startswith("Beispieldaten: ")


def test_long_feeds_have_a_next_page(client: FlaskClient) -> None:
    ids, href = [], "/angebote.atom?limit=3"
    while href:
        root = fromstring(client.get(href).data)
        ids += [e.findtext(f"{ATOM}id", "").rsplit("/", 1)[1] for e in root.iter(f"{ATOM}entry")]
        links = {link.get("rel"): link.get("href") or "" for link in root.findall(f"{ATOM}link")}
        href = links.get("next", "")
    assert ids == matched(client)


@pytest.mark.parametrize("file_format", FORMATS)
def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient, file_format: str) -> None:
    path = f"/angebote.{file_format}?theme=education"
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(path).data == first.data
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    again = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status_code, again.data) == (304, b"")
    early = client.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT"})
    assert early.status_code == 200


@pytest.mark.parametrize("file_format", FORMATS)
def test_nothing_found_is_an_empty_file_and_nonsense_a_400(
    client: FlaskClient, file_format: str
) -> None:
    assert client.get(f"/angebote.{file_format}?q=gibtesnicht").status_code == 200
    for query in ("theme=gibtesnicht", "unbekannt=1", "since=gestern", "limit=0"):
        response = client.get(f"/angebote.{file_format}?{query}")
        assert response.status_code == 400
        assert response.mimetype == "application/problem+json"


def test_gdal_reads_the_features(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "angebote.geojson"
    path.write_bytes(client.get("/angebote.geojson").data)
    found = pyogrio.read_dataframe(path)
    assert list(found["opportunity_id"]) == matched(client)
    assert found.geometry.isna().any()


def test_a_spreadsheet_runs_nothing() -> None:
    held = sample_snapshot()
    bad = msgspec.structs.replace(held.opportunities[0], title='=HYPERLINK("http://x")')
    changed = sample_snapshot(opportunities=(bad,))
    client = sample_app(sample_services(changed)).test_client()
    (row,) = csv.DictReader(io.StringIO(client.get("/angebote.csv").text))
    assert row["title"].startswith("'=")


def test_hostile_texts_stay_texts() -> None:
    held = sample_snapshot()
    text = "</title><script>&\x00\x0b\ufffe\r\nBEGIN:VEVENT\r\nUID:x"
    bad = msgspec.structs.replace(
        held.opportunities[0], title=text, description=text, starts_on=dt.date(2027, 1, 2)
    )
    client = sample_app(sample_services(sample_snapshot(opportunities=(bad,)))).test_client()
    root = fromstring(client.get("/angebote.atom").data)
    assert "<script>" in (root.findtext(f"{ATOM}entry/{ATOM}title") or "")
    assert len(Calendar.from_ical(client.get("/angebote.ics").data).walk("VEVENT")) == 1


def test_private_places_stay_private(client: FlaskClient) -> None:
    held = sample_snapshot()
    private = [o for o in held.opportunities if o.is_private]
    assert private
    rows = csv.DictReader(io.StringIO(client.get("/angebote.csv").text))
    by_id = {row["opportunity_id"]: row for row in rows}
    for offer in private:
        if row := by_id.get(offer.opportunity_id):
            assert (row["lon"], row["lat"], row["address"]) == ("", "", "")


def test_new_since_a_day(client: FlaskClient) -> None:
    held = sample_snapshot()
    days = sorted({o.updated_at.date() for o in held.opportunities if o.updated_at})
    assert len(days) > 1
    found = matched(client, f"since={days[-1].isoformat()}")
    assert found
    assert len(found) < len(matched(client))
    for key in found:
        changed = held.opportunity_by_id[key].updated_at
        assert changed is not None
        assert changed.date() >= days[-1]
    assert "neu seit" in client.get(f"/?since={days[-1].isoformat()}").text


def test_one_offer_as_calendar(client: FlaskClient) -> None:
    held = sample_snapshot()
    dated = next(o for o in held.opportunities if o.starts_on)
    response = client.get(f"/angebote/{dated.opportunity_id}.ics")
    (event,) = Calendar.from_ical(response.data).walk("VEVENT")
    assert event.decoded("dtstart") == dated.starts_on
    plain = next(o for o in held.opportunities if not o.starts_on and not o.ends_on)
    assert client.get(f"/angebote/{plain.opportunity_id}.ics").status_code == 404
    assert client.get("/angebote/gibt-es-nicht.ics").status_code == 404


def test_without_a_snapshot_it_says_so() -> None:
    services = msgspec.structs.replace(sample_services(), snapshots=FakeSnapshotService(None))
    client = sample_app(services).test_client()
    assert client.get("/angebote.ics").status_code == 503


def test_the_strip_of_offers_without_a_place_is_a_filter_too(client: FlaskClient) -> None:
    lines = client.get("/angebote.csv?ohne_ort=1").text.strip().splitlines()[1:]
    assert len(lines) == 2, lines
    assert client.get("/angebote.csv?ohne_ort=vielleicht").status_code == 400
    assert "ohne festen Ort" in client.get("/angebote.atom?ohne_ort=1").text


def test_the_page_names_its_feed(client: FlaskClient) -> None:
    page = client.get("/?q=lesen&offset=0&sort=hours&gemerkt=opp-01").text
    assert 'type="application/atom+xml" href="http://localhost/angebote.atom?q=lesen"' in page
