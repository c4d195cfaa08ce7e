"""Indicators: from figures, places and offers to a long table of values with status."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from geodata.city import City
from geodata.indicators.build import Inputs, build, disadvantage
from geodata.indicators.people import with_urban_areas
from geodata.stages import StageResult


def build_indicators(
    *,
    districts: Any,
    boroughs: Any,  # noqa: ARG001 - boroughs are known through their districts
    figures: Any,
    organisations: Any,
    places: Any,  # noqa: ARG001 - an offer carries its own point
    opportunities: Any,
    funded_projects: Any,
    city: City,
    as_of: dt.date,
    progress: Callable[[str], None] | None = None,
) -> StageResult:
    """Everything that is counted: values, classes, the judgement on each district.

    Parameters
    ----------
    districts, opportunities, ... : DataFrames (GeoDataFrames in CRS84 where the type has a
        geometry) with the columns of `geodata.model`. Lists may be tuples or texts joined by `|`,
        dates `date` or ISO text. Rows of `figures` with `residents` of a district name its urban
        area in `parent_id` (see `with_urban_areas`); a district split between two has two rows.
    as_of : the day the build speaks of; offers that ended before do not count.
    progress : called with a short German text at the start of each step.

    Returns
    -------
    Tables `indicators`, `indicator_values`, `indicator_classes`, `coverage`, `residents_grid` as
    DataFrames of Python values (None where empty, tuples for lists).

    Raises
    ------
    ConfigError
        city.toml asks for an input of the index that the figures do not have.
    """
    inputs = Inputs(
        districts=districts,
        figures=figures,
        organisations=organisations,
        opportunities=opportunities,
        funded_projects=funded_projects,
        city=city,
        as_of=as_of,
    )
    return build(inputs, progress or (lambda _text: None))


def disadvantage_by_unit(figures: Any, districts: Any, city: City) -> dict[str, float]:
    """Disadvantage index by statistics unit, before there is any offer. Raises ConfigError.

    Parameters
    ----------
    figures, districts : as in `build_indicators`; of `districts` only district_id, parent_id and
        statistics_unit_id are read.
    """
    return disadvantage(figures, districts, city)


__all__ = ["build_indicators", "disadvantage_by_unit", "with_urban_areas"]
