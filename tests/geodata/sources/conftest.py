"""A city of four square districts, small enough to see through.

51.06 +----+----+
      | 21 | 22 |     boroughs "1" (south) and "2" (north),
51.05 +----+----+     each square 0.01 x 0.01 degrees, about 0.78 km2
      | 11 | 12 |
51.04 +----+----+
    13.70 13.71 13.72
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geodata.city import Checks, City, Disadvantage, Input, read_city
from geodata.sources import SourceSpec, read_sources

Json = dict[str, Any]
CORNERS = {"11": (13.70, 51.04), "12": (13.71, 51.04), "21": (13.70, 51.05), "22": (13.71, 51.05)}


def square(west: float, south: float, size: float = 0.01) -> list[list[float]]:
    east, north = round(west + size, 6), round(south + size, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


@pytest.fixture
def squares() -> Json:
    """The four districts as GeoJSON, to be spoiled by a test."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "district_id": code,
                "name": f"Feld {code}",
                "name_long": f"Feld {code} mit Aue und Berg",
                "borough_id": code[0],
                "borough_name": {"1": "Süd", "2": "Nord"}[code[0]],
            },
            "geometry": {"type": "Polygon", "coordinates": [square(*corner)]},
        }
        for code, corner in CORNERS.items()
    ]
    return copy.deepcopy({"type": "FeatureCollection", "features": features})


@pytest.fixture
def city() -> City:
    return City(
        slug="felder",
        name="Felder",
        title="Felder",
        timezone="Europe/Berlin",
        crs="EPSG:25833",
        bbox=(13.69, 51.03, 13.73, 51.07),
        checks=Checks(
            district_count=4,
            statistics_unit_count=4,
            borough_count=2,
            area_km2=3.12,
            area_tolerance_share=0.01,
        ),
        disadvantage=Disadvantage(inputs=(Input(indicator_id="x", period="2025"),)),
    )


@pytest.fixture
def make_spec() -> Callable[..., SourceSpec]:
    """A source entry with everything a test does not care about."""

    def make(kind: str, **more: Any) -> SourceSpec:
        plain = {
            "source_id": "probe",
            "path": "probe.dat",
            "title": "Probe",
            "publisher": "Stadt",
            "licence": "dl-de/by-2-0",
            "attribution": "Stadt",
        }
        return SourceSpec(kind=kind, **{**plain, **more})  # type: ignore[arg-type]

    return make


@pytest.fixture
def to_bytes() -> Callable[[Any], bytes]:
    return lambda value: json.dumps(value).encode()


@pytest.fixture(scope="session")
def dresden_dir(root: Path) -> Path:
    return root / "cities" / "dresden"


@pytest.fixture(scope="session")
def dresden(dresden_dir: Path) -> City:
    return read_city(dresden_dir)


@pytest.fixture(scope="session")
def dresden_specs(dresden_dir: Path) -> dict[str, SourceSpec]:
    return {spec.source_id: spec for spec in read_sources(dresden_dir)}
