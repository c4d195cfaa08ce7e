"""Neighbours, help nearby and plain numbers of a district, checked by hand on the four squares."""

from __future__ import annotations

import pytest
import shapely
from msgspec import structs

from geodata.model import ContactPoint
from geodata.snapshot import Snapshot
from services.district_facts import (
    citywide_contacts,
    middle_of,
    nearest_contacts,
    neighbours_of,
    supply_of,
)
from tests.sample import sample_snapshot

CRS = "EPSG:25833"


def moved(name: str, lon: float | None, lat: float | None, district_id: str | None) -> ContactPoint:
    """The sample's contact point at another place."""
    return structs.replace(
        sample_snapshot().contact_points[0],
        contact_point_id=name,
        name=name,
        geometry=None if lon is None or lat is None else shapely.Point(lon, lat),
        district_id=district_id,
    )


def held_with(*points: ContactPoint) -> Snapshot:
    return sample_snapshot(contact_points=points)


def test_neighbours_share_a_border_or_a_corner() -> None:
    held = sample_snapshot()
    names = [d.name for d in neighbours_of(held, held.districts[0])]
    assert names == ["Bühlau", "Cronau", "Dornwiese"]


def test_a_district_far_away_is_no_neighbour() -> None:
    held = sample_snapshot()
    island = structs.replace(held.districts[3], geometry=shapely.box(13.8, 51.05, 13.82, 51.06))
    held = sample_snapshot(districts=(*held.districts[:3], island))
    assert neighbours_of(held, island) == ()


def test_help_inside_comes_before_help_nearby_and_far_is_left_out() -> None:
    held = held_with(
        moved("nah", 13.7305, 51.0455, "02"),
        moved("drin", 13.705, 51.045, "01"),
        moved("drin ohne Punkt", None, None, "01"),
        moved("fern", 13.9, 51.045, None),
    )
    found = nearest_contacts(held, held.districts[0], CRS, 5)
    assert [contact.point.name for contact in found] == ["drin", "drin ohne Punkt", "nah"]
    assert found[0].distance_m is None
    # from 13.71, 51.045: 0.0205 degrees of longitude are 1.44 km at this latitude
    assert found[2].distance_m == pytest.approx(1440, abs=20)
    assert len(nearest_contacts(held, held.districts[0], CRS, 1)) == 1


def test_a_private_point_is_never_measured() -> None:
    point = structs.replace(moved("privat", 13.7305, 51.0455, "02"), is_private=True)
    held = held_with(point)
    assert nearest_contacts(held, held.districts[0], CRS, 5) == ()


def test_help_without_a_place_is_for_the_whole_city() -> None:
    held = held_with(moved("überall", None, None, None), moved("hier", 13.705, 51.045, "01"))
    assert [point.name for point in citywide_contacts(held)] == ["überall"]


def test_the_middle_lies_inside_a_bent_district() -> None:
    bent = shapely.Polygon(
        [(13.7, 51.04), (13.76, 51.04), (13.76, 51.1), (13.755, 51.1), (13.755, 51.045),
         (13.7, 51.045)]
    )  # fmt: skip
    district = structs.replace(sample_snapshot().districts[0], geometry=bent)
    assert shapely.covers(bent, shapely.Point(middle_of(district)))


def test_supply_is_told_per_ten_thousand_where_there_is_little() -> None:
    """11 offers for 14,500 people are 7.6 per 10,000; 3 for 10,000 are 3."""
    held = sample_snapshot()
    found = supply_of(held, held.districts[0])
    assert found is not None
    assert (found.base, found.offers, found.residents) == (10_000, 3, 10_000.0)
    assert found.here == pytest.approx(3.0)
    assert found.city == pytest.approx(10_000 * 11 / 14_500)
    assert found.is_few
    assert not found.could_be_chance


def test_supply_of_a_district_counted_elsewhere_is_that_of_its_unit() -> None:
    held = sample_snapshot()
    found = supply_of(held, held.districts[3])
    assert found is not None
    assert (found.unit_id, found.offers) == ("11", 5)


def test_much_supply_is_told_per_thousand() -> None:
    rows = tuple(
        structs.replace(row, opportunity_count=100, supply_value=100 / (row.residents or 1) * 1000)
        for row in sample_snapshot().coverage
        if row.residents
    )
    held = sample_snapshot(coverage=rows)
    found = supply_of(held, held.districts[0])
    assert found is not None
    assert found.base == 1000
    assert found.here == pytest.approx(10.0)
    assert not found.is_few


def test_without_residents_there_is_no_number() -> None:
    held = sample_snapshot(coverage=())
    assert supply_of(held, held.districts[0]) is None
