"""Write the example content as JSON and CSV, to look at it: the build makes its own.

The same seed and day give the same files. Every record says that it is an example.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from geodata.errors import ConfigError
from geodata.pipeline.fingerprint import today_in
from geodata.settings import Settings
from scripts._cli import add_city_arguments, run, settings_from

Tables = Mapping[str, Sequence[Mapping[str, str]]]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.make_examples", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument("--seed", type=int, help="seed; default: that of city.toml")
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="day the content speaks of; default: today in the city",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    return parser


def make_examples(settings: Settings, as_of: dt.date, now: dt.datetime, seed: int | None) -> Tables:
    """The records of every example source of a city. Raises GeodataError."""
    # pandas is not needed for --help
    from geodata.pipeline.inputs import read_inputs  # noqa: PLC0415
    from geodata.pipeline.stages import fetch_sources, parse_sources  # noqa: PLC0415

    inputs = read_inputs(settings, as_of)
    if seed is not None:
        examples = msgspec.structs.replace(inputs.city.examples, seed=seed)
        city = msgspec.structs.replace(inputs.city, examples=examples)
        inputs = msgspec.structs.replace(inputs, city=city)
    with TemporaryDirectory() as raw:
        fetched = fetch_sources(inputs, Path(raw), now)
        parsed = parse_sources(inputs, fetched, Path(raw), now)
    found = [tables for source, tables in parsed.entries if source.is_example]
    if not found:
        raise ConfigError("sources.toml: Keine Quelle der Art „examples“ ist eingeschaltet.")
    return {name: table.to_dict("records") for tables in found for name, table in tables.items()}


def write_tables(tables: Tables, folder: Path) -> list[Path]:
    """Write `examples.json` and one CSV per table (UTF-8, semicolon); gives what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    marked = {
        name: [{**record, "is_example": "ja"} for record in records]
        for name, records in tables.items()
    }
    written = [folder / "examples.json"]
    written[0].write_bytes(msgspec.json.format(msgspec.json.encode(marked), indent=1) + b"\n")
    for name, records in marked.items():
        if not records:
            continue
        path = folder / f"examples_{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(records[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(records)
        written.append(path)
    return written


def main(argv: Sequence[str] | None = None) -> int:
    """Make and write them. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    now = dt.datetime.now(dt.UTC)
    as_of = arguments.as_of or today_in(settings, now)
    tables = make_examples(settings, as_of, now, arguments.seed)
    for path in write_tables(tables, arguments.out):
        print(path)
    return 0


if __name__ == "__main__":
    run(main)
