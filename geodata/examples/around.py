"""What stands around the offers: contact points, funded projects, benefit partners, events."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from geodata.examples.cast import (
    Member,
    Setting,
    TextRecord,
    Venue,
    german_date,
    languages,
    phone,
    position,
    slug,
)
from geodata.examples.lexicon import shared
from geodata.examples.placement import Site

PROJECTS_PER_YEAR = 15
YEARS = 8
PARTNERS = 44
EVENTS_PER_KIND = 8
#: the city's pot is small and wide, the others rarer and larger: (weight, smallest, largest) in euros
_AMOUNTS = {
    "Ehrenamtsbudget": (60, 200, 2500),
    "LHP": (25, 1000, 8000),
    "Zukunftsstadt": (15, 2000, 15000),
}


def _public(members: Sequence[Member]) -> list[tuple[Member, Venue]]:
    return [(member, venue) for member in members for venue in member.public_venues]


def make_contact_points(setting: Setting, sites: Sequence[Site]) -> list[TextRecord]:
    """One or two neighbourhood contact points per borough."""
    rng = setting.rng("contact points")
    records: list[TextRecord] = []
    for borough, name in sorted(setting.borough_names.items()):
        near = [s for s in sites if setting.boroughs.get(s.district_id or "") == borough]
        for site in rng.sample(near, min(len(near), rng.choice((1, 1, 2)))):
            number = len(records) + 1
            district = setting.district_names[site.district_id or ""]
            title = rng.choice(shared.CONTACT_NAMES).format(
                district=name if number % 2 else district
            )
            records.append(_contact_point(setting, number, title, site, rng))
    return records


def _contact_point(
    setting: Setting, number: int, name: str, site: Site, rng: random.Random
) -> TextRecord:
    street = rng.choice(shared.STREETS)
    return {
        "contact_point_id": f"contact-{number:02}",
        "name": name,
        "kind": "neighbourhood",
        "role": rng.choice(shared.CONTACT_ROLES),
        "website": f"https://www.example.org/{slug(name)}",
        "public_email": f"{slug(name)[:60].strip('-')}@example.org",
        "phone": phone(rng),
        "opening_hours": rng.choice(shared.OPENING_HOURS),
        "languages": "|".join(languages(rng, 3)),
        "themes": "",
        "wheelchair": rng.choice(("", "ja", "ja", "teilweise")),
        "address": f"{street} {rng.randint(100, 140)}, {setting.city.name}",
        **position(site),
    }


def _amount(programme: str, rng: random.Random) -> str:
    _, low, high = _AMOUNTS[programme]
    euros = rng.randrange(low, high + 1, 50)
    return f"{euros:,},00".replace(",", ".", 1) if euros >= 1000 else f"{euros},00"


def _project(setting: Setting, number: int, year: int, member: Member) -> TextRecord:
    rng = setting.rng(f"project {number}")
    programme = rng.choices(list(_AMOUNTS), [weight for weight, _, _ in _AMOUNTS.values()])[0]
    field = member.fields[0]
    venue = member.public_venues[0] if member.public_venues else None
    located = {"address": venue.address, **position(venue.site)} if venue else {}
    return {
        "funded_project_id": f"project-{number:03}",
        "title": rng.choice(shared.PROJECT_TITLES).format(noun=rng.choice(field.nouns)),
        "organisation_id": member.key,
        "organisation_name": member.record["name"],
        "programme": programme,
        "year": str(year),
        "amount_eur": _amount(programme, rng) if rng.random() < 0.95 else "",
        "description": rng.choice(shared.PROJECT_TEXTS),
        "themes": field.theme_id,
        "address": "",
        "lon": "",
        "lat": "",
        **located,
    }


def make_funded_projects(setting: Setting, members: Sequence[Member]) -> list[TextRecord]:
    """Projects of the last years, the year of `as_of` included."""
    rng = setting.rng("projects")
    years = [setting.as_of.year - YEARS + 1 + i for i in range(YEARS)]
    pairs = [(year, rng.choice(members)) for year in years for _ in range(PROJECTS_PER_YEAR)]
    return [_project(setting, i, year, member) for i, (year, member) in enumerate(pairs, start=1)]


def make_benefit_partners(setting: Setting, sites: Sequence[Site]) -> list[TextRecord]:
    """Shops and houses that give holders of the pass something."""
    rng = setting.rng("partners")
    records: list[TextRecord] = []
    taken: set[str] = set()
    while len(records) < PARTNERS:
        category = rng.choice(list(shared.BENEFITS))
        form, benefit = rng.choice(shared.BENEFITS[category])
        name, site = form.format(name=rng.choice(shared.NAMES)), rng.choice(list(sites))
        if name in taken:
            continue
        taken.add(name)
        record = {
            "benefit_partner_id": f"partner-{len(records) + 1:02}",
            "name": name,
            "category": category,
            "benefit": benefit,
            "website": f"https://www.example.org/{slug(name)}" if rng.random() < 0.7 else "",
            "address": f"{rng.choice(shared.STREETS)} {rng.randint(141, 180)}, {setting.city.name}",
            **position(site),
        }
        records.append(record)
    return records


def _event(
    setting: Setting, number: int, kind: str, wording: tuple[str, str], at: tuple[Member, Venue]
) -> TextRecord:
    rng = setting.rng(f"event {number}")
    member, venue = at
    day = setting.as_of + dt.timedelta(days=rng.randint(8, 340))
    hour, length = rng.choice((9, 10, 14, 16, 17, 18)), rng.choice((2, 3, 4))
    district = setting.district_names.get(venue.site.district_id or "", setting.city.name)
    return {
        "event_id": f"event-{number:02}",
        "title": wording[0].format(district=district),
        "kind": kind,
        "description": wording[1],
        "starts_at": f"{german_date(day)} {hour:02}:{rng.choice((0, 30)):02}",
        "ends_at": f"{german_date(day)} {hour + length:02}:30",
        "place_name": venue.name,
        "organisation_id": member.key,
        "url": f"https://www.example.org/termine/event-{number:02}",
        "address": venue.address,
        **position(venue.site),
    }


def make_events(setting: Setting, members: Sequence[Member]) -> list[TextRecord]:
    """Events of every kind, all after `as_of`."""
    rng = setting.rng("events")
    venues = _public(members)
    records: list[TextRecord] = []
    for kind, wordings in shared.EVENTS.items():
        for i in range(EVENTS_PER_KIND if venues else 0):
            wording = wordings[i % len(wordings)]
            records.append(_event(setting, len(records) + 1, kind, wording, rng.choice(venues)))
    return records
