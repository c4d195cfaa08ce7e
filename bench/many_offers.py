"""A snapshot with many offers: those of the published one, told again at other places.

    python -m bench.many_offers [--count 10000] [--out FOLDER]

Each copy keeps what its offer says, with a number in its title, and lies somewhere in the same
district: every second one alone, the others at one of a few hundred addresses, as in a real city
where many offers share a house. The same count and snapshot give the same offers. Written as a
snapshot the server can read: `DATA_DIR=FOLDER python -m scripts.serve`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import shapely

from geodata.model import Opportunity
from geodata.settings import Settings, settings_from_environment
from geodata.snapshot import Snapshot
from geodata.store.gpkg import content_sha256
from geodata.store.publish import builder_lock, publish_snapshot, read_current

SEED = 20260630
COUNT = 10_000
#: addresses in a district that several offers share
HOUSES = 5

Points = list[shapely.Point]


def _points_in(area: Any, count: int, rng: np.random.Generator) -> Points:
    """Points in an area, evenly; CRS84."""
    west, south, east, north = area.bounds
    found: Points = []
    while len(found) < count:
        xy = rng.uniform([west, south], [east, north], (4 * count + 8, 2)).round(5)
        found += list(shapely.points(xy[shapely.contains_xy(area, *xy.T)]))
    return found[:count]


class _Places:
    """Where the copies of a district's offers lie."""

    def __init__(self, snapshot: Snapshot, rng: np.random.Generator) -> None:
        self._areas = {d.district_id: d.geometry for d in snapshot.districts}
        self._houses = {i: _points_in(area, HOUSES, rng) for i, area in self._areas.items()}
        self._rng = rng

    def near(self, offer: Opportunity) -> Any:
        """Another place in the district of an offer; none where it has none."""
        district = offer.district_id
        if offer.geometry is None or district not in self._areas:
            return offer.geometry
        if self._rng.random() < 0.5:
            return self._houses[district][int(self._rng.integers(HOUSES))]
        return _points_in(self._areas[district], 1, self._rng)[0]


def _copies(snapshot: Snapshot) -> Iterator[Opportunity]:
    places = _Places(snapshot, np.random.default_rng(SEED))
    yield from snapshot.opportunities
    number = 1
    while snapshot.opportunities:
        number += 1
        for offer in snapshot.opportunities:
            yield msgspec.structs.replace(
                offer,
                opportunity_id=f"{offer.opportunity_id}-{number:03}",
                record_id=f"{offer.record_id}-{number:03}",
                title=f"{offer.title} {number}",
                geometry=places.near(offer),
            )


def with_many_offers(snapshot: Snapshot, count: int = COUNT) -> Snapshot:
    """The same city with `count` offers, sorted by id, and an id of its own."""
    offers = sorted(islice(_copies(snapshot), count), key=lambda offer: offer.opportunity_id)
    larger = msgspec.structs.replace(snapshot, opportunities=tuple(offers))
    name = f"{snapshot.info.as_of.isoformat()}-{content_sha256(larger)[:12]}"
    return msgspec.structs.replace(
        larger, info=msgspec.structs.replace(larger.info, snapshot_id=name)
    )


def publish_many(settings: Settings, data_dir: Path, count: int = COUNT) -> Settings:
    """Publish it into a folder of its own; the settings of a server that reads from there."""
    larger = with_many_offers(read_current(settings.snapshots_dir), count)
    theirs = msgspec.structs.replace(settings, data_dir=data_dir)
    with builder_lock(theirs.snapshots_dir):
        publish_snapshot(
            theirs.snapshots_dir,
            larger,
            title="Messung mit vielen Angeboten",
            keep=1,
            published_at=larger.info.created_at,
        )
    return theirs


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=COUNT, help="number of offers")
    parser.add_argument("--out", type=Path, required=True, help="folder, used as DATA_DIR")
    arguments = parser.parse_args()
    publish_many(settings_from_environment(), arguments.out, arguments.count)
    print(f"{arguments.count:,} offers in {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
