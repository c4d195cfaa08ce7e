"""Pages every site owes its readers: who runs it, what it stores, how accessible it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template
from msgspec import Struct

from geodata.errors import SnapshotError
from geodata.model import Source
from routes.context import services, snapshot, speak_city_language
from routes.details import web_address

blueprint = Blueprint("pages", __name__)


class Results(Struct, frozen=True, kw_only=True):
    """What the tests of accessibility covered when they last passed; a test holds it to them.

    `pages`: addresses under axe-core; `pairs` of language and colour mode; `journeys`: each way of
    each journey is one.
    """

    checked_on: dt.date
    pages: int
    pairs: int
    journeys: int


RESULTS = Results(checked_on=dt.date(2026, 11, 27), pages=30, pairs=36, journeys=18)


class Credit(Struct, frozen=True, kw_only=True):
    """Who is to be named, under which licence."""

    attribution: str
    licence: str
    licence_url: str | None


def _credit(source: Source, attribution: str | None = None) -> Credit:
    return Credit(
        attribution=attribution or source.attribution,
        licence=source.licence,
        licence_url=web_address(source.licence_url),
    )


def all_credits() -> list[Credit]:
    """Every attribution of the snapshot's real sources, once; nothing before there is one."""
    try:
        sources = snapshot().sources
    except SnapshotError:
        return []
    real = (source for source in sources if source.is_used and not source.is_example)
    return list({source.attribution: _credit(source) for source in real}.values())


def footer_credit() -> Credit | None:
    """Whose borders stand on every map; the other sources are one link away."""
    try:
        held = snapshot()
    except SnapshotError:
        return None
    district = held.districts[0]
    source = held.source_by_id.get(district.source_id)
    return _credit(source, district.attribution) if source else None


@blueprint.app_context_processor
def _footer() -> dict[str, Callable[[], Any]]:
    return {"footer_credit": footer_credit, "all_credits": all_credits}


@blueprint.get("/impressum")
def imprint() -> str:
    """Who is responsible; without an operator it says that nobody is entered."""
    speak_city_language()
    return render_template("pages/imprint.html", operator=services().city.operator)


@blueprint.get("/datenschutz")
def privacy() -> str:
    """What is stored: next to nothing."""
    speak_city_language()
    return render_template("pages/privacy.html", operator=services().city.operator)


@blueprint.get("/barrierefreiheit")
def accessibility() -> str:
    """What works, what does not, whom to tell."""
    speak_city_language()
    return render_template(
        "pages/accessibility.html", operator=services().city.operator, results=RESULTS
    )
