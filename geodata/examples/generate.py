"""Records as a source would deliver them: plain text, to be parsed and normalised like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from geodata.city import City
from geodata.model import Audience, Theme

TextRecord = dict[str, str]


def generate_examples(
    *,
    districts: Any,
    need_by_unit: Mapping[str, float],
    city: City,
    themes: Sequence[Theme],
    audiences: Sequence[Audience],
    seed: int,
    as_of: dt.date,
    organisations: int,
    opportunities: int,
) -> dict[str, list[TextRecord]]:
    """Invented content for a whole city.

    Parameters
    ----------
    districts
        GeoDataFrame in CRS84 with `district_id`, `name`, `parent_id`, `statistics_unit_id`.
    need_by_unit
        statistics unit -> disadvantage index; its sign stratifies the supply.
    as_of
        Day the content speaks of; every date is relative to it.

    Returns
    -------
    table name (organisations, places, opportunities, contact_points, funded_projects,
    benefit_partners, events) -> records of plain text; columns named as in `geodata.model`, with
    `id`, `lon`, `lat`. The same arguments give the same bytes.
    """
    raise NotImplementedError
