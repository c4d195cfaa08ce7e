"""Subscriptions: what a filter finds as calendar, Atom feed, table and GeoJSON.

`/angebote.<format>` takes every parameter of /api/search. Ids never change; the answer of the same
day and snapshot is the same, byte for byte.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import msgspec
import shapely
from flask import Blueprint, Response, abort, request, url_for
from flask.typing import ResponseReturnValue

from geodata.model import Opportunity
from geodata.openness import last_day
from routes import params
from routes.address import Address
from routes.answers import GEOJSON, csv_text
from routes.api import hit_feature
from routes.context import is_example, label_in_language, language, services, snapshot, today
from routes.entries import facts_of, where_words
from routes.headers import etag_of_request
from routes.phrases import result_line
from routes.speech import _, ngettext
from services.atom import AtomEntry, AtomFeed, atom_bytes
from services.contracts import SearchQuery, SearchResult
from services.ical import CalendarEntry, calendar_bytes
from services.search import everything

blueprint = Blueprint("feeds", __name__)

ATOM_TYPE, CALENDAR_TYPE = "application/atom+xml", "text/calendar; charset=utf-8"
FORMATS = ("ics", "atom", "csv", "geojson")
#: entries of one page of the Atom feed; the next page is linked (RFC 5005)
ATOM_PAGE = 100
#: columns of the table that come first; the others follow in the order of the data dictionary
FIRST_COLUMNS = (
    "opportunity_id", "title", "organisation_name", "district_name", "address", "lon", "lat",
)  # fmt: skip
#: of one request only, never of an offer
_NOT_FOR_TABLES = ("distance_m",)


def authority() -> str:
    """Whose ids they are: the host of the city's website, else a name that resolves nowhere."""
    city = services().city
    return urlsplit(city.website).hostname or f"{city.slug}.invalid"


def uid_of(offer: Opportunity) -> str:
    """The id of an offer in calendars, the same for ever."""
    return f"{quote(offer.opportunity_id, safe='-._~:')}@{authority()}"


def page_url(offer: Opportunity) -> str:
    """The address of an offer's page, with host."""
    return url_for("details.opportunity", opportunity_id=offer.opportunity_id, _external=True)


def _marked(text: str) -> str:
    return _("Beispieldaten: %(title)s", title=text) if is_example() else text


def _title(query: SearchQuery, matched: int) -> str:
    line = result_line(matched, query, snapshot(), services().city.name)
    line = _("%(line)s, ohne festen Ort", line=line) if query.only_placeless else line
    return _marked(f"{line} – {services().city.title}")


def last_modified() -> dt.datetime:
    """When the answers last changed: with the snapshot, and with every new day of the city."""
    midnight = dt.datetime.combine(today(), dt.time(), ZoneInfo(services().city.timezone))
    return max(snapshot().info.created_at, midnight.astimezone(dt.UTC))


def conditional(response: Response) -> Response:
    """The answer with ETag and Last-Modified; 304 where the asker has it already."""
    response.set_etag(etag_of_request(), weak=True)
    response.last_modified = last_modified()
    response.headers["Cache-Control"] = "no-cache"
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


# --- calendars


def _has_day(offer: Opportunity) -> bool:
    return (offer.starts_on or last_day(offer)) is not None


def _facts_text(offer: Opportunity) -> str:
    return "\n".join(f"{fact.label}: {fact.text}" for fact in facts_of(offer, snapshot()))


def _point(offer: Opportunity) -> tuple[float, float] | None:
    if offer.geometry is None or offer.is_private:
        return None
    return float(shapely.get_x(offer.geometry)), float(shapely.get_y(offer.geometry))


def _themes(offer: Opportunity) -> tuple[tuple[str, str], ...]:
    known = snapshot().theme_by_id
    return tuple((t, label_in_language(known[t].labels)) for t in offer.themes if t in known)


def calendar_entry(offer: Opportunity) -> CalendarEntry:
    """An offer with a day, as it stands in a calendar. A regular one stands on its first day."""
    starts = offer.starts_on or last_day(offer)
    assert starts is not None  # noqa: S101  callers ask `_has_day` first
    is_once = offer.schedule == "one_off"
    title = offer.title if is_once else _("Beginn: %(title)s", title=offer.title)
    where = where_words(offer, snapshot())
    address = None if offer.is_private else offer.address
    url = page_url(offer)
    return CalendarEntry(
        uid=uid_of(offer),
        title=_("Beispiel: %(title)s", title=title) if offer.is_example else title,
        starts=starts,
        ends=last_day(offer) if is_once else None,
        description=f"{offer.description}\n\n{_facts_text(offer)}\n\n{url}",
        location=f"{address} ({where})" if address else where,
        point=_point(offer),
        url=url,
        categories=tuple(label for _id, label in _themes(offer)),
        changed_at=offer.updated_at,
    )


def _calendar(offers: Iterable[Opportunity], title: str, description: str = "") -> Response:
    content = calendar_bytes(
        (calendar_entry(offer) for offer in offers),
        title=title,
        description=description,
        language=language()[:2],
        stamped_at=snapshot().info.created_at,
    )
    return Response(content, content_type=CALENDAR_TYPE)


@blueprint.get("/angebote/<opportunity_id>.ics")
def offer_calendar(opportunity_id: str) -> ResponseReturnValue:
    """One dated offer as a calendar file; 404 where it has no day."""
    offer = snapshot().opportunity_by_id.get(opportunity_id)
    if offer is None or not _has_day(offer):
        abort(404)
    response = _calendar([offer], _marked(offer.title))
    response.headers["Content-Disposition"] = 'attachment; filename="angebot.ics"'
    return conditional(response)


def _ics(query: SearchQuery, result: SearchResult) -> Response:
    offers = [hit.opportunity for hit in result.hits]
    dated = [offer for offer in offers if _has_day(offer)]
    left = len(offers) - len(dated)
    said = ngettext(
        "%(n)s Angebot ohne festes Datum steht nicht im Kalender.",
        "%(n)s Angebote ohne festes Datum stehen nicht im Kalender.",
        left,
        n=left,
    )
    return _calendar(dated, _title(query, result.matched), said if left else "")


# --- Atom


def _atom_entry(offer: Opportunity) -> AtomEntry:
    organisation = snapshot().organisation_by_id.get(offer.organisation_id)
    facts = ", ".join(fact.text for fact in facts_of(offer, snapshot()))
    return AtomEntry(
        id=f"tag:{authority()},2026:angebote/{quote(offer.opportunity_id, safe='-._~')}",
        title=_("Beispiel: %(title)s", title=offer.title) if offer.is_example else offer.title,
        url=page_url(offer),
        updated_at=offer.updated_at or offer.retrieved_at,
        summary=f"{where_words(offer, snapshot())}, {facts}",
        content=offer.description,
        categories=_themes(offer),
        author=organisation.name if organisation else offer.attribution,
        rights=f"{offer.attribution} ({offer.licence})",
        point=_point(offer),
    )


def _atom_links(query: SearchQuery, matched: int, here: Address) -> dict[str, str]:
    base = request.url_root.rstrip("/")
    plain = here.without("offset", "limit")
    links = {
        "self": base + here.href,
        "alternate": base + Address("/", plain.pairs).href,
    }
    following = query.offset + query.limit
    if following < matched:
        onward = plain.plus("limit", str(query.limit)).plus("offset", str(following))
        links["next"] = base + onward.href
    return links


def _atom(query: SearchQuery, result: SearchResult) -> Response:
    here = Address("/angebote.atom", tuple(request.args.items(multi=True)))
    pairs = sorted(here.without("offset", "limit", "lang").pairs)
    entries = [_atom_entry(hit.opportunity) for hit in result.hits]
    changed = [entry.updated_at for entry in entries]
    feed = AtomFeed(
        id=f"tag:{authority()},2026:angebote{Address('', tuple(pairs)).href}",
        title=_title(query, result.matched),
        subtitle=_("Angebote für dein Ehrenamt, nach deinem Filter"),
        author=services().city.title,
        updated_at=max(changed, default=snapshot().info.created_at),
        links=_atom_links(query, result.matched, here),
        language=language(),
    )
    return Response(atom_bytes(feed, entries), content_type=ATOM_TYPE)


# --- tables and features


def _csv(_query: SearchQuery, result: SearchResult) -> Response:
    rows, names = [], dict.fromkeys(FIRST_COLUMNS)
    for hit in result.hits:
        row = dict(hit_feature(hit)["properties"])
        row["lon"], row["lat"] = _point(hit.opportunity) or (None, None)
        row["page"] = page_url(hit.opportunity)
        names |= dict.fromkeys(row)
        rows.append(row)
    columns = [name for name in names if name not in _NOT_FOR_TABLES]
    response = Response(
        csv_text(columns, rows), content_type="text/csv; charset=utf-8; header=present"
    )
    name = "beispieldaten-angebote" if is_example() else "angebote"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _geojson(query: SearchQuery, result: SearchResult) -> Response:
    body = {
        "type": "FeatureCollection",
        "title": _title(query, result.matched),
        "is_example": is_example(),
        "numberMatched": result.matched,
        "numberReturned": len(result.hits),
        "features": [hit_feature(hit) for hit in result.hits],
    }
    return Response(msgspec.json.encode(body), content_type=GEOJSON)


ANSWERS = {"ics": _ics, "atom": _atom, "csv": _csv, "geojson": _geojson}


def _asked(file_format: str) -> SearchQuery:
    query = params.search_query(default_limit=ATOM_PAGE)
    if not request.args.get("sort"):
        query = msgspec.structs.replace(query, sort="newest")
    if params.flag(request.args, params.WITHOUT_PLACE):
        query = msgspec.structs.replace(query, only_placeless=True)
    is_paged = file_format == "atom" or request.args.get("limit") or request.args.get("offset")
    return query if is_paged else everything(query)


@blueprint.get("/angebote.<any(ics,atom,csv,geojson):file_format>")
def subscription(file_format: str) -> Response:
    """All offers of a filter that are open today, the newest first."""
    params.reject_unknown(request.args, (*params.SEARCH_PARAMETERS, params.WITHOUT_PLACE))
    query = _asked(file_format)
    result = services().search.search(query)
    return conditional(ANSWERS[file_format](query, result))


def subscriptions(address: Address) -> list[tuple[str, str, str]]:
    """For a page: format, address with host, and what a calendar program opens by itself."""
    base, pairs = request.url_root.rstrip("/"), address.without("offset", "limit", "sort").pairs
    found = []
    for file_format in FORMATS:
        href = base + Address(f"/angebote.{file_format}", pairs).href
        opened = href.replace("http", "webcal", 1) if file_format == "ics" else href
        found.append((file_format, href, opened.replace("webcals:", "webcal:", 1)))
    return found
