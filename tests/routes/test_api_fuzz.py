"""Hostile values on every path: a 4xx with a reason or an answer, never a 500.

A bug raises here (the application under test passes exceptions on), so a request that comes back
at all has been handled.
"""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.tables import COLLECTION_KEYS
from routes.params import SEARCH_PARAMETERS
from services.items import queryables_of
from tests.fakes import sample_app

PATHS: dict[str, tuple[str, ...]] = {
    "/api/": ("f", "lang"),
    "/api/conformance": ("f",),
    "/api/openapi.json": ("f", "lang"),
    "/api/collections": ("f",),
    "/api/collections/districts": ("f",),
    "/api/collections/districts/queryables": ("f",),
    "/api/collections/districts/items/01": ("f",),
    "/api/search": SEARCH_PARAMETERS,
    "/api/locate": ("q", "near", "limit"),
    "/api/indicators": ("indicator_id", "period", "level", "format", "f"),
    "/api/coverage": ("weights", "theme", "audience", "low_threshold", "level"),
    "/layers/opportunities.json": ("lang",),
    "/layers/pins.json": ("lang",),
    "/layers/ground.json": ("lang",),
    "/layers/offers.json": ("id", "lang"),
    "/layers/indicator.json": ("indicator_id", "period", "level"),
    "/readyz": ("x",),
    "/metrics": ("x",),
    "/robots.txt": ("x",),
    "/tokens.css": ("x",),
}
ITEM_PARAMETERS = ("bbox", "datetime", "limit", "offset")

HOSTILE = [
    "NaN",
    "nan",
    "-nan",
    "Infinity",
    "-inf",
    "1e400",
    "-1e400",
    "1e-400",
    "-1",
    "-0",
    "0",
    "00",
    "1.5",
    ".",
    "+",
    "1_000",
    "0x10",
    "９",
    "٣",
    "1e5",
    "9" * 5000,
    "-" + "9" * 400,
    "nan,nan",
    "nan,nan,nan,nan",
    "1e400,1e400,1e400,1e400",
    "-1e308,-1e308,1e308,1e308",
    "180,90,-180,-90",
    "180,-90,-180,90",
    "0,0,0,0",
    ",,,",
    "13.7,51,13.8,",
    "1," * 5000,
    "[" * 5000 + "]" * 5000,
    "{" * 5000,
    "\x00",
    "a\x00b",
    "\r\nX-Evil: 1",
    "\u202e\u0000\ufffe",
    "\U0001f600" * 50,
    "ä" * 201,
    "x" * 10_000,
    "%s%n%(x)s",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../../etc/passwd",
    "file:///etc/passwd",
    "None",
    "null",
    "true",
    "TRUE",
    "undefined",
    "",
    " ",
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "9999-12-31T23:59:59Z/..",
    "0001-01-01T00:00:00+23:59",
    "2026-01-01T00:00:60Z",
    "../..",
    "/",
    "//",
    "residents:nan",
    "residents:1e400",
    "residents:1e-320",
    "residents:1e308,disadvantage_index:1e308",
    ":" * 500,
    "residents:1," * 500,
]
PAIRS = [
    *((path, name) for path, names in PATHS.items() for name in names),
    *(
        (f"/api/collections/{collection_id}/items", name)
        for collection_id in COLLECTION_KEYS
        for name in ITEM_PARAMETERS
    ),
    *(
        ("/api/collections/opportunities/items", column.name)
        for column in queryables_of("opportunities")
    ),
]
CLIENT = sample_app().test_client()


def check(path: str) -> None:
    response = CLIENT.get(path)
    assert response.status_code in (200, 400, 404, 406), (path[:200], response.status_code)
    if response.status_code != 200:
        assert response.content_type == "application/problem+json", path[:200]
        problem = response.get_json(force=True)
        assert problem["status"] == response.status_code
        assert problem["detail"]
        assert len(response.get_data()) < 2_000, "an error does not repeat what was sent"


@pytest.mark.parametrize(("path", "name"), PAIRS)
def test_hostile_values(path: str, name: str) -> None:
    for value in HOSTILE:
        check(f"{path}?{name}={quote(value)}")


@pytest.mark.parametrize("path", [*PATHS, "/api/collections/opportunities/items"])
def test_repeated_unknown_and_broken_parameters(path: str) -> None:
    names = PATHS.get(path, ITEM_PARAMETERS)
    for name in names:
        check(f"{path}?{name}=1&{name}=2")
        check(f"{path}?" + "&".join([f"{name}=1"] * 500))
        check(f"{path}?{name}[]=1&{name}[0]=1")
        check(f"{path}?{name}=%ff%fe%80")
        check(f"{path}?{name}")
    for tail in ("?", "?&&&", "?=", "?=1", "?%00=1", "?%ff=1", "?" + "x" * 5000 + "=1", "?a;b=1"):
        check(path + tail)


@pytest.mark.parametrize("value", [v for v in HOSTILE if v.strip(" /.") and "//" not in v])
def test_hostile_parts_of_the_path(value: str) -> None:
    part = quote(value, safe="")
    for template in (
        "/api/collections/{}",
        "/api/collections/{}/items",
        "/api/collections/{}/queryables",
        "/api/collections/districts/items/{}",
        "/layers/{}.json",
    ):
        response = CLIENT.get(template.format(part))
        assert response.status_code in (404, 308, 301), (template, value[:50])


def test_a_good_request_still_passes(client: FlaskClient) -> None:
    """The checks above would pass on a server that refuses everything."""
    assert client.get("/api/search?q=lese&limit=5").status_code == 200


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from([*SEARCH_PARAMETERS, "lang", "f"]),
            st.one_of(
                st.text(max_size=40),
                st.floats().map(str),
                st.integers().map(str),
                st.dates().map(str),
                st.lists(st.floats(), max_size=7).map(lambda xs: ",".join(map(str, xs))),
                st.sampled_from(["01", "education", "true", "mo", "distance", "13.7,51.05", "5"]),
            ),
        ),
        max_size=8,
    )
)
def test_any_mixture_of_search_parameters(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)
    check(f"/api/search?{query}")
