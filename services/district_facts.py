"""What a district's page says besides its offers: who helps nearby, who lives next door, how much
there is for the people here."""

from __future__ import annotations

from functools import lru_cache

import shapely
from msgspec import Struct

from geodata.model import ContactPoint, CoverageRow, District
from geodata.snapshot import Snapshot
from services.stops import metres_between

#: what is further from the middle of a district than this helps nobody "nearby"
MAX_METRES = 5000.0
#: two districts closer than this share a border; boundaries from elsewhere may leave slivers
_TOUCH_DEGREES = 0.0001
#: below so many offers one more or less changes the picture
FEW_OFFERS = 10


class NearContact(Struct, frozen=True, kw_only=True):
    """A contact point. `distance_m`: from the middle of the district, None inside of it."""

    point: ContactPoint
    distance_m: float | None


class Supply(Struct, frozen=True, kw_only=True):
    """Offers with a place per `base` residents, here and in the whole city.

    `unit_id` is the district in whose figures this one is counted (itself in most cases).
    `could_be_chance`: the exact Poisson 95 % interval of the district contains the city's rate.
    """

    unit_id: str
    residents: float
    offers: int
    base: int
    here: float
    city: float
    could_be_chance: bool

    @property
    def is_few(self) -> bool:
        """Whether so few offers are counted that one more or less changes the picture."""
        return self.offers < FEW_OFFERS


def middle_of(district: District) -> tuple[float, float]:
    """lon, lat of the middle of a district; for a bent one a point inside of it."""
    middle = shapely.centroid(district.geometry)
    if not shapely.covers(district.geometry, middle):
        middle = shapely.point_on_surface(district.geometry)
    return float(shapely.get_x(middle)), float(shapely.get_y(middle))


@lru_cache(maxsize=4)
def _tree(held: Snapshot) -> shapely.STRtree:
    return shapely.STRtree([district.geometry for district in held.districts])


def neighbours_of(held: Snapshot, district: District) -> tuple[District, ...]:
    """Districts that share a border or a corner, by name."""
    found = _tree(held).query(district.geometry, predicate="dwithin", distance=_TOUCH_DEGREES)
    others = [held.districts[int(i)] for i in found]
    return tuple(sorted((d for d in others if d is not district), key=lambda d: d.name))


def nearest_contacts(
    held: Snapshot, district: District, crs: str, most: int
) -> tuple[NearContact, ...]:
    """Contact points of the district, then the nearest others within 5 km of its middle.

    Parameters
    ----------
    crs : the city's metric CRS
    most : so many at most
    """
    middle = middle_of(district)
    found = []
    for point in held.contact_points:
        if point.district_id == district.district_id:
            found.append(NearContact(point=point, distance_m=None))
        elif point.geometry is not None and not point.is_private:
            at = (float(shapely.get_x(point.geometry)), float(shapely.get_y(point.geometry)))
            metres = metres_between(middle, at, crs)
            if metres <= MAX_METRES:
                found.append(NearContact(point=point, distance_m=metres))
    found.sort(key=lambda contact: (contact.distance_m or 0.0, contact.point.name))
    return tuple(found[:most])


def citywide_contacts(held: Snapshot) -> tuple[ContactPoint, ...]:
    """Contact points without a place: they help everywhere."""
    return tuple(
        point
        for point in held.contact_points
        if point.geometry is None and point.district_id is None
    )


def _city_rate(rows: tuple[CoverageRow, ...]) -> float | None:
    counted = [row for row in rows if row.level == "district" and row.residents]
    residents = sum(row.residents or 0.0 for row in counted)
    return sum(row.opportunity_count or 0 for row in counted) / residents if residents else None


def supply_of(held: Snapshot, district: District) -> Supply | None:
    """Offers per 1,000 residents (10,000 where that would be next to nothing) on the day of the
    snapshot, as the layer `opportunities_per_1000` has them; None without residents."""
    row = held.coverage_by_id.get(district.district_id)
    if row is not None and row.counted_in:
        row = held.coverage_by_id.get(row.counted_in)
    city = _city_rate(held.coverage)
    if row is None or row.supply_value is None or not row.residents or not city:
        return None
    base = 1000 if 1000 * city >= 2 else 10_000
    return Supply(
        unit_id=row.district_id,
        residents=row.residents,
        offers=row.opportunity_count or 0,
        base=base,
        here=base * row.supply_value / 1000,
        city=base * city,
        could_be_chance=bool(row.supply_could_be_chance),
    )
