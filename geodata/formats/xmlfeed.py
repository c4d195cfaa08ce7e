"""XML of any shape, RSS and Atom among them: elements that repeat are records.

Attributes and children become columns with dots, `id` of the record's own attribute, elements of
another namespace with the prefix of the file. An element with text between its children is text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element  # types only: defusedxml parses

from geodata.crs import LONLAT
from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair
from geodata.formats.table import Position, TableBuilder
from geodata.formats.xmlflat import Naming, element_pairs
from geodata.formats.xmlrecords import find_record_path
from geodata.formats.xmltext import iterate, namespace, xml_bytes

_TOO_LARGE = "Der Eintrag hat zu viele Elemente."


def read_xml(content: bytes, options: ReadOptions) -> TextTable:
    """The records of an XML file, first one = row 1.

    They are the elements named `options.records`; else the items of RSS and Atom; else the
    elements nearest to the root that repeat and have children, the most frequent ones.

    Raises
    ------
    SourceError
        Not XML, cut, with a document type, or no records in it.
    """
    data = xml_bytes(content, options.encoding)
    name = options.records.rpartition(":")[2]
    path = () if name else find_record_path(data)
    prefixes: dict[str, str] = {}
    table = TableBuilder()
    records = iterate(
        data,
        lambda here: here[-1] == name if name else here == path,
        prefixes=prefixes,
    )
    row = 0
    for row, element in enumerate(records, start=1):
        if element is None:
            table.leave_out(row, _TOO_LARGE)
        else:
            _read_record(table, row, element, prefixes)
    if name and not row:
        raise SourceError(f"Die Datei enthält kein Element „{shown(options.records)}“.")
    return table.finish()


def _read_record(table: TableBuilder, row: int, element: Element, prefixes: dict[str, str]) -> None:
    naming = Naming(namespace(element.tag), prefixes)
    try:
        pairs = [(name, text) for name, text in element_pairs(element, "", 0, naming) if text]
    except RecursionError:
        table.leave_out(row, "Der Eintrag ist zu tief verschachtelt.")
        return
    table.add(row, pairs, _georss_position(pairs))


def _georss_position(pairs: list[Pair]) -> Position | None:
    """GeoRSS writes latitude first."""
    text = next((text for name, text in pairs if name == "georss:point"), "")
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d+)?)[\s,]+(-?\d{1,3}(?:\.\d+)?)", text)
    return (float(found.group(2)), float(found.group(1)), LONLAT) if found else None
