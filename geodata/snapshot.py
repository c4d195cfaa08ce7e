"""A snapshot in memory: immutable, typed, complete. What `layers` and `services` read.

It is filled by `geodata.store` (from a file) or by hand (in tests). It knows no file and no
clock. Everything derived from it may be memoised by `info.snapshot_id`.
"""

from __future__ import annotations

from functools import cached_property

import msgspec

from geodata.issues import Issue
from geodata.model import (
    Audience,
    BenefitPartner,
    ContactPoint,
    CoverageRow,
    District,
    Event,
    Facility,
    Figure,
    FundedProject,
    GridCell,
    Indicator,
    IndicatorClass,
    IndicatorValue,
    Line,
    Opportunity,
    Organisation,
    Place,
    SnapshotInfo,
    Source,
    Theme,
)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """All tables of one snapshot; each tuple is sorted by its key."""

    info: SnapshotInfo
    districts: tuple[District, ...]
    boroughs: tuple[District, ...]
    orientation_lines: tuple[Line, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    funded_projects: tuple[FundedProject, ...] = ()
    benefit_partners: tuple[BenefitPartner, ...] = ()
    events: tuple[Event, ...] = ()
    facilities: tuple[Facility, ...] = ()
    stops: tuple[Facility, ...] = ()
    osm_places: tuple[Facility, ...] = ()
    figures: tuple[Figure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    indicator_values: tuple[IndicatorValue, ...] = ()
    indicator_classes: tuple[IndicatorClass, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    residents_grid: tuple[GridCell, ...] = ()
    themes: tuple[Theme, ...] = ()
    audiences: tuple[Audience, ...] = ()
    sources: tuple[Source, ...] = ()
    issues: tuple[Issue, ...] = ()

    @cached_property
    def district_by_id(self) -> dict[str, District]:
        """Districts by district_id."""
        return {d.district_id: d for d in self.districts}

    @cached_property
    def borough_by_id(self) -> dict[str, District]:
        """Boroughs by their id."""
        return {d.district_id: d for d in self.boroughs}

    @cached_property
    def organisation_by_id(self) -> dict[str, Organisation]:
        """Organisations by organisation_id."""
        return {o.organisation_id: o for o in self.organisations}

    @cached_property
    def opportunity_by_id(self) -> dict[str, Opportunity]:
        """Opportunities by opportunity_id."""
        return {o.opportunity_id: o for o in self.opportunities}

    @cached_property
    def place_by_id(self) -> dict[str, Place]:
        """Places by place_id."""
        return {p.place_id: p for p in self.places}

    @cached_property
    def theme_by_id(self) -> dict[str, Theme]:
        """Themes by theme_id, in the order of themes.csv."""
        return {t.theme_id: t for t in self.themes}

    @cached_property
    def audience_by_id(self) -> dict[str, Audience]:
        """Audiences by audience_id."""
        return {a.audience_id: a for a in self.audiences}

    @cached_property
    def indicator_by_id(self) -> dict[str, Indicator]:
        """Indicators by indicator_id."""
        return {i.indicator_id: i for i in self.indicators}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Sources by source_id."""
        return {s.source_id: s for s in self.sources}

    @cached_property
    def values_by_indicator(self) -> dict[tuple[str, str, str], dict[str, IndicatorValue]]:
        """(indicator_id, period, level) -> district_id -> value."""
        index: dict[tuple[str, str, str], dict[str, IndicatorValue]] = {}
        for value in self.indicator_values:
            key = (value.indicator_id, value.period, value.level)
            index.setdefault(key, {})[value.district_id] = value
        return index

    @cached_property
    def coverage_by_id(self) -> dict[str, CoverageRow]:
        """Judgement under the default weights, districts and boroughs by id."""
        return {row.district_id: row for row in self.coverage}
