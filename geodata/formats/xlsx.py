"""Excel workbooks: unpacked under watch, only the parts with cells, then read by calamine.

A workbook is a ZIP archive of XML. Its declared sizes are checked before anything is unpacked,
and while unpacking; links, macros, pictures and embedded files never reach the reader. Where the
cells lie is looked at first, because a reader keeps the whole rectangle between them in memory.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from geodata.errors import SourceError
from geodata.formats.disguise import check_bytes
from geodata.formats.grid import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Block, table_from_grid
from geodata.stages import ReadOptions, TextTable

#: all parts together, unpacked; a table of 100,000 rows is about half of it
MAX_UNPACKED = 100_000_000
MAX_MEMBERS = 2_000
#: corner to corner, empty cells included
MAX_AREA = 8_000_000
#: parts that say what the cells are; all others stay packed
_NEEDED = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml|xl/theme/[^/]+\.xml)",
    re.IGNORECASE,
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BROKEN = "Die Excel-Datei ist beschädigt. Bitte in Excel öffnen und neu speichern."
_TOO_LARGE = (
    f"Die Excel-Datei ist entpackt größer als {MAX_UNPACKED // 10**6} MB; so viel Text hat keine "
    "Liste."
)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Extent(ContentHandler):
    """How far the filled cells of a sheet reach; raises as soon as that is too far."""

    def __init__(self) -> None:
        super().__init__()
        self.row = self.column = 0

    def _place(self, reference: str | None) -> None:
        found = _REFERENCE.fullmatch(reference or "")
        if found:
            self.column, self.row = _column_number(found.group(1)), int(found.group(2))
        else:
            self.column += 1

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name SAX calls
        """Follow the position; a value counts, a mere format does not."""
        local = name.rpartition(":")[2]
        if local == "row":
            given = attrs.get("r", "")
            self.row, self.column = int(given) if given.isdecimal() else self.row + 1, 0
        elif local == "c":
            self._place(attrs.get("r"))
        elif local in ("v", "is", "f") and (
            self.column > MAX_COLUMNS
            or self.row > MAX_ROWS
            or max(self.column, 1) * self.row > MAX_AREA * 4
        ):
            raise SourceError(
                f"Die Tabelle reicht bis Zeile {self.row}, Spalte {self.column}; erlaubt sind "
                f"{MAX_ROWS} Zeilen und {MAX_COLUMNS} Spalten. Steht dort versehentlich etwas?"
            )


def _check_sheet(content: bytes) -> None:
    try:
        parseString(content, _Extent(), forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError(
            "Die Excel-Datei enthält eine Dokumenttyp-Angabe (DTD), wie sie kein Tabellenprogramm "
            "schreibt. Sie wird nicht gelesen."
        ) from None
    except SAXException:
        raise SourceError(_BROKEN) from None


def _check_plain_xml(content: bytes) -> None:
    if b"<!DOCTYPE" in content[:4096].upper() or b"<!ENTITY" in content[:4096].upper():
        _check_sheet(content)


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts with cells. Raises SourceError for what is no ordinary workbook."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise SourceError(f"Die Excel-Datei besteht aus mehr als {MAX_MEMBERS} Teilen.")
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise SourceError("Die Excel-Datei enthält einen Teil zweimal.")
    needed = [info for info in infos if _NEEDED.fullmatch(info.filename)]
    if any(info.flag_bits & 0x1 for info in needed):
        raise SourceError("Die Excel-Datei ist mit einem Kennwort geschützt.")
    if sum(info.file_size for info in needed) > MAX_UNPACKED:
        raise SourceError(_TOO_LARGE)
    return needed


def _repacked(content: bytes) -> bytes:
    """The same workbook with nothing but its cells, unpacked sizes proven.

    What a directory says about sizes may be a lie: reading stops at the declared size and the
    checksum then does not fit.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as clean:
        for info in _members(archive):
            part = archive.read(info)
            (_check_sheet if _SHEET.fullmatch(info.filename) else _check_plain_xml)(part)
            clean.writestr(info.filename, part)
    return out.getvalue()


# --- cells


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    # with a comma: 234.567 could be a number of six digits, 234,567 could not
    return f"{value:.15g}".replace(".", ",")


def _duration_text(value: dt.timedelta) -> str:
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def cell_text(value: object) -> str:
    """A cell as text: `ja`/`nein`, ISO dates, whole numbers without a point."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        return _duration_text(value)
    text = str(value)[:MAX_CELL].strip()
    return (
        ""
        if re.fullmatch(r"#(N/A|NV|DIV/0!|REF!|BEZUG!|VALUE!|WERT!|NAME\?|NULL!|NUM!)", text)
        else text
    )


def _choose_sheet(book: CalamineWorkbook, wanted: str) -> str:
    """The named sheet, else the first that can be seen."""
    sheets = [m for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if wanted:
        if wanted not in names:
            raise SourceError(f"Das Blatt „{wanted}“ gibt es nicht. Vorhanden: {', '.join(names)}.")
        return wanted
    visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    if not (visible or names):
        raise SourceError("Die Excel-Datei hat kein Tabellenblatt.")
    return (visible or names)[0]


def _blocks(sheet: CalamineSheet) -> list[Block]:
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]] = sheet.merged_cell_ranges or []
    found = [Block(top=a[0], left=a[1], bottom=b[0], right=b[1]) for a, b in ranges]
    return [block for block in found if block.right < MAX_COLUMNS and block.bottom < MAX_ROWS]


def _open(content: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(_repacked(content)))
    except PasswordError:
        raise SourceError("Die Excel-Datei ist mit einem Kennwort geschützt.") from None
    except (CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        raise SourceError(_BROKEN) from None


def read_xlsx(content: bytes, options: ReadOptions) -> TextTable:
    """Read one sheet of a workbook; `row` is the row of the sheet.

    Raises
    ------
    SourceError
        No workbook, too large when unpacked, protected, damaged, no such sheet, no table; German.
    """
    check_bytes(content)
    book = _open(content)
    try:
        name = _choose_sheet(book, options.sheet)
        sheet = book.get_sheet_by_name(name)
        rows = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        blocks = _blocks(sheet)
    except CalamineError:
        raise SourceError(_BROKEN) from None
    try:
        return table_from_grid(rows, header_rows=options.header_rows, blocks=blocks, is_padded=True)
    except SourceError as error:
        others = [one for one in book.sheet_names if one != name]
        more = f" Weitere Blätter: {', '.join(others)}." if others else ""
        raise SourceError(f"Blatt „{name}“: {error}{more}") from None
