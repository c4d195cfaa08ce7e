"""Hand-written stand-ins for everything a route may ask: no files, no clock, no network."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from geodata.errors import SnapshotError
from geodata.settings import Settings
from geodata.snapshot import Snapshot
from routes.context import pin_snapshots
from services.contracts import (
    Clock,
    CoverageAnswer,
    CoverageQuery,
    Hit,
    Located,
    LocateResult,
    SearchQuery,
    SearchResult,
    Services,
    SnapshotService,
)
from services.locate import SnapshotLocateService
from services.search import SnapshotSearchService
from tests.sample import sample_city, sample_snapshot

NOW = dt.datetime(2026, 4, 3, 9, 0, tzinfo=dt.UTC)


class FixedClock:
    """A clock that stands; move it by setting `moment`."""

    def __init__(self, moment: dt.datetime = NOW, timezone: str = "Europe/Berlin") -> None:
        self.moment = moment
        self.zone = ZoneInfo(timezone)

    def now(self) -> dt.datetime:
        """The moment it stands at (UTC)."""
        return self.moment

    def today(self) -> dt.date:
        """The local day of that moment."""
        return self.moment.astimezone(self.zone).date()


class FakeSnapshotService:
    """Serves the snapshot it was given; None means that there is none yet."""

    def __init__(self, snapshot: Snapshot | None, path: Path = Path("snapshot.gpkg")) -> None:
        self.snapshot = snapshot
        self.file = path

    def current(self) -> Snapshot:
        """The snapshot it holds now."""
        if self.snapshot is None:
            raise SnapshotError("Es gibt noch keinen Datenstand.")
        return self.snapshot

    def path(self) -> Path:
        """The file it was told."""
        return self.file


class FakeSearchService:
    """Finds every open offer, in the order of the snapshot, whatever is asked."""

    def __init__(self, snapshots: SnapshotService, clock: Clock) -> None:
        self.snapshots = snapshots
        self.clock = clock
        self.queries: list[SearchQuery] = []

    def is_open(self, opportunity: Any) -> bool:
        """Not ended before today."""
        return opportunity.ends_on is None or opportunity.ends_on >= self.clock.today()

    def search(self, query: SearchQuery) -> SearchResult:
        """Everything open, one page of it."""
        self.queries.append(query)
        found = [o for o in self.snapshots.current().opportunities if self.is_open(o)]
        page = found[query.offset : query.offset + query.limit]
        return SearchResult(
            matched=len(found),
            hits=tuple(Hit(opportunity=o) for o in page),
            facets={},
            matched_ids=tuple(o.opportunity_id for o in found),
            without_place=sum(o.geometry is None for o in found),
        )


class FakeLocateService:
    """Knows one place."""

    def locate(self, q: str, limit: int = 8) -> LocateResult:
        """Altfeld, whatever is asked."""
        altfeld = Located(
            label="Altfeld",
            kind="district",
            district_id="01",
            precision="district",
            confidence=1.0,
            lon=13.71,
            lat=51.045,
            bbox=(13.70, 51.04, 13.72, 51.05),
        )
        return LocateResult(query=q, candidates=(altfeld,), not_loaded=("addresses", "stops"))

    def district_at(self, lon: float, lat: float) -> str | None:
        """Always 01."""
        return "01"


class FakeCoverageService:
    """Answers with the rows of the snapshot, whatever the weights."""

    def __init__(self, snapshots: SnapshotService) -> None:
        self.snapshots = snapshots
        self.queries: list[CoverageQuery] = []

    def judge(self, query: CoverageQuery) -> CoverageAnswer:
        """The default rows of that level."""
        self.queries.append(query)
        rows = [r for r in self.snapshots.current().coverage if r.level == query.level]
        return CoverageAnswer(
            weights=dict(query.weights) or {"residents": 1.0},
            rows=tuple(sorted(rows, key=lambda row: row.district_id)),
            city={
                "residents": 14500.0,
                "supply_value": 0.76,
                "access_value": 0.5,
                "underserved_count": 1.0,
                "saturated_share": 0.0,
            },
        )


def sample_services(
    snapshot: Snapshot | None = None, settings: Settings | None = None, **changes: Any
) -> Services:
    """Services over the sample snapshot: real search and locator, the rest stands still."""
    city = changes.get("city") or sample_city()
    clock = changes.get("clock") or FixedClock()
    given_snapshots = FakeSnapshotService(snapshot or sample_snapshot())
    snapshots = pin_snapshots(changes.pop("snapshots", None) or given_snapshots)
    given: dict[str, Any] = {
        "settings": settings or Settings(city="viereck"),
        "city": city,
        "clock": clock,
        "snapshots": snapshots,
        "search": SnapshotSearchService(snapshots, clock, city),
        "locate": SnapshotLocateService(snapshots, city),
        "coverage": FakeCoverageService(snapshots),
        **changes,
    }
    return Services(**given)


def sample_app(services: Services | None = None) -> Flask:
    """The whole application over the sample; a bug reaches the test instead of a 500 page."""
    from server import create_app

    app = create_app(services=services or sample_services())
    app.config["TESTING"] = True
    return app
