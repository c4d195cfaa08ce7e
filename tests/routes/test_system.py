"""What operators and crawlers ask."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec import structs

from tests.fakes import FakeSnapshotService, sample_app, sample_services
from tests.sample import sample_snapshot


def test_health_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz").get_json()
    assert ready["snapshot_id"] == "2026-04-01-0123456789ab"
    # built on 1 April at 4:00, asked on 3 April at 9:00 UTC
    assert ready["age_seconds"] == 53 * 3600
    assert client.get("/readyz").headers["Cache-Control"] == "no-store"


def test_robots_are_shut_out_while_examples_are_served() -> None:
    held = sample_snapshot()
    real = sample_snapshot(info=structs.replace(held.info, has_examples=False))
    closed = sample_app(sample_services(held)).test_client().get("/robots.txt")
    opened = sample_app(sample_services(real)).test_client().get("/robots.txt")
    assert closed.get_data(as_text=True) == "User-agent: *\nDisallow: /\n"
    assert "Disallow: /\n" not in opened.get_data(as_text=True)


def test_metrics_count_routes_not_addresses() -> None:
    client = sample_app().test_client()
    for fid in ("opp-01", "opp-02", "opp-99"):
        client.get(f"/api/collections/opportunities/items/{fid}?lang=de")
    client.get("/gibt-es-nicht")
    text = client.get("/metrics").get_data(as_text=True)
    route = "/api/collections/<collection_id>/items/<feature_id>"
    lines = {line.split(",pid")[0]: line.split()[-1] for line in text.splitlines()}
    assert lines[f'http_requests_total{{method="GET",route="{route}",status="200"'] == "2"
    assert lines[f'http_requests_total{{method="GET",route="{route}",status="404"'] == "1"
    assert lines['http_requests_total{method="GET",route="none",status="404"'] == "1"
    assert "opp-01" not in text
    assert "snapshot_age_seconds 190800.000" in text


def test_metrics_are_prometheus_text(client: FlaskClient) -> None:
    response = client.get("/metrics")
    assert response.content_type.startswith("text/plain; version=0.0.4")
    for line in response.get_data(as_text=True).splitlines():
        if not line.startswith("#"):
            name, value = line.rsplit(" ", 1)
            assert name
            float(value)


def test_the_log_names_neither_question_nor_asker(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="access"):
        client.get("/api/search?q=geheim", environ_base={"REMOTE_ADDR": "203.0.113.7"})
        client.get("/x%0aGET%20/forged")
    first, second = (record.getMessage() for record in caplog.records)
    assert first.startswith("GET /api/search 200 ")
    assert "geheim" not in first
    assert "203.0.113.7" not in first
    assert "\n" not in second


def test_the_snapshot_can_be_had_whole_in_parts_and_once(tmp_path: Path) -> None:
    path = tmp_path / "held.gpkg"
    path.write_bytes(bytes(range(256)) * 40)
    service = FakeSnapshotService(sample_snapshot(), path)
    client = sample_app(sample_services(snapshots=service)).test_client()
    whole = client.get("/daten/snapshot.gpkg", buffered=True)
    assert whole.status_code == 200
    assert hashlib.sha256(whole.get_data()).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert whole.mimetype == "application/geopackage+sqlite3"
    named = whole.headers["Content-Disposition"]
    assert "beispieldaten-viereck-2026-04-01-0123456789ab.gpkg" in named
    part = client.get("/daten/snapshot.gpkg", buffered=True, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.get_data()) == (206, bytes(range(10, 20)))
    known = {"If-None-Match": whole.headers["ETag"]}
    assert client.get("/daten/snapshot.gpkg", buffered=True, headers=known).status_code == 304
    beyond = client.get("/daten/snapshot.gpkg", buffered=True, headers={"Range": "bytes=99999-"})
    assert beyond.status_code == 416
    path.unlink()
    assert client.get("/daten/snapshot.gpkg", buffered=True).status_code == 404


def test_tokens_of_the_city_become_css(client: FlaskClient) -> None:
    response = client.get("/tokens.css")
    assert response.mimetype == "text/css"
    assert "--action: #0b5a8a;" in response.get_data(as_text=True)


def test_one_request_sees_one_snapshot() -> None:
    first, second = sample_snapshot(), sample_snapshot(opportunities=())
    service = FakeSnapshotService(first)
    services = sample_services(snapshots=service)
    app = sample_app(services)
    seen = []

    @app.get("/probe")
    def probe() -> str:
        from routes.context import snapshot

        seen.append(snapshot())
        service.snapshot = second
        seen.append(snapshot())
        seen.append(services.snapshots.current())
        return ""

    app.test_client().get("/probe")
    assert seen == [first, first, first]
    assert services.snapshots.current() is second
    app.test_client().get("/probe")
    assert seen[3] is second
