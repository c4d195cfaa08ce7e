"""The saved list: offers by their ids, with a numbered map, as page, on paper and as one mail."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request
from msgspec import Struct

from geodata.model import ContactPoint, Opportunity
from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import is_example, language, services, snapshot, today, with_language
from routes.details import Action, actions_of, point_of
from routes.entries import Entry, contact_of, entry_of, facts_of
from routes.formatting import date_long, number
from routes.saved_links import CARRIED, IDS, PAGE, ids_pairs, list_href, read_ids
from routes.speech import _, ngettext
from services.contracts import Hit
from services.numbered_map import NumberedPlace, numbered_map_svg
from services.paper import qr_svg
from services.saved_paper import PaperOffer, SavedPaper, saved_pdf

blueprint = Blueprint("saved", __name__)

#: longer ones are cut off by some mail programs
MOST_OF_A_MAIL = 1900
AGENCY = "volunteer_agency"


class SavedEntry(Struct, frozen=True, kw_only=True):
    """One offer of the list. `is_over`: it cannot be answered any more; `qr`: SVG for print."""

    number: int
    entry: Entry
    actions: tuple[Action, ...]
    contact: tuple[str, ...]
    url: str
    qr: str
    is_over: bool
    is_on_map: bool


class SavedList(Struct, frozen=True, kw_only=True):
    """What `/merkliste` lays out. `gone`: how many ids nobody knows any more."""

    ids: tuple[str, ...]
    offers: tuple[Opportunity, ...]
    gone: int


def list_of_request(held: Snapshot) -> SavedList:
    """Read the ids of the address; what nobody knows any more is counted."""
    ids = read_ids(request.args.getlist(IDS), held.opportunity_by_id)
    offers = [held.opportunity_by_id[one] for one in ids if one in held.opportunity_by_id]
    return SavedList(ids=ids, offers=tuple(offers), gone=len(ids) - len(offers))


def _absolute(href: str) -> str:
    return request.url_root.rstrip("/") + href


def _page_of(offer: Opportunity) -> str:
    return _absolute(with_language(f"/angebote/{quote(offer.opportunity_id, safe='')}"))


def places_of(offers: tuple[Opportunity, ...]) -> list[NumberedPlace]:
    """The public places, with the numbers of the list."""
    points = [(n, point_of(offer)) for n, offer in enumerate(offers, 1)]
    return [NumberedPlace(number=n, lon=at[0], lat=at[1]) for n, at in points if at is not None]


def _contact_lines(offer: Opportunity, held: Snapshot) -> tuple[str, ...]:
    organisation = held.organisation_by_id.get(offer.organisation_id)
    mail, phone = contact_of(offer, organisation)
    address = None if offer.is_private else offer.address
    return tuple(line for line in (address, phone, mail) if line)


def _entry(n: int, offer: Opportunity, held: Snapshot) -> SavedEntry:
    organisation = held.organisation_by_id.get(offer.organisation_id)
    is_open = services().search.is_open(offer)
    return SavedEntry(
        number=n,
        entry=entry_of(Hit(opportunity=offer), held),
        actions=tuple(actions_of(offer, organisation)) if is_open else (),
        contact=_contact_lines(offer, held),
        url=_page_of(offer),
        qr=qr_svg(_page_of(offer), error="m", is_scalable=True),
        is_over=not is_open,
        is_on_map=point_of(offer) is not None,
    )


def _agency(held: Snapshot) -> ContactPoint | None:
    return next((point for point in held.contact_points if point.kind == AGENCY), None)


def _mail_body(offers: tuple[Opportunity, ...], url: str, held: Snapshot, has_pages: bool) -> str:
    lines = [_("Guten Tag,"), "", _("ich interessiere mich für diese Angebote:"), ""]
    for n, offer in enumerate(offers, 1):
        organisation = held.organisation_by_id.get(offer.organisation_id)
        lines.append(f"{n}. {offer.title}{f' ({organisation.name})' if organisation else ''}")
        if has_pages:
            lines.append(_page_of(offer))
    return "\n".join([*lines, "", _("Die ganze Liste:"), url, "", _("Viele Grüße"), ""])


def mail_href(offers: tuple[Opportunity, ...], url: str, held: Snapshot) -> str:
    """One mail about all of them; what makes it too long for mail programs is left out."""
    agency = _agency(held)
    address = quote((agency and agency.public_email) or "", safe="@.+-_")
    subject = ngettext(
        "Mein Interesse an %(n)s Angebot", "Mein Interesse an %(n)s Angeboten", len(offers),
        n=number(len(offers)),
    )  # fmt: skip
    bodies = (
        _mail_body(offers, url, held, has_pages=True),
        _mail_body(offers, url, held, has_pages=False),
        _mail_body((), url, held, has_pages=False),
    )
    mails = [f"mailto:{address}?subject={quote(subject)}&body={quote(body)}" for body in bodies]
    return next((mail for mail in mails if len(mail) <= MOST_OF_A_MAIL), mails[-1])


def headline(count: int) -> str:
    """`3 gemerkte Angebote`."""
    return ngettext("%(n)s gemerktes Angebot", "%(n)s gemerkte Angebote", count, n=number(count))


def _map_words(offers: tuple[Opportunity, ...], places: list[NumberedPlace]) -> str:
    """What the map says, for who does not see it."""
    held = snapshot()
    said = []
    for place in places:
        district = held.district_by_id.get(offers[place.number - 1].district_id or "")
        said.append(f"{place.number}: {district.name}" if district else str(place.number))
    return _("Karte mit Nummern: %(places)s", places=", ".join(said))


@blueprint.get(PAGE)
def saved_list() -> str:
    """The list of the ids in the address; without any it says how to collect some."""
    held = snapshot()
    found = list_of_request(held)
    places = places_of(found.offers)
    known = [offer.opportunity_id for offer in found.offers]
    url = _absolute(with_language(list_href(found.ids)))
    template = "saved/_list.html" if request.args.get("teil") == "liste" else "saved/index.html"
    return render_template(
        template,
        nav_here="saved",
        found=found,
        headline=headline(len(found.offers)),
        entries=[_entry(n, offer, held) for n, offer in enumerate(found.offers, 1)],
        drawing=numbered_map_svg(held, places, services().city.crs),
        drawing_words=_map_words(found.offers, places),
        share_url=url,
        pdf_href=list_href(known, f"{PAGE}.pdf"),
        mail_href=mail_href(found.offers, url, held),
        agency=_agency(held),
        known_href=list_href(known),
        search_href=Address("/", ids_pairs(found.ids, CARRIED)).href,
    )


# --- on paper


def _paper_lines(offer: Opportunity, entry: Entry, held: Snapshot) -> tuple[str, ...]:
    facts = " · ".join(fact.text for fact in facts_of(offer, held))
    who = " · ".join(part for part in (entry.organisation, entry.where) if part)
    contact = " · ".join(_contact_lines(offer, held))
    return tuple(line for line in (who, facts, contact) if line)


def _paper_offer(saved: SavedEntry, offer: Opportunity, held: Snapshot) -> PaperOffer:
    title = saved.entry.title
    return PaperOffer(
        number=saved.number,
        title=_("Beispiel: %(title)s", title=title) if offer.is_example else title,
        lines=_paper_lines(offer, saved.entry, held),
        url=saved.url,
        note=_("Dieses Angebot ist vorbei.") if saved.is_over else "",
    )


def paper_of(found: SavedList, held: Snapshot) -> SavedPaper:
    """The content of the PDF in the language of the request."""
    url = _absolute(with_language(list_href([o.opportunity_id for o in found.offers])))
    places = places_of(found.offers)
    entries = [_entry(n, offer, held) for n, offer in enumerate(found.offers, 1)]
    return SavedPaper(
        headline=_("Merkliste"),
        lead=headline(len(found.offers)),
        url=url,
        scan=_("Der Code oben führt zu dieser Liste, die anderen zu den einzelnen Angeboten."),
        scan_alt=_("QR-Code zu dieser Liste"),
        drawing=numbered_map_svg(held, places, services().city.crs) or "",
        drawing_alt=_map_words(found.offers, places),
        offers=tuple(
            _paper_offer(entry, offer, held)
            for entry, offer in zip(entries, found.offers, strict=True)
        ),
        page=_("Seite"),
        site=services().city.title,
        footer=_(
            "Stand: %(day)s. Grenzen: %(attribution)s",
            day=date_long(today()),
            attribution=held.districts[0].attribution,
        ),
        mark=_("Beispieldaten: Angebote und Vereine sind erfunden.") if is_example() else "",
        lang=language()[:2],
    )


@blueprint.get(f"{PAGE}.pdf")
def saved_paper() -> Response:
    """A4, tagged, in the language of the request; 404 for a list without a known offer."""
    held = snapshot()
    found = list_of_request(held)
    if not found.offers:
        abort(404)
    response = Response(saved_pdf(paper_of(found, held)), mimetype="application/pdf")
    name = f"{'beispiel-' if is_example() else ''}merkliste.pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
