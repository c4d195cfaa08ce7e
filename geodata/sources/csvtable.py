"""CSV files, read strictly and as text: what a cell holds is decided later, by its column."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

import pandas as pd

from geodata.sources.faults import decode_text, fault, nearest
from geodata.sources.spec import SourceSpec, TableSpec

OTHER_DELIMITERS = {",": "Komma", ";": "Semikolon", "\t": "Tabulator", "|": "senkrechter Strich"}


def _check_header(
    spec: SourceSpec, header: list[str], delimiter: str, needed: Iterable[str]
) -> None:
    doubled = [name for name, count in Counter(header).items() if count > 1]
    if doubled:
        raise fault(spec, "Diese Spalte steht zweimal in der Datei.", row=1, field=doubled[0])
    missing = [name for name in needed if name not in header]
    only = header[0] if len(header) == 1 else ""
    others = [word for sign, word in OTHER_DELIMITERS.items() if sign in only]
    if only and (missing or others):
        seen = f" Die Kopfzeile enthält stattdessen: {', '.join(others)}." if others else ""
        wanted = OTHER_DELIMITERS.get(delimiter, delimiter)
        raise fault(spec, f"Als Trennzeichen wird „{delimiter}“ ({wanted}) erwartet.{seen}", row=1)
    if missing:
        hint = nearest(missing[0], header)
        raise fault(spec, f"Diese Spalte fehlt.{hint}", row=1, field=missing[0])


def _check_width(spec: SourceSpec, cells: list[str], width: int, row: int, *, last: bool) -> None:
    if len(cells) == width:
        return
    if not any(cells):
        raise fault(spec, "Die Zeile ist leer.", row=row)
    cut = " Die Datei ist vermutlich abgeschnitten." if last and len(cells) < width else ""
    raise fault(spec, f"{len(cells)} Zellen statt {width}.{cut}", row=row)


def _read_records(spec: SourceSpec, text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    try:
        records.extend([cell.strip() for cell in cells] for cells in reader)
    except csv.Error as error:
        # an open quotation mark swallows all that follows: the row it stands in helps
        reason = f"Die Zeile ist nicht lesbar ({error}). Ist ein Anführungszeichen offen?"
        raise fault(spec, reason, row=len(records) + 1) from None
    return records


def read_table(
    spec: SourceSpec,
    content: bytes,
    needed: Iterable[str],
    *,
    delimiter: str = ";",
    must_end: bool = True,
) -> pd.DataFrame:
    """Read a CSV file into a DataFrame of text; empty cells are empty texts.

    Parameters
    ----------
    needed : columns that must be there; others are kept as well
    must_end : refuse a file whose last line has no line end, because it may have been cut in
        the middle of a number

    Returns
    -------
    DataFrame of object columns; the index is the row as a spreadsheet counts it (header = 1)

    Raises
    ------
    SourceError
        Not UTF-8, wrong delimiter, missing or doubled column, a row with too few or too many
        cells, a file that was cut, or no rows at all.
    """
    text = decode_text(spec, content)
    header, *rows = _read_records(spec, text, delimiter)
    _check_header(spec, header, delimiter, needed)
    while rows and not any(rows[-1]):
        rows.pop()
    for number, cells in enumerate(rows, start=2):
        _check_width(spec, cells, len(header), number, last=number == len(rows) + 1)
    if not rows:
        raise fault(spec, "Die Datei hat keine Zeilen unter der Kopfzeile.")
    if must_end and not text.endswith(("\n", "\r")):
        reason = "Nach der letzten Zeile fehlt der Zeilenumbruch: vermutlich abgeschnitten."
        raise fault(spec, reason, row=len(rows) + 1)
    index = pd.RangeIndex(2, len(rows) + 2, name="row")
    return pd.DataFrame(rows, columns=header, index=index, dtype=object)


def table_of(spec: SourceSpec) -> TableSpec:
    """The column declaration of a source. Raises SourceError where it has none."""
    if isinstance(spec.table, TableSpec):
        return spec.table
    raise fault(spec, f"Für die Art „{spec.kind}“ fehlt die Beschreibung der Spalten (table).")


def field_values(table: TableSpec, rows: pd.DataFrame, field: str) -> pd.Series[str]:
    """Values of one field in each row: a constant, a column, or what its pattern finds there.

    A cell that is empty, or in which the pattern finds nothing, gives an empty text; in a cell
    that lists several values separated by `|` the pattern is applied to each.
    """
    column = table.columns.get(field)
    if column is None:
        return pd.Series(table.constants.get(field, ""), index=rows.index, dtype=object)
    values = rows[column]
    pattern = table.patterns.get(field)
    if pattern is None:
        return values
    parts = (
        values.str.split("|")
        .explode()
        .str.extract(pattern, flags=re.ASCII, expand=False)
        .fillna("")
    )
    return parts.groupby(level=0).agg("|".join).astype(object)
