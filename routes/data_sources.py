"""How a source is told on /daten: what it is, how current, what went wrong the last time."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from geodata.freshness import Freshness, FreshnessState, source_freshness
from geodata.model import Source
from geodata.snapshot import Snapshot
from layers.words import period_text
from routes.context import language, services, today
from routes.data_places import PlaceBar, bar_of
from routes.details import web_address
from routes.formatting import date_long, datetime_long
from routes.planning_profile import native_words
from routes.speech import _, ngettext
from services.data_quality import find_issues, placements_of

ICONS: dict[FreshnessState, str] = {
    "fresh": "check",
    "soon": "hourglass",
    "outdated": "triangle-alert",
    "open": "minus",
    "never": "circle-question-mark",
}


class State(Struct, frozen=True, kw_only=True):
    """How current a source is: an icon, a word, and what it means."""

    kind: str
    icon: str
    word: str
    more: str = ""


class SourceCard(Struct, frozen=True, kw_only=True):
    """One source with what is said of it. `problem`: why it could not be read, None if it could."""

    source: Source
    state: State
    kind: str
    native: str
    period: str | None
    used_by: tuple[str, ...]
    places: PlaceBar | None
    problem: str | None = None
    issue_count: int = 0


class Concern(Struct, frozen=True, kw_only=True):
    """Sources that share a trouble, for the summary above all cards."""

    kind: str
    icon: str
    text: str
    sources: tuple[Source, ...]


def kind_of_source(kind: str | None) -> str:
    """Where the records come from, in words; "" where there is nothing to say."""
    words = {
        "districts": _("Grenzen, mitgeliefert"),
        "orientation_lines": _("Linien, mitgeliefert"),
        "crosswalk": _("Zuordnung, mitgeliefert"),
        "statistics": _("Statistik-Tabelle"),
        "entries": _("Liste, mitgeliefert"),
        "examples": _("vom Programm erfunden"),
        "import": _("Datei, von Hand eingelesen"),
        "table": _("Tabelle aus dem Netz (CSV oder Excel)"),
        "geojson": _("GeoJSON aus dem Netz"),
        "geopackage": _("GeoPackage aus dem Netz"),
        "ogc_features": _("Kartendienst (OGC API)"),
        "layer": _("Kartendienst"),
        "wfs": _("Kartendienst (WFS)"),
        "overpass": _("OpenStreetMap (Overpass)"),
        "json_feed": _("Austausch mit einer Plattform (JSON)"),
        "xml_feed": _("Austausch mit einer Plattform (XML)"),
        "icalendar": _("Kalender (iCalendar)"),
    }
    return words.get(kind or "", kind or "")


def _word(state: FreshnessState) -> str:
    words: dict[FreshnessState, str] = {
        "fresh": _("Aktuell"),
        "soon": _("Bald veraltet"),
        "outdated": _("Veraltet"),
        "open": _("Ohne Verfallsdatum"),
        "never": _("Noch nie geladen"),
    }
    return words[state]


def _more(found: Freshness) -> str:
    if found.state == "outdated":
        return _("galt bis %(day)s als aktuell", day=date_long(found.last_day))
    if found.last_day is not None:
        return _("gilt bis %(day)s als aktuell", day=date_long(found.last_day))
    return ""


def freshness_of(source: Source) -> Freshness:
    """How current a source is today."""
    return source_freshness(source, today(), services().city.timezone)


def state_of(source: Source) -> State:
    """The same in words."""
    found = freshness_of(source)
    word, more = _word(found.state), _more(found)
    return State(kind=found.state, icon=ICONS[found.state], word=word, more=more)


def _problem(source: Source) -> str | None:
    """What went wrong the last time, and what counts meanwhile."""
    if source.status != "failed":
        return None
    found = [_("Der letzte Abruf hat nicht geklappt.")]
    if source.checked_at:
        when = datetime_long(source.checked_at)
        found = [_("Der letzte Abruf am %(when)s hat nicht geklappt.", when=when)]
    if source.last_error:
        found.append(source.last_error)
    if source.retrieved_at:
        day = date_long(freshness_of(source).day)
        found.append(_("Es gelten weiter die Daten vom %(day)s.", day=day))
    else:
        found.append(_("Bisher gibt es keine Daten aus dieser Quelle."))
    return " ".join(found)


def card_of(source: Source, held: Snapshot) -> SourceCard:
    """Everything the page tells of one source."""
    used = [_(i.label) for i in held.indicators if source.source_id in i.source_ids]
    placement = placements_of(held).by_source.get(source.source_id)
    url, licence_url = web_address(source.url), web_address(source.licence_url)
    return SourceCard(
        source=structs.replace(source, url=url, licence_url=licence_url),
        state=state_of(source),
        kind=kind_of_source(source.kind),
        native=native_words(source.native_level) if source.native_level else "",
        period=period_text(source.period, language()) if source.period else None,
        used_by=tuple(used),
        places=bar_of(source.title, placement) if placement else None,
        problem=_problem(source),
        issue_count=find_issues(held, limit=0).sources.get(source.source_id, 0),
    )


def _concern_words(kind: str, n: int) -> str:
    words = {
        "outdated": ngettext("1 Quelle ist veraltet", "%(n)s Quellen sind veraltet", n, n=n),
        "failed": ngettext(
            "1 Quelle ließ sich zuletzt nicht abrufen",
            "%(n)s Quellen ließen sich zuletzt nicht abrufen",
            n,
            n=n,
        ),
        "soon": ngettext("1 Quelle ist bald veraltet", "%(n)s Quellen sind bald veraltet", n, n=n),
        "never": ngettext(
            "1 Quelle ist noch nie geladen worden",
            "%(n)s Quellen sind noch nie geladen worden",
            n,
            n=n,
        ),
    }
    return words[kind]


def concerns_of(sources: Sequence[Source]) -> list[Concern]:
    """What a reader should know before trusting the rest, the gravest first."""
    states = {source.source_id: freshness_of(source).state for source in sources}
    found = {
        kind: tuple(s for s in sources if states[s.source_id] == kind)
        for kind in ("outdated", "soon", "never")
    }
    failed = tuple(source for source in sources if source.status == "failed")
    never = tuple(source for source in found["never"] if source not in failed)
    troubled = (
        ("outdated", ICONS["outdated"], found["outdated"]),
        ("failed", "x", failed),
        ("soon", ICONS["soon"], found["soon"]),
        ("never", ICONS["never"], never),
    )
    return [
        Concern(kind=kind, icon=icon, text=_concern_words(kind, len(those)), sources=those)
        for kind, icon, those in troubled
        if those
    ]
