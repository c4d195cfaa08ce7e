"""OpenStreetMap as Overpass answers in JSON: nodes, ways and relations that carry tags.

Tags are columns as they are (`addr:street`); `osm_id` (`node-123`) can stand in a web address. Who
edited an object is not read. A way or relation gets its point from `out center`, `out geom`,
`out bb`, or from the nodes that come with it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import LONLAT
from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair, flatten
from geodata.formats.jsontext import decode_file, json_bytes
from geodata.formats.limits import MAX_VERTICES
from geodata.formats.points import TOO_MANY, BadGeometry, line, point_of, positions
from geodata.formats.table import Position, TableBuilder

Degrees = Annotated[float, msgspec.Meta(ge=-180, le=180)]
_WEBSITE = "https://www.openstreetmap.org"
#: objects of a file, nodes without tags included
MAX_ELEMENTS = 2_000_000


class Place(msgspec.Struct, frozen=True):
    """A position."""

    lat: Degrees
    lon: Degrees


class Bounds(msgspec.Struct, frozen=True):
    """The box of an object."""

    minlat: Degrees
    minlon: Degrees
    maxlat: Degrees
    maxlon: Degrees


class Member(msgspec.Struct, frozen=True):
    """A member of a relation, with its own shape under `out geom`."""

    type: str = ""
    lat: Degrees | None = None
    lon: Degrees | None = None
    geometry: list[Place | None] = []


class Element(msgspec.Struct, frozen=True):
    """An object; what is not named here is not read."""

    type: Literal["node", "way", "relation"]
    id: int
    lat: Degrees | None = None
    lon: Degrees | None = None
    tags: dict[str, Any] = {}
    center: Place | None = None
    bounds: Bounds | None = None
    geometry: list[Place | None] = []
    nodes: list[int] = []
    members: list[Member] = []
    timestamp: str = ""


Nodes = dict[int, tuple[float, float]]


class Answer(msgspec.Struct):
    """The file; its objects are not decoded yet."""

    elements: list[msgspec.Raw]
    remark: Any = None


def read_osm(content: bytes, options: ReadOptions) -> TextTable:
    """The objects with tags, row = their place in the file, the first object = row 1.

    Raises
    ------
    SourceError
        Not JSON, cut, no answer of Overpass, or one that Overpass itself calls incomplete.
    """
    data = json_bytes(content, options.encoding)
    answer = decode_file(data, Answer)
    if answer.remark:
        # sent with status 200, and with whatever had been found by then
        said = shown(str(answer.remark))
        raise SourceError(
            f"Overpass hat die Anfrage abgebrochen, die Antwort ist unvollständig: {said}"
        )
    if len(answer.elements) > MAX_ELEMENTS:
        raise SourceError(f"Die Datei hat mehr als {MAX_ELEMENTS} Objekte. Bitte enger abfragen.")
    table = TableBuilder(has_positions=True)
    tagged, nodes = _sorted(table, answer.elements)
    for row, element in tagged:
        table.add(row, _pairs(element), _position(table, row, element, nodes))
    return table.finish()


def _sorted(
    table: TableBuilder, raws: list[msgspec.Raw]
) -> tuple[list[tuple[int, Element]], Nodes]:
    """Objects with tags and their rows; positions of all nodes, which ways are made of."""
    decoder = msgspec.json.Decoder(Element)
    tagged: list[tuple[int, Element]] = []
    nodes: Nodes = {}
    for row, raw in enumerate(raws, start=1):
        try:
            element = decoder.decode(raw)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            table.leave_out(row, "Das ist kein lesbares Objekt.")
            continue
        if element.type == "node" and element.lon is not None and element.lat is not None:
            nodes[element.id] = (element.lon, element.lat)
        if element.tags:
            tagged.append((row, element))
    return tagged, nodes


def _pairs(element: Element) -> list[Pair]:
    path = f"{element.type}/{element.id}"
    return [
        ("osm_id", path.replace("/", "-")),
        ("osm_type", element.type),
        ("osm_url", f"{_WEBSITE}/{path}"),
        ("osm_timestamp", element.timestamp),
        *flatten(element.tags),
    ]


def _position(table: TableBuilder, row: int, element: Element, nodes: Nodes) -> Position | None:
    try:
        lon, lat = _point(element, nodes)
    except BadGeometry as error:
        table.fault(row, "geometry", "bad_position", str(error))
        return None
    return lon, lat, LONLAT


def _point(element: Element, nodes: Nodes) -> tuple[float, float]:
    if element.type == "node":
        if element.id in nodes:
            return nodes[element.id]
    elif element.center:
        return element.center.lon, element.center.lat
    parts = _shapes(element, nodes)
    if parts:
        return point_of(parts)
    if element.bounds:
        box = element.bounds
        return (box.minlon + box.maxlon) / 2, (box.minlat + box.maxlat) / 2
    raise BadGeometry("Das Objekt kam ohne Ort; die Abfrage braucht „out center“.")


def _shapes(element: Element, nodes: Nodes) -> list[BaseGeometry]:
    own = [(place.lon, place.lat) for place in element.geometry if place]
    own = own or [nodes[number] for number in element.nodes if number in nodes]
    rings = [own, *([(p.lon, p.lat) for p in member.geometry if p] for member in element.members)]
    if sum(len(ring) for ring in rings) > MAX_VERTICES:
        raise BadGeometry(TOO_MANY)
    lines = [line(positions(ring)) for ring in rings if ring]
    points: list[BaseGeometry] = [
        shapely.Point(member.lon, member.lat)
        for member in element.members
        if member.lon is not None and member.lat is not None
    ]
    # rings of a relation come in pieces; the largest face is its area, holes are smaller
    faces = list(shapely.polygonize([each for each in lines if each.geom_type != "Point"]).geoms)
    return [max(faces, key=lambda face: face.area)] if faces else lines or points
