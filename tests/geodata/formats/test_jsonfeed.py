"""JSON feeds: finding the records, flattening them, and what is no feed at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.formats.flatten import flatten
from tests.geodata.formats.reading import LAT, LON, kinds, point, read, refusal, rows

#: the shape of a volunteer agency's export: an envelope, nested address, lists, HTML, PHP's habits
AGENCY = {
    "status": "ok",
    "meta": {"anzahl": 2, "seiten": [{"nr": 1}]},
    "data": {
        "angebote": [
            {
                "id": 4711,
                "titel": "Vorlesen in der Kita",
                "beschreibung": "<p>Jede Woche <b>eine Stunde</b></p>",
                "einsatzort": {"strasse": "Hauptstraße 1", "plz": "01097", "lat": "51,06"},
                "kategorien": [{"id": 3, "name": "Kinder"}, {"id": 9, "name": "Bildung"}],
                "zeiten": {"mo": True, "di": False},
                "sprachen": ["de", "en"],
                "stunden": 2.0,
                "ende": None,
            },
            {"id": 4712, "titel": "Fahrdienst", "sprachen": []},
        ]
    },
}


def test_an_agencys_export_becomes_a_table() -> None:
    assert rows(read("json", json.dumps(AGENCY))) == [
        {
            "id": "4711",
            "titel": "Vorlesen in der Kita",
            "beschreibung": "<p>Jede Woche <b>eine Stunde</b></p>",
            "einsatzort.strasse": "Hauptstraße 1",
            "einsatzort.plz": "01097",
            "einsatzort.lat": "51,06",
            "kategorien.id": "3|9",
            "kategorien.name": "Kinder|Bildung",
            "zeiten.mo": "ja",
            "zeiten.di": "nein",
            "sprachen": "de|en",
            "stunden": "2",
        },
        {"id": "4712", "titel": "Fahrdienst"},
    ]


def test_a_path_names_the_list() -> None:
    text = json.dumps(AGENCY)
    assert rows(read("json", text, records="meta.seiten")) == [{"nr": "1"}]
    assert len(read("json", text, records="data.angebote").frame) == 2
    assert rows(read("json", json.dumps([{"a": [{"b": 1}]}]), records="0.a")) == [{"b": "1"}]
    assert rows(read("json", json.dumps({"a.b": [{"c": 1}]}), records="a.b")) == [{"c": "1"}]
    assert rows(read("json", json.dumps({"a": {"c": 1}}), records="a")) == [{"c": "1"}]


def test_a_wrong_path_says_what_there_is() -> None:
    message = refusal("json", json.dumps(AGENCY), records="data.items")
    assert "„items“ fehlt" in message
    assert "Vorhanden: angebote" in message
    assert "keine Liste" in refusal("json", '{"a": 5}', records="a")
    assert "„b“ fehlt" in refusal("json", '{"a": 5}', records="a.b")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([{"a": 1}, {"a": 2}], ["1", "2"]),
        # a PHP array with gaps becomes an object with numbers for names
        ({"3": {"a": 1}, "7": {"a": 2}}, ["1", "2"]),
        ({"result": {"3": {"a": 1}, "7": {"a": 2}}, "n": [{"a": 9}]}, ["1", "2"]),
        ({"@context": "https://schema.org", "@graph": [{"a": 1}]}, ["1"]),
        ({"@type": "ItemList", "itemListElement": [{"a": 1}], "author": [{}, {}]}, ["1"]),
        ({"@type": "Event", "a": 1, "performer": [{"name": "x"}, {"name": "y"}]}, ["1"]),
        ({"a": 1}, ["1"]),
        ({"a": 1, "tags": ["x"]}, ["1"]),
        ({"items": [], "total": 0}, []),
        ([], []),
    ],
)
def test_the_records_are_found(value: Any, expected: list[str]) -> None:
    assert [row["a"] for row in rows(read("json", json.dumps(value)))] == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("17", "keine Liste"),
        ('"text"', "keine Liste"),
        ("{}", "keine Liste"),
        ("[", "abgeschnitten"),
        ("[{}}]", "kein gültiges JSON"),
        ('{"error": "Schlüssel abgelaufen", "code": 403}', "Schlüssel abgelaufen"),
        ("<html>", "kein gültiges JSON"),
        ("[" * 100_000, "zu tief"),
        ('{"a":' * 100_000, "zu tief"),
    ],
)
def test_what_is_no_feed_says_why(text: str, said: str) -> None:
    assert said in refusal("json", text)


def test_a_bad_member_costs_only_itself() -> None:
    text = '[{"a": 1}, "text", {"a": 1e999}, null, {"a": 2, "a": 3}, {"a": DEEP}, {"a": 4}]'
    table = read("json", text.replace("DEEP", "[" * 400 + "]" * 400))
    assert rows(table) == [{"a": "1"}, {"a": "3"}, {"a": "4"}]
    assert list(table.frame.index) == [1, 5, 7]
    assert kinds(table) == [
        (2, None, "bad_record"),
        (3, None, "bad_record"),
        (4, None, "bad_record"),
        (5, "a", "repeated_field"),
        (6, None, "bad_record"),
    ]


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\ud83d", "\ufffd"),
        (r"\ude00 \uD83D", "\ufffd \ufffd"),
        (r"\ud83d\ude00\ude00", "\U0001f600\ufffd"),
        (r"\\ud83d \ud83d", "\\ud83d \ufffd"),
    ],
)
def test_half_a_character_costs_only_itself(escaped: str, text: str) -> None:
    assert rows(read("json", f'[{{"a": "{escaped}"}}]')) == [{"a": text}]


def test_a_geometry_in_a_record_becomes_its_position() -> None:
    records = [{"a": 1, "ort": point(LON, LAT)}, {"a": 2, "ort": None}, {"a": 3, "ort": point(LON)}]
    table = read("json", json.dumps(records))
    assert rows(table) == [{"a": "1", "lon": str(LON), "lat": str(LAT)}, {"a": "2"}, {"a": "3"}]
    assert kinds(table) == [(3, "geometry", "bad_position")]


def test_columns_of_a_plain_feed_are_those_of_its_file() -> None:
    assert list(read("json", '[{"b": 1, "a": {"x": 2}}]').frame.columns) == ["b", "a.x"]


def test_two_ways_to_the_same_name_are_joined() -> None:
    assert rows(read("json", '[{"a": {"b": 1}, "a.b": 2, "": 3}]')) == [
        {"a.b": "1|2", "ohne_namen": "3"}
    ]


NAMES = st.text(
    st.characters(exclude_characters=".", exclude_categories=("Cs",)), min_size=1
).filter(lambda name: name == name.strip() and bool(name))
TEXTS = st.text(st.characters(exclude_characters="|", exclude_categories=("Cs",)), min_size=1)
RECORDS = st.recursive(
    st.dictionaries(NAMES, TEXTS, max_size=4),
    lambda inner: st.dictionaries(NAMES, st.one_of(TEXTS, inner), max_size=4),
    max_leaves=8,
)


def _nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for name, text in pairs:
        *path, last = name.split(".")
        inner = whole
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = text
    return whole


def _without_empty(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kept = {name: _without_empty(inner) for name, inner in value.items()}
    return {name: inner for name, inner in kept.items() if inner != {}}


@given(RECORDS)
def test_flat_names_lead_back_to_the_record(record: dict[str, Any]) -> None:
    assert _nested(flatten(record)) == _without_empty(record)


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_a_list_can_be_split_again(members: list[str]) -> None:
    (row,) = rows(read("json", json.dumps([{"a": members}])))
    assert row["a"].split("|") == members
