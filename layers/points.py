"""Offers, contact points, partners, events, projects as point features.

Only what has a public place and is still open today becomes a point. An entry that hides its
place is left out here even if a point has slipped into it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast
from urllib.parse import quote

from geodata.freshness import outdated_day
from geodata.model import (
    BenefitPartner,
    ContactPoint,
    Event,
    FundedProject,
    Located,
    Opportunity,
    Theme,
)
from geodata.openness import is_open_on
from geodata.snapshot import Snapshot
from layers import colours, words
from layers.areas import attribution_of
from layers.catalogue import OPPORTUNITIES
from layers.geometry import to_geojson
from layers.spec import Layer, LayerSpec, Legend, LegendEntry

EXAMPLE_BADGE = "Beispiel"

_ICONS = {
    "contact_points": "info",
    "benefit_partners": "ticket",
    "events": "calendar-days",
    "funded_projects": "coins",
}


def is_on_map(entry: Located) -> bool:
    """Whether an entry has a place that everybody may see."""
    return entry.geometry is not None and not entry.is_private


def is_coming_on(event: Event, today: dt.date, timezone: str) -> bool:
    """Whether an event is not over before today, in the city's time zone."""
    end = (event.ends_at or event.starts_at).astimezone(words.zone(timezone))
    return end.date() >= today


def _label(labels: dict[str, str], language: str) -> str:
    return labels.get(language) or labels.get("de") or next(iter(labels.values()), "")


def theme_properties(theme: Theme | None, language: str) -> dict[str, Any]:
    """Name, group, icon and colour of a theme; nothing for none."""
    if theme is None:
        return {}
    return {
        "theme_id": theme.theme_id,
        "theme": _label(theme.labels, language),
        "group_id": theme.group_id,
        "group": _label(theme.group_labels, language),
        "icon": theme.icon,
        "colour": theme.colour,
    }


def _hours_text(opportunity: Opportunity, language: str) -> str | None:
    hours = opportunity.hours_per_week
    if hours is None:
        return None
    digits = 0 if hours == int(hours) else 1
    unit = "Stunde" if hours == 1 else "Stunden"
    said = f"{words.number_text(hours, digits, language)} {unit}"
    # what happens once has no week: its hours are those of the day
    return said if opportunity.schedule == "one_off" else f"{said} pro Woche"


def _when_text(opportunity: Opportunity, language: str) -> str:
    start, end = opportunity.starts_on, opportunity.ends_on
    start_text = words.date_text(start, language) if start else None
    end_text = words.date_text(end, language) if end else None
    if opportunity.schedule == "one_off":
        if start_text and end_text and start != end:
            return f"einmalig, {start_text} bis {end_text}"
        return f"einmalig, {start_text or end_text}" if start or end else "einmalig"
    if end_text:
        return f"regelmäßig, bis {end_text}"
    return "regelmäßig"


class _Points:
    """How entries of each collection become properties."""

    def __init__(self, snapshot: Snapshot, today: dt.date, timezone: str, language: str) -> None:
        self.snapshot, self.today = snapshot, today
        self.timezone, self.language = timezone, language

    def organisation(self, organisation_id: str | None) -> str | None:
        found = self.snapshot.organisation_by_id.get(organisation_id or "")
        return found.name if found else None

    def theme(self, themes: Sequence[str]) -> dict[str, Any]:
        theme = self.snapshot.theme_by_id.get(themes[0]) if themes else None
        return theme_properties(theme, self.language)

    def opportunities(self, entry: Opportunity) -> dict[str, Any]:
        return {
            "id": entry.opportunity_id,
            "title": entry.title,
            "organisation": self.organisation(entry.organisation_id),
            "hours": _hours_text(entry, self.language),
            "when": _when_text(entry, self.language),
            "url": "/angebote/" + quote(entry.opportunity_id, safe=""),
            "website": entry.url,
        } | self.theme(entry.themes)

    def contact_points(self, entry: ContactPoint) -> dict[str, Any]:
        return {
            "id": entry.contact_point_id,
            "title": entry.name,
            "kind": entry.kind,
            "role": entry.role,
            "opening_hours": entry.opening_hours,
            "phone": entry.phone,
            "email": entry.public_email,
            "website": entry.website,
        }

    def benefit_partners(self, entry: BenefitPartner) -> dict[str, Any]:
        return {
            "id": entry.benefit_partner_id,
            "title": entry.name,
            "kind": entry.category,
            "benefit": entry.benefit,
            "website": entry.website,
        }

    def events(self, entry: Event) -> dict[str, Any]:
        return {
            "id": entry.event_id,
            "title": entry.title,
            "kind": entry.kind,
            "when": words.moment_text(entry.starts_at, self.timezone, self.language),
            "place_name": entry.place_name,
            "organisation": self.organisation(entry.organisation_id),
            "website": entry.url,
        }

    def funded_projects(self, entry: FundedProject) -> dict[str, Any]:
        amount = entry.amount_eur
        return {
            "id": entry.funded_project_id,
            "title": entry.title,
            "organisation": entry.organisation_name or self.organisation(entry.organisation_id),
            "programme": entry.programme,
            "year": str(entry.year),
            "amount": None if amount is None else words.value_text(amount, "eur", self.language),
        }

    def notice(self, entry: Located) -> str | None:
        """What a reader should know before setting out: that the entry is out of date."""
        day = outdated_day(entry, self.snapshot, self.today, self.timezone)
        return None if day is None else words.outdated_text(day, self.language)

    def common(self, entry: Located, spec: LayerSpec) -> dict[str, Any]:
        district = self.snapshot.district_by_id.get(entry.district_id or "")
        return {
            "collection_id": spec.collection_id,
            "district_id": entry.district_id,
            "borough_id": entry.borough_id,
            "district": district.name if district else None,
            "address": entry.address,
            "is_example": entry.is_example,
            "badge": EXAMPLE_BADGE if entry.is_example else None,
            "notice": self.notice(entry),
            "icon": _ICONS.get(spec.collection_id, "heart"),
            "colour": spec.style.fill or colours.ACTION,
            "theme": None,
            "group": None,
            "group_id": None,
            "url": None,
        }


def shown_entries(
    spec: LayerSpec, snapshot: Snapshot, today: dt.date, timezone: str
) -> Iterable[Located]:
    """Entries of a collection with a public place that are not over."""
    for entry in cast("tuple[Located, ...]", getattr(snapshot, spec.collection_id)):
        if not is_on_map(entry):
            continue
        if isinstance(entry, Opportunity) and not is_open_on(entry, today):
            continue
        if isinstance(entry, Event) and not is_coming_on(entry, today, timezone):
            continue
        yield entry


def legend_of(spec: LayerSpec, features: Sequence[dict[str, Any]]) -> Legend:
    """Groups with their colours and numbers, in the order in which they come."""
    groups = Counter(
        (f["properties"]["group"] or spec.label, f["properties"]["colour"]) for f in features
    )
    icon = _ICONS.get(spec.collection_id)
    entries = [
        LegendEntry(label=label, colour=colour, count=count, icon=icon)
        for (label, colour), count in groups.items()
    ]
    return Legend(title=spec.label, entries=tuple(entries), note=spec.note)


def in_theme_order(snapshot: Snapshot, features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """For the legend: groups in the order of themes.csv, not of the entries."""
    order = {t.group_id: i for i, t in reversed(list(enumerate(snapshot.themes)))}
    return sorted(features, key=lambda f: order.get(f["properties"]["group_id"] or "", 99))


def build_points(
    spec: LayerSpec, snapshot: Snapshot, today: dt.date, timezone: str, language: str
) -> Layer:
    """Point features of a collection with a legend by theme group."""
    points = _Points(snapshot, today, timezone, language)
    describe: Callable[[Any], dict[str, Any]] = getattr(points, spec.collection_id)
    features, credits_ = [], []
    for entry in shown_entries(spec, snapshot, today, timezone):
        properties = points.common(entry, spec) | describe(entry)
        properties["label"] = properties["title"]
        features.append(
            {
                "type": "Feature",
                "id": properties["id"],
                "geometry": to_geojson(cast("Any", entry.geometry)),
                "properties": properties,
            }
        )
        credits_.append(entry.attribution)
    return Layer(
        spec=spec,
        features=features,
        legend=legend_of(spec, in_theme_order(snapshot, features)),
        attribution=attribution_of(credits_),
    )


def offer_cards(
    snapshot: Snapshot, ids: Iterable[str], today: dt.date, timezone: str, language: str
) -> dict[str, dict[str, Any]]:
    """What the popups of some offers say, by id; an id that is not on the map is left out."""
    points = _Points(snapshot, today, timezone, language)
    cards = {}
    for offer_id in ids:
        entry = snapshot.opportunity_by_id.get(offer_id)
        if entry is None or not is_on_map(entry) or not is_open_on(entry, today):
            continue
        properties = points.common(entry, OPPORTUNITIES) | points.opportunities(entry)
        cards[offer_id] = properties | {"label": entry.title}
    return cards
