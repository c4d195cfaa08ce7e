"""What the tests of layers share: the hand-made snapshot, the hostile texts, stand-in assets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from geodata.snapshot import Snapshot
from layers.build import build_layer
from layers.catalogue import indicator_spec
from layers.spec import Layer
from tests.sample import sample_snapshot

TODAY = dt.date(2026, 4, 3)


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return sample_snapshot()


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture(scope="session")
def choropleth(snapshot: Snapshot) -> Callable[[str], Layer]:
    def build(indicator_id: str) -> Layer:
        return build_layer(indicator_spec(snapshot, indicator_id), snapshot, today=TODAY)

    return build
