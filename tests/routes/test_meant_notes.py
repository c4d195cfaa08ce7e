"""Beside what words find, the page offers the filters they name."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient


def offered(client: FlaskClient, address: str) -> tuple[str, str] | None:
    page = client.get(address).text
    found = re.search(r'Als Filter: <a href="([^"]*)"[^>]*>([^<]*)', page)
    return (html.unescape(found[1]), html.unescape(found[2])) if found else None


def test_a_word_no_offer_uses_leads_to_the_filter_it_names(client: FlaskClient) -> None:
    assert "0 Angebote" in client.get("/?q=english").text
    assert offered(client, "/?q=english") == (
        "/?language=en",
        "1 Angebot in Viereck, auf Englisch",
    )


def test_the_link_finds_as_many_as_it_says(client: FlaskClient) -> None:
    for q in ("Altfeld", "zwei+Stunden", "mit+Nachweis", "lesen+auf+Englisch", "samstags"):
        found = offered(client, f"/?q={q}")
        assert found, q
        assert found[1] in html.unescape(client.get(found[0]).text)


def test_other_filters_stay_and_what_is_set_is_not_offered_again(client: FlaskClient) -> None:
    found = offered(client, "/?q=english&theme=education&sort=newest&offset=0")
    assert found
    assert found[0] == "/?theme=education&sort=newest&language=en"
    assert offered(client, "/?q=english&language=en") is None


@pytest.mark.parametrize("q", ["lesen", "arabisch", "Mindstadt"])
def test_nothing_is_offered_that_finds_nothing(client: FlaskClient, q: str) -> None:
    assert offered(client, f"/?q={q}") is None
