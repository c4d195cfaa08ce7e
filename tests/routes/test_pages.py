"""Imprint, privacy, accessibility, errors, and what frames every page."""

from __future__ import annotations

import msgspec
import pytest
from flask.testing import FlaskClient

from geodata.city import Operator
from tests.fakes import FakeSnapshotService, sample_app, sample_services
from tests.sample import sample_city, sample_snapshot

OWED = ("/impressum", "/datenschutz", "/barrierefreiheit")


@pytest.mark.parametrize("path", OWED)
def test_without_operator_it_says_so(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "Demonstration, kein Betreiber eingetragen" in response.text


@pytest.mark.parametrize("path", OWED)
def test_operator_stands_on_the_page(path: str) -> None:
    operator = Operator(
        name="Amt für <Muster>",
        address="Ring 1\n01099 Viereck",
        email="amt@example.org",
        phone="0351 000",
        represented_by="die Leitung",
    )
    city = msgspec.structs.replace(sample_city(), operator=operator)
    page = sample_app(sample_services(city=city)).test_client().get(path).text
    assert "Amt für &lt;Muster&gt;" in page
    assert "Ring 1<br>01099 Viereck" in page
    assert "kein Betreiber" not in page


def test_every_source_is_named_with_its_licence(client: FlaskClient) -> None:
    page = client.get("/impressum").text
    assert page.count("https://www.govdata.de/dl-de/by-2-0") >= 2
    assert "Amt für Muster, dl-de/by-2-0, generalisiert" in page


def test_only_sources_that_bring_something_are_credited() -> None:
    held = sample_snapshot()
    idle = [
        msgspec.structs.replace(
            held.sources[0],
            source_id=status,
            status=status,
            is_example=False,
            attribution=f"© {status}",
        )
        for status in ("off", "not_loaded", "failed")
    ]
    held = msgspec.structs.replace(held, sources=(*held.sources, *idle))
    services = sample_services(snapshots=FakeSnapshotService(held))
    client = sample_app(services).test_client()
    imprint = client.get("/impressum").text
    landing = client.get("/api/", headers={"Accept": "application/json"}).text
    for text in (imprint, landing):
        assert "© failed" in text, "its last good data is shown"
        assert "© off" not in text
        assert "© not_loaded" not in text


@pytest.mark.parametrize("path", ["/", "/angebote/opp-01", "/impressum", "/gibt-es-nicht"])
def test_footer_names_the_borders_source(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept": "text/html"}).text
    footer = page.split('class="site-footer"')[1]
    assert "generalisiert" in footer
    for link in (*OWED, "/einbetten", "/daten"):
        assert f'href="{link}"' in footer


def test_no_snapshot_is_a_calm_503_page() -> None:
    services = sample_services(snapshots=FakeSnapshotService(None))
    response = sample_app(services).test_client().get("/", headers={"Accept": "text/html"})
    assert response.status_code == 503
    assert "Die Karte ist gerade nicht bereit" in response.text
    assert "site-header" in response.text


def test_menu_marks_where_one_is(client: FlaskClient) -> None:
    assert '<a href="/" aria-current="page">Finden' in client.get("/").text
    assert '<a href="/" aria-current="true">Finden' in client.get("/angebote/opp-01").text
    assert "aria-current" not in client.get("/impressum").text.split("</nav>")[0]
