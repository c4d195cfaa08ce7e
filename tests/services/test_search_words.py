"""How words are found: forms, umlauts, compounds, synonyms, slips, and in which order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from geodata.errors import ConfigError
from geodata.settings import ROOT
from geodata.vocabulary import SynonymGroup, read_synonyms
from services.contracts import SearchQuery, SearchResult
from services.search import SnapshotSearchService
from services.search_words import Vocabulary, slips_allowed
from services.text import tokens
from tests.fakes import FakeSnapshotService, FixedClock
from tests.sample import sample_city, sample_snapshot

GROUPS = (
    SynonymGroup(name="Geflüchtete", words=("Geflüchtete", "Flüchtlinge")),
    SynonymGroup(name="Ältere", words=("ältere Menschen", "Senioren", "Oma", "Opa")),
    SynonymGroup(name="Musik", words=("Musik", "Musizieren"), also=("Chor", "Band")),
    SynonymGroup(name="IT", words=("IT", "Computer")),
)


def search(titles: list[str], q: str, groups: tuple[SynonymGroup, ...] = GROUPS) -> SearchResult:
    """Search offers that have these titles and nothing else to be found by.

    A description may follow a title behind a bar.
    """
    model = structs.replace(sample_snapshot().opportunities[2], themes=(), organisation_id="none")
    offers = tuple(
        structs.replace(
            model,
            opportunity_id=f"{number:02}",
            title=title.partition("|")[0],
            description=title.partition("|")[2],
        )
        for number, title in enumerate(titles)
    )
    held = FakeSnapshotService(sample_snapshot(opportunities=offers))
    service = SnapshotSearchService(held, FixedClock(), sample_city(), groups)
    return service.search(SearchQuery(q=q))


def found(titles: list[str], q: str) -> list[str]:
    """Titles found, best first."""
    return [hit.opportunity.title for hit in search(titles, q).hits]


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("Gärten pflegen", "Garten"),
        ("Gärten pflegen", "gaerten"),
        ("Garten", "Gärten"),
        ("Mit Kindern basteln", "Kind"),
        ("Kinderfest", "Kindern"),
        ("Wandertag", "Wandern"),
        ("Auf dem Schafhof", "Schafe"),
        ("Straßen säubern", "Strasse"),
        ("STRASSENFEST", "straße fest"),
        ("Häuser bauen", "Haus"),
        ("Begleitungen", "begleitung"),
        ("Lesepatinnen gesucht", "Lesepatin"),
        ("Einkaufshilfe", "Hilfe"),
        ("Einkaufshilfen", "hilfe"),
        ("Hund und Katze auf dem Spaziergang", "Hundespaziergang"),
        ("Einkaufen mit Hilfe", "Einkaufshilfe"),
        ("Café öffnen", "cafe"),
        ("Vorlesen", "etwas zum Vorlesen"),
    ],
)
def test_a_form_of_the_word_is_found(title: str, q: str) -> None:
    assert found([title, "Ganz anderes"], q) == [title]


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("Interessen vertreten", "Essen"),
        ("Quartier gestalten", "Tier"),
        ("Transporte fahren", "Sport"),
        ("Erfahrungen teilen", "Fahrung"),
        ("Spenden sortieren", "Tier"),
        ("Nachbarschaft pflegen", "Schafe"),
        ("Feste vorbereiten", "Reiten"),
        ("Umweltdaten auswerten", "Welt"),
        ("Hilfe für Zugewanderte", "Wandern"),
        ("Graffitiwand betreuen", "Wandern"),
        ("Katzen füttern", "Klettern"),
    ],
)
def test_a_word_that_stands_in_another_by_chance_is_not_found(title: str, q: str) -> None:
    assert found([title], q) == []


@pytest.mark.parametrize(
    ("q", "is_found"),
    [
        ("Schach", False),
        ("Witze", False),
        ("Zschachwitz", True),
        ("Kleinzschach", True),
        ("Stadt", True),
        ("Lock", True),
    ],
)
def test_a_place_is_found_by_most_of_its_name_only(q: str, is_found: bool) -> None:
    names = ["Kleinzschachwitz", "Lockwitz", "Neustadt"]
    vocabulary = Vocabulary([[(1.0, name)] for name in names], places=names)
    match = vocabulary.match(tuple(tokens(q)), np.ones(len(names), dtype=bool))
    assert np.any(match.scores) == is_found


def test_what_is_asked_for_comes_before_where() -> None:
    titles = ["Bühlau|mit Senioren", "Oma|in Bühlau"]
    assert found(titles, "Senioren in Bühlau") == ["Oma", "Bühlau"]


def test_hundert_is_no_hund_once_there_are_dogs() -> None:
    assert found(["Kochen für hundert", "Hund ausführen"], "hund") == ["Hund ausführen"]
    assert found(["Kochen für hundert"], "hunder") == ["Kochen für hundert"], "still being typed"


def test_the_word_itself_comes_before_its_form_a_beginning_a_compound_and_a_synonym() -> None:
    titles = ["Seniorentreff", "Omaha besuchen", "Oma"]
    assert found(titles, "Oma") == ["Oma", "Omaha besuchen", "Seniorentreff"]
    titles = ["Lesehilfe", "Hilfen", "Hilfe"]
    assert found(titles, "hilfe") == ["Hilfe", "Hilfen", "Lesehilfe"]


def test_a_form_in_a_title_comes_before_the_word_in_a_text() -> None:
    model = sample_snapshot().opportunities[2]
    offers = (
        structs.replace(model, opportunity_id="text", title="Igel", description="Im Garten."),
        structs.replace(model, opportunity_id="title", title="Gärten", description="Igel."),
    )
    held = FakeSnapshotService(sample_snapshot(opportunities=offers))
    service = SnapshotSearchService(held, FixedClock(), sample_city())
    assert service.search(SearchQuery(q="Garten")).matched_ids == ("title", "text")


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("Wohnen für Geflüchtete", "Flüchtlinge"),
        ("Wohnen für Geflüchtete", "fluechtling"),
        ("Ausflug mit Senioren", "Oma"),
        ("Ausflug mit Senioren", "ältere Menschen"),
        ("Menschen besuchen, auch ältere", "Opa"),
        ("Im Chor singen", "Musik"),
        ("Computerkurs", "IT"),
    ],
)
def test_a_synonym_is_found_and_said(title: str, q: str) -> None:
    result = search([title, "Ganz anderes"], q)
    assert [hit.opportunity.title for hit in result.hits] == [title]
    assert [note.kind for note in result.notes] == ["synonym"]


def test_what_is_only_found_also_does_not_ask() -> None:
    assert found(["Musik machen"], "Chor") == []
    assert found(["Italienisch lernen"], "Computer") == [], "a short synonym is no beginning"


@pytest.mark.parametrize(
    ("title", "q", "shown"),
    [
        ("Nachhilfe geben", "Nachilfe", "Nachhilfe"),
        ("Nachhilfe geben", "Nachhlife", "Nachhilfe"),
        ("Gassi gehen", "gasi", "Gassi"),
        ("Bibliothek öffnen", "Biblothekk", "Bibliothek"),
        ("Wohnen für Geflüchtete", "Flüchtlnge", "Flüchtlinge"),
        ("Wohnen für Geflüchtete", "fluchtlnge", "Flüchtlinge"),
        ("Gärten pflegen", "gartn", "Gärten"),
        ("Hund ausführen", "Hud", "Hund"),
        ("Nachhilfelehrer gesucht", "Nachilfelehrr", "Nachhilfelehrer"),
        ("Hund und Katze auf dem Spaziergang", "Hundespazirgang", "Hund Spaziergang"),
    ],
)
def test_a_slip_is_forgiven_and_said(title: str, q: str, shown: str) -> None:
    result = search([title, "Ganz anderes"], q)
    assert [hit.opportunity.title for hit in result.hits] == [title]
    assert [(note.kind, note.asked, note.shown) for note in result.notes] == [("slip", q, (shown,))]


def test_slips_count_only_where_the_word_itself_finds_nothing() -> None:
    assert found(["Hand reichen", "Hund ausführen"], "Hund") == ["Hund ausführen"]
    assert found(["Hand reichen"], "Hund") == ["Hand reichen"]
    assert found(["Rund herum"], "Hund") == [], "of a short word the first letter is right"


def test_a_corrected_word_is_searched_like_a_written_one() -> None:
    assert found(["Einkaufshilfe", "Hilfe vermitteln"], "Hlfe") == [
        "Hilfe vermitteln",
        "Einkaufshilfe",
    ]


def test_of_three_letters_only_a_lost_one_is_forgiven() -> None:
    assert found(["Opa besuchen"], "Ohr") == []


def test_a_verb_is_found_without_its_prefix() -> None:
    assert found(["Müll sammeln", "Sammler treffen"], "Müll aufsammeln")[0] == "Müll sammeln"
    assert search(["Müll sammeln"], "aufsammeln").matched == 1


def test_what_stands_in_a_title_comes_before_what_is_only_mentioned() -> None:
    model = structs.replace(sample_snapshot().opportunities[2], themes=(), organisation_id="none")
    offers = (
        structs.replace(model, opportunity_id="text", title="Igel", description="Im Garten."),
        structs.replace(model, opportunity_id="part", title="Schulgarten", description="Igel."),
    )
    held = FakeSnapshotService(sample_snapshot(opportunities=offers))
    service = SnapshotSearchService(held, FixedClock(), sample_city())
    assert service.search(SearchQuery(q="Garten")).matched_ids == ("part", "text")


@pytest.mark.parametrize(
    ("titles", "q", "first", "left"),
    [
        (["Hund streicheln", "Vögel zählen"], "Hund ausführen", "Hund streicheln", ["ausführen"]),
        # what help is called says nothing of what it is for
        (["Hund", "Eltern unterstützen", *["Hund"] * 9], "Hunde unterstützen", "Hund", []),
        (["Chor", "Oma", "Lesen"], "Musik schnell lernen", "Chor", ["schnell", "lernen"]),
        # the rarer word says more
        (["Tee", "Tee", "Tee", "Brot"], "Brot Tee", "Brot", ["Tee"]),
        # a known subject says more than any other word, a word that was guessed the least
        (["Oma", "Senioren", "Brot"], "Oma Brot", "Oma", ["Brot"]),
        (["Brot", "Brot", "Kuchen"], "Brot Kucken", "Brot", ["Kucken"]),
    ],
)
def test_where_not_all_words_fit_the_rest_is_shown_and_said(
    titles: list[str], q: str, first: str, left: list[str]
) -> None:
    result = search(titles, q)
    assert result.hits[0].opportunity.title == first
    assert [note.asked for note in result.notes if note.kind == "left_out"] == left


def test_words_of_a_phrase_that_stands_nowhere_are_looked_for_one_by_one() -> None:
    groups = (SynonymGroup(name="Spenden", words=("Spenden sammeln", "Benefiz")),)
    result = search(["Spenden zählen", "Brot"], "Spenden sammeln", groups)
    assert result.matched_ids == ("00",)
    assert [(note.kind, note.asked) for note in result.notes] == [("left_out", "sammeln")]
    assert search(["Benefiz", "Spenden"], "Spenden sammeln", groups).matched_ids == ("00",)


def test_the_rarer_word_decides_which_offer_comes_first() -> None:
    titles = ["Schulgarten Suppe", "Garten Erbsensuppe", *["Suppe"] * 4]
    assert found(titles, "Garten Suppe") == ["Garten Erbsensuppe", "Schulgarten Suppe"]


def test_a_word_as_asked_counts_more_than_one_that_was_mended() -> None:
    assert found(["Nachhilfe|Garten", "Garten|Nachhilfe"], "Garten Nachilfe") == [
        "Garten",
        "Nachhilfe",
    ]


def test_no_word_is_left_out_where_all_fit_or_none_does() -> None:
    assert search(["Brot backen", "Brot"], "Brot backen").matched_ids == ("00",)
    nothing = search(["Brot"], "qqqq xxxx")
    assert nothing.matched == 0
    assert nothing.notes == ()


@pytest.mark.parametrize(("word", "slips"), [("da", 0), ("hud", 1), ("hund", 1), ("nachhilfe", 2)])
def test_longer_words_forgive_more(word: str, slips: int) -> None:
    assert slips_allowed(word) == slips


@pytest.mark.parametrize(
    "q", ["Ehrenamt", "Viereck", "ehrenamtlich helfen in Viereck", "etwas Sinnvolles tun"]
)
def test_what_every_offer_is_about_asks_for_everything(q: str) -> None:
    assert len(found(["Eins", "Zwei"], q)) == 2


def test_small_words_beside_others_ask_for_nothing_more() -> None:
    assert found(["Kinder", "Vorlesen"], "ich möchte etwas mit Kindern") == ["Kinder"]


def test_endless_and_odd_questions_answer() -> None:
    for q in ("a " * 100, "%" * 50, "ß" * 200, "\N{COMBINING DIAERESIS}" * 9, "١٢٣", "x" * 200):
        search(["Eins"], q)


def test_stems_of_umlauts_agree() -> None:
    assert {token.stem for token in tokens("Garten Gärten Gaerten GÄRTEN")} == {"gart"}


# --- the file ----------------------------------------------------------------------------------


def write(path: Path, *rows: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(["group;words;also", *rows]) + "\n", encoding="utf-8")


def test_a_city_adds_to_the_groups_of_every_city(tmp_path: Path) -> None:
    write(tmp_path / "synonyms.csv", "Wasser;Wasser, Fluss;")
    write(tmp_path / "viereck" / "synonyms.csv", "Wasser;Graben;Ufer", "Platz;Markt, Platz;")
    groups = {group.name: group for group in read_synonyms(tmp_path / "viereck")}
    assert groups["Wasser"].words == ("Wasser", "Fluss", "Graben")
    assert groups["Wasser"].also == ("Ufer",)
    assert groups["Platz"].words == ("Markt", "Platz")
    assert read_synonyms(tmp_path / "elsewhere" / "none") == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Wasser;Wasser;", "mindestens zwei"),
        ("Wasser;;Fluss", "Zeile 2, Spalte „words“"),
        ("Wasser;Wasser, Fluss", "Zeile 2: 2 Felder"),
        (f"Wasser;Wasser, {'x' * 61};", "mehr als 60 Zeichen"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, said: str) -> None:
    write(tmp_path / "viereck" / "synonyms.csv", row)
    with pytest.raises(ConfigError, match=r"synonyms\.csv") as caught:
        read_synonyms(tmp_path / "viereck")
    assert said in str(caught.value)


def test_the_shipped_groups_know_what_people_ask_for() -> None:
    groups = read_synonyms(ROOT / "cities" / "dresden")
    assert len(groups) >= 60
    titles = ["Wohnen für Geflüchtete", "Seniorentreff", "Handykurs", "Hund ausführen"]
    for q, title in zip(("Flüchtlinge", "Opa", "Smartphone", "Gassi gehen"), titles, strict=True):
        assert [hit.opportunity.title for hit in search(titles, q, groups).hits] == [title]


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("Zuhören am Sorgentelefon", "telefonieren"),
        ("Wohnen für Geflüchtete", "Asyl"),
        ("Reparieren im Leihladen", "Elektriker"),
        ("Musik machen", "Gitarre"),
        ("Nachfolge gesucht: Schatzmeisterin", "Kassierer"),
        ("Übungshelfer im Sport", "Tischtennis"),
        ("Mähen auf der Streuobstwiese", "Apfelernte"),
        ("Flussufer aufräumen", "Elbwiesen"),
        ("Planspiele zur Demokratie", "gegen Rechts"),
        ("Webseite eines Vereins pflegen", "Homepage"),
        ("Clownsbesuche in der Kinderklinik", "Klinikclown"),
    ],
)
def test_what_people_say_finds_what_offers_say(title: str, q: str) -> None:
    groups = read_synonyms(ROOT / "cities" / "dresden")
    titles = [title, "Beratung zu Rechten", "Freizeit betreuen"]
    assert [hit.opportunity.title for hit in search(titles, q, groups).hits] == [title]


def test_caring_for_things_is_no_nursing() -> None:
    groups = read_synonyms(ROOT / "cities" / "dresden")
    titles = ["Da sein im Hospiz", "Webseite pflegen"]
    assert [hit.opportunity.title for hit in search(titles, "pflegen", groups).hits] == titles[1:]


def test_help_of_an_organisation_is_not_all_that_the_organisation_does() -> None:
    groups = read_synonyms(ROOT / "cities" / "dresden")
    titles = ["Erste Hilfe", "Besuche für die Johanniter", "Vorlesen beim DRK"]
    assert [hit.opportunity.title for hit in search(titles, "Erste Hilfe", groups).hits] == titles[
        :1
    ]
    found_by_name = search(titles, "DRK", groups)
    assert [hit.opportunity.title for hit in found_by_name.hits] == [titles[2], titles[0]]


def test_a_small_word_is_never_what_was_meant() -> None:
    assert search(["Wir sind voller Freude"], "sindvollar").notes == ()
