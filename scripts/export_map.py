"""Write the map as one HTML file that opens without a network.

It is drawn from the same layers as the pages: same colours, legend and popups. Give the file to
colleagues, put it into an archive, show it where there is no internet.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from tqdm import tqdm

from geodata.city import City, read_city
from geodata.errors import ConfigError, GeodataError
from geodata.settings import ROOT, Settings, settings_from_environment
from geodata.snapshot import Snapshot
from geodata.store.files import write_atomically
from geodata.store.gpkg import read_snapshot
from geodata.store.publish import read_current
from layers.areas import attribution_of
from layers.build import build_layer
from layers.catalogue import BASE_SPECS, TOPIC_SPECS, indicator_spec, spec_by_id
from layers.folium_map import ASSET_PATHS, draw_map
from layers.spec import Layer, LayerSpec
from layers.words import date_text
from scripts._cli import run

VENDOR = ROOT / "static" / "vendor"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.export_map", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="file to write")
    parser.add_argument(
        "--layers",
        metavar="ID,...",
        help="layers to put in, all of them shown; default: all topics, shown as on the pages "
        f"({', '.join(spec.layer_id for spec in TOPIC_SPECS)})",
    )
    parser.add_argument("--indicator", metavar="ID", help="colour the districts by this indicator")
    parser.add_argument("--period", metavar="P", help="period of the indicator; default: latest")
    parser.add_argument(
        "--snapshot", default="current", metavar="FILE", help="snapshot file; default: the current"
    )
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="day on which an offer must be open; default: today in the city",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, no summary")
    return parser


def _read(settings: Settings, name: str) -> Snapshot:
    if name == "current":
        return read_current(settings.snapshots_dir)
    return read_snapshot(Path(name))


def _named(snapshot: Snapshot, names: str) -> list[LayerSpec]:
    """The layers someone asked for by name: all of them shown."""
    ids = list(dict.fromkeys(part.strip() for part in names.split(",") if part.strip()))
    if not ids:
        raise ConfigError("--layers: Es ist keine Ebene genannt.")
    ground = {spec.layer_id for spec in BASE_SPECS}
    specs = [spec_by_id(snapshot, layer_id) for layer_id in ids if layer_id not in ground]
    return [msgspec.structs.replace(spec, is_visible=True) for spec in specs]


def specs_from(
    snapshot: Snapshot, layers: str | None, indicator: str | None, period: str | None
) -> tuple[LayerSpec, ...]:
    """The layers of the file in drawing order; the ground is always there.

    Raises
    ------
    ConfigError
        A period without an indicator, or an empty list of layers.
    UnknownLayer
        A layer, indicator or period that the snapshot does not have.
    """
    if period and not indicator:
        raise ConfigError("--period gehört zu einem Indikator: bitte auch --indicator nennen.")
    topics = list(TOPIC_SPECS) if layers is None else _named(snapshot, layers)
    if indicator:
        if layers is None:
            # clusters would hide the colours that were asked for
            topics = [msgspec.structs.replace(spec, is_visible=False) for spec in topics]
        chosen = indicator_spec(snapshot, indicator, period)
        topics.insert(0, msgspec.structs.replace(chosen, is_visible=True))
    return (*BASE_SPECS, *topics)


def read_assets() -> dict[str, bytes]:
    """The installed files that go into the map. Raises ConfigError where one is missing."""
    try:
        return {path: (VENDOR / path).read_bytes() for path in ASSET_PATHS}
    except FileNotFoundError as error:
        raise ConfigError(
            f"{error.filename}: Die Datei fehlt. Bitte zuerst einrichten: make run"
        ) from None


def _refuse_bad_target(out: Path) -> None:
    if out.is_dir():
        raise ConfigError(f"--out {out}: Das ist ein Ordner, gebraucht wird ein Dateiname.")
    if not out.resolve().parent.is_dir():
        raise ConfigError(f"--out {out}: Den Ordner {out.parent} gibt es nicht.")


def draw(layers: list[Layer], snapshot: Snapshot, city: City, today: dt.date) -> str:
    """The HTML of the file, with title, date and the attribution of all that is in it."""
    credit = attribution_of(part for layer in layers for part in layer.attribution.split(" · "))
    return draw_map(
        layers,
        title=city.title,
        attribution=f"Stand: {date_text(today)} · {credit}",
        is_example=snapshot.info.has_examples,
        assets=read_assets(),
    )


def _built(
    specs: Iterable[LayerSpec], snapshot: Snapshot, city: City, today: dt.date
) -> list[Layer]:
    return [
        build_layer(spec, snapshot, today=today, timezone=city.timezone, language=city.locale)
        for spec in specs
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the file. Raises GeodataError with one German sentence for whatever is wrong."""
    given = _parser().parse_args(arguments)
    out: Path = given.out
    _refuse_bad_target(out)
    settings = settings_from_environment()
    city = read_city(settings.city_dir)
    today = given.as_of or dt.datetime.now(ZoneInfo(city.timezone)).date()
    snapshot = _read(settings, given.snapshot)
    specs = specs_from(snapshot, given.layers, given.indicator, given.period)
    with tqdm(specs, desc="Ebenen", disable=given.quiet, leave=False) as bar:
        layers = _built(bar, snapshot, city, today)
    page = draw(layers, snapshot, city, today).encode()
    try:
        write_atomically(out, page)
    except OSError as error:
        raise GeodataError(f"--out {out}: Nicht zu schreiben ({error.strerror}).") from None
    if not given.quiet:
        points = sum(len(layer.features) for layer in layers if layer.spec.kind == "points")
        megabytes = f"{len(page) / 1e6:.1f}".replace(".", ",")
        print(f"{out}: {points} Einträge, {megabytes} MB.")
    return 0


if __name__ == "__main__":
    run(main)
