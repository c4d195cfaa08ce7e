"""The indicator table of every month, kept for good: the time series for monitoring.

    indicators/<YYYY-MM>.csv

It holds districts and numbers, no persons and no organisations. The last build of a month wins.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from geodata.model import IndicatorValue
from geodata.snapshot import Snapshot
from geodata.store.files import write_atomically
from geodata.tables import columns_of, to_row


def indicator_csv(snapshot: Snapshot) -> str:
    """The long table as CSV (comma, decimal point, ISO dates), each row with its snapshot.

    `has_examples` marks a table that was counted on example content.
    """
    names = [column.name for column in columns_of(IndicatorValue)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["as_of", "snapshot_id", "has_examples", *names])
    info = snapshot.info
    start = [info.as_of.isoformat(), info.snapshot_id, str(info.has_examples).lower()]
    for value in snapshot.indicator_values:
        writer.writerow([*start, *msgspec.to_builtins(to_row(value)).values()])
    return text.getvalue()


def write_monthly_indicators(indicators_dir: Path, snapshot: Snapshot) -> Path:
    """Write the table of the snapshot's month, in one step; returns its path."""
    path = indicators_dir / f"{snapshot.info.as_of:%Y-%m}.csv"
    indicators_dir.mkdir(parents=True, exist_ok=True)
    write_atomically(path, indicator_csv(snapshot).encode("utf-8"))
    return path
