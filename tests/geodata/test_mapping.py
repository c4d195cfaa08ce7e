"""Mappings: read strictly, applied without guessing, proposed so that a person can judge."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import ConfigError, SourceError
from geodata.mapping import (
    Mapped,
    Mapping,
    apply_mapping,
    propose_mapping,
    read_mapping,
    write_mapping,
)
from geodata.mapping.kinds import kind_of_name
from geodata.model import Theme

THEMES = tuple(
    Theme(theme_id=key, group_id="g", icon="i", labels={"de": label}, group_labels={}, colour="")
    for key, label in (("learning", "Lernen und Vorlesen"), ("nature", "Umwelt und Natur"))
)


def frame_of(text: str, start: int = 2) -> pd.DataFrame:
    header, *rows = [line.split(";") for line in text.strip().split("\n")]
    index = pd.RangeIndex(start, start + len(rows), name="row")
    return pd.DataFrame(rows, columns=header, index=index, dtype=object)


def mapped(toml: str, text: str) -> Mapped:
    return apply_mapping(read_mapping(toml, "test.toml"), frame_of(text))


def cells(result: Mapped, collection: str, field: str) -> list[str]:
    return list(result.tables[collection][field])


# --- reading


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("collection = ", "kein gültiges TOML"),
        ('collection = "offers"\ncolumns = {title = "T"}', "gibt es nicht"),
        ('collection = "places"', r"\[columns\] fehlt"),
        ('collection = "places"\n[columns]\nnmae = "N"', "Gemeint ist wohl „name“"),
        ('collection = "places"\n[colums]\nname = "N"', "Zeile 2: Unbekannter Schlüssel „colums“"),
        ('collection = "places"\n[columns]\nname = "{N"', "kein Gegenstück"),
        ('collection = "places"\nid_prefix = "ä b"\n[columns]\nname = "N"', "id_prefix"),
        (
            'collection = "events"\n[columns]\ntitle = "T"\n[places.columns]\naddress = "W"',
            r"\[places.columns\]: Es fehlt „name“",
        ),
        ('collection = "organisations"\n[columns]\nname = "N"\n[organisations.columns]\nname="N"',
         "nicht zugleich"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_says_what_is_meant(toml: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        read_mapping(toml, "test.toml")
    assert str(caught.value).startswith("test.toml")


_WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="{}"), max_size=12)


@given(column=_WORDS, constant=_WORDS, word=_WORDS)
def test_what_is_written_is_read_again(column: str, constant: str, word: str) -> None:
    mapping = Mapping(
        collection="opportunities",
        columns={"title": column, "address": ("{Straße} {Nr}", "Adresse")},
        constants={"schedule": constant},
        values={"themes": {word: "learning"}},
        id_prefix="x-",
    )
    text = write_mapping(mapping, [f"Kopf {word}"], {"audiences": (word,)})
    assert read_mapping(text, "x") == Mapping(
        collection=mapping.collection, columns=mapping.columns, constants=mapping.constants,
        values={"themes": {word: "learning"}, "audiences": {}}, id_prefix="x-",
    )  # fmt: skip


# --- applying

ADDRESS = 'collection = "places"\n[columns]\nname = "N"\naddress = "{S} {H}, {PLZ} {Ort}"'


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a;Weg;5;01099;Dresden", "Weg 5, 01099 Dresden"),
        ("a;Weg;;01099;Dresden", "Weg, 01099 Dresden"),
        ("a;Weg;5;;", "Weg 5"),
        ("a;;;01099;Dresden", "01099 Dresden"),
        ("a;;;;Dresden", "Dresden"),
        ("a;Weg;5;1099;Dresden", "Weg 5, 01099 Dresden"),
        ("a;;;;", ""),
    ],
)
def test_addresses_from_several_columns(row: str, expected: str) -> None:
    result = mapped(ADDRESS, f"N;S;H;PLZ;Ort\n{row}")
    assert cells(result, "places", "address") == [expected]


def test_words_constants_defaults_and_lists() -> None:
    toml = """
collection = "opportunities"
[columns]
title = "Titel"
themes = "Bereich"
schedule = "Art"
contact_phone = ["Handy", "Telefon"]
starts_on = "Beginn"
[constants]
is_remote = "nein"
[defaults]
schedule = "regular"
[values.themes]
"Kinder, Jugend" = "learning"
Garten = "nature"
egal = ""
[separators]
languages = "/"
"""
    text = (
        "Titel;Bereich;Art;Telefon;Beginn\nA;kinder,  JUGEND;;1;46380\n"
        "B;Garten, egal, Kochen;one_off;2;24.12.2026\nC;Kinder, Jugend|Garten;;3;46380,75"
    )
    result = mapped(toml, text)
    assert cells(result, "opportunities", "themes") == [
        "learning", "nature|Kochen", "learning|nature",
    ]  # fmt: skip
    assert cells(result, "opportunities", "schedule") == ["regular", "one_off", "regular"]
    assert cells(result, "opportunities", "is_remote") == ["nein"] * 3
    assert cells(result, "opportunities", "contact_phone") == ["1", "2", "3"]
    # Excel's serial day, and one with a time
    assert cells(result, "opportunities", "starts_on") == [
        "2026-12-24", "24.12.2026", "2026-12-24T18:00:00",
    ]  # fmt: skip


def test_a_column_that_is_not_there_is_named_with_its_neighbour() -> None:
    with pytest.raises(SourceError, match=r"„Titl“.*Gemeint ist wohl „Titel“"):
        mapped('collection = "opportunities"\n[columns]\ntitle = "Titl"', "Titel;Ort\nA;B")
    # case and spaces are no difference
    result = mapped(
        'collection = "places"\n[columns]\nname = "name  des ORTES"', "Name des Ortes\nA"
    )
    assert cells(result, "places", "name") == ["A"]


ORGANISED = """
collection = "opportunities"
id_prefix = "f-"
[columns]
opportunity_id = "ID"
title = "Titel"
is_private = "Privat"
[organisations.columns]
name = "Verein"
phone = "Telefon"
address = "Adresse"
[places.columns]
name = "Ort"
"""


def test_organisations_come_out_of_flat_rows() -> None:
    result = mapped(
        ORGANISED,
        "ID;Titel;Verein;Telefon;Adresse;Ort;Privat\n1;A;Lesefreunde e. V.;;Weg 1;Haus;ja\n"
        "2;B;lesefreunde  e.V.;0351 1;;;\n3;C;Caritas;;;Haus;\n4;D;;;;;",
    )
    offers, owners = result.tables["opportunities"], result.tables["organisations"]
    assert list(offers["opportunity_id"]) == ["f-1", "f-2", "f-3", "f-4"]
    first, second, third, fourth = offers["organisation_id"]
    assert first == second != third
    assert fourth == ""
    assert list(owners["organisation_id"]) == [first, third]
    assert list(owners["phone"]) == ["0351 1", ""]
    assert list(owners["kind"]) == ["club", "church"]
    assert list(owners["is_private"]) == ["ja", ""], "its address is that of a private offer"
    assert list(owners.index) == [2, 4]
    # the same house of another organisation is another place
    places = result.tables["places"]
    assert list(places["organisation_id"]) == [first, third]
    assert result.names["opportunities"]["organisation_id"] == "Verein"


def test_keys_are_stable_and_can_stand_in_an_address() -> None:
    toml = (
        'collection = "opportunities"\n[columns]\ntitle = "T"\naddress = "A"\nopportunity_id = "I"'
    )
    once = mapped(toml, "T;A;I\nVorlesen;Weg 1;\nGarten;Weg 2;A/7 ü\nKüche;;x_1")
    again = mapped(toml, "T;A;I\nKüche;;x_1\nGarten;Weg 9;A/7 ü\n VORLESEN ;Weg 3;")
    keys = cells(once, "opportunities", "opportunity_id")
    assert keys == cells(again, "opportunities", "opportunity_id")[::-1]
    assert keys[0].startswith("vorlesen-")
    assert keys[1].startswith("a-7-ue-")
    assert keys[2] == "x_1"


def test_equal_titles_are_told_apart_by_more() -> None:
    toml = 'collection = "opportunities"\n[columns]\ntitle = "T"\naddress = "A"'
    keys = cells(mapped(toml, "T;A\nX;Weg 1\nX;Weg 2\nX;Weg 1"), "opportunities", "opportunity_id")
    assert keys[0] == keys[2] != keys[1]


def test_addresses_of_a_register_keep_their_own_fields() -> None:
    toml = 'collection = "addresses"\n[columns]\nstreet = "S"\nhouse_number = "{H}{Z}"'
    result = mapped(toml, "S;H;Z\nWeg;5;a")
    assert result.tables["addresses"].to_dict("index") == {
        2: {"street": "Weg", "house_number": "5a"}
    }


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Lesefreunde e.V.", "club"),
        ("Bürgerstiftung Dresden", "foundation"),
        ("Caritasverband", "church"),
        ("Landeshauptstadt Dresden, Sozialamt", "public"),
        ("Jugendhilfe gGmbH", "company"),
        ("AWO Kreisverband", "association"),
        ("Nachbarn am Platz", "initiative"),
    ],
)
def test_kinds_of_organisations(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


PRIVATE = """
collection = "opportunities"
[columns]
opportunity_id = "ID"
title = "Titel"
description = "Text"
address = "Adresse"
is_private = "Privat"
[organisations.columns]
name = "Verein"
[places.columns]
name = "Bei"
address = "Adresse"
"""


def test_no_key_is_made_from_a_private_address() -> None:
    """Whoever tried all addresses of the city against the checksum would find it."""
    header = "ID;Titel;Text;Verein;Bei;Adresse;Privat\n"
    rows = ";Besuch;Wir gehen hin;V;Zu Hause;{};ja\n;Besuch;Wir backen;V;Zu Hause;{};?"
    first, moved = (
        mapped(PRIVATE, header + rows.format(*addresses))
        for addresses in (("Hauptweg 1", "Hauptweg 2"), ("Hauptweg 3", "Hauptweg 4"))
    )
    for collection, key in (("opportunities", "opportunity_id"), ("places", "place_id")):
        assert cells(first, collection, key) == cells(moved, collection, key)
    assert len(set(cells(first, "opportunities", "opportunity_id"))) == 2
    rows = "1;Besuch;A;V;Zu Hause;Weg 1;ja\n2;Besuch;A;V;Zu Hause;Weg 2;ja"
    assert len(set(cells(mapped(PRIVATE, header + rows), "places", "place_id"))) == 2


def test_the_point_of_a_private_offer_is_private_as_a_place_too() -> None:
    text = "ID;Titel;Text;Verein;Bei;Adresse;Privat;lon;lat\n1;Besuch;A;V;Zu Hause;;ja;13,7;51,0"
    result = mapped(PRIVATE, text)
    assert cells(result, "places", "lon") == ["13,7"]
    assert cells(result, "places", "is_private") == ["ja"]


# --- proposing

FREINET = {
    "Angebots-ID": ("17", "18"),
    "Titel": ("Vorlesen", "Garten"),
    "Kurzbeschreibung": ("Du liest", "Du gießt"),
    "Einsatzbereich": ("Lernen, Kochen", "Umwelt & Natur"),
    "Einrichtung": ("Lesefreunde e. V.", "Gärtner"),
    "Ansprechpartner": ("Frau M", ""),
    "Telefon": ("0351 4881234", ""),
    "E-Mail": ("a@example.org", ""),
    "Straße": ("Hauptstr.", "Weg"),
    "Hausnummer": ("5", ""),
    "PLZ": ("01099", "01099"),
    "Ort": ("Dresden", "Dresden"),
    "Stunden pro Woche": ("2,5", ""),
    "Beginn": ("24.12.2026", ""),
    "Art des Engagements": ("regelmäßig", "einmalig"),
}


def test_a_volunteer_platforms_columns_are_recognised() -> None:
    proposal = propose_mapping(pd.DataFrame(FREINET), "opportunities", THEMES)
    assert proposal.mapping.columns == {
        "opportunity_id": "Angebots-ID",
        "title": "Titel",
        "description": "Kurzbeschreibung",
        "themes": "Einsatzbereich",
        "hours_per_week": "Stunden pro Woche",
        "schedule": "Art des Engagements",
        "starts_on": "Beginn",
        "contact_email": "E-Mail",
        "contact_phone": "Telefon",
        "address": "{Straße} {Hausnummer}, {PLZ} {Ort}",
    }
    assert proposal.mapping.organisations is not None
    assert proposal.mapping.organisations.columns == {"name": "Einrichtung"}
    assert proposal.mapping.values == {"themes": {"Lernen": "learning", "Umwelt & Natur": "nature"}}
    assert proposal.unknown_words == {"themes": ("Kochen",)}
    assert proposal.unused == ("Ansprechpartner",)
    assert proposal.is_sure


def test_organisations_have_columns_of_their_own() -> None:
    text = (
        "Titel;Beschreibung;Thema;Turnus;Organisation / Name;Organisation / Telefon;"
        "Organisation / Homepage;Kontakt / Telefon\nA;B;Lernen;regelmäßig;L e. V.;0351 11111;"
        "www.example.org;0351 22222"
    )
    proposal = propose_mapping(frame_of(text), "opportunities", THEMES)
    assert proposal.mapping.columns["contact_phone"] == "Kontakt / Telefon"
    assert proposal.mapping.organisations is not None
    assert proposal.mapping.organisations.columns == {
        "name": "Organisation / Name",
        "phone": "Organisation / Telefon",
        "website": "Organisation / Homepage",
    }


def test_columns_whose_words_are_not_the_fields_are_left_to_others() -> None:
    text = (
        "Titel;Beschreibung;Bereich;Träger;Einsatzort / Straße;Einsatzort / PLZ;Einsatzort / Ort;"
        "Zeitaufwand\nA;B;Lernen;L e. V.;Weg 1;01099;Dresden;2 Stunden pro Woche"
    )
    proposal = propose_mapping(frame_of(text), "opportunities", THEMES)
    assert proposal.mapping.organisations is not None
    assert proposal.mapping.organisations.columns == {"name": "Träger"}
    assert proposal.mapping.columns == {
        "title": "Titel",
        "description": "Beschreibung",
        "themes": "Bereich",
        "hours_per_week": "Zeitaufwand",
        "address": "{Einsatzort / Straße}, {Einsatzort / PLZ} {Einsatzort / Ort}",
    }
    assert proposal.assumed == ("schedule",)


def test_a_column_of_the_right_name_and_strange_words_wants_a_look() -> None:
    text = "Titel;Beschreibung;Thema;Träger;Turnus\nA;B;Lernen;L e. V.;nach Absprache"
    proposal = propose_mapping(frame_of(text), "opportunities", THEMES)
    assert proposal.mapping.columns["schedule"] == "Turnus"
    assert not proposal.is_sure


def test_what_is_assumed_is_said_and_what_is_missing_is_not_sure() -> None:
    proposal = propose_mapping(
        frame_of("Titel;Verein;Thema;Beschreibung\nA;B;Lernen;C"), "opportunities", THEMES
    )
    assert proposal.assumed == ("schedule",)
    assert proposal.mapping.defaults == {"schedule": "regular"}
    assert proposal.is_sure
    proposal = propose_mapping(frame_of("Spalte A;Spalte B\n1;2"), "opportunities")
    assert set(proposal.missing) >= {"title", "description", "themes", "organisation_id"}
    assert not proposal.is_sure


def test_our_own_columns_are_always_sure() -> None:
    text = "organisation_id;name;kind;website\nx;Verein X;club;www.example.org"
    proposal = propose_mapping(frame_of(text), "organisations")
    assert proposal.mapping.columns == {n: n for n in text.split("\n", maxsplit=1)[0].split(";")}
    assert proposal.is_sure


def test_the_look_of_values_decides_where_names_do_not() -> None:
    text = "Name;Kontakt;Web\nA;kontakt@example.org;www.example.org\nB;b@example.org;example.org/b"
    proposal = propose_mapping(frame_of(text), "organisations")
    assert proposal.mapping.columns["public_email"] == "Kontakt"
    assert proposal.mapping.columns["website"] == "Web"


@pytest.mark.parametrize(
    ("collection", "header", "expected"),
    [
        ("funded_projects", "Projekt;Zuwendungsempfänger;Förderprogramm;Jahr;Betrag in Euro",
         {"title": "Projekt", "organisation_name": "Zuwendungsempfänger",
          "programme": "Förderprogramm", "year": "Jahr", "amount_eur": "Betrag in Euro"}),
        ("events", "Titel;Beginn;Ende;Veranstaltungsort;Art;Link",
         {"title": "Titel", "starts_at": "Beginn", "ends_at": "Ende",
          "place_name": "Veranstaltungsort", "kind": "Art", "url": "Link"}),
        ("benefit_partners", "Partner;Kategorie;Vergünstigung;Adresse;Homepage",
         {"name": "Partner", "category": "Kategorie", "benefit": "Vergünstigung",
          "address": "Adresse", "website": "Homepage"}),
        ("contact_points", "Name;Art;Aufgabe;Öffnungszeiten;Telefon",
         {"name": "Name", "kind": "Art", "role": "Aufgabe", "opening_hours": "Öffnungszeiten",
          "phone": "Telefon"}),
    ],
)  # fmt: skip
def test_other_collections(collection: str, header: str, expected: dict[str, str]) -> None:
    row = ";".join("" for _ in header.split(";"))
    proposal = propose_mapping(frame_of(f"{header}\n{row}"), collection)
    assert proposal.mapping.columns == expected
