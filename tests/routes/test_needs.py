"""What the server gives the browser, so that it can compare offers with needs by itself."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient


def test_rows_of_all_open_offers_say_what_is_known(client: FlaskClient) -> None:
    rows = {row[0]: row[1:] for row in client.get("/angaben/passung.json").json["rows"]}  # type: ignore[index]
    assert rows["opp-01"] == ["yes", "de en", "mo we", "afternoon"]
    assert rows["opp-03"] == ["", "de", "", "evening"]
    assert "opp-05" not in rows, "it is over"


@pytest.mark.parametrize("query", ["", "q=lesen", "theme=nature&sort=newest", "ohne_ort=1"])
def test_matches_are_those_of_the_list(client: FlaskClient, query: str) -> None:
    page = client.get(f"/?{query}").text
    listed = re.findall(r'<li class="entry" id="[^"]*" data-id="([^"]+)"', page)
    found = client.get(f"/angaben/treffer.json?{query}").json["ids"]  # type: ignore[index]
    assert found[: len(listed)] == listed
    assert listed


def test_entries_come_in_the_order_asked_for_and_only_of_the_search(client: FlaskClient) -> None:
    part = client.get("/angaben/eintraege?theme=nature&ids=opp-09&ids=opp-06,opp-01").text
    assert re.findall(r'data-id="([^"]+)"', part) == ["opp-09", "opp-06"]


def test_entries_know_how_far_it_is(client: FlaskClient) -> None:
    part = client.get("/angaben/eintraege?near=13.705,51.045&ids=opp-06").text
    assert re.search(r"\d\skm|\d\sm", part)


def test_the_form_names_languages_in_that_of_the_page(client: FlaskClient) -> None:
    assert "Englisch" in client.get("/angaben/formular").text
    assert "English" in client.get("/angaben/formular?lang=en").text


@pytest.mark.parametrize(
    "path", ["/angaben/passung.json?x=1", "/angaben/treffer.json?theme=gibtesnicht"]
)
def test_nonsense_is_a_400(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 400
