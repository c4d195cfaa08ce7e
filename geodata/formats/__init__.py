"""Files of any format as one table of text: one module per format, none knows a collection.

bytes -> `read_format` -> TextTable -> `geodata.mapping` -> tables of collections -> normalise

A reader opens no file and no socket: bytes come in. What it cannot use of a record it says as a
`Fault`, and reads on; only a file that cannot be used at all is an error.
"""

from __future__ import annotations

import importlib

from geodata.errors import SourceError
from geodata.issues import Fault
from geodata.stages import ReadOptions, TextTable

__all__ = ["READERS", "Fault", "ReadOptions", "TextTable", "read_format"]

#: format -> module and function, imported when needed
READERS: dict[str, tuple[str, str]] = {
    "csv": ("geodata.formats.csvfile", "read_csv"),
    "xlsx": ("geodata.formats.xlsx", "read_xlsx"),
    "geojson": ("geodata.formats.geojson", "read_geojson"),
    "geopackage": ("geodata.formats.geopackage", "read_geopackage"),
    "gml": ("geodata.formats.gml", "read_gml"),
    "osm": ("geodata.formats.osm", "read_osm"),
    "json": ("geodata.formats.jsonfeed", "read_json"),
    "xml": ("geodata.formats.xmlfeed", "read_xml"),
    "icalendar": ("geodata.formats.icalendar", "read_icalendar"),
}


def read_format(name: str, content: bytes, options: ReadOptions | None = None) -> TextTable:
    """Read bytes in one of READERS' formats.

    Raises
    ------
    SourceError
        The format is unknown, or the file cannot be used at all; German, names the reason.
    """
    if name not in READERS:
        known = ", ".join(READERS)
        raise SourceError(f"Das Format „{name}“ gibt es nicht; bekannt sind: {known}.")
    module, function = READERS[name]
    table: TextTable = getattr(importlib.import_module(module), function)(
        content, options or ReadOptions()
    )
    return table
