"""Errors as answers: `application/problem+json` (RFC 9457) for programs, a page for people."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext
from jinja2 import TemplateError
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from geodata.errors import SnapshotError
from services.contracts import BadQuery

PROBLEM_JSON = "application/problem+json"
_PROGRAM_PATHS = (
    "/angebote.",
    "/api",
    "/layers/",
    "/readyz",
    "/healthz",
    "/metrics",
    "/tokens.css",
)

#: status -> what happened, what to do next (German message ids)
TEXTS = {
    400: ("Die Anfrage ist nicht verständlich", "Prüfe die Adresse und versuche es noch einmal."),
    404: ("Diese Seite gibt es nicht", "Sieh auf der Karte nach oder suche nach dem Angebot."),
    405: ("So lässt sich diese Adresse nicht nutzen", "Öffne die Seite neu."),
    406: ("In diesem Format gibt es das nicht", "Frage nach JSON."),
    413: ("Das ist zu groß", "Schicke weniger auf einmal."),
    415: ("Dieses Format wird nicht angenommen", "Schicke JSON."),
    416: ("Diesen Teil der Datei gibt es nicht", "Lade die Datei von Anfang an."),
    429: ("Das waren zu viele Anfragen", "Warte einen Augenblick und versuche es noch einmal."),
    500: ("Hier ist etwas schiefgegangen", "Versuche es in ein paar Minuten noch einmal."),
    503: ("Die Karte ist gerade nicht bereit", "Versuche es in ein paar Minuten noch einmal."),
}
#: the same for those who call the API
PROGRAM_TEXTS = {
    404: ("Nicht gefunden", "Unter dieser Adresse liegt nichts. Was es gibt, steht unter /api/."),
    405: ("Methode nicht erlaubt", "Welche Methoden es gibt, steht in der Kopfzeile Allow."),
    406: ("In diesem Format gibt es das nicht", "Antworten gibt es als JSON und GeoJSON."),
    500: ("Interner Fehler", "Der Fehler liegt bei uns und ist vermerkt."),
    503: ("Noch kein Datenstand", "Versuche es in ein paar Minuten noch einmal."),
}
_PAGE = """<!doctype html><html lang="de"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><main><h1>{title}</h1><p>{detail}</p></main>
</html>"""


def wants_problem_json() -> bool:
    """Whether a program asks: a path of the API, or a client that prefers JSON to HTML."""
    if request.path.startswith(_PROGRAM_PATHS):
        return True
    accepts = request.accept_mimetypes
    return accepts.best_match(["text/html", "application/json"]) == "application/json"


def _problem(status: int, title: str, detail: str, parameter: str | None) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if parameter:
        body["parameter"] = parameter
    return Response(msgspec.json.encode(body), status=status, content_type=PROBLEM_JSON)


def _page(status: int, title: str, detail: str) -> Response:
    minimal = _PAGE.format(title=escape(title), detail=escape(detail))
    if not request.url_rule and request.routing_exception and status == 400:
        # a host that is not ours: no address can be built, so no page with links either
        return Response(minimal, status=status, mimetype="text/html")
    try:
        page = render_template("error.html", status=status, title=title, detail=detail)
    except (TemplateError, SnapshotError) as error:
        # the page around an error may need what is missing: say it without
        current_app.logger.warning("error page without frame: %s", error)
        page = minimal
    return Response(page, status=status, mimetype="text/html")


def answer_problem(
    status: int, detail: str | None = None, parameter: str | None = None
) -> Response:
    """One error as the reader of this request wants it; no detail = the usual advice."""
    for_program = wants_problem_json()
    texts = {**TEXTS, **PROGRAM_TEXTS} if for_program else TEXTS
    title, advice = texts.get(status, TEXTS[400] if status < 500 else TEXTS[500])
    title, said = str(gettext(title)), detail or str(gettext(advice))
    if for_program:
        return _problem(status, title, said, parameter)
    return _page(status, title, said)


def _handle_http(error: HTTPException) -> Response:
    response = answer_problem(error.code or 500)
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _handle_bad_query(error: BadQuery) -> Response:
    return answer_problem(400, str(error), error.parameter)


def _handle_no_snapshot(error: SnapshotError) -> Response:
    current_app.logger.error("no snapshot: %s", error)
    response = answer_problem(503)
    response.headers["Retry-After"] = "30"
    return response


def _handle_too_deep(_error: RecursionError) -> Response:
    return answer_problem(400, str(gettext("Die Anfrage ist zu tief verschachtelt.")))


def _handle_bad_body(error: msgspec.MsgspecError) -> Response:
    return answer_problem(400, str(gettext("Der Inhalt ist ungültig: %(why)s", why=str(error))))


def init_problems(app: Flask) -> None:
    """Register the handlers; a bug stays a 500, is logged, and says nothing about the inside."""
    app.register_error_handler(HTTPException, _handle_http)
    app.register_error_handler(BadQuery, _handle_bad_query)
    app.register_error_handler(SnapshotError, _handle_no_snapshot)
    app.register_error_handler(RecursionError, _handle_too_deep)
    app.register_error_handler(msgspec.MsgspecError, _handle_bad_body)
