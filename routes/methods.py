"""How each number is made: /methodik."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from geodata.model import Indicator
from geodata.snapshot import Snapshot
from layers.words import period_text
from routes.context import language, services, snapshot, speak_whole_language
from routes.speech import _
from services.findings import underserved_rows
from services.planning import largest_gaps, units_of
from services.wording import Voice, number_word, share_words
from services.worked_example import WorkedExample, worked_example

blueprint = Blueprint("methods", __name__)
blueprint.before_request(speak_whole_language)

#: sections of templates/methods/methods.html that explain indicators
SECTIONS = ("bevoelkerung", "index", "versorgung", "erreichbarkeit", "luecke")


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
