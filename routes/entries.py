"""How an offer is told on a citizen's page: where, when, how long, for whom, what is special.

Records in, small view structs out; templates only lay them out. Unknown is said as unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask import url_for
from flask_babel import format_date, format_datetime
from msgspec import Struct

from geodata.freshness import outdated_day
from geodata.model import Entry as Record
from geodata.model import Event, Opportunity, Organisation, Theme
from geodata.snapshot import Snapshot
from routes.context import label_in_language, services, today
from routes.formatting import date_long, number
from routes.speech import _, ngettext
from services.contracts import Hit, Point

MAX_BADGES = 3


class Fact(Struct, frozen=True, kw_only=True):
    """One fact with its icon; `label` says to a screen reader what the icon says."""

    icon: str
    label: str
    text: str


class Badge(Struct, frozen=True, kw_only=True):
    """A small mark. `kind` is `example` or `plain`."""

    text: str
    kind: str = "plain"


class Mark(Struct, frozen=True, kw_only=True):
    """A theme's icon on the colour of its group (#rrggbb)."""

    icon: str
    colour: str
    label: str


class Entry(Struct, frozen=True, kw_only=True):
    """One offer in a list. `distance_m` in metres, only where a point was asked for.

    `outdated`: the day an out-of-date offer speaks of, None while it is current.
    """

    id: str
    href: str
    title: str
    organisation: str | None
    where: str
    facts: tuple[Fact, ...]
    badges: tuple[Badge, ...]
    mark: Mark | None
    distance_m: float | None = None
    outdated: dt.date | None = None


def weekday_names() -> dict[str, str]:
    """Weekdays as short as in a calendar."""
    return {
        "mo": _("Mo"),
        "tu": _("Di"),
        "we": _("Mi"),
        "th": _("Do"),
        "fr": _("Fr"),
        "sa": _("Sa"),
        "su": _("So"),
    }


def weekday_words() -> dict[str, str]:
    """Weekdays as one says when something happens every week."""
    return {
        "mo": _("montags"),
        "tu": _("dienstags"),
        "we": _("mittwochs"),
        "th": _("donnerstags"),
        "fr": _("freitags"),
        "sa": _("samstags"),
        "su": _("sonntags"),
    }


def daytime_names() -> dict[str, str]:
    """Times of day."""
    return {
        "morning": _("vormittags"),
        "afternoon": _("nachmittags"),
        "evening": _("abends"),
    }


def where_words(offer: Opportunity, snapshot: Snapshot) -> str:
    """The district; what has none says why."""
    if offer.is_remote:
        return _("Von zu Hause aus")
    if offer.is_citywide:
        return _("In der ganzen Stadt")
    district = snapshot.district_by_id.get(offer.district_id or "")
    if district is None:
        return _("Außerhalb der Stadt")
    if offer.is_private:
        return _("%(district)s, genauer Ort auf Anfrage", district=district.name)
    return district.name


def _dates_words(offer: Opportunity) -> str | None:
    start, end = offer.starts_on, offer.ends_on
    if start and end and start != end:
        first = format_date(start, "d. MMMM" if start.year == end.year else "d. MMMM y")
        return _("%(first)s bis %(last)s", first=first, last=date_long(end))
    day = start or end
    return date_long(day) if day else None


def when_words(offer: Opportunity) -> str:
    """`einmalig, 9. Mai 2026`, `mittwochs nachmittags`, `Mo, Di, Fr abends`, `regelmäßig`."""
    if offer.schedule == "one_off":
        dates = _dates_words(offer)
        return _("einmalig, %(dates)s", dates=dates) if dates else _("einmalig")
    days = weekday_words() if len(offer.weekdays) <= 2 else weekday_names()
    times = daytime_names()
    parts = [", ".join(days[day] for day in offer.weekdays)]
    parts.append(_(" oder ").join(times[time] for time in offer.daytimes))
    said = " ".join(part for part in parts if part)
    return said or _("regelmäßig, Zeit nach Absprache")


def hours_words(offer: Opportunity) -> str:
    """`2 Stunden pro Woche`; for one-off offers the hours of that day are not known per week."""
    hours = offer.hours_per_week
    if hours is None:
        return _("Dauer nach Absprache")
    digits = 0 if hours == int(hours) else 1
    words = ngettext(
        "%(n)s Stunde", "%(n)s Stunden", 1 if hours == 1 else 2, n=number(hours, digits)
    )
    if offer.schedule == "one_off":
        return words
    return _("%(hours)s pro Woche", hours=words)


def audience_words(offer: Opportunity, snapshot: Snapshot) -> str:
    """`ab 16 Jahren`, `besonders für Ältere`, `für alle`."""
    known = snapshot.audience_by_id
    names = [label_in_language(known[a].labels) for a in offer.audiences if a in known]
    parts = []
    if offer.min_age:
        parts.append(_("ab %(age)s Jahren", age=offer.min_age))
    if names:
        parts.append(_("auch für: %(names)s", names=", ".join(names)))
    return ", ".join(parts) or _("für alle")


def facts_of(offer: Opportunity, snapshot: Snapshot) -> tuple[Fact, ...]:
    """When, how long, for whom."""
    is_once = offer.schedule == "one_off"
    return (
        Fact(
            icon="calendar-days" if is_once else "repeat",
            label=_("Wann"),
            text=when_words(offer),
        ),
        Fact(icon="clock", label=_("Wie lange"), text=hours_words(offer)),
        Fact(icon="users", label=_("Für wen"), text=audience_words(offer, snapshot)),
    )


def _special(offer: Opportunity) -> Iterator[str]:
    """What is special, the most telling first."""
    if offer.is_low_threshold:
        yield _("Zum Schnuppern")
    if offer.is_board_position:
        yield _("Nachfolge gesucht")
    if offer.is_in_kind_donation:
        yield _("Sachspende")
    if offer.is_for_groups:
        yield _("Für Gruppen")
    if offer.wheelchair == "yes":
        yield _("Rollstuhlgerecht")
    if offer.certificate:
        yield _("Mit Nachweis")
    if offer.counts_towards_pass:
        yield _("Zählt für den Ehrenamtspass")


def badges_of(offer: Opportunity, most: int = MAX_BADGES) -> tuple[Badge, ...]:
    """The example badge always, of the others at most `most`."""
    example = (Badge(text=_("Beispiel"), kind="example"),) if offer.is_example else ()
    return example + tuple(Badge(text=text) for text in list(_special(offer))[:most])


def mark_of(themes: tuple[str, ...], snapshot: Snapshot) -> Mark | None:
    """The mark of the first theme."""
    theme: Theme | None = snapshot.theme_by_id.get(themes[0]) if themes else None
    if theme is None:
        return None
    return Mark(icon=theme.icon, colour=theme.colour, label=label_in_language(theme.labels))


def outdated_on(record: Record, snapshot: Snapshot) -> dt.date | None:
    """The day an entry speaks of that is out of date today; None while it is current."""
    return outdated_day(record, snapshot, today(), services().city.timezone)


def _detail_href(offer: Opportunity, near: Point | None) -> str:
    """The offer's page; it says how far it is where the reader searched near a place."""
    # what is None does not stand in the address
    where = None if near is None else f"{near[0]:.3f},{near[1]:.3f}"
    return url_for("details.opportunity", opportunity_id=offer.opportunity_id, near=where)


def entry_of(hit: Hit, snapshot: Snapshot, near: Point | None = None) -> Entry:
    """One found offer as a list shows it; `near` is the point (lon, lat) that was asked for."""
    offer = hit.opportunity
    organisation: Organisation | None = snapshot.organisation_by_id.get(offer.organisation_id)
    return Entry(
        id=offer.opportunity_id,
        href=_detail_href(offer, near),
        title=offer.title,
        organisation=organisation.name if organisation else None,
        where=where_words(offer, snapshot),
        facts=facts_of(offer, snapshot),
        badges=badges_of(offer),
        mark=mark_of(offer.themes, snapshot),
        distance_m=hit.distance_m,
        outdated=outdated_on(offer, snapshot),
    )


def contact_of(
    offer: Opportunity, organisation: Organisation | None
) -> tuple[str | None, str | None]:
    """Mail and phone; what the offer lacks its organisation lends."""
    mail = offer.contact_email or (organisation.public_email if organisation else None)
    phone = offer.contact_phone or (organisation.phone if organisation else None)
    return mail, phone


def event_when(event: Event) -> str:
    """`2. Mai 2026, 10:00 bis 16:00 Uhr`, in the city's time zone."""
    start = format_datetime(event.starts_at, "d. MMMM y, HH:mm")
    if event.ends_at is None:
        return _("%(start)s Uhr", start=start)
    same_day = format_date(event.starts_at) == format_date(event.ends_at)
    end = format_datetime(event.ends_at, "HH:mm" if same_day else "d. MMMM y, HH:mm")
    return _("%(start)s bis %(end)s Uhr", start=start, end=end)
