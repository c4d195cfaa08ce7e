"""What can be done with district polygons alone: check a coverage, dissolve, simplify, link.

A coverage is a set of polygons without overlaps and gaps whose neighbours share their border
vertex by vertex (the sense of JTS and `shapely.coverage_is_valid`). All polygons here are lon,
lat; metres are measured in the city's metric CRS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import area_km2, to_lonlat, to_metric
from geodata.errors import SourceError
from geodata.model import District
from geodata.tables import columns_of

Geometries = NDArray[np.object_]

DISTRICT_COLUMNS = [column.name for column in columns_of(District)]
#: a face outside the city smaller than this is a pinched-off bay of the outline, not an enclave.
SLIVER_M2 = 1000.0
MAX_FAULTS = 5
Files = tuple[str, str]
#: what messages call the files of boundaries and crosswalk where nobody says their names
FILES: Files = ("Grenzen (districts)", "Zuordnung (crosswalk)")


def localities_from_name(name_long: str | None, name: str = "") -> tuple[str, ...]:
    """Localities that a long name lists: `A/B mit C, D und E (F)` gives A, B, C, D, E, F.

    The district's own `name` is left out: it is known already. Order is that of the text.
    """
    parts = re.split(r"/|, | mit | und |\(|\)", name_long or "")
    found = dict.fromkeys(part.strip() for part in parts)
    return tuple(part for part in found if part and part != name)


def with_none(table: pd.DataFrame) -> pd.DataFrame:
    """The same table with `None` for missing text: pandas' NaN counts as true in an `or`."""
    columns = [
        name for name in table.columns if table[name].dtype.kind != "f" and name != "geometry"
    ]
    plain = {name: table[name].astype(object) for name in columns}
    return table.assign(**{n: v.where(v.notna(), None) for n, v in plain.items()})


def _overlap_faults(codes: Sequence[str], polygons: Geometries, crs: str) -> list[str]:
    tree = shapely.STRtree(polygons)
    left, right = tree.query(polygons, predicate="intersects")
    pairs = left < right
    left, right = left[pairs], right[pairs]
    common = shapely.intersection(polygons[left], polygons[right])
    areas = area_km2(common, crs) * 1e6
    return [
        f"{codes[i]} und {codes[j]} überlappen sich (etwa {_square_metres(area)})"
        for i, j, area in zip(left.tolist(), right.tolist(), areas.tolist(), strict=True)
        if area > 0
    ]


def _square_metres(area_m2: float) -> str:
    rounded = f"{area_m2:,.0f}".replace(",", ".") if area_m2 >= 1 else "weniger als 1"
    return f"{rounded} m²"


def _gap_faults(codes: Sequence[str], polygons: Geometries, crs: str) -> list[str]:
    parts = shapely.get_parts(shapely.union_all(polygons))
    holes = [shapely.Polygon(ring) for part in parts for ring in part.interiors]
    faults = []
    for hole in holes:
        around = np.flatnonzero(shapely.distance(polygons, hole) == 0)
        names = ", ".join(codes[i] for i in around.tolist())
        size = _square_metres(float(area_km2([hole], crs)[0] * 1e6))
        faults.append(f"zwischen {names} ist eine Lücke (etwa {size})")
    return faults


def _edge_faults(codes: Sequence[str], polygons: Geometries) -> list[str]:
    edges = shapely.coverage_invalid_edges(polygons)
    bad = [codes[i] for i in np.flatnonzero(~shapely.is_empty(edges)).tolist()]
    return [f"die Grenzen passen nicht aufeinander: {', '.join(bad)}"] if bad else []


def coverage_faults(codes: Sequence[str], polygons: Iterable[BaseGeometry], crs: str) -> list[str]:
    """What keeps polygons from being a coverage: short German clauses, empty if they are one.

    Parameters
    ----------
    codes : district codes, one per polygon
    polygons : lon, lat, Polygon or MultiPolygon
    crs : metric CRS in which areas are measured
    """
    array = np.asarray(list(polygons), dtype=object)
    invalid = np.flatnonzero(~shapely.is_valid(array))
    if invalid.size:
        reasons = shapely.is_valid_reason(array[invalid])
        return [
            f"{codes[i]} ist ungültig ({r})" for i, r in zip(invalid.tolist(), reasons, strict=True)
        ]
    if shapely.coverage_is_valid(array):
        return _gap_faults(codes, array, crs)[:MAX_FAULTS]
    faults = _overlap_faults(codes, array, crs) + _gap_faults(codes, array, crs)
    return (faults or _edge_faults(codes, array))[:MAX_FAULTS]


def boroughs_from_districts(districts: gpd.GeoDataFrame, crs: str) -> gpd.GeoDataFrame:
    """Districts dissolved by `parent_id`: the columns of `model.District`, level `borough`.

    The union is that of a coverage: shared borders vanish exactly, no slivers remain, and the
    outer border keeps each vertex of the districts.
    """
    rows = []
    for borough_id, members in with_none(districts).groupby("parent_id", sort=True):
        first = members.iloc[0]
        outline = shapely.coverage_union_all(members.geometry.to_numpy())
        row = dict.fromkeys(DISTRICT_COLUMNS)
        row |= {name: first[name] for name in ("edition", "valid_from", "valid_to", "source_id")}
        row |= {name: first[name] for name in ("licence", "attribution")}
        row |= {
            "district_id": borough_id,
            "name": first["parent_name"] or f"Stadtbezirk {borough_id}",
            "level": "borough",
            "localities": (),
            "area_km2": float(area_km2([outline], crs)[0]),
            "geometry": outline,
        }
        rows.append(row)
    table = gpd.GeoDataFrame(rows, columns=DISTRICT_COLUMNS, geometry="geometry", crs="EPSG:4326")
    return with_none(table)


def _check_boroughs(districts: gpd.GeoDataFrame, linked: pd.DataFrame, files: Files) -> None:
    """The borough of a district is the same in both files, where both name it."""
    for column, source, word in (
        ("parent_id", "borough_id", "Stadtbezirk"),
        ("parent_name", "borough_name", "Name des Stadtbezirks"),
    ):
        rows = zip(
            districts["district_id"], districts[column], linked[source], linked.index, strict=True
        )
        for code, given, other, row in rows:
            if isinstance(given, str) and other and given != other:
                raise SourceError(
                    f"{files[1]}, Zeile {row}, Feld „{source}“: {word} von {code} ist hier "
                    f"„{other}“, in {files[0]} „{given}“."
                )


def assign_statistics_units(
    districts: gpd.GeoDataFrame, crosswalk: pd.DataFrame, files: Files = FILES
) -> gpd.GeoDataFrame:
    """Districts with `statistics_unit_id`, and borough and its name where they were missing.

    Parameters
    ----------
    districts : columns of `model.District`
    crosswalk : text columns district_id, statistics_unit_id, borough_id, borough_name; index = row
    files : what messages call the two files

    Raises
    ------
    SourceError
        A district has no row in the crosswalk, a row names a district that does not exist, or the
        two contradict each other.
    """
    known, linked = set(districts["district_id"]), set(crosswalk["district_id"])
    for missing, here, there in (
        (known - linked, files[1], files[0]),
        (linked - known, files[0], files[1]),
    ):
        if missing:
            names = ", ".join(sorted(missing))
            raise SourceError(f"{here}: Es fehlt der Stadtteil {names}, der in {there} steht.")
    by_code = crosswalk.assign(row=crosswalk.index).set_index("district_id")
    rows = by_code.loc[districts["district_id"]].set_index("row")
    _check_boroughs(districts, rows, files)
    result = districts.copy()
    result["statistics_unit_id"] = rows["statistics_unit_id"].to_numpy(dtype=object)
    for column, source in (("parent_id", "borough_id"), ("parent_name", "borough_name")):
        given = result[column].astype(object)
        result[column] = given.where(given.notna(), rows[source].to_numpy(dtype=object))
    return result


def _faces(polygons: Geometries, decimals: int) -> Geometries:
    """Faces between all borders after snapping to the grid of `decimals`; fully noded."""
    borders = shapely.union_all(shapely.boundary(polygons), grid_size=10.0**-decimals)
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(borders)))


def simplify_coverage(
    polygons: Iterable[BaseGeometry], crs: str, tolerance_m: float, decimals: int = 5
) -> Geometries:
    """Fewer vertices and decimals, still a coverage: neighbours keep one common border.

    Visvalingam-Whyatt on shared edges (`shapely.coverage_simplify`), then snap rounding of all
    borders together and polygons rebuilt from the faces between them. Rounding polygon by polygon
    would be simpler but closes narrow bays into holes and can make thin spikes cross.

    Parameters
    ----------
    polygons : lon, lat coverage
    crs : metric CRS in which `tolerance_m` is meant
    tolerance_m : square root of the area a removed vertex may span
    decimals : of a degree; 5 is about a metre

    Returns
    -------
    array of lon, lat polygons in the same order
    """
    metric = to_metric(np.asarray(list(polygons), dtype=object), crs)
    simple = to_lonlat(shapely.coverage_simplify(metric, tolerance_m), crs)
    faces = _faces(simple, decimals)
    owner = shapely.STRtree(simple).nearest(shapely.point_on_surface(faces))
    outside = shapely.distance(simple[owner], shapely.point_on_surface(faces)) > 0
    keep = ~outside | (area_km2(faces, crs) * 1e6 < SLIVER_M2)
    merged = [
        shapely.normalize(shapely.coverage_union_all(faces[keep & (owner == i)]))
        for i in range(len(simple))
    ]
    return np.asarray(merged, dtype=object)


def river_line(
    districts: dict[str, BaseGeometry], left_bank: Iterable[str], right_bank: Iterable[str]
) -> BaseGeometry:
    """The line between the districts of two banks: their common borders, merged.

    Direction is west to east, so that a name along it reads upright. A LineString where the
    borders join, otherwise a MultiLineString.

    Raises
    ------
    SourceError
        A bank names a district that does not exist, or the banks have no border in common.
    """
    left, right = list(left_bank), list(right_bank)
    unknown = sorted(set(left + right) - set(districts))
    if unknown:
        raise SourceError(f"city.toml, [[orientation]]: unbekannte Stadtteile {unknown}.")
    one, other = (
        shapely.coverage_union_all([districts[c] for c in bank]) for bank in (left, right)
    )
    common = shapely.line_merge(shapely.intersection(one.boundary, other.boundary))
    lines = [part for part in shapely.get_parts(common) if part.length > 0]
    if not lines:
        raise SourceError("city.toml, [[orientation]]: Die Ufer haben keine gemeinsame Grenze.")
    upright = [g if g.coords[0][0] <= g.coords[-1][0] else shapely.reverse(g) for g in lines]
    return upright[0] if len(upright) == 1 else shapely.MultiLineString(upright)
