"""The rows of the snapshot's table `sources`: what was read, and what was not and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from geodata.model import Source
from geodata.pipeline.inputs import Inputs
from geodata.pipeline.raw_sources import Fetched
from geodata.sources import SourceSpec
from geodata.stages import StageResult


def _with_state(row: Source, spec: SourceSpec, inputs: Inputs) -> Source:
    """The row with how the last fetch went; its data stays the last good one."""
    state = inputs.states.get(spec.source_id)
    if state is None or not spec.is_fetched:
        return row
    return msgspec.structs.replace(
        row, status=state.status, checked_at=state.checked_at, last_error=state.last_error
    )


def _count(one: Fetched, result: StageResult | None, inputs: Inputs) -> int | None:
    if result is None:
        state = inputs.states.get(one.spec.source_id)
        return state.record_count if state else None
    derived = {"boroughs"} if "districts" in result.tables else set()
    return sum(len(frame) for name, frame in result.tables.items() if name not in derived)


def source_row(one: Fetched, result: StageResult | None, inputs: Inputs) -> Source:
    """The row of a source whose bytes are there.

    A file that comes with the product is as old as the build says it is: its time of reading
    would make every build another snapshot. What was fetched says when.

    Parameters
    ----------
    result : what the bytes hold, None where a build does not read them itself
    """
    read_at = dt.datetime.combine(inputs.as_of, dt.time(), dt.UTC)
    row = msgspec.structs.replace(
        one.spec.to_source(),
        retrieved_at=one.receipt.retrieved_at if one.receipt.is_fetched else read_at,
        sha256=one.receipt.sha256,
        record_count=_count(one, result, inputs),
        issue_count=len(result.issues) if result else None,
    )
    return _with_state(row, one.spec, inputs)


def idle_rows(inputs: Inputs, fetched: Iterable[Fetched]) -> list[Source]:
    """Rows of the sources that bring nothing: switched off, or never fetched."""
    there = {one.spec.source_id for one in fetched}
    off = [msgspec.structs.replace(s.to_source(), status="off") for s in inputs.idle]
    waiting = [
        msgspec.structs.replace(_with_state(spec.to_source(), spec, inputs), status="not_loaded")
        for spec in inputs.sources
        if spec.is_fetched and spec.source_id not in there
    ]
    return [*off, *waiting]
