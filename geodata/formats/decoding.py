"""From bytes to UTF-8: byte order marks, what a file declares, Windows-1252, damaged characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from geodata.errors import SourceError
from geodata.formats.limits import MAX_BYTES, MAX_CONTROLS

_CHUNK = 1 << 20
#: the longer marks first: UTF-32 begins like UTF-16
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Python knows more encodings, some of which take time without bound
_ENCODINGS = re.compile(
    r"(utf-?(8|16|32)([-_]?(le|be|sig))?|(us-)?ascii|iso-?8859-?\d{1,2}|latin-?[19]"
    r"|windows-?125\d|cp-?(1252|1250|1251|437|850|858)|macroman|mac-roman)",
    re.IGNORECASE,
)
#: control characters that neither JSON nor XML may hold
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_REPLACEMENT = "\ufffd".encode()


def shown(text: str, length: int = 200) -> str:
    """Text of a file as a message may repeat it: short, in one line, nothing steers a terminal."""
    flat = " ".join(text[: 4 * length].split())
    printable = "".join(sign if sign.isprintable() else "\ufffd" for sign in flat)
    return printable if len(printable) <= length else printable[:length] + "…"


def check_size(content: bytes, most: int = MAX_BYTES) -> None:
    """Refuse an empty file and one of more than `most` bytes. Raises SourceError."""
    if not content[:_CHUNK].strip() and not content.strip():
        raise SourceError("Die Datei ist leer.")
    if len(content) > most:
        size = f"{len(content) / 1e6:.0f} MB"
        raise SourceError(f"Die Datei ist zu groß ({size}, höchstens {most // 10**6} MB).")


def _transcode(content: bytes, encoding: str, errors: str, start: int = 0) -> bytes:
    # in pieces: as one text, a file with a single emoji takes four bytes per character
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    view, out = memoryview(content), bytearray()
    for offset in range(start, len(content), _CHUNK):
        is_last = offset + _CHUNK >= len(content)
        out += decoder.decode(bytes(view[offset : offset + _CHUNK]), final=is_last).encode()
    return bytes(out)


def _strict(content: bytes, encoding: str, start: int = 0) -> bytes:
    if not _ENCODINGS.fullmatch(encoding):
        raise SourceError(f"Die Zeichenkodierung „{shown(encoding, 40)}“ ist nicht bekannt.")
    try:
        return _transcode(content, encoding, "strict", start)
    except LookupError:
        raise SourceError(f"Die Zeichenkodierung „{encoding}“ ist nicht bekannt.") from None
    except UnicodeError:
        reason = "Die Datei ist beschädigt oder anders gespeichert."
        raise SourceError(f"Die Datei ist nicht durchgehend {encoding}. {reason}") from None


def wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows itself: every other byte of the first signs is NUL."""
    head = content[:4]
    if len(head) == 4 and head[0] and not head[1] and head[2] and not head[3]:
        return "utf-16-le"
    if len(head) == 4 and not head[0] and head[1] and not head[2] and head[3]:
        return "utf-16-be"
    return ""


def _multibyte_count(content: bytes) -> int:
    return sum(content.count(bytes([lead])) for lead in range(0xC2, 0xF5))


def _guessed(content: bytes) -> bytes:
    try:
        return _transcode(content, "utf-8", "strict")
    except UnicodeDecodeError:
        mended = _transcode(content, "utf-8", "replace")
    bad = mended.count(_REPLACEMENT)
    # a file with more good than bad sequences is UTF-8 with some damage, and no Windows-1252
    if _multibyte_count(mended) - bad > bad:
        return mended
    return _transcode(content, "cp1252", "replace")


def to_utf8(content: bytes, encoding: str = "") -> bytes:
    """The text of a file in UTF-8 without mark.

    A byte order mark counts first, then `encoding`; without either the file is UTF-8, or else
    Windows-1252. What cannot be decoded becomes U+FFFD.

    Raises
    ------
    SourceError
        Empty, too large, an unknown encoding, or not in the encoding that it declares.
    """
    check_size(content)
    for mark, name in MARKS:
        if content.startswith(mark):
            return _guessed(content[3:]) if name == "utf-8" else _strict(content, name, len(mark))
    wide = wide_encoding(content)
    if encoding and not (wide and re.fullmatch("utf-?8", encoding, re.IGNORECASE)):
        return _strict(content, encoding)
    return _strict(content, wide) if wide else _guessed(content)


def mask_controls(data: bytes, mask: Callable[[int], str]) -> bytes:
    """Data whose forbidden control characters are written as `mask` of their number.

    Raises
    ------
    SourceError
        There are so many that this is no text.
    """
    masked, count = _CONTROL.subn(
        lambda found: mask(found.group()[0]).encode(), data, count=MAX_CONTROLS + 1
    )
    if count > MAX_CONTROLS:
        raise SourceError("Die Datei enthält zu viele Steuerzeichen und ist kein Text.")
    return masked
