"""The finder: search, list and map of offers. The address is the state, with or without scripts.

`/` is the page, `/?teil=liste` the parts a script swaps, made by the same templates.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.snapshot import Snapshot
from routes import params
from routes.address import Address
from routes.context import services, snapshot
from routes.entries import entry_of
from routes.feeds import subscriptions
from routes.filters import chips_of, choices_of, sheet_count
from routes.mapdata import city_bounds, map_assets, page_data, pins_shown
from routes.meant_notes import meant_notes
from routes.phrases import phrases_of, result_line
from routes.place_field import PLACE_PARAMETERS, TEXT_FIELD, form_address, question_about
from routes.saved_links import CARRIED, carried_pairs
from routes.speech import _
from routes.ways import ways_of
from routes.word_notes import notes_of
from services.contracts import SearchQuery, SearchResult
from services.search_masks import LISTED

blueprint = Blueprint("finder", __name__)

PAGE_SIZE = 20
NEAR_PARAMETERS = ("near", "near_name", "radius_m", "walk_minutes")


class Tag(Struct, frozen=True, kw_only=True):
    """A filter that is set, and the address without it."""

    text: str
    href: str


class Pager(Struct, frozen=True, kw_only=True):
    """Where in the list we are; addresses are None at its ends."""

    page: int
    pages: int
    previous: str | None
    following: str | None


def address_of_request() -> Address:
    """The address without what only pages know (`teil`) and without empty fields."""
    known = (*params.SEARCH_PARAMETERS, params.WITHOUT_PLACE, "lang")
    pairs = [(n, v) for n, v in request.args.items(multi=True) if n in known and v.strip()]
    carried = carried_pairs(snapshot().opportunity_by_id)
    return Address("/", (*pairs, *carried)).without("limit")


def find(query: SearchQuery) -> SearchResult:
    """What the page shows. A page behind the last one becomes the last one's neighbour: empty."""
    found = services().search.search(query)
    # what has no place is on no map
    if query.only_placeless:
        found = msgspec.structs.replace(found, rows_anywhere=())
    return found


def _tags(query: SearchQuery, held: Snapshot, address: Address) -> Iterator[Tag]:
    if query.only_placeless:
        text = _("ganze Stadt oder von zu Hause")
        yield Tag(text=text, href=address.without(params.WITHOUT_PLACE, "offset").href)
    for phrase in phrases_of(query, held):
        names = NEAR_PARAMETERS if phrase.name == "near" else (phrase.name,)
        rest = address.without("offset")
        is_one_of_many = phrase.name in LISTED
        rest = rest.minus(phrase.name, phrase.value) if is_one_of_many else rest.without(*names)
        if phrase.name == "near" and query.sort == "distance":
            rest = rest.without("sort")
        yield Tag(text=phrase.text, href=rest.href)


def _pager(query: SearchQuery, matched: int, address: Address) -> Pager:
    page = query.offset // PAGE_SIZE + 1
    pages = max(1, -(-matched // PAGE_SIZE))
    plain = address.without("offset")
    before = max(0, min(query.offset, (pages) * PAGE_SIZE) - PAGE_SIZE)
    back = plain.plus("offset", str(before)) if before else plain
    onward = plain.plus("offset", str(query.offset + PAGE_SIZE))
    return Pager(
        page=min(page, pages),
        pages=pages,
        previous=back.href if query.offset else None,
        following=onward.href if page < pages else None,
    )


class View(Struct, frozen=True, kw_only=True):
    """Everything the templates of the finder lay out."""

    query: SearchQuery
    result: SearchResult
    address: Address
    line: str


def _line(query: SearchQuery, result: SearchResult, held: Snapshot) -> str:
    city = services().city.name
    if not query.only_placeless:
        return result_line(result.matched, query, held, city)
    cleared = msgspec.structs.replace(query, district=(), borough=(), near=None, bbox=None)
    line = result_line(result.matched, cleared, held, city)
    return _("%(line)s, ohne festen Ort", line=line)


def query_of_request() -> SearchQuery:
    """The question of the address, a page at a time."""
    asked = params.search_query()
    only_placeless = bool(request.args.get(params.WITHOUT_PLACE, "").strip())
    return msgspec.structs.replace(asked, limit=PAGE_SIZE, only_placeless=only_placeless)


def view_of_request() -> View:
    """Read the address, search, and put it into words."""
    query = query_of_request()
    held, address = snapshot(), address_of_request()
    result = find(query)
    line = _line(query, result, held)
    return View(query=query, result=result, address=address, line=line)


def context_of(view: View) -> dict[str, object]:
    """What `finder/_parts.html` needs."""
    held, address, query = snapshot(), view.address, view.query
    has_place = any(getattr(query, name) for name in PLACE_PARAMETERS)
    asked = (request.args.get(TEXT_FIELD) or "").strip()
    return {
        "view": view,
        "line": view.line,
        "chips": chips_of(address, view.result),
        "sheet_count": sheet_count(address),
        "entries": [entry_of(hit, held, query.near) for hit in view.result.hits],
        "notes": [*notes_of(query, view.result, address), *meant_notes(query, address, held)],
        "tags": list(_tags(query, held, address)),
        "ways": ways_of(view.result.loosenings, query, held, address),
        "place_question": question_about(asked, address) if asked else None,
        "pager": _pager(query, view.result.matched, address),
        "has_place": has_place,
        "placeless_href": address.without(*PLACE_PARAMETERS, "offset", "remote")
        .plus(params.WITHOUT_PLACE, "1")
        .href,
        "first_href": address.without("offset").href,
        "all_href": "/",
        "subscriptions": subscriptions(address.without(CARRIED)),
    }


def map_state(view: View) -> dict[str, object]:
    """What the scripts need to know of a result: which pins, where to look."""
    held, query = snapshot(), view.query
    areas = [held.district_by_id[i] for i in query.district if i in held.district_by_id]
    areas += [held.borough_by_id[i] for i in query.borough if i in held.borough_by_id]
    return {
        "pins": pins_shown(view.result.rows_anywhere),
        "matched": view.result.matched,
        "title": _("%(line)s – %(title)s", line=view.line, title=services().city.title),
        "fit": city_bounds([area.geometry for area in areas]) if areas else None,
        "areas": [
            *(f"district:{i}" for i in query.district),
            *(f"borough:{i}" for i in query.borough),
        ],
        "bbox": query.bbox,
        "near": query.near,
        "radius_m": query.radius_m,
    }


def counts_of(result: SearchResult) -> dict[str, dict[str, int]]:
    """The count of each value of each facet: for parts, as the whole page has them in its form."""
    return {
        name: {facet.value: facet.count for facet in facets}
        for name, facets in result.facets.items()
    }


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """The finder, or with `teil=liste` only the parts that change."""
    part = request.args.get("teil")
    params.text(request.args, TEXT_FIELD, max_length=params.MAX_NAME)
    clean = form_address(request.args, address_of_request())
    if clean is not None:
        return redirect((clean.plus("teil", part) if part else clean).href, 303)
    view = view_of_request()
    state = map_state(view)
    context = {**context_of(view), "state": state}
    if part == "liste":
        state["counts"] = counts_of(view.result)
        return render_template("finder/_parts.html", **context)
    context["choices"] = choices_of(view.query, view.result, snapshot(), view.address)
    data = page_data(page="finder", map=map_assets())
    return render_template("finder/index.html", nav_here="finder", page_data=data, **context)
