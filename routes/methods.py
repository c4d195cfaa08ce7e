"""How each number is made, and where each number comes from: /methodik and /daten."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.issues import Issue, kind_words
from geodata.model import Indicator, Source
from geodata.snapshot import Snapshot
from layers.words import period_text
from routes.context import language, services, snapshot
from routes.planning_profile import native_words
from routes.speech import _
from services.findings import underserved_rows
from services.planning import largest_gaps, units_of
from services.wording import Voice, number_word, share_words
from services.worked_example import WorkedExample, worked_example

blueprint = Blueprint("methods", __name__)

#: sections of templates/methods/methods.html that explain indicators
SECTIONS = ("bevoelkerung", "index", "versorgung", "erreichbarkeit", "luecke")
#: so many issues of one kind are listed; the snapshot has them all
LISTED = 20


def _by_method(held: Snapshot) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = {}
    for indicator in sorted(held.indicators, key=lambda i: (i.sort_order, i.indicator_id)):
        found.setdefault(indicator.method, []).append(indicator)
    return found


def _example(held: Snapshot) -> WorkedExample | None:
    """The largest gap, else the first unit: only underserved units are held up by name."""
    rows = [row for row in held.coverage if row.level == "district"]
    first = [row.district_id for row in underserved_rows(rows)]
    first += [unit.district_id for unit in units_of(held)]
    return worked_example(held, services().city, first[0]) if first else None


def _reach_m(minutes: int) -> int:
    access = services().city.access
    return round(minutes * 60 * access.speed_m_per_s / access.detour_factor)


@blueprint.get("/methodik")
def methods() -> ResponseReturnValue:
    """Every method in plain words, its source, and one district calculated to the end."""
    held, city = snapshot(), services().city
    voice, by_method = Voice(_, language()), _by_method(held)
    merged = [d for d in held.districts if d.statistics_unit_id not in {None, d.district_id}]
    return render_template(
        "methods/methods.html",
        by_method=by_method,
        more_methods={key: found for key, found in by_method.items() if key not in SECTIONS},
        example=_example(held),
        names={d.district_id: d.name for d in held.districts},
        labels={i.indicator_id: _(i.label) for i in held.indicators},
        units={i.indicator_id: i.unit for i in held.indicators},
        merged=merged,
        unit_count=len(units_of(held)),
        district_count=len(held.districts),
        top=largest_gaps(held, city),
        top_words=number_word(largest_gaps(held, city), voice),
        reach=[(minutes, _reach_m(minutes)) for minutes in city.access.minutes],
        decimal=voice.number,
        tr=_,
        share_words=lambda share: share_words(share, "grid", voice),
        period_words=lambda period: period_text(period, language()),
    )


class SourceCard(Struct, frozen=True, kw_only=True):
    """One source with what is said of it."""

    source: Source
    native: str
    period: str | None
    used_by: tuple[str, ...]


class IssueGroup(Struct, frozen=True, kw_only=True):
    """Issues of one kind in one source."""

    source: str
    kind: str
    severity: str
    count: int
    messages: tuple[str, ...]


def _card(held: Snapshot, source: Source) -> SourceCard:
    used = [_(i.label) for i in held.indicators if source.source_id in i.source_ids]
    period = period_text(source.period, language()) if source.period else None
    return SourceCard(
        source=source,
        native=native_words(source.native_level) if source.native_level else "",
        period=period,
        used_by=tuple(used),
    )


def _where(issue: Issue) -> str:
    parts = (
        _("Zeile %(row)s", row=issue.row) if issue.row is not None else None,
        _("Feld „%(field)s“", field=issue.field) if issue.field else None,
    )
    return ", ".join(part for part in parts if part)


def _message(issue: Issue) -> str:
    where = _where(issue)
    return f"{where}: {issue.message}" if where else issue.message


def issue_groups(held: Snapshot) -> list[IssueGroup]:
    """Issues by source, kind and severity, the most frequent first."""
    counts = Counter((i.source_id, i.kind, i.severity) for i in held.issues)
    words = {"error": _("weggelassen"), "warning": _("verbessert"), "info": _("Hinweis")}
    return [
        IssueGroup(
            source=key[0],
            kind=_(kind_words(key[1])),
            severity=words[key[2]],
            count=count,
            messages=tuple(
                _message(i)
                for i in [i for i in held.issues if (i.source_id, i.kind, i.severity) == key][
                    :LISTED
                ]
            ),
        )
        for key, count in counts.most_common()
    ]


def _counts(held: Snapshot) -> list[tuple[str, str, int]]:
    """Collections of the API: id, name, how many."""
    names: dict[str, tuple[str, Any]] = {
        "districts": (_("Stadtteile"), held.districts),
        "boroughs": (_("Stadtbezirke"), held.boroughs),
        "organisations": (_("Organisationen"), held.organisations),
        "opportunities": (_("Angebote"), held.opportunities),
        "contact_points": (_("Beratung und Anlaufstellen"), held.contact_points),
        "funded_projects": (_("Geförderte Projekte"), held.funded_projects),
        "benefit_partners": (_("Partner des Ehrenamtspasses"), held.benefit_partners),
        "events": (_("Veranstaltungen"), held.events),
        "facilities": (_("Einrichtungen"), held.facilities),
        "stops": (_("Haltestellen"), held.stops),
        "osm_places": (_("Orte aus OpenStreetMap"), held.osm_places),
    }
    return [(key, name, len(rows)) for key, (name, rows) in names.items()]


@blueprint.get("/daten")
def data() -> ResponseReturnValue:
    """Every source with licence and date, what was wrong with it, and all downloads."""
    held = snapshot()
    return render_template(
        "methods/data.html",
        info=held.info,
        cards=[_card(held, source) for source in held.sources],
        titles={source.source_id: source.title for source in held.sources},
        issue_groups=issue_groups(held),
        issue_count=len(held.issues),
        listed=LISTED,
        collections=_counts(held),
        theme_count=len(held.themes),
    )
