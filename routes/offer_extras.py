"""What helps to act on an offer: getting there, a calendar file, telling of a mistake."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct

from geodata.model import Located, Opportunity
from geodata.openness import last_day
from geodata.snapshot import Snapshot
from routes.entries import Entry as ListEntry
from routes.entries import entry_of
from routes.formatting import distance
from routes.speech import _, ngettext
from services.contracts import Point, SearchQuery, Services
from services.similar import Similar, rank_similar
from services.stops import metres_between, nearest_stop

SIMILAR = 4
#: candidates that are compared; the nearest or newest of the theme
_CANDIDATES = 60


class Way(Struct, frozen=True, kw_only=True):
    """How to get to a place: each line is a sentence, None where nothing is known."""

    stop: str | None = None
    from_here: str | None = None


def way_to(
    entry: Located, point: Point | None, near: Point | None, held: Snapshot, given: Services
) -> Way:
    """The nearest stop, and how far it is from where the reader searched."""
    if point is None:
        return Way()
    city = given.city
    stop = nearest_stop(held, point, city.crs, city.access)
    is_exact = entry.geocode_precision in (None, "address")
    words = None
    if stop is not None:
        words = ngettext(
            "Haltestelle %(name)s: etwa %(n)s Minute zu Fuß",
            "Haltestelle %(name)s: etwa %(n)s Minuten zu Fuß",
            stop.walk_minutes,
            name=stop.name,
            n=stop.walk_minutes,
        )
        words = words if is_exact else _("%(words)s, von der Straßenmitte aus", words=words)
    far = None
    if near is not None:
        far = _(
            "%(far)s Luftlinie von deinem Ort", far=distance(metres_between(near, point, city.crs))
        )
    return Way(stop=words, from_here=far)


def calendar_href(offer: Opportunity) -> str | None:
    """The calendar file of an offer with a day."""
    if not (offer.starts_on or last_day(offer)):
        return None
    return f"/angebote/{quote(offer.opportunity_id, safe='')}.ics"


def report_href(title: str, page: str, record_id: str, given: Services) -> str | None:
    """A mail to whoever runs the map, ready to be filled in; None while nobody does."""
    address = given.city.operator.email
    if not address:
        return None
    subject = _("Fehler auf der Karte: %(title)s", title=title[:120])
    body = _(
        "Was stimmt nicht?\n\n\nSeite: %(page)s\nEintrag: %(record)s", page=page, record=record_id
    )
    return f"mailto:{quote(address, safe='@.+-_')}?subject={quote(subject)}&body={quote(body)}"


def _reason_words(found: Similar) -> str:
    texts = {
        "theme": _("ähnliche Aufgabe"),
        "hours": _("gleich viel Zeit"),
        "schedule": _("gleicher Rhythmus"),
    }
    # how near it is stands beside the district already
    return ", ".join(texts[name] for name in found.reasons if name in texts)


def similar_entries(
    offer: Opportunity, point: Point | None, held: Snapshot, given: Services
) -> list[tuple[ListEntry, str]]:
    """Open offers like this one, each with the reason in words."""
    known = tuple(theme for theme in offer.themes if theme in held.theme_by_id)
    if not known:
        return []
    query = SearchQuery(
        theme=known,
        near=point,
        sort="distance" if point else "newest",
        limit=_CANDIDATES,
    )
    hits = given.search.search(query).hits
    ranked = rank_similar(offer, hits, SIMILAR)
    return [(entry_of(found.hit, held), _reason_words(found)) for found in ranked]
