"""What waits for a decision about duplicates, from the same sources a build reads."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from geodata.city import nearest_word
from geodata.decisions import make_decision, parse_fields, remember_decision
from geodata.errors import ConfigError
from geodata.issues import Issue
from geodata.match import apply_corrections
from geodata.match.duplicates import Candidate, find_duplicates
from geodata.match.entries import to_records
from geodata.match.groups import Decision, sorted_pair
from geodata.match.resolve import refusal_of, resolve_records
from geodata.pipeline.build import read_located_entries
from geodata.settings import Settings

Row = dict[str, Any]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Records that can be compared, and the pairs that nobody has decided about.

    `rows`: record_id -> its collection and typed row, as its source has it. `issues`: decisions
    that are stale, refused or contradict each other.
    """

    city_dir: Path
    city: str
    rows: dict[str, tuple[str, Row]]
    waiting: tuple[Candidate, ...]
    decisions: tuple[Decision, ...]
    merged_count: int
    issues: tuple[Issue, ...]


def read_review(settings: Settings, as_of: dt.date, now: dt.datetime) -> Review:
    """Everything a decision needs; nothing is published.

    Raises
    ------
    ConfigError, FetchError, SourceError
        A file of the city cannot be used.
    """
    inputs, tables = read_located_entries(settings, as_of, now)
    records = to_records(apply_corrections(tables, inputs.corrections).tables)
    resolved = resolve_records(records, inputs.decisions, inputs.city.duplicates, inputs.city.name)
    told = ("merged_duplicate", "possible_duplicate")
    return Review(
        city_dir=inputs.city_dir,
        city=inputs.city.name,
        rows=resolved.before,
        waiting=resolved.waiting,
        decisions=inputs.decisions,
        merged_count=resolved.merged_count,
        issues=tuple(issue for issue in resolved.issues if issue.kind not in told),
    )


def compare_pair(review: Review, left: str, right: str) -> Candidate:
    """The scores of any two records of one collection, however low they are.

    Raises
    ------
    ConfigError
        A record is unknown, or they are of different collections.
    """
    collection = _collection_of(review, left, right)
    pair = sorted_pair(left, right)
    rows = [review.rows[one][1] for one in pair]
    known = next((one for one in review.waiting if one.pair == pair), None)
    found = known or next(
        iter(find_duplicates(collection, rows, city=review.city, review=0.0)), None
    )
    nothing = Candidate(collection=collection, left=pair[0], right=pair[1], score=0.0, fields=())
    return found or nothing


def _collection_of(review: Review, *record_ids: str) -> str:
    for record_id in record_ids:
        if record_id not in review.rows:
            hint = nearest_word(record_id, review.rows)
            raise ConfigError(f"Den Eintrag „{record_id}“ gibt es nicht.{hint}")
    collections = {review.rows[record_id][0] for record_id in record_ids}
    if len(collections) > 1:
        raise ConfigError("Eine Organisation und ein Angebot lassen sich nicht zusammenführen.")
    return collections.pop()


def decide(
    review: Review, left: str, right: str, decision: str, *, fields: str = "", note: str = ""
) -> Decision | None:
    """Remember a decision about two records that are there; returns the one it replaces.

    Parameters
    ----------
    fields : `field=left` or `field=right`, separated by commas; left and right as given here

    Raises
    ------
    ConfigError
        A record or field is unknown, the decision cannot be followed, or the file is broken.
    """
    collection = _collection_of(review, left, right)
    parse_fields(fields)
    made = make_decision(left, right, decision, fields=fields, note=note)
    refused = refusal_of(made, {one: review.rows[one] for one in made.pair})
    if refused:
        raise ConfigError(f"{left} und {right} ({collection}): {refused}")
    return remember_decision(review.city_dir, made)
