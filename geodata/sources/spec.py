"""What a city declares about its sources in `cities/<slug>/sources.toml`.

One entry per source table, so that every figure leads to the table it stands in. An entry says
where our own file lies (`path`) and how its columns are called; `official` says the same of the
file the publisher offers, read by the same code. Every key is explained in docs/new-city.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from geodata.city import Base
from geodata.errors import ConfigError
from geodata.http.redact import redact_url
from geodata.model import Level, Source

SourceKind = Literal[
    "districts",
    "orientation_lines",
    "statistics",
    "crosswalk",
    "entries",
    "examples",
    "ogc_features",
    "wfs",
    "table",
    "geojson",
    "geopackage",
    "overpass",
    "json_feed",
    "xml_feed",
    "icalendar",
]
Texts = dict[str, str]
#: field -> its name in the file, or several names of which the first found counts.
Columns = dict[str, str | tuple[str, ...]]
FigureUnit = Literal["persons", "households", "percent", "eur_per_month"]

#: fields of the kinds whose columns a named `[tables.<name>]` declares, the required ones first.
CROSSWALK_FIELDS = (
    "district_id",
    "statistics_unit_id",
    "statistics_label",
    "borough_id",
    "borough_name",
    "urban_area_ids",
    "urban_area_labels",
)
UNIT_FIELDS = ("unit_id", "unit_label", "level")
LONG_FIELDS = ("figure_id", "period", "value", "unit")
OPTIONAL_FIELDS = ("parent_id", "source_id")
#: fields of the kinds whose columns `columns` renames.
FEATURE_FIELDS: dict[str, tuple[str, ...]] = {
    "districts": ("district_id", "name", "name_long", "borough_id", "borough_name"),
    "orientation_lines": ("line_id", "name", "kind"),
}
TABLE_KINDS = ("statistics", "crosswalk")
#: kinds that fill a collection through a mapping -> the format of their files, "" = found out
COLLECTION_FORMATS: dict[str, str] = {
    "ogc_features": "geojson",
    "wfs": "gml",
    "table": "",
    "geojson": "geojson",
    "geopackage": "geopackage",
    "overpass": "osm",
    "json_feed": "json",
    "xml_feed": "xml",
    "icalendar": "icalendar",
}
#: records of OpenStreetMap stay apart from all others, for the sake of its licence
OSM_COLLECTION = "osm_places"
MAX_BYTES = 60_000_000
TIMEOUT_SECONDS = 300.0


class Measure(Base, frozen=True, kw_only=True):
    """One figure of a wide table: a column, and the rows of it that count."""

    figure_id: str
    column: str
    unit: FigureUnit
    where: Texts = msgspec.field(default_factory=dict)


class TableSpec(Base, frozen=True, kw_only=True):
    """How the columns of a CSV file are to be read.

    `columns` names the column of each field, `patterns` a regular expression whose first group is
    the field's value, `constants` a value for all rows. Without `measures` the table is a long
    one: figure_id, value and unit are columns as well. `no_value` lists what stands in a cell that
    has no value; without it every cell must hold a number.
    """

    delimiter: Literal[";", ",", "\t", "|"] = ";"
    decimal: Literal[",", "."] = ","
    columns: Texts
    patterns: Texts = msgspec.field(default_factory=dict)
    constants: Texts = msgspec.field(default_factory=dict)
    period: str = "{period}"
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    left_out: tuple[str, ...] = ()
    no_value: tuple[str, ...] = ()
    city_unit: str = ""


class Official(Base, frozen=True, kw_only=True):
    """The publisher's own file of a source: where it is and how it differs from ours."""

    url: str = ""
    file: str = ""
    table: TableSpec | str | None = None
    columns: Columns = msgspec.field(default_factory=dict)


class SourceSpec(Base, frozen=True, kw_only=True):
    """One `[[sources]]` entry.

    `path` is relative to the city's folder; several entries may share one file, whose column
    `source_id` then says which row belongs to whom. `table` is resolved by `read_sources` from a
    name to its declaration.
    """

    source_id: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
    kind: SourceKind
    enabled: bool = True
    path: str = ""
    collection: str = ""
    title: str
    publisher: str
    url: str = ""
    licence: str
    licence_url: str = ""
    attribution: str
    period: str = ""
    native_level: Level | None = None
    edition: str = ""
    valid_from: dt.date | None = None
    code_pattern: str = r"^\S+$"
    unit_count: Annotated[int, Meta(ge=1)] | None = None
    table: TableSpec | str | None = None
    columns: Columns = msgspec.field(default_factory=dict)
    official: Official | None = None
    is_example: bool = False
    format: str = ""
    layer: str = ""
    query: str = ""
    mapping: str = ""
    constants: Texts = msgspec.field(default_factory=dict)
    defaults: Texts = msgspec.field(default_factory=dict)
    page: str = ""
    id_prefix: Annotated[str, Meta(pattern=r"^([A-Za-z0-9][A-Za-z0-9._~:-]{0,40})?$")] | None = None
    fresh_days: Annotated[int, Meta(ge=1)] | None = None
    page_size: Annotated[int, Meta(ge=1, le=1_000_000)] = 10_000
    max_bytes: Annotated[int, Meta(ge=1, le=1_000_000_000)] = MAX_BYTES
    timeout_seconds: Annotated[float, Meta(gt=0, le=7200)] = TIMEOUT_SECONDS
    min_share: Annotated[float, Meta(ge=0, le=1)] = 0.5

    @property
    def file_name(self) -> str:
        """What a message calls the file: its path, or the source where it has none."""
        return self.path or self.source_id

    @property
    def is_collection(self) -> bool:
        """Whether it fills a collection through a mapping."""
        return self.kind in COLLECTION_FORMATS

    @property
    def is_fetched(self) -> bool:
        """Whether its data comes over the network; a build reads what was fetched last."""
        if self.is_collection:
            return bool(self.url) and not self.path
        return self.kind == "statistics" and self.official is not None and bool(self.official.url)

    @property
    def has_own_file(self) -> bool:
        """Whether there is data without the network: a file of the city's folder."""
        return bool(self.path)

    @property
    def key_prefix(self) -> str:
        """What ids of the source get in front, so that two sources never share one."""
        if self.id_prefix is not None:
            return self.id_prefix
        return f"{self.source_id}-" if self.is_collection and self.is_fetched else ""

    def column_of(self, field: str, available: Iterable[str]) -> str:
        """What a field is called in a file that has the names `available`."""
        names = self.columns.get(field, field)
        choices = (names,) if isinstance(names, str) else names
        known = set(available)
        return next((name for name in choices if name in known), choices[0])

    def to_source(self) -> Source:
        """The row of the snapshot's table `sources`, before anything was read."""
        return Source(
            source_id=self.source_id,
            title=self.title,
            publisher=self.publisher,
            url=self.page or redact_url(self.url) or None,
            licence=self.licence,
            licence_url=self.licence_url or None,
            attribution=self.attribution,
            period=self.period or None,
            native_level=self.native_level,
            is_example=self.is_example,
            kind=self.kind,
            fresh_days=self.fresh_days,
        )


class SourcesFile(Base, frozen=True, kw_only=True):
    """The whole of sources.toml."""

    tables: dict[str, TableSpec] = msgspec.field(default_factory=dict)
    sources: Annotated[tuple[SourceSpec, ...], Meta(min_length=1)]


def official_spec(spec: SourceSpec) -> SourceSpec:
    """The same source, as its publisher's own file has it: for `make data` and the data script.

    Raises
    ------
    ConfigError
        The entry does not say how the publisher's file looks.
    """
    if spec.official is None:
        raise ConfigError(f"Quelle „{spec.source_id}“: der Abschnitt „official“ fehlt.")
    official = spec.official
    return msgspec.structs.replace(
        spec,
        path=official.file,
        url=official.url or spec.url,
        table=official.table if official.table is not None else spec.table,
        columns=official.columns,
    )
