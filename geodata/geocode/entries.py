"""Locating entries by their address: decisions first, then the register, then what may be asked else.

Works on records in memory. Whatever is not clear gives an issue that may be public, which never
tells an address, and a review item for the people who may decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import shapely
from msgspec import Struct

from geodata.geocode.decisions import Decision, Decisions, query_key
from geodata.geocode.result import Candidate, GeocodeResult
from geodata.issues import Issue, Severity

Record = dict[str, Any]
Records = Mapping[str, list[Record]]

#: flags of an answer that a person should confirm
DOUBTS = {"postcode_conflict", "locality_conflict"}
#: (kind, severity, what is said); none of it holds the address
_WORDS: dict[str, tuple[str, Severity, str]] = {
    "ambiguous": (
        "ambiguous_address", "warning",
        "Die Adresse ist nicht eindeutig; ohne Entscheidung hat der Eintrag keinen Punkt.",
    ),
    "unknown": (
        "unknown_address", "warning",
        "Die Adresse steht nicht im Adressverzeichnis; der Eintrag hat keinen genauen Punkt.",
    ),
    "coarse": (
        "coarse_address", "info",
        "Von der Adresse ist nur die Straße bekannt; der Punkt liegt auf ihr, aber nicht genau.",
    ),
    "doubtful": (
        "doubtful_address", "info",
        "Postleitzahl oder Ortsteil passen nicht zur Straße; der Punkt folgt Straße und Hausnummer.",
    ),
    "elsewhere": (
        "foreign_address", "info",
        "Die Adresse liegt in einem anderen Ort; der Eintrag hat keinen Punkt.",
    ),
}  # fmt: skip


class AddressFinder(Protocol):
    """Whatever can locate an address."""

    def geocode(self, query: str) -> GeocodeResult:
        """Locate one address; never raises for one that cannot be found."""
        ...


class ReviewItem(Struct, frozen=True, kw_only=True):
    """An address on which a person should decide, with all entries that have it.

    Not to be published: it holds the address, also of private entries.
    """

    query: str
    is_private: bool
    reason: str
    records: tuple[tuple[str, str], ...]
    candidates: tuple[Candidate, ...]

    @property
    def item_id(self) -> str:
        """Short name of the question, the same on every run."""
        text = f"{self.is_private} {query_key(self.query)}"
        return hashlib.sha256(text.encode()).hexdigest()[:8]


class Locators(Struct, frozen=True, kw_only=True):
    """What entries are located with. `others` are never asked for a private address."""

    register: AddressFinder | None = None
    others: AddressFinder | None = None
    decisions: Decisions = Decisions()


def _title(row: Record) -> str:
    return str(row.get("title") or row.get("name") or row["record_id"])


def reason_of(result: GeocodeResult) -> str | None:
    """Why a person should look at an answer (a key of the words); None where all is well."""
    flags = set(result.flags)
    if "other_town" in flags:
        return "elsewhere"
    if result.precision == "address":
        return "doubtful" if flags & DOUBTS else None
    if flags & {"ambiguous", "weak", "several_streets"}:
        return "ambiguous"
    return "coarse" if result.precision == "street" else "unknown"


def candidates_of(result: GeocodeResult) -> tuple[Candidate, ...]:
    """What a person can choose from; a doubtful answer is one of them."""
    if result.matched_address is None or result.precision != "address":
        return result.candidates
    found = Candidate(
        label=result.matched_address,
        lon=result.lon or 0.0,
        lat=result.lat or 0.0,
        confidence=result.confidence,
    )
    return (found, *result.candidates)


def _issue(row: Record, reason: str) -> Issue:
    kind, severity, words = _WORDS[reason]
    return Issue(
        source_id=row["source_id"],
        record_id=row["record_id"],
        field="address",
        kind=kind,
        severity=severity,
        message=f"{row['record_id']}, Feld „address“: {words}",
    )


class _Secrecy:
    """Which addresses are private: of private entries and places, wherever else they stand."""

    def __init__(self, records: Records) -> None:
        places = {row["place_id"] for row in records.get("places", []) if row["is_private"]}
        rows = [row for table in records.values() for row in table if row.get("address")]
        self._keys = {
            query_key(row["address"])
            for row in rows
            if row["is_private"] or row.get("place_id") in places
        }

    def covers(self, address: str) -> bool:
        return query_key(address) in self._keys


def _rows_without_point(records: Records) -> Iterator[Record]:
    """Entries that have nothing but their address; one at a known place is where that is."""
    placed = _placed_ids(records)
    for table, rows in records.items():
        for row in rows:
            is_nowhere = row.get("is_remote") or row.get("is_citywide")
            is_elsewhere = table != "places" and row.get("place_id") in placed
            is_open = row["address"] and row["geometry"] is None
            if is_open and not (is_nowhere or is_elsewhere):
                yield row


def _placed_ids(records: Records) -> set[str]:
    places = records.get("places", [])
    return {row["place_id"] for row in places if row["geometry"] is not None or row["address"]}


def put(row: Record, result: GeocodeResult) -> None:
    """Give an entry what an answer knows; a point only where it lies on the right street.

    The middle of a postcode would look like a place on a map and count in a district that nobody
    named, so it gives none.
    """
    lon, lat = result.lon, result.lat
    if lon is not None and lat is not None and result.precision in ("address", "street"):
        row["geometry"] = shapely.Point(lon, lat)
    elif row["district_id"] is not None or result.precision != "postcode":
        return
    row["geocode_precision"] = result.precision
    row["geocode_confidence"] = result.confidence
    row["geocoder"] = result.provider


class _Search:
    """Answers and open questions; each address is looked up once."""

    def __init__(self, locators: Locators) -> None:
        self._locators = locators
        self._known: dict[tuple[str, bool], tuple[GeocodeResult, str | None]] = {}
        self._records: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        self._texts: dict[tuple[str, bool], str] = {}

    def ask(self, row: Record, *, is_private: bool) -> tuple[GeocodeResult, str | None]:
        key = (query_key(row["address"]), is_private)
        if key not in self._known:
            self._known[key] = self._answer(row["address"], is_private=is_private)
        self._texts.setdefault(key, row["address"])
        self._records.setdefault(key, []).append((row["record_id"], _title(row)))
        return self._known[key]

    def _answer(self, query: str, *, is_private: bool) -> tuple[GeocodeResult, str | None]:
        register, others = self._locators.register, self._locators.others
        result = register.geocode(query) if register else GeocodeResult(query=query)
        decision = self._locators.decisions.find(query, is_private=is_private)
        decided = self._decided(decision, result) if decision else None
        if decided:
            return decided, None
        reason = reason_of(result)
        if others and not is_private and reason in ("unknown", "coarse"):
            found = others.geocode(query)
            if found.precision == "address":
                return found, None
        # without a register nothing is known to be wrong with an address
        return result, reason if register else None

    def _decided(self, decision: Decision, result: GeocodeResult) -> GeocodeResult | None:
        if decision.decision == "reject":
            return GeocodeResult(query=result.query, provider="decision")
        chosen = self._locators.decisions.chosen(decision, candidates_of(result))
        if chosen is None:
            return None
        return GeocodeResult(
            query=result.query,
            matched_address=chosen.label,
            lon=chosen.lon,
            lat=chosen.lat,
            precision="address",
            confidence=1.0,
            provider="decision",
        )

    def items(self) -> Iterator[ReviewItem]:
        for key, (result, reason) in self._known.items():
            # a street without a number is no question that a choice could answer
            if reason and reason != "elsewhere" and (candidates_of(result) or result.flags):
                yield ReviewItem(
                    query=self._texts[key],
                    is_private=key[1],
                    reason=reason,
                    records=tuple(self._records[key]),
                    candidates=candidates_of(result),
                )


def locate_entries(
    records: Records, locators: Locators, districts: Mapping[str, str]
) -> tuple[list[Issue], list[ReviewItem]]:
    """Locate, in place, entries that have an address and no point.

    Parameters
    ----------
    districts : names of districts, casefolded -> district_id; an address of which only the part of
        the town is known gets that district.

    Returns
    -------
    An issue per entry that is not located well, and a review item per address a person can decide.
    """
    search, secrecy = _Search(locators), _Secrecy(records)
    issues = []
    for row in _rows_without_point(records):
        result, reason = search.ask(row, is_private=secrecy.covers(row["address"]))
        if result.precision == "district" and row["district_id"] is None:
            row["district_id"] = districts.get((result.matched_address or "").casefold())
            row["geocode_precision"] = "district" if row["district_id"] else None
        put(row, result)
        if reason:
            issues.append(_issue(row, reason))
    return issues, list(search.items())
