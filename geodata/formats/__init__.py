"""Files of any format as one table of text: one module per format, none knows a collection.

bytes -> `read_format` -> TextTable -> `geodata.mapping` -> tables of collections -> normalise

A reader opens no file and no socket: bytes come in. What it cannot use of a record it says as a
`Fault`, and reads on; only a file that cannot be used at all is an error.
"""

from __future__ import annotations

import importlib
from typing import Any

import msgspec

from geodata.city import Base
from geodata.errors import SourceError
from geodata.issues import Severity

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


class ReadOptions(Base, frozen=True, kw_only=True):
    """How a file is to be read where it does not say so itself; empty = found out."""

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    #: header rows of a spreadsheet, merged cells included
    header_rows: int = 0
    layer: str = ""
    #: path to the list of records in JSON ("data.items"), name of their element in XML
    records: str = ""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one field of one row; the caller adds the source and makes an Issue."""

    row: int
    field: str | None
    kind: str
    reason: str
    value: str | None = None
    severity: Severity = "warning"


class TextTable(msgspec.Struct, frozen=True, kw_only=True):
    """Records as text.

    `frame`: a DataFrame of str ("" = empty), one column per field in the words of the file, nested
    names joined by a dot; index named `row`, counted as the file does (a table's first record is
    row 2 under one header row; a list's first record is 1). A geometry is in the columns `lon`
    and `lat` (degrees, WGS 84, as text; a point on its surface where it is an area).
    """

    frame: Any
    faults: tuple[Fault, ...] = ()


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
