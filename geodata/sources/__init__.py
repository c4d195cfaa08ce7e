"""Where data comes from: what a city declares in sources.toml, and one reader per kind of source.

`read_sources` says what there is, `parse_source` turns the bytes of one source into plain tables.
Nothing here opens a file of data or a socket: bytes come in, tables and issues go out.
"""

from geodata.sources.parse import parse_source
from geodata.sources.reading import read_sources
from geodata.sources.spec import SourceSpec, official_spec

__all__ = ["SourceSpec", "official_spec", "parse_source", "read_sources"]
