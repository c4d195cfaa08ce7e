"""What a file is: by its content, then by its name; and what is refused before any reader sees it.

A name never overrules the content: a file that another program would open as a recipe for reading
further files (GDAL's VRT) is refused whatever it is called.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

import msgspec

from geodata.errors import SourceError
from geodata.formats.decoding import MARKS, check_size, wide_encoding
from geodata.formats.jsontext import json_bytes

#: bytes that are looked at
_HEAD = 65_536
#: where the directory of an archive stands
_TAIL = 1_000_000
_PROLOG = re.compile(
    rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!(?i:DOCTYPE)[^>\[]*(?:\[.*?\])?\s*>)", re.DOTALL
)
_ROOT = re.compile(rb"\s*<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_JSON_TYPE = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature)"')
_OVERPASS = re.compile(rb'"(osm3s|elements)"\s*:')
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_SHAPEFILE = (
    "Das ist ein Teil eines Shapefiles. Es besteht aus mehreren Dateien; bitte in QGIS öffnen und"
    " als GeoPackage oder GeoJSON exportieren."
)
_VRT = (
    "Das ist eine virtuelle Datei von GDAL (VRT). Sie verweist auf andere Dateien und wird nicht"
    " gelesen. Bitte die Daten selbst als GeoPackage oder GeoJSON exportieren."
)
#: first bytes -> what it is and what to do
_REFUSED_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "Das ist ein PDF. Bitte die Tabelle dahinter als CSV oder XLSX besorgen."),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "Das ist eine alte Excel- oder Office-Datei (XLS). Bitte als XLSX speichern.",
    ),
    (b"\x00\x00\x27\x0a", _SHAPEFILE),
    (b"\x1f\x8b", "Die Datei ist mit gzip gepackt. Bitte zuerst entpacken."),
    (b"7z\xbc\xaf\x27\x1c", "Die Datei ist ein 7z-Archiv. Bitte zuerst entpacken."),
    (b"Rar!", "Die Datei ist ein RAR-Archiv. Bitte zuerst entpacken."),
    (b"BZh", "Die Datei ist mit bzip2 gepackt. Bitte zuerst entpacken."),
    (b"\xfd7zXZ", "Die Datei ist mit xz gepackt. Bitte zuerst entpacken."),
    (b"\x28\xb5\x2f\xfd", "Die Datei ist mit zstd gepackt. Bitte zuerst entpacken."),
    (b"\x89PNG", "Das ist ein Bild und keine Tabelle."),
    (b"\xff\xd8\xff", "Das ist ein Bild und keine Tabelle."),
    (b"GIF8", "Das ist ein Bild und keine Tabelle."),
    (b"II*\x00", "Das ist ein Bild und keine Tabelle."),
    (b"MM\x00*", "Das ist ein Bild und keine Tabelle."),
    (b"fgb\x03", "Das ist FlatGeobuf. Bitte als GeoPackage oder GeoJSON exportieren."),
    (b"PAR1", "Das ist Parquet. Bitte als CSV oder GeoPackage exportieren."),
    (b"MZ", "Das ist ein Programm und keine Tabelle."),
    (b"\x7fELF", "Das ist ein Programm und keine Tabelle."),
    (b"{\\rtf", "Das ist ein Textdokument (RTF). Bitte die Tabelle als CSV oder XLSX speichern."),
)
_SHAPEFILE_PARTS = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx"}
#: roots of XML that are no records
_REFUSED_ROOTS = {
    "OGRVRTDataSource": _VRT,
    "VRTDataset": _VRT,
    "OGRWFSDataSource": _VRT,
    "GDAL_WMS": _VRT,
    "kml": "Das ist KML. Bitte als GeoJSON oder GeoPackage exportieren.",
    "gpx": "Das ist GPX. Bitte als GeoJSON oder GeoPackage exportieren.",
    "svg": "Das ist ein Bild (SVG) und keine Tabelle.",
    "osm": "Das ist OpenStreetMap als XML. Bitte bei Overpass [out:json] verlangen.",
    "html": "Das ist eine Webseite (HTML) und keine Datendatei. Vielleicht ist die Adresse falsch"
    " oder der Dienst zeigt eine Fehlerseite.",
    "Workbook": "Das ist eine alte Excel-Datei (XML-Kalkulationstabelle). Bitte als XLSX speichern.",
    "WFS_Capabilities": "Das ist die Beschreibung des Dienstes (GetCapabilities), nicht seine Daten."
    " Die Anfrage muss „GetFeature“ heißen.",
    "schema": "Das ist ein Schema (DescribeFeatureType), nicht die Daten selbst.",
}
_HTML = {"html", "head", "body", "script", "div", "table", "p", "br", "title", "meta", "center"}
#: file that only an archive's directory names -> what the archive is
_ARCHIVES: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook.bin", "Das ist eine Excel-Binärdatei (XLSB). Bitte als XLSX speichern."),
    (
        b"opendocument.spreadsheet",
        "Das ist eine OpenDocument-Tabelle (ODS). Bitte als XLSX oder CSV speichern.",
    ),
    (b"content.xml", "Das ist eine OpenDocument-Datei. Bitte als XLSX oder CSV speichern."),
    (
        b"word/document.xml",
        "Das ist ein Textdokument (DOCX). Bitte die Tabelle als CSV oder XLSX speichern.",
    ),
    (b".shp", _SHAPEFILE),
    (b"", "Die Datei ist ein ZIP-Archiv. Bitte entpacken und die Datei darin angeben."),
)
#: endings that promise something else than a table of text
_PROMISES = {
    ".json": "JSON", ".geojson": "GeoJSON", ".xml": "XML", ".gml": "GML", ".rss": "RSS",
    ".atom": "Atom", ".ics": "einen Kalender", ".xlsx": "eine Excel-Tabelle",
    ".gpkg": "ein GeoPackage",
}  # fmt: skip
_UNKNOWN = "Die Datei ist keine Textdatei und in keinem Format, das hier gelesen wird."


class _Top(msgspec.Struct):
    """Members that tell JSON files apart."""

    type: Any = None
    elements: msgspec.Raw = msgspec.Raw()
    osm3s: Any = None
    generator: Any = None


def detect_format(file_name: str, content: bytes) -> str:
    """The name in READERS that reads a file.

    Parameters
    ----------
    file_name : only its ending matters, and only where the content leaves it open

    Raises
    ------
    SourceError
        Empty, or a kind of file that is not read; says what it is and what to do.
    """
    check_size(content)
    suffix = PurePath(file_name).suffix.lower()
    binary = _binary_format(content)
    if suffix in _SHAPEFILE_PARTS and not binary:
        raise SourceError(_SHAPEFILE)
    found = binary or _text_format(_text_head(content), content)
    if found:
        return found
    if suffix in _PROMISES:
        promised = _PROMISES[suffix]
        raise SourceError(f"Der Name verspricht {promised}, aber die Datei enthält etwas anderes.")
    return "csv"


def _binary_format(content: bytes) -> str:
    if content.startswith(b"SQLite format 3\x00"):
        if content[68:72] in (b"GPKG", b"GP10", b"GP11"):
            return "geopackage"
        raise SourceError("Das ist eine SQLite-Datenbank, aber kein GeoPackage.")
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_format(content[-_TAIL:])
    for magic, reason in _REFUSED_MAGIC:
        if content.startswith(magic):
            raise SourceError(reason)
    return ""


def _archive_format(tail: bytes) -> str:
    # names are looked for as bytes: a hostile directory of millions of files is never built
    if b"xl/workbook.xml" in tail:
        return "xlsx"
    raise SourceError(next(reason for name, reason in _ARCHIVES if name in tail))


def _text_head(content: bytes) -> bytes:
    marked = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), None)
    mark, name = marked or (b"", wide_encoding(content))
    head = content[len(mark) : _HEAD]
    if name and name != "utf-8":
        head = head.decode(name, "replace").encode()
    return head.lstrip()


def _text_format(head: bytes, content: bytes) -> str:
    if head.startswith(b"<"):
        return _xml_format(head)
    if head.startswith((b"{", b"[")):
        return _json_format(head, content)
    if head[:15].upper() == b"BEGIN:VCALENDAR":
        return "icalendar"
    if head[:11].upper() == b"BEGIN:VCARD":
        raise SourceError("Das sind Kontakte (vCard) und keine Termine.")
    if head.startswith((b"PROJCS[", b"GEOGCS[")):
        raise SourceError(_SHAPEFILE)
    if len(_CONTROL.findall(head)) * 20 > len(head):
        raise SourceError(_UNKNOWN)
    return ""


def _xml_format(head: bytes) -> str:
    rest = head
    while found := _PROLOG.match(rest):
        if found.group().strip()[:14].upper() == b"<!DOCTYPE HTML":
            raise SourceError(_REFUSED_ROOTS["html"])
        rest = rest[found.end() :]
    root = _ROOT.match(rest)
    name = root.group(1).decode() if root else ""
    if name in _REFUSED_ROOTS:
        raise SourceError(_REFUSED_ROOTS[name])
    if name.lower() in _HTML or head[:14].upper() == b"<!DOCTYPE HTML":
        raise SourceError(_REFUSED_ROOTS["html"])
    is_gml = name in ("FeatureCollection", "ExceptionReport", "ServiceExceptionReport")
    return "gml" if is_gml else "xml"


def _json_format(head: bytes, content: bytes) -> str:
    try:
        top = msgspec.json.decode(json_bytes(content), type=_Top)
    except (msgspec.MsgspecError, SourceError, RecursionError, UnicodeDecodeError):
        # cut or broken: the reader says how; a list has no members
        if _JSON_TYPE.search(head):
            return "geojson"
        return "osm" if head.startswith(b"{") and _OVERPASS.search(head[:1000]) else "json"
    if top.type in ("FeatureCollection", "Feature", "Topology"):
        return "geojson"
    is_osm = bool(top.osm3s) or "overpass" in str(top.generator).lower()
    return "osm" if is_osm and bytes(memoryview(top.elements)[:1]) == b"[" else "json"
