"""The server as a whole: it starts light, starts with words, serves, and stops gracefully."""

from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from msgspec import structs

from geodata.errors import ConfigError
from geodata.settings import Settings
from geodata.store.publish import publish_snapshot
from scripts import serve
from server import build_services, create_app
from services.pinned import PinnedSnapshots
from tests.fakes import FakeSnapshotService
from tests.sample import BUILT_AT, many_offers, sample_city, sample_snapshot

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "geopandas", "folium", "branca", "esda", "mapclassify", "numba", "scipy")


def publish(data_dir: Path, **changes: Any) -> Settings:
    """The sample, published as the snapshot of Dresden."""
    settings = Settings(data_dir=data_dir)
    settings.snapshots_dir.mkdir(parents=True, exist_ok=True)
    snapshot = sample_snapshot(**changes)
    publish_snapshot(settings.snapshots_dir, snapshot, title="Probe", keep=3, published_at=BUILT_AT)
    return settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(data_dir: Path, **environ: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`python -m scripts.serve` on a free port, ready to answer."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    env = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), **environ}
    command = [sys.executable, "-W", "ignore", "-m", "scripts.serve"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        wait_until_ready(process, base)
        yield process, base
    finally:
        process.terminate()
        process.wait(timeout=40)
        if process.stdout:
            process.stdout.close()


def wait_until_ready(process: subprocess.Popen[str], base: str) -> None:
    for _ in range(600):
        assert process.poll() is None, process.stdout and process.stdout.read()
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server does not answer")


def begin_large_answer(port: int) -> tuple[socket.socket, bytes]:
    """Ask for megabytes through a narrow window, so that the answer is under way for long."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    connection.settimeout(60)
    connection.connect(("127.0.0.1", port))
    path = "/api/collections/opportunities/items?limit=10000"
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    return connection, connection.recv(100)


def test_the_server_serves_says_where_and_finishes_what_it_began(tmp_path: Path) -> None:
    publish(tmp_path, opportunities=many_offers(8000))
    with serving(tmp_path) as (process, base):
        with urllib.request.urlopen(f"{base}/api/search?limit=1") as answer:
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"]
        connection, received = begin_large_answer(int(base.rsplit(":", 1)[1]))
        with connection:
            process.send_signal(signal.SIGTERM)
            time.sleep(1)
            while part := connection.recv(65_536):
                received += part
        head, _, body = received.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200")
        assert len(body) > 7_000_000
        assert f"content-length: {len(body)}".encode() in head.lower()
        assert process.wait(timeout=40) == 0
        said = process.stdout.read() if process.stdout else ""
    assert f"Die Karte ist bereit: {base}/" in said
    assert "GET /api/search 200" in said
    assert "limit" not in said


def test_half_open_connections_do_not_stop_others(tmp_path: Path) -> None:
    publish(tmp_path)
    with serving(tmp_path) as (_process, base):
        port = int(base.rsplit(":", 1)[1])
        idle = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(300)]
        try:
            for number, connection in enumerate(idle):
                if number % 2:
                    connection.sendall(b"GET /api/ HTTP/1.1\r\nHost:")
            for _ in range(20):
                # well below the time after which a half-open connection is let go
                with urllib.request.urlopen(f"{base}/api/collections", timeout=8) as answer:
                    assert answer.status == 200
        finally:
            for connection in idle:
                connection.close()


def run_serve(**environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.serve"],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_says_in_words_why_it_cannot_start(tmp_path: Path) -> None:
    missing = run_serve(DATA_DIR=str(tmp_path / "nichts"), PORT=str(free_port()))
    assert missing.returncode == 1
    assert "python -m scripts.build_snapshot" in missing.stderr
    assert "Traceback" not in missing.stderr
    wrong = run_serve(PORT="viele")
    nowhere = run_serve(CITY="atlantis")
    assert nowhere.returncode == 1
    assert "dresden" in nowhere.stderr
    assert wrong.returncode == 1
    assert "Umgebungsvariable PORT: „viele“ ist ungültig" in wrong.stderr
    publish(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        blocked = run_serve(DATA_DIR=str(tmp_path), PORT=port)
    assert blocked.returncode == 1
    assert f"Port {port} ist belegt" in blocked.stderr


def test_serve_takes_its_sizes_from_the_settings() -> None:
    server = serve.make_server(Settings(workers=1, threads=3, host="127.0.0.1", port=8765))
    assert (server.blocking_threads, server.backpressure) == (3, serve.MAX_CONNECTIONS)
    assert server.log_access is False, "granian's own log would name addresses and questions"


def test_serve_help_and_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9000")
    assert serve._settings([]).port == 9000
    assert serve._settings(["--port", "9001", "--threads", "2"]).threads == 2
    for wrong in (["--port", "0"], ["--port", "65536"], ["--threads", "-1"], ["--workers", "0"]):
        with pytest.raises(ConfigError):
            serve._settings(wrong)


def test_importing_the_server_is_light() -> None:
    code = f"import sys, server; sys.exit(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


def test_a_running_server_is_still_light(tmp_path: Path) -> None:
    publish(tmp_path)
    code = (
        "import sys; from server import create_app\n"
        "client = create_app().test_client()\n"
        "for path in ('/api/collections/opportunities/items', '/api/search?q=lese',\n"
        "             '/layers/opportunities.json', '/api/locate?q=alt'):\n"
        "    assert client.get(path).status_code == 200, path\n"
        f"sys.exit(' '.join(m for m in {HEAVY!r} if m in sys.modules))"
    )
    env = {**os.environ, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == ""


def test_real_services_serve_the_published_file(tmp_path: Path) -> None:
    settings = publish(tmp_path)
    services = build_services(settings)
    client = create_app(services=services).test_client()
    assert client.get("/readyz").get_json()["snapshot_id"] == "2026-04-01-0123456789ab"
    assert client.get("/daten/snapshot.gpkg", buffered=True).get_data()[:6] == b"SQLite"


def test_a_pin_keeps_file_and_snapshot_together() -> None:
    class Moving(FakeSnapshotService):
        """Publishes between the two questions, once."""

        calls = 0

        def path(self) -> Path:
            self.calls += 1
            if self.calls == 1:
                self.snapshot = second
                return Path("first.gpkg")
            return Path("second.gpkg")

    first = sample_snapshot()
    second = sample_snapshot(
        info=structs.replace(first.info, created_at=BUILT_AT + dt.timedelta(days=1))
    )
    pinned = PinnedSnapshots(Moving(first))
    token = pinned.begin()
    assert (pinned.current(), pinned.path()) == (second, Path("second.gpkg"))
    pinned.end(token)


def test_links_behind_a_proxy_carry_the_public_address(tmp_path: Path) -> None:
    settings = structs.replace(publish(tmp_path), proxy_count=1)
    client = create_app(settings).test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "karte.example"}
    body = client.get("/api/", headers=forwarded).get_json()
    assert body["links"][0]["href"] == "https://karte.example/api/"
    believed_none = create_app(structs.replace(settings, proxy_count=0)).test_client()
    assert "karte.example" not in believed_none.get("/api/", headers=forwarded).get_data(True)


def test_the_sample_city_is_a_city() -> None:
    assert sample_city().checks.district_count == len(sample_snapshot().districts)
