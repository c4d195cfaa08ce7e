"""Where entries are: from their own point, their address, their place, their district.

An address gives a point only where the city's register (or a decision) knows it; without a register
it gives none, because an invented one would look exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from geodata.geocode.entries import Locators, ReviewItem, locate_entries
from geodata.issues import Issue
from geodata.match import inherit_places, to_records, to_tables
from geodata.stages import StageResult

Record = dict[str, Any]


class GeocodeStage(StageResult, frozen=True, kw_only=True):
    """Located entries. `review`: addresses a person should look at, not to be published."""

    review: tuple[ReviewItem, ...] = ()


def _districts_by_word(districts: Any) -> dict[str, str]:
    """Id, name and long name of every district, casefolded -> district_id."""
    words: dict[str, str] = {}
    for row in districts.drop(columns="geometry").to_dict("records"):
        names = (row["district_id"], row.get("name"), row.get("name_long"))
        words.update(
            {n.strip().casefold(): row["district_id"] for n in names if isinstance(n, str)}
        )
    return words


def _unknown_district(row: Record) -> Issue:
    message = f"{row['record_id']}, Feld „district_id“: Diesen Stadtteil gibt es nicht."
    return Issue(
        source_id=row["source_id"],
        kind="unknown_district",
        message=message,
        record_id=row["record_id"],
        field="district_id",
        value=row["district_id"],
    )


def _locate(row: Record, words: Mapping[str, str]) -> Iterator[Issue]:
    """Settle precision, geocoder and district of one entry."""
    named = row["district_id"]
    district = words.get(named.casefold()) if named else None
    if named and district is None:
        yield _unknown_district(row)
    row["district_id"] = district
    if row["geometry"] is not None:
        row["geocode_precision"] = row["geocode_precision"] or "address"
        row["geocoder"] = row["geocoder"] or "source"
    else:
        row["geocode_precision"] = "district" if district else None
        row["geocoder"] = row["geocode_confidence"] = None


def _precisions(records: Mapping[str, list[Record]]) -> dict[str, int | float | str]:
    found = Counter(row["geocode_precision"] or "none" for rows in records.values() for row in rows)
    return {f"precision_{name}": count for name, count in sorted(found.items())}


def _settle_boroughs(records: Mapping[str, list[Record]], parents: Mapping[str, str]) -> None:
    for rows in records.values():
        for row in rows:
            row["borough_id"] = parents.get(row["district_id"]) if row["district_id"] else None


def geocode_entries(
    tables: Mapping[str, Any], districts: Any, locators: Locators | None = None
) -> GeocodeStage:
    """Locate typed entries.

    An entry with a point keeps it (geocoder `source`, precision `address` unless stated); one
    without gets that of its address (geocoder `register`, `decision` or another's name). An
    opportunity takes point, address, wheelchair and `is_private` from its place, an organisation
    from its main place; one with only a district (id or name in `district_id`) gets precision
    `district` and no point. Remote and citywide opportunities are nowhere.

    Parameters
    ----------
    tables
        typed tables of `normalise_entries`.
    districts
        GeoDataFrame of Districts: `district_id`, `name`, `name_long`, `parent_id`.
    locators
        what addresses are looked up with; None = not at all.

    Returns
    -------
    The tables; an Issue per unknown district and per address that is not located well; summary:
    entries by precision (`precision_none` for those that are nowhere), `review_count`.
    """
    words = _districts_by_word(districts)
    parents = dict(zip(districts["district_id"], districts["parent_id"], strict=True))
    records = to_records(tables)
    issues = [issue for rows in records.values() for row in rows for issue in _locate(row, words)]
    unclear, review = locate_entries(records, locators or Locators(), words)
    _settle_boroughs(records, parents)
    inherit_places(records)
    return GeocodeStage(
        tables=to_tables(records),
        issues=[*issues, *unclear],
        summary={**_precisions(records), "review_count": len(review)},
        review=tuple(review),
    )
