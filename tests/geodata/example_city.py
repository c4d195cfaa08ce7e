"""Dresden as the example generator sees it, read once per test run."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pandas as pd

from geodata.examples import generate_examples
from geodata.indicators import disadvantage_by_unit
from geodata.indicators.people import with_urban_areas
from geodata.model import Source
from geodata.normalise import normalise_entries
from geodata.pipeline.inputs import Inputs, read_inputs
from geodata.pipeline.stages import fetch_sources, parse_sources
from geodata.settings import Settings
from geodata.stages import StageResult

AS_OF = dt.date(2026, 4, 3)
READ_AT = dt.datetime(2026, 4, 3, 4, 0, tzinfo=dt.UTC)

Content = dict[str, list[dict[str, str]]]


@cache
def dresden() -> tuple[Inputs, dict[str, Any], dict[str, float]]:
    """What the city declares, its tables, and the index by statistics unit."""
    inputs = read_inputs(Settings(), AS_OF)
    kept = tuple(spec for spec in inputs.sources if spec.kind not in ("examples", "entries"))
    inputs = msgspec.structs.replace(inputs, sources=kept)
    with TemporaryDirectory() as raw:
        fetched = fetch_sources(inputs, Path(raw), READ_AT)
        tables = parse_sources(inputs, fetched, Path(raw), READ_AT).base.tables
    figures = with_urban_areas(tables["figures"], tables["crosswalk"])
    return inputs, tables, disadvantage_by_unit(figures, tables["districts"], inputs.city)


@cache
def content(seed: int = 7, as_of: dt.date = AS_OF) -> Content:
    """Example content of the default size."""
    return generate(seed, as_of)


def generate(seed: int, as_of: dt.date = AS_OF, **changes: Any) -> Content:
    """Example content, made anew."""
    inputs, tables, need = dresden()
    arguments: dict[str, Any] = {
        "districts": tables["districts"],
        "need_by_unit": need,
        "city": inputs.city,
        "themes": inputs.themes,
        "audiences": inputs.audiences,
        "organisations": inputs.city.examples.organisations,
        "opportunities": inputs.city.examples.opportunities,
    }
    return generate_examples(seed=seed, as_of=as_of, **{**arguments, **changes})


def example_source(source_id: str = "examples") -> Source:
    """The row of `sources` for generated content."""
    return Source(
        source_id=source_id,
        title="Beispieldaten",
        publisher="Generator",
        licence="CC0-1.0",
        attribution="Beispieldaten",
        retrieved_at=READ_AT,
        is_example=True,
    )


def normalised(tables: dict[str, Any], source: Source | None = None) -> StageResult:
    """Text records or DataFrames through the real normalise stage of Dresden."""
    inputs, _, _ = dresden()
    frames = {
        name: table if isinstance(table, pd.DataFrame) else pd.DataFrame(table, dtype=object)
        for name, table in tables.items()
    }
    return normalise_entries(
        frames,
        source=source or example_source(),
        themes=inputs.themes,
        audiences=inputs.audiences,
        city=inputs.city,
    )
