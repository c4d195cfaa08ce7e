"""Which offers count for a judgement, and where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.coverage.formulas import Floats, Ints
from geodata.crs import points_to_metric
from geodata.openness import Dated, is_open_on


class OfferLike(Dated, Protocol):
    """What must be known of an offer; `model.Opportunity` has it."""

    @property
    def district_id(self) -> str | None:
        """District of the point."""

    @property
    def geometry(self) -> BaseGeometry | None:
        """Point in CRS84."""

    @property
    def is_private(self) -> bool:
        """Whether the point is hidden."""

    @property
    def is_remote(self) -> bool:
        """Whether it can be done from anywhere."""

    @property
    def is_citywide(self) -> bool:
        """Whether it has no one place."""


class Offers(NamedTuple):
    """j offers that count: `unit` (j,) index of the unit; `xy` (j, 2) metres, NaN if hidden."""

    unit: Ints
    xy: Floats


def is_counted(offer: OfferLike, today: dt.date) -> bool:
    """Whether an offer is part of a district's supply: open, and tied to a district.

    Offers that can be done from anywhere or in the whole city count in no district.
    """
    tied = offer.district_id is not None and not offer.is_remote and not offer.is_citywide
    return tied and is_open_on(offer, today)


def offers_from(
    counted: Iterable[OfferLike], unit_of_district: Mapping[str, int], crs: str
) -> Offers:
    """Unit and metric point of offers that count; private places have no point here.

    Parameters
    ----------
    counted : offers for which `is_counted`; one in an unknown district is left out.
    unit_of_district : district_id -> index of its statistics unit.
    crs : the city's metric CRS.
    """
    placed = [
        (unit_of_district[district_id], None if offer.is_private else offer.geometry)
        for offer in counted
        if (district_id := offer.district_id) is not None and district_id in unit_of_district
    ]
    points = np.empty(len(placed), dtype=object)
    points[:] = [point for _, point in placed]
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    xy = np.full((len(placed), 2), np.nan)
    shown = ~np.isnan(lon)
    xy[shown] = np.column_stack(points_to_metric(lon[shown], lat[shown], crs))
    return Offers(unit=np.array([unit for unit, _ in placed], dtype=np.int64), xy=xy)
