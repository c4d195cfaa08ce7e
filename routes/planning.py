"""The planning pages: which districts are underserved, how sure that is, one district in full.

Everything works without scripts: forms and links carry the whole state in the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

from geodata.model import District, Indicator
from geodata.snapshot import Snapshot
from layers.catalogue import DISADVANTAGE, periods_of
from layers.words import period_text
from routes.context import label_in_language, language, services, snapshot, speak_whole_language
from routes.mapdata import page_data
from routes.planning_charts import scatter_of, whiskers_of
from routes.planning_profile import is_thinly_settled, profile_context
from routes.planning_query import (
    COLUMNS,
    NAME,
    RANK,
    WEIGHT,
    PlanQuery,
    default_query,
    indicators_with_values,
    page_url,
    plan_query,
)
from routes.planning_view import (
    Line,
    bare,
    city_text,
    columns_of,
    drawing_of,
    drawing_order,
    interval_words,
    lines_of,
    name_key,
    rank_order,
    sort_lines,
    value_words,
)
from routes.speech import _
from services.contracts import BadQuery, CoverageAnswer
from services.findings import (
    Question,
    finding,
    lacks_index,
    offer_words,
    underserved_rows,
)
from services.planning import (
    ACCESS,
    ThemeCount,
    asked_snapshot,
    largest_gaps,
    neighbours_of,
    offers_by_theme,
)
from services.profiles import profile_parts
from services.wording import (
    Voice,
    chance_words,
    joined,
    number_word,
    robust_level,
    robust_rating,
    robust_short,
    share_words,
)

blueprint = Blueprint("planning", __name__)
blueprint.before_request(speak_whole_language)

RANKED = 10


def voice() -> Voice:
    """The language of the request."""
    return Voice(_, language())


def names_of(held: Snapshot) -> dict[str, str]:
    """District names; a unit that others are counted in says so: `Albertstadt (mit …)`."""
    names = {d.district_id: d.name for d in held.districts}
    for unit in held.districts:
        inside = [
            d.name
            for d in held.districts
            if d.statistics_unit_id == unit.district_id and d is not unit
        ]
        if inside:
            names[unit.district_id] = _(
                "%(name)s (mit %(others)s)", name=unit.name, others=joined(inside, voice())
            )
    return names


def _unweighted(query: PlanQuery, held: Snapshot) -> tuple[str, ...]:
    """Labels of the inputs counted per district, if none of them has a weight."""
    inputs = services().city.disadvantage.inputs
    weights = dict(query.weights) or {i.indicator_id: i.weight for i in inputs}
    known = [held.indicator_by_id[key] for key in weights if key in held.indicator_by_id]
    native = [indicator for indicator in known if indicator.native_level == "district"]
    if any(weights[indicator.indicator_id] > 0 for indicator in native):
        return ()
    return tuple(_(indicator.label) for indicator in native)


def question_of(query: PlanQuery, held: Snapshot) -> Question:
    """What sentences need to know of the question."""
    city = services().city
    return Question(
        minutes=city.access.minutes[0],
        top=largest_gaps(held, city),
        themes=tuple(label_in_language(held.theme_by_id[t].labels) for t in query.theme),
        audiences=tuple(label_in_language(held.audience_by_id[a].labels) for a in query.audience),
        low_threshold=query.low_threshold,
        has_examples=held.info.has_examples,
        unweighted=_unweighted(query, held),
        thin=frozenset(
            d.district_id
            for d in held.districts
            if is_thinly_settled(d, held.coverage_by_id.get(d.district_id))
        ),
    )


class WeightField(Struct, frozen=True, kw_only=True):
    """One input of the index in the form: its weight as asked and the share it then has."""

    name: str
    label: str
    value: float
    usual: float
    share: float


def _weight_fields(query: PlanQuery, held: Snapshot, answer: CoverageAnswer) -> list[WeightField]:
    asked = dict(query.weights)
    fields = []
    for given in services().city.disadvantage.inputs:
        indicator = held.indicator_by_id.get(given.indicator_id)
        fields.append(
            WeightField(
                name=WEIGHT + given.indicator_id,
                label=_(indicator.label) if indicator else given.indicator_id,
                value=asked.get(given.indicator_id, given.weight),
                usual=given.weight,
                share=answer.weights.get(given.indicator_id, 0.0),
            )
        )
    return fields


def _indicator_groups(held: Snapshot, query: PlanQuery) -> list[tuple[str, list[Indicator]]]:
    words = {
        "gap": _("Lücke"),
        "need": _("Soziale Belastung"),
        "access": _("Erreichbarkeit"),
        "supply": _("Angebote"),
        "people": _("Menschen"),
    }
    known = indicators_with_values(held, query.level)
    groups = [(label, [i for i in known if i.group == group]) for group, label in words.items()]
    return [(label, found) for label, found in groups if found]


def _sort_links(query: PlanQuery, default: PlanQuery, keys: Sequence[str]) -> dict[str, Any]:
    """key -> address that sorts by it, and how the table is sorted by it now."""
    links = {}
    for key in keys:
        is_now = query.sort == key
        first = "asc" if key in {NAME, RANK} else "desc"
        other = "desc" if query.order == "asc" else "asc"
        links[key] = {
            "href": page_url(query, default, "tabelle", sort=key, order=other if is_now else first),
            "now": {"asc": "ascending", "desc": "descending"}[query.order] if is_now else None,
            "first": first,
        }
    return links


def _csv_url(query: PlanQuery) -> str:
    """The chosen indicator as CSV; the whole table has one address per indicator."""
    parameters = {
        "indicator_id": query.indicator_id,
        "period": query.period,
        "level": query.level,
        "format": "csv",
    }
    return f"/api/indicators?{urlencode(parameters)}"


def _areas(held: Snapshot, query: PlanQuery) -> tuple[District, ...]:
    return held.boroughs if query.level == "borough" else held.districts


def _judgement_context(query: PlanQuery, held: Snapshot, answer: CoverageAnswer) -> dict[str, Any]:
    """Finding, ranking, scatter: always of districts, since boroughs have no rank."""
    names, question = names_of(held), question_of(query, held)
    under = underserved_rows(answer.rows)
    return {
        "finding": finding(answer.rows, names, question, voice()),
        "question": question,
        "area_names": names,
        "under": under,
        "can_rank": any(r.coverage_gap is not None and r.opportunity_count for r in answer.rows),
        "ranked": under[:RANKED],
        "whiskers": whiskers_of(under[:RANKED]),
        "scatter": scatter_of(
            answer.rows,
            held.district_by_id,
            answer.city.get("access_value", 0.5),
            query.district,
        ),
        "city_values": answer.city,
        "row_by_id": {row.district_id: row for row in answer.rows},
    }


def _map_context(query: PlanQuery, held: Snapshot, answer: CoverageAnswer) -> dict[str, Any]:
    given = services()
    rows = answer.rows
    if query.level == "borough":
        rows = given.coverage.judge(query.coverage("borough")).rows
    asked = held
    if not query.is_default_question:
        every = [*answer.rows, *rows] if query.level == "borough" else rows
        asked = asked_snapshot(held, every, offers_chosen=query.offers_chosen)
    columns = columns_of(asked, query)
    lines = lines_of(_areas(held, query), columns, rows)
    shown = next((column for column in columns if column.is_on_map), None)
    return {
        "columns": columns,
        "lines": sort_lines(lines, columns, query),
        "shown": shown,
        "features": shown.layer.features if shown else [],
        "drawing": drawing_of(held),
        "city_text": city_text(held, query) if query.is_default_question else None,
    }


def index_method(held: Snapshot) -> str:
    """Anchor of the index on /methodik."""
    indicator = held.indicator_by_id.get(DISADVANTAGE)
    return indicator.method if indicator else ""


def _form_context(
    query: PlanQuery, held: Snapshot, answer: CoverageAnswer, default: PlanQuery
) -> dict[str, Any]:
    groups: dict[str, list[Any]] = {}
    for theme in held.themes:
        groups.setdefault(label_in_language(theme.group_labels), []).append(theme)
    return {
        "query": query,
        "indicator": held.indicator_by_id.get(query.indicator_id),
        "indicator_groups": _indicator_groups(held, query),
        "periods": [
            (period, period_text(period, language()))
            for period in periods_of(held, query.indicator_id, query.level)
        ],
        "weight_fields": _weight_fields(query, held, answer),
        "weights_anchor": index_method(held),
        "theme_groups": groups,
        "audiences": held.audiences,
        "url": lambda anchor=None, **changes: page_url(query, default, anchor, **changes),
        "csv_url": _csv_url(query),
    }


def _asked_words(query: PlanQuery, question: Question, fields: Sequence[WeightField]) -> str:
    """The question in one line, so that a print says what it answers."""
    offers = offer_words(question, voice()) if query.offers_chosen else _("alle Angebote")
    if not query.weights:
        return _("Gezählt: %(offers)s. Gewichte: wie voreingestellt.", offers=offers)
    weights = ", ".join(f"{field.label} {voice().percent(field.share)}" for field in fields)
    return _("Gezählt: %(offers)s. Gewichte: %(weights)s.", offers=offers, weights=weights)


def _script_data() -> dict[str, Any]:
    """Words and addresses for the scripts; planners are addressed as Sie."""
    data = page_data("planning")
    formal = {
        "mapLabel": _("Karte der Kennzahl"),
        "wheelHint": _("Halten Sie Strg gedrückt, um mit dem Mausrad zu zoomen"),
        "touchHint": _("Verschieben Sie die Karte mit zwei Fingern"),
        "areasLabel": _("Gebiete auf der Karte, mit den Pfeiltasten wechseln"),
        "planFailed": _("Die Seite antwortet gerade nicht. Bitte versuchen Sie es noch einmal."),
    }
    return {**data, "words": data["words"] | formal}


def _words() -> Mapping[str, Any]:
    """How values of the judgement are said, for templates."""
    said = voice()
    return {
        "share_words": lambda share, method: share_words(share, method, said),
        "robust_level": robust_level,
        "robust_rating": lambda share: robust_rating(share, said),
        "robust_short": lambda share: robust_short(share, said),
        "chance_words": lambda row, rate: chance_words(row, rate, said),
        "name_key": name_key,
        "drawing_order": drawing_order,
        "rank_order": rank_order,
        "access_id": ACCESS,
        "decimal": said.number,
        # words from data may hold a %, which a template's own gettext would take for a format
        "tr": _,
        "bare": bare,
        "lacks_index": lacks_index,
        "value_words": value_words,
        "interval_words": interval_words,
    }


def _selected(lines: Sequence[Line], district_id: str | None) -> Line | None:
    return next((line for line in lines if line.area.district_id == district_id), None)


@blueprint.get("/planung")
def index() -> ResponseReturnValue:
    """Which districts are underserved? A question that makes no sense is answered by the default
    page with a message and status 400."""
    held, given = snapshot(), services()
    default, error = default_query(held, given.city), None
    try:
        query = plan_query(request.args, held, given.city)
        answer = given.coverage.judge(query.coverage("district"))
    except BadQuery as caught:
        query, error = default, caught
        answer = given.coverage.judge(query.coverage("district"))
    context = {
        **_form_context(query, held, answer, default),
        **_map_context(query, held, answer),
        **_judgement_context(query, held, answer),
        **_words(),
    }
    context["links"] = _sort_links(query, default, (NAME, RANK, *COLUMNS, query.indicator_id))
    context["asked_words"] = _asked_words(query, context["question"], context["weight_fields"])
    context["top_words"] = number_word(context["question"].top, voice())
    context["page_data"] = _script_data()
    context["selected"] = _selected(context["lines"], query.district)
    page = render_template("planning/index.html", error=error, **context)
    return page, 400 if error else 200


def _theme_labels(counts: Iterable[ThemeCount]) -> list[str]:
    return [label_in_language(c.theme.labels) for c in counts]


@blueprint.get("/planung/stadtteile/<district_id>")
def profile(district_id: str) -> ResponseReturnValue:
    """One district in full, under the weights of the city and for all offers."""
    held, given = snapshot(), services()
    district = held.district_by_id.get(district_id)
    if district is None:
        abort(404)
    query = default_query(held, given.city)
    answer = given.coverage.judge(query.coverage("district"))
    rows = {row.district_id: row for row in answer.rows}
    row, question = rows.get(district_id), question_of(query, held)
    counts = offers_by_theme(held, district_id, given.search.is_open)
    return render_template(
        "planning/profile.html",
        **profile_context(held, district, row),
        **_words(),
        parts=profile_parts(row, answer.city, question, voice()) if row else [],
        theme_counts=[c for c in counts if c.count],
        second_themes=_theme_labels(c for c in counts if c.second_count and not c.count),
        missing_themes=_theme_labels(c for c in counts if not (c.count or c.second_count)),
        offer_count=sum(c.count for c in counts),
        neighbours=[(d, rows.get(d.district_id)) for d in neighbours_of(held, district_id)],
        drawing=drawing_of(held),
        question=question,
    )
