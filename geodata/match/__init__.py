"""Which records are one and the same, what was corrected by hand, what refers to what."""

from geodata.match.entries import (
    apply_corrections,
    inherit_places,
    match_entries,
    to_records,
    to_tables,
)
from geodata.match.resolve import merge_duplicates

__all__ = [
    "apply_corrections",
    "inherit_places",
    "match_entries",
    "merge_duplicates",
    "to_records",
    "to_tables",
]
