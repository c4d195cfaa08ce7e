"""Write a city's default data from the files the city publishes.

    python -m scripts.make_city_data FOLDER [--city dresden]

FOLDER holds the official files named in `cities/<city>/sources.toml` (`official.file`). The
result is read back before anything is written, so a half-usable file never replaces a good one.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from geodata.city import City, read_city
from geodata.districts import assign_statistics_units
from geodata.errors import SourceError
from geodata.sources import SourceSpec, parse_source, read_sources
from geodata.sources.citydata import city_files
from geodata.store.files import write_atomically
from scripts._cli import run, settings_from


def read_official(folder: Path, specs: Sequence[SourceSpec]) -> dict[str, bytes]:
    """Bytes of each source that names an official file, by source_id.

    Raises
    ------
    SourceError
        A file is missing, or several fit its pattern.
    """
    contents = {}
    for spec in specs:
        if spec.official is None or not spec.official.file:
            continue
        found = sorted(folder.glob(spec.official.file))
        if len(found) != 1:
            names = ", ".join(path.name for path in found) or "keine"
            reason = f"Genau eine Datei „{spec.official.file}“ wird gebraucht, gefunden: {names}."
            raise SourceError(f"{folder}, Quelle „{spec.source_id}“: {reason}")
        contents[spec.source_id] = found[0].read_bytes()
    return contents


def check_files(files: dict[str, bytes], specs: Sequence[SourceSpec], city: City) -> None:
    """Read the new files as the pipeline will. Raises SourceError."""
    own = [spec for spec in specs if spec.enabled and spec.path in files]
    parsed = {spec.kind: parse_source(spec, files[spec.path], city).tables for spec in own}
    if "districts" in parsed and "crosswalk" in parsed:
        assign_statistics_units(parsed["districts"]["districts"], parsed["crosswalk"]["crosswalk"])


def make_city_data(folder: Path, city_dir: Path) -> list[Path]:
    """Write the city's files from an official folder; all are checked before the first is written.

    Raises
    ------
    GeodataError
        A configuration or official file cannot be used.
    """
    city, specs = read_city(city_dir), read_sources(city_dir)
    files = city_files(specs, read_official(folder, specs), city)
    check_files(files, specs, city)
    for path, content in files.items():
        write_atomically(city_dir / path, content)
    return [city_dir / path for path in files]


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line.

    Raises
    ------
    GeodataError
        Nothing was written; the message says why.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.make_city_data", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="folder with the official files")
    parser.add_argument("--city", help="folder below cities/ (environment: CITY)")
    parser.set_defaults(data_dir=None)
    options = parser.parse_args(arguments)
    for path in make_city_data(options.folder, settings_from(options).city_dir):
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    run(main)
