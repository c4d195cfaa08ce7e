"""Where entries are: from their own point, their place, their district."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.stages import StageResult


def geocode_entries(tables: Mapping[str, Any], districts: Any) -> StageResult:
    """Locate typed entries.

    An entry with a point keeps it; an opportunity takes geometry, address, wheelchair and
    `is_private` from its place, an organisation from its main place; one with only a district
    (id or name in `district_id`) gets precision `district` and no point. `districts`:
    GeoDataFrame of Districts.
    """
    raise NotImplementedError
