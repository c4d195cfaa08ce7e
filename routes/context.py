"""What every view and every page can ask: services, the snapshot, the language, the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, request
from flask_babel import Babel, gettext

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from routes.assets import asset_url
from routes.formatting import FILTERS
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
    """Languages a page can be had in: German and every compiled catalogue."""
    found: tuple[str, ...] = current_app.extensions["languages"]
    return found


def language() -> str:
    """Language of this request: `?lang=`, else the city's."""
    asked = request.args.get("lang", "")
    return asked if asked in languages() else services().city.locale


def label_in_language(labels: Mapping[str, str]) -> str:
    """The label of a theme or audience in the language of the request, fallback German."""
    return labels.get(language()) or labels.get("de") or next(iter(labels.values()), "")


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
    name = Locale.parse(language().replace("-", "_")).languages.get(code)
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


def _page_context() -> dict[str, Any]:
    return {
        "city": services().city,
        "is_example": is_example(),
        "today": today(),
        "language": language(),
        "languages": languages(),
        "asset_url": asset_url,
        "label_in_language": label_in_language,
        "language_name": language_name,
    }


def init_context(app: Flask, given: Services, translations: str) -> None:
    """Hang services, language, snapshot pin and page context into an application."""
    app.extensions[SERVICES_KEY] = given
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = translations
    app.config["BABEL_DEFAULT_LOCALE"] = given.city.locale
    app.config["BABEL_DEFAULT_TIMEZONE"] = given.city.timezone
    babel = Babel(app, locale_selector=language)
    with app.app_context():
        catalogues = sorted({str(locale) for locale in babel.list_translations()})
    others = [code for code in catalogues if code != given.city.locale]
    app.extensions["languages"] = (given.city.locale, *others)
    app.before_request(_begin_request)
    app.teardown_request(_end_request)
    app.context_processor(_page_context)
    app.jinja_env.filters.update(FILTERS)
