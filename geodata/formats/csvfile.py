"""CSV as people save it: any usual encoding and delimiter, titles above the header, broken rows.

A row that cannot be read is a `Fault`, and reading goes on with the next line.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator

from geodata.errors import SourceError
from geodata.formats.disguise import check_is_text_table
from geodata.formats.grid import MAX_COLUMNS, MAX_ROWS, table_from_grid
from geodata.issues import Fault
from geodata.stages import ReadOptions, TextTable

DELIMITERS = (";", ",", "\t", "|")
#: more broken rows than this: the file is no table, and each costs a new beginning
MAX_BROKEN_ROWS = 500
#: more cells than this are no list of offers, and would fill the memory
MAX_CELLS = 5_000_000
_SAMPLE_LINES = 60
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # five bytes mean nothing in Windows-1252; what stands there is told where it is cleaned
        return line.decode("cp1252", errors="replace")


def _decode_strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except LookupError:
        raise SourceError(f"Die Kodierung „{encoding}“ gibt es nicht.") from None
    except UnicodeError:
        raise SourceError(f"Die Datei ist nicht in der Kodierung „{encoding}“.") from None


def decode(content: bytes, encoding: str = "") -> str:
    """Text of a file: as it says itself, else UTF-8, else Windows-1252.

    Files glued together from both are read line by line.

    Raises
    ------
    SourceError
        The named encoding is unknown or wrong, or this is no text.
    """
    by_mark = next((name for mark, name in _BOMS if content.startswith(mark)), "")
    if encoding or by_mark:
        text = _decode_strictly(content, encoding or by_mark)
        return text.removeprefix("\ufeff")
    if content.count(b"\0") * 20 > len(content):
        raise SourceError("Die Datei ist kein Text. Bitte als „CSV UTF-8“ speichern.")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_decode_line(line) for line in content.split(b"\n"))


def _split(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in lines]


def _score(lines: list[str], delimiter: str) -> tuple[float, int]:
    """How sure a delimiter is: share of records that have the usual number of cells, and that."""
    widths = Counter(len(cells) for cells in _split(lines, delimiter) if any(cells))
    widths = Counter({width: n for width, n in widths.items() if width > 1})
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count * min(width, 4) / max(len(lines), 1), width


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that makes the most even table of the first lines; `;` where there is none."""
    sample = [line[:20_000] for line in lines[:_SAMPLE_LINES] if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: _score(sample, delimiter))


class _Reader:
    """Records of the lines of a file; goes on behind a record that cannot be read."""

    def __init__(self, lines: list[str], delimiter: str) -> None:
        self.lines = lines
        self.delimiter = delimiter
        #: number of the record (from 0) -> reason
        self.broken: dict[int, str] = {}

    def records(self) -> Iterator[list[str]]:
        """Cells of each record; an empty list for a broken one."""
        start = number = 0
        while start < len(self.lines):
            rest = (self.lines[i] for i in range(start, len(self.lines)))
            done = 0
            reader = csv.reader(rest, delimiter=self.delimiter, strict=True)
            try:
                for cells in reader:
                    yield [cell.strip() for cell in cells[: MAX_COLUMNS + 1]]
                    start, number = start + reader.line_num - done, number + 1
                    done = reader.line_num
            except csv.Error as error:
                self._note(number, error)
                yield []
                start, number = start + 1, number + 1
            else:
                return

    def _note(self, number: int, error: csv.Error) -> None:
        self.broken[number] = _reason(error)
        if len(self.broken) > MAX_BROKEN_ROWS:
            raise SourceError(
                f"Mehr als {MAX_BROKEN_ROWS} Zeilen sind nicht lesbar. Ist das eine CSV-Datei?"
            )


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "Ein Feld ist viel zu lang, oder ein Anführungszeichen ist offen."
    if "unexpected end" in str(error):
        return "Ein Anführungszeichen ist offen."
    return "Ein Anführungszeichen steht mitten in einem Feld oder ist offen."


def _named_delimiter(lines: list[str]) -> str:
    """Excel's own first line: `sep=;`."""
    first = lines[0].strip().casefold() if lines else ""
    return first[4:] if first.startswith("sep=") and first[4:] in DELIMITERS else ""


def _collect(reader: _Reader) -> list[list[str]]:
    rows: list[list[str]] = []
    count = 0
    for cells in reader.records():
        rows.append(cells)
        count += len(cells)
        if len(rows) > MAX_ROWS or count > MAX_CELLS:
            raise SourceError(
                f"Die Datei hat zu viele Zeilen oder Spalten (höchstens {MAX_ROWS} Zeilen, "
                f"{MAX_COLUMNS} Spalten, {MAX_CELLS // 10**6} Millionen Felder)."
            )
    while rows and not any(rows[-1]) and len(rows) - 1 not in reader.broken:
        rows.pop()
    return rows


def read_csv(content: bytes, options: ReadOptions) -> TextTable:
    """Read a CSV file of any usual encoding and delimiter; `row` counts as a spreadsheet does.

    Raises
    ------
    SourceError
        Empty, too large, no text, no table, or nothing under the header; German.
    """
    check_is_text_table(content)
    lines = decode(content, options.encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines = [f"{line}\n" for line in lines]
    named = _named_delimiter(lines)
    if named:
        lines[0] = "\n"
    delimiter = options.delimiter or named or find_delimiter(lines)
    if len(delimiter) != 1:
        raise SourceError(f"„{delimiter}“ ist kein Trennzeichen; es ist genau ein Zeichen.")
    reader = _Reader(lines, delimiter)
    rows = _collect(reader)
    table = table_from_grid(rows, header_rows=options.header_rows, skipped=reader.broken)
    faults = [
        Fault(row=number + 1, field=None, kind="bad_row", reason=reason, severity="error")
        for number, reason in reader.broken.items()
    ]
    merged = sorted([*faults, *table.faults], key=lambda fault: fault.row)
    return TextTable(frame=table.frame, faults=tuple(merged))
