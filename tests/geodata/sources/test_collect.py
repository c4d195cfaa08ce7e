"""What each kind of service is asked for, against a real server that answers as the real ones do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from geodata.city import City
from geodata.errors import FetchError, SourceError
from geodata.http import Budget, Client, Request
from geodata.sources import SourceSpec
from geodata.sources.collect import COLLECTORS, Part, Task
from geodata.sources.collect.task import check_is_data
from geodata.sources.mapped import mapping_of, parse_mapped
from tests.geodata.web import Asked, Web, answer, json_answer

Make = Callable[..., SourceSpec]
Json = dict[str, Any]
AS_OF = dt.date(2026, 4, 3)


@pytest.fixture
def collect(web: Web, city: City) -> Callable[..., list[Part]]:
    """Collect a source from the server."""
    client = Client("karte/1.0", allow_private=True, interval_seconds=0, backoff_seconds=0)

    def get(request: Request) -> Part:
        found = client.fetch(request, Budget(50_000_000, 60))
        check_is_data(found.content)
        return Part(key=request.url, url=found.url, content=found.content)

    def run(spec: SourceSpec, query: str = "") -> list[Part]:
        return COLLECTORS[spec.kind](Task(spec=spec, city=city, query=query), get)

    return run


def feature(number: int, lon: float = 13.705, lat: float = 51.045) -> Json:
    """A feature as the city's service words it: a deprecated crs in the geometry, HTML inside."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    point = {"type": "Point", "crs": crs, "coordinates": [lon, lat]}
    properties = {"bez": f"Ort {number}", "code": "01", "maptip_de": "<b onclick='x()'>Ort</b>"}
    return {"type": "Feature", "geometry": point, "id": number, "properties": properties}


def collection(features: list[Json], **more: Any) -> Json:
    links = [{"href": "https://example.org/doc", "rel": "serviceDocumentation"}]
    base = {"type": "FeatureCollection", "links": links, "timeStamp": "2026-11-02T10:00:00Z"}
    return {**base, "features": features, **more}


class CityService:
    """Dresden's service: a limit, a box, neither pages nor a total, and its own cap."""

    def __init__(self, features: list[Json], cap: int = 10**9, knows_box: bool = True) -> None:
        self.features, self.cap, self.knows_box, self.times = features, cap, knows_box, 0

    def __call__(self, asked: Asked) -> bytes:
        self.times += 1
        chosen = self.features
        if self.knows_box and "bbox" in asked.parameters:
            west, south, east, north = map(float, asked.parameters["bbox"].split(","))
            chosen = [f for f in chosen if self._is_inside(f, west, south, east, north)]
        limit = min(int(asked.parameters.get("limit", 10)), self.cap)
        return json_answer(collection(chosen[:limit], timeStamp=f"2026-11-02T10:00:{self.times}Z"))

    @staticmethod
    def _is_inside(one: Json, west: float, south: float, east: float, north: float) -> bool:
        lon, lat = one["geometry"]["coordinates"]
        return bool(west <= lon <= east and south <= lat <= north)


def grid(count: int, city: City) -> list[Json]:
    """Features spread over the city, one of them on the very crossing of its quarters."""
    west, south, east, north = city.bbox
    side = int(count**0.5) + 1
    points = [(i % side / side, i // side / side) for i in range(count)]
    found = [
        feature(i, west + x * (east - west), south + y * (north - south))
        for i, (x, y) in enumerate(points)
    ]
    found[-1]["geometry"]["coordinates"] = [(west + east) / 2, (south + north) / 2]
    return found


@pytest.fixture
def layer(make_spec: Make, web: Web) -> Make:
    def make(**more: Any) -> SourceSpec:
        columns = {"facility_id": "id", "name": "bez", "description": "maptip_de"}
        given = {"path": "", "url": f"{web.url}/items", "collection": "facilities"}
        return make_spec(
            **{
                "kind": "ogc_features",
                **given,
                "columns": columns,
                "constants": {"kind": "Ort"},
                **more,
            }
        )

    return make


def read(spec: SourceSpec, parts: list[Part]) -> Any:
    mapping = mapping_of(spec, Path("unused"))
    contents = [part.content for part in parts]
    return parse_mapped(spec, contents, mapping, AS_OF).tables[spec.collection]


# --- OGC API


def test_one_request_is_enough_where_all_fits(
    collect: Callable[..., list[Part]], layer: Make, web: Web
) -> None:
    web.routes["/items"] = CityService([feature(i) for i in range(7)])
    parts = collect(layer(page_size=50))
    assert [one.parameters for one in web.asked] == [{"limit": "50"}]
    table = read(layer(), parts)
    assert list(table["facility_id"]) == [f"probe-{i}" for i in range(7)]
    assert table["lon"].iloc[0] == "13.705"


def test_as_many_as_asked_for_is_asked_in_quarters(
    collect: Callable[..., list[Part]], layer: Make, web: Web, city: City
) -> None:
    web.routes["/items"] = CityService(grid(230, city))
    parts = collect(layer(page_size=50))
    assert len(parts) > 4
    table = read(layer(), parts)
    assert len(table) == 230
    assert table["facility_id"].is_unique
    assert table.index.is_unique


def test_a_silent_cap_at_a_round_number_is_noticed(
    collect: Callable[..., list[Part]], layer: Make, web: Web, city: City
) -> None:
    web.routes["/items"] = CityService(grid(2300, city), cap=1000)
    assert len(read(layer(), collect(layer(page_size=100_000)))) == 2300


def test_exactly_a_round_number_is_believed_after_a_look(
    collect: Callable[..., list[Part]], layer: Make, web: Web, city: City
) -> None:
    for knows_box in (True, False):
        web.routes["/items"] = CityService(grid(1000, city), knows_box=knows_box)
        assert len(read(layer(), collect(layer(page_size=100_000)))) == 1000


def test_what_cannot_be_had_is_said(
    collect: Callable[..., list[Part]], layer: Make, web: Web, city: City
) -> None:
    web.routes["/items"] = CityService(grid(60, city), knows_box=False)
    with pytest.raises(FetchError, match="kennt keine Ausschnitte"):
        collect(layer(page_size=50))
    web.routes["/items"] = CityService([feature(i, 13.7033, 51.0447) for i in range(60)])
    with pytest.raises(FetchError, match="auch in kleinsten Ausschnitten"):
        collect(layer(page_size=50))


def paged(asked: Asked) -> bytes:
    """A server by the book: pages of 10, a total, links."""
    start = int(asked.parameters.get("offset", 0))
    found = [feature(i) for i in range(start, min(start + 10, 35))]
    href = f"/items?limit=10&offset={start + 10}"
    links = [{"rel": "self", "href": "x"}, {"rel": "next", "href": href}]
    more = links if start + 10 < 35 else links[:1]
    return json_answer(collection(found, links=more, numberMatched=35, numberReturned=len(found)))


def test_links_are_followed(collect: Callable[..., list[Part]], layer: Make, web: Web) -> None:
    web.routes["/items"] = paged
    parts = collect(layer())
    assert len(parts) == 4
    assert len(read(layer(), parts)) == 35


@pytest.mark.parametrize(
    "href", ["http://169.254.169.254/items", "//example.org/items", "file:///etc", "http://["]
)
def test_a_link_does_not_lead_to_another_server(
    collect: Callable[..., list[Part]], layer: Make, web: Web, href: str
) -> None:
    links = [{"rel": "next", "href": href}]
    web.routes["/items"] = json_answer(collection([feature(1)], links=links))
    assert len(collect(layer())) == 1


def test_a_link_that_thinks_it_is_elsewhere(
    collect: Callable[..., list[Part]], layer: Make, web: Web
) -> None:
    links = [{"rel": "next", "href": f"https://127.0.0.1:{web.port}/more"}]
    web.routes["/items"] = json_answer(collection([feature(1)], links=links))
    web.routes["/more"] = json_answer(collection([feature(2)]))
    spec = layer(url=f"http://ich:geheim@127.0.0.1:{web.port}/items")
    assert len(collect(spec)) == 2
    assert "authorization" in web.asked[1].headers


def test_links_in_a_circle(collect: Callable[..., list[Part]], layer: Make, web: Web) -> None:
    links = [{"rel": "next", "href": "/items?limit=10000"}]
    web.routes["/items"] = json_answer(collection([feature(1)], links=links))
    with pytest.raises(FetchError, match="im Kreis"):
        collect(layer())


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (json_answer({"code": "404", "description": "Layer L9 gibt es nicht"}), "Layer L9 gibt es"),
        (json_answer({"type": "about:blank", "title": "Kaputt", "status": 500}), "Kaputt"),
        (json_answer([]), "GeoJSON"),
        (json_answer({"type": "FeatureCollection", "features": None}), "keine Objekte"),
        (answer(json.dumps(collection([feature(1)]))[:-30]), "abgeschnitten"),
        (answer("<!DOCTYPE html><html><body>Wartung</body></html>"), "Webseite"),
        (answer("\ufeff  <HTML>"), "Webseite"),
        (answer('<?xml version="1.0"?>\n<!-- x -->\n<html xmlns="x">'), "Webseite"),
        (answer(""), "leer"),
        (answer("[" * 100_000), "GeoJSON"),
        (answer("<!---->" * 50_000), "GeoJSON"),
    ],
)
def test_what_is_sent_instead_of_data(
    collect: Callable[..., list[Part]], layer: Make, web: Web, reply: bytes, words: str
) -> None:
    web.routes["/items"] = reply
    with pytest.raises(FetchError, match=words):
        collect(layer())


# --- WFS


def gml(numbers: range, matched: str, axis: str = "51.045 13.705") -> bytes:
    members = "".join(
        f'<wfs:member><app:park gml:id="park.{n}"><app:bez>Park {n}</app:bez><app:shape>'
        f'<gml:Point srsName="urn:ogc:def:crs:EPSG::4326"><gml:pos>{axis}</gml:pos></gml:Point>'
        "</app:shape></app:park></wfs:member>"
        for n in numbers
    )
    return answer(
        '<?xml version="1.0" encoding="utf-8"?><wfs:FeatureCollection '
        'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
        f'xmlns:app="http://example.org/app" timeStamp="2026-11-02T10:00:0{len(members) % 10}Z" '
        f'numberMatched="{matched}" numberReturned="{len(numbers)}">{members}'
        "</wfs:FeatureCollection>"
    )


class PagedWfs:
    """A WFS with pages; `cap`: more it never sends."""

    def __init__(self, count: int, matched: str = "", cap: int = 10**9) -> None:
        self.count, self.matched, self.cap = count, matched or str(count), cap

    def __call__(self, asked: Asked) -> bytes:
        start, size = (int(asked.parameters[name]) for name in ("startIndex", "count"))
        end = min(self.count, start + min(size, self.cap))
        return gml(range(start, max(start, end)), self.matched)


@pytest.fixture
def wfs(layer: Make, web: Web) -> Make:
    def make(**more: Any) -> SourceSpec:
        url = f"{web.url}/wfs?NodeId=184&Service=WFS&REQUEST=GetCapabilities"
        columns = {"facility_id": "gml_id", "name": "bez"}
        return layer(**{"kind": "wfs", "url": url, "layer": "app:park", "columns": columns, **more})

    return make


def test_wfs_pages(collect: Callable[..., list[Part]], wfs: Make, web: Web) -> None:
    web.routes["/wfs"] = PagedWfs(25)
    parts = collect(wfs(page_size=10))
    assert [one.parameters["startIndex"] for one in web.asked] == ["0", "10", "20"]
    first = web.asked[0].parameters
    assert (first["NodeId"], first["typeNames"], first["count"]) == ("184", "app:park", "10")
    assert (first["service"], first["request"], first["version"]) == ("WFS", "GetFeature", "2.0.0")
    assert not {"Service", "REQUEST"} & set(first), "asked once, not twice in other letters"
    table = read(wfs(), parts)
    assert list(table["facility_id"]) == [f"probe-park.{n}" for n in range(25)]
    assert (table["lon"].iloc[0], table["lat"].iloc[0]) == ("13.705", "51.045")


@pytest.mark.parametrize(("cap", "count"), [(10**9, 25), (1000, 2300), (1000, 2000)])
def test_wfs_that_does_not_know_its_total(
    collect: Callable[..., list[Part]], wfs: Make, web: Web, cap: int, count: int
) -> None:
    web.routes["/wfs"] = PagedWfs(count, "unknown", cap)
    size = 10 if count == 25 else 10_000
    assert len(read(wfs(), collect(wfs(page_size=size)))) == count


def test_wfs_without_pages(collect: Callable[..., list[Part]], wfs: Make, web: Web) -> None:
    web.routes["/wfs"] = gml(range(10), "unknown")
    with pytest.raises(FetchError, match="dieselbe Seite"):
        collect(wfs(page_size=10))
    web.routes["/wfs"] = gml(range(1000), "unknown")
    assert len(read(wfs(), collect(wfs(page_size=10_000)))) == 1000, "a round number, and all"


def test_wfs_says_what_is_wrong(collect: Callable[..., list[Part]], wfs: Make, web: Web) -> None:
    web.routes["/wfs"] = answer(
        '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception>'
        "<ows:ExceptionText>Typ &quot;app:park&quot;\n fehlt</ows:ExceptionText></ows:Exception>"
        "</ows:ExceptionReport>"
    )
    with pytest.raises(FetchError, match='„Typ "app:park" fehlt“'):
        collect(wfs())


@pytest.mark.parametrize(
    "text", ["<" + "a" * 500_000, "<a" * 250_000, "<!--" * 100_000, "a:" * 200_000, "{}"]
)
def test_wfs_is_not_kept_busy(
    collect: Callable[..., list[Part]], wfs: Make, web: Web, text: str
) -> None:
    web.routes["/wfs"] = answer(text)
    with pytest.raises(FetchError, match="kein XML"):
        collect(wfs())


# --- Overpass


OSM = {
    "version": 0.6,
    "osm3s": {"copyright": "ODbL"},
    "elements": [
        {
            "type": "node",
            "id": 1,
            "lat": 51.045,
            "lon": 13.705,
            "tags": {"name": "Club", "club": "x"},
        }
    ],
}


@pytest.fixture
def overpass(layer: Make, web: Web) -> SourceSpec:
    columns = {"facility_id": "osm_id", "name": "name", "kind": "club"}
    return layer(
        kind="overpass",
        url=f"{web.url}/interpreter",
        query="q.overpassql",
        collection="osm_places",
        columns=columns,
        constants={},
    )


def test_overpass(collect: Callable[..., list[Part]], overpass: SourceSpec, web: Web) -> None:
    web.routes["/interpreter"] = json_answer(OSM)
    parts = collect(overpass, "[out:json];node[club]({{bbox}});out;")
    asked = web.asked[0]
    assert asked.method == "POST"
    assert b"node%5Bclub%5D%2851.03%2C13.69%2C51.07%2C13.73%29" in asked.body
    table = read(overpass, parts)
    assert table.iloc[0][["facility_id", "name", "kind", "lon"]].to_list() == [
        "probe-node-1", "Club", "x", "13.705",
    ]  # fmt: skip


def test_overpass_that_gave_up(
    collect: Callable[..., list[Part]], overpass: SourceSpec, web: Web
) -> None:
    remark = 'runtime error: Query timed out in "query" at line 3 after 121 seconds.'
    web.routes["/interpreter"] = json_answer({**OSM, "remark": remark})
    with pytest.raises(FetchError, match="nicht fertig geworden: „runtime error"):
        collect(overpass, "x")


# --- files


FILES: dict[str, tuple[bytes, Json]] = {
    "table": (
        "Nummer;Bezeichnung;Straße;Nr\n7;Café Müller;Hauptweg;1a\n".encode("cp1252"),
        {"facility_id": "Nummer", "name": "Bezeichnung", "address": "{Straße} {Nr}"},
    ),
    "geojson": (
        msgspec.json.encode(collection([feature(7)])),
        {"facility_id": "id", "name": "bez"},
    ),
    "json_feed": (
        b'{"page": 1, "offers": [{"id": 7, "title": "Vorlesen", "place": {"street": "Hauptweg"}}]}',
        {"facility_id": "id", "name": "title", "address": "place.street"},
    ),
    "xml_feed": (
        b"<feed><entry><id>7</id><title>Lesen</title></entry><entry><id>8</id></entry></feed>",
        {"facility_id": "id", "name": "title"},
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file(collect: Callable[..., list[Part]], layer: Make, web: Web, kind: str) -> None:
    content, columns = FILES[kind]
    web.routes["/file"] = answer(content)
    spec = layer(kind=kind, url=f"{web.url}/file?token=a", columns=columns)
    table = read(spec, collect(spec))
    assert table["facility_id"].iloc[0] == "probe-7"
    assert table["name"].iloc[0]
    assert web.asked[0].parameters == {"token": "a"}


def test_a_calendar(collect: Callable[..., list[Part]], layer: Make, web: Web) -> None:
    web.routes["/file"] = answer(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//DE\r\nBEGIN:VEVENT\r\nUID:7@x\r\n"
        "DTSTAMP:20260401T100000Z\r\nDTSTART:20260410T160000Z\r\nSUMMARY:Messe\r\nEND:VEVENT\r\n"
        "END:VCALENDAR\r\n"
    )
    spec = layer(
        kind="icalendar",
        url=f"{web.url}/file",
        collection="events",
        columns={"title": "summary", "starts_at": "dtstart"},
        constants={"kind": "fair"},
    )
    table = read(spec, collect(spec))
    assert list(table["title"]) == ["Messe"]
    assert table["starts_at"].iloc[0].startswith("2026-04-10")


# --- mapped


def test_an_optional_column_may_be_missing(layer: Make) -> None:
    columns = {"facility_id": "id", "name": ["titel", "bez"], "phone": "tel", "address": "{a} {b}"}
    spec = layer(columns=columns)
    content = msgspec.json.encode(collection([feature(1)]))
    result = parse_mapped(spec, [content], mapping_of(spec, Path("unused")), AS_OF)
    assert list(result.tables["facilities"]["name"]) == ["Ort 1"]
    missing = {issue.field for issue in result.issues if issue.kind == "missing_column"}
    assert missing == {"phone", "address"}


def test_what_the_source_does_not_say_has_a_default(layer: Make) -> None:
    columns = {"facility_id": "id", "name": "bez", "kind": ["art", "typ"]}
    spec = layer(columns=columns, constants={}, defaults={"kind": "Treff"})
    content = msgspec.json.encode(collection([feature(1)]))
    table = parse_mapped(spec, [content], mapping_of(spec, Path("unused")), AS_OF).tables
    assert list(table["facilities"]["kind"]) == ["Treff"]


def test_a_required_column_may_not(layer: Make) -> None:
    spec = layer(columns={"facility_id": "id", "name": "titel"})
    content = msgspec.json.encode(collection([feature(1)]))
    with pytest.raises(SourceError, match="probe: Die Spalte „titel“"):
        parse_mapped(spec, [content], mapping_of(spec, Path("unused")), AS_OF)
