"""List the snapshots that are kept, or serve an older one again (rollback).

The running server picks the change up by itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from geodata.errors import SnapshotError
from geodata.settings import Settings
from geodata.store.gpkg import read_snapshot
from geodata.store.publish import (
    activate_snapshot,
    builder_lock,
    read_pointer,
    snapshot_files,
)
from scripts._cli import add_city_arguments, run, settings_from


def _line(path: Path, current: str) -> str:
    mark = "*" if path.name == current else " "
    size = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
    try:
        info = read_snapshot(path).info
    except SnapshotError:
        return f"{mark} {path.stem}  {size} MB  beschädigt"
    return f"{mark} {path.stem}  {size} MB  gebaut am {info.created_at:%d.%m.%Y, %H:%M} UTC"


def list_snapshots(settings: Settings) -> list[str]:
    """One line for each snapshot, the last published first; `*` marks the one served."""
    try:
        current = read_pointer(settings.snapshots_dir).file
    except SnapshotError:
        current = ""
    return [_line(path, current) for path in snapshot_files(settings.snapshots_dir)]


def main(argv: Sequence[str] | None = None) -> int:
    """List, or activate one. Raises GeodataError."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.snapshots", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument("--activate", metavar="SNAPSHOT_ID", help="serve this one")
    arguments = parser.parse_args(argv)
    settings = settings_from(arguments)
    if arguments.activate:
        with builder_lock(settings.snapshots_dir):
            activate_snapshot(
                settings.snapshots_dir, arguments.activate, published_at=dt.datetime.now(dt.UTC)
            )
    lines = list_snapshots(settings)
    print("\n".join(lines) or f"{settings.snapshots_dir}: Hier liegt noch kein Datenstand.")
    return 0


if __name__ == "__main__":
    run(main)
