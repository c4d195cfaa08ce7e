"""CSV as people save it; a row that cannot be read costs only itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable, read_format
from geodata.formats.csvfile import MAX_BROKEN_ROWS, find_delimiter

UGLY = Path(__file__).resolve().parents[2] / "ugly"


def read(content: str | bytes, **options: object) -> TextTable:
    data = content.encode() if isinstance(content, str) else content
    return read_format("csv", data, ReadOptions(**options))  # type: ignore[arg-type]


def rows(table: TextTable) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = table.frame.to_dict("index")
    return found


@pytest.mark.parametrize(
    "name",
    ["windows1252.csv", "utf8_bom.csv", "utf16_tab.txt", "mixed_encodings.csv"],
)
def test_letters_arrive_whatever_the_encoding(name: str) -> None:
    table = read((UGLY / name).read_bytes())
    assert rows(table)[2]["Titel"] == "Bücher für Kinder"
    assert rows(table)[2]["Beschreibung"] == "Größe – egal"
    assert next(iter(table.frame.columns)) == "Titel"
    if name.startswith("mixed"):
        assert rows(table)[3]["Titel"] == "Grüße"


def test_titles_above_and_breaks_inside() -> None:
    table = read((UGLY / "pipes_and_titles.csv").read_bytes())
    assert rows(table) == {
        5: {
            "Titel": "Bücher für Kinder",
            "Beschreibung": 'Größe\negal, "wirklich" | immer',
            "Themen": "Lernen",
            "Organisation": "Lesefreunde e. V.",
            "Schedule": "regelmäßig",
            "Beginn": "Do, 24.12.2026",
        }
    }
    assert not table.faults


def test_a_merged_header_becomes_one_name() -> None:
    table = read((UGLY / "group_header.csv").read_bytes())
    assert list(table.frame.columns) == [
        "Titel", "Beschreibung", "Themen", "Organisation", "Kontakt / Telefon",
        "Kontakt / E-Mail", "Schedule",
    ]  # fmt: skip
    assert list(table.frame.index) == [3]


def test_broken_rows_cost_only_themselves() -> None:
    table = read((UGLY / "open_quote.csv").read_bytes())
    assert list(table.frame["Titel"]) == ["Erste", "Dritte", "Fünfte"]
    assert list(table.frame.index) == [2, 4, 6]
    assert [(f.row, f.kind, f.severity) for f in table.faults] == [
        (3, "bad_row", "error"), (5, "bad_row", "error"),
    ]  # fmt: skip
    assert "Anführungszeichen" in table.faults[0].reason
    assert "7 Felder statt 5" in table.faults[1].reason


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_delimiters_are_found(sign: str) -> None:
    lines = [f"Titel{sign}Text{sign}Ort", f'"a, b; c"{sign}Ja, gern{sign}1,5', f"x{sign}y{sign}z"]
    assert find_delimiter(lines) == sign
    assert list(read("\n".join(lines)).frame.columns) == ["Titel", "Text", "Ort"]


def test_excel_names_its_delimiter() -> None:
    table = read("sep=,\nTitel,Ort\nA,B\n")
    assert rows(table) == {3: {"Titel": "A", "Ort": "B"}}


def test_options_go_before_guessing() -> None:
    table = read("Titel,x;Ort\nA,x;B\n".encode("cp1252"), delimiter=",", encoding="cp1252")
    assert list(table.frame.columns) == ["Titel", "x;Ort"]
    table = read("G;G\nTitel;Ort\nA;B\n", header_rows=2)
    assert list(table.frame.columns) == ["G / Titel", "G / Ort"]
    with pytest.raises(SourceError, match="gibt es nicht"):
        read("a;b\nc;d\n", encoding="klingonisch")
    with pytest.raises(SourceError, match="nicht in der Kodierung"):
        read("ä;b\nc;d\n".encode("cp1252"), encoding="utf-8")


def test_short_rows_are_filled_and_told_empty_ones_are_nothing() -> None:
    table = read("A;B;C\n1;2\n\n;;\n3;4;5;;\n")
    assert rows(table) == {
        2: {"A": "1", "B": "2", "C": ""},
        5: {"A": "3", "B": "4", "C": "5"},
    }
    assert [(f.row, f.kind) for f in table.faults] == [(2, "short_row")]


def test_equal_and_missing_names() -> None:
    table = read("Name;Name;;X\na;b;c;d\n")
    assert list(table.frame.columns) == ["Name", "Name (2)", "Spalte 3", "X"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.csv", "leer"),
        ("no_rows.csv", "keine Zeilen unter der Kopfzeile"),
        ("page.csv", "Webseite"),
        ("disguise.csv", "VRT"),
        ("report.csv", "PDF"),
        ("old_excel.csv", "alte Excel-Datei"),
        ("cut.xlsx", "ZIP oder Excel"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read((UGLY / name).read_bytes())


def test_a_cell_without_end_and_a_row_without_end() -> None:
    huge = "x" * 20_000_000
    table = read(f"Titel;Ort\n{huge};a\nB;C\n")
    assert rows(table) == {3: {"Titel": "B", "Ort": "C"}}
    assert "viel zu lang" in table.faults[0].reason
    with pytest.raises(SourceError, match="1001 Spalten"):
        read(";".join(f"c{i}" for i in range(1_000_000)) + "\na;b\n")
    table = read(f"Titel;Ort\n{'a;' * 1_000_000}\nB;C\n")
    assert list(table.frame["Titel"]) == ["B"]


def test_too_many_broken_rows_are_no_table() -> None:
    with pytest.raises(SourceError, match=f"Mehr als {MAX_BROKEN_ROWS} Zeilen"):
        read("Titel;Ort\n" + 'a;"b" c\n' * (MAX_BROKEN_ROWS + 1))


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_table_or_a_sentence(content: bytes) -> None:
    try:
        table = read(content)
    except SourceError:
        return
    assert table.frame.index.name == "row"
    assert all(isinstance(cell, str) for row in table.frame.to_numpy() for cell in row)
