"""How a reader says what is wrong: file, row, field and reason, in one German sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from geodata.city import nearest_word
from geodata.errors import SourceError
from geodata.sources.spec import SourceSpec

#: larger than any table or layer of a city; smaller than what hurts a small server.
MAX_BYTES = 60_000_000


def fault(
    spec: SourceSpec, reason: str, *, row: int | None = None, field: str | None = None
) -> SourceError:
    """An error for a file that cannot be used; `row` counts as a spreadsheet does.

    Signs that steer a terminal are replaced: a message repeats what stands in the file.
    """
    parts = [spec.file_name]
    if row is not None:
        parts.append(f"Zeile {row}")
    if field:
        parts.append(f"Feld „{field}“")
    message = f"{', '.join(parts)}: {reason}"
    return SourceError("".join(sign if sign.isprintable() else "\ufffd" for sign in message))


def printable(spec: SourceSpec, where: str, text: str, field: str) -> str:
    """The same text. Raises SourceError where it holds control characters."""
    bad = next((sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs")), None)
    if bad is None:
        return text
    reason = f"{where}: Der Text enthält das Steuerzeichen U+{ord(bad):04X}."
    raise fault(spec, reason, field=field)


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a typo, or the words there are; starts with a space."""
    choices = sorted(set(known))
    listed = f" Vorhanden: {', '.join(choices[:12])}." if choices else ""
    return nearest_word(word, choices) or listed


def decode_text(spec: SourceSpec, content: bytes) -> str:
    """UTF-8 text, with or without byte order mark.

    Raises
    ------
    SourceError
        Too large, holds a NUL byte, or is not UTF-8.
    """
    check_size(spec, content)
    if b"\0" in content:
        row = content[: content.index(b"\0")].count(b"\n") + 1
        raise fault(spec, "Die Datei enthält ein NUL-Zeichen und ist kein Text.", row=row)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        reason = "Die Datei ist nicht UTF-8. Bitte als „CSV UTF-8“ oder „UTF-8“ speichern."
        raise fault(spec, reason, row=row) from None


def check_size(spec: SourceSpec, content: bytes) -> None:
    """Refuse an empty file and one larger than `MAX_BYTES`. Raises SourceError."""
    if not content.strip():
        raise fault(spec, "Die Datei ist leer.")
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1e6:.0f} MB"
        raise fault(spec, f"Die Datei ist zu groß ({size}, höchstens {MAX_BYTES // 10**6} MB).")
