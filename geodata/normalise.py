"""Text becomes typed columns; every bad value becomes one Issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from geodata.city import City
from geodata.model import Audience, Source, Theme
from geodata.stages import StageResult


def normalise_entries(
    tables: Mapping[str, Any],
    *,
    source: Source,
    themes: Sequence[Theme],
    audiences: Sequence[Audience],
    city: City,
) -> StageResult:
    """Typed tables of entries from plain text.

    Parameters
    ----------
    tables
        collection name (`organisations`, `places`, `opportunities`, `contact_points`,
        `funded_projects`, `benefit_partners`, `events`) -> DataFrame of text. Columns are named
        as the fields of the type; the key may be called `id`, a point comes as `lon` and `lat`,
        lists are separated by `|`.
    source
        Where the records come from; `retrieved_at` is required.

    Returns
    -------
    GeoDataFrames (EPSG:4326) with every column of the type, in its order, as Python values in
    object columns (None where empty, tuples for lists, aware UTC datetimes).
    """
    raise NotImplementedError
