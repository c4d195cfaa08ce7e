"""The bytes of one source as plain tables, by what kind of source it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from geodata.mapping import ADDRESSES
from geodata.pipeline.inputs import Inputs
from geodata.pipeline.raw_sources import Fetched
from geodata.sources import SourceSpec, parse_source
from geodata.sources.mapped import parse_mapped
from geodata.stages import StageResult


def parse_fetched(one: Fetched, inputs: Inputs) -> StageResult:
    """Read one source into tables. Raises SourceError."""
    spec = one.spec
    if spec.is_collection:
        return parse_mapped(spec, one.parts, inputs.mappings[spec.source_id], inputs.as_of)
    return parse_source(spec, one.content, inputs.city)


def is_register(spec: SourceSpec) -> bool:
    """Whether a source is the register of addresses, which is no collection of entries."""
    return spec.collection == ADDRESSES


def read_register(inputs: Inputs, fetched: Iterable[Fetched]) -> Any:
    """The register of addresses as a DataFrame of text, None where none is loaded.

    It is read only when asked for: a large city has hundreds of thousands of rows.

    Raises
    ------
    SourceError
        A register cannot be read.
    """
    registers = [one for one in fetched if is_register(one.spec)]
    frames = [parse_fetched(one, inputs).tables[ADDRESSES] for one in registers]
    return pd.concat(frames).fillna("") if frames else None
