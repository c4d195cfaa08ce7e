"""One offer, one organisation, one district: pages that answer before anyone scrolls."""

from __future__ import annotations

import re
from urllib.parse import quote

import msgspec
import shapely
from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.freshness import as_of_day
from geodata.model import Entry, Located, Opportunity, Organisation
from geodata.snapshot import Snapshot
from routes import params
from routes.context import services, snapshot
from routes.entries import Entry as ListEntry
from routes.entries import (
    Mark,
    badges_of,
    contact_of,
    entry_of,
    facts_of,
    mark_of,
    outdated_on,
    where_words,
)
from routes.mapdata import city_bounds, page_data
from routes.offer_extras import calendar_href, report_href, similar_entries, way_to
from routes.offer_table import offer_rows, organisation_rows
from routes.sharing import social_of_offer, social_of_organisation
from routes.speech import _
from services.contracts import Hit

blueprint = Blueprint("details", __name__)

#: ends behind a word of three letters, so that "z. B." or "e. V." do not end it
FIRST_SENTENCE = re.compile(r"(.{17,}?[\w)“]{3}[.!?…])\s+(?=[^a-zäöü])(.*)", re.DOTALL)
SHOWN = 10


class Action(Struct, frozen=True, kw_only=True):
    """One way to get in touch. Only http(s), mailto and tel ever stand in `href`."""

    icon: str
    text: str
    href: str
    is_external: bool = False


def web_address(url: str | None) -> str | None:
    """The address if a browser may follow it; `javascript:` and the like are dropped."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def mail_action(address: str, subject: str, body: str = "") -> Action:
    """A mail that is ready to be written."""
    href = f"mailto:{quote(address, safe='@.+-_')}?subject={quote(subject)}"
    href += f"&body={quote(body)}" if body else ""
    return Action(icon="mail", text=_("E-Mail schreiben"), href=href)


def phone_action(number: str) -> Action:
    """A call."""
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    return Action(icon="phone", text=number, href=f"tel:{digits}")


def actions_of(offer: Opportunity, organisation: Organisation | None) -> list[Action]:
    """Mail, phone, listing; what the offer lacks its organisation lends."""
    mail, phone = contact_of(offer, organisation)
    listing = web_address(offer.url)
    found = []
    if mail:
        page = url_for("details.opportunity", opportunity_id=offer.opportunity_id, _external=True)
        body = _("Guten Tag,\n\n\n\nEs geht um: %(title)s\n%(page)s", title=offer.title, page=page)
        found.append(mail_action(mail, _("Ehrenamt: %(title)s", title=offer.title), body))
    if phone:
        found.append(phone_action(phone))
    if listing:
        platform = services().city.volunteer_platform_name
        text = _("Bei %(platform)s ansehen", platform=platform) if platform else _("Zum Eintrag")
        found.append(Action(icon="external-link", text=text, href=listing, is_external=True))
    return found


def lead_and_rest(description: str) -> tuple[str, str]:
    """The first sentence, which stands above the action, and what follows below it."""
    found = FIRST_SENTENCE.match(description.strip())
    return (found[1], found[2]) if found else (description.strip(), "")


def point_of(entry: Located) -> tuple[float, float] | None:
    """lon, lat of a public place; nothing of a private one, whatever the record holds."""
    if entry.geometry is None or entry.is_private:
        return None
    return float(shapely.get_x(entry.geometry)), float(shapely.get_y(entry.geometry))


def _provenance(entry: Entry, held: Snapshot) -> dict[str, object]:
    source = held.source_by_id.get(entry.source_id)
    return {
        "title": source.title if source else entry.source_id,
        "attribution": entry.attribution,
        "licence": entry.licence,
        "licence_url": web_address(source.licence_url) if source else None,
        "url": web_address(entry.source_url),
        "as_of": as_of_day(entry, source, services().city.timezone),
        "outdated": outdated_on(entry, held),
        "is_failing": source is not None and source.status == "failed",
    }


def map_of(entry: Located, held: Snapshot, mark: Mark | None) -> dict[str, object] | None:
    """What the small map shows: a point, or only the district; None without both."""
    district = held.district_by_id.get(entry.district_id or "")
    point = point_of(entry)
    if district is None and point is None:
        return None
    bounds = city_bounds([district.geometry]) if district else None
    return {
        "point": point,
        "district_id": entry.district_id,
        "fit": bounds,
        "mark": msgspec.to_builtins(mark),
    }


def _crumbs(entry: Located, held: Snapshot) -> list[dict[str, str]]:
    steps = [{"href": "/", "text": _("Finden")}]
    district = held.district_by_id.get(entry.district_id or "")
    if district:
        href = f"/stadtteile/{district.district_id}"
        steps.append({"href": href, "text": district.name})
    return steps


@blueprint.get("/angebote/<opportunity_id>")
def opportunity(opportunity_id: str) -> ResponseReturnValue:
    """One offer. What is over answers 410, says so, and names others."""
    held = snapshot()
    offer = held.opportunity_by_id.get(opportunity_id)
    if offer is None:
        abort(404)
    near = params.point(request.args, "near")
    is_open = services().search.is_open(offer)
    organisation = held.organisation_by_id.get(offer.organisation_id)
    mark = mark_of(offer.themes, held)
    area = map_of(offer, held, mark)
    lead, rest = lead_and_rest(offer.description)
    template = "details/opportunity.html" if is_open else "details/expired.html"
    page = render_template(
        template,
        nav_here="finder",
        offer=offer,
        lead=lead,
        rest=rest,
        mark=mark,
        where=where_words(offer, held),
        facts=facts_of(offer, held),
        badges=badges_of(offer, most=8),
        actions=actions_of(offer, organisation),
        rows=offer_rows(offer, held),
        organisation=organisation,
        similar=similar_entries(offer, point_of(offer), held, services()),
        way=way_to(offer, point_of(offer), near, held, services()),
        calendar_href=calendar_href(offer),
        report_href=report_href(offer.title, request.base_url, offer.record_id, services()),
        social=social_of_offer(offer, organisation, held) if is_open else None,
        provenance=_provenance(offer, held),
        crumbs=_crumbs(offer, held),
        map=area,
        page_data=page_data("detail", detail=area) if area else None,
    )
    return page, 200 if is_open else 410


def _offers_of(organisation: Organisation, held: Snapshot) -> list[ListEntry]:
    is_open = services().search.is_open
    return [
        entry_of(Hit(opportunity=offer), held)
        for offer in held.opportunities
        if offer.organisation_id == organisation.organisation_id and is_open(offer)
    ]


@blueprint.get("/organisationen/<organisation_id>")
def organisation(organisation_id: str) -> ResponseReturnValue:
    """One organisation with its open offers."""
    held = snapshot()
    found = held.organisation_by_id.get(organisation_id)
    if found is None:
        abort(404)
    mark = mark_of(found.themes, held)
    area = map_of(found, held, mark)
    contacts = []
    if found.public_email:
        contacts.append(
            mail_action(found.public_email, _("Ehrenamt bei %(name)s", name=found.name))
        )
    if found.phone:
        contacts.append(phone_action(found.phone))
    if site := web_address(found.website):
        contacts.append(
            Action(icon="globe", text=_("Webseite"), href=site, is_external=True),
        )
    return render_template(
        "details/organisation.html",
        nav_here="finder",
        organisation=found,
        mark=mark,
        actions=contacts,
        rows=organisation_rows(found, held),
        offers=[(entry, "") for entry in _offers_of(found, held)],
        report_href=report_href(found.name, request.base_url, found.record_id, services()),
        social=social_of_organisation(found, held),
        provenance=_provenance(found, held),
        crumbs=_crumbs(found, held),
        map=area,
        page_data=page_data("detail", detail=area) if area else None,
    )
