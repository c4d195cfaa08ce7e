"""/daten: sources in every state, how exact the places are, issues one may filter, downloads."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from tests.data_sample import ERROR, at, data_snapshot, sources
from tests.fakes import FakeSnapshotService, FixedClock, sample_app, sample_services
from tests.sample import sample_snapshot


def client_of(snapshot: Any = None, **options: Any) -> FlaskClient:
    return sample_app(sample_services(snapshot or data_snapshot(), **options)).test_client()


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return client_of()


def text(client: FlaskClient, path: str = "/daten") -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.get_data(as_text=True)


def words(html: str) -> str:
    """What is read aloud, roughly."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(html: str, source_id: str) -> str:
    found = re.search(rf'<article[^>]*id="{source_id}".*?</article>', html, re.DOTALL)
    assert found, source_id
    return words(found[0])


def section(html: str, heading: str) -> str:
    return re.split(r"<section", html.split(f'aria-labelledby="{heading}"')[1])[0]


# --- sources


def test_each_state_has_its_words(client: FlaskClient) -> None:
    html = text(client)
    assert "Aktuell , gilt bis 2. Mai 2026 als aktuell" in card(html, "agency")
    assert "Bald veraltet , gilt bis 4. April 2026 als aktuell" in card(html, "events")
    assert "Veraltet , galt bis 11. März 2026 als aktuell" in card(html, "platform")
    assert "Noch nie geladen" in card(html, "addresses")
    assert "Ohne Verfallsdatum" in card(html, "population")


def test_state_is_never_only_a_colour(client: FlaskClient) -> None:
    found = re.findall(r'<p class="state state--\w+"><svg.*?#([\w-]+)".*?<strong>', text(client))
    assert len(found) == 7
    assert {"check", "hourglass", "triangle-alert", "circle-question-mark"} <= set(found)


def test_a_failed_source_says_why_and_what_counts_meanwhile(client: FlaskClient) -> None:
    told = card(text(client), "platform")
    assert "Der letzte Abruf am 2. April 2026 um 10:00 hat nicht geklappt." in told
    assert ERROR in told
    assert "Es gelten weiter die Daten vom 10. Januar 2026." in told


def test_a_source_that_never_worked_promises_no_old_data() -> None:
    failed = structs.replace(sources()[3], retrieved_at=None, record_count=None)
    html = text(client_of(data_snapshot(sources=(failed,))))
    told = card(html, "platform")
    assert "Bisher gibt es keine Daten aus dieser Quelle." in told
    assert "Es gelten weiter" not in told
    assert "noch nie geladen worden" not in section(html, "lage")


def test_a_source_checked_after_it_was_read_says_both(client: FlaskClient) -> None:
    told = card(text(client), "agency")
    assert "1. Februar 2026 um 09:00, zuletzt geprüft am 2. April 2026 um 10:00" in told


def test_the_summary_names_those_to_care_about(client: FlaskClient) -> None:
    told = section(text(client), "lage")
    spoken = words(told)
    assert "1 Quelle ist veraltet: Freiwilligenbörse Viereck" in spoken
    assert "1 Quelle ließ sich zuletzt nicht abrufen: Freiwilligenbörse Viereck" in spoken
    assert "1 Quelle ist bald veraltet: Veranstaltungskalender" in spoken
    assert "1 Quelle ist noch nie geladen worden: Adressen (L134)" in spoken
    assert 'href="#platform"' in told


def test_where_all_is_well_it_says_so() -> None:
    assert "Keine Quelle ist veraltet" in section(text(client_of(sample_snapshot())), "lage")
    current = [s for s in sources() if s.source_id == "agency"]
    told = section(text(client_of(data_snapshot(sources=tuple(current)))), "lage")
    assert "Alle Quellen, die sich ändern, sind aktuell." in told


def test_the_day_of_the_request_decides() -> None:
    clock = FixedClock(at(5, 3))
    told = card(text(client_of(clock=clock)), "agency")
    assert "Veraltet , galt bis 2. Mai 2026 als aktuell" in told


def test_switched_off_sources_are_folded_away_with_their_licence(client: FlaskClient) -> None:
    html = text(client)
    assert '<article class="card source" id="openstreetmap"' not in html
    fold = re.search(r'<details class="fold" id="nicht-eingebunden">.*?</details>', html, re.DOTALL)
    assert fold
    assert 'id="openstreetmap"' in fold[0]
    assert "https://opendatacommons.org/licenses/odbl/1-0/" in fold[0]
    assert "nicht-eingebunden" not in text(client_of(sample_snapshot()))


def test_what_a_source_says_cannot_break_out() -> None:
    evil = structs.replace(
        sources()[3],
        last_error="<script>alert(1)</script>",
        url="javascript:alert(1)",
        licence_url="javascript:alert(2)",
    )
    html = text(client_of(data_snapshot(sources=(evil,))))
    assert "<script>alert(1)" not in html
    assert "javascript:" not in html


# --- places


def test_bars_say_in_words_what_they_show(client: FlaskClient) -> None:
    told = section(text(client), "orte")
    row = re.search(r"<tr>\s*<th scope=\"row\">Freiwilligenbörse Viereck.*?</tr>", told, re.DOTALL)
    assert row
    assert (
        "33 % auf die Straße genau, 33 % auf die Postleitzahl genau, 33 % Ort nicht bekannt"
        in words(row[0]).replace("\N{NO-BREAK SPACE}", " ")
    )
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="10"', row[0])]
    assert widths == pytest.approx([100 / 3] * 3, abs=0.01)
    assert "2 Einträge brauchen keinen Ort." in told


def test_almost_none_and_almost_all_are_not_rounded_away() -> None:
    pattern = data_snapshot().opportunities[-1]
    many = [structs.replace(pattern, opportunity_id=f"o-{n}") for n in range(1000)]
    lost = structs.replace(pattern, opportunity_id="o-x", geocode_precision=None)
    held = data_snapshot(opportunities=(*many, lost))
    told = words(section(text(client_of(held)), "orte")).replace("\N{NO-BREAK SPACE}", " ")
    assert "über 99 % auf die Adresse genau, unter 1 % Ort nicht bekannt" in told


def test_without_any_entry_the_section_says_so() -> None:
    names = (
        "organisations", "places", "opportunities", "contact_points", "funded_projects",
        "benefit_partners", "events", "facilities", "stops", "osm_places",
    )  # fmt: skip
    html = text(client_of(sample_snapshot(**dict.fromkeys(names, ()))))
    assert "Noch gibt es keine Einträge, die einen Ort haben könnten." in html
    assert "/api/collections/opportunities/items" not in html


# --- issues


def test_issues_are_grouped_by_kind_with_plain_words(client: FlaskClient) -> None:
    told = section(text(client), "hinweise")
    spoken = words(told)
    assert "120 unbekanntes Wort · Angabe ausgelassen oder berichtigt" in spoken
    assert "fehlende Pflichtangabe · Eintrag ausgelassen" in spoken
    assert "126 Hinweise, Seite 1 von 6" in spoken
    assert told.count('data-label="Eintrag"') == 25


def test_an_issue_leads_to_its_entry_and_its_source(client: FlaskClient) -> None:
    told = section(text(client, "/daten?quelle=platform"), "hinweise")
    assert '<a href="/angebote/real-1">Fahrdienst 1</a>' in told
    assert "Zeile 9" in told
    assert 'href="#platform"' in told
    assert "<code>contact_email</code>" in told
    assert "Das ist keine Mailadresse." in told
    assert "opportunities, Zeile" not in told
    assert "erika.muster" not in told


def test_an_offer_that_is_over_is_named_but_not_linked() -> None:
    first = structs.replace(data_snapshot().issues[0], record_id="examples:opp-05")
    told = section(text(client_of(data_snapshot(issues=(first,)))), "hinweise")
    assert "Längst vorbei" in told
    assert "/angebote/opp-05" not in told


def test_filters_are_plain_addresses_and_keep_each_other(client: FlaskClient) -> None:
    html = text(client, "/daten?quelle=agency&art=unknown_word&seite=2")
    told = section(html, "hinweise")
    assert "120 Hinweise, Seite 2 von 5" in words(told)
    assert 'value="agency" selected' in told
    assert 'value="unknown_word" selected' in told
    links = [unescape(link) for link in re.findall(r'href="([^"]*)" rel="(?:prev|next)"', told)]
    assert links == [
        "/daten?quelle=agency&art=unknown_word&seite=1#hinweise",
        "/daten?quelle=agency&art=unknown_word&seite=3#hinweise",
    ]
    assert 'href="/daten/hinweise.csv?quelle=agency&amp;art=unknown_word"' in told
    assert "Zeile 27" in told
    last = section(text(client, "/daten?quelle=agency&art=unknown_word&seite=5"), "hinweise")
    assert 'rel="next"' not in last
    assert 'data-label="Eintrag"' in last


def test_an_empty_choice_and_no_issues_at_all(client: FlaskClient) -> None:
    told = text(client, "/daten?quelle=agency&art=bad_url")
    assert "Keine Hinweise für diese Auswahl." in told
    assert "Keine Hinweise für diese Auswahl." in text(client, "/daten?seite=999")
    none = text(client_of(sample_snapshot(issues=())))
    assert "Keine Hinweise: Beim Einlesen fiel nichts auf." in none
    assert "issue-filter" not in none


@pytest.mark.parametrize(
    "query", ["quelle=niemand", "art=nichts", "seite=0", "seite=x", "seite=1&seite=2"]
)
def test_nonsense_is_a_400(client: FlaskClient, query: str) -> None:
    assert client.get(f"/daten?{query}").status_code == 400


@pytest.mark.parametrize("query", ["quelle=&art=&seite=", "utm_source=brief"])
def test_empty_fields_and_foreign_parameters_do_no_harm(client: FlaskClient, query: str) -> None:
    assert "126 Hinweise" in words(text(client, f"/daten?{query}"))


def test_issues_as_csv_open_safely_in_a_spreadsheet(client: FlaskClient) -> None:
    response = client.get("/daten/hinweise.csv")
    assert response.mimetype == "text/csv"
    assert "beispieldaten-hinweise-" in response.headers["Content-Disposition"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    rows = list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))
    assert len(rows) == 126
    assert "value" not in rows[0]
    assert rows[0]["record_id"] == "platform:real-1"
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    assert any(row["message"].startswith("'=HYPERLINK") for row in rows)
    assert "erika.muster" not in response.get_data(as_text=True)


def test_csv_knows_the_filters_of_the_page(client: FlaskClient) -> None:
    filtered = client.get("/daten/hinweise.csv?quelle=agency&art=unknown_word")
    assert len(filtered.get_data(as_text=True).splitlines()) == 121
    assert client.get("/daten/hinweise.csv?art=nichts").status_code == 400
    assert client.get("/daten/hinweise.csv?seite=2").status_code == 400


def test_hostile_messages_stay_text(client: FlaskClient) -> None:
    html = text(client, "/daten?art=markup")
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


# --- downloads


def test_downloads_tell_size_and_licence(tmp_path: Path) -> None:
    file = tmp_path / "snapshot.gpkg"
    file.write_bytes(b"x" * 1_250_000)
    snapshots = FakeSnapshotService(data_snapshot(), file)
    client = client_of(snapshots=snapshots)
    told = section(text(client), "herunterladen").replace("\N{NO-BREAK SPACE}", " ")
    assert "1,2 MB" in told or "1,3 MB" in told
    for row in re.findall(r"<tr>.*?</tr>", told.split("<tbody>")[1], re.DOTALL):
        size = re.search(r'data-label="Größe">([^<]+)<', row)
        assert size
        assert re.fullmatch(r"[\d.,]+ (Byte|kB|MB)", size[1])
        assert "Lizenz" in row
        assert "keine Angabe" not in row
        link = re.search(r'href="([^"]+)"[^>]*download', row)
        assert link
        with client.get(unescape(link[1])) as answer:
            assert answer.status_code == 200


def test_sizes_are_those_of_what_is_sent(client: FlaskClient) -> None:
    told = section(text(client), "herunterladen").replace("\N{NO-BREAK SPACE}", " ")
    row = re.search(r"<tr>(?:(?!</tr>).)*hinweise\.csv.*?</tr>", told, re.DOTALL)
    assert row
    sent = len(client.get("/daten/hinweise.csv").get_data())
    assert f"{round(sent / 1000)} kB" in row[0]
    offers = re.search(r"<tr>(?:(?!</tr>).)*opportunities/items.*?</tr>", told, re.DOTALL)
    assert offers
    path = "/api/collections/opportunities/items?limit=10000"
    answer = client.get(path).get_json()
    assert f'data-label="Einträge">{answer["numberMatched"]}<' in offers[0]
    assert "CC-BY-4.0" in offers[0]
    assert "CC0-1.0" in offers[0]


# --- for programs


def test_sources_as_json(client: FlaskClient) -> None:
    found = {s["source_id"]: s for s in client.get("/api/sources").get_json()["sources"]}
    platform = found["platform"]
    assert platform["status"] == "failed"
    assert platform["last_error"] == ERROR
    assert (platform["freshness"], platform["confirmed_on"], platform["fresh_until"]) == (
        "outdated",
        "2026-01-10",
        "2026-03-11",
    )
    assert platform["located"]["street"] == 1
    assert found["agency"]["freshness"] == "fresh"
    assert found["agency"]["confirmed_on"] == "2026-04-02"
    assert found["events"]["freshness"] == "soon"
    assert found["addresses"]["freshness"] == "never"
    assert found["openstreetmap"]["status"] == "off"
    assert found["population"]["freshness"] == "open"
    assert found["population"]["located"] is None
    assert client.get("/api/sources?x=1").status_code == 400
    assert "/sources" in client.get("/api/openapi.json").get_json()["paths"]
