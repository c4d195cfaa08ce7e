"""Private places: only the district leaves the build. Runs after assign, before indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geodata.issues import Issue


def mask_private(tables: Mapping[str, Any]) -> dict[str, Any]:
    """Tables without a point, address or street of any private place."""
    raise NotImplementedError


def mask_private_issues(issues: Iterable[Issue], tables: Mapping[str, Any]) -> list[Issue]:
    """Issues without a value that could tell where a private place is.

    `tables` are the tables before or after `mask_private`.
    """
    raise NotImplementedError
