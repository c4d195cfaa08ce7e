"""Where is it: names as people type them, points on borders."""

from __future__ import annotations

import pytest
from msgspec import structs

from services.contracts import BadQuery, Located
from services.locate import SnapshotLocateService
from tests.fakes import sample_services
from tests.sample import sample_snapshot


@pytest.fixture
def locator() -> SnapshotLocateService:
    locate = sample_services().locate
    assert isinstance(locate, SnapshotLocateService)
    return locate


def first(locator: SnapshotLocateService, q: str) -> Located:
    return locator.locate(q).candidates[0]


@pytest.mark.parametrize(
    ("q", "label", "kind", "district_id"),
    [
        ("Altfeld", "Altfeld", "district", "01"),
        ("altf", "Altfeld", "district", "01"),
        ("Bühlau", "Bühlau", "district", "02"),
        ("BUEHLAU", "Bühlau", "district", "02"),
        ("Buhlau", "Bühlau", "district", "02"),
        ("Altfled", "Altfeld", "district", "01"),
        ("Dornwise", "Dornwiese", "district", "12"),
        ("Nordufer", "Nordufer", "borough", "1"),
        ("Lindenau", "Lindenau (Altfeld)", "locality", "01"),
        ("weisser grund", "Weißer Grund (Altfeld)", "locality", "01"),
        ("grund weißer", "Weißer Grund (Altfeld)", "locality", "01"),
        ("Lesehaus", "Lesehaus", "place", "01"),
        ("freiwilligenbüro", "Freiwilligenbüro Viereck", "contact_point", "02"),
        ("großer graben", "Garten am Großen Graben", "place", "11"),
    ],
)
def test_names(
    locator: SnapshotLocateService, q: str, label: str, kind: str, district_id: str
) -> None:
    found = first(locator, q)
    assert (found.label, found.kind, found.district_id) == (label, kind, district_id)


def test_the_district_comes_before_what_is_named_after_it(locator: SnapshotLocateService) -> None:
    labels = [c.label for c in locator.locate("Altfeld").candidates]
    assert labels == [
        "Altfeld", "Altfelder Platz", "Bücherei Altfeld", "Lesefreunde Altfeld e. V.",
    ]  # fmt: skip


def test_stops_and_facilities(locator: SnapshotLocateService) -> None:
    assert first(locator, "Altfelder Pl").kind == "stop"
    assert first(locator, "bücherei").kind == "facility"
    assert locator.locate("x").not_loaded == ("addresses",)
    without = sample_services(sample_snapshot(stops=())).locate
    assert without.locate("x").not_loaded == ("addresses", "stops")


def test_confidence_falls(locator: SnapshotLocateService) -> None:
    confidences = [c.confidence for c in locator.locate("l").candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 < c <= 1 for c in confidences)
    assert first(locator, "Altfeld").confidence > first(locator, "Altfled").confidence


def test_an_address_is_not_guessed(locator: SnapshotLocateService) -> None:
    result = locator.locate("Hauptstraße 12")
    assert result.candidates == ()
    assert "addresses" in result.not_loaded


def test_areas_have_a_box_and_a_point_inside(locator: SnapshotLocateService) -> None:
    found = first(locator, "Altfeld")
    assert found.bbox == (13.70, 51.04, 13.72, 51.05)
    assert locator.district_at(found.lon, found.lat) == "01"


def test_a_hidden_place_is_only_known_by_its_district(locator: SnapshotLocateService) -> None:
    found = first(locator, "Nachbarschaftshilfe")
    assert found.precision == "district"
    assert (found.lon, found.lat) == (13.73, 51.045)


def test_a_hidden_place_stays_hidden_even_if_the_snapshot_held_it() -> None:
    leaky = structs.replace(sample_snapshot().organisations[0], is_private=True)
    locator = sample_services(sample_snapshot(organisations=(leaky,), places=())).locate
    found = locator.locate("Lesefreunde").candidates[0]
    assert (found.precision, found.lon) == ("district", 13.71)


@pytest.mark.parametrize("q", ["", "   ", "!!!", "x" * 201])
def test_an_empty_or_endless_question_is_refused(locator: SnapshotLocateService, q: str) -> None:
    with pytest.raises(BadQuery):
        locator.locate(q)


def test_limit(locator: SnapshotLocateService) -> None:
    assert len(locator.locate("e", limit=2).candidates) <= 2


@pytest.mark.parametrize(
    ("lon", "lat", "district_id"),
    [
        (13.705, 51.045, "01"),
        (13.72, 51.05, "01"),
        (13.72, 51.045, "01"),
        (13.725, 51.05, "02"),
        (13.71, 51.05, "01"),
        (13.735, 51.055, "12"),
        (13.74, 51.06, "12"),
        (13.7400001, 51.05, None),
        (0.0, 0.0, None),
        (-180.0, 90.0, None),
    ],
)
def test_a_point_lies_in_one_district(
    locator: SnapshotLocateService, lon: float, lat: float, district_id: str | None
) -> None:
    assert locator.district_at(lon, lat) == district_id
