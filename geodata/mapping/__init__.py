"""From the columns of a file to tables of collections: declared once, saved, and proposed.

    TextTable.frame + Mapping -> apply_mapping -> tables of text -> geodata.normalise

Pure: a mapping is handed in as text or struct, a file as a DataFrame of text.
"""

from __future__ import annotations

from geodata.mapping.apply import Mapped, apply_mapping
from geodata.mapping.model import (
    ADDRESSES,
    IMPORTABLE,
    Mapping,
    Part,
    SourceInfo,
    fields_of,
    required_fields,
)
from geodata.mapping.propose import Proposal, propose_mapping
from geodata.mapping.toml import read_mapping, write_mapping

__all__ = [
    "ADDRESSES",
    "IMPORTABLE",
    "Mapped",
    "Mapping",
    "Part",
    "Proposal",
    "SourceInfo",
    "apply_mapping",
    "fields_of",
    "propose_mapping",
    "read_mapping",
    "required_fields",
    "write_mapping",
]
