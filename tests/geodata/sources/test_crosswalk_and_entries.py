"""The crosswalk, entries from CSV, and what the example generator hands over."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from geodata.city import City
from geodata.errors import SourceError
from geodata.sources import SourceSpec, parse_source
from geodata.sources.spec import CROSSWALK_FIELDS, TableSpec

Make = Callable[..., SourceSpec]

CROSSWALK = """\
code;einheit;label;bezirk;raum
11;11;11 Feld;StB 1 Süd;01 West
12;12;12 Aue;StB 1 Süd;01 West|02 Ost, links
21;21;21 Berg;StB 2 Nord/Ort;02 Ost, links
22;22;22 Tal;StB 2 Nord/Ort;02 Ost, links
"""

CONTACTS = """\
contact_point_id;name;kind;role;website;source_url
kiss;KISS, die Stelle;self_help;Hilft Gruppen.;https://example.org;https://example.org/kiss
"""


@pytest.fixture
def crosswalk(make_spec: Make) -> SourceSpec:
    names = ("code", "einheit", "label", "bezirk", "bezirk", "raum", "raum")
    table = TableSpec(
        columns=dict(zip(CROSSWALK_FIELDS, names, strict=True)),
        patterns={
            "borough_id": r"^StB (\d) ",
            "borough_name": r"^StB \d (.+)$",
            "urban_area_ids": r"^(\d{2}) ",
        },
    )
    return make_spec("crosswalk", path="zuordnung.csv", table=table)


@pytest.fixture
def contacts(make_spec: Make) -> SourceSpec:
    return make_spec("entries", path="stellen.csv", collection="contact_points")


@pytest.fixture
def examples(make_spec: Make) -> SourceSpec:
    return make_spec("examples", path="", is_example=True)


def refused(spec: SourceSpec, text: str, city: City) -> str:
    with pytest.raises(SourceError) as caught:
        parse_source(spec, text.encode(), city)
    assert str(caught.value).startswith(spec.file_name)
    return str(caught.value)


def test_codes_are_taken_from_labels(crosswalk: SourceSpec, city: City) -> None:
    shuffled = "".join(CROSSWALK.splitlines(keepends=True)[i] for i in (0, 3, 1, 4, 2))
    rows = parse_source(crosswalk, shuffled.encode(), city).tables["crosswalk"]
    assert rows.to_dict("records")[1] == {
        "district_id": "12",
        "statistics_unit_id": "12",
        "statistics_label": "12 Aue",
        "borough_id": "1",
        "borough_name": "Süd",
        "urban_area_ids": "01|02",
        "urban_area_labels": "01 West|02 Ost, links",
    }
    assert list(rows["district_id"]) == ["11", "12", "21", "22"]
    assert rows["borough_name"].iloc[3] == "Nord/Ort"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("12;12;12 Aue", "12;13;12 Aue", "Zeile 3, Feld „einheit“: „13“ ist kein Stadtteil"),
        ("12;12;12 Aue", "11;11;12 Aue", "Zeile 3, Feld „code“: Der Stadtteil „11“ steht zweimal"),
        ("12;12;12 Aue", "12;;12 Aue", "Zeile 3, Feld „einheit“: Die Zelle ist leer"),
        ("StB 1 Süd;01 West\n", "Bezirk Süd;01 West\n", "Zeile 2, Feld „bezirk“: Die Zelle ist"),
        ("01 West|02 Ost, links", "West|Ost", "Zeile 3, Feld „raum“"),
        ("22;22;22 Tal;StB 2 Nord/Ort;02 Ost, links\n", "", "3 Stadtteile statt 4"),
        ("12;12;12 Aue", "12;11;11 Feld", "3 Statistikeinheiten statt 4"),
        ("StB 2 Nord/Ort", "StB 1 Nord/Ort", "1 Stadtbezirke statt 2"),
        ("code;", "kode;", "Zeile 1, Feld „code“: Diese Spalte fehlt. Gemeint ist wohl „kode“"),
        (";raum", "", "Zeile 1"),
    ],
)
def test_bad_crosswalk(crosswalk: SourceSpec, city: City, old: str, new: str, words: str) -> None:
    assert old in CROSSWALK
    assert words in refused(crosswalk, CROSSWALK.replace(old, new), city)


def test_entries_stay_text_and_know_their_row(contacts: SourceSpec, city: City) -> None:
    rows = parse_source(contacts, CONTACTS.encode(), city).tables["contact_points"]
    assert list(rows.index) == [2]
    assert rows.loc[2, "name"] == "KISS, die Stelle"
    assert rows.loc[2, "website"] == "https://example.org"


def test_an_editor_may_leave_out_the_last_line_end(contacts: SourceSpec, city: City) -> None:
    assert len(parse_source(contacts, CONTACTS.rstrip().encode(), city).tables["contact_points"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (";website;", ";webseite;", "Feld „webseite“: Diese Spalte gibt es in „contact_points“"),
        ("contact_point_id", "id", "Feld „contact_point_id“: Diese Spalte fehlt"),
        (";role;", ";rolle;", "Feld „role“: Diese Spalte fehlt. Gemeint ist wohl „rolle“"),
        ("KISS, die Stelle", "KISS; die Stelle", "Zeile 2: 7 Zellen statt 6"),
        ("\nkiss", "\nk\0iss", "NUL"),
    ],
)
def test_bad_entries(contacts: SourceSpec, city: City, old: str, new: str, words: str) -> None:
    assert words in refused(contacts, CONTACTS.replace(old, new), city)


def test_examples_become_one_table_per_collection(examples: SourceSpec, city: City) -> None:
    content = {
        "organisations": [{"organisation_id": "a", "name": "A"}, {"organisation_id": "b"}],
        "events": [{"event_id": "e", "title": "Fest", "lon": "13.7", "lat": None}],
    }
    result = parse_source(examples, json.dumps(content).encode(), city)
    organisations = result.tables["organisations"]
    assert organisations.loc[3].to_dict() == {"organisation_id": "b", "name": ""}
    assert result.tables["events"].loc[2, "lat"] == ""
    assert result.summary == {"organisations": 2, "events": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "kein gültiges JSON"),
        ("[" * 100_000, "kein gültiges JSON"),
        ('{"organisations": [{"name": 3}]}', "kein gültiges JSON"),
        ('{"organisation": []}', "Unbekannte Sammlung „organisation“. Gemeint ist wohl"),
        ('{"organisations": [{"nmae": "x"}]}', "Feld „nmae“"),
        ("", "leer"),
    ],
)
def test_bad_examples(examples: SourceSpec, city: City, text: str, words: str) -> None:
    assert words in refused(examples, text, city)


def test_kind_without_a_reader(make_spec: Make, city: City) -> None:
    assert "keinen Leser" in refused(make_spec("geojson", enabled=False), "{}", city)
