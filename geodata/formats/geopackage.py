"""GeoPackage, opened in a process of its own (see `gpkg_process`): that one may be killed.

The bytes go through a private temporary file; the process gets an environment without anything of
ours, bounded memory, time and output, and GDAL with no other driver. Views are not read.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import msgspec

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable, gpkg_process
from geodata.formats.crsnames import parse_crs_name
from geodata.formats.decoding import check_size, shown
from geodata.formats.flatten import flatten
from geodata.formats.limits import MAX_RECORDS, MAX_VERTICES
from geodata.formats.points import TOO_MANY, UNREADABLE
from geodata.formats.table import Position, TableBuilder

MAGIC = b"SQLite format 3\x00"
#: where the header of SQLite says which program the file belongs to
APPLICATION = slice(68, 72)
APPLICATIONS = (b"GPKG", b"GP10", b"GP11")
MAX_MEMORY = 2 * 1024**3
MAX_SECONDS = 60
MAX_OUTPUT = 400_000_000
#: the same limit by the clock, for a process that waits instead of working
TIMEOUT_SECONDS = 90
_PROCESS = Path(gpkg_process.__file__)
_BROKEN = (
    "Das GeoPackage ist beschädigt, oder zu groß, um es in begrenzter Zeit und mit begrenztem"
    " Speicher zu lesen."
)


class _Head(msgspec.Struct):
    layer: str = ""
    crs: str | None = None
    columns: list[str] = []
    refused: str = ""


def read_geopackage(content: bytes, options: ReadOptions) -> TextTable:
    """The features of `options.layer`, or of the only layer, first one = row 1; `fid` its key.

    Raises
    ------
    SourceError
        No GeoPackage, damaged, no such layer, several to choose from, or too large to be read
        within the limits.
    """
    check_size(content)
    if not content.startswith(MAGIC) or content[APPLICATION] not in APPLICATIONS:
        raise SourceError("Die Datei ist kein GeoPackage.")
    with tempfile.TemporaryDirectory(prefix="geopackage-") as folder:
        file = Path(folder) / "eingabe.gpkg"
        file.write_bytes(content)
        with (Path(folder) / "ausgabe").open("w+b") as output:
            is_done = _run(file, options.layer, output)
            output.seek(0)
            return _table(output, is_done=is_done)


def _run(file: Path, layer: str, output: IO[bytes]) -> bool:
    """Whether the process came to its end."""
    numbers = (MAX_MEMORY, MAX_SECONDS, MAX_OUTPUT, MAX_RECORDS, MAX_VERTICES)
    command = [sys.executable, "-I", str(_PROCESS), str(file), layer, *map(str, numbers)]
    environment = {
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
        # threads would each reserve address space
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OGR_SQLITE_PRAGMA": "trusted_schema=OFF,cell_size_check=ON",
        "PROJ_NETWORK": "OFF",
        "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own file, nothing is put into a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=file.parent,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    except ValueError:  # a NUL in the name of the layer
        raise SourceError(f"Die Ebene „{shown(layer)}“ gibt es nicht.") from None
    return done.returncode == 0


def _table(output: IO[bytes], *, is_done: bool) -> TextTable:
    if not is_done:
        raise SourceError(_BROKEN)
    lines = iter(output)
    head = _decoded(next(lines, b""), _Head)
    if head.refused:
        raise SourceError(shown(head.refused, 1000))
    crs = parse_crs_name(head.crs) if head.crs else None
    table = TableBuilder(has_positions=True)
    for row, (fid, values, place) in enumerate(_rows(lines), start=1):
        named = dict(zip(head.columns, values, strict=True))
        key = {} if "fid" in named else {"fid": fid}
        position = _position(table, row, place, crs.name if crs else "")
        table.add(row, flatten({**key, **named}), position)
    return table.finish()


def _decoded(line: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise SourceError(_BROKEN) from None


def _rows(lines: Iterator[bytes]) -> Iterator[tuple[int, list[Any], Any]]:
    for line in lines:
        if line.startswith(b"{"):
            end = _decoded(line, dict[str, Any])
            if "refused" in end:
                raise SourceError(shown(str(end["refused"]), 1000))
            return
        yield _decoded(line, tuple[int, list[Any], Any])
    raise SourceError(_BROKEN)


def _position(table: TableBuilder, row: int, place: Any, crs: str) -> Position | None:
    if place is None:
        return None
    if not isinstance(place, list):
        reason = TOO_MANY if place == "many" else UNREADABLE
        table.fault(row, "geometry", "bad_position", reason)
        return None
    if not crs:
        reason = "Das Koordinatensystem der Ebene ist nicht bekannt; der Eintrag bleibt ohne Punkt."
        table.fault(row, "geometry", "bad_position", reason)
        return None
    return float(place[0]), float(place[1]), crs
