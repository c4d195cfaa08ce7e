"""The poster of a district: what hangs in a stairwell and leads to the page by a QR code."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from geodata.model import ContactPoint, District
from geodata.snapshot import Snapshot
from routes.context import is_example, language, services, snapshot
from routes.district_help import CONTACTS
from routes.districts import district_or_404
from routes.entries import hours_words, when_words
from routes.formatting import date_long, distance
from routes.speech import _, ngettext
from services.contracts import SearchQuery, SearchResult
from services.district_facts import NearContact, citywide_contacts, nearest_contacts
from services.outline import outline_svg
from services.poster import (
    MOST_CONTACTS,
    MOST_OFFERS,
    Poster,
    PosterContact,
    PosterOffer,
    poster_pdf,
)

blueprint = Blueprint("posters", __name__)


def _offers(result: SearchResult) -> tuple[PosterOffer, ...]:
    return tuple(
        PosterOffer(
            title=hit.opportunity.title,
            facts=f"{when_words(hit.opportunity)} · {hours_words(hit.opportunity)}",
        )
        for hit in result.hits
    )


def _contact(point: ContactPoint, distance_m: float | None) -> PosterContact:
    far = _("etwa %(far)s entfernt", far=distance(distance_m)) if distance_m is not None else ""
    known = (point.address or "", far, point.opening_hours or "", point.phone or "")
    where = tuple(line for line in known if line) or (point.website or point.role,)
    name = _("Beispiel: %(title)s", title=point.name) if point.is_example else point.name
    return PosterContact(name=name, lines=where)


def _contacts(area: District, held: Snapshot) -> tuple[PosterContact, ...]:
    """The nearest, then those of the whole city."""
    near = nearest_contacts(held, area, services().city.crs, CONTACTS)
    everywhere = [NearContact(point=point, distance_m=None) for point in citywide_contacts(held)]
    chosen = [*near, *everywhere][:MOST_CONTACTS]
    return tuple(_contact(found.point, found.distance_m) for found in chosen)


def _lead(count: int) -> str:
    if not count:
        return _("Finde ein Ehrenamt, das zu dir und deiner Zeit passt.")
    return ngettext(
        "%(n)s Angebot gibt es hier gerade. Vielleicht passt es zu dir?",
        "%(n)s Angebote gibt es hier gerade. Eins davon passt vielleicht zu dir.",
        count,
        n=count,
    )


def _footer(area: District, held: Snapshot) -> str:
    return _(
        "Stand: %(day)s. Grenzen: %(attribution)s",
        day=date_long(held.info.as_of),
        attribution=area.attribution,
    )


def poster_of(area: District, held: Snapshot) -> Poster:
    """The content of a district's poster in the language of the request."""
    query = SearchQuery(district=(area.district_id,), sort="newest", limit=MOST_OFFERS)
    result = services().search.search(query)
    url = url_for("districts.district", district_id=area.district_id, _external=True)
    return Poster(
        headline=_("Ehrenamt in %(district)s", district=area.name),
        lead=_lead(result.matched),
        url=url,
        scan=_("Mit dem Handy scannen oder die Adresse eintippen"),
        scan_alt=_("QR-Code zur Seite %(url)s", url=url),
        outline=outline_svg(held, area.district_id, services().city.crs),
        outline_alt=_("Umriss der Stadt, %(district)s ist hervorgehoben", district=area.name),
        offers_title=_("Zum Beispiel"),
        offers=_offers(result),
        none=_("Gerade ist hier nichts mit festem Ort eingetragen. Auf der Seite findest du mehr."),
        contacts_title=_("Wer hilft mir hier?"),
        contacts=_contacts(area, held),
        site=services().city.title,
        footer=_footer(area, held),
        mark=_("Beispieldaten: Angebote und Vereine sind erfunden.") if is_example() else "",
        lang=language()[:2],
    )


@blueprint.get("/stadtteile/<district_id>/aushang.pdf")
def poster(district_id: str) -> Response:
    """A4, tagged, in the language of the request."""
    area = district_or_404(district_id)
    response = Response(poster_pdf(poster_of(area, snapshot())), mimetype="application/pdf")
    name = f"{'beispiel-' if is_example() else ''}aushang-{area.district_id}.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
