"""gettext with types: message ids are German, values are filled by name."""

from __future__ import annotations

import flask_babel


def _(message: str, **values: object) -> str:
    """The message in the reader's language."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """The message for one or for many."""
    return str(flask_babel.ngettext(one, many, count, **values))
