"""What a browser may load, frame and keep."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs

from routes.headers import code_version
from tests.fakes import FakeSnapshotService, FixedClock, sample_app, sample_services
from tests.sample import sample_snapshot

PATHS = [
    "/",
    "/api/",
    "/healthz",
    "/gibt-es-nicht",
    "/tokens.css",
    "/robots.txt",
    "/api/search?x=1",
    "/stadtteile",
    "/stadtteile/01/aushang.pdf",
    "/danke",
    "/merkliste?ids=opp-01",
    "/merkliste.pdf?ids=opp-01",
]


def rules(app_client: FlaskClient, path: str) -> dict[str, str]:
    policy = app_client.get(path).headers["Content-Security-Policy"]
    return dict(rule.strip().split(" ", 1) for rule in policy.split(";"))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_strict_policy(client: FlaskClient, path: str) -> None:
    found = rules(client, path)
    assert found == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Permissions-Policy"].startswith("geolocation=(self)")
    assert "Set-Cookie" not in headers
    assert "Server" not in headers or "Werkzeug" not in headers["Server"]


def test_only_embed_may_stand_in_the_frames_of_the_city(client: FlaskClient) -> None:
    assert rules(client, "/embed")["frame-ancestors"] == "'self' https://www.viereck.example"
    assert rules(client, "/embedded")["frame-ancestors"] == "'self'"


def test_examples_are_not_indexed_and_real_data_is() -> None:
    held = sample_snapshot()
    real = sample_snapshot(info=structs.replace(held.info, has_examples=False))
    for snapshot, expected in ((held, "noindex, nofollow"), (real, None)):
        client = sample_app(sample_services(snapshot)).test_client()
        for path in ("/healthz", "/api/", "/gibt-es-nicht"):
            assert client.get(path).headers.get("X-Robots-Tag") == expected


def test_open_data_may_be_read_from_any_page_but_pages_may_not(client: FlaskClient) -> None:
    assert client.get("/api/search").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/healthz").headers


# --- caching -----------------------------------------------------------------------------------


def etag(app: Flask, path: str = "/api/collections") -> str:
    return app.test_client().get(path).headers["ETag"]


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/search?q=garten")
    again = client.get("/api/search?q=garten", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.get_data() == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in again.headers
    other = client.get("/api/search?q=lese", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_compressed_answers_are_revalidated_too(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "br"}
    first = client.get("/api/search", headers=headers)
    assert first.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in first.headers["Vary"]
    headers["If-None-Match"] = first.headers["ETag"]
    assert client.get("/api/search", headers=headers).status_code == 304


def test_etag_changes_with_all_an_answer_depends_on(tmp_path: Path) -> None:
    clock = FixedClock()
    service = FakeSnapshotService(sample_snapshot())
    app = sample_app(sample_services(clock=clock, snapshots=service))
    seen = {etag(app), etag(app, "/api/collections?lang=de"), etag(app, "/api/conformance")}
    clock.moment += dt.timedelta(days=1)
    seen.add(etag(app))
    info = structs.replace(sample_snapshot().info, snapshot_id="2026-04-02-ffffffffffff")
    service.snapshot = sample_snapshot(info=info)
    seen.add(etag(app))
    app.config["CODE_VERSION"] = "another release"
    seen.add(etag(app))
    assert len(seen) == 6
    assert etag(app) == etag(app)


def test_code_version_is_that_of_the_program_and_the_city(tmp_path: Path) -> None:
    city = tmp_path / "city"
    for folder in (tmp_path / "templates", city):
        folder.mkdir()
    page = tmp_path / "templates" / "page.html"
    page.write_text("a")
    (tmp_path / "templates" / "notes.bak").write_text("a")
    first = code_version(tmp_path, city)
    (tmp_path / "templates" / "notes.bak").write_text("b")
    assert code_version(tmp_path, city) == first
    page.write_text("b")
    second = code_version(tmp_path, city)
    (city / "city.toml").write_text("x")
    assert len({first, second, code_version(tmp_path, city)}) == 3


@pytest.mark.parametrize("path", ["/stadtteile", "/stadtteile/01/aushang.pdf", "/danke"])
def test_pages_of_districts_are_asked_for_again_and_not_sent_again(
    client: FlaskClient, path: str
) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get(path, headers={"Host": "karte.example"})
    # a poster bears the host it was asked at
    assert other.headers["ETag"] != first.headers["ETag"]


def test_errors_are_not_kept(client: FlaskClient) -> None:
    response = client.get("/gibt-es-nicht")
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert client.get("/api/collections/x/items", headers={"If-None-Match": "*"}).status_code == 404


# --- assets ------------------------------------------------------------------------------------


@pytest.fixture
def with_assets(tmp_path: Path) -> Flask:
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a.js").write_text("export const a = 1;\n" * 100)
    app = sample_app()
    app.static_folder = str(tmp_path)
    from routes.assets import init_assets

    init_assets(app)
    return app


def test_assets_are_kept_for_a_year_under_their_version_only(with_assets: Flask) -> None:
    client = with_assets.test_client()
    from routes.assets import asset_url

    with with_assets.test_request_context():
        url = asset_url("js/a.js")
    kept = client.get(url, buffered=True)
    assert kept.status_code == 200
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.content_type.startswith("text/javascript")
    old = client.get("/static/v/000000000000/js/a.js", buffered=True)
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    assert client.get("/static/js/a.js", buffered=True).status_code == 200
    assert client.get(url.replace("a.js", "../../city.toml"), buffered=True).status_code == 404
    assert (
        client.get(url.replace("a.js", "%2e%2e/%2e%2e/server.py"), buffered=True).status_code == 404
    )


@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_assets_leave_no_file_open_when_the_client_hangs_up(
    with_assets: Flask, encoding: str
) -> None:
    script = Path(with_assets.static_folder or "") / "js" / "a.js"
    script.write_text("export const a = 1;\n" * 200)
    here = Path("/proc/self/fd")
    answer = with_assets.test_client().get(
        "/static/v/0/js/a.js", headers={"Accept-Encoding": encoding}
    )  # a server whose client is gone may never close the answer: neither do we, for now
    assert str(script) not in {str(link.readlink()) for link in here.iterdir() if link.exists()}
    assert answer.headers.get("Content-Encoding", "identity") == encoding
    assert (len(answer.data) < script.stat().st_size / 4) == (encoding == "br")
    answer.close()


def test_asset_version_follows_the_content(with_assets: Flask) -> None:
    from routes.assets import hash_of_folder

    folder = Path(with_assets.static_folder or "")
    before = hash_of_folder(folder)
    assert hash_of_folder(folder) == before
    (folder / "js" / "a.js").write_text("export const a = 2;")
    assert hash_of_folder(folder) != before
    assert hash_of_folder(folder / "missing")


def test_scripts_are_served_without_their_comments(with_assets: Flask) -> None:
    script = Path(with_assets.static_folder or "") / "js" / "a.js"
    script.write_text(
        "// What this is.\n/**\n * How it is used.\n */\nexport const a = {\n"
        '  // why\n  href: "https://a.example/*x*/", // stays\n};\n'
    )
    served = with_assets.test_client().get("/static/v/0/js/a.js", buffered=True).text
    assert served == 'export const a = {\nhref: "https://a.example/*x*/", // stays\n};\n'


def test_no_text_in_a_script_goes_over_more_than_one_line(root: Path) -> None:
    # what takes comments and indents away looks at lines only
    for path in (root / "static" / "js").rglob("*.js"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.count("`") % 2 == 0, f"{path.name}: {line}"


def test_small_files_come_whole_to_a_browser_without_brotli(with_assets: Flask) -> None:
    answer = with_assets.test_client().get("/static/v/0/js/a.js", buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert answer.text.count("export const a = 1;") == 100
    part = with_assets.test_client().get(
        "/static/v/0/js/a.js",
        headers={"Range": "bytes=0-5", "Accept-Encoding": "br"},
        buffered=True,
    )
    assert (part.status_code, part.data) == (206, b"export")


def test_a_drawing_opened_by_itself_may_do_nothing(client: FlaskClient) -> None:
    answer = client.get("/static/v/x/favicon.svg")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src" in client.get("/static/weg.svg").headers["Content-Security-Policy"]
