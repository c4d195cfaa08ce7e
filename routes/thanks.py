"""`/danke`: what volunteers get back, from the city's thanks.toml and the snapshot."""

from __future__ import annotations

import datetime as dt
from itertools import groupby

from flask import Blueprint, render_template
from msgspec import Struct

from geodata.model import BenefitPartner, EventKind
from geodata.snapshot import Snapshot
from geodata.thanks import Kind, Token
from routes import params
from routes.context import services, snapshot, today
from routes.details import web_address
from routes.districts import coming_events
from routes.speech import _

blueprint = Blueprint("thanks", __name__)

KINDS: tuple[Kind, ...] = ("pass", "certificate", "seal", "celebration", "fair")
#: events of the snapshot that belong to a kind
_EVENTS: dict[Kind, EventKind] = {"celebration": "thanks", "fair": "fair"}
#: the filter of the finder that leads to offers with it
_FILTERS: dict[Kind, str] = {"pass": "pass", "certificate": "certificate"}


class Section(Struct, frozen=True, kw_only=True):
    """One kind of thanks: what the city's file tells, dates to come, events, a way into the finder."""

    kind: Kind
    title: str
    icon: str
    tokens: tuple[tuple[Token, tuple[tuple[dt.date, str], ...]], ...]
    events: tuple[tuple[object, str, dt.date | None], ...]
    finder_href: str | None
    offer_count: int


def _titles() -> dict[Kind, tuple[str, str]]:
    return {
        "pass": (_("Ehrenamtspass"), "ticket"),
        "certificate": (_("Zertifikat und Nachweis"), "award"),
        "seal": (_("Ehrenamtssiegel"), "badge-check"),
        "celebration": (_("Dankeschön-Fest"), "cake"),
        "fair": (_("Ehrenamtsbörse"), "megaphone"),
    }


def category_words() -> dict[str, str]:
    """Categories of partners."""
    return {
        "culture": _("Kultur"),
        "sport": _("Sport"),
        "leisure": _("Freizeit"),
        "shopping": _("Einkaufen"),
        "education": _("Bildung"),
    }


def _coming(token: Token) -> tuple[tuple[dt.date, str], ...]:
    days = [(day.next_on(today()), day.text) for day in token.dates]
    return tuple(sorted((day, text) for day, text in days if day is not None))


def _offers_with(kind: Kind, held: Snapshot) -> int:
    """Open offers that bring it."""
    is_open = services().search.is_open
    brings = {"pass": "counts_towards_pass", "certificate": "certificate"}.get(kind)
    if brings is None:
        return 0
    return sum(bool(getattr(offer, brings)) and is_open(offer) for offer in held.opportunities)


def _section(kind: Kind, held: Snapshot) -> Section:
    title, icon = _titles()[kind]
    tokens = [token for token in services().thanks.tokens if token.kind == kind]
    about = _EVENTS.get(kind)
    parameter = _FILTERS.get(kind)
    is_filter = parameter in params.SEARCH_PARAMETERS
    return Section(
        kind=kind,
        title=title,
        icon=icon,
        tokens=tuple((token, _coming(token)) for token in tokens),
        events=tuple(coming_events(held, (e for e in held.events if about and e.kind == about))),
        finder_href=f"/?{parameter}=true" if is_filter else None,
        offer_count=_offers_with(kind, held),
    )


def partners_by_category(
    held: Snapshot,
) -> list[tuple[str, list[tuple[BenefitPartner, str | None, str | None]]]]:
    """Partners of the pass under the words of their category, each with web address and district."""
    labels = category_words()
    ordered = sorted(held.benefit_partners, key=lambda p: (labels.get(p.category, ""), p.name))
    found = []
    for label, some in groupby(ordered, lambda p: labels.get(p.category, _("Weitere"))):
        rows = []
        for partner in some:
            district = held.district_by_id.get(partner.district_id or "")
            rows.append(
                (partner, web_address(partner.website), district.name if district else None)
            )
        found.append((label, rows))
    return found


def _is_told(section: Section, held: Snapshot) -> bool:
    """Whether there is anything to say of it at all."""
    has_partners = section.kind == "pass" and bool(held.benefit_partners)
    return bool(section.tokens or section.events or section.offer_count or has_partners)


@blueprint.get("/danke")
def thanks() -> str:
    """Pass, certificates, seal, celebration and fair, as far as the city has entered them."""
    held = snapshot()
    sections = [_section(kind, held) for kind in KINDS]
    pass_url = next((t.url for t in services().thanks.tokens if t.kind == "pass" and t.url), "")
    return render_template(
        "pages/thanks.html",
        nav_here="thanks",
        sections=[section for section in sections if _is_told(section, held)],
        partners=partners_by_category(held),
        partner_count=len(held.benefit_partners),
        has_real_partners=any(not partner.is_example for partner in held.benefit_partners),
        partner_credits=sorted({f"{p.attribution} ({p.licence})" for p in held.benefit_partners}),
        official_url=pass_url or services().city.website,
    )
