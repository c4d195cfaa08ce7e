"""For machines that watch: health, readiness, metrics, robots."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from routes.assets import tokens_css
from routes.context import services

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    response = Response(msgspec.json.encode({"status": "ok"}), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/tokens.css")
def tokens() -> Response:
    """The design tokens this city overrides."""
    return Response(tokens_css(services().city), mimetype="text/css")
