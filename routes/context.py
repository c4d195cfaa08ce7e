"""What every view and every page can ask: services, the snapshot, the language, the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request
from flask_babel import gettext
from markupsafe import Markup

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from routes.address import Address
from routes.assets import asset_url
from routes.formatting import FILTERS
from routes.languages import (
    LANGUAGES,
    PagesBabel,
    available_languages,
    catalogue_of,
    whole_languages,
)
from routes.saved_links import (
    CARRIED,
    MOST_SAVED,
    PAGE,
    carried_pairs,
    collected,
    list_href,
    toggled_href,
)
from routes.speech import change_language
from services.contracts import FacetValue, Services, SnapshotService
from services.pinned import PinnedSnapshots

SERVICES_KEY = "services"


def services() -> Services:
    """The services this application was made with."""
    found: Services = current_app.extensions[SERVICES_KEY]
    return found


def snapshot() -> Snapshot:
    """The snapshot of this request: the same object from its first line to its last.

    Raises
    ------
    SnapshotError
        There is none yet; becomes a 503.
    """
    return services().snapshots.current()


def today() -> dt.date:
    """Today in the city's time zone, the same for the whole request."""
    if "today" not in g:
        g.today = services().clock.today()
    day: dt.date = g.today
    return day


def is_example() -> bool:
    """Whether one example record is in the snapshot; said so as long as nobody knows better."""
    try:
        return snapshot().info.has_examples
    except SnapshotError:
        return True


def languages() -> tuple[str, ...]:
    """Tags of the languages a page can be had in: the city's own one first."""
    found: tuple[str, ...] = current_app.extensions["languages"]
    return found


def asked_language() -> str:
    """The language the reader chose (`?lang=`), else the city's; links carry it on."""
    known: str | None = g.get("asked_language")
    if known is None:
        asked = request.args.get("lang", "")
        known = g.asked_language = asked if asked in languages() else services().city.locale
    return known


def language() -> str:
    """The language this page speaks: the reader's, except where a page is German for the law."""
    # each message of a page asks for it, and each look at `g` costs more than the message
    spoken: str | None = g.get("spoken_language")
    if spoken is None:
        spoken = g.spoken_language = asked_language()
    return spoken


def speak_city_language() -> None:
    """From here on, this page speaks the city's language whatever was asked for."""
    g.spoken_language = services().city.locale
    change_language()


def speak_whole_language() -> None:
    """From here on, this page speaks the reader's language if all of it does, else the city's.

    A page half in one language and half in another could be read by nobody, and by no screen reader.
    """
    if asked_language() not in current_app.extensions["whole_languages"]:
        speak_city_language()


def with_language(href: str) -> str:
    """An address of ours that keeps the language; those of others stay as they are.

    Without scripts it keeps what a reader has collected for the saved list too.
    """
    if not href.startswith("/"):
        return href
    carried = _carried()
    if not carried:
        return href
    path, mark, fragment = href.partition("#")
    own = path.startswith(PAGE)  # the list itself: its address holds it already
    pairs = [pair for pair in carried if not re.search(rf"[?&]{pair[0]}=", path)]
    for name, value in pairs:
        if not (own and name == CARRIED):
            path += f"{'&' if '?' in path else '?'}{urlencode({name: value}, safe=',:')}"
    return f"{path}{mark}{fragment}"


def _carried() -> tuple[tuple[str, str], ...]:
    """What links of this page carry on, worked out once: a list has a hundred of them."""
    held: tuple[tuple[str, str], ...] | None = g.get("carried")
    if held is None:
        is_other = asked_language() != services().city.locale
        spoken = (("lang", asked_language()),) if is_other else ()
        saved = carried_pairs(_known_offers()) if CARRIED in request.args else ()
        held = g.carried = (*spoken, *saved)
    return held


def _known_offers() -> Container[str]:
    try:
        return snapshot().opportunity_by_id
    except SnapshotError:
        return ()


def _saved_href(opportunity_id: str | None = None) -> str:
    """The saved list as collected without scripts, or with one more (or one less)."""
    if opportunity_id is None:
        return list_href(_saved_ids())
    return toggled_href(opportunity_id, _saved_ids())


def _saved_ids() -> tuple[str, ...]:
    held: tuple[str, ...] | None = g.get("saved_ids")
    if held is None:
        held = g.saved_ids = collected(_known_offers())
    return held


def _is_collected(opportunity_id: str) -> bool:
    return opportunity_id in _saved_ids()


def asked_gettext(message: str) -> str:
    """A message in the language that was asked for, on a page that speaks another."""
    folder = Path(current_app.extensions["translations"])
    return str(catalogue_of(folder, asked_language()).gettext(message))


def content_language() -> Markup:
    """`lang="de"` for what comes from the data, where the page speaks another language."""
    own = services().city.locale
    return Markup("") if language() == own else Markup(' lang="{}" dir="ltr"').format(own)


def label_in_language(labels: Mapping[str, str]) -> str:
    """The label of a theme or audience in the language of the request, fallback German."""
    tag = language()
    known = labels.get(tag) or labels.get(LANGUAGES[tag].locale) or labels.get("de")
    return known or next(iter(labels.values()), "")


def facet_label(parameter: str, facet: FacetValue) -> str:
    """The label of a facet's value in the language of the request."""
    held = snapshot()
    if parameter == "theme" and facet.value in held.theme_by_id:
        return label_in_language(held.theme_by_id[facet.value].labels)
    if parameter == "audience" and facet.value in held.audience_by_id:
        return label_in_language(held.audience_by_id[facet.value].labels)
    if parameter in ("district", "borough"):
        return facet.label
    if parameter == "language":
        return language_name(facet.value)
    return str(gettext(facet.label))


def language_name(code: str) -> str:
    """Name of a language (ISO 639-1) in the language of the request, the code if unknown."""
    name = Locale.parse(LANGUAGES[language()].locale).languages.get(code)
    return name or code


def pin_snapshots(inner: SnapshotService) -> PinnedSnapshots:
    """The same service, answering the same for the length of a request."""
    return inner if isinstance(inner, PinnedSnapshots) else PinnedSnapshots(inner)


def _begin_request() -> None:
    snapshots = services().snapshots
    if isinstance(snapshots, PinnedSnapshots):
        g.snapshot_pin = snapshots.begin()


def _end_request(_error: BaseException | None) -> None:
    snapshots = services().snapshots
    if isinstance(snapshots, PinnedSnapshots) and "snapshot_pin" in g:
        snapshots.end(g.pop("snapshot_pin"))


def language_href(tag: str) -> str:
    """This very page in another language."""
    dropped = ("lang", "teil", CARRIED)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in dropped]
    # nine links repeat what was asked: what no page of ours asks for is not repeated
    pairs = [(name, value) for name, value in asked if len(value) <= _LONGEST_VALUE]
    pairs += carried_pairs(_known_offers())
    if tag != services().city.locale:
        pairs.append(("lang", tag))
    return Address(request.path, tuple(pairs)).href


#: a list of fifty ids is the longest value an address of ours has
_LONGEST_VALUE = 4000
#: what is the same in every language
_SILENT_ENDPOINTS = ("static", "assets.", "system.", "ogc.", "layers.", "offline.", "sharing.")


def _carry_language(endpoint: str, values: dict[str, Any]) -> None:
    if not has_request_context() or endpoint.startswith(_SILENT_ENDPOINTS):
        return
    if asked_language() != services().city.locale:
        values.setdefault("lang", asked_language())


def _page_context() -> dict[str, Any]:
    return {
        "city": services().city,
        "is_example": is_example(),
        "today": today(),
        "language": language(),
        "spoken": LANGUAGES[language()],
        "asked_language": asked_language(),
        "languages": [LANGUAGES[tag] for tag in languages()],
        "language_href": language_href,
        "to": with_language,
        "saved_href": _saved_href,
        "is_collected": _is_collected,
        "saved_ids": _saved_ids,
        "most_saved": MOST_SAVED,
        "asked_gettext": asked_gettext,
        "content_lang": content_language,
        "asset_url": asset_url,
        "label_in_language": label_in_language,
        "language_name": language_name,
    }


def init_context(app: Flask, given: Services, translations: str) -> None:
    """Hang services, language, snapshot pin and page context into an application."""
    app.extensions[SERVICES_KEY] = given
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[given.city.locale].locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = given.city.timezone
    folder = Path(translations)
    app.extensions["translations"] = translations
    PagesBabel(app, folder, language)
    app.extensions["languages"] = available_languages(
        folder, given.city.locale, given.city.languages
    )
    app.extensions["whole_languages"] = whole_languages(folder, given.city.locale)
    app.url_defaults(_carry_language)
    app.before_request(_begin_request)
    app.teardown_request(_end_request)
    app.context_processor(_page_context)
    app.jinja_env.filters.update(FILTERS)
