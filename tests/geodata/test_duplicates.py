"""Which pairs of records are found to be one, and which never merge by themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import shapely

from bench.duplicates import TARGET_PRECISION, measure_world
from bench.synthetic_duplicates import make_world
from geodata.match.duplicates import Candidate, find_duplicates, organisation_groups
from geodata.match.groups import Decision, Grouped, group_records

AUTO = 0.99
Row = dict[str, Any]


def organisation(record_id: str, name: str, **more: Any) -> Row:
    source, _, key = record_id.partition(":")
    point = more.pop("point", None)
    row: Row = {
        "record_id": record_id, "source_id": source, "organisation_id": key, "name": name,
        "kind": "club", "address": None, "geometry": point and shapely.Point(point),
        "geocode_precision": None, "district_id": None, "phone": None, "public_email": None,
        "website": None, "is_example": False,
    }  # fmt: skip
    return {**row, **more}


def offer(record_id: str, title: str, **more: Any) -> Row:
    source, _, key = record_id.partition(":")
    row: Row = {
        "record_id": record_id, "source_id": source, "opportunity_id": key, "title": title,
        "organisation_id": "o1", "description": TEXT, "address": None, "geometry": None,
        "district_id": None, "schedule": "regular", "weekdays": (), "audiences": (),
        "hours_per_week": None, "starts_on": None, "ends_on": None, "url": None,
        "contact_email": None, "contact_phone": None, "is_remote": False, "is_citywide": False,
        "is_example": False,
    }  # fmt: skip
    return {**row, **more}


TEXT = "Einmal in der Woche lesen Sie Kindern Geschichten vor, die sie sich selbst aussuchen."
HOME = {"address": "Lindenstraße 4, 01219 Dresden", "phone": "+49 351 4711470"}


def only(rows: list[Row], collection: str = "organisations") -> Candidate | None:
    found = find_duplicates(collection, rows, city="Dresden")
    assert len(found) <= 1
    return found[0] if found else None


def score(left: Row, right: Row, collection: str = "organisations") -> float:
    found = only([left, right], collection)
    return found.score if found else 0.0


# --- organisations


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lesefreunde Strehlen e. V.", "Lesefreunde Strehlen eV"),
        ("Bücherbörse Löbtau", "Buecherboerse Loebtau"),
        ("Deutsches Rotes Kreuz Kreisverband Dresden e.V.", "DRK Kreisverband Dresden"),
        ("Kita „Sonnenschein“", "Kindertagesstätte Sonnenschein"),
        ("Nachbarschaftshilfe Plauen", "Nachbarschaftshlife Plauen e.V."),
        ("Tafel Dresden e.V.", "Dresdner Tafel"),
        ("14. Grundschule", "Grundschule 14"),
        ("AWO Kreisverband Dresden", "Arbeiterwohlfahrt Kreisverbnad Dresden"),
        ("Kleingarten-Verein Flora", "Kleingartenverein Flora e. V."),
        ("Sport Verein Elbe 1950", "SV Elbe 1950"),
        ("Kita Regenbogen", "Kindertagestätte Regenbogen"),
    ],
)
def test_one_organisation_written_twice_merges_with_address_and_phone(
    left: str, right: str
) -> None:
    assert score(organisation("a:1", left, **HOME), organisation("b:2", right, **HOME)) >= AUTO


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("AWO Kreisverband Dresden", "AWO Ortsverein Strehlen"),
        ("AWO Kreisverbnad Dresden", "AWO Ortsverien Dresden"),
        ("Grundschule 14", "Grundschule 41"),
        ("14. Grundschule", "Förderverein der 14. Grundschule"),
        ("Lebenshilfe Anker e. V.", "Lebenshilfe Anker gGmbH"),
        ("Seniorenchor Elbtal", "Juniorenchor Elbtal"),
        ("Bergwacht Dresden", "Wasserwacht Dresden"),
        ("Tanzgruppe Sonne", "Tanzgruppe Tonne"),
        ("AWO Kreisverband Dresden", "AWO Dresden"),
        ("DRK Ortsverein Neustadt", "DRK Ortsverein Altstadt"),
        ("SV Blau-Weiß 1990", "SV Blau-Weiß 1909"),
        ("Jugendfeuerwehr Gorbitz", "Freiwillige Feuerwehr Gorbitz"),
        ("Heimatverein Nord", "Heimatverein Süd"),
        ("Kleingartenverein Flora I", "Kleingartenverein Flora II"),
    ],
)
def test_two_organisations_of_one_house_and_phone_never_merge(left: str, right: str) -> None:
    website = "https://www.haus.example"
    pair = [organisation(f"{side}:{name}", name, website=website, **HOME)
            for side, name in (("a", left), ("b", right))]  # fmt: skip
    assert score(*pair) < AUTO


def test_kitas_of_one_name_and_one_provider_in_two_districts_never_merge() -> None:
    shared = {"website": "https://traeger.example", "public_email": "post@traeger.example"}
    left = organisation("a:1", "Kita Sonnenschein", address="Feldweg 3, 01219 Dresden", **shared)
    right = organisation("b:1", "Kita Sonnenschein", address="Feldweg 3, 01099 Dresden", **shared)
    assert score(left, right) < AUTO


def test_same_name_without_anything_else_is_only_a_candidate() -> None:
    found = only([organisation("a:1", "Lesefreunde"), organisation("b:1", "Lesefreunde")])
    assert found is None or found.score < AUTO


def test_score_is_explained_field_by_field_and_symmetric() -> None:
    left = organisation("a:1", "Lesefreunde", **HOME)
    right = organisation("b:2", "Lesefreunde e. V.", **{**HOME, "phone": "+49 351 999999"})
    found = only([left, right])
    assert found == only([right, left])
    assert found is not None
    outcomes = {field.field: field.outcome for field in found.fields}
    assert (outcomes["name"], outcomes["place"], outcomes["phone"]) == ("same", "same", "conflict")


def test_examples_and_other_collections_are_never_compared() -> None:
    left = organisation("a:1", "Lesefreunde", **HOME)
    right = organisation("b:2", "Lesefreunde", **HOME, is_example=True)
    assert only([left, right]) is None
    for collection in ("osm_places", "facilities", "stops", "places", "events"):
        assert find_duplicates(collection, [left, left | {"record_id": "b:2"}]) == []


@pytest.mark.parametrize(
    "name", ["", "???", "\x00", "😀", "e. V.", "x" * 50_000, "= 1+1", "Ａ", "1" * 999]
)
def test_odd_names_do_no_harm(name: str) -> None:
    rows = [organisation("a:1", name, **HOME), organisation("b:1", name, **HOME)]
    rows.append(organisation("c:1", "Lesefreunde", website="https://[", address=name))
    assert all(0 <= found.score <= 1 for found in find_duplicates("organisations", rows))


# --- opportunities


def test_one_offer_written_twice_merges() -> None:
    left = offer("a:1", "Vorlesen für Kinder", address="Feldweg 3, 01219 Dresden")
    right = offer("b:1", "Vorlesen fuer Kinder", address="Feldweg 3, 01219 Dresden")
    assert score(left, right, "opportunities") >= AUTO


@pytest.mark.parametrize(
    "change",
    [
        {"organisation_id": "o2"},
        {"title": "Vorlesen für Kinder, Klasse 6"},
        {"weekdays": ("mo",)},
        {"daytimes": ("evening",)},
        {"min_age": 18},
        {"starts_on": dt.date(2027, 7, 3)},
        {"address": "Talstraße 9, 01099 Dresden"},
        {"is_remote": True},
        {"description": TEXT + " Wir treffen uns mittwochs."},
    ],
)
def test_sisters_of_an_offer_never_merge(change: dict[str, Any]) -> None:
    base = {"address": "Feldweg 3, 01219 Dresden", "weekdays": ("tu",), "daytimes": ("morning",),
            "min_age": 14, "starts_on": dt.date(2026, 7, 4),
            "description": TEXT + " Wir treffen uns montags."}  # fmt: skip
    left = offer("a:1", "Vorlesen für Kinder, Klasse 5", **base)
    right = {**left, "record_id": "b:1", "source_id": "b"}
    assert score(left, right, "opportunities") >= AUTO
    assert score(left, right | change, "opportunities") < AUTO


def test_offers_of_organisations_that_may_be_one_are_candidates() -> None:
    organisations = [organisation("a:o1", "Lesefreunde"), organisation("b:o2", "Lesefreunde")]
    found = find_duplicates("organisations", organisations, review=0.0)
    groups = organisation_groups(organisations, found)
    rows = [offer("a:1", "Vorlesen"), offer("b:1", "Vorlesen", organisation_id="o2")]
    offers = find_duplicates("opportunities", rows, groups=groups)
    assert [candidate.pair for candidate in offers] == [("a:1", "b:1")]
    assert offers[0].score < AUTO


# --- groups


def candidate(left: str, right: str, score: float = 0.999) -> Candidate:
    is_same = left.split(":", maxsplit=1)[0] == right.split(":", maxsplit=1)[0]
    return Candidate(
        collection="organisations", left=left, right=right, score=score, fields=(),
        is_same_source=is_same,
    )  # fmt: skip


def grouped(candidates: list[Candidate], *decisions: Decision, ids: str = "") -> Grouped:
    known = {one for c in candidates for one in c.pair} | {o for d in decisions for o in d.pair}
    rows = [{"record_id": one, "source_id": one.split(":")[0]} for one in {*known, *ids.split()}]
    return group_records(rows, candidates, decisions, auto_merge=AUTO)


def decide(left: str, right: str, decision: Any) -> Decision:
    return Decision(left=left, right=right, decision=decision)


def test_certain_pairs_merge_and_others_wait() -> None:
    found = grouped([candidate("a:1", "b:1"), candidate("a:2", "b:2", 0.98)])
    assert found.groups == (("a:1", "b:1"),)
    assert [one.pair for one in found.waiting] == [("a:2", "b:2")]


def test_records_of_one_source_wait_also_when_a_third_would_join_them() -> None:
    assert grouped([candidate("a:1", "a:2")]).groups == ()
    found = grouped([candidate("a:1", "b:1"), candidate("a:2", "b:1")])
    assert found.groups == ()
    assert len(found.waiting) == 2


def test_three_records_merge_only_if_all_are_alike() -> None:
    chain = [candidate("a:1", "b:1"), candidate("b:1", "c:1")]
    assert grouped(chain).groups == (("a:1", "b:1"),)
    assert grouped([*chain, candidate("a:1", "c:1", 0.7)]).groups == (("a:1", "b:1", "c:1"),)


def test_no_group_brings_two_records_of_one_source_together() -> None:
    certain = [candidate("a:1", "b:1"), candidate("a:2", "c:1"), candidate("b:1", "c:1", 0.995)]
    likely = [candidate(*pair, 0.9) for pair in (("a:1", "c:1"), ("a:2", "b:1"), ("a:1", "a:2"))]
    assert grouped([*certain, *likely]).groups == (("a:1", "b:1"), ("a:2", "c:1"))


def test_decisions_come_before_scores() -> None:
    pair = candidate("a:1", "b:1")
    apart = grouped([pair], decide("a:1", "b:1", "different"))
    assert (apart.groups, apart.waiting) == ((), ())
    same_source = grouped([], decide("a:1", "a:2", "merge"))
    assert same_source.groups == (("a:1", "a:2"),)


def test_contradicting_decisions_are_told_and_none_is_followed() -> None:
    decisions = [decide("a:1", "b:1", "merge"), decide("b:1", "c:1", "merge"),
                 decide("a:1", "c:1", "different"), decide("a:9", "b:9", "merge")]  # fmt: skip
    found = grouped([candidate("a:1", "b:1")], *decisions)
    assert found.groups == (("a:9", "b:9"),)
    assert found.contradicting == tuple(decisions[:3])
    assert [one.pair for one in found.waiting] == [("a:1", "b:1")]


def test_a_decision_keeps_others_from_joining_what_is_different() -> None:
    decisions = [decide("a:1", "c:1", "different")]
    chain = [candidate("a:1", "b:1"), candidate("b:1", "c:1"), candidate("a:1", "c:1")]
    assert grouped(chain, *decisions).groups == (("a:1", "b:1"),)


# --- measured


@pytest.mark.parametrize("seed", [1, 20260630])
def test_what_merges_by_itself_is_right_on_generated_sources(seed: int) -> None:
    results = measure_world(make_world(seed, 700, 700), AUTO)
    for result in results.values():
        assert result.automatic.precision >= TARGET_PRECISION
        assert result.automatic.true > 100
    assert results["organisations"].automatic.recall >= 0.5
    assert results["organisations"].review.recall >= 0.85
    assert results["opportunities"].review.recall >= 0.8
