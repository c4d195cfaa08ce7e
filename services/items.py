"""The collections of a snapshot as OGC API - Features sees them: filters, pages, GeoJSON.

A collection is turned into encoded features once per snapshot; a page is then a slice of them.
"""

from __future__ import annotations

import datetime as dt
import math
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec
import numpy as np
import shapely
from msgspec import Raw, Struct

from geodata import model
from geodata.freshness import outdated_day
from geodata.snapshot import Snapshot
from geodata.tables import COLLECTION_KEYS, TABLES, Column, columns_of, to_properties
from services.contracts import BadQuery, Bbox

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: seconds since 1970, -inf and inf where open
Interval = tuple[float, float]
ALWAYS: Interval = (-math.inf, math.inf)
#: no filter may be named like a parameter of its own
RESERVED = ("bbox", "datetime", "limit", "offset", "lang", "f")


class CollectionInfo(Struct, frozen=True, kw_only=True):
    """Title and description of a collection (German message ids)."""

    collection_id: str
    title: str
    description: str


COLLECTIONS: dict[str, CollectionInfo] = {
    info.collection_id: info
    for info in (
        CollectionInfo(
            collection_id="districts",
            title="Stadtteile",
            description="Statistische Stadtteile mit generalisierten Grenzen.",
        ),
        CollectionInfo(
            collection_id="boroughs",
            title="Stadtbezirke",
            description="Stadtbezirke, aus den Stadtteilen zusammengesetzt.",
        ),
        CollectionInfo(
            collection_id="organisations",
            title="Organisationen",
            description="Vereine, Stiftungen, Initiativen und andere, die Engagement anbieten.",
        ),
        CollectionInfo(
            collection_id="opportunities",
            title="Angebote",
            description="Angebote zum Mitmachen, die heute noch offen sind.",
        ),
        CollectionInfo(
            collection_id="contact_points",
            title="Beratung und Anlaufstellen",
            description="Stellen, die zum Engagement beraten.",
        ),
        CollectionInfo(
            collection_id="funded_projects",
            title="Geförderte Projekte",
            description="Projekte aus öffentlichen Programmen.",
        ),
        CollectionInfo(
            collection_id="benefit_partners",
            title="Vorteile mit dem Ehrenamtspass",
            description="Orte, die Inhaberinnen und Inhabern des Ehrenamtspasses etwas geben.",
        ),
        CollectionInfo(
            collection_id="events",
            title="Veranstaltungen",
            description="Termine rund um das Engagement.",
        ),
        CollectionInfo(
            collection_id="facilities",
            title="Einrichtungen",
            description="Bibliotheken, Treffs und soziale Einrichtungen aus Ebenen der Stadt.",
        ),
        CollectionInfo(
            collection_id="stops",
            title="Haltestellen",
            description="Haltestellen von Bus und Bahn, sobald ihre Ebene geladen ist.",
        ),
        CollectionInfo(
            collection_id="osm_places",
            title="Orte aus OpenStreetMap",
            description="Vereine und Treffpunkte aus OpenStreetMap, eine Sammlung für sich (ODbL).",
        ),
    )
}


#: columns every collection has, whatever its table holds
ADDED = (
    Column(name="district_id", kind="text", nullable=True, required=False),
    Column(name="borough_id", kind="text", nullable=True, required=False),
    Column(name="is_example", kind="bool", nullable=True, required=False),
)
#: judged when it is asked for, so no table holds it
OUTDATED = Column(
    name="is_outdated",
    kind="bool",
    nullable=False,
    required=False,
    description="True once more days have passed since its last change than its source allows.",
)


class ItemQuery(Struct, frozen=True, kw_only=True):
    """What /items can be asked. Values of one property are `or`, properties are `and`."""

    bbox: Bbox | None = None
    interval: Interval | None = None
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int = 10
    offset: int = 0


class ItemPage(Struct, frozen=True, kw_only=True):
    """One page of encoded GeoJSON features."""

    matched: int
    features: tuple[Raw, ...]


def queryables_of(collection_id: str) -> tuple[Column, ...]:
    """Columns one may filter by: every flat property, and those the API adds."""
    own = [c for c in columns_of(TABLES[collection_id]) if c.kind not in ("geometry", "labels")]
    known = {column.name for column in own}
    added = [column for column in ADDED if column.name not in known]
    if issubclass(TABLES[collection_id], model.Entry):
        added.append(OUTDATED)
    return (*own, *added)


def properties_of(record: msgspec.Struct) -> dict[str, Any]:
    """Flat properties of a record, always with district_id, borough_id and is_example."""
    properties = to_properties(record)
    if isinstance(record, model.District):
        own = record.level == "borough"
        properties["borough_id"] = record.district_id if own else record.parent_id
        properties["is_example"] = False
    if properties.get("is_private"):
        properties["address"] = None
    return properties


def _judged(
    record: msgspec.Struct, snapshot: Snapshot, today: dt.date, timezone: str
) -> dict[str, Any]:
    """Properties that depend on the day."""
    if not isinstance(record, model.Entry):
        return {}
    return {OUTDATED.name: outdated_day(record, snapshot, today, timezone) is not None}


def public_geometry(record: msgspec.Struct) -> Any:
    """The geometry that may be shown: none for a private place, whatever the snapshot holds."""
    return None if getattr(record, "is_private", False) else getattr(record, "geometry", None)


def _seconds(day: dt.date, zone: ZoneInfo) -> float:
    return (dt.datetime.combine(day, dt.time(), zone) - EPOCH).total_seconds()


def day_interval(first: dt.date | None, last: dt.date | None, zone: ZoneInfo) -> Interval:
    """From the first moment of a local day to the last of another; None = open."""
    start = -math.inf if first is None else _seconds(first, zone)
    end = math.inf if last is None else _seconds(last, zone) + 86_399.0
    return start, end


def _interval_of(record: msgspec.Struct, zone: ZoneInfo) -> Interval:
    """When a record is valid; always, where its type has no time."""
    if isinstance(record, model.Opportunity):
        return day_interval(record.starts_on, record.ends_on, zone)
    if isinstance(record, model.District):
        return day_interval(record.valid_from, record.valid_to, zone)
    if isinstance(record, model.FundedProject):
        return day_interval(dt.date(record.year, 1, 1), dt.date(record.year, 12, 31), zone)
    if isinstance(record, model.Event):
        start = (record.starts_at - EPOCH).total_seconds()
        end = record.ends_at or record.starts_at
        return start, (end - EPOCH).total_seconds()
    return ALWAYS


class CollectionTable:
    """One collection of one snapshot on a day, ready to be filtered.

    All arrays: shape (records,).
    """

    def __init__(
        self, snapshot: Snapshot, collection_id: str, timezone: str, today: dt.date
    ) -> None:
        self.key = COLLECTION_KEYS[collection_id]
        self.records: tuple[msgspec.Struct, ...] = getattr(snapshot, collection_id)
        self.properties = [
            properties_of(record) | _judged(record, snapshot, today, timezone)
            for record in self.records
        ]
        self.ids = [str(properties[self.key]) for properties in self.properties]
        self._columns = {column.name: column for column in queryables_of(collection_id)}
        self._zone = ZoneInfo(timezone)

    @cached_property
    def number_by_id(self) -> dict[str, int]:
        """Key -> row."""
        return {key: number for number, key in enumerate(self.ids)}

    @cached_property
    def geometries(self) -> NDArray[np.object_]:
        """Public geometries in CRS84, None without one."""
        return np.array([public_geometry(record) for record in self.records], dtype=object)

    @cached_property
    def features(self) -> tuple[Raw, ...]:
        """Encoded GeoJSON features."""
        return tuple(
            _encode_feature(key, self.geometry_json(number), self.properties[number])
            for number, key in enumerate(self.ids)
        )

    def geometry_json(self, number: int) -> Raw | None:
        """The encoded GeoJSON geometry of a row."""
        shape = self.geometries[number]
        return None if shape is None else Raw(shapely.to_geojson(shape))

    @cached_property
    def bounds(self) -> Bbox | None:
        """Bounding box of everything that has a geometry."""
        if shapely.is_missing(self.geometries).all():
            return None
        west, south, east, north = shapely.total_bounds(self.geometries).tolist()
        return west, south, east, north

    @cached_property
    def _intervals(self) -> NDArray[np.float64]:
        found = [_interval_of(record, self._zone) for record in self.records]
        return np.array(found, dtype=float).reshape(len(found), 2)

    def matching(self, query: ItemQuery) -> Mask:
        """Rows that pass every filter. Raises BadQuery for a value of the wrong type."""
        mask = np.ones(len(self.records), dtype=bool)
        if query.bbox is not None:
            mask &= self._in_bbox(query.bbox)
        if query.interval is not None:
            start, end = query.interval
            mask &= (self._intervals[:, 0] <= end) & (self._intervals[:, 1] >= start)
        for name, values in query.properties:
            mask &= self._having(name, values)
        return mask

    def _in_bbox(self, bbox: Bbox) -> Mask:
        west, south, east, north = bbox
        if west <= east:
            boxes = [shapely.box(west, south, east, north)]
        else:
            # across the antimeridian: two boxes
            boxes = [shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)]
        mask = np.zeros(len(self.records), dtype=bool)
        for box in boxes:
            mask |= shapely.intersects(self.geometries, box)
        return mask

    def _having(self, name: str, values: tuple[str, ...]) -> Mask:
        column = self._columns[name]
        wanted = {_parse(column, value) for value in values}
        if column.kind == "texts":
            found = [bool(wanted.intersection(p[name])) for p in self.properties]
        else:
            found = [p[name] in wanted for p in self.properties]
        return np.array(found, dtype=bool)


def _encode_feature(key: str, geometry: Raw | None, properties: dict[str, Any]) -> Raw:
    feature = {
        "type": "Feature",
        "id": key,
        "geometry": geometry,
        "properties": properties,
    }
    return Raw(msgspec.json.encode(feature))


def _parse(column: Column, value: str) -> str | bool | float:
    """A query value in the type of its column."""
    if column.kind == "bool":
        # GDAL writes 1 and 0
        if value not in ("true", "false", "1", "0"):
            raise BadQuery(f"„{column.name}“: true oder false erwartet.", column.name)
        return value in ("true", "1")
    if column.kind in ("int", "float"):
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadQuery(f"„{column.name}“: eine Zahl erwartet.", column.name)
        return number
    return value


@lru_cache(maxsize=32)
def table_of(
    snapshot: Snapshot, collection_id: str, timezone: str, today: dt.date
) -> CollectionTable:
    """The table of a collection on a day; kept for the last two snapshots or days."""
    return CollectionTable(snapshot, collection_id, timezone, today)


def find_items(table: CollectionTable, query: ItemQuery, shown: Mask | None = None) -> ItemPage:
    """One page of the features that match, in the order of their keys.

    Parameters
    ----------
    shown : rows that may be shown at all (open offers), shape (records,); default all.
    """
    mask = table.matching(query)
    if shown is not None:
        mask = mask & shown
    numbers = np.flatnonzero(mask)
    page = numbers[query.offset : query.offset + query.limit]
    return ItemPage(matched=len(numbers), features=tuple(table.features[n] for n in page.tolist()))
