"""The examples of docs/api.md, run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from routes.params import SEARCH_PARAMETERS
from tests.fakes import sample_app

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r'^curl "\$BASE(/[^"]*)"$', TEXT, re.MULTILINE)
#: the documentation speaks of Dresden, the sample is a city of four squares
IN_THE_SAMPLE = {"district=31": "district=01", "/items/31": "/items/01"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return sample_app().test_client()


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(client: FlaskClient, example: str) -> None:
    for there, here in IN_THE_SAMPLE.items():
        example = example.replace(there, here)
    response = client.get(example)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.get_data()


def test_there_are_examples_of_every_path() -> None:
    assert len(EXAMPLES) > 25
    for path in (
        "/api/search",
        "/api/locate",
        "/api/indicators",
        "/api/coverage",
        "/api/sources",
        "/layers/",
    ):
        assert any(example.startswith(path) for example in EXAMPLES)


def test_every_parameter_of_the_search_is_described() -> None:
    section = TEXT.split("## Search")[1].split("## Locate")[0]
    for name in SEARCH_PARAMETERS:
        assert f"`{name}`" in section, name
