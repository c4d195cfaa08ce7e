"""Who helps in a district: contact points nearby, those of the whole city, the offices in charge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from geodata.model import ContactPoint, District
from geodata.offices import Office
from geodata.snapshot import Snapshot
from routes.context import label_in_language, language_name, services
from routes.details import Action, mail_action, phone_action, web_address
from routes.entries import outdated_on
from routes.offer_table import Row, wheelchair_words
from routes.speech import _
from services.district_facts import citywide_contacts, nearest_contacts

#: so many contact points at most
CONTACTS = 5


class Contact(Struct, frozen=True, kw_only=True):
    """A contact point as the page lays it out. `distance_m`: from the middle of the district."""

    point: ContactPoint
    rows: tuple[Row, ...]
    actions: tuple[Action, ...]
    outdated: dt.date | None
    distance_m: float | None = None


class OfficeLine(Struct, frozen=True, kw_only=True):
    """One office in charge: the labels of its themes, empty where it is in charge of all."""

    office: Office
    themes: tuple[str, ...]
    as_of: dt.date | int


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


def help_in(area: District, held: Snapshot) -> dict[str, object]:
    """What `districts/_help.html` lays out."""
    near = nearest_contacts(held, area, services().city.crs, CONTACTS)
    offices, open_themes = _offices(held)
    # an office that is entered as a contact point too is told once, with its themes
    listed = {line.office.url for line in offices}
    return {
        "contacts": [_contact(found.point, held, found.distance_m) for found in near],
        "citywide": [
            _contact(point, held)
            for point in citywide_contacts(held)
            if not point.website or point.website not in listed
        ],
        "offices": offices,
        "open_themes": open_themes,
    }
