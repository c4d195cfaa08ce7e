"""Corrections by hand and referential integrity; one record per id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geodata.stages import StageResult


def apply_corrections(tables: Mapping[str, Any], corrections: Any) -> StageResult:
    """Apply corrections.csv (`record_id;field;old;new;reason`, DataFrame of text) to typed tables.

    One bad correction is one Issue; the other rows are untouched.
    """
    raise NotImplementedError


def match_entries(tables: Mapping[str, Any]) -> StageResult:
    """One organisation per id, no reference to something that is not there."""
    raise NotImplementedError
