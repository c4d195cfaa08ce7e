"""What a build is made from: everything a city declares in its folder."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pandas as pd

from geodata.city import City, read_city, read_config_text
from geodata.decisions import read_decisions
from geodata.errors import ConfigError
from geodata.mapping import Mapping
from geodata.match.groups import Decision
from geodata.model import Audience, Theme
from geodata.settings import Settings
from geodata.sources import SourceSpec, read_sources
from geodata.sources.mapped import mapping_of
from geodata.store.imports import ImportState, read_imports
from geodata.store.source_states import SourceState, read_state
from geodata.vocabulary import read_audiences, read_themes

CORRECTION_COLUMNS = ["record_id", "field", "old", "new", "reason"]


class Inputs(msgspec.Struct, frozen=True, kw_only=True):
    """A city's folder, read.

    `sources`: the enabled ones, in the order of sources.toml; `source_ids`: of all of them;
    `imports`: files that were imported. One of them may replace all example content. `idle`: the
    sources that are switched off. By source_id: `mappings`, `states` (how the last fetch went).
    """

    city: City
    city_dir: Path
    sources: tuple[SourceSpec, ...]
    themes: tuple[Theme, ...]
    audiences: tuple[Audience, ...]
    corrections: pd.DataFrame
    as_of: dt.date
    source_ids: tuple[str, ...] = ()
    imports: tuple[ImportState, ...] = ()
    idle: tuple[SourceSpec, ...] = ()
    mappings: dict[str, Mapping] = {}
    states: dict[str, SourceState] = {}
    decisions: tuple[Decision, ...] = ()


def _correction_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Row of the file and its cells, the header included, empty rows left out."""
    text = io.StringIO(read_config_text(path), newline="")
    reader = csv.reader(text, delimiter=";", strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                yield number, cells
    except csv.Error as error:
        # the row it begins in: an open quotation mark swallows all that follows
        raise ConfigError(f"{path}, Zeile {number + 1}: kein gültiges CSV ({error}).") from None


def read_corrections(city_dir: Path) -> pd.DataFrame:
    """`corrections.csv` of a city as text, index = row of the file; empty where there is none.

    Raises
    ------
    ConfigError
        The file is not UTF-8 or its columns are others; the message names file and row.
    """
    path = city_dir / "corrections.csv"
    rows = list(_correction_rows(path)) if path.exists() else [(1, CORRECTION_COLUMNS)]
    header = rows[0][1] if rows else []
    if header != CORRECTION_COLUMNS:
        raise ConfigError(
            f"{path}, Zeile 1: Erwartet sind die Spalten {'; '.join(CORRECTION_COLUMNS)}, "
            f"gefunden: {'; '.join(header) or 'keine'}."
        )
    for number, cells in rows:
        if len(cells) != len(header):
            raise ConfigError(f"{path}, Zeile {number}: {len(cells)} Felder statt {len(header)}.")
    index = pd.Index([number for number, _ in rows[1:]], name="row")
    cells_by_row = [cells for _, cells in rows[1:]]
    return pd.DataFrame(cells_by_row, columns=CORRECTION_COLUMNS, index=index, dtype=object)


def used_sources(
    sources: Iterable[SourceSpec], imports: Iterable[ImportState]
) -> tuple[SourceSpec, ...]:
    """The enabled sources, without examples where an import replaces them."""
    replaces = any(state.replaces_examples for state in imports)
    return tuple(s for s in sources if s.enabled and not (replaces and s.is_example))


def read_states(states_dir: Path, sources: Iterable[SourceSpec]) -> dict[str, SourceState]:
    """How the last fetch of each source went, by source_id; without those never asked for."""
    found = {spec.source_id: read_state(states_dir, spec.source_id) for spec in sources}
    return {source_id: state for source_id, state in found.items() if state is not None}


def read_inputs(settings: Settings, as_of: dt.date) -> Inputs:
    """Read everything a city declares, and what was imported. Raises ConfigError, SourceError."""
    city_dir = settings.city_dir
    sources = read_sources(city_dir)
    imports = read_imports(settings.imports_dir)
    return Inputs(
        city=read_city(city_dir),
        city_dir=city_dir,
        sources=used_sources(sources, imports),
        themes=read_themes(city_dir),
        audiences=read_audiences(city_dir),
        corrections=read_corrections(city_dir),
        as_of=as_of,
        source_ids=tuple(spec.source_id for spec in sources),
        imports=imports,
        idle=tuple(spec for spec in sources if not spec.enabled),
        mappings={
            spec.source_id: mapping_of(spec, city_dir)
            for spec in sources
            if spec.enabled and spec.is_collection
        },
        states=read_states(settings.states_dir, sources),
        decisions=read_decisions(city_dir),
    )
