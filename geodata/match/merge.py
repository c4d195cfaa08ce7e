"""Several records of one thing become one, field by field.

The first record stays: its id, its source and what it says. What it does not say comes from the
next one that does. Where a thing stands is taken as a whole from one record, never the address of
one with the point of another. If one of them is private, the merged one is, and it stands where
that one stands: nothing else would be cut out of texts later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from geodata.match.entries import REFERENCES, Record, Records
from geodata.normalise import ENTRY_KEYS
from geodata.normalise.rows import PROVENANCE
from geodata.tables import TABLES, columns_of

#: all that says where an entry is: taken together, named by `address`
WHERE = (
    "address", "geometry", "geocode_precision", "geocode_confidence", "geocoder", "district_id",
    "borough_id", "place_id", "is_remote", "is_citywide",
)  # fmt: skip
#: lists that are complete only together
_JOINED = {"themes", "languages", "badges", "audiences"}
#: what one source says and another does not mention is so
_ANY = {
    "is_private", "is_for_groups", "is_board_position", "is_in_kind_donation",
    "counts_towards_pass", "certificate",
}  # fmt: skip
#: (source, key that is gone) -> key it became; "" as the source: for everybody else
Moves = Mapping[tuple[str, str], str]
_PRECISIONS = ("address", "street", "postcode", "district")
_KEPT = {*PROVENANCE, "source_url", "updated_at", "is_private"}


def choosable_fields(table: str) -> list[str]:
    """Fields whose value somebody may choose, in the order of the type."""
    names = [column.name for column in columns_of(TABLES[table])]
    fixed = {*_KEPT, *WHERE, ENTRY_KEYS[table]} - {"address"}
    return [name for name in names if name not in fixed]


def are_private_apart(rows: Iterable[Record]) -> bool:
    """Whether several are private and stand at different addresses: one would no longer be hidden."""
    addresses = {
        " ".join(row["address"].casefold().split())
        for row in rows
        if row["is_private"] and row["address"]
    }
    return len(addresses) > 1


def are_licences_apart(rows: Iterable[Record]) -> bool:
    """Whether some are under the Open Database Licence and some are not.

    It asks that what is derived from it carries it too; a record made of both would spread it
    over the other source.
    """
    return len({row["licence"].casefold().startswith("odbl") for row in rows}) > 1


def _is_told(value: Any) -> bool:
    return value not in (None, "", ())


def _first_told(rows: Sequence[Record], field: str) -> Any:
    return next((row[field] for row in rows if _is_told(row[field])), rows[0][field])


def _joined(rows: Sequence[Record], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for row in rows for word in row[field] or ()))


def _exactness(row: Record) -> int:
    """0 for a point at the address, more for less; a place that is nowhere known comes last."""
    if row.get("is_remote") or row.get("is_citywide"):
        return 0
    precision = row["geocode_precision"]
    if row["geometry"] is not None:
        return _PRECISIONS.index(precision) if precision in _PRECISIONS else 0
    return len(_PRECISIONS) + (0 if row["address"] or row["district_id"] else 1)


def _standing(rows: Sequence[Record], chosen: Record | None) -> Record:
    """The record whose place counts: a private one, the chosen one, the most exact one."""
    private = [row for row in rows if row["is_private"]]
    if private:
        return min(private, key=_exactness)
    return chosen or min(rows, key=_exactness)


def _provenance(rows: Sequence[Record]) -> Record:
    """Both sources are named, with both licences; the record is as old as its oldest part."""
    updated = [row["updated_at"] for row in rows if row["updated_at"] is not None]
    return {
        "source_url": _first_told(rows, "source_url"),
        "retrieved_at": min(row["retrieved_at"] for row in rows),
        "updated_at": max(updated, default=None),
        "licence": " AND ".join(dict.fromkeys(row["licence"] for row in rows)),
        "attribution": "; ".join(dict.fromkeys(row["attribution"] for row in rows)),
    }


def _value(rows: Sequence[Record], field: str) -> Any:
    if field in _JOINED:
        return _joined(rows, field)
    if field in _ANY:
        return any(row[field] for row in rows)
    return _first_told(rows, field)


def merge_rows(
    table: str, rows: Sequence[Record], choices: Mapping[str, str] | None = None
) -> Record:
    """One record from several of one thing.

    Parameters
    ----------
    table
        the collection they stand in.
    rows
        typed rows, the one that is kept first.
    choices
        field -> record_id whose value counts instead (`choosable_fields`; `address` stands for
        all that says where it is).

    Returns
    -------
    A new row with id, source and example mark of the first; the others are not changed.
    """
    by_id = {row["record_id"]: row for row in rows}
    chosen = {field: by_id[one] for field, one in (choices or {}).items() if one in by_id}
    merged = {field: _value(rows, field) for field in rows[0] if field not in WHERE}
    merged |= {field: rows[0][field] for field in (*PROVENANCE, ENTRY_KEYS[table])}
    merged |= _provenance(rows)
    standing = _standing(rows, chosen.pop("address", None))
    merged |= {field: standing[field] for field in WHERE if field in standing}
    free = set(choosable_fields(table))
    merged |= {field: row[field] for field, row in chosen.items() if field in free}
    return {field: merged[field] for field in rows[0]}


def moved(kept: Moves, source_id: str, key: str | None) -> str | None:
    """What became of a key that an entry of a source names."""
    if key is None:
        return None
    return kept.get((source_id, key)) or kept.get(("", key)) or key


def rewrite_references(records: Records, target: str, kept: Moves) -> None:
    """Let every reference to a record of `target` that is gone lead to the one that was kept.

    Two sources may use one key for two things. So a reference means the record of its own source
    first, and only where that has none, the first that is called so.
    """
    for table, field, refers_to in REFERENCES:
        if refers_to == target:
            for row in records.get(table, []):
                row[field] = moved(kept, row["source_id"], row[field])
