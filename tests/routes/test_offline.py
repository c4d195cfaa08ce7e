"""The manifest, its icons and the worker, as a browser asks for them."""

from __future__ import annotations

import struct

import pytest
from flask.testing import FlaskClient


def test_manifest_is_enough_to_install(client: FlaskClient) -> None:
    response = client.get("/manifest.webmanifest")
    assert response.mimetype == "application/manifest+json"
    found = response.get_json()
    assert found["start_url"] == found["scope"] == found["id"] == "/"
    assert found["lang"] == "de"
    assert {icon["sizes"] for icon in found["icons"]} == {"any", "192x192", "512x512"}
    assert any(icon.get("purpose") == "maskable" for icon in found["icons"])
    for icon in found["icons"]:
        with client.get(icon["src"]) as answer:
            assert answer.mimetype == icon["type"]


@pytest.mark.parametrize("size", [180, 192, 512])
def test_icons_have_their_size(client: FlaskClient, size: int) -> None:
    content = client.get(f"/icons/{size}.png").data
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", content[16:24]) == (size, size)


@pytest.mark.parametrize("path", ["/icons/9999.png", "/icons/0.png", "/icons/-1.png"])
def test_other_sizes_are_not_drawn(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_worker_stands_at_the_top_and_knows_its_version(client: FlaskClient) -> None:
    response = client.get("/sw.js")
    assert response.mimetype == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.text.startswith('const VERSION = "')


def test_pages_name_the_manifest_and_frames_do_not_install(client: FlaskClient) -> None:
    assert 'rel="manifest"' in client.get("/").text
    assert "js/offline.js" in client.get("/").text
    assert "js/offline.js" not in client.get("/embed").text
