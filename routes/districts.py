"""Districts: all of them by name, and of each what there is, who helps, and how much that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.model import District, Event, Located
from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import label_in_language, services, snapshot, today
from routes.district_help import help_in
from routes.district_names import by_borough, count_of, is_clear, names_by_letter, places_of
from routes.entries import Entry, entry_of, event_when, outdated_on
from routes.feeds import subscriptions
from routes.formatting import number
from routes.mapdata import city_bounds, page_data
from routes.speech import _, ngettext
from services.contracts import SearchQuery, SearchResult
from services.district_facts import (
    Supply,
    neighbours_of,
    supply_of,
)

blueprint = Blueprint("districts", __name__)

SHOWN = 8
DATED = 6
THEMES = 6
MAX_ASKED = 100


class Elsewhere(Struct, frozen=True, kw_only=True):
    """Offers a district's people can take as well: how many, and where the finder shows them."""

    count: int
    text: str
    href: str


# --- all districts


@blueprint.get("/stadtteile")
def index() -> ResponseReturnValue:
    """All districts by borough and from A to Z; `q` finds the district of a place."""
    held, asked = snapshot(), request.args.get("q", "").strip()[:MAX_ASKED]
    places, is_register_missing = places_of(asked, held) if asked else ([], False)
    if is_clear(places, asked):
        kept = tuple((n, v) for n, v in request.args.items() if n == "lang")
        return redirect(Address(f"/stadtteile/{places[0].district_id}", kept).href, 303)
    counts = services().search.search(SearchQuery(limit=1))
    return render_template(
        "districts/index.html",
        nav_here="districts",
        boroughs=by_borough(held, counts),
        letters=names_by_letter(held),
        district_count=len(held.districts),
        asked=asked,
        places=places,
        is_register_missing=is_register_missing,
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


def _rate(value: float) -> str:
    """`28`, `7,6`, `3`: a digit behind the comma only where it says something."""
    is_whole = value >= 10 or abs(value - round(value)) < 0.05
    return number(value, 0 if is_whole else 1)


def _supply_line(supply: Supply) -> str:
    """How many offers there are for the people here, beside the whole city."""
    here = _rate(supply.here)
    return ngettext(
        "Auf %(base)s Menschen kommt hier %(here)s Angebot; in der ganzen Stadt sind es %(city)s.",
        "Auf %(base)s Menschen kommen hier %(here)s Angebote; in der ganzen Stadt sind es "
        "%(city)s.",
        1 if here == "1" else 2,
        base=number(supply.base),
        here=here,
        city=_rate(supply.city),
    )


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
        easy_count=count_of(result, "low_threshold", "true"),
        themes=_themes(result, held),
        elsewhere=_elsewhere(area, result),
        dated=_dated(district_id, held),
        events=coming_events(held, (e for e in held.events if e.district_id == district_id)),
        supply=supply,
        supply_line=_supply_line(supply) if supply else "",
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
        **help_in(area, held),
    )
