"""The map for other people's pages."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from routes.embed import iframe_code


def test_only_the_named_pages_may_frame_it(client: FlaskClient) -> None:
    policy = client.get("/embed").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://www.viereck.example" in policy
    assert "frame-ancestors 'self'" in client.get("/").headers["Content-Security-Policy"]
    assert "viereck.example" not in client.get("/").headers["Content-Security-Policy"]


def test_frame_has_no_frame_of_its_own(client: FlaskClient) -> None:
    page = client.get("/embed").text
    assert "site-header" not in page
    assert "site-footer" not in page
    assert "Beispiel" in page


def test_filters_reach_list_and_large_map(client: FlaskClient) -> None:
    page = client.get("/embed?district=02&hours_max=2").text
    assert re.findall(r'data-id="([^"]+)"', page) == ["opp-02"]
    assert 'href="/?district=02&amp;hours_max=2" target="_blank" rel="noopener"' in page


def test_every_link_leaves_the_frame(client: FlaskClient) -> None:
    links = re.findall(r"<a [^>]*>", client.get("/embed").text)
    outward = [link for link in links if 'href="#' not in link]
    assert len(outward) > 10
    assert all('target="_blank"' in link and "noopener" in link for link in outward)


def test_bad_filter_is_a_page_not_a_crash(client: FlaskClient) -> None:
    assert client.get("/embed?district=99").status_code == 400


def test_code_carries_the_choice(client: FlaskClient) -> None:
    page = client.get("/einbetten?district=02&theme=social&q=&lang=de").text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    code = html.unescape(found[1])
    assert code.startswith('<iframe src="http://localhost/embed?district=02&amp;theme=social"')
    assert "<iframe" not in found[1]


@pytest.mark.parametrize("title", ['"><script>', "O'Neill & Söhne"])
def test_code_is_escaped_for_the_page_it_will_stand_on(title: str) -> None:
    code = iframe_code("https://x.example/embed?a=1&b=2", title)
    assert "<script" not in code
    assert "a=1&amp;b=2" in code
    assert code.count("<") == 2
