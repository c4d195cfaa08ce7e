"""From rows of cells to a table of text: where the header is, what it says, which rows are records.

Spreadsheets put titles above the header, spread it over two rows with merged cells ("Kontakt" over
"Telefon" and "E-Mail" becomes "Kontakt / Telefon"), and leave rows empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
import pandas as pd

from geodata.errors import SourceError
from geodata.issues import Fault
from geodata.stages import TextTable

Rows = Sequence[Sequence[str]]

MAX_COLUMNS = 1_000
MAX_ROWS = 200_000
#: longer cells are cut; the field of the value says so, because no field takes that much
MAX_CELL = 20_001
HEADER_SEPARATOR = " / "
#: cells that merged blocks may cover, and the blocks themselves
_MOST_FILLED = 1_000_000
#: the header is looked for in these first rows
_SEARCHED_ROWS = 40
_LONGEST_LABEL = 120
#: what a header never is: a number, a date, a mail or web address
_VALUE = re.compile(r"[-+\d.,:/\s]+|\S+@\S+|https?://\S+|\d{4}-\d\d-\d\d\S*")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """Merged cells; rows and columns are counted from 0, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def _is_label(cell: str) -> bool:
    return bool(cell) and len(cell) <= _LONGEST_LABEL and not _VALUE.fullmatch(cell)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell)


def _first_header_row(rows: Rows) -> int:
    """The first row that is about as wide as the widest, made of labels only."""
    searched = rows[:_SEARCHED_ROWS]
    widest, second, *_ = sorted([0, 0, *(_filled(row) for row in searched)], reverse=True)
    # one row that is far too wide is a mistake of its own
    widest = second if second and widest > 10 * second + 10 else widest
    # a title alone in its row is no header of a wider table
    least = max(min(widest, 2), (widest + 1) // 2)
    for number, row in enumerate(searched):
        cells = [cell for cell in row if cell]
        if len(cells) >= least and all(_is_label(cell) for cell in cells):
            return number
    return next((number for number, row in enumerate(rows) if _filled(row)), 0)


def _is_group_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a row of labels has its groups' members in the row below it."""
    if not all(_is_label(cell) for cell in lower if cell):
        return False
    has_group = False
    for column, label in enumerate(upper):
        below = lower[column] if column < len(lower) else ""
        beside = upper[column + 1] if column + 1 < len(upper) else None
        if label and beside == "" and below and lower[column + 1 : column + 2] != [""]:
            has_group = True
        elif label and beside and below:
            # a label of its own with something below it: that is a record
            return False
        elif not label and not below:
            return False
    return has_group


def _has_groups_above(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether the row above fills gaps of a header, or tells its equal labels apart."""
    labels = [cell for cell in upper if cell]
    if len(labels) < 2 or not all(_is_label(cell) for cell in labels):
        return False
    pairs = zip(upper, lower, strict=False)
    fills = any(above and not below for above, below in pairs)
    doubled = any(count > 1 for name, count in Counter(lower).items() if name)
    return fills or doubled


def _header_span(rows: Rows, blocks: Iterable[Block], header_rows: int) -> tuple[int, int]:
    """First and last row of the header."""
    first = _first_header_row(rows)
    if header_rows:
        first = first if _filled(rows[first]) else 0
        return first, min(first + header_rows, len(rows)) - 1
    last = first
    spread = [b for b in blocks if b.top <= first <= b.bottom and b.right < MAX_COLUMNS]
    if any(b.top < first for b in spread):
        first = min(b.top for b in spread)
    sideways = any(b.top == first and b.right > b.left for b in spread)
    downwards = max((b.bottom for b in spread if b.top == first), default=first)
    if downwards > first or (sideways and _is_group_row(rows[first], _row(rows, first + 1))):
        last = min(max(downwards, first + 1), first + 3, len(rows) - 1)
    elif first and _has_groups_above(rows[first - 1], rows[first]):
        first -= 1
    elif _is_group_row(rows[first], _row(rows, first + 1)):
        last = first + 1
    return first, max(first, last)


def _row(rows: Rows, number: int) -> Sequence[str]:
    return rows[number] if number < len(rows) else []


def _spread_label(header: list[list[str]], blocks: Iterable[Block], first: int) -> None:
    """Give every column of a merged cell its label, in place."""
    last = first + len(header) - 1
    for block in blocks:
        if first <= block.top <= last and block.right < len(header[0]):
            text = header[block.top - first][block.left]
            for column in range(block.left, block.right + 1):
                header[block.top - first][column] = text


def _spread_groups(header: list[list[str]]) -> None:
    """The same where a CSV file has lost which cells were merged."""
    for upper, *below in ([header[i], *header[i + 1 :]] for i in range(len(header) - 1)):
        for column in range(1, len(upper)):
            if not upper[column] and any(row[column] for row in below):
                upper[column] = upper[column - 1]


def _name(parts: Iterable[str]) -> str:
    different = list(dict.fromkeys(part for part in parts if part))
    text = HEADER_SEPARATOR.join(different)
    return "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")[:200]


def _names(header: list[list[str]]) -> list[str]:
    """One name per column, no two alike; "" where the header is empty."""
    seen: Counter[str] = Counter()
    names = []
    for parts in zip(*header, strict=True):
        name = _name(parts)
        seen[name] += 1
        names.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return names


def _squeezed(row: Sequence[str], width: int) -> list[str]:
    cells = [" ".join(cell.split()) for cell in row[:width]]
    return cells + [""] * (width - len(cells))


def _fill_down(rows: list[list[str]], blocks: Iterable[Block], start: int) -> None:
    """A cell merged over several records belongs to each of them."""
    left = _MOST_FILLED
    for block in blocks:
        left -= max(block.bottom - block.top, 0) + 1
        if left < 0:
            raise SourceError("Die Tabelle hat zu viele verbundene Zellen.")
        if block.top < start or block.left != block.right or block.bottom >= len(rows):
            continue
        for number in range(block.top + 1, block.bottom + 1):
            if block.left < len(rows[number]) and block.left < len(rows[block.top]):
                rows[number][block.left] = rows[block.top][block.left]


def _width_faults(
    cells: list[str], width: int, row: int, *, is_padded: bool
) -> tuple[list[Fault], bool]:
    """What is wrong with the number of cells, and whether the row can be used."""
    if any(cells[width:]):
        reason = (
            f"Die Zeile hat {len(cells)} Felder statt {width}; vermutlich steht das Trennzeichen in "
            "einem Feld ohne Anführungszeichen. Sie wurde ausgelassen."
        )
        return [Fault(row=row, field=None, kind="bad_row", reason=reason, severity="error")], False
    if len(cells) < width and not is_padded:
        reason = f"Die Zeile hat nur {len(cells)} von {width} Feldern; die übrigen gelten als leer."
        return [Fault(row=row, field=None, kind="short_row", reason=reason)], True
    return [], True


def table_from_grid(
    rows: list[list[str]],
    *,
    header_rows: int = 0,
    blocks: Sequence[Block] = (),
    is_padded: bool = False,
    skipped: Iterable[int] = (),
) -> TextTable:
    """A table of text from rows of cells.

    Parameters
    ----------
    rows : every row of the file, empty ones included, cells stripped; row 0 is row 1 of the file
    header_rows : how many rows the header has; 0 = found out
    blocks : merged cells
    is_padded : missing cells at the end of a row are usual (spreadsheets do not keep them)
    skipped : rows that could not be read; the caller has said why

    Raises
    ------
    SourceError
        No header, no rows below it, too many columns or rows.
    """
    if len(rows) > MAX_ROWS:
        raise SourceError(f"Die Datei hat mehr als {MAX_ROWS} Zeilen.")
    if not any(_filled(row) for row in rows):
        raise SourceError("Die Datei ist leer.")
    first, last = _header_span(rows, blocks, header_rows)
    width = max(len(row) for row in rows[first : last + 1])
    if width > MAX_COLUMNS:
        raise SourceError(f"Die Datei hat {width} Spalten; höchstens {MAX_COLUMNS} sind erlaubt.")
    header = [_squeezed(row, width) for row in rows[first : last + 1]]
    _spread_label(header, blocks, first)
    if len(header) > 1:
        _spread_groups(header)
    names = _names(header)
    while names and not names[-1]:
        names.pop()
    _fill_down(rows, blocks, last + 1)
    return _table(rows, last + 1, names, set(skipped), is_padded=is_padded)


def _unnamed(names: list[str], kept: list[list[str]]) -> list[str]:
    """A name for each column without one that holds something; "" for the others."""
    used = {column for cells in kept for column, cell in enumerate(cells) if cell}
    return [
        name or (f"Spalte {column + 1}" if column in used else "")
        for column, name in enumerate(names)
    ]


def _table(
    rows: list[list[str]], start: int, names: list[str], skipped: set[int], *, is_padded: bool
) -> TextTable:
    faults: list[Fault] = []
    kept: list[list[str]] = []
    numbers: list[int] = []
    width = len(names)
    for number in range(start, len(rows)):
        cells = rows[number]
        if number in skipped or not _filled(cells):
            continue
        found, is_usable = _width_faults(cells, width, number + 1, is_padded=is_padded)
        faults += found
        if is_usable:
            kept.append([cell[:MAX_CELL] for cell in cells[:width]] + [""] * (width - len(cells)))
            numbers.append(number + 1)
    if not kept and not faults and not skipped:
        raise SourceError("Die Datei hat keine Zeilen unter der Kopfzeile.")
    frame = pd.DataFrame(
        kept, columns=_unnamed(names, kept), index=pd.Index(numbers, name="row"), dtype=object
    )
    return TextTable(
        frame=frame.loc[:, [bool(name) for name in frame.columns]], faults=tuple(faults)
    )
