"""What a pipeline stage returns: tables, issues and a summary."""

from __future__ import annotations

from typing import Any

import msgspec

from geodata.issues import Issue


class StageResult(msgspec.Struct, frozen=True, kw_only=True):
    """Result of one stage.

    `tables`: name (plural noun, see `geodata.tables.TABLES`) -> DataFrame or GeoDataFrame; the
    parse stage gives plain text columns, later ones typed columns. `summary`: counts for the
    log and for /daten, German labels are made by the pages.
    """

    tables: dict[str, Any]
    issues: list[Issue] = []
    summary: dict[str, int | float | str] = {}
