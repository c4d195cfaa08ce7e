"""A boundary file is read or refused with one sentence that says where and why."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from msgspec.structs import replace

from geodata.city import City
from geodata.crs import project_points
from geodata.errors import SourceError
from geodata.sources import SourceSpec, official_spec, parse_source
from tests.geodata.sources.conftest import Json, square

Make = Callable[..., SourceSpec]


@pytest.fixture
def spec(make_spec: Make) -> SourceSpec:
    return make_spec("districts", path="felder.geojson", edition="2023", code_pattern=r"^\d{2}$")


def refused(spec: SourceSpec, content: bytes | Json, city: City) -> str:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(SourceError) as caught:
        parse_source(spec, data, city)
    message = str(caught.value)
    assert message.startswith(spec.file_name)
    assert "\n" not in message
    return message


def accepted(spec: SourceSpec, content: Json, city: City) -> Any:
    return parse_source(spec, json.dumps(content).encode(), city)


def polygon(squares: Json, number: int) -> Json:
    geometry = squares["features"][number]["geometry"]
    assert isinstance(geometry, dict)
    return geometry


def test_good_file_gives_typed_tables(spec: SourceSpec, squares: Json, city: City) -> None:
    squares["features"].reverse()
    result = accepted(spec, squares, city)
    districts, boroughs = result.tables["districts"], result.tables["boroughs"]
    assert list(districts["district_id"]) == ["11", "12", "21", "22"]
    assert list(districts["parent_name"]) == ["Süd", "Süd", "Nord", "Nord"]
    assert districts["localities"].iloc[0] == ("Aue", "Berg")
    assert districts.crs == "EPSG:4326"
    assert districts["area_km2"].iloc[0] == pytest.approx(0.780, abs=0.001)
    assert list(boroughs["name"]) == ["Süd", "Nord"]
    assert boroughs["area_km2"].sum() == pytest.approx(districts["area_km2"].sum())
    assert result.issues == []


def test_official_names_are_the_same_code(spec: SourceSpec, squares: Json, city: City) -> None:
    names = {"district_id": "blocknr", "name": "bez", "name_long": "bez_lang"}
    for feature in squares["features"]:
        old = feature["properties"]
        feature["properties"] = {new: old[field] for field, new in names.items()}
        feature["properties"]["pgsystemro"] = 1.8e19
    districts = accepted(replace(spec, columns=names), squares, city).tables["districts"]
    assert list(districts["district_id"]) == ["11", "12", "21", "22"]
    # the layer has no field for it: the crosswalk will say it
    assert districts["parent_id"].tolist() == [None] * 4
    assert districts["parent_name"].tolist() == [None] * 4


def test_multipolygon_of_one_part_becomes_that_part(
    spec: SourceSpec, squares: Json, city: City
) -> None:
    ring = polygon(squares, 0)["coordinates"]
    squares["features"][0]["geometry"] = {"type": "MultiPolygon", "coordinates": [ring]}
    districts = accepted(spec, squares, city).tables["districts"]
    assert districts.geom_type.iloc[0] == "Polygon"


def test_multipolygon_of_two_parts_stays(spec: SourceSpec, squares: Json, city: City) -> None:
    far = square(13.725, 51.065, 0.002)
    ring = polygon(squares, 3)["coordinates"]
    squares["features"][3]["geometry"] = {"type": "MultiPolygon", "coordinates": [ring, [far]]}
    wide = replace(city, checks=replace(city.checks, area_tolerance_share=0.05))
    districts = accepted(spec, squares, wide).tables["districts"]
    assert districts.geom_type.iloc[3] == "MultiPolygon"
    assert districts["area_km2"].iloc[3] == pytest.approx(0.780 * 1.04, abs=0.001)


def test_heights_are_dropped(spec: SourceSpec, squares: Json, city: City) -> None:
    for number in range(4):
        for position in polygon(squares, number)["coordinates"][0]:
            position.append(113.0)
    districts = accepted(spec, squares, city).tables["districts"]
    assert not districts.geometry.has_z.any()


def test_steering_sign_in_a_name(spec: SourceSpec, squares: Json, city: City) -> None:
    squares["features"][1]["properties"]["name"] = "Fe\x1bld"
    assert "Feld „name“: Feature 2: Der Text enthält das Steuerzeichen U+001B" in refused(
        spec, squares, city
    )


def test_one_swapped_district_is_named(spec: SourceSpec, squares: Json, city: City) -> None:
    for ring in polygon(squares, 2)["coordinates"]:
        ring[:] = [[lat, lon] for lon, lat in ring]
    assert "Stadtteil 21 „Feld 21“: Länge und Breite sind vertauscht" in refused(
        spec, squares, city
    )


def test_overlap(spec: SourceSpec, squares: Json, city: City) -> None:
    polygon(squares, 0)["coordinates"] = [square(13.70, 51.04, 0.0101)]
    message = refused(spec, squares, city)
    assert "11 und 12 überlappen sich" in message
    assert "m²" in message


def test_gap(spec: SourceSpec, squares: Json, city: City) -> None:
    # eleven metres are missing at the corner in the middle, closed in by the other three
    notch = [[13.70, 51.04], [13.71, 51.04], [13.71, 51.0499], [13.7099, 51.0499], [13.7099, 51.05]]
    polygon(squares, 0)["coordinates"] = [[*notch, [13.70, 51.05], [13.70, 51.04]]]
    message = refused(spec, squares, city)
    assert "Lücke" in message
    assert all(code in message for code in ("11", "12", "21"))


@pytest.mark.parametrize("zone", ["EPSG:25833", "EPSG:25832"])
def test_metres_are_recognised(spec: SourceSpec, squares: Json, city: City, zone: str) -> None:
    for number in range(4):
        ring = polygon(squares, number)["coordinates"][0]
        x, y = project_points([p[0] for p in ring], [p[1] for p in ring], "OGC:CRS84", zone)
        polygon(squares, number)["coordinates"] = [[list(p) for p in zip(x, y, strict=True)]]
    message = refused(spec, squares, city)
    assert "keine Grad" in message
    assert zone in message


def test_latitude_first(spec: SourceSpec, squares: Json, city: City) -> None:
    for number in range(4):
        ring = polygon(squares, number)["coordinates"][0]
        polygon(squares, number)["coordinates"] = [[[lat, lon] for lon, lat in ring]]
    assert "Länge und Breite sind vertauscht" in refused(spec, squares, city)


def test_other_city(spec: SourceSpec, squares: Json, city: City) -> None:
    polygon(squares, 2)["coordinates"] = [square(12.37, 51.34)]
    message = refused(spec, squares, city)
    assert "21 „Feld 21“ liegt außerhalb" in message
    assert "bbox" in message


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "Feature 2 hat hier keinen Wert"),
        ("", "Feature 2 hat hier keinen Wert"),
        (12, "ist kein Text. Codes sind Text mit führender Null"),
        (1.2, "ist kein Text"),
        (True, "ist kein Text"),
        (["12"], "ist kein Text"),
        ("2", "führende Null"),
        ("012", "nicht die Form"),
        ("11", "„11“ kommt zweimal vor (Feature 1 und 2)"),
    ],
)
def test_bad_code(spec: SourceSpec, squares: Json, city: City, value: Any, words: str) -> None:
    squares["features"][1]["properties"]["district_id"] = value
    message = refused(spec, squares, city)
    assert words in message
    assert "Feld „district_id“" in message


def test_missing_field_lists_what_there_is(spec: SourceSpec, squares: Json, city: City) -> None:
    del squares["features"][0]["properties"]["district_id"]
    squares["features"][0]["properties"]["distrikt_id"] = "11"
    assert "Gemeint ist wohl „distrikt_id“" in refused(spec, squares, city)
    squares["features"][0]["properties"] = None
    assert "Feature 1" in refused(spec, squares, city)


def test_one_district_too_few(spec: SourceSpec, squares: Json, city: City) -> None:
    del squares["features"][3]
    assert "3 Stadtteile statt 4" in refused(spec, squares, city)


def test_wrong_area(spec: SourceSpec, squares: Json, city: City) -> None:
    larger = replace(city, checks=replace(city.checks, area_km2=3.5))
    assert "Die Fläche ist 3,12 km² statt 3,50 km²" in refused(spec, squares, larger)


@pytest.mark.parametrize(
    ("geometry", "words"),
    [
        (None, "Geometrie keine statt Polygon"),
        ({"type": "Point", "coordinates": [13.7, 51.04]}, "Geometrie Point statt"),
        ({"type": "Polygon", "coordinates": []}, "leer"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "leer"),
        ({"type": "Polygon", "coordinates": [[]]}, "weniger als vier Punkte"),
        ({"type": "Polygon"}, "nicht lesbar"),
        ({"type": "Polygon", "coordinates": [[["13,7", "51"]]]}, "nicht lesbar"),
        ({"type": "Polygon", "coordinates": [square(13.7, 51.04)[:-1]]}, "nicht geschlossen"),
        ({"type": "Polygon", "coordinates": [[[13.7, 51.0]] * 3]}, "weniger als vier Punkte"),
        ({"type": "Polygon", "coordinates": [[[13.7]] * 4]}, "nicht lesbar"),
        ({"type": "Polygon", "coordinates": [[[1e400, 0]] * 4]}, "nicht lesbar"),
    ],
)
def test_bad_geometry_names_its_district(
    spec: SourceSpec, squares: Json, city: City, geometry: Json | None, words: str
) -> None:
    squares["features"][1]["geometry"] = geometry
    text = json.dumps(squares).replace("Infinity", "1e400")
    message = refused(spec, text.encode(), city)
    assert words in message
    assert "Stadtteil 12 „Feld 12“" in message
    assert "Feld „geometry“" in message


def test_self_intersection(spec: SourceSpec, squares: Json, city: City) -> None:
    west, south = 13.70, 51.04
    bow = [[west, south], [13.71, 51.05], [13.71, south], [west, 51.05], [west, south]]
    polygon(squares, 0)["coordinates"] = [bow]
    message = refused(spec, squares, city)
    assert "11 ist ungültig (Self-intersection" in message


def test_absurd_number_of_vertices(spec: SourceSpec, squares: Json, city: City) -> None:
    ring = [[13.70 + i * 1e-8, 51.04] for i in range(1_000_000)]
    polygon(squares, 0)["coordinates"] = [[*ring, ring[0]]]
    message = refused(spec, squares, city)
    assert "1000001 Stützpunkte, höchstens 10000" in message


def test_many_large_polygons_together(
    spec: SourceSpec, squares: Json, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.sources.geojson.MAX_VERTICES_IN_FILE", 19)
    assert "20 Stützpunkte, höchstens 19" in refused(spec, squares, city)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "leer"),
        (b"  \n", "leer"),
        (b"{", "kein gültiges GeoJSON"),
        (b"[" * 100_000, "kein gültiges GeoJSON"),
        (b'{"type":"FeatureCollection","features":' + b"[" * 100_000, "kein gültiges GeoJSON"),
        (b'{"type":"FeatureCollection","features":[]}', "keine FeatureCollection"),
        (b'{"type":"Feature","features":[{}]}', "keine FeatureCollection"),
        (b'{"type":"FeatureCollection"}', "kein gültiges GeoJSON"),
        (b'{"type":"FeatureCollection","features":[NaN]}', "kein gültiges GeoJSON"),
        (b'{"type":"FeatureCollection","features":[{"type":"Feature\xff"}]}', "nicht UTF-8"),
        (b"\xff\xfe{\x00}\x00", "NUL-Zeichen"),
        (b'{"type":"FeatureCollection",\n"features":\n[NaN]}', "Zeile 3: "),
        (b'{"type":"FeatureCollection",\n"features":\n[', "Zeile 3: "),
        (b"<OGRVRTDataSource/>", "kein gültiges GeoJSON"),
    ],
)
def test_no_geojson(spec: SourceSpec, city: City, content: bytes, words: str) -> None:
    assert words in refused(spec, content, city)


def test_cut_file_and_nul(spec: SourceSpec, squares: Json, city: City) -> None:
    whole = json.dumps(squares).encode()
    assert "abgeschnitten" in refused(spec, whole[: len(whole) // 2], city)
    assert "Zeile 2: Die Datei enthält ein NUL" in refused(spec, whole[:-1] + b"\n\0}", city)


def test_byte_order_mark_is_no_harm(spec: SourceSpec, squares: Json, city: City) -> None:
    parse_source(spec, b"\xef\xbb\xbf" + json.dumps(squares).encode(), city)


def test_crs_link_is_not_followed(
    spec: SourceSpec, squares: Json, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(*_: Any, **__: Any) -> None:
        raise AssertionError("a file made the reader open a socket")

    monkeypatch.setattr(socket, "socket", no_socket)
    squares["crs"] = {"type": "link", "properties": {"href": "http://127.0.0.1:1/crs"}}
    issues = accepted(spec, squares, city).issues
    assert [issue.kind for issue in issues] == ["crs_ignored"]


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_named_crs_in_degrees(spec: SourceSpec, squares: Json, city: City, crs: str) -> None:
    squares["crs"] = {"type": "name", "properties": {"name": crs}}
    assert accepted(spec, squares, city).issues == []


def test_named_crs_in_metres(spec: SourceSpec, squares: Json, city: City) -> None:
    squares["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    message = refused(spec, squares, city)
    assert "EPSG::25833" in message
    assert "EPSG:4326" in message


@pytest.mark.parametrize("crs", [7, "x", {"properties": []}, {"properties": {"name": 4326}}])
def test_strange_crs(spec: SourceSpec, squares: Json, city: City, crs: Any) -> None:
    squares["crs"] = crs
    assert len(accepted(spec, squares, city).issues) == 1


# --- real files ------------------------------------------------------------------------------


def test_official_detailed_layer(
    shared_dir: Path, dresden: City, dresden_specs: dict[str, SourceSpec]
) -> None:
    content = (shared_dir / "geodata/colouring-dresden/boroughs.geojson").read_bytes()
    result = parse_source(official_spec(dresden_specs["districts"]), content, dresden)
    districts = result.tables["districts"]
    assert len(districts) == 64
    assert shapely.get_num_coordinates(districts.geometry.to_numpy()).sum() == 42_431
    assert districts["area_km2"].sum() == pytest.approx(328.28, abs=0.005)
    assert result.tables["boroughs"].empty, "the layer has no field for them"


def test_openstreetmap_file_is_refused(
    shared_dir: Path, dresden: City, dresden_specs: dict[str, SourceSpec]
) -> None:
    content = (
        shared_dir / "geodata/offenesdresden-geodata/Stadtteile-Dresden.geojson"
    ).read_bytes()
    spec = dresden_specs["districts"]
    assert "Feld „district_id“" in refused(spec, content, dresden)
    mapped = replace(spec, columns={"district_id": "ref", "name_long": "official_name"})
    assert "61 Stadtteile statt 64" in refused(mapped, content, dresden)


def test_click_that_hood_file_is_refused(
    shared_dir: Path, dresden: City, dresden_specs: dict[str, SourceSpec]
) -> None:
    content = (shared_dir / "geodata/click-that-hood/dresden.geojson").read_bytes()
    spec = dresden_specs["districts"]
    assert "Vorhanden: cartodb_id, created_at, name, updated_at" in refused(spec, content, dresden)
    numbers = replace(spec, columns={"district_id": "cartodb_id"})
    assert "ist kein Text" in refused(numbers, content, dresden)
    names = replace(spec, columns={"district_id": "name"}, code_pattern=".*")
    message = refused(names, content, dresden)
    assert "liegt außerhalb" in message
    assert "von 85" in message
