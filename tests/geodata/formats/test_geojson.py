"""GeoJSON: real answers of the city, named systems, hostile geometry, and what one bad row costs."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from geodata.formats import limits
from tests.geodata.formats.reading import (
    EAST,
    LAT,
    LON,
    NORTH,
    collection,
    feature,
    kinds,
    point,
    read,
    refusal,
    rows,
)

HERE = {"lon": str(LON), "lat": str(LAT)}


def named(name: str) -> dict[str, Any]:
    return {"type": "name", "properties": {"name": name}}


def test_a_feature_becomes_a_row_of_text() -> None:
    offer = feature(point(LON, LAT, 113.0), titel="Lesepate", plaetze=3, dauer=1.5, frei=True)
    offer["id"] = 17
    table = read("geojson", collection(offer, feature(None, titel="Zu Hause", frei=False)))
    assert rows(table) == [
        {**HERE, "id": "17", "titel": "Lesepate", "plaetze": "3", "dauer": "1.5", "frei": "ja"},
        {"titel": "Zu Hause", "frei": "nein"},
    ]
    assert list(table.frame.index) == [1, 2]
    assert table.frame.index.name == "row"
    assert table.faults == ()


def test_nested_properties_and_lists() -> None:
    adresse = {"strasse": "Königstraße", "ort": {"plz": "01097"}}
    kontakt = [{"name": "A", "tel": None}, {"name": "B", "tel": "0351 1"}]
    table = read("geojson", collection(feature(None, a=adresse, tags=["x", 2], kontakt=kontakt)))
    assert rows(table) == [
        {
            "a.strasse": "Königstraße",
            "a.ort.plz": "01097",
            "tags": "x|2",
            "kontakt.name": "A|B",
            "kontakt.tel": "0351 1",
        }
    ]


def test_numbers_are_written_without_exponents_and_empty_fractions() -> None:
    table = read(
        "geojson", collection(feature(None, a=1.0, b=1e-7, c=123456789012345678901, d=-0.5))
    )
    assert rows(table) == [{"a": "1", "b": "0.0000001", "c": "123456789012345678901", "d": "-0.5"}]


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        ({"type": "MultiPoint", "coordinates": [[13, 51], [13, 51]]}, ("13", "51")),
        ({"type": "LineString", "coordinates": [[13, 51], [14, 51], [15, 51]]}, ("14", "51")),
        (
            {"type": "MultiLineString", "coordinates": [[[13, 51], [14, 51], [15, 51]], []]},
            ("14", "51"),
        ),
        (
            {
                "type": "Polygon",
                "coordinates": [[[13, 51], [14, 51], [14, 52], [13, 52], [13, 51]]],
            },
            ("13.5", "51.5"),
        ),
        (
            {
                "type": "GeometryCollection",
                "geometries": [
                    point(9, 9),
                    {"type": "Polygon", "coordinates": [[[13, 51], [14, 51], [14, 52], [13, 52]]]},
                ],
            },
            ("13.5", "51.5"),
        ),
    ],
)
def test_every_kind_of_geometry_gives_a_point(
    geometry: dict[str, Any], expected: tuple[str, str]
) -> None:
    (row,) = rows(read("geojson", collection(feature(geometry))))
    assert (row["lon"], row["lat"]) == expected


def test_the_point_of_an_area_lies_inside_it_and_not_in_its_hole() -> None:
    outer = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    hole = [[1, 1], [8, 1], [8, 8], [1, 8], [1, 1]]
    (row,) = rows(
        read("geojson", collection(feature({"type": "Polygon", "coordinates": [outer, hole]})))
    )
    assert not (1 < float(row["lon"]) < 8 and 1 < float(row["lat"]) < 8)


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", LON, LAT),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", LON, LAT),
        # longitude first whatever the name says: so does every server's GeoJSON
        ("urn:ogc:def:crs:EPSG::4326", LON, LAT),
        ("EPSG:4326", LON, LAT),
        ("urn:ogc:def:crs:EPSG::25833", EAST, NORTH),
        ("EPSG:31469", 5411652.320583, 5657878.022327),
    ],
)
def test_named_systems_are_understood(name: str, x: float, y: float) -> None:
    (row,) = rows(read("geojson", collection(feature(point(x, y)), crs=named(name))))
    assert float(row["lon"]) == pytest.approx(LON, abs=2e-5)
    assert float(row["lat"]) == pytest.approx(LAT, abs=2e-5)


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://127.0.0.1:9/crs", "type": "proj4"}},
        {"type": "link", "properties": {"href": "file:///etc/passwd", "name": "EPSG:4326"}},
        named("EPSG:2056"),
        named("+proj=longlat +nadgrids=/etc/passwd"),
        named("/etc/passwd"),
        "EPSG:4326",
        {"type": "name", "properties": {"name": 4326}},
    ],
)
def test_a_link_or_an_unknown_system_costs_the_points_only(crs: Any) -> None:
    own = feature(point(EAST, NORTH, crs=named("EPSG:25833")), n="b")
    table = read("geojson", collection(feature(point(LON, LAT), n="a"), own, crs=crs))
    assert rows(table) == [{"n": "a"}, {**HERE, "n": "b"}]
    (fault,) = table.faults
    assert (fault.row, fault.field, fault.kind, fault.severity) == (
        0,
        "crs",
        "crs_ignored",
        "error",
    )
    assert "Koordinatensystem der Datei" in fault.reason


def test_a_system_of_one_geometry_counts_for_it() -> None:
    link = {"type": "link", "properties": {"href": "http://127.0.0.1:9/"}}
    table = read(
        "geojson",
        collection(
            feature(point(EAST, NORTH, crs=named("EPSG:25833")), n="a"),
            feature(point(LON, LAT, crs=link), n="b"),
            feature(point(LON, LAT), n="c"),
        ),
    )
    assert rows(table) == [{**HERE, "n": "a"}, {"n": "b"}, {**HERE, "n": "c"}]
    assert kinds(table) == [(2, "geometry", "crs_ignored")]


@pytest.mark.parametrize(
    "geometry",
    [
        point(LON),
        point("13.7", "51.0"),
        {"type": "Polygon", "coordinates": [[[1, 1], [2, 2]]]},
        {"type": "Polygon", "coordinates": [[1, 1], [2, 2]]},
        {"type": "Pentagon", "coordinates": [1, 1]},
        {"coordinates": [1, 1]},
        [1, 2],
        point(414253.7, 5649820.3),
        point(1e308, 1e308),
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_a_bad_geometry_leaves_the_record_without_a_point(geometry: Any) -> None:
    good = feature(point(LON, LAT), n="gut")
    table = read("geojson", collection(feature(geometry, n="schlecht"), good))
    assert rows(table) == [{"n": "schlecht"}, {**HERE, "n": "gut"}]
    assert [(fault.row, fault.kind) for fault in table.faults] == [(1, "bad_position")]


def test_an_empty_point_is_none() -> None:
    assert rows(read("geojson", collection(feature(point(), n="x")))) == [{"n": "x"}]


def test_swapped_degrees_are_left_to_normalising() -> None:
    assert rows(read("geojson", collection(feature(point(LAT, LON))))) == [
        {"lon": str(LAT), "lat": str(LON)}
    ]


def test_one_broken_record_does_not_block_the_rest() -> None:
    text = (
        '{"type": "FeatureCollection", "features": ['
        '{"type": "Feature", "geometry": null, "properties": {"n": 1e999}},'
        '{"type": "Feature", "geometry": {"type": "Point", "coordinates": [1e999, 5]},'
        ' "properties": {"n": "zwei"}},'
        '17, null, {"type": "Feature", "properties": [1]},'
        '{"type": "Feature", "geometry": null, "properties": {"n": "letztes"}}]}'
    )
    table = read("geojson", text)
    assert rows(table) == [{"n": "zwei"}, {"n": "letztes"}]
    assert list(table.frame.index) == [2, 6]
    assert kinds(table) == [
        (1, None, "bad_record"),
        (2, "geometry", "bad_position"),
        (3, None, "bad_record"),
        (4, None, "bad_record"),
        (5, None, "bad_record"),
    ]
    assert all(f.severity == "error" for f in table.faults if f.kind == "bad_record")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_named(word: str) -> None:
    text = f'{{"type": "FeatureCollection",\n"features": [{{"properties": {{"a": {word}}}}}]}}'
    message = refusal("geojson", text)
    assert "Zeile 2" in message
    assert "NaN" in message


def test_a_repeated_name_in_one_record_is_said() -> None:
    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,'
        ' "properties": {"n": "eins", "text": "so: \\": hier", "n": "zwei"}}]}'
    )
    table = read("geojson", text)
    assert rows(table)[0]["n"] == "zwei"
    assert kinds(table) == [(1, "n", "repeated_field")]


def test_a_colon_in_a_text_is_no_repeated_name() -> None:
    assert read("geojson", collection(feature(None, a='er sagte: "ja": nein'))).faults == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "leer"),
        ("  \n", "leer"),
        ('{"type": "FeatureCollection", "features": [', "abgeschnitten"),
        ('{"type": "FeatureCollection"}', "FeatureCollection"),
        ("[1, 2]", "anders aufgebaut"),
        ('{"type": "Topology", "objects": {}}', "TopoJSON"),
        ('{"type": "Point", "coordinates": [1, 2]}', "nur eine Geometrie"),
        # the city's service answers mistakes like this, with status 200
        ('{"code": "NotFound", "description": "Layer L99 unbekannt"}', "Layer L99 unbekannt"),
        ('{"features": ' + "[" * 100_000, "zu tief verschachtelt"),
        ('{"type": ' * 100_000, "zu tief verschachtelt"),
    ],
)
def test_files_that_are_no_geojson_say_why(text: str, said: str) -> None:
    assert said in refusal("geojson", text)


def test_brackets_inside_one_record_cost_only_it() -> None:
    deep = "[" * 500 + "]" * 500
    text = collection(feature(None, a="DEEP"), feature(None, a="gut")).replace('"DEEP"', deep)
    table = read("geojson", text)
    assert rows(table) == [{"a": "gut"}]
    assert kinds(table) == [(1, None, "bad_record")]


def test_collections_nested_without_end_give_no_point() -> None:
    geometry: Any = point(1, 2)
    for _ in range(100):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    assert kinds(read("geojson", collection(feature(geometry, a="x")))) == [
        (1, "geometry", "bad_position")
    ]


def test_a_polygon_of_a_million_vertices_costs_its_point_and_little_memory() -> None:
    ring = "[13.1,51.1]," * 1_000_000 + "[13.1,51.1]"
    text = collection(
        feature({"type": "Polygon", "coordinates": "RING"}, n="groß"), feature(point(LON, LAT))
    )
    content = text.replace('"RING"', f"[[{ring}]]").encode()
    tracemalloc.start()
    table = read("geojson", content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kinds(table) == [(1, "geometry", "bad_position")]
    assert rows(table) == [{"n": "groß"}, HERE]
    assert peak < 6 * len(content)


def test_a_self_crossing_zigzag_gives_a_point() -> None:
    zigzag = [[13 + i / 1e5, 51 + (i % 2) / 10] for i in range(20_000)]
    table = read("geojson", collection(feature({"type": "Polygon", "coordinates": [zigzag]})))
    assert table.faults == ()
    assert rows(table)[0]["lat"].startswith("51")


def test_too_many_values_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = collection(*[feature(None)] * 400)
    monkeypatch.setattr("geodata.formats.jsontext.MAX_VALUES", 1000)
    assert "höchstens 1000" in refusal("geojson", text)


def test_too_many_records_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.table.MAX_RECORDS", 3)
    assert "mehr als 3 Einträge" in refusal("geojson", collection(*[feature(None)] * 4))


def test_too_large_a_file_is_refused() -> None:
    assert "zu groß" in refusal("geojson", b" " * limits.MAX_BYTES + b"{}")


def test_a_million_names_become_a_bounded_table() -> None:
    many = feature(None, **{f"n{i}": i for i in range(150_000)})
    table = read("geojson", collection(feature(None, titel="gut"), many))
    assert table.frame.shape == (2, limits.MAX_COLUMNS)
    assert kinds(table) == [(2, "n997", "unknown_column")]
    assert rows(table)[0] == {"titel": "gut"}


def test_a_record_of_millions_of_values_costs_only_itself() -> None:
    text = collection(feature(None, a="MANY"), feature(None, a="gut"))
    table = read("geojson", text.replace('"MANY"', "[" + "1," * 2_000_000 + "1]"))
    assert rows(table) == [{"a": "gut"}]
    assert kinds(table) == [(1, None, "bad_record")]


def test_rare_columns_give_way_where_the_table_would_be_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geodata.formats.table.MAX_CELLS", 40)
    odd = feature(None, **{f"n{i}": i for i in range(50)})
    features = [feature(point(LON, LAT), titel="gut", ort="da")] * 9
    table = read("geojson", collection(odd, *features))
    assert list(table.frame.columns) == ["lon", "lat", "titel", "ort"]
    assert kinds(table) == [(0, None, "unknown_column")]


def test_an_endless_text_and_name_are_cut_and_said() -> None:
    table = read("geojson", collection(feature(None, **{"a": "x" * 3_000_000, "n" * 500: "y"})))
    assert len(table.frame.loc[1, "a"]) == limits.MAX_TEXT
    assert {fault.kind for fault in table.faults} == {"too_long", "unknown_column"}
    assert all(len(fault.field or "") < 250 for fault in table.faults)


def test_messages_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.table.MAX_FAULTS", 5)
    table = read("geojson", collection(*[feature(point(1), n="x")] * 20))
    assert len(table.faults) == 6
    assert table.faults[-1].kind == "more_faults"
    assert "15 weitere" in table.faults[-1].reason
    assert len(table.frame) == 20


def test_html_and_control_characters_stay_for_normalising() -> None:
    text = collection(feature(None, a="<b onclick='x()'>ja</b>", b="RAW")).replace("RAW", "a\x00b")
    assert rows(read("geojson", text)) == [{"a": "<b onclick='x()'>ja</b>", "b": "a\x00b"}]


def test_missing_pages_are_said() -> None:
    table = read("geojson", collection(feature(None), numberMatched=900, numberReturned=1))
    assert kinds(table) == [(0, None, "incomplete")]


def test_a_single_feature_is_one_row() -> None:
    assert rows(read("geojson", json.dumps(feature(point(LON, LAT), n="x")))) == [
        {**HERE, "n": "x"}
    ]


def test_no_features_are_an_empty_table_with_a_position() -> None:
    table = read("geojson", collection())
    assert table.frame.shape == (0, 2)
    assert list(table.frame.columns) == ["lon", "lat"]


def test_the_answer_of_the_citys_api_is_read_whole(shared_dir: Path) -> None:
    file = shared_dir / "geodata" / "python-dresden" / "disabled_parking.geojson"
    table = read("geojson", file.read_bytes())
    assert len(table.frame) == 476
    assert table.faults == ()
    first = table.frame.loc[1]
    assert (first["id"], first["lon"], first["lat"]) == ("1", "13.7422686", "51.0294801")
    assert table.frame.loc[4, "kks_mdd"] == "23.10.2017 16:29:06"
    assert table.frame.loc[4, "of_fest"] == "ja"


def test_metres_in_the_attributes_agree_with_the_projection(shared_dir: Path) -> None:
    file = shared_dir / "geodata" / "stadtteilsuche-dd" / "VVO-Haltestellen Dresden.json"
    source = json.loads(file.read_text(encoding="utf-8"))
    degrees = read("geojson", file.read_bytes()).frame
    for item in source["features"]:
        item["geometry"]["coordinates"] = [item["properties"]["x"], item["properties"]["y"]]
    source["crs"] = named("urn:ogc:def:crs:EPSG::25833")
    metres = read("geojson", json.dumps(source)).frame
    for name in ("lon", "lat"):
        difference = (degrees[name].astype(float) - metres[name].astype(float)).abs()
        assert difference.max() < 2e-7
