"""Files that call themselves a table and are something else: refused with what they are."""

from __future__ import annotations

from geodata.errors import SourceError

#: more than any export of a platform; less than what hurts a small server
MAX_BYTES = 60_000_000
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "ein PDF"),
    (b"PK\x03\x04", "eine gepackte Datei (ZIP oder Excel)"),
    (b"\xd0\xcf\x11\xe0", "eine alte Excel-Datei (.xls); bitte als .xlsx oder CSV speichern"),
    (b"\x1f\x8b", "eine gepackte Datei (gzip)"),
    (b"SQLite format 3", "eine Datenbank"),
    (b"\x89PNG", "ein Bild"),
    (b"\xff\xd8\xff", "ein Bild"),
    (b"GIF8", "ein Bild"),
    (b"\x7fELF", "ein Programm"),
    (b"MZ\x90", "ein Programm"),
    (b"{\\rtf", "ein Textdokument (RTF)"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<ogrvrtdatasource", "eine VRT-Datei, die auf andere Dateien verweist"),
    (b"<vrtdataset", "eine VRT-Datei, die auf andere Dateien verweist"),
    (b"<!doctype html", "eine Webseite (HTML)"),
    (b"<html", "eine Webseite (HTML)"),
    (b"<?xml", "XML"),
)


def check_bytes(content: bytes) -> None:
    """Refuse an empty and a too large file. Raises SourceError."""
    if not content.strip():
        raise SourceError("Die Datei ist leer.")
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1e6:.0f} MB"
        raise SourceError(f"Die Datei ist zu groß ({size}, höchstens {MAX_BYTES // 10**6} MB).")


def _found(content: bytes) -> str | None:
    found = next((what for sign, what in _SIGNS if content.startswith(sign)), None)
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if found or not start.startswith(b"<"):
        return found
    return next((what for sign, what in _MARKUP if sign in start), None)


def check_is_text_table(content: bytes) -> None:
    """Refuse what is no text file with columns, by its first bytes. Raises SourceError."""
    check_bytes(content)
    found = _found(content)
    if found:
        raise SourceError(f"Das ist keine CSV-Datei, sondern {found}.")
