"""Errors: a fitting status, one clear sentence, never the inside of the program."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from jinja2 import DictLoader

from geodata.settings import Settings
from tests.fakes import FakeSnapshotService, sample_app, sample_services

PROBLEM = "application/problem+json"


def test_programs_get_problem_json_and_people_a_page(client: FlaskClient) -> None:
    problem = client.get("/api/gibt-es-nicht")
    assert (problem.status_code, problem.content_type) == (404, PROBLEM)
    body = problem.get_json(force=True)
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == 404
    page = client.get("/gibt-es-nicht", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Diese Seite gibt es nicht" in page.get_data(as_text=True)
    asked = client.get("/gibt-es-nicht", headers={"Accept": "application/json"})
    assert asked.content_type == PROBLEM


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    response = client.post("/api/search")
    assert (response.status_code, response.content_type) == (405, PROBLEM)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("accept", ["image/png", "text/html", "application/xml"])
def test_a_format_that_does_not_exist_is_406(client: FlaskClient, accept: str) -> None:
    response = client.get("/api/collections", headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (406, PROBLEM)


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "application/geo+json", "text/html,*/*;q=0.8", ""]
)
def test_usual_clients_are_served(client: FlaskClient, accept: str) -> None:
    assert client.get("/api/collections", headers={"Accept": accept}).status_code == 200


@pytest.fixture
def with_traps() -> Flask:
    app = sample_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/api/bug")
    def bug() -> str:
        raise KeyError("geheim")

    @app.get("/bug")
    def page_bug() -> str:
        raise KeyError("geheim")

    @app.post("/api/echo")
    def echo() -> Any:
        return request.get_json()

    return app


@pytest.mark.parametrize("path", ["/api/bug", "/bug"])
def test_a_bug_says_nothing_about_the_inside(with_traps: Flask, path: str) -> None:
    response = with_traps.test_client().get(path)
    assert response.status_code == 500
    text = response.get_data(as_text=True)
    assert "geheim" not in text
    assert "KeyError" not in text
    assert "Content-Security-Policy" in response.headers


def test_a_body_too_deep_wrong_or_large_is_refused(with_traps: Flask) -> None:
    client = with_traps.test_client()
    bodies = {
        b"[" * 100_000 + b"]" * 100_000: 400,
        b"{": 400,
        b'"\xff"': 400,
        b" " * 1_000_001: 413,
    }
    for body, status in bodies.items():
        response = client.post("/api/echo", data=body, content_type="application/json")
        assert (response.status_code, response.content_type) == (status, PROBLEM)
    assert client.post("/api/echo", data=b"{}", content_type="text/plain").status_code == 415
    streamed = client.post(
        "/api/echo",
        input_stream=io.BytesIO(b" " * 2_000_000),
        content_length=2_000_000,
        content_type="application/json",
    )
    assert streamed.status_code == 413


def test_without_a_snapshot_it_says_to_come_back() -> None:
    app = sample_app(sample_services(snapshots=FakeSnapshotService(None)))
    client = app.test_client()
    for path in ("/api/collections", "/api/search", "/readyz", "/layers/need.json"):
        response = client.get(path)
        assert (response.status_code, response.content_type) == (503, PROBLEM), path
        assert response.headers["Retry-After"] == "30"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get("/healthz").status_code == 200
    assert "snapshot_loaded 0" in client.get("/metrics").get_data(as_text=True)
    assert client.get("/gibt-es-nicht").status_code == 404


def test_a_page_that_cannot_be_drawn_is_said_without_its_frame() -> None:
    app = sample_app()
    app.jinja_env.loader = DictLoader({"error.html": "{{ missing_function() }}"})
    page = app.test_client().get("/gibt-es-nicht")
    assert page.status_code == 404
    assert "<h1>Diese Seite gibt es nicht</h1>" in page.get_data(as_text=True)


def test_without_a_snapshot_nothing_is_said_to_be_unchanged() -> None:
    client = sample_app(sample_services(snapshots=FakeSnapshotService(None))).test_client()
    known = {"If-None-Match": 'W/"0123"'}
    assert client.get("/api/collections", headers=known).status_code == 503


def test_a_foreign_host_gets_nothing() -> None:
    settings = Settings(city="viereck", trusted_hosts="karte.example, .karte.example")
    client = sample_app(sample_services(settings=settings)).test_client()
    for path in ("/api/", "/", "/gibt-es-nicht"):
        response = client.get(path, headers={"Host": "evil.example"})
        assert response.status_code == 400, path
        assert b"evil.example" not in response.get_data()
    assert client.get("/api/", headers={"Host": "www.karte.example"}).status_code == 200


@pytest.mark.parametrize("host", ["evil<script>", "a b", "x/../y", "evil\\"])
def test_a_host_that_is_none_is_not_echoed(client: FlaskClient, host: str) -> None:
    for path in ("/api/", "/"):
        response = client.get(path, headers={"Host": host})
        assert response.status_code < 500
        assert host.encode() not in response.get_data()
