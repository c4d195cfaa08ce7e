"""One build: the stages in their order, the checks, and the publication."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec

from geodata.checks import check_snapshot, placement_counts
from geodata.geocode.entries import Locators
from geodata.issues import Issue, summarise_issues, without_value
from geodata.model import SnapshotInfo, Source
from geodata.pipeline import stages
from geodata.pipeline.addresses import locators_for
from geodata.pipeline.fingerprint import input_sha256
from geodata.pipeline.inputs import Inputs, read_inputs
from geodata.pipeline.records import records_from_tables
from geodata.pipeline.stages import Progress
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from geodata.stages import StageResult
from geodata.store.gpkg import SCHEMA_VERSION, content_sha256, records_of
from geodata.store.history import write_monthly_indicators
from geodata.store.publish import builder_lock, publish_snapshot
from geodata.store.raw import remove_old_raw
from geodata.tables import TABLES


class BuildReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did, for its summary on screen."""

    snapshot_id: str
    path: Path
    as_of: dt.date
    seconds: float
    counts: dict[str, int]
    issues: dict[str, int]
    placement: dict[str, int]
    outside_count: int
    has_examples: bool
    stages: dict[str, dict[str, int | float | str]]


def _sources_with_issues(sources: tuple[Source, ...], issues: list[Issue]) -> list[Source]:
    counts = Counter(issue.source_id for issue in issues)
    return [
        msgspec.structs.replace(source, issue_count=counts[source.source_id]) for source in sources
    ]


def _named(snapshot: Snapshot) -> Snapshot:
    name = f"{snapshot.info.as_of.isoformat()}-{content_sha256(snapshot)[:12]}"
    info = msgspec.structs.replace(snapshot.info, snapshot_id=name)
    return msgspec.structs.replace(snapshot, info=info)


def _has_examples(records: dict[str, tuple[Any, ...]]) -> bool:
    return any(entry.is_example for name in stages.ENTRY_TABLES for entry in records[name])


class _Run:
    """One run through the stages: remembers issues and summaries, tells the progress."""

    def __init__(self, progress: Progress | None) -> None:
        self.progress = progress
        self.issues: list[Issue] = []
        self.summaries: dict[str, dict[str, int | float | str]] = {}

    def begin(self, stage: str) -> None:
        if self.progress:
            self.progress(stage, "")

    def end(self, stage: str, result: StageResult) -> dict[str, Any]:
        self.issues += result.issues
        self.summaries[stage] = result.summary
        return dict(result.tables)


def _locate_entries(
    run: _Run, inputs: Inputs, parsed: stages.Parsed, locators: Locators
) -> dict[str, Any]:
    """Entries from parsed text to typed tables with their points, still apart by source."""
    run.begin("normalise")
    tables = run.end("normalise", stages.normalise_sources(inputs, parsed.entries))
    run.begin("geocode")
    districts = parsed.base.tables["districts"]
    return run.end("geocode", stages.geocode_entries(tables, districts, locators))


def read_located_entries(
    settings: Settings, as_of: dt.date, now: dt.datetime
) -> tuple[Inputs, dict[str, Any]]:
    """What is declared, and all entries as they are before any of them is matched.

    For a look at them: nothing is published. Raises ConfigError, FetchError, SourceError.
    """
    inputs, run = read_inputs(settings, as_of), _Run(None)
    fetched = stages.fetch_sources(inputs, settings.raw_dir, now, keeps_raw=False)
    parsed = stages.parse_sources(inputs, fetched, settings.raw_dir, now, keeps_raw=False)
    with locators_for(settings, inputs, fetched, run.issues) as locators:
        return inputs, _locate_entries(run, inputs, parsed, locators)


def _make_entries(
    run: _Run, inputs: Inputs, parsed: stages.Parsed, locators: Locators
) -> dict[str, Any]:
    """Entries from parsed text to masked tables with their districts."""
    districts = parsed.base.tables["districts"]
    tables = _locate_entries(run, inputs, parsed, locators)
    run.begin("match")
    tables = run.end("match", stages.match_sources(inputs, tables))
    run.begin("assign")
    tables = run.end("assign", stages.assign_entries(tables, districts))
    masked = stages.mask_entries(tables, run.issues)
    run.issues = masked.issues
    return dict(masked.tables)


def make_snapshot(
    settings: Settings, as_of: dt.date, created_at: dt.datetime, run: _Run
) -> tuple[Snapshot, Inputs]:
    """Everything up to the publication: a named, checked snapshot in memory.

    Raises
    ------
    ConfigError, FetchError, SourceError
        A file of the city cannot be used.
    CheckError
        The result must not be published.
    """
    fingerprint = input_sha256(settings, as_of)
    inputs = read_inputs(settings, as_of)
    run.begin("fetch")
    fetched = stages.fetch_sources(inputs, settings.raw_dir, created_at)
    run.begin("parse")
    parsed = stages.parse_sources(inputs, fetched, settings.raw_dir, created_at)
    base = run.end("parse", parsed.base)
    with locators_for(settings, inputs, fetched, run.issues) as locators:
        entries = _make_entries(run, inputs, parsed, locators)
    run.begin("indicators")
    counted = stages.calculate_indicators(inputs, base, entries, run.progress)
    tables = {**base, **entries, **run.end("indicators", counted)}
    records = records_from_tables(tables)
    info = SnapshotInfo(
        snapshot_id="",
        city_slug=inputs.city.slug,
        schema_version=SCHEMA_VERSION,
        as_of=as_of,
        created_at=created_at.replace(microsecond=0),
        has_examples=_has_examples(records),
        input_sha256=fingerprint,
        outside_count=int(run.summaries["assign"]["outside"]),
    )
    sources = _sources_with_issues(parsed.sources, run.issues)
    snapshot = _named(
        Snapshot(
            info=info,
            themes=inputs.themes,
            audiences=inputs.audiences,
            sources=tuple(sorted(sources, key=lambda source: source.source_id)),
            issues=tuple(without_value(issue) for issue in run.issues),
            **records,
        )
    )
    check_snapshot(snapshot, inputs.city)
    return snapshot, inputs


def build_snapshot(
    settings: Settings,
    as_of: dt.date,
    *,
    created_at: dt.datetime,
    progress: Progress | None = None,
) -> BuildReport:
    """Build and publish a snapshot of the settings' city.

    The same inputs and `as_of` give the same `snapshot_id`. Whatever goes wrong before the
    pointer is swapped leaves the old snapshot served.

    Parameters
    ----------
    as_of : day the content speaks of.
    created_at : now (UTC, aware); for receipts, retention and `info.created_at`.
    progress : called with a stage of `STAGES` and, within it, a German text.

    Raises
    ------
    GeodataError
        One of its kinds; the message names file, row and field.
    """
    started = time.monotonic()
    run = _Run(progress)
    with builder_lock(settings.snapshots_dir):
        snapshot, inputs = make_snapshot(settings, as_of, created_at, run)
        run.begin("publish")
        write_monthly_indicators(settings.indicators_dir, snapshot)
        pointer = publish_snapshot(
            settings.snapshots_dir,
            snapshot,
            title=inputs.city.title,
            keep=inputs.city.retention.snapshots,
            published_at=created_at,
        )
        remove_old_raw(settings.raw_dir, created_at, inputs.city.retention.raw_days)
    return BuildReport(
        snapshot_id=pointer.snapshot_id,
        path=settings.snapshots_dir / pointer.file,
        as_of=as_of,
        seconds=time.monotonic() - started,
        counts={table: len(records_of(snapshot, table)) for table in TABLES},
        issues=summarise_issues(snapshot.issues),
        placement=placement_counts(snapshot),
        outside_count=snapshot.info.outside_count,
        has_examples=snapshot.info.has_examples,
        stages=run.summaries,
    )
