"""Apply a mapping: columns of a file become tables of text, one per collection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec
import pandas as pd

from geodata.city import nearest_word
from geodata.errors import SourceError
from geodata.issues import Fault
from geodata.mapping.ids import WHERE, derived_keys, folded, usable_key
from geodata.mapping.kinds import kind_of_name
from geodata.mapping.model import ADDRESSES, Mapping, Part, fields_of, template_parts
from geodata.mapping.words import Words, loose
from geodata.normalise import ENTRY_KEYS
from geodata.normalise.rows import POSITION

Row = dict[str, str]
_POSTCODES = ("plz", "postleitzahl", "postcode", "zip")


class Mapped(msgspec.Struct, frozen=True, kw_only=True):
    """A file in the words of the collections.

    `tables`: collection -> DataFrame of text, index named `row` as in the file. `names`:
    collection -> field -> what the user's file calls it. `unused`: columns nobody asked for.
    `references`: (collection, field) -> the cells as written, before they got the prefix of keys.
    """

    tables: dict[str, Any]
    names: dict[str, dict[str, str]]
    faults: tuple[Fault, ...] = ()
    unused: tuple[str, ...] = ()
    references: dict[tuple[str, str], list[str]] = {}


class _File:
    """Columns of a file by their name, and which of them were used."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.columns: dict[str, list[str]] = {
            str(name): frame.iloc[:, at].tolist() for at, name in enumerate(frame.columns)
        }
        self._loose = {loose(name): name for name in reversed(list(self.columns))}
        self.used: set[str] = set()

    def find(self, name: str) -> str | None:
        """The file's own spelling of a column, None where it has none."""
        return name if name in self.columns else self._loose.get(loose(name))

    def cells(self, name: str) -> list[str]:
        """Cells of a column. Raises SourceError."""
        found = self.find(name)
        if found is None:
            hint = nearest_word(name, self.columns)
            raise SourceError(
                f"Die Spalte „{name}“ aus der Zuordnung gibt es in der Datei nicht.{hint} "
                f"Vorhanden: {', '.join(list(self.columns)[:30])}."
            )
        self.used.add(found)
        return self.columns[found]

    def render(self, template: str) -> list[str]:
        """Cells made from several columns; separators beside an empty one fall away."""
        names, literals = template_parts(template)
        columns = [_with_zeros(name, self.cells(name)) for name in names]
        return [_joined(literals, cells) for cells in zip(*columns, strict=True)]


def _with_zeros(name: str, cells: list[str]) -> list[str]:
    """Postcodes of five digits: spreadsheets take 01099 for a number and drop its zero."""
    if folded(name.rpartition("/")[2]) not in _POSTCODES:
        return cells
    return [f"0{cell}" if re.fullmatch(r"\d{4}", cell, re.ASCII) else cell for cell in cells]


def _joined(literals: Sequence[str], cells: Sequence[str]) -> str:
    """Filled cells with the last separator before each of them."""
    text = ""
    pending = literals[0]
    for cell, literal in zip(cells, literals[1:], strict=True):
        if cell:
            text += (pending if text or pending.strip() else "") + cell
            pending = literal
        elif literal.strip():
            # the stronger separator wins: street without number, then the comma
            pending = literal if text else pending
    if not text:
        return ""
    closing = literals[-1] if cells[-1] else ""
    return (text + closing).strip()


def _column_cells(file: _File, text: str) -> list[str]:
    is_template = "{" in text and file.find(text) is None
    return file.render(text) if is_template else file.cells(text)


def _first_filled(file: _File, names: Sequence[str]) -> list[str]:
    """Of several columns the first that is filled; one of them may be missing, not all."""
    present = [name for name in names if "{" in name or file.find(name)] or list(names[:1])
    columns = [_column_cells(file, name) for name in present]
    return [next((cell for cell in cells if cell), "") for cells in zip(*columns, strict=True)]


def _cells(file: _File, source: str | tuple[str, ...]) -> list[str]:
    if isinstance(source, str):
        return _column_cells(file, source)
    return _first_filled(file, source)


def _name_of(file: _File, source: str | tuple[str, ...]) -> str:
    """What the user knows a field as."""
    first = source if isinstance(source, str) else next(iter(source), "")
    if file.find(first) is None and "{" in first:
        return " + ".join(template_parts(first)[0])
    return file.find(first) or first


def _part_rows(file: _File, collection: str, part: Part, *, has_position: bool = True) -> list[Row]:
    """A row of text for each row of the file; `has_position`: its point is theirs."""
    sources = dict(part.columns)
    if collection == ADDRESSES:
        cells = {field: _cells(file, source) for field, source in sources.items()}
        return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    for name in POSITION if has_position else ():
        # readers of map formats name the point so
        if name in file.columns and part.constants.get(name) is None:
            sources.setdefault(name, name)
    empty = [""] * len(file.frame)
    fields = [f for f in fields_of(collection) if f in {*sources, *part.constants, *part.defaults}]
    columns = []
    for field in fields:
        words = Words(collection, field, part)
        given = _cells(file, sources[field]) if field in sources else empty
        columns.append([words(cell) for cell in given])
    return [dict(zip(fields, cells, strict=True)) for cells in zip(*columns, strict=True)]


# --- keys, and what is derived from the same rows


def _set_keys(collection: str, rows: list[Row], prefix: str, stand_ins: Sequence[str] = ()) -> None:
    key = ENTRY_KEYS[collection]
    derived = derived_keys(collection, rows, stand_ins)
    for row, made in zip(rows, derived, strict=True):
        row[key] = usable_key(row.get(key, "") or made, prefix)


def _set_references(mapping: Mapping, rows: list[Row]) -> dict[tuple[str, str], list[str]]:
    """Give references the prefix of keys; returns them as they were written."""
    written = {}
    for field in ("organisation_id", "place_id"):
        if field == ENTRY_KEYS[mapping.collection] or not any(field in row for row in rows):
            continue
        written[mapping.collection, field] = [row.get(field, "") for row in rows]
        for row in rows:
            row[field] = usable_key(row.get(field, ""), mapping.id_prefix)
    return written


def _set_kinds(rows: list[Row]) -> None:
    for row in rows:
        row["kind"] = row.get("kind") or kind_of_name(row.get("name", ""))


def _merge_rows(rows: Sequence[Row], numbers: Sequence[int], key: str) -> dict[int, Row]:
    """One row per key: the first filled cell of each field counts; by the first row's number."""
    merged: dict[str, tuple[int, Row]] = {}
    for number, row in zip(numbers, rows, strict=True):
        if not row[key]:
            continue
        _, kept = merged.setdefault(row[key], (number, dict(row)))
        for field, cell in row.items():
            kept[field] = kept.get(field) or cell
    return dict(merged.values())


def _frame(rows: Sequence[Row], numbers: Sequence[int], key: str = "") -> pd.DataFrame:
    """Rows as a DataFrame; `key`: a column that is there also without any row."""
    columns = list(dict.fromkeys(field for row in rows for field in row)) or [key][: bool(key)]
    index = pd.Index(list(numbers), name="row", dtype="int64")
    cells = [[row.get(column, "") for column in columns] for row in rows]
    return pd.DataFrame(cells, columns=columns, index=index, dtype=object)


def _derive(file: _File, mapping: Mapping, name: str, part: Part, main: list[Row]) -> list[Row]:
    """Rows of a derived collection, one per row of the file; the main rows refer to them."""
    # an offer's point is where the offer is, not where its organisation has its office
    rows = _part_rows(file, name, part, has_position=name == "places")
    for row, owner in zip(rows, main, strict=True):
        if name == "places" and owner.get("organisation_id"):
            row["organisation_id"] = row.get("organisation_id") or owner["organisation_id"]
        if owner.get("is_private") and any(row.get(field) for field in WHERE):
            row["is_private"] = row.get("is_private") or owner["is_private"]
    if name == "organisations":
        _set_kinds(rows)
    rows = [row if row.get("name") else {"name": ""} for row in rows]
    key = ENTRY_KEYS[name]
    # the same name is the same organisation: one key, whatever the rows differ in
    distinct = {folded(row["name"]): row for row in reversed(rows)} if name != "places" else {}
    if distinct:
        made = derived_keys(name, list(distinct.values()))
        by_name = dict(zip(distinct, made, strict=True))
        for row in rows:
            own = row.get(key, "") or by_name[folded(row["name"])]
            row[key] = usable_key(own, mapping.id_prefix)
    else:
        main_key = ENTRY_KEYS[mapping.collection]
        owners = [owner.get(main_key, "") or owner.get("title", "") for owner in main]
        _set_keys(name, rows, mapping.id_prefix, owners)
    for row, owner in zip(rows, main, strict=True):
        owner[key] = owner.get(key) or row[key]
    return rows


def apply_mapping(mapping: Mapping, frame: Any) -> Mapped:
    """Tables of text from the records of a file.

    Keys that are missing are derived from what tells a record apart; all keys and references get
    `id_prefix`. Nothing is judged here: that is the work of `normalise_entries`.

    Parameters
    ----------
    frame : DataFrame of text, index named `row` (`TextTable.frame`)

    Raises
    ------
    SourceError
        The file lacks a column the mapping names; German, with the nearest one.
    """
    file = _File(frame)
    numbers = [int(number) for number in frame.index]
    main = _part_rows(file, mapping.collection, mapping)
    names = {mapping.collection: {f: _name_of(file, c) for f, c in mapping.columns.items()}}
    if mapping.collection == ADDRESSES:
        return Mapped(tables={ADDRESSES: _frame(main, numbers)}, names=names)
    tables: dict[str, Any] = {}
    references = _set_references(mapping, main)
    for name, part in mapping.parts().items():
        if part is mapping:
            continue
        rows = _derive(file, mapping, name, part, main)
        merged = _merge_rows(rows, numbers, ENTRY_KEYS[name])
        tables[name] = _frame(list(merged.values()), list(merged), ENTRY_KEYS[name])
        names[name] = {f: _name_of(file, c) for f, c in part.columns.items()}
        names[mapping.collection].setdefault(ENTRY_KEYS[name], names[name]["name"])
    if mapping.collection == "organisations":
        _set_kinds(main)
    _set_keys(mapping.collection, main, mapping.id_prefix)
    unused = tuple(name for name in file.columns if name not in file.used)
    tables = {mapping.collection: _frame(main, numbers), **tables}
    return Mapped(tables=tables, names=names, unused=unused, references=references)
