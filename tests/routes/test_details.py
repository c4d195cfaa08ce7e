"""Pages about one thing: what can be done at once, what is unknown, what is over."""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from routes.details import lead_and_rest, web_address
from tests.fakes import sample_app, sample_services
from tests.sample import sample_snapshot


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    """The page at a path, with its entities resolved in text but not in markup."""
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == status
    return response.text


def with_offer(offer_id: str, **changes: Any) -> FlaskClient:
    """A client of the sample in which one offer is different."""
    offers = [
        msgspec.structs.replace(o, **changes) if o.opportunity_id == offer_id else o
        for o in sample_snapshot().opportunities
    ]
    snapshot = sample_snapshot(opportunities=tuple(offers))
    return sample_app(sample_services(snapshot)).test_client()


def row(page: str, label: str) -> str:
    """The text of one line of the facts."""
    found = re.search(rf'<th scope="row">{label}</th><td[^>]*>(.*?)</td>', page)
    assert found, label
    return html.unescape(found[1])


def test_action_comes_before_the_facts(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-01")
    mail = page.index(
        "mailto:kontakt@example.org?subject=Ehrenamt%3A%20Lesepatin%20oder%20Lesepate"
    )
    assert mail < page.index("Auf einen Blick")


def test_contact_is_borrowed_from_the_organisation(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-10")
    assert "mailto:kontakt@example.org" in page
    assert 'href="tel:03023125001"' in page


def test_offer_without_any_contact_says_so(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-02")
    assert "kein Kontakt eingetragen" in page
    assert 'href="/organisationen/org-2"' in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
    page = body(with_offer("opp-01", url=url), "/angebote/opp-01")
    assert not url or url not in page


def test_mail_subject_cannot_carry_more_fields() -> None:
    page = body(with_offer("opp-01", title="A&bcc=x@example.org"), "/angebote/opp-01")
    assert "bcc=x" not in page.split("subject=")[1].split('"')[0]


def test_unknown_is_said_as_unknown(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-10")
    assert row(page, "Rollstuhl") == "nicht bekannt, bitte nachfragen"
    assert row(body(client, "/angebote/opp-09"), "Rollstuhl") == "nicht rollstuhlgerecht"
    assert row(body(client, "/angebote/opp-07"), "Wie lange") == "Dauer nach Absprache"


def test_facts_say_when_how_long_for_whom(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-01")
    assert row(page, "Wann") == "montags, mittwochs nachmittags"
    assert row(page, "Wie lange") == "2 Stunden pro Woche"
    assert row(page, "Für wen") == "ab 16 Jahren, auch für: Junge"
    assert row(page, "Sprachen") == "Deutsch, Englisch"
    assert row(page, "Gesucht") == "3 Personen"
    assert row(page, "Wo") == "Musterweg 1, 01099 Viereck (Altfeld)"
    assert "Stand: 20. März 2026" in page


def test_one_day_is_told_by_its_date(client: FlaskClient) -> None:
    assert row(body(client, "/angebote/opp-06"), "Wann") == "einmalig, 9. Mai 2026"


def test_private_place_shows_only_the_district() -> None:
    """Even if an address slipped into the record, the page does not tell it."""
    from shapely import Point

    client = with_offer("opp-02", address="Geheimweg 7", geometry=Point(13.7312, 51.0433))
    page = body(client, "/angebote/opp-02")
    assert "Genauer Ort auf Anfrage" in page
    assert "Geheimweg" not in page
    assert "13.7312" not in page
    assert '"point": null' in page


def test_a_place_known_by_its_street_is_called_approximate() -> None:
    client = with_offer("opp-01", geocode_precision="street", geocode_confidence=0.8)
    assert "Ungefähre Lage" in body(client, "/angebote/opp-01")
    assert "Ungefähre Lage" not in body(client, "/angebote/opp-06")


def test_over_is_gone_but_friendly(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-05", status=410)
    assert "Dieses Angebot ist vorbei" in page
    assert "Letzter Tag: 1. März 2026." in page
    assert "Lesepatin oder Lesepate" in page


def test_unknown_offer_is_a_404_page(client: FlaskClient) -> None:
    for path in ("/angebote/nein", "/organisationen/nein", "/stadtteile/99", "/stadtteile/0"):
        assert "Diese Seite gibt es nicht" in body(client, path, status=404)


def test_similar_offers_are_others(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-01")
    similar = re.findall(r'data-id="([^"]+)"', page.split("Ähnliche Angebote")[1])
    assert 1 <= len(similar) <= 4
    assert "opp-01" not in similar
    assert "opp-05" not in similar


def test_organisation_lists_its_open_offers(client: FlaskClient) -> None:
    page = body(client, "/organisationen/org-1")
    assert set(re.findall(r'data-id="([^"]+)"', page)) == {
        "opp-01", "opp-03", "opp-10", "opp-11", "opp-12", "opp-13",
    }  # fmt: skip
    assert "https://lesefreunde.example.org" in page
    assert "Siegel für gutes Engagement" in page


def test_hidden_organisation_keeps_its_address(client: FlaskClient) -> None:
    page = body(client, "/organisationen/org-2")
    assert row(page, "Wo") == "Bühlau"


def test_hostile_names_are_text(client: FlaskClient) -> None:
    page = body(client, "/angebote/opp-07")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "49" not in re.sub(r"<[^>]*>", "", page).split("Auf einen Blick")[0]
    assert '<b onmouseover="x()">' not in body(client, "/organisationen/org-3")


@pytest.mark.parametrize(
    ("description", "lead", "rest"),
    [
        ("Du hilfst beim Lesen. Wir üben mit dir.", "Du hilfst beim Lesen.", "Wir üben mit dir."),
        ("Ein Satz ohne Punkt", "Ein Satz ohne Punkt", ""),
        ("Kurz. Und nun ein ganzer Satz dazu.", "Kurz. Und nun ein ganzer Satz dazu.", ""),
        ("Wir treffen uns um 10 Uhr z. B. im Hof.", "Wir treffen uns um 10 Uhr z. B. im Hof.", ""),
        ("", "", ""),
    ],
)
def test_lead_is_the_first_sentence(description: str, lead: str, rest: str) -> None:
    assert lead_and_rest(description) == (lead, rest)
