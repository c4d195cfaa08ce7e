"""For machines that watch and fetch: health, readiness, metrics, robots, tokens, download."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, send_file

from geodata.errors import SnapshotError
from routes.answers import json_answer
from routes.assets import tokens_css
from routes.context import is_example, services, snapshot
from routes.metrics import RequestMetrics

blueprint = Blueprint("system", __name__)

GEOPACKAGE = "application/geopackage+sqlite3"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _snapshot_age_seconds() -> float:
    age = services().clock.now() - snapshot().info.created_at
    return age.total_seconds()


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process is alive."""
    return _unstored(json_answer({"status": "ok"}))


@blueprint.get("/readyz")
def readyz() -> Response:
    """There is a snapshot to serve: which one, and how old it is. 503 without one."""
    info = snapshot().info
    body = {
        "status": "ready",
        "snapshot_id": info.snapshot_id,
        "created_at": info.created_at,
        "age_seconds": round(_snapshot_age_seconds(), 3),
        "is_example": info.has_examples,
    }
    return _unstored(json_answer(body))


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counters for Prometheus."""
    counted: RequestMetrics = current_app.extensions["request_metrics"]
    lines = [*counted.lines(), *_snapshot_lines()]
    return _unstored(Response("\n".join(lines) + "\n", content_type=PROMETHEUS))


def _snapshot_lines() -> list[str]:
    try:
        age, snapshot_id = _snapshot_age_seconds(), snapshot().info.snapshot_id
    except SnapshotError:
        return ["# TYPE snapshot_loaded gauge", "snapshot_loaded 0"]
    return [
        "# TYPE snapshot_loaded gauge",
        "snapshot_loaded 1",
        "# HELP snapshot_age_seconds Seconds since the snapshot was built.",
        "# TYPE snapshot_age_seconds gauge",
        f"snapshot_age_seconds {age:.3f}",
        "# TYPE snapshot_info gauge",
        f'snapshot_info{{snapshot_id="{snapshot_id}"}} 1',
    ]


@blueprint.get("/tokens.css")
def tokens() -> Response:
    """The design tokens this city overrides."""
    return Response(tokens_css(services().city), mimetype="text/css")


@blueprint.get("/daten/snapshot.gpkg")
def download() -> Response:
    """The snapshot itself, with ranges, to be opened in QGIS."""
    held, path = snapshot(), services().snapshots.path()
    if not path.is_file():
        abort(404)
    prefix = "beispieldaten-" if is_example() else ""
    return send_file(
        path,
        mimetype=GEOPACKAGE,
        as_attachment=True,
        download_name=f"{prefix}{services().city.slug}-{held.info.snapshot_id}.gpkg",
        conditional=True,
    )
