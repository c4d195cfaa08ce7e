"""Every promise of a snapshot, broken once: the check must see it and say it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import shapely

from geodata.checks import (
    ENTRY_TABLES,
    check_snapshot,
    placement,
    placement_counts,
    snapshot_faults,
)
from geodata.city import City
from geodata.errors import CheckError
from geodata.model import Located
from geodata.snapshot import Snapshot
from geodata.tables import TABLES
from tests.sample import sample_city, sample_snapshot


def changed(table: str, index: int, **changes: Any) -> Snapshot:
    """The sample with one record changed."""
    snapshot = sample_snapshot()
    records = list(getattr(snapshot, table))
    records[index] = msgspec.structs.replace(records[index], **changes)
    return msgspec.structs.replace(snapshot, **{table: tuple(records)})


def without(table: str, index: int) -> Snapshot:
    snapshot = sample_snapshot()
    records = list(getattr(snapshot, table))
    del records[index]
    return msgspec.structs.replace(snapshot, **{table: tuple(records)})


def doubled(table: str) -> Snapshot:
    snapshot = sample_snapshot()
    records = getattr(snapshot, table)
    return msgspec.structs.replace(snapshot, **{table: (*records, records[0])})


def city_with(**changes: Any) -> City:
    city = sample_city()
    return msgspec.structs.replace(city, checks=msgspec.structs.replace(city.checks, **changes))


def faults(snapshot: Snapshot, city: City | None = None) -> str:
    return "\n".join(snapshot_faults(snapshot, city or sample_city()))


def test_a_good_snapshot_passes() -> None:
    assert snapshot_faults(sample_snapshot(), sample_city()) == []
    check_snapshot(sample_snapshot(), sample_city())


def test_the_error_lists_every_reason() -> None:
    with pytest.raises(CheckError) as caught:
        check_snapshot(sample_snapshot(), city_with(district_count=64, borough_count=10))
    assert caught.value.reasons == [
        "Stadtteile: 4 statt 64 (city.toml, [checks]).",
        "Stadtbezirke: 2 statt 10 (city.toml, [checks]).",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"statistics_unit_count": 4}, "Statistikeinheiten: 3 statt 4"),
        ({"area_km2": 6.5}, "Fläche der Stadtteile: 6,24 statt 6,50 km²"),
        ({"residents": 14501}, "ist 14.500 statt 14.501 (city.toml, [checks] residents; Quelle: "),
    ],
)
def test_numbers_of_the_city(changes: dict[str, Any], words: str) -> None:
    assert words in faults(sample_snapshot(), city_with(**changes))


def test_area_within_the_tolerance_and_residents_that_fit_pass() -> None:
    assert faults(sample_snapshot(), city_with(area_km2=6.28, residents=14500)) == ""


def test_a_gap_or_an_overlap_between_districts() -> None:
    smaller = shapely.box(13.70, 51.04, 13.719, 51.05)
    larger = shapely.box(13.70, 51.04, 13.721, 51.05)
    assert "nicht lückenlos" in faults(changed("districts", 0, geometry=smaller))
    assert "nicht lückenlos" in faults(changed("districts", 0, geometry=larger))


@pytest.mark.parametrize("table", ["districts", "opportunities", "themes", "residents_grid"])
def test_a_doubled_key(table: str) -> None:
    assert f"{table}: " in faults(doubled(table))
    assert "nicht eindeutig" in faults(doubled(table))


def test_a_record_id_in_two_tables() -> None:
    assert "record_id nicht eindeutig: examples:opp-01" in faults(
        changed("events", 0, record_id="examples:opp-01")
    )


@pytest.mark.parametrize(
    ("table", "index", "changes"),
    [
        ("opportunities", 0, {"organisation_id": "org-99"}),
        ("opportunities", 0, {"place_id": "place-99"}),
        ("opportunities", 0, {"themes": ("education", "magic")}),
        ("opportunities", 0, {"audiences": ("nobody",)}),
        ("organisations", 0, {"place_id": "place-99"}),
        ("events", 0, {"source_id": "nowhere"}),
        ("indicator_values", 0, {"indicator_id": "guessed"}),
        ("indicators", 0, {"source_ids": ("nowhere",)}),
        ("districts", 0, {"parent_id": "9"}),
        ("residents_grid", 0, {"district_id": "99"}),
    ],
)
def test_a_reference_to_nothing(table: str, index: int, changes: dict[str, Any]) -> None:
    (field,) = changes
    found = faults(changed(table, index, **changes))
    assert f"{table}.{field} nennt, was es in" in found
    value = changes[field]
    assert (value[-1] if isinstance(value, tuple) else value) in found


def test_long_lists_are_cut() -> None:
    snapshot = sample_snapshot()
    offers = tuple(
        msgspec.structs.replace(offer, organisation_id=f"none-{i:02}")
        for i, offer in enumerate(snapshot.opportunities)
    )
    found = faults(msgspec.structs.replace(snapshot, opportunities=offers))
    assert f"none-03, none-04 und {len(offers) - 5} weitere." in found


def test_two_editions() -> None:
    assert "Mehr als eine Ausgabe der Grenzen: 2020, 2026" in faults(
        changed("boroughs", 0, edition="2020")
    )


# --- offers and points


@pytest.mark.parametrize(
    ("index", "kind"),
    [(0, "district"), (1, "district"), (2, "everywhere"), (3, "everywhere")],
)
def test_placement_of_the_sample(index: int, kind: str) -> None:
    assert placement(sample_snapshot().opportunities[index]) == kind


def test_every_offer_is_placed_once() -> None:
    snapshot = sample_snapshot()
    offer = snapshot.opportunities[0]
    nowhere = msgspec.structs.replace(offer, district_id=None, borough_id=None)
    more = (
        msgspec.structs.replace(nowhere, opportunity_id="out", record_id="x:1"),
        msgspec.structs.replace(nowhere, opportunity_id="ask", record_id="x:2", geometry=None),
    )
    counts = placement_counts(
        msgspec.structs.replace(snapshot, opportunities=snapshot.opportunities + more)
    )
    assert counts == {"district": 11, "everywhere": 2, "outside": 1, "on_request": 1}


def test_remote_and_in_a_district_at_once() -> None:
    assert "zugleich überall und in einem Stadtteil: opp-01" in faults(
        changed("opportunities", 0, is_remote=True)
    )


def test_a_point_in_another_district() -> None:
    assert "opportunities: Punkt liegt nicht in seinem Stadtteil: examples:opp-01" in faults(
        changed("opportunities", 0, district_id="02")
    )


def test_a_point_in_the_city_without_a_district() -> None:
    assert "events: Punkt in der Stadt, aber ohne Stadtteil: examples:event-1" in faults(
        changed("events", 0, district_id=None, borough_id=None)
    )


def test_a_point_outside_the_city_is_allowed() -> None:
    far = shapely.Point(13.0, 51.0)
    assert faults(changed("events", 0, district_id=None, borough_id=None, geometry=far)) == ""


def test_a_borough_that_is_not_the_districts() -> None:
    assert "events: borough_id passt nicht zum Stadtteil" in faults(
        changed("events", 0, borough_id="1")
    )


# --- values and classes


def test_a_value_is_missing_or_doubled() -> None:
    # index 0 is disadvantage_index of district 01
    assert "disadvantage_index (2025-12-31, district): 3 Zeilen" in faults(
        without("indicator_values", 0)
    )
    assert "5 Zeilen für 4 Gebiete" in faults(doubled("indicator_values"))


def test_a_district_is_judged_never_or_twice() -> None:
    for snapshot in (without("coverage", 0), doubled("coverage")):
        assert "nicht genau eine Zeile je Stadtteil: 01." in faults(snapshot)


def test_an_indicator_without_values() -> None:
    snapshot = sample_snapshot()
    values = tuple(v for v in snapshot.indicator_values if v.indicator_id != "residents")
    found = faults(msgspec.structs.replace(snapshot, indicator_values=values, indicator_classes=()))
    assert "Indikatoren ohne Werte: residents" in found


@pytest.mark.parametrize(
    "changes", [{"status": "no_data"}, {"status": "suppressed"}, {"value": None}]
)
def test_value_and_status_contradict_each_other(changes: dict[str, Any]) -> None:
    assert "Wert und Status widersprechen sich" in faults(changed("indicator_values", 0, **changes))


@pytest.mark.parametrize("value", [1.2, -0.1, float("nan"), float("inf")])
def test_a_share_is_part_of_a_whole(value: float) -> None:
    broken = changed("indicator_values", 0, value=value)
    indicator_id = broken.indicator_values[0].indicator_id
    indicators = tuple(
        msgspec.structs.replace(one, unit="share") if one.indicator_id == indicator_id else one
        for one in broken.indicators
    )
    found = faults(msgspec.structs.replace(broken, indicators=indicators))
    assert f"Indikator {indicator_id} (2025-12-31, district 01)" in found
    assert "ist nicht möglich" in found


def test_classes_do_not_add_up() -> None:
    assert "Klassen von residents 2025-12-31 district: 4 Gebiete statt 3" in faults(
        changed("indicator_classes", 0, count=2)
    )


# --- what must not leave the house


@pytest.mark.parametrize("table", ENTRY_TABLES)
def test_a_private_place_with_a_point_or_an_address(table: str) -> None:
    index = next(i for i, e in enumerate(getattr(sample_snapshot(), table)) if e.geometry)
    assert f"{table}: geschützter Ort mit Punkt oder Adresse" in faults(
        changed(table, index, is_private=True)
    )
    assert f"{table}: geschützter Ort" in faults(
        changed(table, index, is_private=True, geometry=None)
    )
    assert faults(changed(table, index, is_private=True, geometry=None, address=None)) == ""


def test_example_mark_of_the_whole() -> None:
    snapshot = sample_snapshot()
    info = msgspec.structs.replace(snapshot.info, has_examples=False)
    assert "Kennzeichnung der Beispieldaten" in faults(msgspec.structs.replace(snapshot, info=info))


def test_every_table_with_places_is_checked() -> None:
    assert set(ENTRY_TABLES) == {t for t, kind in TABLES.items() if issubclass(kind, Located)}
