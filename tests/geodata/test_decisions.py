"""duplicate_decisions.csv: read strictly, written whole and in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.decisions import (
    COLUMNS,
    FILE_NAME,
    make_decision,
    read_decisions,
    remember_decision,
    write_decisions,
)
from geodata.errors import ConfigError

HEADER = ";".join(COLUMNS)


def write(folder: Path, *lines: str) -> Path:
    path = folder / FILE_NAME
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_without_a_file_there_are_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()


def test_a_pair_is_the_same_whichever_way_round(tmp_path: Path) -> None:
    write(
        tmp_path, "b:2;a:1;merge;name=left, phone=right;Anruf am 3. 4.", "", "a:3;b:3;different;;"
    )
    first, second = read_decisions(tmp_path)
    assert first.pair == ("a:1", "b:2")
    assert first.fields == (("name", "right"), ("phone", "left"))
    assert (first.row, first.note) == (2, "Anruf am 3. 4.")
    assert (second.row, second.decision) == (4, "different")


def test_a_byte_order_mark_and_quotes_are_understood(tmp_path: Path) -> None:
    text = f'{HEADER}\r\na:1;b:2;merge;"name=left";"Herr ""X""; später"\r\n'
    (tmp_path / FILE_NAME).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [d.note for d in read_decisions(tmp_path)] == ['Herr "X"; später']


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a:1;b:2;merge", "Zeile 2: 3 Felder statt 5"),
        ("a:1;b:2;vielleicht;;", "Zeile 2, Feld „decision“"),
        ("a:1;b:2;diferent;;", "Gemeint ist wohl „different“"),
        (";b:2;merge;;", "Zeile 2, Feld „left“"),
        ("a:1;ohne;merge;;", "Zeile 2, Feld „right“"),
        ("a:1;a:1;merge;;", "dieselbe"),
        ("a:1;b:2;merge;name;", "Feld „fields“: „name“"),
        ("a:1;b:2;merge;name=a;", "Feld „fields“"),
        ("a:1;b:2;merge;nmae=left;", "Gemeint ist wohl „name“"),
        ("a:1;b:2;merge;record_id=left;", "gibt es nicht"),
        ("a:1;b:2;merge;is_private=left;", "gibt es nicht"),
        ("a:1;b:2;merge;name=left,name=right;", "zweimal"),
        ("a:1;b:2;different;name=left;", "nichts zu wählen"),
        ('a:1;b:2;merge;;"offen', "kein gültiges CSV"),
        ("a:1;b:2;merge;;\x00", "Steuerzeichen"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, line: str, expected: str) -> None:
    path = write(tmp_path, line)
    with pytest.raises(ConfigError) as error:
        read_decisions(tmp_path)
    assert str(path) in str(error.value)
    assert expected in str(error.value)


def test_a_pair_may_stand_once(tmp_path: Path) -> None:
    write(tmp_path, "a:1;b:2;merge;;", "b:2;a:1;different;;")
    with pytest.raises(ConfigError, match="Zeile 3: Dieses Paar steht schon in Zeile 2"):
        read_decisions(tmp_path)


@pytest.mark.parametrize("content", [b"", b"a;b\n", b"left,right,decision,fields,note\n"])
def test_other_columns_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(ConfigError, match="Erwartet sind die Spalten"):
        read_decisions(tmp_path)


def test_what_is_written_is_sorted_and_reads_the_same(tmp_path: Path) -> None:
    decisions = [
        make_decision("c:1", "a:2", "merge", fields="name=left", note="von\nHand; =1+1"),
        make_decision("a:1", "b:2", "different", note="=HYPERLINK(1)"),
    ]
    write_decisions(tmp_path, decisions)
    text = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert text.splitlines() == [
        HEADER,
        "a:1;b:2;different;;'=HYPERLINK(1)",
        'a:2;c:1;merge;name=right;"von Hand; =1+1"',
    ]
    write_decisions(tmp_path, reversed(read_decisions(tmp_path)))
    assert (tmp_path / FILE_NAME).read_text(encoding="utf-8") == text
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME], "nothing unfinished is left"


def test_a_new_decision_replaces_the_old_one(tmp_path: Path) -> None:
    assert remember_decision(tmp_path, make_decision("a:1", "b:2", "merge")) is None
    remember_decision(tmp_path, make_decision("a:1", "b:3", "merge", note="bleibt"))
    before = remember_decision(tmp_path, make_decision("b:2", "a:1", "different"))
    assert before is not None
    assert before.decision == "merge"
    known = {decision.pair: decision for decision in read_decisions(tmp_path)}
    assert [known[pair].decision for pair in sorted(known)] == ["different", "merge"]
    assert known[("a:1", "b:3")].note == "bleibt"


def test_a_file_that_cannot_be_read_is_not_overwritten(tmp_path: Path) -> None:
    path = write(tmp_path, "a:1;b:2;vielleicht;;")
    before = path.read_bytes()
    with pytest.raises(ConfigError):
        remember_decision(tmp_path, make_decision("a:1", "b:3", "merge"))
    assert path.read_bytes() == before
