"""The facts of an offer or an organisation as a table. What is unknown is said as unknown."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from geodata.model import Opportunity, Organisation, Wheelchair
from geodata.snapshot import Snapshot
from routes.context import label_in_language, language_name
from routes.entries import audience_words, contact_of, hours_words, when_words, where_words
from routes.formatting import date_long, number
from routes.speech import _, ngettext


class Row(Struct, frozen=True, kw_only=True):
    """One line of the table. `is_content`: the text comes from the data as it is."""

    label: str
    text: str
    is_unknown: bool = False
    is_content: bool = False


def wheelchair_words(value: Wheelchair | None) -> str:
    """Access by wheelchair in words; unknown is not the same as no."""
    words = {
        "yes": _("rollstuhlgerecht"),
        "limited": _("teilweise rollstuhlgerecht, bitte nachfragen"),
        "no": _("nicht rollstuhlgerecht"),
    }
    return words.get(value or "", _("nicht bekannt, bitte nachfragen"))


def _languages(codes: tuple[str, ...]) -> str:
    return ", ".join(language_name(code) for code in codes)


def _themes(themes: tuple[str, ...], held: Snapshot) -> str:
    known = held.theme_by_id
    return ", ".join(label_in_language(known[t].labels) for t in themes if t in known)


def _place_row(offer: Opportunity, held: Snapshot) -> Row:
    where = where_words(offer, held)
    if offer.address and not offer.is_private:
        return Row(label=_("Wo"), text=f"{offer.address} ({where})")
    return Row(label=_("Wo"), text=where)


def _period_row(offer: Opportunity) -> Row | None:
    if offer.schedule == "one_off" or not (offer.starts_on or offer.ends_on):
        return None
    if offer.starts_on and offer.ends_on:
        text = _(
            "%(first)s bis %(last)s",
            first=date_long(offer.starts_on),
            last=date_long(offer.ends_on),
        )
    elif offer.ends_on:
        text = _("bis %(last)s", last=date_long(offer.ends_on))
    else:
        text = _("ab %(first)s", first=date_long(offer.starts_on))
    return Row(label=_("Zeitraum"), text=text)


def _extras(offer: Opportunity) -> Iterator[str]:
    if offer.certificate:
        yield _("Du bekommst einen Nachweis über dein Engagement.")
    if offer.counts_towards_pass:
        yield _("Es zählt für den Ehrenamtspass.")
    if offer.is_for_groups:
        yield _("Auch für Gruppen, Firmen und Schulklassen.")
    if offer.is_board_position:
        yield _("Ein Amt im Vorstand oder eine Nachfolge.")
    if offer.is_in_kind_donation:
        yield _("Gesucht ist eine Sachspende.")


def _offer_rows(offer: Opportunity, held: Snapshot) -> Iterator[Row | None]:
    yield Row(label=_("Wann"), text=when_words(offer))
    yield _period_row(offer)
    yield Row(
        label=_("Wie lange"), text=hours_words(offer), is_unknown=offer.hours_per_week is None
    )
    yield _place_row(offer, held)
    yield Row(label=_("Für wen"), text=audience_words(offer, held))
    if offer.needed is not None:
        words = ngettext("%(n)s Person", "%(n)s Personen", offer.needed, n=number(offer.needed))
        yield Row(label=_("Gesucht"), text=words)
    yield Row(
        label=_("Das bringst du mit"),
        text=offer.requirements or _("Vorkenntnisse sind nicht genannt"),
        is_content=bool(offer.requirements),
    )
    yield Row(
        label=_("Sprachen"),
        text=_languages(offer.languages) or _("nicht bekannt"),
        is_unknown=not offer.languages,
    )
    if not offer.is_remote:
        yield Row(
            label=_("Rollstuhl"),
            text=wheelchair_words(offer.wheelchair),
            is_unknown=offer.wheelchair is None,
        )
    yield Row(label=_("Themen"), text=_themes(offer.themes, held))
    organisation = held.organisation_by_id.get(offer.organisation_id)
    mail, phone = contact_of(offer, organisation)
    yield Row(label=_("Kontakt"), text=", ".join(filter(None, (mail, phone))))
    if extras := " ".join(_extras(offer)):
        yield Row(label=_("Gut zu wissen"), text=extras)


def offer_rows(offer: Opportunity, held: Snapshot) -> list[Row]:
    """Everything known of an offer."""
    return [row for row in _offer_rows(offer, held) if row is not None and row.text]


def _kinds() -> dict[str, str]:
    return {
        "club": _("Verein"),
        "foundation": _("Stiftung"),
        "public": _("Öffentliche Einrichtung"),
        "church": _("Kirchliche Einrichtung"),
        "company": _("Unternehmen"),
        "initiative": _("Initiative"),
        "association": _("Verband"),
    }


def _badge_words(badges: tuple[str, ...]) -> str:
    known = {
        "engagement_seal": _("Siegel für gutes Engagement"),
        "certificate": _("stellt Nachweise aus"),
        "pass_partner": _("Partner des Ehrenamtspasses"),
    }
    return ", ".join(known[badge] for badge in badges if badge in known)


def organisation_rows(organisation: Organisation, held: Snapshot) -> list[Row]:
    """Everything known of an organisation."""
    district = held.district_by_id.get(organisation.district_id or "")
    place = None if organisation.is_private else organisation.address
    where = ", ".join(filter(None, [place, district.name if district else None]))
    rows = [
        Row(label=_("Art"), text=_kinds().get(organisation.kind, organisation.kind)),
        Row(label=_("Wo"), text=where or _("nicht bekannt"), is_unknown=not where),
        Row(label=_("Themen"), text=_themes(organisation.themes, held)),
        Row(label=_("Sprachen"), text=_languages(organisation.languages)),
        Row(
            label=_("Rollstuhl"),
            text=wheelchair_words(organisation.wheelchair),
            is_unknown=organisation.wheelchair is None,
        ),
        Row(label=_("Ausgezeichnet"), text=_badge_words(organisation.badges)),
        Row(
            label=_("Kontakt"),
            text=", ".join(filter(None, (organisation.public_email, organisation.phone))),
        ),
    ]
    return [row for row in rows if row.text]
