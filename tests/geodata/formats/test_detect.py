"""What a file is, by its content first; disguises and what is not read are named."""

from __future__ import annotations

import codecs
import io
import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest

from geodata.errors import SourceError
from geodata.formats import READERS
from geodata.formats.detect import detect_format
from tests.geodata.formats.reading import collection, feature

RSS = '<?xml version="1.0"?>\n<!-- Börse -->\n<rss version="2.0"><channel/></rss>'
WFS = (
    '<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0">'
    "</wfs:FeatureCollection>"
)
OVERPASS = '{"version": 0.6, "generator": "Overpass API", "osm3s": {}, "elements": []}'


def workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Titel"])
    book.save(out)
    return out.getvalue()


def archive(*names: str, text: str = "x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, text)
    return out.getvalue()


def database(folder: Path, application_id: int) -> bytes:
    file = folder / f"{application_id}.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    return file.read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "Titel;Ort\nx;y\n", "csv"),
        ("a.txt", "Titel\tOrt\nx\ty\n", "csv"),
        ("download", "Titel;Ort\nx;y\n", "csv"),
        ("a.geojson", collection(feature(None, a=1)), "geojson"),
        ("a.json", json.dumps(feature(None, a=1)), "geojson"),
        # a member that comes first does not hide the type
        (
            "a.json",
            '{"features": [' + "1," * 50_000 + '1], "type": "FeatureCollection"}',
            "geojson",
        ),
        ("items", '{"type": "FeatureCollection", "features": [', "geojson"),
        ("a.csv", collection(feature(None, a=1)), "geojson"),
        ("a.json", '[{"a": 1}]', "json"),
        ("a.json", '{"data": {"type": "FeatureCollection"}}', "json"),
        ("a.json", '{"elements": [1]}', "json"),
        ("a.json", OVERPASS, "osm"),
        ("interpreter", OVERPASS, "osm"),
        ("feed.xml", RSS, "xml"),
        ("feed", "<angebote><angebot/></angebote>", "xml"),
        ("wfs", WFS, "gml"),
        ("a.xml", WFS, "gml"),
        ("a.gml", '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"/>', "gml"),
        ("a.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "icalendar"),
        ("termine", "\n BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "icalendar"),
        ("a.csv", "Titel,Text\nx,<p>y</p>\n", "csv"),
    ],
)
def test_the_content_says_what_a_file_is(name: str, text: str, expected: str) -> None:
    for content in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("utf-16")):
        assert detect_format(name, content) == expected
    assert expected in READERS


def test_binary_formats(tmp_path: Path) -> None:
    assert detect_format("a.csv", workbook()) == "xlsx"
    assert detect_format("a.bin", database(tmp_path, 0x47504B47)) == "geopackage"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "leer"),
        ("a.csv", b" \r\n ", "leer"),
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "XLSX speichern"),
        ("a.shp", b"\x00\x00\x27\x0a" + b"\0" * 96, "Shapefile"),
        ("a.prj", b'PROJCS["ETRS89 / UTM zone 33N"]', "Shapefile"),
        ("a.cpg", b"UTF-8", "Shapefile"),
        ("a.dbf", b"\x03\x7e\x01\x01\x05\0\0\0\xc1\0" + b"\0" * 80, "Shapefile"),
        ("a.csv", b"\x1f\x8b\x08\0", "gzip"),
        ("a.csv", b"\x89PNG\r\n", "Bild"),
        ("a.csv", b"\x7fELF\x02", "Programm"),
        ("a.csv", bytes(range(1, 32)) * 50, "keine Textdatei"),
        ("a.csv", b"ab\0\0\0\0\0\0cd" * 50, "keine Textdatei"),
        ("a.vcf", b"BEGIN:VCARD\nEND:VCARD", "vCard"),
        ("a.csv", b"<!DOCTYPE html>\n<html><body>404</body></html>", "Webseite"),
        ("a.json", b"<html lang='de'><head>", "Webseite"),
        ("a.json", b"<!-- x --><!doctype HTML PUBLIC '-//W3C//DTD'><HTML>", "Webseite"),
        ("a.xml", b"<div>Fehler</div>", "Webseite"),
        ("a.kml", b"<kml xmlns='http://www.opengis.net/kml/2.2'/>", "KML"),
        ("a.osm", b"<osm version='0.6'/>", "[out:json]"),
        ("a.xml", b"<wfs:WFS_Capabilities xmlns:wfs='x'/>", "GetFeature"),
        ("a.json", b"Zu viele Anfragen", "verspricht JSON"),
        ("a.ics", b"Titel;Ort\nx;y", "verspricht einen Kalender"),
    ],
)
def test_what_is_not_read_is_named(name: str, content: bytes, said: str) -> None:
    with pytest.raises(SourceError) as caught:
        detect_format(name, content)
    assert said in str(caught.value)


VRT = (
    "<OGRVRTDataSource><OGRVRTLayer name='passwd'>"
    "<SrcDataSource>CSV:/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize("name", ["a.csv", "a.geojson", "a.gpkg", "a.xlsx", "a.xml", "a.vrt"])
@pytest.mark.parametrize(
    "text",
    [
        VRT,
        f"\n  <?xml version='1.0'?><!-- {collection()} -->{VRT}",
        "<VRTDataset rasterXSize='1'/>",
    ],
)
def test_a_recipe_for_other_files_is_refused_whatever_it_is_called(name: str, text: str) -> None:
    for content in (text.encode(), codecs.BOM_UTF8 + text.encode(), text.encode("utf-16")):
        with pytest.raises(SourceError, match="VRT"):
            detect_format(name, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (archive("a.csv"), "ZIP"),
        (archive("karte/a.shp", "karte/a.dbf"), "Shapefile"),
        (archive("mimetype", "content.xml", text="application/x"), "OpenDocument"),
        (archive("word/document.xml"), "DOCX"),
        (archive("xl/workbook.bin"), "XLSB"),
        (b"PK\x03\x04 abgeschnitten", "ZIP"),
    ],
)
def test_archives_are_named(content: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        detect_format("a.xlsx", content)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="kein GeoPackage"):
        detect_format("a.gpkg", database(tmp_path, 0))
