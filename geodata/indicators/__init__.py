"""Indicators: from figures, places and offers to a long table of values with status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from geodata.city import City
from geodata.stages import StageResult

#: figure_id of the figures the indicators are made from
FIGURES = (
    "residents",  # persons, level district (76 in two rows, parent_id = urban area)
    "foreign_residents",  # persons, level district
    "single_parent_residents",  # persons in single-parent households, level district
    "sgb2_unemployed",  # persons, level borough
    "low_income_household_share",  # percent, level urban_area and city
    "equivalised_income",  # eur_per_month, level urban_area and city
)


def build_indicators(
    *,
    districts: Any,
    boroughs: Any,
    figures: Any,
    organisations: Any,
    places: Any,
    opportunities: Any,
    funded_projects: Any,
    city: City,
    as_of: dt.date,
    progress: Callable[[str], None] | None = None,
) -> StageResult:
    """Tables indicators, indicator_values, indicator_classes, coverage, residents_grid.

    Inputs are DataFrames (GeoDataFrames in CRS84 where the type has a geometry) with the columns
    of `geodata.model`; lists may be tuples or texts joined by `|`, dates `date` or ISO text.
    `progress(text)` is called at the start of each step.
    """
    raise NotImplementedError


def disadvantage_by_unit(figures: Any, districts: Any, city: City) -> dict[str, float]:
    """Disadvantage index by statistics unit (district_id), for the example generator."""
    raise NotImplementedError
