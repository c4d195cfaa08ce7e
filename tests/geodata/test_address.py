"""German addresses as people write them: which part is which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.address import (
    NO_NUMBER,
    HouseNumber,
    parse_address,
    parse_house_number,
    read_address,
    street_key,
)

PLACES = frozenset({"dresden", "cossebaude", "loschwitz", "weisserhirsch"})


@pytest.mark.parametrize(
    ("text", "street", "house", "postcode"),
    [
        ("Prager Straße 12, 01069 Dresden", "Prager Straße", "12", "01069"),
        ("Prager Str.12", "Prager Str.", "12", ""),
        ("01069 Dresden, Prager Straße 12", "Prager Straße", "12", "01069"),
        ("01069 Dresden Prager Straße 12 c", "Prager Straße", "12c", "01069"),
        ("Prager Straße 12 01069", "Prager Straße", "12", "01069"),
        ("Prager Straße 12 Dresden 01069", "Prager Straße", "12", "01069"),
        ("Dresden Prager Straße 12", "Prager Straße", "12", ""),
        ("12 Prager Straße", "Prager Straße", "12", ""),
        ("26 c Prager Straße", "Prager Straße", "26c", ""),
        ("Prager Straße Nr. 12", "Prager Straße", "12", ""),
        ("Prager Straße Hausnr. 12", "Prager Straße", "12", ""),
        ("Prager Straße, 12, 01069 Dresden", "Prager Straße", "12", "01069"),
        ("St. Petersburger Str. 9", "St. Petersburger Str.", "9", ""),
        ("Leipziger Strasse 14 - 18", "Leipziger Strasse", "14-18", ""),
        ("Leipziger Straße 14–18, Dresden", "Leipziger Straße", "14-18", ""),
        ("Leipziger Straße 14/18", "Leipziger Straße", "14-18", ""),
        ("Leipziger Straße 14 bis 18", "Leipziger Straße", "14-18", ""),
        ("Leipziger Straße 14a-18 b", "Leipziger Straße", "14a-18b", ""),
        ("Prager Straße 5 A-C", "Prager Straße", "5a-5c", ""),
        ("Prager Straße 26 C", "Prager Straße", "26c", ""),
        ("Prager Straße 26-c", "Prager Straße", "26c", ""),
        ("Prager Straße 12½", "Prager Straße", "12 1/2", ""),
        ("Dr.-Külz-Ring 12a", "Dr.-Külz-Ring", "12a", ""),
        ("Straße des 17. Juni 25, 01257 Dresden", "Straße des 17. Juni", "25", "01257"),
        ("Straße d. 17. Juni 25", "Straße d. 17. Juni", "25", ""),
        ("Strasse des 17 Juni 25", "Strasse des 17 Juni", "25", ""),
        ("Straße des 17. Juni", "Straße des 17. Juni", "", ""),
        ("Platz der 5 Freunde 3", "Platz der 5 Freunde", "3", ""),
        ("Am Hof 3", "Am Hof", "3", ""),
        ("Bei der Kirche 5, Dresden", "Bei der Kirche", "5", ""),
        ("An der Christuskirche 6", "An der Christuskirche", "6", ""),
        ("Prager Straße 12, D-01069 Dresden, Deutschland", "Prager Straße", "12", "01069"),
        ("Waldteichstraße 2a, 1109 Dresden", "Waldteichstraße", "2a", "01109"),
        ("prager strasse12a 01069dresden", "prager strasse", "12a", "01069"),
        ("Prager Straße Dresden", "Prager Straße", "", ""),
        ("Kulturhaus, Prager Straße 12, Dresden", "Prager Straße", "12", ""),
    ],
)
def test_parts(text: str, street: str, house: str, postcode: str) -> None:
    parsed = parse_address(text, PLACES)
    assert (parsed.street, str(parsed.house), parsed.postcode) == (street, house, postcode)


@pytest.mark.parametrize(
    ("text", "addition"),
    [
        ("Prager Straße 12 (Hof), 01069 Dresden", "Hof"),
        ("Prager Straße 12 Hinterhaus, 01069 Dresden", "Hinterhaus"),
        ("Prager Straße 12, Hinterhaus", "Hinterhaus"),
        ("Prager Straße 12, 2. OG", "2. OG"),
        ("Prager Straße 12 2.OG links", "2.OG, links"),
        ("Prager Straße 12/2. OG", "2. OG"),
        ("Prager Straße 12, Haus 3", "Haus 3"),
        ("c/o Müller, Prager Straße 12", "c/o Müller"),
        ("Prager Straße 12 bei Müller, 01069 Dresden", "bei Müller"),
        ("Prager Straße 12, bei Müller, 01069 Dresden", "bei Müller"),
    ],
)
def test_additions_are_kept_apart(text: str, addition: str) -> None:
    parsed = parse_address(text, PLACES)
    assert (parsed.street, str(parsed.house), parsed.addition) == ("Prager Straße", "12", addition)


@pytest.mark.parametrize(
    ("text", "town", "locality"),
    [
        ("Hauptstraße 1, OT Cossebaude", "", "Cossebaude"),
        ("Hauptstraße 1, 01156 Dresden OT Cossebaude", "Dresden", "Cossebaude"),
        ("Hauptstraße 1, 01156 Dresden-Cossebaude", "Dresden-Cossebaude", ""),
        ("Hauptstraße 1 (OT Cossebaude), Dresden", "Dresden", "Cossebaude"),
        ("Hauptstraße 1 (Cossebaude)", "", "Cossebaude"),
        ("Cossebaude, Hauptstraße 1", "Cossebaude", ""),
        ("Hauptstraße 1 Cossebaude", "Cossebaude", ""),
        ("Hauptstraße 1, Weißer Hirsch", "Weißer Hirsch", ""),
    ],
)
def test_town_and_its_parts(text: str, town: str, locality: str) -> None:
    parsed = parse_address(text, PLACES)
    assert (parsed.street, parsed.number) == ("Hauptstraße", 1)
    assert (parsed.town, parsed.locality) == (town, locality)


def test_a_structured_result_names_number_letter_and_range() -> None:
    parsed = parse_address("Leipziger Str. 14a - 18, 01127 Dresden")
    assert (parsed.number, parsed.suffix, parsed.range_end) == (14, "a", 18)


def test_an_end_before_its_beginning_is_no_range() -> None:
    assert parse_house_number("12/1") == HouseNumber(number=12)
    assert parse_house_number("14-18").end == 18
    assert parse_house_number("26", "C") == HouseNumber(number=26, suffix="c")
    assert parse_house_number("ohne") == NO_NUMBER


def test_a_date_without_house_number_stays_a_name() -> None:
    readings = read_address("Straße des 17. Juni")
    assert readings[0].house == NO_NUMBER
    assert [str(r.house) for r in readings[1:]] == ["17"]


@pytest.mark.parametrize(
    "spelling",
    ["Dr.-Külz-Straße", "Dr.-Külz-Str.", "DR. KUELZ STRASSE", "dr-külz-str", "Doktor-Külz-Straße",
     "Dr.Külz Str.", "D r . - K ü l z - S t r a ß e", "Dr.-Ku\u0308lz-Straße"],
)  # fmt: skip
def test_spellings_of_one_street_have_one_key(spelling: str) -> None:
    assert street_key(spelling).full == "drkuelzstrasse"


def test_different_streets_have_different_keys() -> None:
    names = [
        "Lindenstraße",
        "Lindenweg",
        "Lindenplatz",
        "Straße des 17. Juni",
        "Straße des 18. März",
    ]
    assert len({street_key(name).full for name in names}) == len(names)


@given(st.text(max_size=400))
def test_whatever_is_written_can_be_read(text: str) -> None:
    for reading in read_address(text, PLACES):
        assert len(reading.postcode) in (0, 5)
        assert street_key(reading.street) is not None
