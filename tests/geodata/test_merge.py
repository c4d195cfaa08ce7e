"""Records that are one become one: field by field, with every reference, and nothing private out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pandas as pd
import pytest

from geodata.city import Duplicates
from geodata.decisions import make_decision
from geodata.geocode import geocode_entries
from geodata.match import match_entries, merge_duplicates
from geodata.match.groups import Decision
from geodata.match.merge import choosable_fields, merge_rows
from geodata.privacy import mask_private, mask_private_issues
from geodata.stages import StageResult
from tests.geodata.entries import districts, rows_of
from tests.geodata.example_city import example_source, normalised

Row = dict[str, str]
TEXT = "Einmal in der Woche lesen Sie Kindern Geschichten vor, die sie sich selbst aussuchen."
HOME = {"address": "Offene Straße 1, 01099 Dresden", "phone": "0351 4711470"}
RULES = Duplicates()
SECRET = "Geheimgasse 7, 01099 Dresden"


def organisation(key: str, name: str = "Lesefreunde e. V.", **more: str) -> Row:
    return {"organisation_id": key, "name": name, "kind": "club", **more}


def offer(key: str, organisation_id: str, **more: str) -> Row:
    return {"opportunity_id": key, "organisation_id": organisation_id, "title": "Vorlesen",
            "description": TEXT, "themes": "learning", "schedule": "regular", **more}  # fmt: skip


def typed(*sources: dict[str, list[Row]], examples: bool = False) -> dict[str, Any]:
    """Tables of the sources a, b, c as they come out of geocoding."""

    tables: dict[str, list[Any]] = {}
    for name, content in zip("abc", sources, strict=False):
        source = msgspec.structs.replace(
            example_source(name), is_example=examples and name == "b", licence=f"L-{name}",
            attribution=f"Amt {name}", retrieved_at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC),
        )  # fmt: skip
        for table, frame in normalised(dict(content), source).tables.items():
            tables.setdefault(table, []).append(frame)
    joined = {table: pd.concat(frames, ignore_index=True) for table, frames in tables.items()}
    return dict(geocode_entries(joined, districts()).tables)


def resolve(tables: dict[str, Any], *decisions: Decision, rules: Duplicates = RULES) -> StageResult:
    return merge_duplicates(tables, decisions, rules, "Dresden")


def by_id(result: StageResult, table: str) -> dict[str, dict[str, Any]]:
    return {row["record_id"]: row for row in result.tables[table].to_dict("records")}


def kinds(result: StageResult) -> list[str]:
    return [issue.kind for issue in result.issues]


TWO = (
    {"organisations": [organisation("o1", **HOME)],
     "opportunities": [offer("v1", "o1", address=HOME["address"])]},
    {"organisations": [organisation("o2", **HOME, website="lesen.example")],
     "opportunities": [
         offer("v2", "o2", title="Vorlesen!", url="https://x.example/2", address=HOME["address"]),
         offer("v3", "o2", title="Kuchen backen", description="Für das Fest.")],
     "places": [{"place_id": "p2", "organisation_id": "o2", "name": "Haus", **HOME}],
     "funded_projects": [{"funded_project_id": "f2", "title": "Bücher", "programme": "LHP",
                          "year": "2025", "organisation_id": "o2"}],
     "events": [{"event_id": "e2", "title": "Fest", "kind": "fair",
                 "starts_at": "03.07.2026 18:00", "organisation_id": "o2"}]},
)  # fmt: skip


def test_what_is_certain_merges_with_all_that_refers_to_it() -> None:
    result = resolve(typed(*TWO))
    organisations = by_id(result, "organisations")
    assert list(organisations) == ["a:o1"]
    assert organisations["a:o1"]["website"] == "https://lesen.example"
    for table in ("opportunities", "places", "funded_projects", "events"):
        assert {row["organisation_id"] for row in by_id(result, table).values()} == {"o1"}
    assert set(by_id(result, "opportunities")) == {"a:v1", "b:v3"}, "and the offer is one, too"
    checked = match_entries(result.tables)
    assert checked.issues == []
    assert result.summary == {
        "merged_count": 2, "automatic_merge_count": 2, "possible_duplicate_count": 0,
    }  # fmt: skip


def test_every_automatic_merge_is_told_with_both_ids() -> None:
    issues = resolve(typed(*TWO)).issues
    assert [(issue.kind, issue.severity) for issue in issues] == [("merged_duplicate", "info")] * 2
    assert "a:o1 und b:o2" in issues[0].message
    assert "a:v1 und b:v2" in issues[1].message


def test_the_order_of_sources_says_which_record_stays() -> None:
    result = resolve(typed(*reversed(TWO)))
    assert list(by_id(result, "organisations")) == ["a:o2"]
    assert {row["organisation_id"] for row in by_id(result, "opportunities").values()} == {"o2"}


def test_both_sources_are_named() -> None:
    row = by_id(resolve(typed(*TWO)), "organisations")["a:o1"]
    assert (row["licence"], row["attribution"]) == ("L-a AND L-b", "Amt a; Amt b")
    assert row["source_id"] == "a"


def test_the_same_input_gives_the_same_tables() -> None:
    first, again = (resolve(typed(*TWO)) for _ in range(2))
    assert first.issues == again.issues
    assert by_id(first, "organisations") == by_id(again, "organisations")


def test_nothing_merges_below_the_stated_confidence() -> None:
    never = resolve(typed(*TWO), rules=Duplicates(auto_merge=1.0))
    assert len(by_id(never, "organisations")) == 2
    assert kinds(never) == ["possible_duplicate"] * 2
    assert all(issue.severity == "info" for issue in never.issues)


def test_examples_stay_apart_from_what_is_real() -> None:
    tables = typed(*TWO, examples=True)
    assert (len(by_id(resolve(tables), "organisations")), resolve(tables).issues) == (2, [])
    refused = resolve(tables, make_decision("a:o1", "b:o2", "merge"))
    assert len(by_id(refused, "organisations")) == 2
    assert kinds(refused) == ["refused_decision"]


# --- decisions


def test_a_decision_merges_what_looks_different_and_takes_the_chosen_values() -> None:
    left = organisation("o1", "Lesefreunde", description="Wir lesen.", themes="learning")
    right = organisation("o2", "Vorlesekreis", description="Wir lesen vor.", themes="culture",
                         languages="de")  # fmt: skip
    decision = make_decision("b:o2", "a:o1", "merge", fields="name=left,description=right")
    result = resolve(typed({"organisations": [left]}, {"organisations": [right]}), decision)
    row = by_id(result, "organisations")["a:o1"]
    assert (row["name"], row["description"]) == ("Vorlesekreis", "Wir lesen.")
    assert (row["themes"], row["languages"]) == (("learning", "culture"), ("de",))
    assert result.issues == []


def test_a_decision_that_they_differ_ends_the_question() -> None:
    result = resolve(
        typed(*TWO),
        make_decision("b:o2", "a:o1", "different"),
        make_decision("a:v1", "b:v2", "different"),
    )
    assert len(by_id(result, "organisations")) == 2
    assert result.issues == []


def test_a_decision_about_a_record_that_is_gone_waits() -> None:
    result = resolve(typed(*TWO), make_decision("a:o1", "b:fort", "merge"))
    stale = [issue for issue in result.issues if issue.kind == "stale_decision"]
    assert [issue.severity for issue in stale] == ["info"]
    assert "b:fort" in stale[0].message


def test_contradicting_decisions_are_told_and_not_followed() -> None:
    tables = typed(*({"organisations": [organisation(f"o{n}", f"Verein {n}")]} for n in "123"))
    result = resolve(
        tables,
        make_decision("a:o1", "b:o2", "merge"),
        make_decision("b:o2", "c:o3", "merge"),
        make_decision("a:o1", "c:o3", "different"),
    )
    assert len(by_id(result, "organisations")) == 3
    assert kinds(result) == ["contradicting_decision"] * 3
    assert all(issue.severity == "warning" for issue in result.issues)


@pytest.mark.parametrize("right", ["b:v2", "b:p2", "b:e2"])
def test_only_records_of_one_kind_that_can_be_compared_merge(right: str) -> None:
    result = resolve(typed(*TWO), make_decision("a:o1", right, "merge"))
    assert "refused_decision" in kinds(result)


def test_a_field_that_nobody_can_choose_is_refused() -> None:
    decision = Decision(
        left="a:o1", right="b:o2", decision="merge", fields=(("is_private", "left"),)
    )
    assert "refused_decision" in kinds(resolve(typed(*TWO), decision))
    assert "is_private" not in choosable_fields("organisations")
    assert "record_id" not in choosable_fields("opportunities")


# --- where it is, and private places


def test_address_and_point_come_from_one_record() -> None:
    point = {"lon": "13.75", "lat": "51.05"}
    left = organisation("o1", **HOME)
    right = organisation("o2", **{**HOME, "address": "Offene Str. 1, 01099 Dresden"}, **point)
    result = resolve(typed({"organisations": [left]}, {"organisations": [right]}))
    row = by_id(result, "organisations")["a:o1"]
    assert row["address"] == "Offene Str. 1, 01099 Dresden"
    assert (row["geometry"].x, row["geometry"].y) == (13.75, 51.05)
    assert row["geocode_precision"] == "address"


@pytest.mark.parametrize("turned", [False, True])
def test_one_private_record_makes_the_merged_one_private(turned: bool) -> None:
    phone = {"phone": "0351 4711470", "public_email": "post@lesen.example"}
    hidden = organisation("o1", **phone, address=SECRET, is_private="ja",
                          description="Klingeln in der Geheimgasse 7.")  # fmt: skip
    open_ = organisation("o2", **phone, address="Offene Straße 1, 01099 Dresden")
    contents = [{"organisations": [hidden]}, {"organisations": [open_]}]
    ids = ("b:o1", "a:o2") if turned else ("a:o1", "b:o2")
    result = resolve(typed(*(reversed(contents) if turned else contents)),
                     make_decision(*ids, "merge"))  # fmt: skip
    masked = mask_private(result.tables)
    rows = list(masked["organisations"].to_dict("records"))
    assert [row["is_private"] for row in rows] == [True]
    assert "Geheimgasse" not in str(rows)
    assert "Offene" not in str(rows)
    assert "Geheimgasse" not in str(mask_private_issues(result.issues, result.tables))


def test_two_private_places_are_never_made_one() -> None:
    one = organisation("o1", phone="0351 4711470", address=SECRET, is_private="ja")
    other = organisation("o2", phone="0351 4711470", address="Versteck 3", is_private="ja")
    tables = typed({"organisations": [one]}, {"organisations": [other]})
    result = resolve(tables, make_decision("a:o1", "b:o2", "merge"))
    assert len(by_id(result, "organisations")) == 2
    assert "refused_decision" in kinds(result)
    assert "Versteck" not in str(result.issues)


def test_possible_duplicates_tell_no_value() -> None:
    one = organisation("o1", "Frauenhaus", phone="0351 4711470", address=SECRET, is_private="ja")
    other = {**one, "organisation_id": "o2"}
    tables = typed({"organisations": [one]}, {"organisations": [other]})
    result = resolve(tables, rules=Duplicates(auto_merge=1.0))
    assert kinds(result) == ["possible_duplicate"]
    assert all(word not in str(result.issues[0]) for word in ("Frauenhaus", "4711470", "Geheim"))


def test_an_offer_from_anywhere_gets_no_place_by_merging() -> None:
    organisations = [organisation("o1", **HOME)]
    remote = offer("v1", "o1", is_remote="ja")
    placed = offer("v2", "o1", address="Offene Straße 1, 01099 Dresden")
    tables = typed({"organisations": organisations, "opportunities": [remote]},
                   {"opportunities": [placed]})  # fmt: skip
    row = by_id(resolve(tables, make_decision("a:v1", "b:v2", "merge")), "opportunities")["a:v1"]
    assert (row["is_remote"], row["address"], row["geometry"]) == (True, None, None)


def test_two_rows_of_one_id_are_left_to_the_check_of_ids() -> None:
    twice = {"organisations": [organisation("o1", **HOME)]}
    result = resolve(typed(twice, twice))
    assert list(by_id(result, "organisations")) == ["a:o1"]
    same_source = typed({"organisations": [organisation("o1", **HOME)] * 2})
    assert len(resolve(same_source).tables["organisations"]) <= 2
    assert len(match_entries(resolve(same_source).tables).tables["organisations"]) == 1


def test_merging_changes_no_row_that_went_in() -> None:
    rows = rows_of(typed(*TWO), "organisations")
    left, right = rows["o1"], rows["o2"]
    before = (dict(left), dict(right))
    merged = merge_rows("organisations", [left, right], {"website": "a:o1"})
    assert (left, right) == before
    assert merged["website"] is None
    assert list(merged) == list(left)


def test_a_key_that_two_sources_use_for_two_organisations_moves_nobodys_offers() -> None:
    """Sources number their records: `1` of one is not `1` of another."""
    other = {"address": "Feldweg 9, 01219 Dresden", "phone": "0351 8888888"}
    first = {"organisations": [organisation("1", "Ruderclub Elbtal", **other)],
             "opportunities": [offer("v1", "1", title="Boote streichen")]}  # fmt: skip
    second = {"organisations": [organisation("1", **HOME)],
              "opportunities": [offer("v2", "1", title="Bücher sortieren")]}  # fmt: skip
    third = {"organisations": [organisation("7", "Lesefreunde", **HOME)],
             "opportunities": [offer("v3", "7", title="Kuchen backen")]}  # fmt: skip
    for order in ((first, second, third), (third, second, first), (second, third, first)):
        tables = match_entries(resolve(typed(*order)).tables).tables
        names = dict(zip(tables["organisations"]["organisation_id"],
                         tables["organisations"]["name"], strict=True))  # fmt: skip
        found = {row["title"]: names[row["organisation_id"]].removesuffix(" e. V.")
                 for row in tables["opportunities"].to_dict("records")}  # fmt: skip
        assert found == {"Boote streichen": "Ruderclub Elbtal", "Bücher sortieren": "Lesefreunde",
                         "Kuchen backen": "Lesefreunde"}  # fmt: skip


def test_very_many_pairs_do_not_become_very_many_issues() -> None:
    twins = [organisation(f"o{number}", "Lesefreunde", **HOME) for number in range(60)]
    issues = resolve(typed({"organisations": twins})).issues
    assert 500 < len(issues) <= 501
    assert "Weitere " in issues[-1].message
    assert issues[-1].record_id is None


def test_what_is_under_the_open_database_licence_stays_by_itself() -> None:
    tables = typed({"organisations": [organisation("o1", **HOME)]},
                   {"organisations": [organisation("o2", **HOME)]})  # fmt: skip
    table = tables["organisations"]
    table.loc[table["source_id"] == "b", "licence"] = "ODbL-1.0"
    result = resolve(tables)
    assert set(by_id(result, "organisations")) == {"a:o1", "b:o2"}
    assert kinds(result) == ["possible_duplicate"]
    refused = resolve(tables, make_decision("a:o1", "b:o2", "merge", row=2))
    assert set(by_id(refused, "organisations")) == {"a:o1", "b:o2"}
    assert "refused_decision" in kinds(refused)
    assert kinds(resolve(tables, make_decision("a:o1", "b:o2", "different"))) == []


def test_a_chain_of_decisions_does_not_join_what_must_stay_apart() -> None:
    tables = typed(*({"organisations": [organisation(f"o{n}", f"Verein {n}")]} for n in "123"))
    table = tables["organisations"]
    for source, address in (("a", SECRET), ("c", "Fluchtstraße 3, 01219 Dresden")):
        table.loc[table["source_id"] == source, ["address", "is_private"]] = [address, True]
    chain = (make_decision("a:o1", "b:o2", "merge"), make_decision("b:o2", "c:o3", "merge"))
    result = resolve(tables, *chain)
    assert set(by_id(result, "organisations")) == {"a:o1", "b:o2", "c:o3"}
    assert kinds(result) == ["contradicting_decision"] * 2
