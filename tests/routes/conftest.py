"""A client over the sample for every test of a route."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.fakes import sample_app


@pytest.fixture(scope="session")
def app() -> Flask:
    """The application over the sample snapshot; nothing in it may be changed."""
    return sample_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of it."""
    return app.test_client()
