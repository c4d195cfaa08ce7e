"""What an import would change: two states of the same collection, compared by key.

Compared are typed values, after normalising: another spelling of the same date is no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from geodata.normalise import ENTRY_KEYS, records_of
from geodata.normalise.rows import PROVENANCE
from geodata.tables import TABLES, columns_of

#: a point that moved by less did not move: about a centimetre
_SAME_DEGREES = 1e-7
#: what tells where a private entry is
LOCATION_FIELDS = ("address", "geometry", "district_id", "place_id")
HIDDEN = "(geschützt)"
_TITLES = ("title", "name")


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field with its old and new value as a person reads them."""

    field: str
    old: str
    new: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A record by its key and what it is called; `fields`: what is different."""

    key: str
    title: str
    fields: tuple[FieldChange, ...] = ()


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """How one collection differs from what was there."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Entry, ...] = ()
    unchanged: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        return not (self.new or self.changed or self.gone)


def shown(value: Any) -> str:
    """A typed value in German; nothing is „leer“."""
    if value is None or value == ():
        return "leer"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dt.datetime):
        return f"{value:%d.%m.%Y %H:%M} UTC"
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if hasattr(value, "x"):
        return f"{value.x:.6f} {value.y:.6f}"
    return str(value)


def _is_same(old: Any, new: Any) -> bool:
    if hasattr(old, "x") and hasattr(new, "x"):
        return bool(max(abs(old.x - new.x), abs(old.y - new.y)) < _SAME_DEGREES)
    return bool(old == new)


def _entry(key: str, record: Mapping[str, Any], fields: tuple[FieldChange, ...] = ()) -> Entry:
    title = next((str(record[name]) for name in _TITLES if record.get(name)), key)
    return Entry(key=key, title=title, fields=fields)


def _differences(
    collection: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> tuple[FieldChange, ...]:
    names = [c.name for c in columns_of(TABLES[collection]) if c.name not in PROVENANCE]
    is_private = old.get("is_private") or new.get("is_private")
    found = []
    for name in names:
        if _is_same(old.get(name), new.get(name)):
            continue
        hides = is_private and name in LOCATION_FIELDS
        values = (HIDDEN, HIDDEN) if hides else (shown(old.get(name)), shown(new.get(name)))
        found.append(FieldChange(field=name, old=values[0], new=values[1]))
    return tuple(found)


def _by_key(collection: str, table: Any) -> dict[str, dict[str, Any]]:
    key = ENTRY_KEYS[collection]
    return {} if table is None else {row[key]: row for row in records_of(table)}


def compare_tables(collection: str, old: Any, new: Any) -> Changes:
    """How a typed table of `normalise_entries` differs from an older one; None = there was none.

    Provenance is left out: when a source was read is no change of its records.
    """
    before, after = _by_key(collection, old), _by_key(collection, new)
    fresh: list[Entry] = []
    changed: list[Entry] = []
    unchanged: list[Entry] = []
    for key, record in after.items():
        if key not in before:
            fresh.append(_entry(key, record))
            continue
        fields = _differences(collection, before[key], record)
        (changed if fields else unchanged).append(_entry(key, record, fields))
    gone = [_entry(key, record) for key, record in before.items() if key not in after]
    return Changes(
        new=tuple(fresh), changed=tuple(changed), unchanged=tuple(unchanged), gone=tuple(gone)
    )
