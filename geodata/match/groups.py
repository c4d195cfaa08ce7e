"""From pairs to groups of records that are merged: decisions by hand first, then what is certain.

A pair merges by itself only where its score reaches the stated confidence, its records come from
different sources, and nothing speaks against the group that would come about: no decision that
two of its members are different, no second record of a source, no two members that are unlike.
Whatever is refused waits for a decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from typing import Any, Literal

from msgspec import Struct

from geodata.match.duplicates import Candidate

#: bars of a pair that may be one group all the same, if each is sure to be one with a third
HARMLESS = frozenset(("little_evidence",))

Row = Mapping[str, Any]
Pair = tuple[str, str]
Verdict = Literal["merge", "different"]


class Decision(Struct, frozen=True, kw_only=True):
    """What somebody decided about a pair. `left` < `right`; `row`: its line in the file.

    `fields`: (field, `left` or `right`) for values that are not to be chosen by the rule.
    """

    left: str
    right: str
    decision: Verdict
    fields: tuple[tuple[str, str], ...] = ()
    note: str = ""
    row: int | None = None

    @property
    def pair(self) -> Pair:
        """Both record ids."""
        return self.left, self.right


class Grouped(Struct, frozen=True, kw_only=True):
    """What comes of candidates and decisions.

    `groups`: record ids that become one, each sorted. `automatic`: candidates that were merged by
    themselves. `waiting`: candidates that wait for a decision. `contradicting`: decisions that
    cannot all hold; none of them was followed.
    """

    groups: tuple[tuple[str, ...], ...]
    automatic: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...]
    contradicting: tuple[Decision, ...] = ()


def sorted_pair(left: str, right: str) -> Pair:
    """Both ids, the smaller one first."""
    return (left, right) if left < right else (right, left)


class _Groups:
    """Disjoint sets of record ids with all their members at hand."""

    def __init__(self) -> None:
        self._members: dict[str, set[str]] = {}

    def of(self, one: str) -> set[str]:
        """All that are in a group with one."""
        return self._members.get(one, {one})

    def join(self, left: str, right: str) -> None:
        both = self.of(left) | self.of(right)
        self._members.update(dict.fromkeys(both, both))

    def all(self) -> list[tuple[str, ...]]:
        """Groups of two and more, sorted."""
        return sorted({tuple(sorted(members)) for members in self._members.values()})


def _is_apart(members: Iterable[str], different: Collection[Pair]) -> bool:
    return any(pair in different for pair in combinations(sorted(members), 2))


def _follow(
    decisions: Sequence[Decision], different: Collection[Pair]
) -> tuple[_Groups, list[Decision]]:
    """Groups by decision; those that hold a pair that is different fall apart altogether."""
    wanted = _Groups()
    merges = [decision for decision in decisions if decision.decision == "merge"]
    for decision in merges:
        wanted.join(*decision.pair)
    groups, refused = _Groups(), set[str]()
    for decision in merges:
        members = wanted.of(decision.left)
        if _is_apart(members, different):
            refused |= members
        else:
            groups.join(*decision.pair)
    contradicting = [d for d in decisions if d.left in refused and d.right in refused]
    return groups, contradicting


def _with_rivals(candidates: Iterable[Candidate], source_of: Mapping[str, str]) -> set[Pair]:
    """Pairs of which one side has a second partner as good in the same source."""
    partners: dict[tuple[str, str], list[Pair]] = {}
    for candidate in candidates:
        for one, other in (candidate.pair, candidate.pair[::-1]):
            partners.setdefault((one, source_of[other]), []).append(candidate.pair)
    return {pair for pairs in partners.values() if len(pairs) > 1 for pair in pairs}


def _joinable(
    candidate: Candidate,
    groups: _Groups,
    different: Collection[Pair],
    alike: Collection[Pair],
    source_of: Mapping[str, str],
) -> bool:
    """Whether the groups of both sides may become one without anybody having said so."""
    left, right = groups.of(candidate.left), groups.of(candidate.right)
    if {source_of[one] for one in left} & {source_of[one] for one in right}:
        return False
    pairs = [sorted_pair(a, b) for a, b in product(left, right)]
    return all(pair in alike and pair not in different for pair in pairs)


def _certain(
    candidates: Iterable[Candidate], auto_merge: float, source_of: Mapping[str, str]
) -> Iterator[Candidate]:
    certain = [one for one in candidates if one.score >= auto_merge and not one.is_same_source]
    rivals = _with_rivals(certain, source_of)
    yield from (one for one in certain if one.pair not in rivals)


def group_records(
    rows: Iterable[Row],
    candidates: Sequence[Candidate],
    decisions: Sequence[Decision],
    *,
    auto_merge: float,
) -> Grouped:
    """Which records of one collection are one.

    Parameters
    ----------
    rows
        rows with `record_id` and `source_id`.
    candidates
        as `find_duplicates` gives them, the most certain first.
    decisions
        about records that are in `rows`.
    auto_merge
        lowest score, 0 to 1, at which a pair merges without a decision.
    """
    source_of = {row["record_id"]: row["source_id"] for row in rows}
    different = {d.pair for d in decisions if d.decision == "different"}
    groups, contradicting = _follow(decisions, different)
    untouchable = {one for decision in contradicting for one in decision.pair}
    alike = {one.pair for one in candidates if set(one.bars) <= HARMLESS}
    automatic = []
    for candidate in _certain(candidates, auto_merge, source_of):
        if candidate.right in groups.of(candidate.left) or untouchable & {*candidate.pair}:
            continue
        if _joinable(candidate, groups, different, alike, source_of):
            groups.join(*candidate.pair)
            automatic.append(candidate)
    waiting = [
        candidate
        for candidate in candidates
        if candidate.pair not in different and candidate.right not in groups.of(candidate.left)
    ]
    return Grouped(
        groups=tuple(groups.all()),
        automatic=tuple(automatic),
        waiting=tuple(waiting),
        contradicting=tuple(contradicting),
    )
