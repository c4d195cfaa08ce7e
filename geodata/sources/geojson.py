"""GeoJSON, read without GDAL: no driver is guessed, no link in the file is followed.

The structure is decoded strictly (RFC 7946), vertices are counted before a geometry is built, and
coordinates must be degrees inside the city's surroundings; a file in metres or with latitude
first is named as such.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.city import City
from geodata.crs import LONLAT, project_points
from geodata.errors import SourceError
from geodata.issues import Issue
from geodata.sources.faults import decode_text, fault
from geodata.sources.spec import SourceSpec

#: a detailed official layer has at most 3,000 vertices per district and 42,000 in all; the
#: validity check of the worst polygon takes a second at this number and grows with its square.
MAX_VERTICES = 10_000
MAX_VERTICES_IN_FILE = 300_000
MAX_FEATURES = 5_000
#: degrees a layer may reach beyond the bbox of city.toml.
MARGIN_DEG = 0.05
LONLAT_NAMES = ("CRS84", "EPSG::4326", "EPSG:4326")
UTM_ZONES = ("EPSG:25832", "EPSG:25833", "EPSG:31468", "EPSG:31469", "EPSG:3857")

Position = list[float]
Ring = list[Position]
SHAPES: dict[str, Any] = {
    "Polygon": list[Ring],
    "MultiPolygon": list[list[Ring]],
    "LineString": Ring,
    "MultiLineString": list[Ring],
}


class RawGeometry(msgspec.Struct):
    """A geometry whose coordinates are not decoded yet."""

    type: str
    coordinates: msgspec.Raw = msgspec.Raw(b"null")


class Feature(msgspec.Struct):
    """A feature as the file has it."""

    type: str = "Feature"
    properties: dict[str, Any] | None = None
    geometry: RawGeometry | None = None


class CrsName(msgspec.Struct):
    """The name of a CRS."""

    name: str


class NamedCrs(msgspec.Struct):
    """A CRS given by its name, the only way that needs nothing from outside."""

    properties: CrsName


class FeatureCollection(msgspec.Struct):
    """The file. `crs` is outdated GeoJSON: its name is checked, a link is never followed."""

    type: str
    features: list[Feature]
    crs: Any = None


def read_features(spec: SourceSpec, content: bytes) -> tuple[list[Feature], list[Issue]]:
    """The features of a GeoJSON file, geometries not yet built. Raises SourceError."""
    data = decode_text(spec, content).encode()
    try:
        file = msgspec.json.decode(data, type=FeatureCollection)
    except (msgspec.DecodeError, RecursionError) as error:
        reason = f"Die Datei ist kein gültiges GeoJSON oder abgeschnitten ({error})."
        raise fault(spec, reason, row=_row_of(data, str(error))) from None
    if file.type != "FeatureCollection" or not file.features:
        raise fault(spec, "Die Datei ist keine FeatureCollection mit mindestens einem Feature.")
    if len(file.features) > MAX_FEATURES:
        raise fault(spec, f"{len(file.features)} Features, höchstens {MAX_FEATURES} sind erlaubt.")
    return file.features, _crs_issues(spec, file.crs)


def _row_of(data: bytes, message: str) -> int | None:
    """The row of the byte that a decoder complains about; the last one of a file that was cut."""
    found = re.search(r"\(byte (\d+)\)", message)
    if found:
        return data.count(b"\n", 0, int(found.group(1))) + 1
    return data.rstrip().count(b"\n") + 1 if "truncated" in message else None


def _crs_issues(spec: SourceSpec, crs: Any) -> list[Issue]:
    if crs is None:
        return []
    try:
        name = msgspec.convert(crs, NamedCrs).properties.name
    except msgspec.ValidationError:
        message = "Die Angabe „crs“ nennt kein Koordinatensystem beim Namen und zählt nicht."
        return [Issue(source_id=spec.source_id, kind="crs_ignored", message=message, field="crs")]
    if not name.endswith(LONLAT_NAMES):
        reason = f"Koordinatensystem „{name}“. Bitte in WGS 84 (EPSG:4326) exportieren."
        raise fault(spec, reason, field="crs")
    return []


def _count_vertices(coordinates: list[Any]) -> int:
    if coordinates and isinstance(coordinates[0], float):
        return 1
    return sum(_count_vertices(part) for part in coordinates)


def _check_ring(ring: Ring) -> str | None:
    if len(ring) < 4:
        return "Ein Ring hat weniger als vier Punkte."
    if ring[0] != ring[-1]:
        return "Ein Ring ist nicht geschlossen (erster und letzter Punkt sind verschieden)."
    return None


def _flat(positions: Ring) -> NDArray[np.float64]:
    # a third number is a height, which plays no part here
    return np.asarray([position[:2] for position in positions], dtype=np.float64)


def _polygon(rings: list[Ring]) -> shapely.Polygon:
    shell, *holes = (_flat(ring) for ring in rings)
    return shapely.Polygon(shell, holes)


def _build(kind: str, coordinates: list[Any]) -> BaseGeometry:
    if kind == "Polygon":
        return _polygon(coordinates)
    if kind == "MultiPolygon":
        parts = [_polygon(rings) for rings in coordinates]
        return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    if kind == "LineString":
        return shapely.LineString(_flat(coordinates))
    lines = [shapely.LineString(_flat(line)) for line in coordinates]
    return lines[0] if len(lines) == 1 else shapely.MultiLineString(lines)


def _fault_of_coordinates(kind: str, coordinates: list[Any]) -> str | None:
    if not coordinates:
        return "Die Geometrie ist leer."
    vertices = _count_vertices(coordinates)
    if vertices > MAX_VERTICES:
        return f"{vertices} Stützpunkte, höchstens {MAX_VERTICES} sind erlaubt. Bitte vereinfachen."
    if "Polygon" not in kind:
        return None
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not all(polygons):
        return "Die Geometrie ist leer."
    reasons = (_check_ring(ring) for rings in polygons for ring in rings)
    return next((reason for reason in reasons if reason), None)


def geometry_of(
    spec: SourceSpec, feature: Feature, where: str, kinds: tuple[str, ...]
) -> BaseGeometry:
    """The geometry of a feature; one of several parts with a single part becomes that part.

    Parameters
    ----------
    where : how a message names the feature
    kinds : geometry types that are allowed

    Raises
    ------
    SourceError
        Missing, of another type, malformed, unclosed, empty or with too many vertices.
    """
    raw = feature.geometry
    if raw is None or raw.type not in kinds:
        found = "keine" if raw is None else raw.type
        raise _fault_of(spec, where, f"Geometrie {found} statt {' oder '.join(kinds)}.")
    try:
        coordinates = msgspec.json.decode(raw.coordinates, type=SHAPES[raw.type])
    except (msgspec.DecodeError, RecursionError) as error:
        raise _fault_of(spec, where, f"Die Koordinaten sind nicht lesbar ({error}).") from None
    reason = _fault_of_coordinates(raw.type, coordinates)
    if reason:
        raise _fault_of(spec, where, reason)
    try:
        return _build(raw.type, coordinates)
    except (ValueError, shapely.GEOSException) as error:
        raise _fault_of(spec, where, f"Die Geometrie ist nicht lesbar ({error}).") from None


def _fault_of(spec: SourceSpec, where: str, reason: str) -> SourceError:
    return fault(spec, f"{where}: {reason}", field="geometry")


def _inside(bounds: NDArray[np.float64], bbox: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bbox
    low, high = (west - MARGIN_DEG, south - MARGIN_DEG), (east + MARGIN_DEG, north + MARGIN_DEG)
    return bool((bounds[:2] >= low).all() and (bounds[2:] <= high).all())


def _metres_hint(bounds: NDArray[np.float64], city: City) -> str:
    for crs in dict.fromkeys((city.crs, *UTM_ZONES)):
        lon, lat = project_points(bounds[[0, 2]], bounds[[1, 3]], crs, LONLAT)
        moved = np.array([lon.min(), lat.min(), lon.max(), lat.max()])
        if np.isfinite(moved).all() and _inside(moved, city.bbox):
            return f"Die Zahlen passen zu {crs}."
    return ""


def check_geometries(
    spec: SourceSpec, geometries: list[BaseGeometry], names: list[str], city: City
) -> None:
    """Refuse too many vertices, and coordinates that are not lon, lat near the city.

    Raises
    ------
    SourceError
        Names what the coordinates probably are instead: metres of some CRS, or swapped.
    """
    array = np.asarray(geometries, dtype=object)
    vertices = int(shapely.get_num_coordinates(array).sum())
    if vertices > MAX_VERTICES_IN_FILE:
        reason = f"{vertices} Stützpunkte, höchstens {MAX_VERTICES_IN_FILE} sind erlaubt."
        raise fault(spec, f"{reason} Bitte vereinfachen.", field="geometry")
    bounds, total = shapely.bounds(array), shapely.total_bounds(array)
    if (np.abs(total[[0, 2]]) > 180).any() or (np.abs(total[[1, 3]]) > 90).any():
        reason = "Die Koordinaten sind keine Grad, sondern wohl Meter. Bitte in WGS 84 exportieren."
        raise fault(spec, f"{reason} {_metres_hint(total, city)}".strip(), field="geometry")
    outside = [i for i, box in enumerate(bounds) if not _inside(box, city.bbox)]
    if not outside:
        return
    first = names[outside[0]]
    if all(_inside(bounds[i][[1, 0, 3, 2]], city.bbox) for i in outside):
        reason = "Länge und Breite sind vertauscht. GeoJSON nennt die Länge (Ost) zuerst."
        where = f"{first}: " if len(outside) < len(names) else ""
        raise fault(spec, where + reason, field="geometry")
    reason = f"{first} liegt außerhalb der Umgebung der Stadt (bbox in city.toml)."
    more = f" Das gilt für {len(outside)} von {len(names)} Flächen." if len(outside) > 1 else ""
    raise fault(spec, reason + more, field="geometry")
