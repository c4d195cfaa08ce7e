"""Excel workbooks: typed cells, merged cells, and archives that want to do harm."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable, read_format
from geodata.formats.grid import MAX_CELL


def book_bytes(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, **options: object) -> TextTable:
    return read_format("xlsx", content, ReadOptions(**options))  # type: ignore[arg-type]


def rows(table: TextTable) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = table.frame.to_dict("index")
    return found


def _plain(sheet: Any) -> None:
    sheet.append(["Titel", "Ort"])
    sheet.append(["a", "b"])


def changed(change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A small workbook one part of which was changed."""
    source = zipfile.ZipFile(io.BytesIO(book_bytes(_plain)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, change(content) if name == part else content)
    return out.getvalue()


# --- what people write


def test_typed_cells_become_text_that_normalising_understands() -> None:
    moment = dt.datetime.fromisoformat("2026-12-24T18:30")

    def fill(sheet: Any) -> None:
        sheet.append(["Tag", "Zeit", "Termin", "Ja", "Nein", "Zahl", "Komma", "Drei", "Text"])
        sheet.append(
            [dt.date(2026, 12, 24), dt.time(18, 30), moment, True,
             False, 1.0, 2.5, 234.567, " 01099 "]
        )  # fmt: skip

    assert list(rows(read(book_bytes(fill)))[2].values()) == [
        "2026-12-24", "18:30", "2026-12-24T18:30:00", "ja", "nein", "1", "2,5", "234,567", "01099",
    ]  # fmt: skip


def test_merged_headers_and_merged_records() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Angebote der Freiwilligenagentur"])
        sheet.append([])
        sheet.append(["Organisation", "Titel", "Kontakt", None])
        sheet.append([None, None, "Telefon", "E-Mail"])
        sheet.append(["Lesefreunde", "Vorlesen", "0351 1", "a@example.org"])
        sheet.append([None, "Basteln", "0351 2", None])
        for area in ("A1:D1", "A3:A4", "B3:B4", "C3:D3", "A5:A6"):
            sheet.merge_cells(area)

    table = read(book_bytes(fill))
    assert list(table.frame.columns) == [
        "Organisation", "Titel", "Kontakt / Telefon", "Kontakt / E-Mail",
    ]  # fmt: skip
    assert list(table.frame.index) == [5, 6]
    assert list(table.frame["Organisation"]) == ["Lesefreunde", "Lesefreunde"]


def test_formulas_and_errors_are_their_values_or_nothing() -> None:
    def fill(sheet: Any) -> None:
        _plain(sheet)
        sheet["A3"], sheet["B3"] = "x", "=1/0"
        sheet["A4"], sheet["B4"] = "y", "#N/A"

    found = rows(read(book_bytes(fill)))
    assert (found[3]["Ort"], found[4]["Ort"]) == ("", "")


def test_the_first_visible_sheet_or_the_named_one() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Hinweise"
    book.active.sheet_state = "hidden"
    for name in ("Angebote", "Archiv"):
        _plain(book.create_sheet(name))
    book["Archiv"]["A2"] = "alt"
    out = io.BytesIO()
    book.save(out)
    assert rows(read(out.getvalue()))[2]["Titel"] == "a"
    assert rows(read(out.getvalue(), sheet="Archiv"))[2]["Titel"] == "alt"
    with pytest.raises(SourceError, match="Vorhanden: Hinweise, Angebote, Archiv"):
        read(out.getvalue(), sheet="Termine")


def test_an_empty_sheet_names_the_others() -> None:
    book = openpyxl.Workbook()
    _plain(book.create_sheet("Angebote"))
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(SourceError, match=r"Blatt „Sheet“: .*leer.* Weitere Blätter: Angebote"):
        read(out.getvalue())


# --- what wants to do harm


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(lambda part: part.replace(b"<t>a</t>", b"<t>" + b"x" * 100_000_001 + b"</t>"))
    assert len(bomb) < 200_000
    with pytest.raises(SourceError, match="entpackt größer als 100 MB"):
        read(bomb)


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    bomb = changed(lambda part: part.replace(b"<t>a</t>", b"<t>" + b"x" * 5_000_000 + b"</t>"))
    entry = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(b"xl/worksheets/sheet1.xml"))
    lying = bomb[: entry + 24] + struct.pack("<I", 300) + bomb[entry + 28 :]
    with pytest.raises(SourceError, match="beschädigt"):
        read(lying)


def test_a_huge_cell_is_cut() -> None:
    table = read(changed(lambda p: p.replace(b"<t>a</t>", b"<t>" + b"x" * 5_000_000 + b"</t>")))
    assert len(rows(table)[2]["Titel"]) == MAX_CELL


def test_a_cell_in_the_last_corner_does_not_fill_the_memory() -> None:
    def fill(sheet: Any) -> None:
        _plain(sheet)
        sheet["XFD1048576"] = "x"

    with pytest.raises(SourceError, match="Zeile 1048576, Spalte 16384"):
        read(book_bytes(fill))


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY e "&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_entities_are_refused(declaration: bytes, part: str) -> None:
    with pytest.raises(SourceError, match="DTD"):
        read(changed(lambda content: declaration + content, part))


def test_links_macros_and_embedded_files_are_not_unpacked() -> None:
    out = io.BytesIO(book_bytes(_plain))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<!DOCTYPE x>" + b" " * 200_000_000)
        archive.writestr("xl/vbaProject.bin", b"\0" * 1000)
        archive.writestr("../../outside.xml", b"x")
    assert rows(read(out.getvalue())) == {2: {"Titel": "a", "Ort": "b"}}


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04" + bytes(100),
        book_bytes(_plain)[:-200],
        changed(lambda part: part[: len(part) // 2]),
        changed(lambda part: b"\0" * len(part)),
    ],
)
def test_a_damaged_workbook_is_one_sentence(content: bytes) -> None:
    with pytest.raises(SourceError, match=r"beschädigt|nicht lesbar"):
        read(content)


def test_many_parts_are_refused() -> None:
    out = io.BytesIO(book_bytes(_plain))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"xl/media/{number}", b"")
    with pytest.raises(SourceError, match="mehr als 2000 Teilen"):
        read(out.getvalue())
