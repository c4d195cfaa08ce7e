"""What can be chosen in the finder, with what choosing it would match."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from geodata.snapshot import Snapshot
from routes.address import Address
from routes.context import label_in_language
from routes.phrases import choice_label, either, phrases_of
from routes.saved_links import CARRIED
from routes.speech import _
from services.contracts import FacetValue, SearchQuery, SearchResult
from services.search_facets import STEPS

#: the one field "where" of the form without scripts: `district:31`, `borough:3`, or as it is
PLACE_FIELD, UNCHANGED = "ort", "bleibt"
#: the one field "how far" of that form: `radius_m:2000`, `walk_minutes:10`
REACH_FIELD = "weit"
REACHES = ("radius_m", "walk_minutes")
#: audiences that come together, beside groups in general; the others are people one by one
COLLECTIVE = ("companies", "schools")
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
    "people",
    "certificate",
    "pass",
    "board",
    "in_kind",
    "from",
    "to",
    "since",
)


class Option(Struct, frozen=True, kw_only=True):
    """One thing to choose. `count` is None where nobody counted; `short` says it beside its kind."""

    name: str
    value: str
    label: str
    short: str | None = None
    is_chosen: bool = False
    count: int | None = None

    @property
    def facet(self) -> str:
        """Where its count stands: parameter and value."""
        is_joint = self.name in (PLACE_FIELD, REACH_FIELD)
        return self.value if is_joint else f"{self.name}:{self.value}"


class OptionGroup(Struct, frozen=True, kw_only=True):
    """Options under one heading, with a sentence where the heading does not say all."""

    label: str
    options: tuple[Option, ...]
    hint: str | None = None

    @property
    def is_short(self) -> bool:
        """Whether two options fit beside each other."""
        return all(len(option.label) <= 12 for option in self.options)


class Chip(Struct, frozen=True, kw_only=True):
    """A filter one tap away: the address with or without it, and what choosing it matches."""

    key: str
    label: str
    icon: str
    href: str
    is_on: bool
    count: int | None


class Choices(Struct, frozen=True, kw_only=True):
    """The fields of the form."""

    themes: tuple[OptionGroup, ...]
    places: tuple[OptionGroup, ...]
    sheet: tuple[OptionGroup, ...]
    several_places: str | None
    hours: tuple[Option, ...]
    ages: tuple[Option, ...]
    people: tuple[Option, ...]
    reaches: tuple[Option, ...]
    sorts: tuple[Option, ...]
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
            name=PLACE_FIELD,
            value=f"borough:{borough.district_id}",
            label=_("%(name)s, ganzer Stadtbezirk", name=borough.name),
            short=borough.name,
            is_chosen=query.borough[:1] == (borough.district_id,) and not query.district,
            count=of_borough.get(borough.district_id),
        )
        parts = [
            Option(
                name=PLACE_FIELD,
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


def _chip(
    address: Address, result: SearchResult, *, choice: tuple[str, str], label: str, icon: str
) -> Chip:
    name, value = choice
    plain = address.without(name, "offset")
    is_on = choice in address.pairs
    return Chip(
        key=f"{name}-{value}",
        label=label,
        icon=icon,
        href=plain.href if is_on else plain.plus(name, value).href,
        is_on=is_on,
        count=_counts(result, name).get(value),
    )


def chips_of(address: Address, result: SearchResult) -> tuple[Chip, ...]:
    """The filters one tap away."""
    chips = (
        (("hours_max", "2"), _("Bis 2 Std. pro Woche"), "clock"),
        (("schedule", "one_off"), _("Einmalig"), "calendar-days"),
        (("low_threshold", "true"), _("Zum Schnuppern"), "sprout"),
    )
    return tuple(
        _chip(address, result, choice=choice, label=label, icon=icon)
        for choice, label, icon in chips
    )


def sheet_count(address: Address) -> int:
    """How many filters of the sheet are set."""
    return sum(name in SHEET for name, _value in address.pairs)


def _chosen(query: SearchQuery, name: str, value: str) -> bool:
    held = query.value_of(name)
    if isinstance(held, bool):
        return value == ("true" if held else "false")
    if isinstance(held, int | float):
        return value == f"{held:g}"
    return held is not None and value in held


def _options(query: SearchQuery, name: str, facets: Iterable[FacetValue]) -> tuple[Option, ...]:
    return tuple(
        Option(
            name=name,
            value=facet.value,
            label=choice_label(name, facet),
            is_chosen=_chosen(query, name, facet.value),
            count=facet.count,
        )
        for facet in facets
    )


def _sheet_groups(query: SearchQuery, result: SearchResult) -> tuple[OptionGroup, ...]:
    """The groups of tick boxes. A language nobody needs here is left out unless chosen."""
    facets = result.facets

    def group(label: str, *names: str, hint: str | None = None) -> OptionGroup:
        found = [option for name in names for option in _options(query, name, facets.get(name, ()))]
        return OptionGroup(label=label, options=tuple(found), hint=hint)

    tasting = _("Einmalig oder höchstens 2 Stunden pro Woche, ohne Vorkenntnisse.")
    people = group(_("Besonders offen für"), "audience")
    together = [option for option in people.options if option.value in COLLECTIVE]
    single = tuple(option for option in people.options if option.value not in COLLECTIVE)
    groups = group(_("Ihr seid mehrere"), "group")
    languages = group(_("In welcher Sprache"), "language")
    spoken = tuple(o for o in languages.options if o.count or o.is_chosen)
    return (
        group(_("Erst einmal ausprobieren"), "low_threshold", hint=tasting),
        group(_("Wie oft"), "schedule"),
        group(_("An welchen Tagen"), "weekday"),
        group(_("Zu welcher Tageszeit"), "daytime"),
        group(_("Was dir wichtig ist"), "remote", "certificate", "pass"),
        group(_("Was gerade fehlt"), "board", "in_kind"),
        OptionGroup(label=groups.label, options=(*groups.options, *together)),
        group(_("Mit dem Rollstuhl"), "wheelchair"),
        OptionGroup(label=people.label, options=single),
        OptionGroup(label=languages.label, options=spoken),
    )


def _reaches(query: SearchQuery, result: SearchResult) -> tuple[Option, ...]:
    """How far from the place asked for; without counts as long as there is none."""
    found = []
    for name in REACHES:
        known = {facet.value: facet for facet in result.facets.get(name, ())}
        steps = {f"{step:g}" for step in STEPS[name]}
        for value in sorted({*known, *steps}, key=float):
            facet = known.get(value, FacetValue(value=value, label=value, count=0))
            option = Option(
                name=REACH_FIELD,
                value=f"{name}:{value}",
                label=choice_label(name, facet),
                is_chosen=_chosen(query, name, value),
                count=facet.count if value in known else None,
            )
            found.append(option)
    return tuple(found)


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


def _several_places(query: SearchQuery, held: Snapshot) -> str | None:
    """More places than one select can hold, in words."""
    places = (*query.district, *query.borough)
    if len(places) < 2:
        return None
    phrases = phrases_of(query, held)
    return either([phrase.text for phrase in phrases if phrase.name in ("district", "borough")])


def _hidden(query: SearchQuery, address: Address) -> tuple[tuple[str, str], ...]:
    """What no field of the form shows but what must survive its sending."""
    extra = {("theme", value) for value in query.theme[1:]}
    fixed = {"near", "near_name", "bbox", "lang", "ohne_ort", CARRIED}
    if len(query.district) + len(query.borough) > 1:
        fixed |= {"district", "borough"}
    return tuple(p for p in address.pairs if p[0] in fixed or p in extra)


def choices_of(
    query: SearchQuery, result: SearchResult, held: Snapshot, address: Address
) -> Choices:
    """Everything that can be chosen in the form now."""

    def numbers(name: str) -> tuple[Option, ...]:
        return _options(query, name, result.facets.get(name, ()))

    return Choices(
        themes=_theme_groups(query, result, held),
        places=_place_groups(query, result, held),
        several_places=_several_places(query, held),
        sheet=_sheet_groups(query, result),
        hours=numbers("hours_max"),
        ages=numbers("age"),
        people=numbers("people"),
        reaches=_reaches(query, result),
        sorts=_sorts(query),
        hidden=_hidden(query, address),
    )
