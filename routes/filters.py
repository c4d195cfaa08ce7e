"""What can be chosen in the finder, with what choosing it would match."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import facet_label, label_in_language
from routes.phrases import hours_words, radius_words
from routes.speech import _
from services.contracts import FacetValue, SearchQuery, SearchResult

HOURS = (1, 2, 5, 10)
RADII_M = (500, 1000, 2000, 5000)
#: filters that stand in the sheet, not in the form above it
SHEET = (
    "hours_max",
    "schedule",
    "weekday",
    "daytime",
    "age",
    "audience",
    "language",
    "low_threshold",
    "wheelchair",
    "remote",
    "group",
    "certificate",
    "from",
    "to",
)


class Option(Struct, frozen=True, kw_only=True):
    """One thing to choose. `count` is None where nobody counted; `short` says it beside its kind."""

    name: str
    value: str
    label: str
    short: str | None = None
    is_chosen: bool = False
    count: int | None = None


class OptionGroup(Struct, frozen=True, kw_only=True):
    """Options under one heading."""

    label: str
    options: tuple[Option, ...]

    @property
    def is_short(self) -> bool:
        """Whether two options fit beside each other."""
        return all(len(option.label) <= 12 for option in self.options)


class Chip(Struct, frozen=True, kw_only=True):
    """A filter one tap away: the address with or without it."""

    key: str
    label: str
    icon: str
    href: str
    is_on: bool


class Choices(Struct, frozen=True, kw_only=True):
    """All of the form."""

    themes: tuple[OptionGroup, ...]
    places: tuple[OptionGroup, ...]
    chips: tuple[Chip, ...]
    sheet: tuple[OptionGroup, ...]
    hours: tuple[Option, ...]
    radii: tuple[Option, ...]
    sorts: tuple[Option, ...]
    sheet_count: int
    hidden: tuple[tuple[str, str], ...]


def _counts(result: SearchResult, name: str) -> dict[str, int]:
    return {facet.value: facet.count for facet in result.facets.get(name, ())}


def _theme_groups(
    query: SearchQuery, result: SearchResult, held: Snapshot
) -> tuple[OptionGroup, ...]:
    counts = _counts(result, "theme")
    groups: dict[str, list[Option]] = {}
    for theme in held.themes:
        option = Option(
            name="theme",
            value=theme.theme_id,
            label=label_in_language(theme.labels),
            is_chosen=theme.theme_id in query.theme,
            count=counts.get(theme.theme_id),
        )
        groups.setdefault(label_in_language(theme.group_labels), []).append(option)
    return tuple(OptionGroup(label=k, options=tuple(v)) for k, v in groups.items())


def _place_groups(
    query: SearchQuery, result: SearchResult, held: Snapshot
) -> tuple[OptionGroup, ...]:
    of_district, of_borough = _counts(result, "district"), _counts(result, "borough")
    groups = []
    for borough in held.boroughs:
        whole = Option(
            name="ort",
            value=f"borough:{borough.district_id}",
            label=_("%(name)s, ganzer Stadtbezirk", name=borough.name),
            short=borough.name,
            is_chosen=query.borough[:1] == (borough.district_id,) and not query.district,
            count=of_borough.get(borough.district_id),
        )
        parts = [
            Option(
                name="ort",
                value=f"district:{district.district_id}",
                label=district.name,
                is_chosen=query.district[:1] == (district.district_id,),
                count=of_district.get(district.district_id),
            )
            for district in held.districts
            if district.parent_id == borough.district_id
        ]
        groups.append(OptionGroup(label=borough.name, options=(whole, *parts)))
    return tuple(groups)


def _chip(address: Address, name: str, value: str, label: str, icon: str) -> Chip:
    plain = address.without(name, "offset")
    is_on = (name, value) in address.pairs
    href = plain.href if is_on else plain.plus(name, value).href
    return Chip(key=f"{name}-{value}", label=label, icon=icon, href=href, is_on=is_on)


def _chips(address: Address) -> tuple[Chip, ...]:
    return (
        _chip(address, "hours_max", "2", _("Bis 2 Std. pro Woche"), "clock"),
        _chip(address, "schedule", "one_off", _("Einmalig"), "calendar-days"),
        _chip(address, "low_threshold", "true", _("Einfacher Einstieg"), "sprout"),
    )


def _chosen(query: SearchQuery, name: str, value: str) -> bool:
    held = getattr(query, name)
    if isinstance(held, bool):
        return value == ("true" if held else "false")
    return held is not None and value in held


def _options(query: SearchQuery, name: str, facets: Iterable[FacetValue]) -> tuple[Option, ...]:
    return tuple(
        Option(
            name=name,
            value=facet.value,
            label=facet_label(name, facet),
            is_chosen=_chosen(query, name, facet.value),
            count=facet.count,
        )
        for facet in facets
    )


def _sheet_groups(query: SearchQuery, result: SearchResult) -> tuple[OptionGroup, ...]:
    """The groups of tick boxes. A language nobody needs here is left out unless chosen."""
    facets = result.facets

    def group(label: str, *names: str) -> OptionGroup:
        found = [option for name in names for option in _options(query, name, facets.get(name, ()))]
        return OptionGroup(label=label, options=tuple(found))

    languages = group(_("In welcher Sprache"), "language")
    spoken = tuple(o for o in languages.options if o.count or o.is_chosen)
    return (
        group(_("Wie oft"), "schedule"),
        group(_("An welchen Tagen"), "weekday"),
        group(_("Zu welcher Tageszeit"), "daytime"),
        group(_("Was dir wichtig ist"), "low_threshold", "remote", "certificate", "group"),
        group(_("Mit dem Rollstuhl"), "wheelchair"),
        group(_("Besonders offen für"), "audience"),
        OptionGroup(label=languages.label, options=spoken),
    )


def _hours(query: SearchQuery) -> tuple[Option, ...]:
    values: set[float] = {*HOURS, *([query.hours_max] if query.hours_max is not None else [])}
    return tuple(
        Option(
            name="hours_max",
            value=f"{hours:g}",
            label=hours_words(hours),
            is_chosen=query.hours_max == hours,
        )
        for hours in sorted(values)
    )


def _radii(query: SearchQuery) -> tuple[Option, ...]:
    values: set[float] = {*RADII_M, *([query.radius_m] if query.radius_m is not None else [])}
    return tuple(
        Option(
            name="radius_m",
            value=f"{metres:g}",
            label=_("bis %(far)s", far=radius_words(metres)),
            is_chosen=query.radius_m == metres,
        )
        for metres in sorted(values)
    )


def _sorts(query: SearchQuery) -> tuple[Option, ...]:
    names = {
        "relevance": _("Am besten passend"),
        "distance": _("Die nächsten zuerst"),
        "newest": _("Die neuesten zuerst"),
        "hours": _("Wenig Zeit zuerst"),
        "starts_on": _("Die frühesten zuerst"),
    }
    if query.near is None:
        del names["distance"]
    return tuple(
        Option(name="sort", value=value, label=label, is_chosen=query.sort == value)
        for value, label in names.items()
    )


def _hidden(query: SearchQuery, address: Address) -> tuple[tuple[str, str], ...]:
    """What no field of the form shows but what must survive its sending."""
    extra = {("theme", value) for value in query.theme[1:]}
    fixed = ("near", "walk_minutes", "bbox", "lang", "ohne_ort")
    return tuple(p for p in address.pairs if p[0] in fixed or p in extra)


def choices_of(
    query: SearchQuery, result: SearchResult, held: Snapshot, address: Address
) -> Choices:
    """Everything that can be chosen now."""
    return Choices(
        themes=_theme_groups(query, result, held),
        places=_place_groups(query, result, held),
        chips=_chips(address),
        sheet=_sheet_groups(query, result),
        hours=_hours(query),
        radii=_radii(query) if query.near else (),
        sorts=_sorts(query),
        sheet_count=sum(name in SHEET for name, _value in address.pairs),
        hidden=_hidden(query, address),
    )
