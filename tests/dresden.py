"""The default city as a user gets it: its real folder through the real pipeline, served by the
real services. Takes some seconds, so tests share one per session."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from geodata.city import read_city
from geodata.pipeline.build import build_snapshot
from geodata.settings import Settings
from geodata.store.publish import read_current
from services.contracts import Services
from services.coverage import SnapshotCoverageService
from tests.fakes import FakeSnapshotService, FixedClock, sample_services

DAY = dt.date(2026, 4, 3)


def dresden_services(data_dir: Path) -> Services:
    """Build the snapshot of a fixed day and serve it on that day."""
    settings = Settings(city="dresden", data_dir=data_dir)
    built_at = dt.datetime(2026, 4, 3, 4, 0, tzinfo=dt.UTC)
    report = build_snapshot(settings, DAY, created_at=built_at)
    snapshots = FakeSnapshotService(read_current(settings.snapshots_dir), Path(report.path))
    city, clock = read_city(settings.city_dir), FixedClock()
    return sample_services(
        settings=settings,
        city=city,
        clock=clock,
        snapshots=snapshots,
        coverage=SnapshotCoverageService(snapshots, clock, city),
    )
