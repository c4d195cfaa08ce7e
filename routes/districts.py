"""Districts: all of them by name, and of each what there is, who helps, and how much that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.model import ContactPoint, District, Event, Located
from geodata.offices import Office
from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import label_in_language, language_name, services, snapshot, today
from routes.details import Action, mail_action, phone_action, web_address
from routes.entries import Entry, entry_of, event_when, outdated_on
from routes.feeds import subscriptions
from routes.mapdata import city_bounds, page_data
from routes.offer_table import Row, wheelchair_words
from routes.speech import _
from services.contracts import BadQuery, SearchQuery, SearchResult
from services.contracts import Located as Found
from services.district_facts import (
    citywide_contacts,
    nearest_contacts,
    neighbours_of,
    supply_of,
)
from services.text import fold_plain as name_key

blueprint = Blueprint("districts", __name__)

SHOWN = 8
DATED = 6
CONTACTS = 5
THEMES = 6


class Contact(Struct, frozen=True, kw_only=True):
    """A contact point as the page lays it out. `distance_m`: from the middle of the district."""

    point: ContactPoint
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]
    outdated: dt.date | None
    distance_m: float | None = None


class Elsewhere(Struct, frozen=True, kw_only=True):
    """Offers a district's people can take as well: how many, and where the finder shows them."""

    count: int
    text: str
    href: str


class OfficeLine(Struct, frozen=True, kw_only=True):
    """One office in charge: the labels of its themes, empty where it is in charge of all."""

    office: Office
    themes: tuple[str, ...]
    as_of: dt.date | int


class Name(Struct, frozen=True, kw_only=True):
    """One line of the list from A to Z. `inside`: the district a locality lies in."""

    text: str
    district_id: str
    inside: str | None = None


def _count(result: SearchResult, parameter: str, value: str) -> int:
    return next((f.count for f in result.facets.get(parameter, ()) if f.value == value), 0)


# --- all districts


def _letter(text: str) -> str:
    first = name_key(text)[:1].upper()
    return first if first.isalpha() else "#"


def names_by_letter(held: Snapshot) -> list[tuple[str, list[Name]]]:
    """Districts and their localities from A to Z; a locality leads to its district."""
    names = [Name(text=d.name, district_id=d.district_id) for d in held.districts]
    for district in held.districts:
        names += [
            Name(text=part, district_id=district.district_id, inside=district.name)
            for part in district.localities
            if name_key(part) != name_key(district.name)
        ]
    names.sort(key=lambda name: (name_key(name.text), name.district_id))
    return [(letter, list(some)) for letter, some in groupby(names, lambda n: _letter(n.text))]


def _by_borough(
    held: Snapshot, counts: SearchResult
) -> list[tuple[District, int, list[tuple[District, int]]]]:
    """Boroughs by name, each with its count and its districts."""
    found = []
    for borough in sorted(held.boroughs, key=lambda area: name_key(area.name)):
        parts = [
            (district, _count(counts, "district", district.district_id))
            for district in sorted(held.districts, key=lambda area: name_key(area.name))
            if district.parent_id == borough.district_id
        ]
        found.append((borough, _count(counts, "borough", borough.district_id), parts))
    return found


def _places(asked: str) -> tuple[Found, ...]:
    """Places of that name that lie in a district, one of each district."""
    try:
        candidates = services().locate.locate(asked).candidates
    except BadQuery:
        return ()
    held = snapshot()
    unique: dict[str, Found] = {}
    for found in candidates:
        if found.district_id in held.district_by_id:
            unique.setdefault(str(found.district_id), found)
    return tuple(unique.values())


def _is_clear(places: tuple[Found, ...], asked: str) -> bool:
    """Whether it is one district that was meant."""
    return bool(places) and (len(places) == 1 or name_key(places[0].label) == name_key(asked))


@blueprint.get("/stadtteile")
def index() -> ResponseReturnValue:
    """All districts by borough and from A to Z; `q` finds the district of a place."""
    asked = request.args.get("q", "").strip()[:100]
    places = _places(asked) if asked else ()
    if _is_clear(places, asked):
        kept = tuple((n, v) for n, v in request.args.items() if n == "lang")
        return redirect(Address(f"/stadtteile/{places[0].district_id}", kept).href, 303)
    held = snapshot()
    counts = services().search.search(SearchQuery(limit=1))
    return render_template(
        "districts/index.html",
        nav_here="districts",
        boroughs=_by_borough(held, counts),
        letters=names_by_letter(held),
        district_count=len(held.districts),
        asked=asked,
        places=places,
        district_by_id=held.district_by_id,
        crumbs=[{"href": "/", "text": _("Finden")}],
    )


# --- one district


def _elsewhere(area: District, result: SearchResult) -> list[Elsewhere]:
    """Offers next door, in the whole city and from home, counted apart."""
    search = services().search.search
    remote = search(SearchQuery(remote=True, limit=1)).matched
    anywhere = result.without_place - remote
    found = [
        Elsewhere(
            count=anywhere,
            text=_("in der ganzen Stadt, ohne festen Ort"),
            href=Address("/", (("ohne_ort", "1"),)).href,
        ),
        Elsewhere(
            count=remote,
            text=_("von zu Hause aus"),
            href=Address("/", (("remote", "true"),)).href,
        ),
    ]
    if area.parent_id:
        borough = search(SearchQuery(borough=(area.parent_id,), limit=1)).matched
        text = _("im übrigen Stadtbezirk %(name)s", name=area.parent_name or "")
        href = Address("/", (("borough", area.parent_id),)).href
        found.insert(0, Elsewhere(count=borough - result.matched, text=text, href=href))
    return [part for part in found if part.count > 0]


def _dated(district_id: str, held: Snapshot) -> list[Entry]:
    """One-off offers with a day that are still to come, the earliest first."""
    query = SearchQuery(
        district=(district_id,), schedule=("one_off",), sort="starts_on", limit=DATED
    )
    hits = services().search.search(query).hits
    return [
        entry_of(hit, held) for hit in hits if hit.opportunity.starts_on or hit.opportunity.ends_on
    ]


def coming_events(
    held: Snapshot, events: Iterable[Event]
) -> list[tuple[Event, str, dt.date | None]]:
    """Events that are not over, the next first, each with its date in words."""
    found = []
    for event in sorted(events, key=lambda e: e.starts_at):
        last = (event.ends_at or event.starts_at).date()
        if last >= today():
            found.append((event, event_when(event), outdated_on(event, held)))
    return found


def _contact_rows(point: ContactPoint) -> tuple[Row, ...]:
    spoken = ", ".join(language_name(code) for code in point.languages)
    has_place = point.address is not None or point.geometry is not None
    rows = (
        Row(label=_("Adresse"), text=point.address or ""),
        Row(label=_("Geöffnet"), text=point.opening_hours or ""),
        Row(label=_("Sprachen"), text=spoken),
        Row(label=_("Rollstuhl"), text=wheelchair_words(point.wheelchair) if has_place else ""),
    )
    return tuple(row for row in rows if row.text)


def _contact_actions(point: ContactPoint) -> Iterator[Action]:
    if point.phone:
        yield phone_action(point.phone)
    if point.public_email:
        yield mail_action(point.public_email, _("Frage zum Ehrenamt"))
    if site := web_address(point.website):
        yield Action(icon="globe", text=_("Webseite"), href=site, is_external=True)


def _contact(point: ContactPoint, held: Snapshot, distance_m: float | None = None) -> Contact:
    return Contact(
        point=point,
        rows=_contact_rows(point),
        actions=tuple(_contact_actions(point)),
        outdated=outdated_on(point, held),
        distance_m=distance_m,
    )


def _offices(held: Snapshot) -> tuple[list[OfficeLine], list[str]]:
    """Offices in charge, and the labels of the themes for which none is entered."""
    lines = []
    for office in services().offices.offices:
        known = [held.theme_by_id[t] for t in office.themes if t in held.theme_by_id]
        labels = tuple(label_in_language(theme.labels) for theme in known)
        lines.append(OfficeLine(office=office, themes=labels, as_of=office.as_of))
    covered = {theme for office in services().offices.offices for theme in office.themes}
    open_themes = [label_in_language(t.labels) for t in held.themes if t.theme_id not in covered]
    return lines, open_themes


def _themes(result: SearchResult, held: Snapshot) -> list[tuple[str, int, str]]:
    """The most frequent themes: label, count, id."""
    facets = sorted(result.facets.get("theme", ()), key=lambda facet: -facet.count)
    return [
        (label_in_language(held.theme_by_id[f.value].labels), f.count, f.value)
        for f in facets[:THEMES]
        if f.count and f.value in held.theme_by_id
    ]


def _in_district(entries: Iterable[Located], district_id: str) -> int:
    return sum(entry.district_id == district_id for entry in entries)


def district_or_404(district_id: str) -> District:
    """The district of an address."""
    area = snapshot().district_by_id.get(district_id)
    if area is None:
        abort(404)
    return area


def _help(area: District, held: Snapshot) -> dict[str, object]:
    near = nearest_contacts(held, area, services().city.crs, CONTACTS)
    offices, open_themes = _offices(held)
    return {
        "contacts": [_contact(found.point, held, found.distance_m) for found in near],
        "citywide": [_contact(point, held) for point in citywide_contacts(held)],
        "offices": offices,
        "open_themes": open_themes,
    }


@blueprint.get("/stadtteile/<district_id>")
def district(district_id: str) -> ResponseReturnValue:
    """What there is in one district: offers, help, dates, plain numbers of offers."""
    area, held = district_or_404(district_id), snapshot()
    query = SearchQuery(district=(district_id,), sort="newest", limit=SHOWN)
    result = services().search.search(query)
    finder = Address("/", (("district", district_id),))
    detail = {"point": None, "district_id": district_id, "fit": city_bounds([area.geometry])}
    supply = supply_of(held, area)
    return render_template(
        "districts/district.html",
        nav_here="districts",
        district=area,
        result=result,
        entries=[entry_of(hit, held) for hit in result.hits],
        organisation_count=_in_district(held.organisations, district_id),
        easy_count=_count(result, "low_threshold", "true"),
        themes=_themes(result, held),
        elsewhere=_elsewhere(area, result),
        dated=_dated(district_id, held),
        events=coming_events(held, (e for e in held.events if e.district_id == district_id)),
        supply=supply,
        unit=held.district_by_id.get(supply.unit_id) if supply else None,
        finder_href=finder.href,
        subscriptions=subscriptions(finder),
        poster_href=f"/stadtteile/{district_id}/aushang.pdf",
        neighbours=neighbours_of(held, area),
        crumbs=[
            {"href": "/", "text": _("Finden")},
            {"href": "/stadtteile", "text": _("Stadtteile")},
        ],
        page_data=page_data("district", detail=detail, ids=result.matched_ids),
        **_help(area, held),
    )
