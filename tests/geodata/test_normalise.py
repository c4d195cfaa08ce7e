"""Rows of text become typed rows; every bad value becomes one Issue with row, field and reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pandas as pd
import pytest

from geodata.model import Opportunity
from geodata.pipeline.records import records_from_frame
from geodata.tables import TABLES, columns_of
from tests.geodata.example_city import READ_AT, example_source, normalised

OFFER = {
    "id": "o1",
    "organisation_id": "org1",
    "title": "Vorlesen",
    "description": "Du liest vor.",
    "themes": "learning",
    "schedule": "regular",
}


def offers(*changes: dict[str, Any]) -> tuple[list[dict[str, Any]], list[Any]]:
    """Typed rows and issues of offers that differ from a good one."""
    rows = [{**OFFER, "id": f"o{i}", **change} for i, change in enumerate(changes, start=1)]
    result = normalised({"opportunities": rows})
    return result.tables["opportunities"].to_dict("records"), result.issues


def one(**change: Any) -> tuple[dict[str, Any], list[Any]]:
    rows, issues = offers(change)
    return rows[0], issues


def test_a_good_row_is_typed_and_knows_where_it_comes_from() -> None:
    row, issues = one(
        hours_per_week="1,5",
        starts_on="03.04.2026",
        is_remote="ja",
        languages="de, en",
        weekdays="Mo|Di|Donnerstag",
        daytimes="vormittags; abends",
        min_age="16",
        contact_email="KONTAKT@Example.org",
        contact_phone="030 23125 123",
        url="www.example.org/1",
        updated_at="01.03.2026",
        lon="13,7373",
        lat="51,0504",
    )
    assert issues == []
    assert row["opportunity_id"] == "o1"
    assert row["record_id"] == "examples:o1"
    assert row["retrieved_at"] == READ_AT
    assert row["is_example"] is True
    assert row["hours_per_week"] == 1.5
    assert row["starts_on"] == dt.date(2026, 4, 3)
    assert row["is_remote"] is True
    assert row["is_citywide"] is False
    assert row["languages"] == ("de", "en")
    assert row["weekdays"] == ("mo", "tu", "th")
    assert row["daytimes"] == ("morning", "evening")
    assert row["min_age"] == 16
    assert row["needed"] is None
    assert row["audiences"] == ()
    assert row["url"] == "https://www.example.org/1"
    assert row["updated_at"] == dt.datetime(2026, 2, 28, 23, tzinfo=dt.UTC)
    assert (row["geometry"].x, row["geometry"].y) == (13.7373, 51.0504)


def test_tables_have_the_columns_of_the_schema_and_become_records() -> None:
    tables = normalised({"opportunities": [OFFER], "places": [{"id": "p1"}]}).tables
    for name, table in tables.items():
        assert list(table.columns) == [c.name for c in columns_of(TABLES[name])]
        assert table.crs == "EPSG:4326"
    (record,) = records_from_frame("opportunities", tables["opportunities"])
    assert isinstance(record, Opportunity)
    assert record.title == "Vorlesen"


def test_no_rows_make_an_empty_table() -> None:
    result = normalised({"opportunities": pd.DataFrame(columns=list(OFFER))})
    assert len(result.tables["opportunities"]) == 0
    assert records_from_frame("opportunities", result.tables["opportunities"]) == ()


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("hours_per_week", "viel", "bad_number"),
        ("hours_per_week", "1.250", "ambiguous_number"),
        ("hours_per_week", "200", "out_of_range"),
        ("min_age", "16 bis 18", "bad_number"),
        ("starts_on", "03.04.20026", "bad_date"),
        ("ends_on", "31.02.2026", "bad_date"),
        ("contact_email", "ruf an", "bad_mail"),
        ("contact_phone", "12", "bad_phone"),
        ("url", "javascript:alert(1)", "bad_url"),
        ("place_id", "../etc", "bad_id"),
        ("is_remote", "vielleicht", "bad_bool"),
        ("wheelchair", "fast", "unknown_word"),
        ("lon", "ost", "bad_position"),
    ],
)
def test_a_bad_optional_value_is_dropped_and_told(field: str, text: str, kind: str) -> None:
    rows, issues = offers({}, {field: text, "lat": "51.05" if field == "lon" else ""})
    assert len(rows) == 2
    assert rows[1].get(field) in (None, False)
    (issue,) = issues
    if field != "lon":
        assert issue.kind == kind
    assert (issue.row, issue.field, issue.severity) == (3, field, "warning")
    assert issue.value == text
    assert issue.record_id == "examples:o2"
    assert "Zeile 3" in issue.message
    assert f"„{field}“" in issue.message
    assert text not in issue.message


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("title", "", "missing"),
        ("title", "<b></b>", "missing"),
        ("organisation_id", "", "missing"),
        ("organisation_id", "a/b", "bad_id"),
        ("schedule", "manchmal", "unknown_word"),
        ("themes", "", "missing"),
        ("themes", "zauberei", "missing"),
        ("id", "", "missing"),
        ("id", "a b", "bad_id"),
    ],
)
def test_a_bad_required_value_leaves_the_row_out(field: str, text: str, kind: str) -> None:
    rows, issues = offers({field: text}, {})
    assert [row["opportunity_id"] for row in rows] == ["o2"]
    error = next(issue for issue in issues if issue.severity == "error")
    assert (error.kind, error.row) == (kind, 2)
    assert error.field == ("opportunity_id" if field == "id" else field)


def test_words_of_the_city_are_known_by_id_and_by_label() -> None:
    row, issues = one(
        themes="Essen, Kleidung, Obdach",
        audiences="Junge Menschen|older",
        languages="Deutsch, uk",
        schedule="regelmäßig",
    )
    assert issues == []
    assert row["themes"] == ("basics",)
    assert row["audiences"] == ("young", "older")
    assert row["languages"] == ("de", "uk")
    assert row["schedule"] == "regular"


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("themes", "learning|zauberei", ("learning",)),
        ("audiences", "young|außerirdische", ("young",)),
        ("languages", "de|klingonisch|de", ("de",)),
        ("weekdays", "mo|feiertag", ("mo",)),
    ],
)
def test_unknown_words_of_a_list_are_told_and_the_others_kept(
    field: str, text: str, kept: tuple[str, ...]
) -> None:
    row, issues = one(**{field: text})
    assert row[field] == kept
    assert [(issue.kind, issue.field) for issue in issues] == [(f"unknown_{field}", field)]
    assert text.split("|")[1] in issues[0].message


def test_unknown_is_a_word_too() -> None:
    row, issues = one(wheelchair="unbekannt")
    assert row["wheelchair"] is None
    assert issues == []


def test_a_second_row_with_the_same_id_is_left_out() -> None:
    rows, issues = offers({"id": "x"}, {"id": "x", "title": "Anders"})
    assert [row["title"] for row in rows] == ["Vorlesen"]
    assert [(i.kind, i.row, i.severity) for i in issues] == [("duplicate_id", 3, "error")]


def test_swapped_degrees_are_put_right_and_told() -> None:
    row, issues = one(lon="51.0504", lat="13.7373")
    assert (row["geometry"].x, row["geometry"].y) == (13.7373, 51.0504)
    assert [issue.kind for issue in issues] == ["swapped_position"]


def test_an_end_before_the_start_is_dropped() -> None:
    row, issues = one(starts_on="03.04.2026", ends_on="02.04.2026")
    assert row["ends_on"] is None
    assert row["starts_on"] == dt.date(2026, 4, 3)
    assert [issue.kind for issue in issues] == ["reversed_span"]
    row, issues = one(starts_on="03.04.2026", ends_on="03.04.2026")
    assert issues == []


def test_markup_is_told_but_is_no_fault() -> None:
    row, issues = one(title="<b>Vorlesen</b>", description="Eins<br>Zwei\x00")
    assert row["title"] == "Vorlesen"
    assert row["description"] == "Eins\nZwei"
    assert {(i.kind, i.severity) for i in issues} == {
        ("markup", "info"), ("control_characters", "warning"),
    }  # fmt: skip


def test_unknown_columns_are_told_once() -> None:
    rows, issues = offers({"stunden": "2", "titel": "x"}, {"stunden": "3", "titel": "y"})
    assert len(rows) == 2
    assert [(i.kind, i.severity, i.field, i.row) for i in issues] == [
        ("unknown_column", "info", "stunden", 1),
        ("unknown_column", "info", "titel", 1),
    ]
    assert "„title“" in issues[1].message


def test_a_row_cannot_change_where_it_comes_from() -> None:
    row, _ = one(licence="geheim", is_example="nein", record_id="fremd:1", source_id="fremd")
    assert row["licence"] == "CC0-1.0"
    assert row["is_example"] is True
    assert row["record_id"] == "examples:o1"


def test_the_page_of_the_source_stands_in_for_the_page_of_the_record() -> None:
    source = msgspec.structs.replace(example_source(), url="https://example.org/liste")
    rows = [{**OFFER, "source_url": ""}, {**OFFER, "id": "b", "source_url": "example.org/b"}]
    table = normalised({"opportunities": rows}, source).tables["opportunities"]
    assert list(table["source_url"]) == ["https://example.org/liste", "https://example.org/b"]


def test_rows_are_counted_as_in_the_file() -> None:
    table = pd.DataFrame([{**OFFER, "min_age": "alt"}], dtype=object)
    table.index = pd.Index([17], name="row")
    assert normalised({"opportunities": table}).issues[0].row == 17


def test_a_doubtful_private_flag_hides_the_place_and_its_values() -> None:
    rows = [
        {"id": "p1", "address": "Geheimgasse 7", "is_private": "evtl.", "lon": "x", "lat": "51"},
        {"id": "p2", "address": "Geheimgasse 8", "is_private": "ja", "wheelchair": "fast"},
        {"id": "p3", "address": "Markt 1", "is_private": "", "wheelchair": "fast"},
    ]
    result = normalised({"places": rows})
    table = result.tables["places"]
    assert list(table["is_private"]) == [True, True, False]
    assert [(i.record_id, i.value) for i in result.issues if i.field == "wheelchair"] == [
        ("examples:p2", None), ("examples:p3", "fast"),
    ]  # fmt: skip
    assert "Geheimgasse" not in str(result.issues)
    assert "bad_bool" in {issue.kind for issue in result.issues}


def test_events_start_in_the_citys_time() -> None:
    event = {"id": "e1", "title": "Messe", "kind": "fair", "starts_at": "03.07.2026 18:00"}
    later = {**event, "id": "e2", "starts_at": "03.07.2026"}
    result = normalised({"events": [event, later]})
    assert list(result.tables["events"]["starts_at"]) == [
        dt.datetime(2026, 7, 3, 16, tzinfo=dt.UTC)
    ]
    assert [(i.kind, i.severity) for i in result.issues] == [("bad_time", "error")]


def test_a_source_without_a_date_and_a_foreign_table_are_mistakes_of_ours() -> None:
    undated = msgspec.structs.replace(example_source(), retrieved_at=None)
    with pytest.raises(ValueError, match="retrieved_at"):
        normalised({"opportunities": [OFFER]}, undated)
    with pytest.raises(ValueError, match="districts"):
        normalised({"districts": [OFFER]})


def test_summary_counts_what_came_through() -> None:
    rows = [OFFER, {**OFFER, "id": "o2", "title": ""}]
    summary = normalised({"opportunities": rows}).summary
    assert summary == {"opportunities": 1, "left_out_count": 1}
