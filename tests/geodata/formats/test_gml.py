"""WFS answers: axis order by the name of the CRS, every kind of geometry, errors and cut answers."""

from __future__ import annotations

import tracemalloc

import pytest

from geodata.formats import limits
from tests.geodata.formats.reading import EAST, LAT, LON, NORTH, kinds, read, refusal, rows

HERE = {"lon": str(LON), "lat": str(LAT)}
URN = "urn:ogc:def:crs:EPSG::4326"


def wfs(*members: str, attributes: str = "", before: str = "") -> str:
    """An answer of WFS 2.0 as GeoServer and the city's service send it."""
    inner = "".join(f"<wfs:member>{member}</wfs:member>" for member in members)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection '
        'xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" '
        'xmlns:cls="https://www.cardogis.com/wfs" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'timeStamp="2026-04-01T10:00:00" {attributes}>{before}{inner}</wfs:FeatureCollection>'
    )


def member(geometry: str = "", fields: str = "", layer: str = "cls:L494", gml_id: str = "") -> str:
    shape = f"<cls:geom>{geometry}</cls:geom>" if geometry else ""
    own = f' gml:id="{gml_id}"' if gml_id else ""
    return f"<{layer}{own}>{fields}{shape}</{layer}>"


def point(position: str, srs: str = URN) -> str:
    name = f' srsName="{srs}"' if srs else ""
    return f'<gml:Point{name} gml:id="p1"><gml:pos>{position}</gml:pos></gml:Point>'


def only(geometry: str, **collection: str) -> dict[str, str]:
    table = read("gml", wfs(member(geometry), **collection))
    assert table.faults == ()
    (row,) = rows(table)
    return row


def test_members_become_rows() -> None:
    fields = (
        "<cls:id>5</cls:id><cls:name>Bibliothek Süd</cls:name><cls:leer xsi:nil='true'/>"
        "<cls:adresse><cls:strasse>Hauptstr. 1</cls:strasse></cls:adresse>"
        "<gml:boundedBy><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner></gml:Envelope>"
        "</gml:boundedBy><gml:name>GML</gml:name><cls:link xlink:href='https://example.org/5'/>"
    )
    text = wfs(
        member(point(f"{LAT} {LON}"), fields, gml_id="L494.5"),
        member("", "<cls:name>Ohne Ort</cls:name>"),
    )
    table = read("gml", text)
    assert rows(table) == [
        {
            **HERE,
            "gml_id": "L494.5",
            "id": "5",
            "name": "Bibliothek Süd",
            "adresse.strasse": "Hauptstr. 1",
            "gml:name": "GML",
            "link.xlink:href": "https://example.org/5",
        },
        {"name": "Ohne Ort"},
    ]
    assert list(table.frame.index) == [1, 2]
    assert table.faults == ()


@pytest.mark.parametrize(
    ("srs", "position"),
    [
        # a URN and a definition's address mean the order of the authority: latitude first
        ("urn:ogc:def:crs:EPSG::4326", f"{LAT} {LON}"),
        ("urn:ogc:def:crs:EPSG:6.9:4326", f"{LAT} {LON}"),
        ("urn:x-ogc:def:crs:EPSG:4326", f"{LAT} {LON}"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", f"{LAT} {LON}"),
        ("https://www.opengis.net/def/crs/EPSG/0/4258", f"{LAT} {LON}"),
        # the short forms mean x, y
        ("EPSG:4326", f"{LON} {LAT}"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", f"{LON} {LAT}"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", f"{LON} {LAT}"),
        ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", f"{LON} {LAT}"),
        # easting first, in both forms
        ("urn:ogc:def:crs:EPSG::25833", f"{EAST} {NORTH}"),
        ("EPSG:25833", f"{EAST} {NORTH}"),
        ("http://www.opengis.net/def/crs/EPSG/0/25833", f"{EAST} {NORTH}"),
        # northing first by authority
        ("urn:ogc:def:crs:EPSG::3045", f"{NORTH} {EAST}"),
        ("EPSG:3045", f"{EAST} {NORTH}"),
        # zone in front
        ("urn:ogc:def:crs:EPSG::5650", f"33{EAST:.6f} {NORTH}"),
    ],
)
def test_axis_order_follows_the_name(srs: str, position: str) -> None:
    row = only(point(position, srs))
    assert float(row["lon"]) == pytest.approx(LON, abs=2e-7)
    assert float(row["lat"]) == pytest.approx(LAT, abs=2e-7)


def test_gauss_krueger_has_north_first_in_a_urn() -> None:
    for srs, position in (
        ("urn:ogc:def:crs:EPSG::31469", "5657878.022327 5411652.320583"),
        ("EPSG:31469", "5411652.320583 5657878.022327"),
    ):
        row = only(point(position, srs))
        assert float(row["lon"]) == pytest.approx(LON, abs=2e-5)
        assert float(row["lat"]) == pytest.approx(LAT, abs=2e-5)


SQUARE = "51 13 51 14 52 14 52 13 51 13"


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (
            (
                f'<gml:Polygon srsName="{URN}"><gml:exterior><gml:LinearRing><gml:posList>{SQUARE}'
                "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
            ),
            ("13.5", "51.5"),
        ),
        (
            (
                f'<gml:MultiSurface srsName="{URN}"><gml:surfaceMember><gml:Surface><gml:patches>'
                f"<gml:PolygonPatch><gml:exterior><gml:LinearRing><gml:posList>{SQUARE}</gml:posList>"
                "</gml:LinearRing></gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface>"
                "</gml:surfaceMember></gml:MultiSurface>"
            ),
            ("13.5", "51.5"),
        ),
        (
            # a ring made of curves
            (
                f'<gml:Polygon srsName="{URN}"><gml:exterior><gml:Ring><gml:curveMember><gml:Curve>'
                "<gml:segments><gml:LineStringSegment><gml:posList>51 13 51 14 52 14</gml:posList>"
                "</gml:LineStringSegment><gml:LineStringSegment><gml:posList>52 14 52 13 51 13"
                "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember>"
                "</gml:Ring></gml:exterior></gml:Polygon>"
            ),
            ("13.5", "51.5"),
        ),
        (
            # heights, said on the outermost element only
            (
                f'<gml:MultiCurve srsName="{URN}" srsDimension="3"><gml:curveMember><gml:LineString>'
                "<gml:posList>51 13 99 51 14 99 51 15 99</gml:posList></gml:LineString>"
                "</gml:curveMember></gml:MultiCurve>"
            ),
            ("14", "51"),
        ),
        (
            (
                f'<gml:MultiPoint srsName="{URN}"><gml:pointMember><gml:Point><gml:pos>51 13 7</gml:pos>'
                "</gml:Point></gml:pointMember></gml:MultiPoint>"
            ),
            ("13", "51"),
        ),
        (
            '<gml:Point srsName="EPSG:4326"><gml:coordinates>13,51</gml:coordinates></gml:Point>',
            ("13", "51"),
        ),
        (
            (
                '<gml:LineString srsName="EPSG:4326"><gml:coordinates decimal="," cs=";" ts=" ">13,0;51'
                " 14,0;51 15,0;51</gml:coordinates></gml:LineString>"
            ),
            ("14", "51"),
        ),
        (
            (
                '<gml:Point srsName="EPSG:4326"><gml:coord><gml:X>13</gml:X><gml:Y>51</gml:Y></gml:coord>'
                "</gml:Point>"
            ),
            ("13", "51"),
        ),
        (
            (
                f'<gml:LineString srsName="{URN}"><gml:pos>51 13</gml:pos><gml:pos>51 14</gml:pos>'
                "<gml:pos>51 15</gml:pos></gml:LineString>"
            ),
            ("14", "51"),
        ),
    ],
)
def test_every_kind_of_geometry_gives_a_point(geometry: str, expected: tuple[str, str]) -> None:
    row = only(geometry)
    assert (row["lon"], row["lat"]) == expected


def test_a_point_of_an_area_is_not_in_its_hole() -> None:
    hole = "51.1 13.1 51.1 13.9 51.9 13.9 51.9 13.1 51.1 13.1"
    row = only(
        f'<gml:Polygon srsName="{URN}"><gml:exterior><gml:LinearRing><gml:posList>{SQUARE}'
        "</gml:posList></gml:LinearRing></gml:exterior><gml:interior><gml:LinearRing><gml:posList>"
        f"{hole}</gml:posList></gml:LinearRing></gml:interior></gml:Polygon>"
    )
    assert not (13.1 < float(row["lon"]) < 13.9 and 51.1 < float(row["lat"]) < 51.9)


def test_the_name_of_the_crs_may_stand_in_the_envelope() -> None:
    envelope = f'<wfs:boundedBy><gml:Envelope srsName="{URN}"/></wfs:boundedBy>'
    row = only(point(f"{LAT} {LON}", srs=""), before=envelope)
    assert row == HERE
    own = f'<gml:boundedBy><gml:Envelope srsName="{URN}"/></gml:boundedBy>'
    assert rows(read("gml", wfs(member(point(f"{LAT} {LON}", srs=""), own)))) == [HERE]


@pytest.mark.parametrize(
    "geometry",
    [
        point("51 13", srs=""),
        point("51 13", "EPSG:2056"),
        point("51 13", "http://127.0.0.1:9/crs.xml"),
        point("51 13", "file:///etc/passwd#4326"),
        point("51"),
        point(""),
        point("51 dreizehn"),
        point("nan 13"),
        point("1e999 13"),
        point("511 13"),
        f'<gml:LineString srsName="{URN}"><gml:posList>51 13 51</gml:posList></gml:LineString>',
        f'<gml:Polygon srsName="{URN}"><gml:exterior/></gml:Polygon>',
        f'<gml:Polygon srsName="{URN}" srsDimension="200"/>',
        f'<gml:MultiPoint srsName="{URN}"/>',
    ],
)
def test_a_bad_geometry_leaves_the_member_without_a_point(geometry: str) -> None:
    good = member(point(f"{LAT} {LON}"), "<cls:n>gut</cls:n>")
    table = read("gml", wfs(member(geometry, "<cls:n>schlecht</cls:n>"), good))
    assert rows(table) == [{"n": "schlecht"}, {**HERE, "n": "gut"}]
    assert [(fault.row, fault.kind) for fault in table.faults] == [(1, "bad_position")]


def test_a_million_vertices_cost_only_the_point() -> None:
    ring = "51.123456 13.123456 " * 1_000_000
    geometry = (
        f'<gml:Polygon srsName="{URN}"><gml:exterior><gml:LinearRing><gml:posList>{ring}'
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
    )
    text = wfs(member(geometry, "<cls:n>groß</cls:n>"))
    tracemalloc.start()
    table = read("gml", text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows(table) == [{"n": "groß"}]
    assert peak < 8 * len(text)
    assert str(limits.MAX_VERTICES) in table.faults[0].reason


def test_areas_that_hold_each_other_stay_bounded() -> None:
    opening = "<gml:Polygon><gml:exterior>" * 40
    closing = "</gml:exterior></gml:Polygon>" * 40
    inner = f"<gml:LinearRing><gml:posList>{'51 13 52 13 52 14 ' * 10_000}</gml:posList></gml:LinearRing>"
    geometry = f'<gml:Surface srsName="{URN}">{opening}{inner}{closing}</gml:Surface>'
    table = read("gml", wfs(member(geometry, "<cls:n>x</cls:n>")))
    assert kinds(table) == [(1, "geometry", "bad_position")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            (
                '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
                '<ows:Exception exceptionCode="InvalidParameterValue"><ows:ExceptionText>Layer L99 '
                "unbekannt\x1b[31m</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
            ),
            "Layer L99 unbekannt",
        ),
        (
            (
                "<ServiceExceptionReport><ServiceException>kaputt</ServiceException>"
                "</ServiceExceptionReport>"
            ),
            "kaputt",
        ),
        # an error in the middle of an answer, as GeoServer does it
        (
            wfs(member(point("51 13")), before="<ExceptionReport>Speicher</ExceptionReport>"),
            "Speicher",
        ),
        (wfs(before="<wfs:truncatedResponse/>"), "abgebrochen"),
        ("<angebote/>", "keine Antwort eines WFS"),
        (wfs(member())[:-40], "abgeschnitten"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + wfs()[38:], "Dokumenttyp"),
    ],
)
def test_what_is_no_data_says_why(text: str, said: str) -> None:
    message = refusal("gml", text)
    assert said in message
    assert message.isprintable()


def test_a_layer_can_be_chosen() -> None:
    text = wfs(member("", "<cls:n>1</cls:n>", "cls:A"), member("", "<cls:n>2</cls:n>", "cls:B"))
    table = read("gml", text, layer="cls:B")
    assert rows(table) == [{"n": "2"}]
    assert list(table.frame.index) == [2]
    assert "Vorhanden: A, B" in refusal("gml", text, layer="C")


def test_older_services() -> None:
    text = (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
        'xmlns:gml="http://www.opengis.net/gml" xmlns:a="http://a"><gml:featureMembers>'
        f'<a:stop gml:id="s.1"><a:n>1</a:n><a:g>{point("51 13")}</a:g></a:stop>'
        '<a:stop fid="s.2"><a:n>2</a:n><a:g><gml:Point srsName="EPSG:4326"><gml:coordinates>13,51'
        "</gml:coordinates></gml:Point></a:g></a:stop></gml:featureMembers></wfs:FeatureCollection>"
    )
    assert rows(read("gml", text)) == [
        {"lon": "13", "lat": "51", "gml_id": "s.1", "n": "1"},
        {"lon": "13", "lat": "51", "gml_id": "s.2", "n": "2"},
    ]


def test_missing_pages_are_said_and_an_empty_answer_is_an_empty_table() -> None:
    table = read("gml", wfs(member(), attributes='numberMatched="9000" numberReturned="1"'))
    assert kinds(table) == [(0, None, "incomplete")]
    empty = read("gml", wfs(attributes='numberMatched="unknown" numberReturned="0"'))
    assert list(empty.frame.columns) == ["lon", "lat"]
    assert len(empty.frame) == 0
