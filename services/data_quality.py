"""How good the data is: how exactly entries are located, and what was wrong with single values.

Only what may be public is handed on. Messages of issues never repeat a value, and what could tell
where a private place is was masked in the build (`geodata.privacy`); the values themselves, which
may be somebody's mail address in the wrong column, stay behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from geodata.issues import Severity
from geodata.model import Located
from geodata.snapshot import Snapshot
from geodata.tables import COLLECTION_KEYS, TABLES

#: how exactly an entry is located, the most exact first; `none`: not at all, though it should be
PRECISIONS = ("address", "street", "postcode", "district", "none")
#: collections whose entries can have a place
LOCATED = tuple(name for name in COLLECTION_KEYS if issubclass(TABLES[name], Located))


class Placement(Struct, frozen=True, kw_only=True):
    """How exactly some entries are located.

    `counts`: entries per precision, all of PRECISIONS in that order. `everywhere`: entries that
    need no place (remote, citywide) and stand in no count. `hidden`: of those with precision
    `district`, the ones whose exact place is known and kept private.
    """

    counts: dict[str, int]
    everywhere: int = 0
    hidden: int = 0

    @property
    def total(self) -> int:
        """Entries that should have a place."""
        return sum(self.counts.values())

    def share(self, precision: str) -> float:
        """Share of a precision, 0 to 1; 0 where there is nothing to be located."""
        return self.counts[precision] / self.total if self.total else 0.0


class Placements(Struct, frozen=True, kw_only=True):
    """The same overall, by collection (in the order of the API) and by source."""

    overall: Placement
    by_collection: dict[str, Placement]
    by_source: dict[str, Placement]


class PublicIssue(Struct, frozen=True, kw_only=True):
    """What may be told of one bad or doubtful value. `row` counts as a spreadsheet does."""

    source_id: str
    kind: str
    severity: Severity
    record_id: str | None
    row: int | None
    field: str | None
    message: str


class IssuePage(Struct, frozen=True, kw_only=True):
    """One page of issues.

    `kinds` and `sources` count what choosing each would match, given the other filter, the most
    frequent first. `severities` belongs to `kinds`: the gravest of each kind.
    """

    matched: int
    issues: tuple[PublicIssue, ...]
    kinds: dict[str, int]
    sources: dict[str, int]
    severities: dict[str, Severity]


def _needs_no_place(entry: Located) -> bool:
    return bool(getattr(entry, "is_remote", False) or getattr(entry, "is_citywide", False))


def placement_of(entries: Iterable[Located]) -> Placement:
    """How exactly these entries are located."""
    counts = dict.fromkeys(PRECISIONS, 0)
    everywhere = hidden = 0
    for entry in entries:
        if _needs_no_place(entry):
            everywhere += 1
            continue
        counts[entry.geocode_precision or "none"] += 1
        hidden += entry.is_private and entry.geocode_precision == "district"
    return Placement(counts=counts, everywhere=everywhere, hidden=hidden)


def _by(entries: Iterable[Located], key: Callable[[Located], str]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return found


@lru_cache(maxsize=2)
def placements_of(snapshot: Snapshot) -> Placements:
    """How exactly the entries of all collections are located; empty ones are left out."""
    tables: dict[str, tuple[Located, ...]] = {name: getattr(snapshot, name) for name in LOCATED}
    everything = [entry for entries in tables.values() for entry in entries]
    by_source = _by(everything, lambda entry: entry.source_id)
    return Placements(
        overall=placement_of(everything),
        by_collection={name: placement_of(found) for name, found in tables.items() if found},
        by_source={name: placement_of(found) for name, found in sorted(by_source.items())},
    )


@lru_cache(maxsize=2)
def public_issues(snapshot: Snapshot) -> tuple[PublicIssue, ...]:
    """All issues of the build, in its order, without the values."""
    return tuple(
        PublicIssue(
            source_id=issue.source_id,
            kind=issue.kind,
            severity=issue.severity,
            record_id=issue.record_id,
            row=issue.row,
            field=issue.field,
            message=issue.message,
        )
        for issue in snapshot.issues
    )


_GRAVITY: dict[Severity, int] = {"error": 2, "warning": 1, "info": 0}


def _gravest(issues: Iterable[PublicIssue]) -> dict[str, Severity]:
    found: dict[str, Severity] = {}
    for issue in issues:
        known = found.setdefault(issue.kind, issue.severity)
        if _GRAVITY[issue.severity] > _GRAVITY[known]:
            found[issue.kind] = issue.severity
    return found


def _counted(values: Iterable[str]) -> dict[str, int]:
    """Most frequent first, then by name: the same order on every page."""
    counts = Counter(values)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def find_issues(
    snapshot: Snapshot,
    *,
    source: str | None = None,
    kind: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> IssuePage:
    """One page of the public issues of a source and of a kind; None = any, no limit = all."""
    everything = public_issues(snapshot)
    of_source = [i for i in everything if source in (None, i.source_id)]
    of_kind = [i for i in everything if kind in (None, i.kind)]
    found = [i for i in of_source if kind in (None, i.kind)]
    return IssuePage(
        matched=len(found),
        issues=tuple(found[offset : None if limit is None else offset + limit]),
        kinds=_counted(i.kind for i in of_source),
        sources=_counted(i.source_id for i in of_kind),
        severities=_gravest(everything),
    )


@lru_cache(maxsize=2)
def pages_of_records(snapshot: Snapshot) -> Mapping[str, tuple[str, str, str]]:
    """record_id -> (collection, key, title) of the entries that have a page of their own."""
    found = {
        o.record_id: ("organisations", o.organisation_id, o.name) for o in snapshot.organisations
    }
    offers = {
        o.record_id: ("opportunities", o.opportunity_id, o.title) for o in snapshot.opportunities
    }
    return found | offers
