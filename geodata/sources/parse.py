"""From the bytes of one source to plain tables: one reader per kind."""

from __future__ import annotations

from collections.abc import Callable

from geodata.city import City
from geodata.errors import SourceError
from geodata.sources.crosswalk import parse_crosswalk
from geodata.sources.districts import parse_districts
from geodata.sources.entries import parse_entries, parse_examples
from geodata.sources.lines import parse_lines
from geodata.sources.spec import SourceKind, SourceSpec
from geodata.sources.statistics import parse_statistics
from geodata.stages import StageResult

Parser = Callable[[SourceSpec, bytes, City], StageResult]

PARSERS: dict[SourceKind, Parser] = {
    "districts": parse_districts,
    "orientation_lines": parse_lines,
    "statistics": parse_statistics,
    "crosswalk": parse_crosswalk,
    "entries": parse_entries,
    "examples": parse_examples,
}


def parse_source(spec: SourceSpec, content: bytes, city: City) -> StageResult:
    """Read the bytes of one source into tables.

    Which tables: `districts` (and `boroughs`) as GeoDataFrames with the columns of
    `model.District`, EPSG:4326; `orientation_lines` likewise with those of `model.Line`;
    `figures` as a DataFrame with the columns of `model.Figure`; `crosswalk` as a DataFrame of
    text; entries and examples as DataFrames of text, named like the collection, columns named
    like the type's fields, index = row of the file (the header is row 1).

    Raises
    ------
    SourceError
        The file cannot be used: one German sentence that names file, row, field and reason.
    """
    parser = PARSERS.get(spec.kind)
    if parser is None:
        raise SourceError(f"{spec.file_name}: Für die Art „{spec.kind}“ gibt es keinen Leser.")
    return parser(spec, content, city)
