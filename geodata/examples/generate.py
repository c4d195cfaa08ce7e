"""Records as a source would deliver them: plain text, parsed and normalised like any other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from geodata.city import City
from geodata.errors import ConfigError
from geodata.examples.around import (
    make_benefit_partners,
    make_contact_points,
    make_events,
    make_funded_projects,
)
from geodata.examples.cast import (
    Setting,
    TextRecord,
    district_names,
    known_fields,
    make_organisations,
    make_venues,
    place_records,
)
from geodata.examples.offers import make_offers
from geodata.examples.placement import (
    draw_hidden_sites,
    draw_outside_sites,
    draw_sites,
    grounds_of,
)
from geodata.model import Audience, Theme

#: one private place for so many offers
OFFERS_PER_HIDDEN_PLACE = 32
OUTSIDE_PLACES = 3


def _setting(
    *,
    districts: Any,
    city: City,
    themes: Sequence[Theme],
    audiences: Sequence[Audience],
    seed: int,
    as_of: dt.date,
) -> Setting:
    fields = known_fields([theme.theme_id for theme in themes])
    if not fields:
        raise ConfigError(
            "themes.csv: Keines der Themen kennt der Beispielgenerator; "
            "ohne echte Daten bliebe die Karte leer."
        )
    names, boroughs, borough_names = district_names(districts)
    return Setting(
        city=city,
        as_of=as_of,
        seed=seed,
        fields=fields,
        audiences=tuple(audience.audience_id for audience in audiences),
        district_names=names,
        boroughs=boroughs,
        borough_names=borough_names,
    )


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
        GeoDataFrame in CRS84 with `district_id`, `name`, `parent_id`, `statistics_unit_id`
        (and `parent_name`, for the names of contact points).
    need_by_unit
        statistics unit -> disadvantage index; its sign stratifies the supply.
    as_of
        Day the content speaks of; every date is relative to it, and nothing is over on that day.
    organisations, opportunities
        How many to make.

    Returns
    -------
    table name (organisations, places, opportunities, contact_points, funded_projects,
    benefit_partners, events) -> records of plain text; columns named as in `geodata.model`, with
    `lon`, `lat` in degrees (six decimals). The same arguments give the same bytes.

    Raises
    ------
    ConfigError
        No theme of the city is known to the lexicon.
    """
    setting = _setting(
        districts=districts, city=city, themes=themes, audiences=audiences, seed=seed, as_of=as_of
    )
    grounds = grounds_of(districts, city)
    sites = draw_sites(grounds, need_by_unit, city, setting.rng("sites"))
    hidden_count = max(1, opportunities // OFFERS_PER_HIDDEN_PLACE)
    hidden = draw_hidden_sites(grounds, city, hidden_count, setting.rng("hidden sites"))
    outside = draw_outside_sites(districts, city, OUTSIDE_PLACES, setting.rng("outside"))
    members = make_organisations(setting, organisations)
    make_venues(setting, members, sites, hidden=hidden, outside=outside)
    return {
        "organisations": [member.record for member in members],
        "places": place_records(setting, members),
        "opportunities": make_offers(setting, members, opportunities),
        "contact_points": make_contact_points(setting, sites),
        "funded_projects": make_funded_projects(setting, members),
        "benefit_partners": make_benefit_partners(setting, sites),
        "events": make_events(setting, members),
    }
