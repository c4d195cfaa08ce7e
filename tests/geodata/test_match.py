"""Corrections by hand, one record per id, references that lead somewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from geodata.geocode import geocode_entries
from geodata.match import apply_corrections, match_entries
from tests.geodata.entries import changed, corrections, districts, rows_of, typed
from tests.geodata.example_city import example_source, normalised


def located(tables: Any = None) -> dict[str, Any]:
    return dict(geocode_entries(typed(tables).tables, districts()).tables)


def correct(*rows: tuple[str, str, str, str]) -> Any:
    return apply_corrections(located(), corrections(*rows))


# --- corrections


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("organisations", ("examples:garten", "name", "Gartenfreunde", "Gartenbund"), "Gartenbund"),
        ("organisations", ("examples:garten", "themes", "", "nature"), ValueError),
        ("organisations", ("examples:garten", "languages", "", "de|uk"), ("de", "uk")),
        ("opportunities", ("examples:giessen", "hours_per_week", "", "1,5"), 1.5),
        ("opportunities", ("examples:giessen", "is_remote", "nein", "ja"), True),
        ("opportunities", ("examples:giessen", "starts_on", "", "03.05.2026"), dt.date(2026, 5, 3)),
        ("opportunities", ("examples:giessen", "themes", "learning", "learning"), ("learning",)),
        ("opportunities", ("examples:besuch", "wheelchair", "nein", ""), None),
        ("places", ("examples:haus", "address", "Offene Straße 1, Dresden", ""), None),
    ],
)
def test_a_correction_replaces_the_old_value(
    table: str, row: tuple[str, str, str, str], expected: Any
) -> None:
    result = correct(row)
    if expected is ValueError:  # a theme nobody uses is not known here
        assert [issue.kind for issue in result.issues] == ["unknown_word"]
        return
    assert result.issues == []
    assert result.summary == {"correction_count": 1, "refused_correction_count": 0}
    key = row[0].split(":")[1]
    assert rows_of(result.tables, table)[key][row[1]] == expected


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("examples:niemand", "name", "", "x"), "unknown_record"),
        (("examples:garten", "farbe", "", "x"), "unknown_field"),
        (("examples:garten", "geometry", "", "x"), "unknown_field"),
        (("examples:garten", "name", "Alter Name", "x"), "stale_correction"),
        (("examples:garten", "name", "Gartenfreunde", ""), "missing"),
        (("examples:garten", "organisation_id", "garten", "x"), "fixed_field"),
        (("examples:garten", "is_example", "ja", "nein"), "fixed_field"),
        (("examples:giessen", "hours_per_week", "", "viel"), "bad_number"),
        (("examples:giessen", "schedule", "regular", "manchmal"), "unknown_word"),
        (("examples:e1", "starts_at", "2026-07-03T16:00Z", "04.07.2026 18:00"), "bad_time"),
        (("examples:anruf", "lon", "13.7", "13.8"), "stale_correction"),
        (("examples:haus", "lon", "13.6", "13.8"), "stale_correction"),
        (("examples:haus", "lon", "13.75", "ost"), "bad_number"),
    ],
)
def test_a_correction_that_does_not_fit_is_told_and_changes_nothing(
    row: tuple[str, str, str, str], kind: str
) -> None:
    result = correct(("examples:lesen", "name", "Lesekreis", "Lesebund"), row)
    (issue,) = result.issues
    assert (issue.kind, issue.row, issue.record_id, issue.field) == (kind, 3, row[0], row[1])
    assert "corrections.csv, Zeile 3" in issue.message
    assert issue.value is None
    before = located()
    for name, table in result.tables.items():
        other = before[name].copy()
        if name == "organisations":
            other["name"] = other["name"].replace("Lesekreis", "Lesebund")
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(other))


def test_times_are_corrected_with_their_offset() -> None:
    row = ("examples:e1", "starts_at", "2026-07-03T16:00Z", "2026-07-03T19:00+02:00")
    result = correct(row)
    assert result.issues == []
    event = rows_of(result.tables, "events")["e1"]
    assert event["starts_at"] == dt.datetime(2026, 7, 3, 17, tzinfo=dt.UTC)


def test_moving_a_place_moves_what_stands_there() -> None:
    result = correct(
        ("examples:haus", "lon", "13.75", "13.76"),
        ("examples:haus", "lat", "51,05", "51,06"),
        ("examples:haus", "address", "Offene Straße 1, Dresden", "Neue Straße 2, Dresden"),
    )
    assert result.issues == []
    matched = match_entries(result.tables).tables
    for table, key in (
        ("places", "haus"),
        ("opportunities", "giessen"),
        ("organisations", "garten"),
    ):
        row = rows_of(matched, table)[key]
        assert (row["geometry"].x, row["geometry"].y) == (13.76, 51.06)
        assert row["address"] == "Neue Straße 2, Dresden"


def test_a_place_made_private_by_hand_makes_its_offers_private() -> None:
    corrected = correct(("examples:haus", "is_private", "nein", "ja")).tables
    matched = match_entries(corrected).tables
    assert rows_of(matched, "opportunities")["giessen"]["is_private"] is True


def test_no_corrections_change_nothing() -> None:
    result = correct()
    assert result.issues == []
    assert rows_of(result.tables, "places").keys() == rows_of(located(), "places").keys()


def test_an_id_in_two_tables_is_ambiguous() -> None:
    tables = changed("places", "amt")
    tables["funded_projects"] = [{**tables["funded_projects"][0], "funded_project_id": "amt"}]
    result = apply_corrections(located(tables), corrections(("examples:amt", "title", "Beet", "x")))
    assert [issue.kind for issue in result.issues] == ["ambiguous_record"]


# --- one record per id, references


def test_good_tables_stay_as_they_are() -> None:
    before = located()
    result = match_entries(before)
    assert {issue.kind for issue in result.issues} == {"everywhere_with_place"}
    assert result.summary == {"matched_out_count": 0}
    for name, table in result.tables.items():
        pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(before[name]))


def test_the_first_of_two_sources_with_one_id_stays() -> None:
    both = {}
    other = normalised(
        {"organisations": [{"id": "garten", "name": "Zweite", "kind": "club"}]},
        example_source("zweite"),
    )
    for name, table in located().items():
        both[name] = pd.concat([table, other.tables[name]]) if name == "organisations" else table
    result = match_entries(both)
    assert list(result.tables["organisations"]["name"]) == [
        "Gartenfreunde",
        "Lesekreis",
        "Schutzhaus",
    ]
    (issue,) = [i for i in result.issues if i.kind == "duplicate_id"]
    assert (issue.severity, issue.source_id, issue.record_id) == (
        "error",
        "zweite",
        "zweite:garten",
    )
    assert result.summary == {"matched_out_count": 1}


def test_an_offer_without_its_organisation_is_left_out() -> None:
    result = match_entries(located(changed("opportunities", "giessen", organisation_id="weg")))
    assert "giessen" not in rows_of(result.tables, "opportunities")
    (issue,) = [i for i in result.issues if i.severity == "error"]
    assert (issue.kind, issue.record_id, issue.field) == (
        "missing_reference", "examples:giessen", "organisation_id",
    )  # fmt: skip


def test_other_loose_references_are_removed_and_the_row_kept() -> None:
    tables = changed("opportunities", "giessen", place_id="weg", lon="13.7", lat="51.05")
    tables["organisations"] = changed("organisations", "lesen", place_id="weg")["organisations"]
    tables["places"] = changed("places", "amt", organisation_id="weg")["places"]
    tables["events"] = changed("events", "e1", organisation_id="weg")["events"]
    result = match_entries(located(tables))
    offer = rows_of(result.tables, "opportunities")["giessen"]
    assert offer["place_id"] is None
    assert offer["geometry"].x == 13.7
    assert rows_of(result.tables, "organisations")["lesen"]["place_id"] is None
    assert rows_of(result.tables, "places")["amt"]["organisation_id"] is None
    assert rows_of(result.tables, "events")["e1"]["organisation_id"] is None
    loose = [i for i in result.issues if i.kind == "missing_reference"]
    assert len(loose) == 4
    assert {i.severity for i in loose} == {"warning"}


def test_a_remote_offer_with_a_place_is_told() -> None:
    issues = match_entries(located()).issues
    assert [(i.record_id, i.severity) for i in issues] == [("examples:online", "info")]
