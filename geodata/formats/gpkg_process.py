"""The process that opens a GeoPackage: the only reader that uses GDAL, and shut in for that.

Started by `geodata.formats.geopackage` in an interpreter of its own (`python -I <this file>`); it
imports nothing of the project. It limits itself first, then starts itself again with every driver
of GDAL switched off but one, so that a file in disguise finds nobody to open it, and writes JSON
lines: a head, then `[fid, values, [x, y] or a reason or null]` per feature.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
from collections.abc import Iterator
from typing import Any

DRIVER = "GPKG"
#: drivers of images, which the list below does not name; they open addresses and other files
IMAGE_DRIVERS = "VRT,GTI,WMS,WMTS,WCS,HTTP,STACTA,STACIT,DAAS,EEDAI,PLMosaic,OGCAPI,NGW,GDALG"
OPEN_OPTIONS = {"LIST_ALL_TABLES": "NO", "IMMUTABLE": "YES"}
BATCH = 5_000
#: tried one after the other; the last one never fails
ENCODINGS = ("utf-8", "cp1252", "latin-1")
#: what QGIS puts beside the data
HELPER_TABLES = {"layer_styles", "qgis_projects"}
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
_LAYERS = (
    "SELECT table_name, data_type FROM gpkg_contents "
    "WHERE data_type IN ('features', 'attributes') ORDER BY rowid LIMIT 1000"
)


class Refused(Exception):
    """The file cannot be used; the message is a German sentence."""


def limit_self(memory: int, seconds: int, output: int) -> None:
    """Bound memory, processor time and written bytes of this process; for good."""
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def spare_frames() -> None:
    """Keep pyogrio from loading what it only uses to make tables: that takes longer than reading."""
    for name in ("geopandas", "pandas", "pyarrow", "pyproj"):
        sys.modules[name] = None  # type: ignore[assignment]


def start_again_with_one_driver() -> None:
    """Replace this process by one whose GDAL knows one driver: it reads the list only once."""
    import pyogrio  # noqa: PLC0415 - limits first

    others = sorted(set(pyogrio.list_drivers()) - {DRIVER})
    environment = {**os.environ, "GDAL_SKIP": ",".join([*others, IMAGE_DRIVERS])}
    arguments = [sys.executable, "-I", __file__, *sys.argv[1:]]
    os.execve(sys.executable, arguments, environment)  # noqa: S606 - itself


def choose_layer(path: str, wanted: str) -> str:
    """The layer to read: a real table, because a view computes what its author wants.

    Raises
    ------
    Refused
        There is no such layer, none at all, or more than one to choose from.
    """
    from pyogrio.raw import read  # noqa: PLC0415 - limits first

    # asked of the tables: GDAL's own list would already run what a view computes
    found = read(path, sql=_TABLES, **OPEN_OPTIONS)[3][0]
    tables = {str(name).casefold() for name in found}
    names_and_kinds = read(path, sql=_LAYERS, **OPEN_OPTIONS)[3]
    listed = dict(zip(*(map(str, column) for column in names_and_kinds), strict=True))
    layers = {
        name: kind
        for name, kind in listed.items()
        if name.casefold() in tables and name not in HELPER_TABLES
    }
    names = ", ".join(f"„{name[:60]}“" for name in list(layers)[:12]) or "keine"
    if wanted in listed and wanted.casefold() not in tables:
        reason = (
            "ist eine Ansicht (View) und keine Tabelle. Bitte in QGIS als neue Ebene speichern."
        )
        raise Refused(f"Die Ebene „{wanted[:60]}“ {reason}")
    if wanted and wanted not in layers:
        raise Refused(f"Die Ebene „{wanted[:60]}“ gibt es nicht. Vorhanden: {names}.")
    choice = [wanted] if wanted else [name for name, kind in layers.items() if kind == "features"]
    choice = choice or list(layers)
    if not choice:
        raise Refused("Das GeoPackage enthält keine Ebene mit Daten.")
    if len(choice) > 1:
        raise Refused(f"Das GeoPackage hat mehrere Ebenen. Bitte eine davon nennen: {names}.")
    return choice[0]


def plain(value: Any) -> Any:
    """A value as JSON knows it; binary ones and what is no number are left out."""
    if value is None or isinstance(value, bytes):
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int) else str(value)


def points_of(geometries: Any, most: int) -> list[Any]:
    """`[x, y]` on the surface of each geometry, a reason, or None where there is none."""
    import numpy as np  # noqa: PLC0415 - limits first
    import shapely  # noqa: PLC0415

    shapes = shapely.from_wkb(geometries, on_invalid="ignore")
    counts = shapely.get_num_coordinates(shapes)
    found: list[Any] = []
    for raw, shape, count in zip(geometries, shapes, counts, strict=True):
        if raw is None or (shape is not None and shape.is_empty):
            found.append(None)
        elif shape is None or count > most:
            found.append("many" if shape is not None else "unreadable")
        else:
            point = shapely.point_on_surface(shape)
            numbers = [float(shapely.get_x(point)), float(shapely.get_y(point))]
            found.append(numbers if np.isfinite(numbers).all() else "unreadable")
    return found


def read_rows(path: str, layer: str, skip: int, count: int, **how: Any) -> Iterator[Any]:
    """What pyogrio reads of `count` features: in pieces where one of them is damaged."""
    from pyogrio.errors import FeatureError  # noqa: PLC0415 - limits first
    from pyogrio.raw import read  # noqa: PLC0415

    try:
        yield read(
            path, layer=layer, skip_features=skip, max_features=count, return_fids=True,
            datetime_as_string=True, **how, **OPEN_OPTIONS,
        )  # fmt: skip
    except (UnicodeDecodeError, FeatureError) as error:
        half = count // 2
        if half:
            yield from read_rows(path, layer, skip, half, **how)
            yield from read_rows(path, layer, skip + half, count - half, **how)
        elif isinstance(error, FeatureError):
            yield from read_rows(path, layer, skip, 1, **{**how, "read_geometry": False})
        else:
            tried = ENCODINGS.index(how.get("encoding", ENCODINGS[0]))
            yield from read_rows(path, layer, skip, 1, **{**how, "encoding": ENCODINGS[tried + 1]})


def write_rows(part: Any, most_vertices: int) -> int:
    """Write one part of a layer as JSON lines; how many there were."""
    meta, fids, geometries, columns = part
    without = "unreadable" if meta["geometry_type"] else None
    points = [without] * len(fids)
    if geometries is not None:
        points = points_of(geometries, most_vertices)
    values = zip(*(map(plain, column.tolist()) for column in columns), strict=True)
    rows = values if columns else [()] * len(fids)
    for fid, row, point in zip(fids.tolist(), rows, points, strict=True):
        sys.stdout.write(json.dumps([fid, row, point], allow_nan=False) + "\n")
    return len(fids)


def write_layer(path: str, layer: str, most_rows: int, most_vertices: int) -> None:
    """Write a layer as JSON lines to standard output.

    Raises
    ------
    Refused
        It has too many features.
    """
    import pyogrio  # noqa: PLC0415 - limits first

    meta = pyogrio.read_info(path, layer=layer, **OPEN_OPTIONS)
    head = {"layer": layer, "crs": meta["crs"], "columns": [str(name) for name in meta["fields"]]}
    sys.stdout.write(json.dumps(head) + "\n")
    written = 0
    while True:
        parts = read_rows(path, layer, written, BATCH)
        count = sum(write_rows(part, most_vertices) for part in parts)
        written += count
        if written > most_rows:
            raise Refused(f"Die Ebene hat mehr als {most_rows} Einträge. Bitte aufteilen.")
        if count < BATCH:
            return


def main(arguments: list[str]) -> None:
    """Arguments: file, layer, and the numbers of `geodata.formats.limits` in the order below."""
    path, layer, *numbers = arguments
    memory, seconds, output, most_rows, most_vertices = map(int, numbers)
    spare_frames()
    if "GDAL_SKIP" not in os.environ:
        limit_self(memory, seconds, output)
        start_again_with_one_driver()
    import pyogrio  # noqa: PLC0415 - limits first

    if set(pyogrio.list_drivers()) != {DRIVER}:
        sys.exit("GDAL lässt sich nicht auf GeoPackage beschränken.")
    try:
        write_layer(path, choose_layer(path, layer), most_rows, most_vertices)
        sys.stdout.write('{"end": true}\n')
    except Refused as error:
        sys.stdout.write(json.dumps({"refused": str(error)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
