"""The page of thanks: what the city entered, what it did not, and a way to offers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from geodata.thanks import Day, Thanks, Token
from routes import params
from tests.fakes import sample_app, sample_services
from tests.routes.test_districts import page, section, words
from tests.sample import HOSTILE_TITLE, sample_snapshot

PASS = Token(
    kind="pass",
    name="Vierecker Pass",
    text="Der Pass öffnet Türen.",
    conditions=("drei Stunden in der Woche",),
    steps=("Dein Verein nominiert dich.",),
    dates=(
        Day(text="Abgabe der Nominierung", day=dt.date(2026, 8, 31)),
        Day(text="Längst vorbei", day=dt.date(2026, 1, 1)),
        Day(text="Übergabe", yearly="12-05"),
    ),
    url="https://www.viereck.example/pass",
    source_url="https://www.viereck.example/quelle",
    as_of=2025,
)
SEAL = structs.replace(
    PASS, kind="seal", name="Vierecker Siegel", status="planned", conditions=(), steps=(), dates=()
)


def client_with(*tokens: Token, **tables: Any) -> FlaskClient:
    """A client whose city says thank you like this."""
    services = sample_services(sample_snapshot(**tables))
    return sample_app(structs.replace(services, thanks=Thanks(tokens=tokens))).test_client()


NOTHING: dict[str, Any] = {"benefit_partners": (), "events": (), "opportunities": ()}


def test_a_token_is_told_with_conditions_steps_dates_and_source() -> None:
    part = section(page(client_with(PASS), "/danke"), "pass")
    text = words(part)
    for said in (
        "Vierecker Pass",
        "Der Pass öffnet Türen.",
        "Für wen? drei Stunden in der Woche",
        "So geht es Dein Verein nominiert dich.",
        "Stand: 2025",
    ):
        assert said in text, said
    assert 'href="https://www.viereck.example/pass"' in part
    assert 'href="https://www.viereck.example/quelle"' in part


def test_dates_to_come_stand_in_order_and_past_ones_do_not() -> None:
    text = words(section(page(client_with(PASS), "/danke"), "pass"))
    assert "Längst vorbei" not in text
    assert text.index("31. August 2026") < text.index("5. Dezember 2026")


def test_what_is_planned_is_called_planned() -> None:
    client = client_with(PASS, SEAL)
    assert "Geplant" in section(page(client, "/danke"), "seal")
    assert "Geplant" not in section(page(client, "/danke"), "pass")


def test_partners_stand_under_their_category_and_bear_the_mark(client: FlaskClient) -> None:
    text = words(section(page(client, "/danke"), "pass"))
    assert "Kultur 1 Kino am Eck Beispiel Zwei Karten zum Preis von einer." in text
    assert "Quelle: Beispieldaten (CC0-1.0)" in text


def test_invented_partners_are_not_taken_for_real_ones() -> None:
    part = section(page(client_with(PASS), "/danke"), "pass")
    assert "Was folgt, ist erfunden" in part
    assert "Beispieldaten: 1 Partner macht mit" in words(part)
    assert "Beispieldaten: 1 offenes Angebot zählt" in words(part)
    partner = structs.replace(sample_snapshot().benefit_partners[0], is_example=False)
    real = section(page(client_with(PASS, benefit_partners=(partner,)), "/danke"), "pass")
    assert "erfunden" not in real


def test_without_partners_it_says_so_and_names_the_official_page() -> None:
    part = section(page(client_with(PASS, benefit_partners=()), "/danke"), "pass")
    after = part.split("Wo der Pass gilt")[1]
    assert "noch nicht eingetragen" in after
    assert 'href="https://www.viereck.example/pass"' in after


def test_what_the_city_has_not_entered_is_said_where_there_is_more_to_show(
    client: FlaskClient,
) -> None:
    part = words(section(page(client, "/danke"), "fair"))
    assert "noch nicht eingetragen" in part
    assert "Ehrenamtsbörse" in part
    assert "2. Mai 2026, 10:00 bis 16:00 Uhr" in part


def test_without_anything_the_page_is_friendly() -> None:
    text = page(client_with(**NOTHING), "/danke")
    assert "Hier ist noch nichts eingetragen" in text
    assert not re.search(r'<section[^>]*aria-labelledby="(pass|seal|fair)"', text)
    assert 'href="/"' in section(text, "leer")


def test_it_leads_to_offers_that_bring_it(client: FlaskClient) -> None:
    part = section(page(client, "/danke"), "certificate")
    assert "Bei 1 offenen Angebot" in part
    assert 'href="/?certificate=true"' in part
    assert client.get("/?certificate=true").status_code == 200
    assert "1 offenes Angebot zählt für den Pass" in section(page(client, "/danke"), "pass")


def test_it_links_no_filter_the_finder_does_not_know(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = tuple(name for name in params.SEARCH_PARAMETERS if name != "pass")
    monkeypatch.setattr(params, "SEARCH_PARAMETERS", without)
    assert "/?pass=true" not in page(client, "/danke")
    monkeypatch.setattr(params, "SEARCH_PARAMETERS", (*without, "pass"))
    assert 'href="/?pass=true"' in page(client, "/danke")


def test_hostile_partners_are_text() -> None:
    partner = structs.replace(
        sample_snapshot().benefit_partners[0],
        name=HOSTILE_TITLE,
        website="javascript:alert(1)",
        category="gibt es nicht",
    )
    text = page(client_with(benefit_partners=(partner,)), "/danke")
    assert "<script>alert" not in text
    assert "javascript:" not in text
    assert "Weitere" in text
