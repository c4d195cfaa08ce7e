"""My needs: kept and compared in the browser only (`static/js/needs/`).

The server gives the form, what is known of every offer, the order of a search, and the entries of
some ids. It is never told what a reader needs, only which entries are shown.
"""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from layers.fit import fit_rows
from routes import params
from routes.answers import json_answer
from routes.assets import compress_once
from routes.context import language_name, services, snapshot, today
from routes.entries import daytime_names, entry_of, weekday_words
from routes.finder import query_of_request
from routes.saved_links import IDS, read_ids
from services.contracts import SearchQuery
from services.search import everything

blueprint = Blueprint("needs", __name__)


@blueprint.get("/angaben/formular")
def form() -> str:
    """The dialog, with the languages that offers need."""
    found = services().search.search(SearchQuery(limit=1)).facets.get("language", ())
    languages = [(facet.value, language_name(facet.value)) for facet in found if facet.count]
    return render_template(
        "finder/_needs.html",
        spoken_languages=sorted(languages, key=lambda pair: pair[1].casefold()),
        weekdays=weekday_words().items(),
        daytimes=daytime_names().items(),
    )


@blueprint.get("/angaben/passung.json")
def fit() -> Response:
    """What is known of every open offer: the same for everybody."""
    params.reject_unknown(request.args, ())
    return compress_once(json_answer({"rows": fit_rows(snapshot(), today())}))


@blueprint.get("/angaben/treffer.json")
def matches() -> Response:
    """All ids a search finds, in its order."""
    return json_answer({"ids": services().search.search(query_of_request()).matched_ids})


@blueprint.get("/angaben/eintraege")
def entries() -> str:
    """Entries of a search by their ids, in the order of the ids; others are left out."""
    held = snapshot()
    query = query_of_request()
    wanted = read_ids(request.args.getlist(IDS), held.opportunity_by_id)
    hits = {
        hit.opportunity.opportunity_id: hit
        for hit in services().search.search(everything(query)).hits
    }
    shown = [entry_of(hits[one], held, query.near) for one in wanted if one in hits]
    return render_template("finder/_entries.html", entries=shown)
