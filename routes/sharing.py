"""What other sites and search engines are told: only of real content, never of examples.

The picture is there for examples too, with its mark, so that a city sees how it will look; no
page names it.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import shapely
from flask import Blueprint, Response, abort, request, url_for
from msgspec import Struct

from geodata.model import Located, Opportunity, Organisation
from geodata.openness import last_day
from geodata.snapshot import Snapshot
from routes.context import is_example, language, services, snapshot, with_language
from routes.entries import hours_words, mark_of, when_words, where_words
from routes.speech import _
from services.share_image import ShareImage, share_image_png

blueprint = Blueprint("sharing", __name__)

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
#: more addresses than a sitemap may hold (sitemaps.org)
MAX_ADDRESSES = 50_000
_DESCRIPTION = 200


class Social(Struct, frozen=True, kw_only=True):
    """What stands in the head of a page about one thing."""

    title: str
    description: str
    url: str
    image: str | None
    data: dict[str, Any]


def _address_of(entry: Located, held: Snapshot) -> dict[str, Any] | None:
    """A place after schema.org; of a private one only the district."""
    district = held.district_by_id.get(entry.district_id or "")
    if district is None and entry.geometry is None:
        return None
    address: dict[str, Any] = {
        "@type": "PostalAddress",
        "addressLocality": services().city.name,
        "addressCountry": "DE",
    }
    place: dict[str, Any] = {"@type": "Place", "address": address}
    if district is not None:
        place["name"] = district.name
    if entry.is_private:
        return place
    if entry.address:
        address["streetAddress"] = entry.address
    if entry.geometry is not None:
        lon, lat = shapely.get_x(entry.geometry), shapely.get_y(entry.geometry)
        place["geo"] = {"@type": "GeoCoordinates", "longitude": float(lon), "latitude": float(lat)}
    return place


def _organisation_data(organisation: Organisation | None) -> dict[str, Any] | None:
    if organisation is None:
        return None
    data = {"@type": "Organization", "name": organisation.name, "url": organisation.website}
    return {key: value for key, value in data.items() if value}


def _event_data(offer: Opportunity, place: dict[str, Any] | None) -> dict[str, Any]:
    last = last_day(offer)
    first = offer.starts_on or last
    online = "https://schema.org/OnlineEventAttendanceMode"
    return {
        "@type": "Event",
        "name": offer.title,
        "startDate": first.isoformat() if first else None,
        "endDate": last.isoformat() if last else None,
        "eventAttendanceMode": online if offer.is_remote else None,
        "location": place,
        "isAccessibleForFree": True,
    }


def _work_data(offer: Opportunity, place: dict[str, Any] | None) -> dict[str, Any]:
    """Unpaid work is a JobPosting whose employmentType is VOLUNTEER, says schema.org."""
    changed = offer.updated_at or offer.retrieved_at
    last = last_day(offer)
    return {
        "@type": "JobPosting",
        "title": offer.title,
        "employmentType": "VOLUNTEER",
        "datePosted": changed.date().isoformat(),
        "validThrough": last.isoformat() if last else None,
        "jobLocation": place,
        "jobLocationType": "TELECOMMUTE" if offer.is_remote else None,
        "qualifications": offer.requirements,
    }


def offer_data(
    offer: Opportunity, organisation: Organisation | None, held: Snapshot, url: str
) -> dict[str, Any]:
    """An offer after schema.org, without what is unknown."""
    place = _address_of(offer, held)
    is_event = offer.schedule == "one_off" and (offer.starts_on or offer.ends_on) is not None
    role = "organizer" if is_event else "hiringOrganization"
    data = {
        "@context": "https://schema.org",
        **(_event_data(offer, place) if is_event else _work_data(offer, place)),
        "description": offer.description,
        "inLanguage": "de",
        "url": url,
        role: _organisation_data(organisation),
    }
    return {key: value for key, value in data.items() if value is not None}


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _DESCRIPTION else f"{line[: _DESCRIPTION - 1]}…"


def social_of_offer(
    offer: Opportunity, organisation: Organisation | None, held: Snapshot
) -> Social | None:
    """For the head of an offer's page; None while one example is in the snapshot."""
    if is_example():
        return None
    key = offer.opportunity_id
    url = url_for("details.opportunity", opportunity_id=key, _external=True)
    return Social(
        title=offer.title,
        description=_short(offer.description),
        url=url,
        image=url_for("sharing.offer_image", opportunity_id=key, _external=True),
        data=offer_data(offer, organisation, held, url),
    )


def social_of_organisation(organisation: Organisation, held: Snapshot) -> Social | None:
    """For the head of an organisation's page; None while one example is in the snapshot."""
    if is_example():
        return None
    key = organisation.organisation_id
    url = url_for("details.organisation", organisation_id=key, _external=True)
    place = _address_of(organisation, held)
    data = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organisation.name,
        "description": organisation.description,
        "url": organisation.website or url,
        "location": place,
    }
    return Social(
        title=organisation.name,
        description=_short(organisation.description or organisation.name),
        url=url,
        image=None,
        data={name: value for name, value in data.items() if value is not None},
    )


@blueprint.get("/angebote/<opportunity_id>/bild.png")
def offer_image(opportunity_id: str) -> Response:
    """The share image of an offer."""
    held = snapshot()
    offer = held.opportunity_by_id.get(opportunity_id)
    if offer is None or not services().search.is_open(offer):
        abort(404)
    organisation = held.organisation_by_id.get(offer.organisation_id)
    mark = mark_of(offer.themes, held)
    content = ShareImage(
        title=offer.title,
        theme=mark.label if mark else "",
        organisation=organisation.name if organisation else "",
        facts=(where_words(offer, held), when_words(offer), hours_words(offer)),
        site=services().city.title,
        mark=_("Beispiel") if is_example() else "",
        colour=mark.colour if mark else "#0b5a8a",
        lang=language()[:2],
    )
    return Response(share_image_png(content), mimetype="image/png")


def _addresses(held: Snapshot) -> list[str]:
    is_open = services().search.is_open
    found = [
        url_for("finder.index", _external=True),
        url_for("planning.index", _external=True),
        url_for("methods.methods", _external=True),
        url_for("districts.index", _external=True),
        url_for("thanks.thanks", _external=True),
    ]
    found += [
        url_for("districts.district", district_id=area.district_id, _external=True)
        for area in held.districts
    ]
    found += [
        url_for("details.organisation", organisation_id=one.organisation_id, _external=True)
        for one in held.organisations
    ]
    found += [
        url_for("details.opportunity", opportunity_id=offer.opportunity_id, _external=True)
        for offer in held.opportunities
        if is_open(offer)
    ]
    return found[:MAX_ADDRESSES]


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """All pages worth finding; 404 while one example is in the snapshot."""
    if is_example():
        abort(404)
    root = ET.Element("urlset", {"xmlns": SITEMAP})
    for address in _addresses(snapshot()):
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = address
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Closed while one example record is served: nobody should find invented offers."""
    if is_example():
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    where = url_for("sharing.sitemap", _external=True)
    lines = ["User-agent: *", "Disallow: /api/", "Disallow: /*?", f"Sitemap: {where}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


def canonical_url() -> str | None:
    """The page's own address with no question but its language; None where examples are."""
    if is_example():
        return None
    return request.base_url + with_language("/").removeprefix("/")


@blueprint.app_context_processor
def _head() -> dict[str, Any]:
    return {"canonical_url": canonical_url}
