"""Making an address index: a small SQLite file from the rows of a register.

The file is made under another name and moved into place: whoever opens it sees a whole one.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from geodata.address import HouseNumber, parse_address, parse_house_number
from geodata.errors import SourceError
from geodata.store.files import move_into_place, unfinished_path

#: columns of the pseudo collection `addresses`, all text. Needed are `lon`, `lat` and either
#: `street` with `house_number` (letter and range may be in it) or the whole in `address`
ADDRESS_FIELDS: dict[str, str] = {
    "street": "Name of the street.",
    "house_number": "House number, `12`, `12a` or `14-18`.",
    "house_number_suffix": "Letter of the house number, where it has a column of its own.",
    "address": "Street and house number in one text, where they have no columns of their own.",
    "postcode": "Postcode, five digits.",
    "town": "Town.",
    "district_name": "Part of the town; several names separated by `/`.",
    "lon": "Longitude, degrees, WGS 84.",
    "lat": "Latitude, degrees, WGS 84.",
}
FORMAT_VERSION = 2
#: a register of a large city has 400,000; more is a mistake
MAX_ADDRESSES = 2_000_000

_SCHEMA = """
create table meta (key text primary key, value text not null) without rowid;
create table streets (street_id integer primary key, name text not null unique);
create table addresses (
    street_id integer not null references streets, number integer not null, suffix text not null,
    end integer, end_suffix text not null, postcode text not null, town text not null,
    locality text not null, lon real not null, lat real not null
);
create table areas (
    kind text not null, name text not null, lon real not null, lat real not null,
    primary key (kind, name)
) without rowid;
"""
#: in the order of the columns of `addresses`
AREA_KINDS = ("postcode", "town", "locality")
_INSERT = "insert into addresses values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
AddressRow = tuple[str, HouseNumber, str, str, str, float, float]
Point = tuple[float, float]


def _texts(frame: Any, name: str) -> list[str]:
    if name not in frame.columns:
        return [""] * len(frame)
    texts = frame[name].astype(object).where(frame[name].notna(), "").tolist()
    return [" ".join(str(text).split()) for text in texts]


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def _postcode(text: str) -> str:
    digits = text.removesuffix(".0")
    return digits.zfill(5) if digits.isdigit() and len(digits) in (4, 5) else ""


def _split_address(street: str, house: HouseNumber, address: str) -> tuple[str, HouseNumber]:
    if address and not (street and house.number is not None):
        parsed = parse_address(address)
        return street or parsed.street, parsed.house if house.number is None else house
    return street, house


def address_rows(frame: Any) -> Iterator[AddressRow]:
    """The usable rows of a frame: street, number, postcode, town, part, lon, lat.

    A row without street, number or point is left out; so is one that says the same as another.
    """
    seen: set[AddressRow] = set()
    columns = [_texts(frame, name) for name in ADDRESS_FIELDS]
    for street, text, suffix, address, postcode, town, part, lon, lat in zip(*columns, strict=True):
        x, y = _number(lon), _number(lat)
        house = parse_house_number(text, suffix)
        street, house = _split_address(street, house, address)  # noqa: PLW2901
        if not street or house.number is None or x is None or y is None:
            continue
        row = (street, house, _postcode(postcode), town, part, x, y)
        if row not in seen:
            seen.add(row)
            yield row


def frame_digest(frame: Any) -> str:
    """Checksum of all that an index takes from a frame."""
    digest = hashlib.sha256(str(FORMAT_VERSION).encode())
    for name in ADDRESS_FIELDS:
        digest.update("\x1f".join([name, *_texts(frame, name)]).encode("utf-8", "replace"))
    return digest.hexdigest()


def middle(points: Sequence[Point]) -> Point | None:
    """The one of the points that lies nearest to their mean: on the street, not beside it."""
    if not points:
        return None
    lon = sum(x for x, _ in points) / len(points)
    lat = sum(y for _, y in points) / len(points)
    # a degree of longitude is about 0.63 of one of latitude in Germany
    return min(points, key=lambda p: (0.4 * (p[0] - lon) ** 2 + (p[1] - lat) ** 2, p))


def _areas(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[str, str, float, float]]:
    """Middle of every postcode, part of the town and town; their names are what there is."""
    points: dict[tuple[str, str], list[Point]] = {}
    for row in rows:
        for kind, name in zip(AREA_KINDS, row[5:8], strict=True):
            points.setdefault((kind, name), []).append((row[8], row[9]))
    for (kind, name), near in points.items():
        found = middle(near)
        if name and found:
            yield kind, name, *found


def _fill(connection: sqlite3.Connection, frame: Any, meta: dict[str, str]) -> int:
    streets: dict[str, int] = {}
    rows = []
    for street, house, postcode, town, part, lon, lat in address_rows(frame):
        street_id = streets.setdefault(street, len(streets) + 1)
        number = (house.number, house.suffix, house.end, house.end_suffix)
        rows.append((street_id, *number, postcode, town, part, lon, lat))
    if not rows:
        raise SourceError("Adressregister: Keine Zeile hat Straße, Hausnummer und Koordinaten.")
    rows.sort(key=lambda row: (row[0], row[1], row[2], row[3] or 0, *row[4:]))
    connection.executescript(_SCHEMA)
    connection.executemany(
        "insert into streets values (?, ?)", [(i, n) for n, i in streets.items()]
    )
    connection.executemany(_INSERT, rows)
    connection.executemany("insert into areas values (?, ?, ?, ?)", _areas(rows))
    connection.execute("create index by_street on addresses (street_id)")
    values = {**meta, "format_version": str(FORMAT_VERSION), "count": str(len(rows))}
    connection.executemany("insert into meta values (?, ?)", sorted(values.items()))
    connection.commit()
    return len(rows)


def build_index(frame: Any, path: Path) -> int:
    """Write the index of a register, in one step.

    Parameters
    ----------
    frame : DataFrame of text with columns of `ADDRESS_FIELDS`; missing ones count as empty.

    Returns
    -------
    Number of addresses in the index.

    Raises
    ------
    SourceError
        No row can be used, or there are more than `MAX_ADDRESSES`.
    """
    if len(frame) > MAX_ADDRESSES:
        raise SourceError(f"Adressregister: {len(frame)} Zeilen; erlaubt sind {MAX_ADDRESSES}.")
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_path(path)
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unfinished)) as connection:
            count = _fill(connection, frame, {"frame_sha256": frame_digest(frame)})
        move_into_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count
