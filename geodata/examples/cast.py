"""The invented organisations and their places."""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from geodata.city import City
from geodata.examples.lexicon import FIELDS, Field, shared
from geodata.examples.placement import Site

TextRecord = dict[str, str]

_KIND_WEIGHTS = {
    "club": 50, "initiative": 14, "company": 10, "association": 8, "foundation": 7, "public": 6,
    "church": 5,
}  # fmt: skip
_OTHER_LANGUAGES = ("en", "uk", "ar", "vi", "ru", "pl", "cs")
_WHEELCHAIR = ("", "", "ja", "ja", "teilweise", "nein")
_BADGES = ("engagement_seal", "certificate", "pass_partner")
#: of the private places, every so many-th is the only place of an organisation
HIDDEN_SHARE = 8
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Setting(Struct, frozen=True, kw_only=True):
    """What all parts of the example content share."""

    city: City
    as_of: dt.date
    seed: int
    fields: tuple[Field, ...]
    audiences: tuple[str, ...]
    district_names: dict[str, str]
    borough_names: dict[str, str]
    boroughs: dict[str, str]

    def rng(self, part: str) -> random.Random:
        """A generator of its own per part, so that one part does not shift the next."""
        return random.Random(f"{self.seed}:{part}")  # noqa: S311 - example content, no secret


class Venue(Struct, frozen=True, kw_only=True):
    """A place of an organisation, with what its offers need to know."""

    place_id: str
    name: str
    address: str
    site: Site
    is_private: bool = False
    is_main: bool = False


class Member(Struct, kw_only=True):
    """An organisation with its places."""

    record: TextRecord
    fields: tuple[Field, ...]
    venues: list[Venue]

    @property
    def key(self) -> str:
        """Its organisation_id."""
        return self.record["organisation_id"]

    @property
    def public_venues(self) -> list[Venue]:
        """Places that may be shown."""
        return [venue for venue in self.venues if not venue.is_private]


def yes_no(value: bool) -> str:
    """`ja` or `nein`, as German tables have it."""
    return "ja" if value else "nein"


def german_date(day: dt.date) -> str:
    """TT.MM.JJJJ."""
    return f"{day:%d.%m.%Y}"


def phone(rng: random.Random) -> str:
    """A number that is given to nobody (see `lexicon.shared`)."""
    if rng.random() < 0.15:
        return rng.choice(shared.DRAMA_MOBILES)
    block, digits = rng.choice(shared.DRAMA_BLOCKS)
    return f"{block} {rng.randrange(10**digits):0{digits}}"


def languages(rng: random.Random, others: int) -> list[str]:
    """German and up to `others` more."""
    return ["de", *sorted(rng.sample(_OTHER_LANGUAGES, rng.randint(0, others)))]


def slug(text: str) -> str:
    """ASCII form of a name for addresses: `Bücherboot e. V.` -> `buecherboot-e-v`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_UMLAUTS))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def position(site: Site) -> TextRecord:
    """Columns lon and lat, six decimals."""
    return {"lon": f"{site.lon:.6f}", "lat": f"{site.lat:.6f}"}


def addresses(city: City, rng: random.Random) -> Iterator[str]:
    """Addresses that do not exist, each once: no street on the list is one of the city's."""
    numbers = [(street, number) for street in shared.STREETS for number in range(1, 100)]
    for street, number in rng.sample(numbers, len(numbers)):
        yield f"{street} {number}, {city.name}"


def _names(
    fields: Sequence[Field], count: int, rng: random.Random
) -> Iterator[tuple[str, str, Field]]:
    """Kind, name and main field of each organisation; every field comes equally often."""
    kinds, weights = list(_KIND_WEIGHTS), list(_KIND_WEIGHTS.values())
    taken: set[str] = set()
    for number in range(count):
        field = fields[number % len(fields)]
        while True:
            kind = rng.choices(kinds, weights)[0]
            form = rng.choice(shared.LEGAL_FORMS[kind])
            name = form.format(noun=rng.choice(field.nouns), name=rng.choice(shared.NAMES))
            if name not in taken:
                break
        taken.add(name)
        yield kind, name, field


def _organisation(setting: Setting, number: int, kind: str, name: str, field: Field) -> Member:
    rng = setting.rng(f"organisation {number}")
    other_fields = [f for f in setting.fields if f is not field]
    others = rng.sample(other_fields, min(rng.choice((0, 0, 1, 1, 2)), len(other_fields)))
    fields = (field, *others)
    badges = [badge for badge in _BADGES if rng.random() < 0.12]
    updated = setting.as_of - dt.timedelta(days=rng.randint(0, 400))
    record = {
        "organisation_id": f"org-{number:04}",
        "name": name,
        "kind": kind,
        "description": rng.choice(field.purpose),
        "themes": "|".join(f.theme_id for f in fields),
        "website": f"www.example.org/{slug(name)}" if rng.random() < 0.85 else "",
        "public_email": f"{slug(name)[:60].strip('-')}@example.org",
        "phone": phone(rng) if rng.random() < 0.6 else "",
        "languages": "|".join(languages(rng, 3)),
        "badges": "|".join(badges),
        "place_id": "",
        "updated_at": german_date(updated),
    }
    return Member(record=record, fields=fields, venues=[])


def make_organisations(setting: Setting, count: int) -> list[Member]:
    """`count` organisations over all fields, without places so far."""
    names = _names(setting.fields, count, setting.rng("names"))
    return [_organisation(setting, i, *named) for i, named in enumerate(names, start=1)]


def _sites_for_places(sites: Sequence[Site], count: int, rng: random.Random) -> list[Site]:
    """Every spot once, further ones by chance: houses in which several organisations sit."""
    count = max(0, count)
    chosen = rng.sample(list(sites), min(count, len(sites)))
    weights = [2.0 if site.is_rich else 0.7 for site in sites]
    return chosen + rng.choices(list(sites), weights, k=count - len(chosen))


def _settle(member: Member, venue: Venue) -> None:
    member.venues.append(venue)
    if venue.is_main:
        member.record["place_id"] = venue.place_id


def _owners(members: Sequence[Member], rng: random.Random) -> list[Member]:
    """Who gets the public places: most one, some two or three, a few none."""
    counts = rng.choices((0, 1, 2, 3), (4, 60, 27, 9), k=len(members))
    return [m for m, count in zip(members, counts, strict=True) for _ in range(count)]


def make_venues(
    setting: Setting,
    members: Sequence[Member],
    sites: Sequence[Site],
    *,
    hidden: Sequence[Site],
    outside: Sequence[Site],
) -> None:
    """Give the organisations their places: public ones, private ones, and some outside the city."""
    rng = setting.rng("places")
    owners = _owners(members, rng)
    drawn = [*_sites_for_places(sites, len(owners) - len(outside), rng), *outside][: len(owners)]
    rng.shuffle(drawn)
    free = addresses(setting.city, rng)
    address_of: dict[tuple[float, float], str] = {}
    for number, (member, site) in enumerate(zip(owners, drawn, strict=False), start=1):
        spot = (site.lon, site.lat)
        address = (
            address_of[spot] if spot in address_of else address_of.setdefault(spot, next(free))
        )
        name = rng.choice(shared.PLACE_NAMES).format(name=rng.choice(shared.NAMES))
        venue = Venue(
            place_id=f"place-{number:04}",
            name=name,
            address=address,
            site=site,
            is_main=not member.venues,
        )
        _settle(member, venue)
    _settle_hidden(members, hidden, free, rng, start=len(drawn) + 1)


def _settle_hidden(
    members: Sequence[Member],
    hidden: Sequence[Site],
    free: Iterator[str],
    rng: random.Random,
    *,
    start: int,
) -> None:
    homely = [m for m in members if any(t.has("private") for t in m.fields[0].tasks)]
    homeless = [m for m in homely if not m.venues]
    homed = [m for m in homely if m.venues] or list(members)
    for number, site in enumerate(hidden):
        is_only = number % HIDDEN_SHARE == 0 and bool(homeless)
        member = homeless.pop() if is_only else rng.choice(homed)
        venue = Venue(
            place_id=f"place-{start + number:04}",
            name="Privater Ort",
            address=next(free),
            site=site,
            is_private=True,
            is_main=is_only,
        )
        _settle(member, venue)


def place_records(setting: Setting, members: Sequence[Member]) -> list[TextRecord]:
    """The table of places, by id."""
    rng = setting.rng("place records")
    records = []
    for member in members:
        for venue in member.venues:
            record = {
                "place_id": venue.place_id,
                "organisation_id": member.key,
                "name": venue.name,
                "address": venue.address,
                **position(venue.site),
                "wheelchair": rng.choice(_WHEELCHAIR),
                "is_private": yes_no(venue.is_private),
            }
            records.append(record)
    return sorted(records, key=lambda record: record["place_id"])


def district_names(districts: Any) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """district -> name, district -> borough, borough -> name."""
    rows = districts.drop(columns="geometry").to_dict("records")
    names = {row["district_id"]: row["name"] for row in rows}
    boroughs = {row["district_id"]: row["parent_id"] for row in rows if row.get("parent_id")}
    borough_names = {
        row["parent_id"]: row.get("parent_name") or row["name"]
        for row in rows
        if row.get("parent_id")
    }
    return names, boroughs, borough_names


def known_fields(theme_ids: Sequence[str]) -> tuple[Field, ...]:
    """The words of the city's themes, as far as the lexicon has them."""
    return tuple(FIELDS[theme_id] for theme_id in theme_ids if theme_id in FIELDS)
