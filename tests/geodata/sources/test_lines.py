"""Lines that give orientation: read, or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from geodata.city import City
from geodata.errors import SourceError
from geodata.sources import SourceSpec, parse_source

Make = Callable[..., SourceSpec]
COURSE = [[13.70, 51.05], [13.71, 51.05], [13.72, 51.05]]


@pytest.fixture
def spec(make_spec: Make) -> SourceSpec:
    return make_spec("orientation_lines", path="fluss.geojson", attribution="Stadt, generalisiert")


def river(kind: str = "LineString", coordinates: Any = COURSE, **properties: Any) -> bytes:
    feature = {
        "type": "Feature",
        "properties": {"line_id": "fluss", "name": "Fluss", "kind": "river", **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def test_line(spec: SourceSpec, city: City) -> None:
    lines = parse_source(spec, river(), city).tables["orientation_lines"]
    row = lines.iloc[0]
    assert (row["line_id"], row["name"], row["attribution"]) == (
        "fluss",
        "Fluss",
        "Stadt, generalisiert",
    )
    assert row.geometry.geom_type == "LineString"
    assert lines.crs == "EPSG:4326"


def test_line_in_parts(spec: SourceSpec, city: City) -> None:
    parts = [COURSE[:2], [[13.70, 51.04], [13.72, 51.04]]]
    lines = parse_source(spec, river("MultiLineString", parts), city).tables["orientation_lines"]
    assert lines.geometry.iloc[0].geom_type == "MultiLineString"
    one = parse_source(spec, river("MultiLineString", [COURSE]), city).tables["orientation_lines"]
    assert one.geometry.iloc[0].geom_type == "LineString"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (river(name=""), "Feld „name“: Feature 1 hat hier keinen Text"),
        (river(name=3), "Feld „name“"),
        (river("Polygon", [[*COURSE, COURSE[0]]]), "Geometrie Polygon statt LineString"),
        (river(coordinates=COURSE[:1]), "Linie „Fluss“: Die Geometrie ist nicht lesbar"),
        (river(coordinates=[]), "Linie „Fluss“: Die Geometrie ist leer"),
        (river(coordinates=[[lat, lon] for lon, lat in COURSE]), "vertauscht"),
        (river(coordinates=[[2e6, 7e6], [2.1e6, 7e6]]), "keine Grad, sondern wohl Meter"),
        (river(coordinates=[[9.9, 53.5], [10.0, 53.6]]), "Linie „Fluss“ liegt außerhalb"),
    ],
)
def test_bad_line(spec: SourceSpec, city: City, content: bytes, words: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_source(spec, content, city)
    assert str(caught.value).startswith("fluss.geojson")
    assert words in str(caught.value)


def test_too_many_features(spec: SourceSpec, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.sources.geojson.MAX_FEATURES", 0)
    with pytest.raises(SourceError, match="1 Features, höchstens 0"):
        parse_source(spec, river(), city)
