"""How well duplicates are found: precision and recall on generated sources with known truth.

    python -m bench.duplicates [--seeds 8] [--organisations 1500] [--auto-merge 0.99] [--scale]

*Automatic* is what a build merges by itself, counted over all pairs of the merged groups, also
those that only a third record brings together. *Review* is the list for people: everything that
was merged and everything that waits for a decision. The exit code is 1 where the precision of
the automatic merges is below its target.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from bench.synthetic_duplicates import SOURCES, World, make_world
from geodata.city import read_city
from geodata.match.duplicates import Candidate, find_duplicates, organisation_groups
from geodata.match.entries import to_records
from geodata.match.groups import group_records
from geodata.model import Source
from geodata.normalise import normalise_entries
from geodata.settings import Settings
from geodata.vocabulary import read_audiences, read_themes

TARGET_PRECISION = 0.98
Pairs = set[tuple[str, str]]
Rows = list[dict[str, Any]]


class Counts(NamedTuple):
    """Pairs that were found, that are right among them, and that there are."""

    found: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is right that was found."""
        return self.right / self.true if self.true else 1.0


class Result(NamedTuple):
    """What was measured on one collection of one world; `wrong`: pairs merged by mistake."""

    automatic: Counts
    review: Counts
    wrong: tuple[tuple[str, str], ...]


def typed_rows(world: World) -> dict[str, Rows]:
    """Organisations and opportunities of all sources as the pipeline has them before matching."""
    settings = Settings()
    rows: dict[str, Rows] = {"organisations": [], "opportunities": []}
    for source_id in SOURCES:
        source = Source(
            source_id=source_id,
            title=source_id,
            publisher="Bench",
            licence="CC0-1.0",
            attribution=source_id,
            retrieved_at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
        )
        tables = {name: _frame(getattr(world, name)[source_id]) for name in rows}
        result = normalise_entries(
            tables,
            source=source,
            themes=read_themes(settings.city_dir),
            audiences=read_audiences(settings.city_dir),
            city=read_city(settings.city_dir),
        )
        for name, found in to_records({name: result.tables[name] for name in rows}).items():
            rows[name] += found
    return rows


def _frame(rows: list[dict[str, str]]) -> Any:
    import pandas as pd  # noqa: PLC0415 - not needed to show the help

    frame = pd.DataFrame(rows, dtype=object).fillna("")
    return frame.set_index(pd.RangeIndex(2, len(frame) + 2, name="row"))


def _count(found: Pairs, truth: Pairs) -> Counts:
    return Counts(len(found), len(found & truth), len(truth))


def _pairs_of(groups: Iterable[Iterable[str]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def measure_candidates(
    rows: Rows, candidates: Sequence[Candidate], truth: Pairs, auto_merge: float
) -> Result:
    """Compare what would be merged and what would be listed with the truth."""
    grouped = group_records(rows, candidates, (), auto_merge=auto_merge)
    merged = _pairs_of(grouped.groups)
    listed = merged | {candidate.pair for candidate in candidates}
    return Result(_count(merged, truth), _count(listed, truth), tuple(sorted(merged - truth)))


def measure_world(world: World, auto_merge: float, city: str = "Dresden") -> dict[str, Result]:
    """Results of both collections."""
    rows = typed_rows(world)
    organisations = find_duplicates("organisations", rows["organisations"], city=city)
    groups = organisation_groups(rows["organisations"], organisations)
    _merge_organisations(rows, organisations, auto_merge)
    offers = find_duplicates("opportunities", rows["opportunities"], city=city, groups=groups)
    return {
        "organisations": measure_candidates(
            rows["organisations"], organisations, world.organisation_truth, auto_merge
        ),
        "opportunities": measure_candidates(
            rows["opportunities"], offers, world.opportunity_truth, auto_merge
        ),
    }


def _merge_organisations(rows: dict[str, Rows], found: list[Candidate], auto_merge: float) -> None:
    """Let offers refer to what a build would have merged."""
    grouped = group_records(rows["organisations"], found, (), auto_merge=auto_merge)
    ids = {row["record_id"]: row["organisation_id"] for row in rows["organisations"]}
    kept = {ids[one]: ids[group[0]] for group in grouped.groups for one in group}
    for row in rows["opportunities"]:
        row["organisation_id"] = kept.get(row["organisation_id"], row["organisation_id"])


def _line(label: str, result: Result) -> str:
    auto, review = result.automatic, result.review
    return (
        f"{label:<16} {auto.precision:>9.4f} {auto.recall:>7.3f} {len(result.wrong):>6}"
        f" {review.precision:>10.3f} {review.recall:>7.3f} {auto.true:>8}"
    )


def _sum(results: Iterable[Result]) -> Result:
    listed = list(results)
    automatic = Counts(*map(sum, zip(*(r.automatic for r in listed), strict=True)))
    review = Counts(*map(sum, zip(*(r.review for r in listed), strict=True)))
    return Result(automatic, review, tuple(pair for r in listed for pair in r.wrong))


def _report_quality(arguments: argparse.Namespace) -> bool:
    results: dict[str, list[Result]] = {}
    print(f"{'':<16} {'automatic':>24} {'review':>18}")
    print(f"{'':<16} {'precision':>9} {'recall':>7} {'wrong':>6} {'precision':>10} {'recall':>7}"
          f" {'of pairs':>8}")  # fmt: skip
    for seed in range(1, arguments.seeds + 1):
        world = make_world(seed, arguments.organisations, arguments.organisations)
        for name, result in measure_world(world, arguments.auto_merge).items():
            results.setdefault(name, []).append(result)
            print(_line(f"{name[:13]} {seed}", result))
    totals = {name: _sum(found) for name, found in results.items()}
    for name, total in totals.items():
        print(_line(f"{name}", total))
    return all(total.automatic.precision >= TARGET_PRECISION for total in totals.values())


def _report_scale() -> None:
    rows = typed_rows(make_world(1, 13_500, 13_500))
    for name, records in rows.items():
        started = time.perf_counter()
        found = find_duplicates(name, records, city="Dresden")
        seconds = time.perf_counter() - started
        print(f"{name}: {len(records)} records, {len(found)} candidates in {seconds:.1f} s")


def main(argv: Sequence[str] | None = None) -> int:
    """Print the measurements; 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.duplicates", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--seeds", type=int, default=8, help="number of worlds, from seed 1 on")
    parser.add_argument("--organisations", type=int, default=1500, help="size of each world")
    parser.add_argument("--auto-merge", type=float, default=0.99)
    parser.add_argument("--scale", action="store_true", help="time 20,000 records instead")
    arguments = parser.parse_args(argv)
    if arguments.scale:
        _report_scale()
        return 0
    return 0 if _report_quality(arguments) else 1


if __name__ == "__main__":
    sys.exit(main())
