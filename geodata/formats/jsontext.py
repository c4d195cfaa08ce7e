"""JSON from outside, decoded in layers: the file first, each record for itself.

So a number out of range costs its record and not the file, and memory holds one record's objects
at a time. Depth is bounded by the decoder, the number of values before anything is decoded.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, TypeVar

import msgspec

from geodata.errors import SourceError
from geodata.formats.decoding import mask_controls, shown, to_utf8
from geodata.formats.limits import MAX_RECORD_VALUES, MAX_VALUES

T = TypeVar("T")
_KEY = re.compile(rb'"\s*:')
#: half of a pair of escapes, which is no character; and any escape, pairs as one
_HALF = re.compile(
    rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", re.DOTALL
)
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)


def json_bytes(content: bytes, encoding: str = "") -> bytes:
    """The file as UTF-8; raw control characters are escaped, so that only their text is marked.

    Raises
    ------
    SourceError
        Empty, too large, not text, or with more values than a list in memory may hold.
    """
    data = mask_controls(to_utf8(content, encoding), lambda number: f"\\u{number:04x}")
    if b"\\u" in data and _HALF.search(data):
        data = _ESCAPE.sub(lambda found: rb"\ufffd" if found.group(1) else found.group(), data)
    values = sum(data.count(sign) for sign in (b",", b"[", b"{"))
    if values > MAX_VALUES:
        reason = f"höchstens {MAX_VALUES} sind erlaubt. Bitte aufteilen oder vereinfachen."
        raise SourceError(f"Die Datei enthält etwa {values} einzelne Angaben, {reason}")
    return data


def decode_file(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """The outer shape of a file.

    Raises
    ------
    SourceError
        Not JSON, cut, too deeply nested, or of another shape; names the row.
    """
    try:
        return msgspec.json.decode(data, type=kind)
    except RecursionError:
        raise SourceError("Die Datei ist zu tief verschachtelt.") from None
    except msgspec.DecodeError as error:
        raise SourceError(_reason(bytes(data), str(error))) from None
    except UnicodeDecodeError:
        raise SourceError("Die Datei enthält beschädigte Zeichen.") from None


def _reason(data: bytes, message: str) -> str:
    if "truncated" in message:
        return "Die Datei ist abgeschnitten: Das JSON endet mittendrin."
    found = re.search(r"\(byte (\d+)\)", message)
    at = int(found.group(1)) if found else 0
    if data[at : at + 8].startswith((b"NaN", b"Infinity")):
        message = "„NaN“ und „Infinity“ sind keine Zahlen in JSON"
    if found:
        row = data.count(b"\n", 0, at) + 1
        return f"Zeile {row}: Die Datei ist kein gültiges JSON ({shown(message)})."
    return f"Die Datei ist anders aufgebaut als erwartet ({shown(message)})."


def decode_record(raw: msgspec.Raw | bytes) -> Any:
    """One record.

    Raises
    ------
    ValueError
        It cannot be decoded, or is too large; the message is a German reason.
    """
    if bytes(raw).count(b",") > MAX_RECORD_VALUES:
        raise ValueError(f"Der Eintrag hat mehr als {MAX_RECORD_VALUES} einzelne Angaben.")
    try:
        return msgspec.json.decode(raw)
    except RecursionError:
        raise ValueError("Der Eintrag ist zu tief verschachtelt.") from None
    except msgspec.ValidationError:
        raise ValueError("Der Eintrag enthält eine Zahl, die zu groß ist.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise ValueError("Der Eintrag enthält beschädigte Zeichen.") from None


def _key_count(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    nested = sum(_key_count(each) for each in inner if isinstance(each, dict | list))
    return nested + len(value) if isinstance(value, dict) else nested


def repeated_keys(raw: msgspec.Raw | bytes, value: Any) -> list[str]:
    """Names that stand more than once in an object of a decoded record: the last one counts."""
    data = bytes(raw)
    if not isinstance(value, dict | list):
        return []
    # cheap first: a colon inside a text only leads to a look that finds nothing
    if len(_KEY.findall(data)) <= _key_count(value):
        return []
    found: dict[str, None] = {}

    def look(pairs: list[tuple[str, Any]]) -> None:
        counts = Counter(name for name, _ in pairs)
        found.update((name, None) for name, count in counts.items() if count > 1)

    try:
        json.loads(data, object_pairs_hook=look, parse_int=str)
    except (ValueError, RecursionError):
        return []
    return sorted(found)
