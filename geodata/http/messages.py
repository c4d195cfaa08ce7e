"""What is asked, what comes back, and what is said where nothing usable does."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin

import msgspec
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    InvalidHeader,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util import Retry, Url, parse_url

from geodata.errors import FetchError
from geodata.http.redact import printable, redact_url

_STATUS_WORDS = {
    400: "die Anfrage wird nicht verstanden",
    401: "eine Anmeldung ist nötig",
    403: "der Zugriff ist verboten",
    404: "diese Adresse gibt es nicht",
    410: "diese Adresse gibt es nicht mehr",
    429: "zu viele Anfragen",
    500: "Fehler des Servers",
    502: "Fehler des Servers",
    503: "der Server ist gerade nicht erreichbar",
    504: "der Server antwortet nicht rechtzeitig",
}


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """What the last answer said of itself; only something newer is sent again."""

    etag: str = ""
    last_modified: str = ""

    def __bool__(self) -> bool:
        """Whether there is a condition at all."""
        return bool(self.etag or self.last_modified)


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to ask for. With a `body` it is a POST."""

    url: str
    body: bytes | None = None
    content_type: str = ""
    accept: str = "*/*"
    conditions: Conditions = Conditions()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: bytes, or that nothing has changed. `url` is redacted."""

    status: Literal["new", "not_modified"]
    url: str
    content: bytes = b""
    etag: str = ""
    last_modified: str = ""


class TryAgainError(Exception):
    """A fault that may pass; `wait_seconds` is what the server asked for."""

    def __init__(self, error: FetchError, wait_seconds: float | None = None) -> None:
        super().__init__(str(error))
        self.error, self.wait_seconds = error, wait_seconds


class Moved(Exception):
    """The server points to another address."""

    def __init__(self, status: int, location: str) -> None:
        super().__init__(location)
        self.status, self.location = status, location


def reason_of_fault(error: HTTPError) -> str:
    """Why there was no whole answer, in German."""
    if isinstance(error, NameResolutionError):
        return "Der Name des Servers ist nicht bekannt (oder es gibt keine Verbindung ins Netz)."
    if isinstance(error, NewConnectionError):
        return "Der Server ist nicht erreichbar."
    if isinstance(error, ConnectTimeoutError | ReadTimeoutError):
        return "Der Server antwortet nicht rechtzeitig."
    if isinstance(error, SSLError):
        return f"Die verschlüsselte Verbindung ist nicht sicher ({printable(str(error), 120)})."
    if isinstance(error, DecodeError):
        return "Die Antwort ist nicht lesbar (falsch komprimiert)."
    return "Die Verbindung ist abgebrochen, die Antwort ist unvollständig."


def read_url(text: str) -> Url:
    try:
        url = parse_url(text)
    except LocationParseError:
        raise FetchError(f"{redact_url(text)}: Das ist keine lesbare Adresse.") from None
    if url.scheme not in ("http", "https") or not url.host:
        shown = printable(redact_url(text))
        raise FetchError(f"{shown}: Nur Adressen mit http und https werden abgerufen.")
    return url


def wait_of(response: BaseHTTPResponse) -> float | None:
    """Seconds of the header Retry-After; None where it has none that can be read."""
    text = response.headers.get("Retry-After")
    try:
        return Retry().parse_retry_after(text) if text else None
    except (InvalidHeader, ValueError, OverflowError):
        return None


def status_error(response: BaseHTTPResponse) -> FetchError:
    status = response.status
    words = _STATUS_WORDS.get(status)
    if words is None:
        known = {member.value: member.phrase for member in HTTPStatus}
        words = known.get(status, "unbekannt")
    return FetchError(f"Der Server antwortet mit {status} ({words}).")


def with_patience(again: TryAgainError) -> FetchError:
    """The error, with how long the server asks to be left alone."""
    if again.wait_seconds is None:
        return again.error
    wait = f"{again.wait_seconds:.0f}"
    return FetchError(f"{again.error} Er bittet, erst in {wait} s wieder zu fragen.")


def redirected(asked: Request, moved: Moved) -> Request:
    """The request for the address a server points to.

    Raises
    ------
    FetchError
        It cannot be read, leads out of https, or a query would have to be sent again as another one.
    """
    try:
        target = urljoin(asked.url, moved.location)
    except ValueError:
        raise FetchError("Weiterleitung auf eine unlesbare Adresse.") from None
    if read_url(asked.url).scheme == "https" and read_url(target).scheme != "https":
        raise FetchError(f"Weiterleitung auf eine unverschlüsselte Adresse ({redact_url(target)}).")
    if asked.body is not None and moved.status not in (307, 308):
        raise FetchError(f"Weiterleitung einer Abfrage ({redact_url(target)}).")
    return msgspec.structs.replace(asked, url=target)
