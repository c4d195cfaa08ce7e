"""Duplicates of all sources become one record each; whatever is not certain waits for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from geodata.city import Duplicates
from geodata.issues import Issue, Severity
from geodata.match.duplicates import NAME_FIELDS, Candidate, find_duplicates, organisation_groups
from geodata.match.entries import Record, Records, to_records, to_tables
from geodata.match.groups import Decision, group_records
from geodata.match.merge import (
    Moves,
    are_licences_apart,
    are_private_apart,
    choosable_fields,
    merge_rows,
    moved,
    rewrite_references,
)
from geodata.normalise import ENTRY_KEYS
from geodata.stages import StageResult

_SOURCE = "duplicates"
_FILE = "duplicate_decisions.csv"
_NOUNS = {"organisations": "dieselbe Organisation", "opportunities": "dasselbe Angebot"}
Choices = Mapping[str, str]
#: so many pairs that wait become an Issue each; of more, the number is told
MAX_TOLD = 500


class Resolved(Struct, frozen=True, kw_only=True):
    """What became of the duplicates of all collections.

    `records`: rows by table, merged. `before`: record_id -> collection and row, as they were.
    `waiting`: candidates that nobody has decided about.
    """

    records: Records
    before: dict[str, tuple[str, Record]]
    waiting: tuple[Candidate, ...]
    automatic: tuple[Candidate, ...]
    merged_count: int
    issues: tuple[Issue, ...]


# --- decisions


def _decision_issue(decision: Decision, kind: str, reason: str, severity: Severity) -> Issue:
    row = f", Zeile {decision.row}" if decision.row else ""
    return Issue(
        source_id=_SOURCE,
        kind=kind,
        severity=severity,
        message=f"{_FILE}{row}: {decision.left} und {decision.right}: {reason}",
        record_id=decision.left,
        row=decision.row,
    )


def refusal_of(decision: Decision, found: Mapping[str, tuple[str, Record]]) -> str | None:
    """Why a decision cannot be followed, None where it can."""
    (left_table, left), (right_table, right) = (found[one] for one in decision.pair)
    if left_table != right_table:
        return "Das sind Einträge verschiedener Art."
    if left_table not in NAME_FIELDS:
        return "Nur Organisationen und Angebote lassen sich zusammenführen."
    if left["is_example"] != right["is_example"]:
        return "Ein Beispiel wird nie mit einem echten Eintrag zusammengeführt."
    unknown = {field for field, _ in decision.fields} - {*choosable_fields(left_table)}
    if unknown:
        return f"Das Feld „{min(unknown)}“ lässt sich nicht wählen."
    if decision.decision == "merge" and are_private_apart((left, right)):
        return "Beide Orte sind geschützt und verschieden; zusammengeführt wäre einer sichtbar."
    if decision.decision == "merge" and are_licences_apart((left, right)):
        return "Nur einer steht unter der ODbL; sie gälte sonst auch für den anderen."
    return None


def _by_record_id(records: Records) -> dict[str, tuple[str, Record]]:
    """record_id -> its table and first row."""
    found: dict[str, tuple[str, Record]] = {}
    for table, rows in records.items():
        for row in rows:
            found.setdefault(row["record_id"], (table, row))
    return found


def _sort_decisions(
    decisions: Iterable[Decision], records: Records, issues: list[Issue]
) -> dict[str, list[Decision]]:
    """Decisions by collection; those that cannot be followed become issues."""
    found = _by_record_id(records)
    sorted_out: dict[str, list[Decision]] = {name: [] for name in NAME_FIELDS}
    for decision in decisions:
        missing = next((one for one in decision.pair if one not in found), None)
        if missing:
            reason = f"Den Eintrag {missing} gibt es nicht (mehr)."
            issues.append(_decision_issue(decision, "stale_decision", reason, "info"))
        elif reason := refusal_of(decision, found) or "":
            issues.append(_decision_issue(decision, "refused_decision", reason, "warning"))
        else:
            sorted_out[found[decision.left][0]].append(decision)
    return sorted_out


def _choices(group: Sequence[str], decisions: Iterable[Decision]) -> dict[str, str]:
    """Field -> record whose value somebody chose; the first decision counts."""
    chosen: dict[str, str] = {}
    for decision in decisions:
        if decision.decision == "merge" and {*decision.pair} <= {*group}:
            for field, side in decision.fields:
                chosen.setdefault(field, decision.left if side == "left" else decision.right)
    return chosen


# --- one collection


def _own_key_first(rows: list[Record], key: str, others: Collection[str]) -> list[Record]:
    """The record that stays comes first: it must not share its key with one that is another."""
    own = next((row for row in rows if row[key] not in others), rows[0])
    return [own, *(row for row in rows if row is not own)]


def _members(
    rows: Iterable[Record], groups: Iterable[Sequence[str]]
) -> tuple[dict[Sequence[str], list[Record]], list[Record]]:
    """Rows of each group in the order of the table, and the rows that are in none."""
    group_of = {one: group for group in groups for one in group}
    members: dict[Sequence[str], list[Record]] = {}
    alone: list[Record] = []
    for row in rows:
        # of several rows of one record_id the first counts: the check of ids takes the others
        group = group_of.pop(row["record_id"], None)
        (alone if group is None else members.setdefault(group, [])).append(row)
    return members, alone


def _merge_groups(
    records: Records, table: str, groups: Iterable[Sequence[str]], decisions: Sequence[Decision]
) -> Moves:
    """Merge in place; returns the keys that are gone and what they became."""
    key, rows_before = ENTRY_KEYS[table], records[table]
    members, alone = _members(rows_before, groups)
    others = {row[key] for row in alone}
    kept = {(row["source_id"], row[key]): row[key] for row in alone}
    first = {row[key]: id(row) for row in reversed(rows_before)}
    place_of = {id(row): row for row in alone}
    for group, rows in members.items():
        merged = merge_rows(table, _own_key_first(rows, key, others), _choices(group, decisions))
        place_of[id(rows[0])] = merged
        kept |= {(row["source_id"], row[key]): merged[key] for row in rows}
        kept |= {("", row[key]): merged[key] for row in rows if first[row[key]] == id(row)}
    records[table] = [place_of[id(row)] for row in rows_before if id(row) in place_of]
    return kept


def _percent(score: float) -> str:
    return f"{min(score, 0.9999) * 100:.2f} %".replace(".", ",")


def _candidate_issue(candidate: Candidate, row: Record, *, is_merged: bool) -> Issue:
    noun, share = _NOUNS[candidate.collection], _percent(candidate.score)
    both = f"{candidate.left} und {candidate.right}"
    told = f"{both} sind {noun} (Sicherheit {share}) und wurden zusammengeführt."
    if not is_merged:
        told = f"{both} sind vielleicht {noun} (Sicherheit {share}); bitte entscheiden."
    return Issue(
        source_id=row["source_id"],
        kind="merged_duplicate" if is_merged else "possible_duplicate",
        severity="info",
        message=told,
        record_id=row["record_id"],
    )


def _contradictions(decisions: Iterable[Decision]) -> Iterator[Issue]:
    for decision in decisions:
        reason = "Diese Entscheidung widerspricht anderen; zusammengeführt wurde hier nichts."
        yield _decision_issue(decision, "contradicting_decision", reason, "warning")


def resolve_records(
    records: Records, decisions: Iterable[Decision], rules: Duplicates, city: str
) -> Resolved:
    """Find and merge the duplicates of all collections; `records` is changed in place.

    Parameters
    ----------
    records
        typed rows by table, after geocoding and corrections.
    decisions
        what people decided, each pair once.
    rules
        from which score on a pair merges by itself, and is listed.
    city
        name of the city, which tells no names apart.
    """
    issues: list[Issue] = []
    by_table = _sort_decisions(decisions, records, issues)
    offered: dict[str, str] = {}
    parts = []
    for table in (name for name in NAME_FIELDS if name in records):
        rows = _first_rows(records[table])
        found = find_duplicates(
            table, rows.values(), city=city, review=rules.review, groups=offered
        )
        part = _resolve_table(records, (table, rows), found, by_table[table], rules.auto_merge)
        if table == "organisations":
            offered = _one_id_each(rows.values(), part.kept, part.waiting)
        parts.append(part)
    return Resolved(
        records=records,
        before={one: (part.table, row) for part in parts for one, row in part.rows.items()},
        waiting=tuple(candidate for part in parts for candidate in part.waiting),
        automatic=tuple(candidate for part in parts for candidate in part.automatic),
        merged_count=sum(part.merged_count for part in parts),
        issues=(*issues, *(issue for part in parts for issue in _part_issues(part))),
    )


class _Part(Struct, frozen=True, kw_only=True):
    """What became of one collection."""

    table: str
    rows: dict[str, Record]
    waiting: list[Candidate]
    automatic: list[Candidate]
    contradicting: tuple[Decision, ...]
    kept: Moves
    merged_count: int


def _resolve_table(
    records: Records,
    named: tuple[str, dict[str, Record]],
    found: Sequence[Candidate],
    decisions: Sequence[Decision],
    auto_merge: float,
) -> _Part:
    """Merge what is certain or decided in one collection, in place, references included."""
    table, rows = named
    grouped = group_records(rows.values(), found, decisions, auto_merge=auto_merge)
    apart = {group for group in grouped.groups if _must_stay_apart([rows[o] for o in group])}
    hidden = {one for group in apart for one in group}
    groups = [group for group in grouped.groups if group not in apart]
    unmerged = [one for one in decisions if one.decision == "merge" and hidden >= {*one.pair}]
    kept = _merge_groups(records, table, groups, decisions)
    rewrite_references(records, table, kept)
    return _Part(
        table=table,
        rows=rows,
        waiting=[*grouped.waiting, *(c for c in grouped.automatic if c.left in hidden)],
        automatic=[c for c in grouped.automatic if c.left not in hidden],
        contradicting=(*grouped.contradicting, *unmerged),
        kept=kept,
        merged_count=sum(len(group) - 1 for group in groups),
    )


def _part_issues(part: _Part) -> Iterator[Issue]:
    yield from _contradictions(part.contradicting)
    for candidate in part.automatic:
        yield _candidate_issue(candidate, part.rows[candidate.left], is_merged=True)
    for candidate in part.waiting[:MAX_TOLD]:
        yield _candidate_issue(candidate, part.rows[candidate.left], is_merged=False)
    untold = len(part.waiting) - MAX_TOLD
    if untold > 0:
        yield Issue(
            source_id=_SOURCE,
            kind="possible_duplicate",
            severity="info",
            message=f"Weitere {untold} Paare sind vielleicht {_NOUNS[part.table]}; alle zeigt "
            "python -m scripts.review_duplicates --list.",
        )


def _must_stay_apart(rows: Sequence[Record]) -> bool:
    """What no decision can overrule."""
    return are_private_apart(rows) or are_licences_apart(rows)


def _first_rows(rows: Iterable[Record]) -> dict[str, Record]:
    """record_id -> row; of several with one id the first, the others go when ids are checked."""
    found: dict[str, Record] = {}
    for row in rows:
        found.setdefault(row["record_id"], row)
    return found


def _one_id_each(
    rows: Iterable[Record], kept: Moves, waiting: Iterable[Candidate]
) -> dict[str, str]:
    """organisation_id -> one id for all that are or may be the same organisation."""
    ids = [
        {"record_id": row["record_id"],
         "organisation_id": moved(kept, row["source_id"], row["organisation_id"])}
        for row in rows
    ]  # fmt: skip
    return organisation_groups(ids, waiting)


def merge_duplicates(
    tables: Mapping[str, Any],
    decisions: Iterable[Decision],
    rules: Duplicates,
    city: str,
) -> StageResult:
    """Tables with one record per organisation and opportunity, as far as that is certain.

    Returns
    -------
    The tables; an Issue (info) per automatic merge, per pair that waits, per decision about a
    record that is gone, and a warning per decision that cannot be followed. Issues name record
    ids and no values. Summary: `merged_count` records that became part of another,
    `automatic_merge_count` pairs, `possible_duplicate_count` pairs.
    """
    resolved = resolve_records(to_records(tables), decisions, rules, city)
    summary: dict[str, int | float | str] = {
        "merged_count": resolved.merged_count,
        "automatic_merge_count": len(resolved.automatic),
        "possible_duplicate_count": len(resolved.waiting),
    }
    return StageResult(
        tables=to_tables(resolved.records), issues=list(resolved.issues), summary=summary
    )
