"""Plain Python values from DataFrame cells, whatever form an earlier stage gave them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from geodata.tables import LIST_SEPARATOR


def is_missing(value: Any) -> bool:
    """None, NaN, NaT or pandas' NA."""
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def text(value: Any) -> str | None:
    """Text or None; an empty text is None."""
    return None if is_missing(value) or value == "" else str(value)


def number(value: Any) -> float | None:
    """A float or None."""
    return None if is_missing(value) else float(value)


def flag(value: Any) -> bool:
    """True only for a true value; missing is False."""
    return False if is_missing(value) else bool(value)


def day(value: Any) -> dt.date | None:
    """A date from a date, a timestamp or ISO text."""
    if is_missing(value) or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))


def texts(value: Any) -> tuple[str, ...]:
    """A tuple of texts from a list, a tuple or text joined by `|`."""
    if is_missing(value) or (isinstance(value, str) and not value):
        return ()
    return tuple(value.split(LIST_SEPARATOR)) if isinstance(value, str) else tuple(value)


def rows(table: Any) -> Iterator[dict[str, Any]]:
    """Rows of a (Geo)DataFrame as dicts."""
    names = [str(name) for name in table.columns]
    columns = [list(table[name]) for name in table.columns]
    for cells in zip(*columns, strict=True):
        yield dict(zip(names, cells, strict=True))
