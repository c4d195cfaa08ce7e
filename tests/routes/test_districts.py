"""Districts: found by name, told with offers, help and numbers, and printed as a poster."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient
from msgspec import structs

from geodata.offices import Office, Offices
from tests.fakes import sample_app, sample_services
from tests.sample import HOSTILE_TITLE, sample_snapshot
from tests.services.test_poster import inside

OFFICE = Office(
    name="Grünamt",
    task="Pflegt die Bäume.",
    themes=("nature",),
    url="https://www.viereck.example/gruen",
    source_url="https://www.viereck.example/aemter",
    as_of=dt.date(2026, 1, 31),
)


def client_with(offices: tuple[Office, ...] = (), **tables: Any) -> FlaskClient:
    """A client of the sample with other tables or with offices."""
    services = sample_services(sample_snapshot(**tables))
    return sample_app(structs.replace(services, offices=Offices(offices=offices))).test_client()


def page(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == status
    return response.text


def words(text: str) -> str:
    """What a reader sees, in one line."""
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", text).split()))


def section(text: str, anchor: str) -> str:
    """The part of a page under one heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{anchor}".*?</section>', text, re.DOTALL)
    assert found, anchor
    return found[0]


# --- all districts


def test_every_district_is_listed_under_its_borough(client: FlaskClient) -> None:
    part = section(page(client, "/stadtteile"), "bezirk-1")
    assert 'href="/?borough=1"' in part
    assert re.findall(r'href="/stadtteile/(\w+)"', part) == ["11", "12"]
    assert "Cronau 4 Angebote" in words(part)
    assert "Dornwiese 0 Angebote" in words(part)


def test_localities_lead_to_their_district_from_a_to_z(client: FlaskClient) -> None:
    part = page(client, "/stadtteile").split('id="a-z"')[1]
    names = re.findall(r'href="/stadtteile/(\w+)">([^<]+)', part)
    assert [name.strip() for _id, name in names] == [
        "Altfeld", "Bühlau", "Cronau", "Dornwiese", "Lindenau", "Weißer Grund",
    ]  # fmt: skip
    assert names[4][0] == "01"
    assert "Lindenau in Altfeld" in words(part)
    for letter in "ABCDLW":
        assert f'href="#buchstabe-{letter}"' in part


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ("Bühlau", "/stadtteile/02"),
        ("buehlau", "/stadtteile/02"),
        ("Lindenau", "/stadtteile/01"),
        ("Bücherei Altfeld", "/stadtteile/01"),
    ],
)
def test_a_place_leads_to_its_district(client: FlaskClient, asked: str, where: str) -> None:
    response = client.get("/stadtteile", query_string={"q": asked})
    assert (response.status_code, response.headers["Location"]) == (303, where)


def test_the_name_of_a_borough_offers_its_districts(client: FlaskClient) -> None:
    part = page(client, "/stadtteile?q=nordufer").split('id="ort-antwort"')[1].split("</div>")[0]
    assert re.findall(r'href="/stadtteile/(\d+)"', part) == ["11", "12"]


def test_without_a_register_an_unknown_street_is_explained(client: FlaskClient) -> None:
    text = page(client, "/stadtteile?q=Hintergasse")
    assert "habe ich nicht gefunden" in text
    assert "Adressregister ist nicht geladen" in text


def test_the_language_is_kept_on_the_way(client: FlaskClient) -> None:
    response = client.get("/stadtteile?q=Bühlau&lang=de")
    assert response.headers["Location"] == "/stadtteile/02?lang=de"


@pytest.mark.parametrize("asked", ["xyzxyz", "<script>alert(1)</script>", "   ", "x" * 5000, "%00"])
def test_an_unknown_place_shows_the_list(client: FlaskClient, asked: str) -> None:
    response = client.get("/stadtteile", query_string={"q": asked})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert 'href="/stadtteile/11"' in response.text
    assert ("habe ich nicht gefunden" in response.text) is bool(asked.strip())


def test_the_list_is_one_click_from_every_page(client: FlaskClient) -> None:
    for path in ("/", "/impressum", "/stadtteile/01"):
        assert 'href="/stadtteile"' in page(client, path)
        assert 'href="/danke"' in page(client, path)


def test_the_sitemap_names_list_and_thanks() -> None:
    held = sample_snapshot()
    info = structs.replace(held.info, has_examples=False)
    text = client_with(info=info).get("/sitemap.xml").text
    for path in ("/stadtteile", "/stadtteile/12", "/danke"):
        assert f"<loc>http://localhost{path}</loc>" in text


# --- offers


def test_district_shows_offers_advice_and_dates(client: FlaskClient) -> None:
    text = page(client, "/stadtteile/02")
    assert "<strong>3</strong> offene Angebote" in text
    assert "Freiwilligenbüro Viereck" in text
    assert "Di 10-12 Uhr" in text
    assert "2. Mai 2026, 10:00 bis 16:00 Uhr" in page(client, "/stadtteile/01")


def test_district_without_offers_shows_a_way_on(client: FlaskClient) -> None:
    text = page(client, "/stadtteile/12")
    assert "<strong>0</strong> offene Angebote" in text
    assert 'href="/?ohne_ort=1"' in text


def test_offers_of_others_are_counted_apart(client: FlaskClient) -> None:
    part = words(section(page(client, "/stadtteile/01"), "angebote"))
    assert "3 Angebote im übrigen Stadtbezirk Südufer" in part
    assert "1 Angebot in der ganzen Stadt, ohne festen Ort" in part
    assert "1 Angebot von zu Hause aus" in part


def test_each_of_them_leads_into_the_finder(client: FlaskClient) -> None:
    part = section(page(client, "/stadtteile/01"), "angebote")
    hrefs = re.findall(r'class="strip" href="([^"]+)"', part)
    assert hrefs == ["/?borough=0", "/?ohne_ort=1", "/?remote=true"]
    for href in (*hrefs, "/?district=01"):
        assert client.get(href).status_code == 200


def test_dated_offers_stand_with_their_day(client: FlaskClient) -> None:
    part = words(section(page(client, "/stadtteile/02"), "termine"))
    assert "einmalig, 9. Mai 2026 Frühjahrsputz am Ufer" in part
    # without a day it is no date
    assert "Bücher spenden" not in part


def test_events_that_are_over_are_not_shown() -> None:
    events = tuple(
        structs.replace(e, starts_at=e.starts_at.replace(month=1), ends_at=None)
        for e in sample_snapshot().events
    )
    text = page(client_with(events=events), "/stadtteile/01")
    assert "Gerade ist kein Termin eingetragen" in section(text, "termine")


# --- help


def test_help_in_the_district_and_nearby(client: FlaskClient) -> None:
    here = section(page(client, "/stadtteile/02"), "hilfe")
    assert "Freiwilligenbüro Viereck" in here
    assert "von der Mitte des Stadtteils" not in here
    near = words(section(page(client, "/stadtteile/01"), "hilfe"))
    assert "etwa 1,4 km von der Mitte des Stadtteils" in near


def test_mail_and_phone_are_one_tap_away() -> None:
    point = structs.replace(
        sample_snapshot().contact_points[0], phone="030 23125 009", public_email="rat@example.org"
    )
    part = section(page(client_with(contact_points=(point,)), "/stadtteile/02"), "hilfe")
    assert 'href="tel:03023125009"' in part
    assert 'href="mailto:rat@example.org?subject=' in part


def test_help_of_the_whole_city_stands_everywhere() -> None:
    point = structs.replace(
        sample_snapshot().contact_points[0], geometry=None, district_id=None, address=None
    )
    client = client_with(contact_points=(point,))
    for district_id in ("01", "12"):
        part = section(page(client, f"/stadtteile/{district_id}"), "hilfe")
        assert "Für die ganze Stadt" in part
        assert "Freiwilligenbüro Viereck" in part
        assert "keine Beratungsstelle mit Adresse" in part
        # a place nobody can go to has no doorstep
        assert "Rollstuhl" not in part


def test_an_office_that_is_a_contact_point_too_is_told_once() -> None:
    point = structs.replace(
        sample_snapshot().contact_points[0],
        name="Grünamt der Stadt",
        website=OFFICE.url,
        geometry=None,
        district_id=None,
    )
    for offices, is_told in (((), True), ((OFFICE,), False)):
        text = page(client_with(offices, contact_points=(point,)), "/stadtteile/01")
        assert ("Grünamt der Stadt" in text) is is_told


def test_offices_are_named_with_themes_and_source() -> None:
    part = section(page(client_with((OFFICE,)), "/stadtteile/01"), "hilfe")
    assert "Grünamt" in part
    assert "Themen: Natur und Umwelt" in part
    assert 'href="https://www.viereck.example/aemter"' in part
    assert "Für 2 Themen ist kein eigenes Amt eingetragen" in part
    assert "Bildung und Lesen, Soziales" in part


def test_without_offices_it_is_said(client: FlaskClient) -> None:
    part = section(page(client, "/stadtteile/01"), "hilfe")
    assert "ist noch nicht eingetragen" in part
    assert 'href="https://www.viereck.example"' in part


# --- numbers


def test_numbers_are_plain_and_careful(client: FlaskClient) -> None:
    part = words(section(page(client, "/stadtteile/01"), "zahlen"))
    assert "Auf 10.000 Menschen kommen hier 3 Angebote; in der ganzen Stadt sind es 7,6." in part
    assert "nur wenige Angebote" in part
    assert "von Angeboten, nicht von den Menschen" in part
    assert "Beispieldaten:" in part
    assert "Zufall" not in part
    assert "Zufall" in section(page(client, "/stadtteile/02"), "zahlen")


def test_a_district_counted_with_another_says_so(client: FlaskClient) -> None:
    part = words(section(page(client, "/stadtteile/12"), "zahlen"))
    assert "die Menschen von Dornwiese zusammen mit Cronau" in part


def test_without_residents_no_number_is_made_up() -> None:
    part = section(page(client_with(coverage=()), "/stadtteile/01"), "zahlen")
    assert "Die Zahl der Menschen fehlt" in part


@pytest.mark.parametrize("district_id", ["01", "02", "11", "12"])
def test_nobody_is_branded(client: FlaskClient, district_id: str) -> None:
    text = words(page(client, f"/stadtteile/{district_id}")).lower()
    for word in (
        "benachteilig",
        "index",
        "unterversorgt",
        "belast",
        "brennpunkt",
        "arm ",
        "schlecht",
    ):
        assert word not in text


# --- ways on


def test_neighbours_and_subscriptions_are_links(client: FlaskClient) -> None:
    text = page(client, "/stadtteile/01")
    beside = section(text, "nachbarn")
    assert re.findall(r'href="/stadtteile/(\d+)"', beside) == ["02", "11", "12"]
    part = section(text, "abo")
    assert 'href="webcal://localhost/angebote.ics?district=01"' in part
    for kind in ("atom", "csv", "geojson"):
        href = f"http://localhost/angebote.{kind}?district=01"
        assert f'href="{href}"' in part
        assert client.get(href).status_code == 200


@pytest.mark.parametrize("path", ["/stadtteile/99", "/stadtteile/0", "/stadtteile/99/aushang.pdf"])
def test_an_unknown_district_is_a_404(client: FlaskClient, path: str) -> None:
    assert "Diese Seite gibt es nicht" in page(client, path, 404)


def test_hostile_names_are_text() -> None:
    held = sample_snapshot()
    districts = (structs.replace(held.districts[0], name=HOSTILE_TITLE), *held.districts[1:])
    points = (structs.replace(held.contact_points[0], name=HOSTILE_TITLE, website="javascript:x"),)
    client = client_with(districts=districts, contact_points=points)
    for path in ("/stadtteile", "/stadtteile/01", "/stadtteile/02"):
        text = page(client, path)
        assert "<script>alert" not in text
        assert "javascript:" not in text
    assert client.get("/stadtteile/01/aushang.pdf").status_code == 200


# --- the poster


def test_the_poster_is_a_pdf_that_leads_to_the_page(client: FlaskClient) -> None:
    response = client.get("/stadtteile/01/aushang.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="beispiel-aushang-01.pdf"'
    assert b"http://localhost/stadtteile/01" in inside(response.data)
    assert 'href="/stadtteile/01/aushang.pdf"' in page(client, "/stadtteile/01")


def test_the_poster_of_real_content_bears_no_mark(client: FlaskClient) -> None:
    info = structs.replace(sample_snapshot().info, has_examples=False)
    real = client_with(info=info).get("/stadtteile/01/aushang.pdf")
    assert real.headers["Content-Disposition"] == 'inline; filename="aushang-01.pdf"'
    assert len(real.data) < len(client.get("/stadtteile/01/aushang.pdf").data)


def test_the_poster_of_an_empty_district_can_be_had() -> None:
    held = sample_snapshot()
    bare = client_with(contact_points=(), opportunities=())
    assert bare.get("/stadtteile/12/aushang.pdf").status_code == 200
    island = structs.replace(held.districts[3], geometry=shapely.box(13.8, 51.05, 13.82, 51.06))
    far = client_with(districts=(*held.districts[:3], island))
    assert far.get("/stadtteile/12/aushang.pdf").status_code == 200
