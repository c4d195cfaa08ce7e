"""gettext with types: message ids are German, values are filled by name."""

from __future__ import annotations

import flask_babel
from babel.support import NullTranslations
from flask import g, has_app_context


def _(message: str, **values: object) -> str:
    """The message in the reader's language."""
    said = _catalogue().gettext(message)
    return said % values if values else said


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The message for one or for many."""
    return str(flask_babel.ngettext(one, many, count, **values))


def change_language() -> None:
    """To be said by whoever lets the page speak another language from here on."""
    g.pop("catalogue", None)


def _catalogue() -> NullTranslations:
    """Whose messages are said; a list asks several hundred times, and finding it takes longer."""
    if not has_app_context():  # messages stay as they are
        return NullTranslations()
    held: NullTranslations | None = g.get("catalogue")
    if held is None:
        held = g.catalogue = flask_babel.get_domain().get_translations()
    return held
