"""Pages in other languages: links keep the language, content says its own, law speaks German."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError, read_po
from flask.testing import FlaskClient

from routes.context import speak_city_language
from routes.languages import (
    LANGUAGES,
    available_languages,
    catalogue_path,
    read_catalogue,
)
from routes.speech import _
from scripts import messages

OTHERS = [tag for tag in LANGUAGES if tag != "de"]
OFFERED = [tag for tag in available_languages(messages.FOLDER, "de", ()) if tag != "de"]
PAGES = ("/", "/angebote/opp-01", "/stadtteile/01", "/stadtteile", "/danke", "/offline")
#: what stands in a text for something else
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.text


def in_language(path: str, tag: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={tag}"


# --- the catalogues ------------------------------------------------------------------------------


def test_catalogues_know_every_message_of_the_pages() -> None:
    assert messages.main(["--check"]) == 0


@pytest.mark.parametrize("tag", OTHERS)
def test_translations_keep_what_is_filled_in_and_add_no_markup(tag: str) -> None:
    with catalogue_path(messages.FOLDER, LANGUAGES[tag]).open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    for message in catalogue:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        allowed = [sorted(PLACEHOLDER.findall(text)) for text in ids]
        texts = (message.string,) if isinstance(message.string, str) else message.string
        for text in filter(None, texts):
            assert sorted(PLACEHOLDER.findall(text)) in allowed, (message.id, text)
            assert ("<" in text) == any("<" in one for one in ids), text
            assert text.strip() == text or ids[0].strip() != ids[0], text


# --- the pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", OFFERED)
@pytest.mark.parametrize("path", PAGES)
def test_page_says_its_language_and_its_links_keep_it(
    client: FlaskClient, path: str, tag: str
) -> None:
    found = page(client, in_language(path, tag))
    direction = ' dir="rtl"' if tag == "ar" else ""
    assert f'<html lang="{tag}"{direction}>' in found
    for href, rest in re.findall(r'<a [^>]*?href="(/[^"#]*)[^"]*"([^>]*)>', found):
        is_file = re.search(r"\.(pdf|ics|csv|geojson|atom|json)|^/api|hreflang", href + rest)
        assert is_file or f"lang={tag}" in href, href


def test_german_needs_no_language_in_its_links(client: FlaskClient) -> None:
    found = page(client, "/")
    menu, rest = found.split("</header>", 1)
    assert 'href="/?lang=en"' in menu
    assert "lang=" not in "".join(re.findall(r'<a [^>]*?href="(/[^"]*)"', rest))


@pytest.mark.parametrize("path", ["/impressum", "/datenschutz"])
def test_legal_pages_stay_german_and_say_so(client: FlaskClient, path: str) -> None:
    found = page(client, in_language(path, "ar"))
    assert '<html lang="de">' in found
    assert 'href="/?lang=ar"' in found  # the way back keeps the language that was asked for


def test_content_says_that_it_is_german(client: FlaskClient) -> None:
    found = page(client, "/angebote/opp-01?lang=ar")
    assert re.search(r'<h1><bdi lang="de" dir="ltr">Lesepatin oder Lesepate</bdi></h1>', found)
    german = page(client, "/angebote/opp-01")
    assert 'lang="de" dir="ltr">Lesepatin' not in german


def test_simple_german_says_that_nobody_tested_it(client: FlaskClient) -> None:
    assert "Einfache Sprache, nicht von einer Prüfgruppe geprüft." in page(
        client, "/?lang=de-simple"
    )


def test_a_language_there_is_not_falls_back_to_german(client: FlaskClient) -> None:
    answer = client.get("/?lang=tlh")
    assert answer.status_code in (200, 400)
    assert '<html lang="de">' in answer.text


def test_unreadable_catalogue_is_told_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "messages.po"
    broken.write_text('msgid "a"\nkein Katalog\n', encoding="utf-8")
    with pytest.raises(PoFileError, match="misformatted"):
        read_catalogue(broken)


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("en", ["Find your volunteering in Viereck", "12 opportunities in Viereck", "Education"]),
        ("ar", ["ابحث عن عملك التطوعي في Viereck", "حتى ساعتين في الأسبوع"]),
        ("uk", ["12 пропозицій, Viereck", "До 2 год на тиждень"]),
    ],
)
def test_finder_speaks(client: FlaskClient, tag: str, words: list[str]) -> None:
    found = page(client, f"/?lang={tag}")
    for word in words:
        assert word in found, word


def test_a_language_hardly_translated_is_not_offered(tmp_path: Path) -> None:
    for tag, share in (("en", 1.0), ("ru", 0.2)):
        path = catalogue_path(tmp_path, LANGUAGES[tag])
        path.parent.mkdir(parents=True)
        rows = [f'msgid "a{n}"\nmsgstr "{"b" if n < 10 * share else ""}"\n' for n in range(10)]
        path.write_text("\n".join(rows), encoding="utf-8")
    assert available_languages(tmp_path, "de", ()) == ("de", "en")
    assert available_languages(tmp_path, "de", ("ru",)) == ("de",)


@pytest.mark.parametrize("path", ["/planung", "/planung/stadtteile/01", "/methodik", "/daten"])
def test_planners_pages_speak_one_language_as_a_whole(client: FlaskClient, path: str) -> None:
    whole, half = client.get(f"{path}?lang=de-simple").text, client.get(f"{path}?lang=uk").text
    assert '<html lang="de-simple">' in whole
    assert "nicht von einer Prüfgruppe geprüft" in whole
    assert '<html lang="de">' in half, "German is said to be German"
    assert '<aside class="language-note"' in half
    assert 'lang="uk"' in half, "the reader is told so in the language asked for"
    assert "lang=uk" in half, "and finds back to pages in it"


def test_a_page_can_go_on_in_another_language(client: FlaskClient) -> None:
    with client.application.test_request_context("/impressum?lang=en"):
        assert _("montags") == "on Mondays"
        speak_city_language()
        assert _("montags") == "montags"
    assert _("montags") == "montags"  # outside of a request
