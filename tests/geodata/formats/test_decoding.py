"""Bytes become text: marks, declarations, Windows-1252, damage."""

from __future__ import annotations

import codecs

import pytest

from geodata.formats.decoding import shown, to_utf8
from tests.geodata.formats.reading import read, refusal, rows

TEXT = '[{"ort": "Äußere Neustadt"}]'
GOOD = [{"ort": "Äußere Neustadt"}]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
    ],
)
def test_the_encoding_is_found(content: bytes) -> None:
    assert rows(read("json", content)) == GOOD


def test_a_chosen_encoding_counts() -> None:
    assert rows(read("json", TEXT.encode("cp850"), encoding="cp850")) == GOOD
    assert "nicht durchgehend utf-8" in refusal("json", TEXT.encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("name", ["punycode", "idna", "unicode_escape", "zip", "../x", "utf-7"])
def test_only_encodings_of_texts_are_known(name: str) -> None:
    assert "nicht bekannt" in refusal("json", TEXT, encoding=name)


def test_one_damaged_sign_does_not_spoil_the_others() -> None:
    damaged = '[{"a": "Größe für Übung", "b": "x?y"}]'.encode().replace(b"?", b"\xff")
    assert rows(read("json", damaged)) == [{"a": "Größe für Übung", "b": "x\ufffdy"}]


def test_pieces_may_end_inside_a_character() -> None:
    text = "ä" * 3_000_001
    assert to_utf8(b" " + text.encode()).decode() == " " + text


def test_odd_utf16_is_refused() -> None:
    assert "beschädigt" in refusal("json", TEXT.encode("utf-16") + b"x")


def test_a_file_of_control_characters_is_no_text() -> None:
    assert "Steuerzeichen" in refusal("json", b"\x01" * 50_000)


def test_what_is_shown_steers_no_terminal() -> None:
    assert shown("a\x1b[31m\n\u202eb") == "a\ufffd[31m \ufffdb"
    assert len(shown("x" * 5000)) == 201
