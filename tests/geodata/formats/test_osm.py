"""Answers of Overpass: every `out` form, cut answers, and what is left out for people's sake."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.geodata.formats.reading import kinds, read, refusal, rows


def overpass(*elements: Any, **members: Any) -> str:
    """An answer in the shape of overpass-api.de."""
    head = {
        "version": 0.6,
        "generator": "Overpass API 0.7.62.1 084b4234",
        "osm3s": {
            "timestamp_osm_base": "2026-04-01T10:00:00Z",
            "copyright": "The data included in this document is from www.openstreetmap.org.",
        },
    }
    return json.dumps({**head, "elements": elements, **members})


CLUB = {"name": "Bürgerverein", "amenity": "community_centre", "addr:street": "Hauptstraße"}
SQUARE = [
    {"lat": 51, "lon": 13},
    {"lat": 51, "lon": 14},
    {"lat": 52, "lon": 14},
    {"lat": 52, "lon": 13},
]


def way(**members: Any) -> dict[str, Any]:
    return {"type": "way", "id": 5, "tags": {"name": "Haus"}, **members}


def test_a_node_becomes_a_row() -> None:
    node = {"type": "node", "id": 4711, "lat": 51.05, "lon": 13.74, "tags": CLUB}
    meta = {"timestamp": "2025-12-24T18:00:00Z", "user": "erika", "uid": 7, "changeset": 9}
    assert rows(read("osm", overpass({**node, **meta}))) == [
        {
            "lon": "13.74",
            "lat": "51.05",
            "osm_id": "node-4711",
            "osm_type": "node",
            "osm_url": "https://www.openstreetmap.org/node/4711",
            "osm_timestamp": "2025-12-24T18:00:00Z",
            **CLUB,
        }
    ]


def nodes(*places: tuple[int, float, float]) -> list[dict[str, Any]]:
    return [{"type": "node", "id": i, "lat": lat, "lon": lon} for i, lat, lon in places]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        (way(center={"lat": 51.5, "lon": 13.5}), ("13.5", "51.5")),
        (way(bounds={"minlat": 51, "minlon": 13, "maxlat": 52, "maxlon": 14}), ("13.5", "51.5")),
        (way(geometry=[*SQUARE, SQUARE[0]]), ("13.5", "51.5")),
        (way(geometry=[SQUARE[0], None, SQUARE[1], {"lat": 51, "lon": 15}]), ("14", "51")),
        (
            {
                "type": "relation",
                "id": 8,
                "tags": {"name": "Park"},
                "members": [
                    {"type": "way", "ref": 1, "role": "outer", "geometry": SQUARE[:3]},
                    {
                        "type": "way",
                        "ref": 2,
                        "role": "outer",
                        "geometry": [*SQUARE[2:], SQUARE[0]],
                    },
                    {"type": "node", "ref": 3, "role": "label", "lat": 51.9, "lon": 13.9},
                ],
            },
            ("13.5", "51.5"),
        ),
        (
            {
                "type": "relation",
                "id": 8,
                "tags": {"name": "Route"},
                "members": [{"type": "node", "ref": 3, "lat": 51.9, "lon": 13.9}],
            },
            ("13.9", "51.9"),
        ),
    ],
)
def test_every_form_of_a_place(element: dict[str, Any], expected: tuple[str, str]) -> None:
    table = read("osm", overpass(element))
    (row,) = rows(table)
    assert (row["lon"], row["lat"]) == expected
    assert table.faults == ()


def test_a_way_is_put_together_from_its_nodes_which_are_no_rows() -> None:
    corners = nodes((1, 51, 13), (2, 51, 14), (3, 52, 14), (4, 52, 13))
    table = read("osm", overpass(way(nodes=[1, 2, 3, 4, 1]), *corners))
    (row,) = rows(table)
    assert (row["osm_id"], row["lon"], row["lat"]) == ("way-5", "13.5", "51.5")
    assert list(table.frame.index) == [1]


def test_an_object_without_a_place_is_kept_and_said() -> None:
    table = read("osm", overpass(way(nodes=[1, 2]), way(center={"lat": 51, "lon": 13})))
    assert len(table.frame) == 2
    assert kinds(table) == [(1, "geometry", "bad_position")]
    assert "out center" in table.faults[0].reason


def test_a_bad_object_costs_only_itself() -> None:
    good = {"type": "node", "id": 1, "lat": 51, "lon": 13, "tags": {"name": "gut"}}
    bad = [
        {**good, "lat": 511},
        {**good, "lat": "51"},
        {**good, "id": "x"},
        {**good, "type": "area"},
        17,
    ]
    table = read("osm", overpass(*bad, good))
    assert [row["name"] for row in rows(table)] == ["gut"]
    assert list(table.frame.index) == [6]
    assert kinds(table) == [(row, None, "bad_record") for row in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            overpass(
                remark='runtime error: Query timed out in "query" at line 3 after 26 seconds.'
            ),
            "timed out",
        ),
        ('{"version": 0.6}', "anders aufgebaut"),
        (overpass(way())[:-20], "abgeschnitten"),
        ("<?xml version='1.0'?><osm/>", "kein gültiges JSON"),
    ],
)
def test_what_is_no_whole_answer_says_why(text: str, said: str) -> None:
    assert said in refusal("osm", text)


def test_too_many_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.formats.osm.MAX_ELEMENTS", 3)
    assert "mehr als 3 Objekte" in refusal("osm", overpass(*[way()] * 4))


def test_a_way_of_too_many_vertices_keeps_its_tags() -> None:
    table = read("osm", overpass(way(geometry=SQUARE * 60_000)))
    assert kinds(table) == [(1, "geometry", "bad_position")]
    assert rows(table)[0]["name"] == "Haus"
