"""The saved list: what the address says is what the page, the paper and the mail hold."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import shapely
from flask.testing import FlaskClient
from msgspec import structs

from routes.saved import MOST_OF_A_MAIL
from routes.saved_links import MOST_SAVED, ids_pairs, read_ids
from services.contracts import BadQuery
from tests.fakes import FakeSnapshotService, sample_app, sample_services
from tests.sample import sample_snapshot

LIST = "/merkliste?ids=opp-06,opp-01,opp-03"


def titles(page: str) -> list[str]:
    found = re.findall(r'<h2 class="entry__title"><a [^>]*>(.*?)</a>', page)
    return [html.unescape(title) for title in found]


def mail_of(page: str) -> tuple[str, str, str]:
    found = re.search(r'href="(mailto:[^"]*subject[^"]*Interesse[^"]*)"', html.unescape(page))
    assert found
    parts = urlsplit(found[1])
    query = parse_qs(parts.query)
    return unquote(parts.path), query["subject"][0], query["body"][0]


def test_the_list_keeps_its_order_and_numbers(client: FlaskClient) -> None:
    page = client.get(LIST).text
    assert titles(page) == [
        "Frühjahrsputz am Ufer",
        "Lesepatin oder Lesepate",
        "Nachhilfe am Bildschirm",
    ]
    assert re.findall(r"Nummer </span>(\d+)", page) == ["1", "2", "3"]
    assert "3 gemerkte Angebote" in page


def test_the_map_shows_only_public_places(client: FlaskClient) -> None:
    page = client.get("/merkliste?ids=opp-02,opp-01,opp-03").text
    drawing = re.search(r"<figure.*?</figure>", page, re.DOTALL)
    assert drawing
    assert re.findall(r'font-weight="700"[^>]*>(\d+)<', drawing[0]) == ["2"]
    assert "Karte mit Nummern: 2:" in drawing[0]
    assert page.count("(nicht auf der Karte)") == 2


def test_private_addresses_stay_private(client: FlaskClient) -> None:
    held = sample_snapshot()
    offer = structs.replace(
        held.opportunity_by_id["opp-02"],
        address="Geheimer Weg 1",
        geometry=shapely.Point(13.725, 51.045),  # whatever slipped in
    )
    held = structs.replace(held, opportunities=(offer,))
    private = sample_app(sample_services(snapshots=FakeSnapshotService(held))).test_client()
    page = private.get("/merkliste?ids=opp-02").text
    assert "Geheimer Weg" not in page
    assert "<figure" not in page, "no place of it stands on a map"


def test_what_is_over_or_gone_is_said(client: FlaskClient) -> None:
    page = client.get("/merkliste?ids=opp-05,weg-1,weg-2,opp-01").text
    assert titles(page) == ["Längst vorbei", "Lesepatin oder Lesepate"]
    assert "Dieses Angebot ist vorbei." in page
    assert "2 Angebote aus dieser Liste gibt es nicht mehr." in page
    assert 'href="/merkliste?ids=opp-05,opp-01"' in page


@pytest.mark.parametrize("path", ["/merkliste", "/merkliste?ids=", "/merkliste?ids=weg"])
def test_an_empty_list_says_how_to_fill_it(client: FlaskClient, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert "noch nichts gemerkt" in page.text
    assert client.get(path.replace("/merkliste", "/merkliste.pdf")).status_code == 404


def test_too_many_are_refused_in_words(client: FlaskClient) -> None:
    ids = ",".join(f"opp-{n}" for n in range(MOST_SAVED + 1))
    answer = client.get(f"/merkliste?ids={ids}", headers={"Accept": "text/html"})
    assert answer.status_code == 400
    assert f"höchstens {MOST_SAVED} Angebote" in answer.text


def test_ids_with_commas_stand_for_themselves() -> None:
    known = {"a,b": 1, "c": 2}
    pairs = ids_pairs(("a,b", "c"))
    assert pairs == (("ids", "a,b"), ("ids", "c"))
    assert read_ids([value for _name, value in pairs], known) == ("a,b", "c")
    assert read_ids(["x,y,x", " c "], known) == ("x", "y", "c")
    with pytest.raises(BadQuery):
        read_ids([str(n) for n in range(MOST_SAVED + 1)], known)


def test_one_mail_names_all_and_leads_back(client: FlaskClient) -> None:
    address, subject, body = mail_of(client.get(LIST).text)
    assert address == "", "the sample's agency has no mail address"
    assert subject == "Mein Interesse an 3 Angeboten"
    assert "1. Frühjahrsputz am Ufer" in body
    assert "http://localhost/angebote/opp-03" in body
    assert "http://localhost/merkliste?ids=opp-06,opp-01,opp-03" in body


def test_the_mail_goes_to_the_agency_where_it_has_an_address() -> None:
    held = sample_snapshot()
    agency = structs.replace(held.contact_points[0], public_email="buero@example.org")
    held = structs.replace(held, contact_points=(agency,))
    page = sample_app(sample_services(snapshots=FakeSnapshotService(held))).test_client().get(LIST)
    assert mail_of(page.text)[0] == "buero@example.org"
    assert "Der Freiwilligenagentur schreiben" in page.text


def test_a_long_mail_is_cut_to_what_mail_programs_take(client: FlaskClient) -> None:
    ids = ",".join(f"opp-{n:02}" for n in range(1, 14))
    page = html.unescape(client.get(f"/merkliste?ids={ids}").text)
    found = re.search(r'href="(mailto:[^"]*Interesse[^"]*)"', page)
    assert found
    assert len(found[1]) <= MOST_OF_A_MAIL
    assert "merkliste" in unquote(found[1])


def test_paper_is_a_tagged_pdf_with_all_links(client: FlaskClient) -> None:
    answer = client.get(LIST.replace("/merkliste", "/merkliste.pdf"))
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert b"http://localhost/angebote/opp-03" in answer.data
    assert b"pdfuaid" in answer.data or b"/MarkInfo" in answer.data
    assert "beispiel-merkliste.pdf" in answer.headers["Content-Disposition"]


def test_hostile_titles_stay_text(client: FlaskClient) -> None:
    page = client.get("/merkliste?ids=opp-07,opp-08").text
    assert "<img src=x" not in page
    assert client.get("/merkliste.pdf?ids=opp-07,opp-08").status_code == 200


@pytest.mark.parametrize("tag", ["ar", "vi", "de-simple"])
def test_other_languages_keep_theirs(client: FlaskClient, tag: str) -> None:
    page = client.get(f"{LIST}&lang={tag}").text
    assert f'href="/angebote/opp-01?lang={tag}"' in page
    assert client.get(f"/merkliste.pdf?ids=opp-01&lang={tag}").status_code == 200


# --- without scripts the address carries what is collected


def test_a_bookmark_adds_to_what_was_collected(client: FlaskClient) -> None:
    page = client.get("/?gemerkt=opp-06").text
    assert 'href="/merkliste?ids=opp-06,opp-01" data-bookmark="opp-01"' in page
    assert 'name="gemerkt" value="opp-06"' in page, "a search keeps it"
    assert 'href="/angebote/opp-01?gemerkt=opp-06"' in page, "a detail page keeps it"
    assert "data-saved-count>1<" in page


def test_the_list_takes_one_away_and_leads_back_to_the_search(client: FlaskClient) -> None:
    page = client.get(LIST).text
    assert 'href="/merkliste?ids=opp-06,opp-03" data-bookmark="opp-01"' in page
    assert 'href="/?gemerkt=opp-06,opp-01,opp-03"' in page


def test_what_is_collected_does_not_reach_feeds_and_foreign_pages(client: FlaskClient) -> None:
    page = client.get("/angebote/opp-01?gemerkt=opp-06").text
    for href in re.findall(r'href="([^"]+)"', page):
        if "gemerkt" in href:
            assert href.startswith("/"), href
            assert not href.startswith("/static"), href


def test_nonsense_is_not_carried_on(client: FlaskClient) -> None:
    page = client.get("/?gemerkt=opp-06," + "x" * 9000).text
    assert "xxx" not in page
    assert 'name="gemerkt" value="opp-06"' in page
    assert len(client.get("/merkliste?ids=" + "x" * 9000).text) < 20_000
