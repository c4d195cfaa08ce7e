"""Two opportunities side by side: what agrees, and what bars them from being merged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from rapidfuzz import fuzz

from geodata.match.blocking import Key, rare_words, shared_by, sound_key
from geodata.match.contacts import Where, compare_places, mail_key, phone_key, site_key, where_of
from geodata.match.names import Likeness, Name, compare_names, fold, parse_name, word_counts
from geodata.match.score import OPPORTUNITY_WEIGHTS, Bar, FieldScore, field_score

#: so much of a description is compared
MAX_TEXT = 1_000
#: a shorter text that stands in a longer one proves nothing
SHORTEST_PART = 60

_WEEKDAY = re.compile(r"\b(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)")
_DIGITS = re.compile(r"\d+")


class Offer(Struct, frozen=True):
    """An opportunity as it is compared. `organisation`: its id, `group`: what may be the same."""

    title: Name
    organisation: str
    group: str
    where: Where
    is_everywhere: bool
    text: str
    details: frozenset[str]
    url: str
    dates: tuple[str, str]
    schedule: str
    weekdays: frozenset[str]
    daytimes: frozenset[str]
    min_age: int | None
    audiences: frozenset[str]
    hours: float | None
    contacts: frozenset[str]
    source_id: str


class Surroundings(Struct, frozen=True):
    """What is known of all offers: words of titles, pages that several use, repeated titles."""

    words: Mapping[str, int]
    urls: Mapping[str, int]
    repeated: frozenset[tuple[str, str]]


def offer_of(row: Mapping[str, Any], city: str, groups: Mapping[str, str]) -> Offer:
    """The comparable form of a typed row.

    Parameters
    ----------
    groups
        organisation_id -> what it shares with those it may be the same as.
    """
    text = fold(row.get("description") or "")[:MAX_TEXT]
    contacts = {mail_key(row.get("contact_email")), phone_key(row.get("contact_phone"))}
    host, path = site_key(row.get("url"))
    organisation = row["organisation_id"] or ""
    return Offer(
        title=parse_name(row["title"], city),
        organisation=organisation,
        group=groups.get(organisation, organisation),
        where=where_of(row),
        is_everywhere=bool(row.get("is_remote") or row.get("is_citywide")),
        text=" ".join(text.split()),
        details=frozenset([*_DIGITS.findall(text), *_WEEKDAY.findall(text)]),
        url=f"{host}{path}" if path else "",
        dates=(str(row.get("starts_on") or ""), str(row.get("ends_on") or "")),
        schedule=row.get("schedule") or "",
        weekdays=frozenset(row.get("weekdays") or ()),
        daytimes=frozenset(row.get("daytimes") or ()),
        min_age=row.get("min_age"),
        audiences=frozenset(row.get("audiences") or ()),
        hours=row.get("hours_per_week"),
        contacts=frozenset(contacts - {""}),
        source_id=row["source_id"],
    )


def surroundings_of(offers: Sequence[Offer]) -> Surroundings:
    """Count words, pages and titles over all of them."""
    titles = Counter((o.source_id, o.group, o.title.joined, o.title.numbers) for o in offers)
    return Surroundings(
        words=word_counts(o.title for o in offers),
        urls=shared_by((o.url, o.title.joined) for o in offers),
        repeated=frozenset((key[1], key[2]) for key, count in titles.items() if count > 1),
    )


def keys_of(one: Offer, around: Surroundings) -> Iterator[Key]:
    """Blocking keys: the organisation with words of the title, the page, title and place."""
    yield "url", one.url
    yield "organisation", one.group
    rare = rare_words((w for w in one.title.words if len(w) > 2), around.words, 3)
    for word in rare:
        yield "organisation and word", one.group, sound_key(word)
        for spot in _spots(one):
            yield "word and spot", sound_key(word), spot
    yield "title and day", one.title.joined[:12], one.dates[0]
    yield "organisation and text", one.group, one.text[:40]


def _spots(one: Offer) -> Iterator[str]:
    address = one.where.address
    if address and address.street:
        yield f"{address.street[:8]} {address.number}"
    if one.where.point:
        yield " ".join(str(round(value * 500)) for value in one.where.point)


# --- comparing


def _organisation(left: Offer, right: Offer) -> str:
    if left.organisation == right.organisation:
        return "same"
    return "likely" if left.group == right.group else "other"


def _place(left: Offer, right: Offer) -> str:
    if left.is_everywhere or right.is_everywhere:
        return "nowhere" if left.is_everywhere and right.is_everywhere else "conflict"
    return compare_places(left.where, right.where)


def _text_likeness(left: str, right: str) -> float | None:
    """0 to 1; of a text that was cut, the part that is there counts."""
    if not left or not right:
        return None
    alike = fuzz.token_sort_ratio(left, right)
    if min(len(left), len(right)) >= SHORTEST_PART:
        alike = max(alike, fuzz.token_set_ratio(left, right) - 5)
    return round(alike / 100, 2)


def _text(likeness: float | None) -> str:
    if likeness is None:
        return "unknown"
    steps = ((0.9, "same"), (0.7, "near"), (0.5, "part"))
    return next((word for least, word in steps if likeness >= least), "other")


def _dates(left: Offer, right: Offer) -> str:
    known = [(a, b) for a, b in zip(left.dates, right.dates, strict=True) if a and b]
    if any(a != b for a, b in known):
        return "conflict"
    return "same" if known else "unknown"


def _times(left: Offer, right: Offer) -> str:
    if left.schedule != right.schedule:
        return "conflict"
    both = ((left.weekdays, right.weekdays), (left.daytimes, right.daytimes))
    known = [(mine, theirs) for mine, theirs in both if mine and theirs]
    if any(mine != theirs for mine, theirs in known):
        return "conflict"
    return "same" if known else "unknown"


def _hours(left: Offer, right: Offer) -> str:
    if left.hours is None or right.hours is None:
        return "unknown"
    return "same" if abs(left.hours - right.hours) <= 0.5 else "conflict"


def _contact(left: Offer, right: Offer) -> str:
    if not left.contacts or not right.contacts:
        return "unknown"
    return "same" if left.contacts & right.contacts else "conflict"


def compare_offers(
    left: Offer, right: Offer, around: Surroundings
) -> tuple[list[FieldScore], Iterator[Bar]]:
    """Scores per field, and the bars of a pair, which are looked for when they are asked for."""
    likeness = compare_names(left.title, right.title, around.words)
    alike = _text_likeness(left.text, right.text)
    is_own_page = left.url and left.url == right.url and around.urls.get(left.url, 0) <= 2
    outcomes = {
        "organisation": _organisation(left, right),
        "title": likeness.level,
        "place": _place(left, right),
        "description": _text(alike),
        "url": "same" if is_own_page else "unknown",
        "dates": _dates(left, right),
        "times": _times(left, right),
        "hours_per_week": _hours(left, right),
        "contact": _contact(left, right),
    }
    measured = {"title": round(likeness.score, 2), "description": alike}
    fields = [
        field_score(OPPORTUNITY_WEIGHTS, name, outcome, measured.get(name))
        for name, outcome in outcomes.items()
    ]
    return fields, _bars(left, right, likeness, outcomes, around)


def _bars(
    left: Offer,
    right: Offer,
    likeness: Likeness,
    outcomes: Mapping[str, str],
    around: Surroundings,
) -> Iterator[Bar]:
    yield from _evidence_bars(likeness, outcomes)
    yield from _detail_bars(left, right)
    yield from _title_bars(left, right)
    is_repeated = (left.group, left.title.joined) in around.repeated
    if is_repeated and (outcomes["place"], outcomes["description"]) != ("same", "same"):
        yield Bar("repeated_title", 0.95)


def _evidence_bars(likeness: Likeness, outcomes: Mapping[str, str]) -> Iterator[Bar]:
    if outcomes["organisation"] != "same":
        yield Bar("other_organisation", 0.95 if outcomes["organisation"] == "likely" else 0.9)
    if likeness.level in ("part", "other"):
        yield Bar("title_differs", 0.9)
    for name in ("place", "dates", "times"):
        if outcomes[name] == "conflict":
            yield Bar(f"{name}_differ", 0.9)
    if outcomes["description"] in ("other", "unknown") and outcomes["url"] != "same":
        yield Bar("little_evidence", 0.95)


def _detail_bars(left: Offer, right: Offer) -> Iterator[Bar]:
    """Numbers and weekdays in the texts: a shorter text may lack some, not have others."""
    if left.details - right.details and right.details - left.details:
        yield Bar("details_differ", 0.95)
    if None not in (left.min_age, right.min_age) and left.min_age != right.min_age:
        yield Bar("ages_differ", 0.95)
    if left.audiences and right.audiences and not left.audiences & right.audiences:
        yield Bar("audiences_differ", 0.95)


def _title_bars(left: Offer, right: Offer) -> Iterator[Bar]:
    if left.title.numbers != right.title.numbers:
        is_one_sided = not left.title.numbers or not right.title.numbers
        yield Bar("numbers", 0.9 if is_one_sided else 0.6)
    if left.title.is_empty or right.title.is_empty:
        yield Bar("short_name", 0.9)
