"""What a format is called for a person."""

from __future__ import annotations

FORMAT_WORDS = {
    "csv": "CSV",
    "xlsx": "Excel",
    "geojson": "GeoJSON",
    "geopackage": "GeoPackage",
    "gml": "GML",
    "osm": "OpenStreetMap",
    "json": "JSON",
    "xml": "XML",
    "icalendar": "Kalender",
}
