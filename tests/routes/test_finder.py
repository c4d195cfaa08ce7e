"""The finder's pages as they leave the server: addresses, words, what they must not hold."""

from __future__ import annotations

import base64
import html
import json
import re

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.fakes import sample_app, sample_services
from tests.sample import HOSTILE_TITLE, sample_snapshot


def body(client: FlaskClient, path: str) -> str:
    """The page at a path, which must answer 200."""
    response = client.get(path)
    assert response.status_code == 200
    return response.text


def line(page: str) -> str:
    """The result line of a page."""
    found = re.search(r"data-result-line>(.*?)</h2>", page)
    assert found
    return html.unescape(found[1]).replace("\N{NO-BREAK SPACE}", " ")


def titles(page: str) -> list[str]:
    """Titles of the entries, in order."""
    found = re.findall(r'class="entry__title"><a [^>]*>(.*?)</a>', page)
    return [html.unescape(title) for title in found]


def state(page: str) -> dict[str, object]:
    """What the page tells its scripts about the result."""
    found = re.search(r'id="finder-state">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def pins(page: str) -> set[str]:
    """Which offers the state of a page puts on the map, read as the script reads it."""
    told: dict[str, str] = state(page)["pins"]  # type: ignore[assignment]
    layer = sample_app().test_client().get("/layers/pins.json").get_json()
    assert told["version"] == layer["version"]
    bits = np.unpackbits(np.frombuffer(base64.b64decode(told["bits"]), dtype=np.uint8))
    return {i for i, bit in zip(layer["ids"], bits, strict=False) if bit}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "12 Angebote in Viereck"),
        ("district=02", "3 Angebote in Bühlau"),
        ("district=01&district=02", "6 Angebote in Altfeld oder Bühlau"),
        ("borough=1", "4 Angebote im Stadtbezirk Nordufer"),
        (
            "district=11&borough=0",
            "0 Angebote in Cronau oder im Stadtbezirk Südufer",
        ),
        (
            "district=01&hours_max=2",
            "2 Angebote in Altfeld, höchstens 2 Stunden pro Woche",
        ),
        ("hours_max=0.5", "1 Angebot in Viereck, höchstens 0,5 Stunden pro Woche"),
        ("hours_max=1", "2 Angebote in Viereck, höchstens 1 Stunde pro Woche"),
        ("theme=nature&theme=social", "8 Angebote zum Thema Natur und Umwelt oder Soziales in"),
        ("q=lesepat", "1 Angebot zu „lesepat“ in Viereck"),
        ("schedule=one_off&weekday=sa", "2 Angebote in Viereck, einmalig, samstags"),
        ("language=en", "1 Angebot in Viereck, auf Englisch"),
        ("audience=newcomers", "2 Angebote in Viereck, auch für: Neu Zugezogene"),
        ("remote=true", "1 Angebot, von zu Hause aus"),
        ("age=15", "10 Angebote in Viereck, für 15-Jährige"),
        (
            "wheelchair=yes&certificate=true",
            "0 Angebote in Viereck, rollstuhlgerecht, mit Nachweis",
        ),
        ("near=13.705,51.045&radius_m=500", "2 Angebote, höchstens 500 m entfernt"),
        ("near=13.705,51.045&walk_minutes=10", "Angebote, höchstens 10 Minuten zu Fuß"),
        ("group=true&from=2026-05-01", "1 Angebot in Viereck, ab 1. Mai 2026, für Gruppen"),
    ],
)
def test_result_is_said_in_words(client: FlaskClient, query: str, said: str) -> None:
    assert said in line(body(client, f"/?{query}"))


def test_form_without_scripts_gets_a_clean_address(client: FlaskClient) -> None:
    sent = "/?q=+&theme=&ort=district:02&hours_max=2&radius_m=&near=13.7,51.04&age="
    response = client.get(sent)
    assert response.status_code == 303
    assert response.headers["Location"] == "/?hours_max=2&district=02"


def test_whole_city_in_the_form_forgets_the_place(client: FlaskClient) -> None:
    response = client.get("/?district=01&ort=&q=lesen")
    assert response.headers["Location"] == "/?q=lesen"


def test_parts_are_the_same_as_in_the_page(client: FlaskClient) -> None:
    page, parts = body(client, "/?district=01"), body(client, "/?district=01&teil=liste")
    assert "<html" not in parts
    assert (line(page), titles(page)) == (line(parts), titles(parts))
    assert "höchstens 2 Stunden pro Woche (2)" in page, "the form of a page holds its counts"
    assert state(parts)["counts"]["hours_max"]["2"] == 2  # type: ignore[index]
    assert state(page) == {k: v for k, v in state(parts).items() if k != "counts"}
    assert "teil=" not in re.sub(r"\s", "", parts)


def test_tag_takes_only_its_filter_away(client: FlaskClient) -> None:
    page = body(client, "/?theme=nature&theme=social&hours_max=8&lang=de")
    tags = [html.unescape(href) for href in re.findall(r'class="tag" href="([^"]*)"', page)]
    assert tags == [
        "/?theme=social&hours_max=8&lang=de",
        "/?theme=nature&hours_max=8&lang=de",
        "/?theme=nature&theme=social&lang=de",
    ]


def test_chip_adds_and_takes_away(client: FlaskClient) -> None:
    assert 'href="/?q=hilfe&amp;hours_max=2"' in body(client, "/?q=hilfe")
    assert 'href="/?q=hilfe"' in body(client, "/?q=hilfe&hours_max=2&offset=20")


def test_empty_result_names_ways_out(client: FlaskClient) -> None:
    page = body(client, "/?q=lesepat&theme=nature")
    assert titles(page) == []
    assert re.search(r'href="/\?q=lesepat"[^>]*><span>Ohne „Natur und Umwelt“</span>', page)


def test_a_word_that_nothing_holds_beside_the_rest_is_said(client: FlaskClient) -> None:
    page = body(client, "/?q=Lesepatin+zirkus")
    assert titles(page) == ["Lesepatin oder Lesepate"]
    said = "Zu „zirkus“ gibt es dabei nichts. Gezeigt wird, was zum Rest passt."
    assert said in page
    assert said not in body(client, "/?q=Lesepatin")


def test_a_slip_is_said_and_can_be_put_right(client: FlaskClient) -> None:
    page = body(client, "/?q=Lesepatinn+altfeld&district=01")
    assert "„Lesepatinn“ steht in keinem Angebot" not in page, "a stem is no slip"
    page = body(client, "/?q=Lehsepatin+altfeld&hours_max=2&offset=0")
    assert titles(page) == ["Lesepatin oder Lesepate"]
    assert "„Lehsepatin“ steht in keinem Angebot. Meintest du: " in page
    assert 'href="/?hours_max=2&amp;q=Lesepatin+altfeld"' in page


def test_page_behind_the_last_leads_back(client: FlaskClient) -> None:
    page = body(client, "/?offset=5000&theme=nature")
    assert titles(page) == []
    assert 'href="/?theme=nature"' in page
    assert "So weit reicht die Liste nicht" in page


def test_strip_counts_what_no_map_shows(client: FlaskClient) -> None:
    assert "Dazu 2 Angebote für die ganze Stadt" in body(client, "/?district=01")
    assert "2 davon ohne festen Ort" in body(client, "/")
    placeless = body(client, "/?ohne_ort=1")
    assert set(titles(placeless)) == {"Nachhilfe am Bildschirm", "Straßenfest begleiten"}
    assert pins(placeless) == set()


def test_state_names_every_match_not_only_the_page() -> None:
    offers = tuple(
        offer for offer in sample_snapshot().opportunities if offer.opportunity_id != "opp-05"
    )
    page = body(sample_app().test_client(), "/")
    with_point = {o.opportunity_id for o in offers if o.geometry is not None and not o.is_private}
    assert pins(page) == with_point
    part = state(body(sample_app().test_client(), "/?teil=liste"))
    assert part["counts"]["district"]["02"] == 3  # type: ignore[index]


def test_pins_of_a_box_are_those_around_it_too() -> None:
    client = sample_app().test_client()
    inside = body(client, "/?bbox=13.70,51.04,13.72,51.05&theme=education")
    assert pins(inside) == pins(body(client, "/?theme=education"))
    assert state(inside)["bbox"] == [13.70, 51.04, 13.72, 51.05]
    assert state(inside)["matched"] < len(pins(inside))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("theme=gibtesnicht", "gibtesnicht"),
        ("near=hier", "near"),
        ("hours_max=viel", "hours_max"),
        ("radius_m=500", "radius_m"),
        ("offset=-1", "offset"),
        ("from=2026-13-01", "from"),
    ],
)
def test_nonsense_is_a_page_that_names_it(client: FlaskClient, query: str, named: str) -> None:
    response = client.get(f"/?{query}", headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert named in response.text
    assert "Zur Suche" in response.text


def test_private_place_is_nowhere_in_the_page(client: FlaskClient) -> None:
    page = body(client, "/?district=02")
    assert "Bühlau, genauer Ort auf Anfrage" in page
    assert "Musterweg" not in page


def test_hostile_title_is_escaped_everywhere(client: FlaskClient) -> None:
    page = body(client, "/?q=alert")
    assert titles(page) == [HOSTILE_TITLE]
    assert "<script>alert" not in page
    assert "49" not in line(page)


@pytest.mark.parametrize(
    "path", ["/", "/?district=01&hours_max=2", "/angebote/opp-07", "/stadtteile/01", "/embed"]
)
def test_page_has_no_inline_code_or_style(client: FlaskClient, path: str) -> None:
    page = body(client, path)
    page = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    markup = " ".join(re.findall(r"<[a-z][^>]*>", page))
    assert not re.search(r"\sstyle=", markup)
    assert not re.search(r"\son[a-z]+=", markup)
    assert not re.findall(r"<script(?![^>]*\ssrc=)", markup)


def test_example_banner_and_noindex_go_with_the_examples(client: FlaskClient) -> None:
    assert "example-banner" in body(client, "/")
    assert 'content="noindex' in body(client, "/")
    info = sample_snapshot().info
    real = sample_snapshot(info=type(info)(**{**_fields(info), "has_examples": False}))
    page = body(sample_app(sample_services(real)).test_client(), "/")
    assert "example-banner" not in page
    assert "noindex" not in page


def _fields(record: object) -> dict[str, object]:
    names = record.__struct_fields__  # type: ignore[attr-defined]
    return {name: getattr(record, name) for name in names}
