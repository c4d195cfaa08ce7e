"""Who is underserved, under any weights and for any kind of offers?"""

from __future__ import annotations

from geodata.city import City
from services.contracts import Clock, CoverageAnswer, CoverageQuery, SnapshotService


class SnapshotCoverageService:
    """`CoverageService` over the snapshot being served."""

    def __init__(self, snapshots: SnapshotService, clock: Clock, city: City) -> None:
        self._snapshots, self._clock, self._city = snapshots, clock, city

    def judge(self, query: CoverageQuery) -> CoverageAnswer:
        """The judgement. Raises BadQuery for weights or ids that make no sense."""
        raise NotImplementedError
