"""GeoJSON (RFC 7946, and what servers still send of its predecessor), read without GDAL.

No driver is guessed and no link of the file is followed. Properties become columns, nested ones
with dots; `id` is the feature's own. The position is the point itself or a point on the surface.
"""

from __future__ import annotations

from typing import Any

import msgspec

from geodata.crs import LONLAT
from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable
from geodata.formats.crsnames import parse_crs_name
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair, flatten
from geodata.formats.geojsonshapes import GEOMETRY_TYPES, point_of_geojson
from geodata.formats.jsontext import decode_file, decode_record, json_bytes, repeated_keys
from geodata.formats.points import BadGeometry
from geodata.formats.table import Position, TableBuilder, check_record_count


class Collection(msgspec.Struct):
    """The file; its features are not decoded yet."""

    type: Any = None
    features: list[msgspec.Raw] | None = None
    crs: Any = None
    number_matched: Any = msgspec.field(name="numberMatched", default=None)
    number_returned: Any = msgspec.field(name="numberReturned", default=None)


class Feature(msgspec.Struct):
    """A feature; its geometry and properties are not decoded yet."""

    type: Any = None
    id: Any = None
    properties: msgspec.Raw = msgspec.Raw(b"null")
    geometry: msgspec.Raw = msgspec.Raw(b"null")


def read_geojson(content: bytes, options: ReadOptions) -> TextTable:
    """The features of a FeatureCollection (or the one Feature), first one = row 1.

    Raises
    ------
    SourceError
        Not GeoJSON, or cut. Where the CRS is unknown or given by a link, the records are read
        without their points, and one fault says so.
    """
    data = json_bytes(content, options.encoding)
    file = decode_file(data, Collection)
    features = _features_of(file, data)
    check_record_count(len(features))
    table = TableBuilder(has_positions=True)
    crs = _crs_of_file(table, file.crs)
    _note_missing_pages(table, file)
    for row, raw in enumerate(features, start=1):
        _read_feature(table, row, raw, crs)
    return table.finish()


def _features_of(file: Collection, data: bytes) -> list[msgspec.Raw]:
    if file.type == "FeatureCollection" and file.features is not None:
        return file.features
    if file.type == "Feature":
        return [msgspec.Raw(data)]
    if file.type == "Topology":
        raise SourceError("Das ist TopoJSON. Bitte als GeoJSON exportieren.")
    if isinstance(file.type, str) and file.type in GEOMETRY_TYPES:
        raise SourceError("Die Datei enthält nur eine Geometrie und keine Einträge (Features).")
    raise SourceError(f"Die Datei ist keine FeatureCollection.{_what_it_says(data)}")


def _what_it_says(data: bytes) -> str:
    """Services answer mistakes with JSON, the city's one even with status 200."""
    answer = msgspec.json.decode(data)
    for name in ("description", "detail", "message", "title", "error"):
        if isinstance(answer, dict) and isinstance(answer.get(name), str):
            return f" Sie meldet: „{shown(answer[name])}“."
    return ""


def _crs_of_file(table: TableBuilder, crs: Any) -> str | None:
    """The CRS of all points, None where it does not count; addresses still find their place."""
    name = LONLAT if crs is None else _crs_of(crs)
    if name is None:
        reason = (
            f"Das Koordinatensystem der Datei zählt nicht: {_crs_reason(crs)} Alle Einträge "
            "wurden ohne ihre Punkte gelesen."
        )
        table.fault(0, "crs", "crs_ignored", reason, "error")
    return name


def _crs_of(crs: Any) -> str | None:
    """Name of a known CRS; the numbers are x, y whatever the name says, as GeoJSON has it."""
    try:
        name = crs["properties"]["name"]
        found = parse_crs_name(name) if crs["type"] == "name" else None
    except (KeyError, TypeError, AttributeError):
        return None
    if found is None:
        return None
    return LONLAT if found.name == "EPSG:4326" else found.name


def _crs_reason(crs: Any) -> str:
    if isinstance(crs, dict) and crs.get("type") == "link":
        return "Es ist ein Verweis auf eine andere Datei, und solchen wird nicht gefolgt."
    return "Bitte in WGS 84 (EPSG:4326) oder ETRS89 / UTM 33 (EPSG:25833) exportieren."


def _note_missing_pages(table: TableBuilder, file: Collection) -> None:
    matched, returned = file.number_matched, file.number_returned
    if isinstance(matched, int) and isinstance(returned, int) and matched > returned:
        reason = f"Der Dienst hat {matched} Einträge, diese Datei enthält nur {returned}."
        table.fault(0, None, "incomplete", reason, "info")


def _read_feature(table: TableBuilder, row: int, raw: msgspec.Raw, crs: str | None) -> None:
    try:
        feature = msgspec.json.decode(raw, type=Feature)
        properties = decode_record(feature.properties)
        pairs = _pairs(feature.id, properties)
    except msgspec.MsgspecError:
        table.leave_out(row, "Das ist kein lesbares Feature.")
        return
    except RecursionError:
        table.leave_out(row, "Der Eintrag ist zu tief verschachtelt.")
        return
    except ValueError as error:
        table.leave_out(row, str(error))
        return
    for name in repeated_keys(feature.properties, properties):
        reason = "Das Feld steht mehrfach im Eintrag; die letzte Angabe zählt."
        table.fault(row, name, "repeated_field", reason)
    table.add(row, pairs, _position(table, row, feature.geometry, crs))


def _pairs(feature_id: Any, properties: Any) -> list[Pair]:
    if properties is not None and not isinstance(properties, dict):
        raise ValueError("Die Eigenschaften („properties“) sind kein Objekt.")
    properties = properties or {}
    own = [] if feature_id is None or "id" in properties else flatten(feature_id, "id")
    return own + flatten(properties)


def _position(table: TableBuilder, row: int, raw: msgspec.Raw, crs: str | None) -> Position | None:
    try:
        found = point_of_geojson(raw)
    except BadGeometry as error:
        table.fault(row, "geometry", "bad_position", str(error))
        return None
    if found is None:
        return None
    (x, y), own_crs = found
    name = crs if own_crs is None else _crs_of(own_crs)
    if name is None and own_crs is None:
        # said once for the whole file
        return None
    if name is None:
        reason = f"Das Koordinatensystem der Geometrie zählt nicht: {_crs_reason(own_crs)}"
        table.fault(row, "geometry", "crs_ignored", reason)
        return None
    return x, y, name
