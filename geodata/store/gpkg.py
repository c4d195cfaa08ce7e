"""One snapshot, one GeoPackage: written with GDAL in the build, read with sqlite3 by the server.

The file is the download, it opens in QGIS, and it is what the server reads. The server must not
load GDAL or pandas, so reading goes through sqlite3 and shapely alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

from geodata.errors import SnapshotError
from geodata.snapshot import Snapshot
from geodata.store.titles import TITLES
from geodata.tables import LIST_SEPARATOR, TABLES, Column, columns_of, geometry_column

#: version of the layout; a reader refuses every other one
SCHEMA_VERSION = 2

#: one type per layer, points where nothing else is said
GEOMETRY_TYPES = {
    "districts": "MultiPolygon",
    "boroughs": "MultiPolygon",
    "orientation_lines": "MultiLineString",
}
_SQLITE_MAGIC = b"SQLite format 3\x00"
# GPKG 1.3 is the newest version that the GDAL of current long-term distributions knows
_DATASET_OPTIONS = {"VERSION": "1.3"}
_UTC = 100  # GDAL's code for an offset of zero
# bytes of the bounding box in a GeoPackage geometry header, by its envelope code
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)


# --- reading and writing share: which table holds what


def records_of(snapshot: Snapshot, table: str) -> Sequence[msgspec.Struct]:
    """Records of one table of a snapshot; `snapshot_info` is a table of one row."""
    if table == "snapshot_info":
        return (snapshot.info,)
    records: Sequence[msgspec.Struct] = getattr(snapshot, table)
    return records


def _to_multi(geometry: Any) -> Any:
    if geometry is not None and geometry.geom_type == "Polygon":
        return shapely.MultiPolygon([geometry])
    if geometry is not None and geometry.geom_type == "LineString":
        return shapely.MultiLineString([geometry])
    return geometry


def _encode_geometry(value: Any) -> str:
    if isinstance(value, shapely.Geometry):
        return str(shapely.to_wkb(shapely.normalize(_to_multi(value)), hex=True))
    raise NotImplementedError(type(value))


def content_sha256(snapshot: Snapshot) -> str:
    """Checksum of everything a snapshot says, apart from its own name and the hour of its build.

    Returns
    -------
    64 hexadecimal digits; the same tables give the same digits on every machine.
    """
    info = msgspec.structs.replace(
        snapshot.info, snapshot_id="", created_at=dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    )
    digest = hashlib.sha256()
    for table in TABLES:
        records = (info,) if table == "snapshot_info" else records_of(snapshot, table)
        digest.update(table.encode())
        digest.update(msgspec.json.encode(list(records), enc_hook=_encode_geometry))
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """Checksum of a file's bytes, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- writing


def _geometry_type(table: str) -> str:
    return GEOMETRY_TYPES.get(table, "Point")


def _geometries(values: Iterable[Any]) -> NDArray[Any]:
    """WKB of a geometry column: one consistent type per layer, null where there is no place."""
    found = [_to_multi(value) for value in values]
    array = np.empty(len(found), dtype=object)
    array[:] = found
    wkb: NDArray[Any] = np.asarray(shapely.to_wkb(array, byte_order=1), dtype=object)
    return wkb


def _texts(column: Column, values: list[Any]) -> NDArray[Any]:
    array = np.empty(len(values), dtype=object)
    if column.kind == "texts":
        array[:] = [LIST_SEPARATOR.join(value) for value in values]
    elif column.kind == "labels":
        array[:] = [msgspec.json.encode(value).decode() for value in values]
    else:
        array[:] = values
    return array


def _naive_utc(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)


def _field_array(column: Column, values: list[Any]) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """Values of one column as GDAL wants them, and a mask of its nulls where it needs one."""
    nulls = np.array([value is None for value in values], dtype=bool)
    if column.kind == "bool":
        return np.array([bool(value) for value in values], dtype=bool), nulls
    if column.kind == "int":
        return np.array([value or 0 for value in values], dtype=np.int64), nulls
    if column.kind == "float":
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64), None
    if column.kind == "date":
        return np.array(values, dtype="datetime64[D]"), None
    if column.kind == "datetime":
        return np.array([_naive_utc(v) for v in values], dtype="datetime64[ms]"), None
    return _texts(column, values), None


def _described(table: str, records: Sequence[Any]) -> tuple[str, str]:
    title, description = TITLES[table]
    if any(getattr(record, "is_example", False) for record in records):
        return title, f"{description}. Enthält Beispieldaten."
    return title, f"{description}."


def _metadata(snapshot: Snapshot, table: str | None, title: str, text: str) -> dict[str, str]:
    """Licence, attribution and date of a layer (or of the whole file for `table` None)."""
    records: Sequence[Any] = () if table is None else records_of(snapshot, table)
    carriers = [record for record in records if hasattr(record, "licence")] or snapshot.sources
    attributions = {getattr(c, "attribution", "") for c in carriers} - {""}
    return {
        "TITLE": title,
        "DESCRIPTION": text,
        "LICENCE": "; ".join(sorted({carrier.licence for carrier in carriers})),
        "ATTRIBUTION": "; ".join(sorted(attributions)),
        "DATE": snapshot.info.as_of.isoformat(),
        "SNAPSHOT_ID": snapshot.info.snapshot_id,
        "LANGUAGE": "de",
    }


def _write_layer(
    path: Path, snapshot: Snapshot, table: str, dataset_metadata: dict[str, str]
) -> None:
    # GDAL is needed in the build only, and this module is imported by the server
    from pyogrio.raw import write  # noqa: PLC0415

    records: Sequence[Any] = records_of(snapshot, table)
    columns = [c for c in columns_of(TABLES[table]) if c.kind != "geometry"]
    arrays = [_field_array(c, [getattr(r, c.name) for r in records]) for c in columns]
    geometry = geometry_column(TABLES[table])
    title, text = _described(table, records)
    write(
        str(path),
        _geometries(getattr(r, geometry) for r in records) if geometry else None,
        [array for array, _ in arrays],
        fields=[column.name for column in columns],
        field_mask=[mask for _, mask in arrays],
        layer=table,
        driver="GPKG",
        geometry_type=_geometry_type(table) if geometry else None,
        crs="EPSG:4326" if geometry else None,
        encoding="UTF-8",
        promote_to_multi=False,
        dataset_metadata=dataset_metadata,
        layer_metadata=_metadata(snapshot, table, title, text),
        dataset_options=None if path.exists() else _DATASET_OPTIONS,
        layer_options={"IDENTIFIER": title, "DESCRIPTION": text},
        gdal_tz_offsets={
            c.name: np.full(len(records), _UTC) for c in columns if c.kind == "datetime"
        },
    )


def write_snapshot(path: Path, snapshot: Snapshot, *, title: str = "Ehrenamtslandkarte") -> None:
    """Write a new GeoPackage with every table of `geodata.tables.TABLES`, empty ones included.

    Spatial layers are EPSG:4326 (axis order lon, lat) with an R*Tree; plain tables are GPKG
    attributes. Time stamps inside the file are the snapshot's day, not the clock's: the same
    snapshot gives the same bytes. The file is neither synced nor moved; see `geodata.store.publish`.

    Parameters
    ----------
    path : must not exist yet.
    snapshot : records as they shall be published; `info` is written too.
    title : title of the data set in the file's metadata.

    Raises
    ------
    SnapshotError
        The disk refuses.
    """
    import pyogrio.errors  # noqa: PLC0415 - see _write_layer

    text = "Karte des Engagements: Gebiete, Zahlen, Angebote. Spalten: siehe Datenverzeichnis."
    if snapshot.info.has_examples:
        text += " Enthält Beispieldaten."
    metadata = _metadata(snapshot, None, title, text)
    day = f"{snapshot.info.as_of.isoformat()}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": day})
    try:
        for table in TABLES:
            _write_layer(path, snapshot, table, metadata)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise SnapshotError(f"{path}: Der Snapshot lässt sich nicht schreiben ({error}).") from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


# --- reading


def _wkb_of(blob: bytes | None) -> bytes | None:
    """The WKB inside a GeoPackage geometry: behind a header of 8 bytes and its bounding box."""
    if blob is None:
        return None
    return blob[8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 0b111] :]


def _column_from_disk(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind == "geometry":
        wkb = np.empty(len(values), dtype=object)
        wkb[:] = [_wkb_of(value) for value in values]
        geometries: Sequence[Any] = shapely.from_wkb(wkb).tolist()
        return geometries
    if column.kind == "bool":
        return [None if value is None else bool(value) for value in values]
    if column.kind == "texts":
        return [value.split(LIST_SEPARATOR) if value else () for value in values]
    if column.kind == "labels":
        return [msgspec.json.decode(value) for value in values]
    return values


def _read_table(connection: sqlite3.Connection, table: str) -> list[Any]:
    """All records of a table, in the order in which they were written."""
    columns = columns_of(TABLES[table])
    names = ["geom" if column.kind == "geometry" else column.name for column in columns]
    # with the table's name in front: SQLite takes an unknown "name" for a text constant
    wanted = ", ".join(f'"{table}"."{name}"' for name in names)
    # table and columns are our own constants
    rows = connection.execute(f'SELECT {wanted} FROM "{table}" ORDER BY fid').fetchall()  # noqa: S608
    if not rows:
        return []
    lists = [
        _column_from_disk(column, values)
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]
    keys = [column.name for column in columns]
    mappings = [dict(zip(keys, values, strict=True)) for values in zip(*lists, strict=True)]
    return msgspec.convert(mappings, list[TABLES[table]])  # type: ignore[valid-type]


def _refuse_damage(path: Path, expected_sha256: str | None) -> None:
    """Say in words what is wrong with a file, before SQLite sees it."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(_SQLITE_MAGIC):
        raise SnapshotError(f"{path}: Das ist kein Snapshot (kein GeoPackage).")
    page = int.from_bytes(head[16:18], "big")
    size = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    found = path.stat().st_size
    if found < size:
        raise SnapshotError(
            f"{path}: Die Snapshot-Datei ist abgeschnitten ({found} von {size} Bytes)."
        )
    if file_sha256(path) != (expected_sha256 or read_checksum(path)):
        raise SnapshotError(
            f"{path}: Die Snapshot-Datei wurde verändert, ihre Prüfsumme stimmt nicht."
        )


def checksum_path(path: Path) -> Path:
    """Where the checksum of a snapshot file lies (`sha256sum -c` reads it)."""
    return path.with_name(f"{path.name}.sha256")


def read_checksum(path: Path) -> str:
    """The checksum noted beside a snapshot file. Raises SnapshotError where there is none."""
    try:
        words = checksum_path(path).read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        words = []
    if not words or len(words[0]) != 64:
        raise SnapshotError(f"{checksum_path(path)}: Die Prüfsumme des Snapshots fehlt.")
    return words[0]


def _refuse_other_version(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("SELECT schema_version FROM snapshot_info").fetchall()
    if found != [(SCHEMA_VERSION,)]:
        version = found[0][0] if found else "unbekannt"
        raise SnapshotError(
            f"{path}: Der Snapshot hat die Fassung {version}, dieses Programm liest "
            f"{SCHEMA_VERSION}. Bitte neu bauen: .venv/bin/python -m scripts.build_snapshot"
        )


def read_snapshot(path: Path, expected_sha256: str | None = None) -> Snapshot:
    """Read a snapshot file into memory, after its checksum was found to be right.

    Parameters
    ----------
    path : the GeoPackage; opened read-only and never locked.
    expected_sha256 : checksum from the pointer; None = the one noted beside the file.

    Raises
    ------
    SnapshotError
        The file is missing, cut, changed, of another version or no snapshot at all.
    """
    try:
        _refuse_damage(path, expected_sha256)
    except FileNotFoundError:
        raise SnapshotError(f"{path}: Die Snapshot-Datei fehlt.") from None
    except OSError as error:
        raise SnapshotError(f"{path}: Nicht lesbar ({error.strerror}).") from None
    uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            _refuse_other_version(connection, path)
            tables = {table: _read_table(connection, table) for table in TABLES}
    except (sqlite3.DatabaseError, msgspec.ValidationError, ShapelyError) as error:
        raise SnapshotError(f"{path}: Der Snapshot hat einen anderen Aufbau ({error}).") from None
    (info,) = tables.pop("snapshot_info")
    return Snapshot(info=info, **{name: tuple(records) for name, records in tables.items()})
