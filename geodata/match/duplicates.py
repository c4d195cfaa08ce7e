"""Records of several sources that are one and the same: found, scored, and never merged here.

Blocking brings candidates together (`geodata.match.blocking`), a vectorised comparison of names
throws out the hopeless, the rest is compared field by field (`organisations`, `offers`) and scored
(`score`). docs/duplicates.md has the weights and what was measured.

Only organisations and opportunities are compared. Layers of the city and of OpenStreetMap never
are, and neither is example content: what was invented is no duplicate of anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from rapidfuzz import fuzz, process
from scipy.cluster.hierarchy import DisjointSet

from geodata.match import offers as _offers
from geodata.match import organisations as _organisations
from geodata.match.blocking import Key, Pair, candidate_pairs
from geodata.match.names import Name
from geodata.match.score import Bar, FieldScore, probability

#: collections that are compared, and the field that names a record in each
NAME_FIELDS = {"organisations": "name", "opportunities": "title"}
#: at and above, a pair is worth a look
REVIEW = 0.5
#: likeness (0 to 100) from which on names are compared further, by the best key a pair shares:
#: contacts are enough by themselves; where only words of the name bring a pair together, a name
#: that is alike in part would never do
LEAST_ALIKE = {"contact": 0.0, "spot": 65.0, "name": 80.0}
CONTACT_KEYS = frozenset(("phone", "mail", "url", "organisation and text"))
NAME_KEYS = frozenset(("name", "word", "words", "title and day"))

Row = Mapping[str, Any]
Compared = tuple[list[FieldScore], Iterator[Bar]]


class Candidate(Struct, frozen=True, kw_only=True):
    """Two records that may be one. `left` and `right` are record ids, `left` < `right`.

    `bars` are the reasons for which the score was held down; `is_same_source` pairs are a hint
    and never merged without a decision.
    """

    collection: str
    left: str
    right: str
    score: float
    fields: tuple[FieldScore, ...]
    bars: tuple[str, ...] = ()
    is_same_source: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """Both record ids."""
        return self.left, self.right


def _least_alike(keys: Sequence[Iterable[Key]], order: Sequence[str]) -> dict[Pair, float]:
    """Pairs that share a key -> how alike their names must be."""
    found: dict[Pair, float] = {}
    for kind, least in sorted(LEAST_ALIKE.items(), key=lambda item: -item[1]):
        own = [[key for key in some if _kind_of(key) == kind] for some in keys]
        found.update(dict.fromkeys(candidate_pairs(own, order), least))
    return found


def _kind_of(key: Key) -> str:
    if key[0] in CONTACT_KEYS:
        return "contact"
    return "name" if key[0] in NAME_KEYS else "spot"


def _alike_enough(least: Mapping[Pair, float], names: Sequence[Name]) -> list[Pair]:
    """Pairs whose names have enough in common, compared in one go, in order."""
    pairs = sorted(least)
    if not pairs:
        return []
    words = [" ".join(name.words) for name in names]
    joined = [name.joined for name in names]
    best = np.zeros(len(pairs))
    for texts, scorer in ((words, fuzz.token_sort_ratio), (joined, fuzz.ratio)):
        left = [texts[index] for index, _ in pairs]
        right = [texts[index] for _, index in pairs]
        best = np.maximum(best, process.cpdist(left, right, scorer=scorer))
    needed = np.array([least[pair] for pair in pairs])
    return [pairs[index] for index in np.flatnonzero(best >= needed).tolist()]


def _candidate(
    collection: str, rows: tuple[Row, Row], fields: Sequence[FieldScore], bars: Sequence[Bar]
) -> Candidate:
    left, right = sorted(row["record_id"] for row in rows)
    return Candidate(
        collection=collection,
        left=left,
        right=right,
        score=probability(fields, bars),
        fields=tuple(fields),
        bars=tuple(bar.reason for bar in bars),
        is_same_source=rows[0]["source_id"] == rows[1]["source_id"],
    )


def _compared(
    collection: str,
    rows: Sequence[Row],
    *,
    parsed: Sequence[Any],
    keys: Sequence[Iterable[Key]],
    names: Sequence[Name],
    compare: Callable[[int, int], Compared],
    review: float,
) -> Iterator[Candidate]:
    order = [
        f"{name.joined} {one.where.address or ''}" for name, one in zip(names, parsed, strict=True)
    ]
    for left, right in _alike_enough(_least_alike(keys, order), names):
        fields, bars = compare(left, right)
        if probability(fields) >= review:
            yield _candidate(collection, (rows[left], rows[right]), fields, tuple(bars))


def _find(
    collection: str, rows: Sequence[Row], parsed: Sequence[Any], room: Any, review: float
) -> Iterator[Candidate]:
    compare = room.compare_organisations if collection == "organisations" else room.compare_offers
    around = room.surroundings_of(parsed)
    yield from _compared(
        collection,
        rows,
        parsed=parsed,
        keys=[tuple(room.keys_of(one, around)) for one in parsed],
        names=[one.name if collection == "organisations" else one.title for one in parsed],
        compare=lambda a, b: compare(parsed[a], parsed[b], around),
        review=review,
    )


def find_duplicates(
    collection: str,
    rows: Iterable[Row],
    *,
    city: str = "",
    review: float = REVIEW,
    groups: Mapping[str, str] | None = None,
) -> list[Candidate]:
    """Pairs of records that may be one, the most certain first.

    Parameters
    ----------
    collection
        `organisations` or `opportunities`; any other has no candidates.
    rows
        typed rows as after geocoding; examples are left out.
    city
        name of the city, which tells nothing apart in names.
    review
        lowest score that is returned, 0 to 1.
    groups
        only for opportunities: see `organisation_groups`.
    """
    kept = [row for row in rows if not row.get("is_example")]
    if collection == "organisations":
        parsed: list[Any] = [_organisations.organisation_of(row, city) for row in kept]
        found = _find(collection, kept, parsed, _organisations, review)
    elif collection == "opportunities":
        parsed = [_offers.offer_of(row, city, groups or {}) for row in kept]
        found = _find(collection, kept, parsed, _offers, review)
    else:
        return []
    listed = [candidate for candidate in found if candidate.score >= review]
    return sorted(listed, key=lambda candidate: (-candidate.score, candidate.pair))


def organisation_groups(
    organisations: Iterable[Row], candidates: Iterable[Candidate]
) -> dict[str, str]:
    """organisation_id -> one id for all that may be the same, for comparing what they offer."""
    ids = {row["record_id"]: row["organisation_id"] for row in organisations}
    sets: Any = DisjointSet(ids.values())
    for candidate in candidates:
        if candidate.left in ids and candidate.right in ids:
            sets.merge(ids[candidate.left], ids[candidate.right])
    return {one: min(members) for members in sets.subsets() for one in members}
