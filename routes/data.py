"""Where the data comes from, how current and how good it is, and all downloads: /daten."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import asdict

from routes import params
from routes.answers import csv_answer
from routes.context import is_example, snapshot, speak_whole_language
from routes.data_downloads import downloads
from routes.data_issues import (
    CSV_COLUMNS,
    KIND,
    SOURCE,
    asked_of_request,
    issue_list,
    issue_page,
)
from routes.data_places import place_tables, precision_words
from routes.data_sources import card_of, concerns_of

blueprint = Blueprint("data", __name__)
blueprint.before_request(speak_whole_language)


@blueprint.get("/daten")
def data() -> ResponseReturnValue:
    """Every source with licence and date, how entries are located, what was wrong, downloads."""
    held = snapshot()
    used = [source for source in held.sources if source.status != "off"]
    off = [source for source in held.sources if source.status == "off"]
    return render_template(
        "sources/index.html",
        info=held.info,
        theme_count=len(held.themes),
        files=downloads(),
        concerns=concerns_of(used),
        has_limits=any(source.fresh_days is not None for source in used),
        cards=[card_of(source, held) for source in used],
        off_cards=[card_of(source, held) for source in off],
        places=place_tables(held),
        precisions=precision_words(),
        issues=issue_list(held, asked_of_request(held)),
        names={"source": SOURCE, "kind": KIND},
    )


@blueprint.get("/daten/hinweise.csv")
def issues_csv() -> Response:
    """The public issues as CSV, with the filter of the page."""
    params.reject_unknown(request.args, (SOURCE, KIND))
    held = snapshot()
    found = issue_page(held, asked_of_request(held), whole=True)
    prefix = "beispieldaten-" if is_example() else ""
    filename = f"{prefix}hinweise-{held.info.snapshot_id}.csv"
    return csv_answer(CSV_COLUMNS, map(asdict, found.issues), filename)
