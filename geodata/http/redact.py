"""Addresses without what must stay secret: for receipts, logs, pages and messages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

HIDDEN = "***"
#: names of query parameters that carry a secret, alone or as the last word of a longer name
_SECRET = re.compile(
    r"(?:^|[_.-])(?:k|key|pass|pwd|passwd|auth|authorization|sig|signature|session|sid|hash|code|"
    r"credential|credentials|user|username|login)$|(?:token|secret|password|passwort|apikey)$",
    re.IGNORECASE,
)


def _hide_value(part: str) -> str:
    name, sign, value = part.partition("=")
    return f"{name}={HIDDEN}" if sign and value and _SECRET.search(name) else part


def redact_url(url: str) -> str:
    """The same address without user, password and fragment, values of secret parameters as `***`.

    What cannot be read as an address is hidden as a whole.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    host = parts.netloc.rpartition("@")[2]
    query = "&".join(_hide_value(part) for part in parts.query.split("&"))
    return urlunsplit((parts.scheme, host, parts.path, query, ""))


def printable(text: str, length: int = 300) -> str:
    """Text of a foreign server on one line, without signs that steer a terminal."""
    line = " ".join(text.split())
    clean = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
    return clean if len(clean) <= length else f"{clean[:length]}…"
