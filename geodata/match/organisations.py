"""Two organisations side by side: what agrees, and what bars them from being merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from geodata.match.blocking import Key, rare_words, shared_by, sound_key
from geodata.match.contacts import (
    Where,
    compare_places,
    is_same_phone,
    mail_key,
    phone_key,
    site_key,
    where_of,
)
from geodata.match.lexicon import FACILITY_WORDS
from geodata.match.names import Likeness, Name, compare_names, parse_name, word_counts
from geodata.match.score import ORGANISATION_WEIGHTS, Bar, FieldScore, field_score

#: a contact of more names than this belongs to an umbrella or a house, not to one organisation
MOST_NAMES = 2
#: cells of about 150 m, so that neighbours meet
_CELLS_PER_DEGREE = 500
#: kinds and legal forms that no company has
_NO_COMPANY = frozenset(("club", "public", "foundation", "church"))


class Organisation(Struct, frozen=True):
    """An organisation as it is compared."""

    name: Name
    where: Where
    phone: str
    mail: str
    site: tuple[str, str]
    kind: str


class Surroundings(Struct, frozen=True):
    """What is known of all organisations: words of their names, contacts that several use."""

    words: Mapping[str, int]
    contacts: Mapping[str, int]
    #: names that stand there with two legal forms: an association beside its company
    twofold: frozenset[str]


def organisation_of(row: Mapping[str, Any], city: str) -> Organisation:
    """The comparable form of a typed row."""
    return Organisation(
        name=parse_name(row["name"], city),
        where=where_of(row),
        phone=phone_key(row.get("phone")),
        mail=mail_key(row.get("public_email")),
        site=site_key(row.get("website")),
        kind=row.get("kind") or "",
    )


def surroundings_of(organisations: Sequence[Organisation]) -> Surroundings:
    """Count words and contacts over all of them."""
    contacts: Counter[str] = Counter()
    for field in ("phone", "mail"):
        contacts += shared_by((getattr(o, field), o.name.joined) for o in organisations)
    contacts += shared_by(("//".join(o.site), o.name.joined) for o in organisations if o.site[0])
    forms = shared_by((o.name.joined, o.name.legal) for o in organisations if o.name.legal)
    return Surroundings(
        words=word_counts(o.name for o in organisations),
        contacts=contacts,
        twofold=frozenset(name for name, count in forms.items() if count > 1),
    )


def keys_of(one: Organisation, around: Surroundings) -> Iterator[Key]:
    """Blocking keys: each contact, the address, rare words of the name with and without place."""
    yield "phone", one.phone[-6:]
    yield "mail", one.mail
    yield "site", one.site[0]
    yield "name", one.name.joined[:12], *one.name.numbers
    rare = rare_words((w for w in one.name.words if len(w) > 2), around.words, 3)
    for word in rare:
        yield "word", sound_key(word)
    for near in _spots(one.where):
        yield "spot", near
        for word in rare:
            yield "spot and word", near, sound_key(word)
    if len(rare) > 1:
        yield "words", *sorted(sound_key(word) for word in rare[:2])


def _spots(where: Where) -> Iterator[str]:
    if where.address and where.address.street:
        yield f"{where.address.street[:8]} {where.address.number}"
    if where.address and where.address.postcode:
        yield f"postcode {where.address.postcode}"
    elif where.district:
        yield f"district {where.district}"
    if where.point:
        yield " ".join(str(round(value * _CELLS_PER_DEGREE)) for value in where.point)


# --- comparing


def _phone(left: Organisation, right: Organisation, around: Surroundings) -> str:
    if not left.phone or not right.phone:
        return "unknown"
    if not is_same_phone(left.phone, right.phone):
        return "conflict"
    return "shared" if around.contacts.get(left.phone, 0) > MOST_NAMES else "same"


def _mail(left: Organisation, right: Organisation, around: Surroundings) -> str:
    if not left.mail or not right.mail:
        return "unknown"
    if left.mail == right.mail:
        return "shared" if around.contacts.get(left.mail, 0) > MOST_NAMES else "same"
    hosts = [mail.partition("@")[2] for mail in (left.mail, right.mail)]
    own = {one.site[0] for one in (left, right) if one.site[0]}
    return "domain" if hosts[0] == hosts[1] and hosts[0] in own else "conflict"


def _site(left: Organisation, right: Organisation, around: Surroundings) -> str:
    if not left.site[0] or not right.site[0]:
        return "unknown"
    if left.site[0] != right.site[0]:
        return "conflict"
    if left.site[1] and right.site[1] and left.site[1] != right.site[1]:
        return "shared"  # two pages of one house
    used = max(around.contacts.get("//".join(one.site), 0) for one in (left, right))
    return "shared" if used > MOST_NAMES else "same"


def _kind(left: Organisation, right: Organisation) -> str:
    if not left.kind or not right.kind:
        return "unknown"
    return "same" if left.kind == right.kind else "conflict"


def compare_organisations(
    left: Organisation, right: Organisation, around: Surroundings
) -> tuple[list[FieldScore], Iterator[Bar]]:
    """Scores per field, and the bars of a pair, which are looked for when they are asked for."""
    likeness = compare_names(left.name, right.name, around.words)
    outcomes = {
        "place": compare_places(left.where, right.where),
        "phone": _phone(left, right, around),
        "public_email": _mail(left, right, around),
        "website": _site(left, right, around),
        "kind": _kind(left, right),
    }
    weights = ORGANISATION_WEIGHTS
    fields = [field_score(weights, "name", likeness.level, round(likeness.score, 2))]
    fields += [field_score(weights, name, outcome) for name, outcome in outcomes.items()]
    return fields, _bars(left, right, likeness, outcomes, around)


def _bars(
    left: Organisation,
    right: Organisation,
    likeness: Likeness,
    outcomes: Mapping[str, str],
    around: Surroundings,
) -> Iterator[Bar]:
    yield from _name_bars(left.name, right.name)
    yield from _evidence_bars(likeness, outcomes)
    yield from _house_bars((left.name, right.name), outcomes)
    yield from _legal_bars(left, right, around)


def _name_bars(left: Name, right: Name) -> Iterator[Bar]:
    """What must agree exactly, because likeness says nothing about it."""
    if left.numbers != right.numbers:
        is_one_sided = not left.numbers or not right.numbers
        yield Bar("numbers", 0.9 if is_one_sided else 0.6)
    if left.level != right.level:
        # `AWO` is its Kreisverband or its Landesverband: somebody has to know
        is_one_sided = not left.level or not right.level
        yield Bar("level_on_one_side", 0.95) if is_one_sided else Bar("level", 0.6)
    if min(len("".join((name.joined, *name.numbers))) for name in (left, right)) < 3:
        yield Bar("short_name", 0.9)


def _evidence_bars(likeness: Likeness, outcomes: Mapping[str, str]) -> Iterator[Bar]:
    """How much must agree beside the name, and what may not disagree."""
    place = outcomes["place"]
    contacts = [outcomes[name] for name in ("phone", "public_email", "website")]
    agreeing, conflicts = contacts.count("same"), contacts.count("conflict")
    if likeness.level in ("part", "other"):
        yield Bar("name_differs", 0.9)
    elif likeness.level == "near":
        if place == "conflict" or (conflicts and place != "same") or conflicts > 1:
            yield Bar("name_near_and_conflict", 0.9)
        if likeness.slips > 2:
            yield Bar("many_slips", 0.95)
    if outcomes["phone"] == "conflict" and place != "same":
        yield Bar("phone_differs", 0.95)
    if place == "conflict" and (agreeing < 2 or conflicts):
        yield Bar("place_elsewhere", 0.95)
    if "same" not in (place, outcomes["phone"], outcomes["public_email"]):
        yield Bar("little_evidence", 0.97)


def _house_bars(names: tuple[Name, Name], outcomes: Mapping[str, str]) -> Iterator[Bar]:
    """A house is known by where it stands: one provider has one mailbox for several houses."""
    if not any(_is_facility(name) for name in names):
        return
    if outcomes["place"] == "conflict":
        yield Bar("facility_elsewhere", 0.9)
    elif outcomes["place"] not in ("same", "near") and outcomes["phone"] != "same":
        yield Bar("facility_without_place", 0.95)


def _legal_bars(left: Organisation, right: Organisation, around: Surroundings) -> Iterator[Bar]:
    """Association and company of one name: two bodies in one house."""
    forms = (left.name.legal, right.name.legal)
    if all(forms) and forms[0] != forms[1]:
        yield Bar("legal_form", 0.9)
    elif not all(forms):
        if {left.name.joined, right.name.joined} & around.twofold:
            yield Bar("legal_form_open", 0.95)
        if "company" in (left.kind, right.kind) and {*forms, left.kind, right.kind} & _NO_COMPANY:
            yield Bar("legal_form_open", 0.95)


def _is_facility(name: Name) -> bool:
    """Whether a name is that of a house: `Kita`, `Jugendtreff`, `Stadtteilzentrum`."""
    return any(word.endswith(FACILITY_WORDS) for word in name.words)


__all__ = [
    "Organisation",
    "Surroundings",
    "compare_organisations",
    "keys_of",
    "organisation_of",
    "surroundings_of",
]
