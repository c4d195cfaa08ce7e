"""What stages hand on: a file as text, and tables with issues and a summary."""

from __future__ import annotations

from typing import Any

import msgspec

from geodata.city import Base
from geodata.issues import Fault, Issue


class StageResult(msgspec.Struct, frozen=True, kw_only=True):
    """Result of one stage.

    `tables`: name (plural noun, see `geodata.tables.TABLES`) -> DataFrame or GeoDataFrame; the
    parse stage gives plain text columns, later ones typed columns. `summary`: counts for the
    log and for /daten, German labels are made by the pages.
    """

    tables: dict[str, Any]
    issues: list[Issue] = []
    summary: dict[str, int | float | str] = {}


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
    #: days (JJJJ-MM-TT) between which recurring events are spread out; a reader knows no clock
    first_day: str = ""
    last_day: str = ""


class TextTable(msgspec.Struct, frozen=True, kw_only=True):
    """Records as text.

    `frame`: a DataFrame of str ("" = empty), one column per field in the words of the file, nested
    names joined by a dot; index named `row`, counted as the file does (a table's first record is
    row 2 under one header row; a list's first record is 1). A geometry is in the columns `lon`
    and `lat` (degrees, WGS 84, as text; a point on its surface where it is an area).
    """

    frame: Any
    faults: tuple[Fault, ...] = ()
