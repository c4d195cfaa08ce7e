"""An index over a register: what is found, what is asked back, and what is never guessed."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from bench.geocoding import MIN_ANSWERED, MIN_RIGHT, main, mark
from bench.misspellings import make_questions
from bench.synthetic_register import COUNT, make_register
from geodata.errors import SourceError
from geodata.geocode import GeocodeResult, RegisterGeocoder, build_index, open_index
from tests.geodata.address_register import point_of, register


@pytest.fixture(scope="module")
def geocoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RegisterGeocoder]:
    path = tmp_path_factory.mktemp("index") / "register.sqlite"
    build_index(register(), path)
    index = open_index(path)
    yield RegisterGeocoder(index)
    index.close()


def found(geocoder: RegisterGeocoder, query: str) -> tuple[str | None, str | None]:
    result = geocoder.geocode(query)
    return result.precision, result.matched_address


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("Prager Straße 12, 01069 Dresden", "Prager Straße 12, 01069 Dresden"),
        ("Prager Str.12", "Prager Straße 12, 01069 Dresden"),
        ("prager str 12a", "Prager Straße 12a, 01069 Dresden"),
        ("Prager Straße 12 B", "Prager Straße 12b, 01069 Dresden"),
        ("PRAGER STRASSE 26 c", "Prager Straße 26c, 01069 Dresden"),
        ("12 Prager Straße", "Prager Straße 12, 01069 Dresden"),
        ("01069 Dresden, Prager Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("1069 Dresden, Prager Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("Prager Straße 12 01069", "Prager Straße 12, 01069 Dresden"),
        ("Prager Straße Nr. 12", "Prager Straße 12, 01069 Dresden"),
        ("Prager 12", "Prager Straße 12, 01069 Dresden"),
        ("Pragr Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("Prgaer Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("Prager Strasse 12 (Hof)", "Prager Straße 12, 01069 Dresden"),
        ("Prager Straße 12, 2. OG, bei Müller", "Prager Straße 12, 01069 Dresden"),
        ("Haus der Begegnung, Prager Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("Begegnungshaus Prager Straße 12", "Prager Straße 12, 01069 Dresden"),
        ("Prager Straße 12, Dresdn", "Prager Straße 12, 01069 Dresden"),
        ("Leipziger Strasse 14 - 18", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 14-18 Eingang B", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 14 u. 18", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 14–18", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 14", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 16", "Leipziger Straße 14-18, 01097 Dresden"),
        ("Leipziger Str. 2-4", "Leipziger Straße 2, 01097 Dresden"),
        ("Leipziger Straße 100", "Leipziger Straße 100, 01127 Dresden"),
        ("Straße des 17. Juni 25", "Straße des 17. Juni 25, 01257 Dresden"),
        ("Straße d. 17. Juni 17", "Straße des 17. Juni 17, 01257 Dresden"),
        ("Strasse des 17.Juni 5", "Straße des 17. Juni 5, 01257 Dresden"),
        ("Str. des 18. Maerz 25", "Straße des 18. März 25, 01257 Dresden"),
        ("Dr Kuelz Ring 12 a", "Dr.-Külz-Ring 12a, 01067 Dresden"),
        ("Külz-Ring 10", "Dr.-Külz-Ring 10, 01067 Dresden"),
        ("Dr.-Kulz-Ring 10", "Dr.-Külz-Ring 10, 01067 Dresden"),
        ("St. Petersburger Str. 9", "St. Petersburger Straße 9, 01069 Dresden"),
        ("Sankt Petersburger Straße 9", "St. Petersburger Straße 9, 01069 Dresden"),
        ("A.-Bebel-Str. 12", "August-Bebel-Straße 12, 01219 Dresden"),
        ("Gr. Meißner Str. 15", "Große Meißner Straße 15, 01097 Dresden"),
        ("An d. Christuskirche 6", "An der Christuskirche 6, 01219 Dresden"),
        ("Loebtauer Str. 2", "Löbtauer Straße 2, 01067 Dresden"),
        ("Lobtauer Str. 2", "Löbtauer Straße 2, 01067 Dresden"),
        ("Hauptstraße 1, 01156 Dresden", "Hauptstraße 1, 01156 Dresden"),
        ("Hauptstraße 1, OT Cossebaude", "Hauptstraße 1, 01156 Dresden"),
        ("Hauptstr. 1, Dresden-Cossebaude", "Hauptstraße 1, 01156 Dresden"),
        ("Hauptstraße 1 (Cossebaude)", "Hauptstraße 1, 01156 Dresden"),
        ("Hauptstraße 20", "Hauptstraße 20, 01465 Dresden"),
        ("Löbtauer Straßße 2", "Löbtauer Straße 2, 01067 Dresden"),
        ("Löbtauer Strae 2", "Löbtauer Straße 2, 01067 Dresden"),
        ("Hlözring 37, 01187 Dresden", "Hölzring 37, 01187 Dresden"),
        ("Proofessor-Nolde-Weg 62", "Prof.-Nolde-Weg 62, 01187 Dresden"),
        ("Nöthnitzer Str. 14", "Nöthnitzer Straße 14, 01187 Dresden"),
        ("Nöthnitzer Str. 14/18", "Nöthnitzer Straße 14-18, 01187 Dresden"),
        ("Am Bach 2, Weißig", "Am Bach 2, 01328 Dresden"),
    ],
)
def test_spellings(geocoder: RegisterGeocoder, query: str, address: str) -> None:
    result = geocoder.geocode(query)
    assert (result.precision, result.matched_address) == ("address", address)
    assert result.confidence >= 0.6
    assert result.provider == "register"
    street, _, rest = address.partition(", ")
    name, _, number = street.rpartition(" ")
    assert (result.lon, result.lat) == point_of(name, number, rest.split()[0])


def test_exact_is_surer_than_misspelt(geocoder: RegisterGeocoder) -> None:
    exact = geocoder.geocode("Prager Straße 12, 01069 Dresden")
    slip = geocoder.geocode("Pragr Straße 12, 01069 Dresden")
    assert exact.confidence == 1.0
    assert slip.confidence < exact.confidence
    assert slip.flags == ("spelling",)


def test_another_postcode_is_told_and_less_sure(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Prager Straße 12, 01097 Dresden")
    assert (result.precision, result.matched_address) == (
        "address",
        "Prager Straße 12, 01069 Dresden",
    )
    assert "postcode_conflict" in result.flags
    assert result.confidence < 0.85


def test_a_postcode_of_the_same_street_is_a_conflict_and_no_other_street(
    geocoder: RegisterGeocoder,
) -> None:
    result = geocoder.geocode("Leipziger Straße 100, 01097 Dresden")
    assert result.matched_address == "Leipziger Straße 100, 01127 Dresden"
    assert "postcode_conflict" in result.flags


def test_one_name_in_three_places_is_a_question(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Hauptstraße 1")
    assert (result.precision, result.lon, result.lat) == (None, None, None)
    assert result.needs_review
    assert "ambiguous" in result.flags
    assert [c.label for c in result.candidates][:3] == [
        "Hauptstraße 1, 01097 Dresden (Neustadt)",
        "Hauptstraße 1, 01156 Dresden (Cossebaude)",
        "Hauptstraße 1, 01465 Dresden (Langebrück)",
    ]


def test_one_name_in_three_places_with_a_wrong_postcode_is_a_question(
    geocoder: RegisterGeocoder,
) -> None:
    assert geocoder.geocode("Hauptstraße 1, 01309 Dresden").precision is None


def test_the_right_postcode_outweighs_a_slip_and_both_together_are_a_question(
    geocoder: RegisterGeocoder,
) -> None:
    assert found(geocoder, "Bergstraße 7, 01157 Dresden") == (
        "address", "Burgstraße 7, 01157 Dresden",
    )  # fmt: skip
    result = geocoder.geocode("Bergstraße 1, 01157 Dresden")
    assert "ambiguous" in result.flags
    assert result.precision == "postcode"
    assert {c.label.split(" 1,")[0] for c in result.candidates} == {"Bergstraße", "Burgstraße"}


def test_a_number_in_a_name_is_never_a_slip(geocoder: RegisterGeocoder) -> None:
    assert found(geocoder, "Straße des 19. Juni 25, 01257 Dresden")[0] == "postcode"


def test_without_number_the_middle_of_the_street(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Prager Straße, Dresden")
    assert (result.precision, result.matched_address) == ("street", "Prager Straße, 01069 Dresden")
    assert 13.733 < (result.lon or 0) < 13.735
    assert result.confidence < 0.8
    date = geocoder.geocode("Straße des 17. Juni")
    assert (date.precision, date.matched_address) == (
        "street",
        "Straße des 17. Juni, 01257 Dresden",
    )


def test_without_number_one_of_several_streets_is_a_question(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Hauptstraße")
    assert result.precision is None
    assert "several_streets" in result.flags
    assert found(geocoder, "Hauptstraße, 01156 Dresden")[0] == "street"


def test_a_street_through_two_postcodes_is_one(geocoder: RegisterGeocoder) -> None:
    assert found(geocoder, "Leipziger Straße")[0] == "street"


def test_an_unknown_number_is_no_address(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Prager Straße 14, 01069 Dresden")
    assert result.precision == "street"
    assert "unknown_number" in result.flags
    assert (result.lon, result.lat) == point_of("Prager Straße", "12", "01069")
    assert geocoder.geocode("Prager Straße 26, 01069 Dresden").precision == "street"
    assert geocoder.geocode("Prager Straße 12z, 01069 Dresden").precision == "street"


def test_of_a_house_and_a_range_from_it_the_house_is_nearest(geocoder: RegisterGeocoder) -> None:
    result = geocoder.geocode("Nöthnitzer Straße 12")
    assert result.precision == "street"
    assert (result.lon, result.lat) == point_of("Nöthnitzer Straße", "14", "01187")


def test_an_unknown_street_is_known_by_its_postcode_or_part(geocoder: RegisterGeocoder) -> None:
    assert found(geocoder, "Xaverhöhe 3, 01156 Dresden") == ("postcode", "01156 Dresden")
    assert found(geocoder, "Xaverhöhe 3, OT Cossebaude") == ("district", "Cossebaude")
    assert found(geocoder, "Xaverhöhe 3") == (None, None)


def test_only_a_postcode_or_a_part_of_the_town(geocoder: RegisterGeocoder) -> None:
    assert found(geocoder, "01156 Dresden") == ("postcode", "01156 Dresden")
    assert found(geocoder, "01156") == ("postcode", "01156")
    assert found(geocoder, "Dresden-Cossebaude") == ("district", "Cossebaude")
    assert found(geocoder, "Dresden") == (None, None)


@pytest.mark.parametrize(
    "query",
    ["Prager Straße 12, 04109 Leipzig", "Prager Straße 12, Chemnitz", "Prager Straße 12 Radebeul",
     "Leipzig, Prager Straße 12", "Prager Straße 12, 99999 Kleinkleckersdorf"],
)  # fmt: skip
def test_another_town_is_not_this_one(geocoder: RegisterGeocoder, query: str) -> None:
    result = geocoder.geocode(query)
    assert (result.precision, result.flags) == (None, ("other_town",))


@pytest.mark.parametrize("query", ["", "   ", "12", "01069", "???", "\x00", "Dresden", "a" * 5000])
def test_what_is_no_address_is_not_found(geocoder: RegisterGeocoder, query: str) -> None:
    assert geocoder.geocode(query).precision in (None, "postcode", "district")


def test_many_at_once_in_their_order(geocoder: RegisterGeocoder) -> None:
    queries = ["Prager Str. 12", "Xaverhöhe 1", "Prager Str. 12"]
    results = geocoder.geocode_many(queries)
    assert [r.query for r in results] == queries
    assert results[0] == results[2]


def test_threads_share_one_index(geocoder: RegisterGeocoder) -> None:
    results: list[GeocodeResult] = []

    def ask() -> None:
        results.extend(geocoder.geocode(f"Hauptstraße {n}, 01465") for n in (1, 2, 3, 20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 16
    assert {r.precision for r in results} == {"address"}


# --- the file


def test_a_register_in_other_columns(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "address": ["Chemnitzer Straße 42", "Am See 7 b", "Nirgendweg", "Ohne Punkt 1"],
            "lon": ["13.72", "13,80", "13.7", ""],
            "lat": ["51.03", "51,01", "51.0", "51.0"],
        }
    )
    assert build_index(frame, tmp_path / "x.sqlite") == 2
    index = open_index(tmp_path / "x.sqlite")
    result = RegisterGeocoder(index).geocode("Am See 7B, 01067 Dresden")
    index.close()
    assert (result.precision, result.lon, result.lat) == ("address", 13.8, 51.01)


def test_a_suffix_in_its_own_column_and_repeated_rows(tmp_path: Path) -> None:
    row = {"street": "Am See", "house_number": "7", "house_number_suffix": "B", "postcode": "1067",
           "lon": "13.8", "lat": "51.0"}  # fmt: skip
    assert build_index(pd.DataFrame([row, row]), tmp_path / "x.sqlite") == 1
    index = open_index(tmp_path / "x.sqlite")
    assert RegisterGeocoder(index).geocode("Am See 7b").matched_address == "Am See 7b, 01067"
    index.close()


def test_where_the_register_names_no_place_the_map_tells_streets_of_one_name_apart(
    tmp_path: Path,
) -> None:
    bare = register()[["street", "house_number", "lon", "lat"]]
    build_index(bare, tmp_path / "x.sqlite")
    index = open_index(tmp_path / "x.sqlite")
    geocoder = RegisterGeocoder(index)
    question, street = (
        geocoder.geocode("Hauptstraße 1, 01156 Dresden"),
        geocoder.geocode("Hauptstraße"),
    )
    once, long = geocoder.geocode("Hauptstraße 20, Dresden"), geocoder.geocode("Leipziger Straße")
    index.close()
    assert (question.precision, question.lon) == (None, None)
    assert len({c.label for c in question.candidates}) == len(question.candidates) == 3
    assert question.candidates[0].label.startswith("Hauptstraße 1 [")
    assert street.precision is None
    assert (once.precision, once.matched_address) == ("address", "Hauptstraße 20")
    assert long.precision == "street"


def test_a_register_without_use_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Adressregister"):
        build_index(pd.DataFrame({"street": ["A"], "house_number": ["1"]}), tmp_path / "x.sqlite")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\x00" + b"\x00" * 200])
def test_a_damaged_index_is_an_error_with_its_path(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"x\.sqlite"):
        open_index(path)
    with pytest.raises(SourceError, match="fehlt"):
        open_index(tmp_path / "none.sqlite")


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    build_index(register(), path)
    with sqlite3.connect(path) as connection:
        connection.execute("update meta set value = '0' where key = 'format_version'")
    connection.close()
    with pytest.raises(SourceError, match="andere Fassung"):
        open_index(path)


# --- the exam


@pytest.mark.parametrize("seed", [1, 7])
def test_right_and_answered_as_promised(tmp_path: Path, seed: int) -> None:
    rows = make_register(seed)
    assert len(rows) == COUNT == 67_600
    build_index(rows, tmp_path / "x.sqlite")
    index = open_index(tmp_path / "x.sqlite")
    questions = make_questions(rows, 2000, seed=seed + 1)
    results = RegisterGeocoder(index).geocode_many(question.text for question in questions)
    index.close()
    marks = mark(seed, questions, results)
    assert marks.right_share >= MIN_RIGHT, marks.wrong
    assert marks.answered_share >= MIN_ANSWERED, marks.unanswered


def test_the_exam_prints_its_marks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.geocoding.TIMED_QUESTIONS", 60)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("bench.geocoding.MAX_P99_MS", float("inf"))
    monkeypatch.setattr("bench.geocoding.MAX_SECONDS_PER_10000", float("inf"))
    assert main(["--seeds", "3", "--count", "4000", "--questions", "300", "--details"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "seed",
        "answered",
        "right",
        "per",
        "10,000",
        "p50",
        "p99",
        "locate",
        "p99",
    ]
    assert lines[1].split()[0] == "3"
    assert lines[-1].startswith("targets:")
    monkeypatch.setattr("bench.geocoding.MIN_ANSWERED", 1.1)
    assert main(["--seeds", "3", "--count", "4000", "--questions", "300"]) == 1
