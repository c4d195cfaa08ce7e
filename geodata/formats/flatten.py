"""Nested values as pairs of name and text: names joined by dots, lists by `|`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from geodata.formats.limits import MAX_DEPTH
from geodata.tables import LIST_SEPARATOR

Pair = tuple[str, str]
#: name of a field whose name is empty
NAMELESS = "ohne_namen"
_NESTED = (dict, list)


def text_of(value: Any) -> str:
    """A single value as text: ja/nein, whole numbers without `.0`, dates in ISO form, "" for none."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        # never 1e-07: what reads the text knows no exponents
        return np.format_float_positional(value, trim="-") if np.isfinite(value) else ""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value)


def flatten(value: Any, name: str = "") -> list[Pair]:
    """Pairs of a nested value in the order of the file; a name may come more than once.

    The members of a list share one name, those of a list of objects one name per field.

    Raises
    ------
    RecursionError
        More than `MAX_DEPTH` levels.
    """
    pairs: list[Pair] = []
    _collect(value, name, 0, pairs)
    return pairs


def _collect(value: Any, name: str, depth: int, pairs: list[Pair]) -> None:
    # a list to append to, not nested generators: a register has millions of values
    if not isinstance(value, _NESTED):
        pairs.append((name or NAMELESS, text_of(value)))
    elif depth >= MAX_DEPTH:
        raise RecursionError
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, name, depth + 1, pairs)
    else:
        for key, inner in value.items():
            _collect(inner, join_names(name, key), depth + 1, pairs)


def join_names(name: str, key: str) -> str:
    """`ort`, `plz` -> `ort.plz`."""
    key = key.strip() or NAMELESS
    return f"{name}.{key}" if name else key


def join_texts(texts: list[str]) -> str:
    """Several texts of one name as one; empty ones are left out."""
    return texts[0] if len(texts) == 1 else LIST_SEPARATOR.join(text for text in texts if text)
