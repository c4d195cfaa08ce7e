"""What counts as a change, and how it reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import shapely

from geodata.changes import HIDDEN, Entry, compare_tables, shown
from tests.geodata.example_city import normalised

ROW = {
    "place_id": "haus", "name": "Lesehaus", "address": "Weg 1", "lon": "13.7", "lat": "51.05",
    "wheelchair": "ja", "is_private": "",
}  # fmt: skip


def table(*rows: dict[str, str]) -> Any:
    frame = pd.DataFrame([ROW | row for row in rows], dtype=object)
    result = normalised({"places": frame})
    return result.tables["places"]


def titles(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.key for entry in entries]


def test_new_changed_unchanged_gone() -> None:
    old = table({"place_id": "a"}, {"place_id": "b"}, {"place_id": "c"})
    new = table({"place_id": "b", "address": "Weg 2"}, {"place_id": "c"}, {"place_id": "d"})
    changes = compare_tables("places", old, new)
    assert titles(changes.new) == ["d"]
    assert titles(changes.changed) == ["b"]
    assert titles(changes.unchanged) == ["c"]
    assert titles(changes.gone) == ["a"]
    (change,) = changes.changed[0].fields
    assert (change.field, change.old, change.new) == ("address", "Weg 1", "Weg 2")
    assert not changes.is_empty


def test_spelling_is_no_change() -> None:
    old = table({"wheelchair": "ja", "lon": "13.7", "lat": "51.05"})
    new = table({"wheelchair": "yes", "lon": "13,70", "lat": "51,050000001", "address": " Weg  1 "})
    assert compare_tables("places", old, new).is_empty


def test_the_first_time_all_is_new() -> None:
    assert titles(compare_tables("places", None, table({})).new) == ["haus"]


def test_where_a_private_place_is_stays_hidden() -> None:
    old = table({"is_private": "ja"})
    new = table({"is_private": "ja", "address": "Weg 2", "lon": "13.71", "name": "Neu"})
    (entry,) = compare_tables("places", old, new).changed
    told = {change.field: (change.old, change.new) for change in entry.fields}
    assert told["address"] == told["geometry"] == (HIDDEN, HIDDEN)
    assert told["name"] == ("Lesehaus", "Neu")


def test_values_read_german() -> None:
    values = [
        None, (), True, False, ("a", "b"), dt.date(2026, 12, 24), 2.5,
        dt.datetime(2026, 12, 24, 17, 30, tzinfo=dt.UTC), shapely.Point(13.7, 51.05), 7,
    ]  # fmt: skip
    assert [shown(value) for value in values] == [
        "leer", "leer", "ja", "nein", "a, b", "24.12.2026", "2,5", "24.12.2026 17:30 UTC",
        "13.700000 51.050000", "7",
    ]  # fmt: skip
