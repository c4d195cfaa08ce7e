"""Where entries are: their own point, their place's, or just a district; nothing is invented."""

from __future__ import annotations

from typing import Any

from geodata.geocode import geocode_entries
from tests.geodata.entries import OPPORTUNITIES, changed, districts, rows_of, typed


def located(tables: Any = None) -> Any:
    return geocode_entries(typed(tables).tables, districts())


def test_a_point_of_the_source_stays_and_says_so() -> None:
    place = rows_of(located().tables, "places")["haus"]
    assert (place["geometry"].x, place["geometry"].y) == (13.75, 51.05)
    assert (place["geocode_precision"], place["geocoder"]) == ("address", "source")


def test_a_stated_precision_stays() -> None:
    tables = changed("places", "haus", geocode_precision="street")
    assert rows_of(located(tables).tables, "places")["haus"]["geocode_precision"] == "street"


def test_an_offer_takes_what_its_place_knows() -> None:
    offer = rows_of(located().tables, "opportunities")["giessen"]
    assert (offer["geometry"].x, offer["geometry"].y) == (13.75, 51.05)
    assert offer["address"] == "Offene Straße 1, Dresden"
    assert offer["wheelchair"] == "yes"
    assert offer["is_private"] is False
    assert (offer["geocode_precision"], offer["geocoder"]) == ("address", "source")


def test_a_private_place_makes_its_offers_and_its_organisation_private() -> None:
    tables = located().tables
    offer = rows_of(tables, "opportunities")["besuch"]
    assert offer["is_private"] is True
    assert offer["wheelchair"] == "no"  # its own word counts more than its place's
    organisations = rows_of(tables, "organisations")
    assert organisations["schutz"]["is_private"] is True
    assert organisations["garten"]["is_private"] is False
    assert organisations["garten"]["address"] == "Offene Straße 1, Dresden"


def test_remote_and_citywide_offers_are_nowhere_even_with_a_place() -> None:
    for tables in (
        None,
        changed("opportunities", "giessen", is_citywide="ja", lon="13.7", lat="51.05"),
    ):
        offers = rows_of(located(tables).tables, "opportunities")
        offer = offers["online" if tables is None else "giessen"]
        for field in ("geometry", "address", "geocode_precision", "geocoder", "district_id"):
            assert offer[field] is None


def test_only_a_district_gives_no_point() -> None:
    offer = rows_of(located().tables, "opportunities")["anruf"]
    assert offer["geometry"] is None
    assert (offer["district_id"], offer["borough_id"]) == ("01", "0")
    assert (offer["geocode_precision"], offer["geocoder"]) == ("district", None)


def test_a_district_is_known_by_id_name_and_long_name() -> None:
    for text in ("01", "altstadt", "Altstadt mit Hafen"):
        tables = changed("opportunities", "anruf", district_id=text)
        assert rows_of(located(tables).tables, "opportunities")["anruf"]["district_id"] == "01"


def test_an_unknown_district_is_told_and_dropped() -> None:
    result = located(changed("opportunities", "anruf", district_id="Atlantis"))
    (issue,) = result.issues
    assert (issue.kind, issue.record_id, issue.value) == (
        "unknown_district", "examples:anruf", "Atlantis",
    )  # fmt: skip
    offer = rows_of(result.tables, "opportunities")["anruf"]
    assert (offer["district_id"], offer["borough_id"], offer["geocode_precision"]) == (None,) * 3


def test_an_address_alone_gives_no_point() -> None:
    tables = changed("places", "haus", lon="", lat="", geocode_precision="address")
    place = rows_of(located(tables).tables, "places")["haus"]
    assert place["geometry"] is None
    assert place["geocode_precision"] is None
    assert place["address"] == "Offene Straße 1, Dresden"


def test_a_place_with_a_district_only_hands_that_down() -> None:
    tables = changed("places", "haus", lon="", lat="", district_id="Neustadt")
    offer = rows_of(located(tables).tables, "opportunities")["giessen"]
    assert (offer["geometry"], offer["district_id"], offer["borough_id"]) == (None, "02", "1")


def test_summary_counts_precisions() -> None:
    summary = located().summary
    assert summary["precision_district"] == 1
    assert (
        sum(v for v in summary.values() if isinstance(v, int)) == 3 + 4 + len(OPPORTUNITIES) + 3 + 1
    )
