"""Build and publish a snapshot: from the city's sources to one GeoPackage the server reads.

Exit code 0: published, or nothing to do. 1: nothing changed, the message says why.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geodata.issues import kind_words
from geodata.pipeline.fingerprint import is_up_to_date, today_in
from geodata.settings import Settings
from geodata.store.publish import read_pointer
from scripts._cli import add_city_arguments, run, settings_from

if TYPE_CHECKING:
    from geodata.pipeline.build import BuildReport
    from geodata.pipeline.stages import Progress


AREA_WORDS = {"districts": "Stadtteile", "boroughs": "Stadtbezirke"}
ENTRY_WORDS = {
    "organisations": "Organisationen",
    "places": "Orte",
    "opportunities": "Angebote",
    "contact_points": "Anlaufstellen",
    "funded_projects": "Förderungen",
    "benefit_partners": "Partner",
    "events": "Termine",
    "facilities": "Einrichtungen",
    "stops": "Haltestellen",
    "osm_places": "Orte aus OpenStreetMap",
}
PLACEMENT_WORDS = {
    "district": "in einem Stadtteil",
    "everywhere": "überall oder online",
    "outside": "außerhalb",
    "on_request": "ohne Ort",
}
VALUE_WORDS = {"indicators": "Indikatoren", "indicator_values": "Werte", "figures": "Zahlen"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.build_snapshot", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument(
        "--as-of",
        type=dt.date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="day the content speaks of; default: today in the city",
    )
    parser.add_argument(
        "--if-needed",
        action="store_true",
        help="do nothing if the current snapshot has the same inputs and is at most a week old",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress, no summary")
    return parser


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Progress]:
    """A bar with the stage's name on stderr; gives the callback of the pipeline."""
    from tqdm import tqdm  # noqa: PLC0415 - not needed where nothing is built

    from geodata.pipeline.stages import STAGES  # noqa: PLC0415

    names = list(STAGES)
    form = "{desc:<44} {bar:24} {n_fmt}/{total_fmt}  {elapsed}"
    with tqdm(total=len(names), bar_format=form, leave=False, disable=quiet) as bar:

        def show(stage: str, text: str) -> None:
            bar.n = names.index(stage)
            bar.set_description_str(f"{STAGES[stage]}{': ' if text else ''}{text}"[:44])

        yield show


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _present(counts: Mapping[str, int], words: Mapping[str, str]) -> dict[str, str]:
    """Without the collections of layers that are not loaded."""
    layers = ("facilities", "stops", "osm_places")
    return {key: word for key, word in words.items() if counts[key] or key not in layers}


def _listed(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    return ", ".join(f"{_number(counts[key])} {word}" for key, word in words.items())


def duplicates_text(match: Mapping[str, int | float | str]) -> str:
    """What became of duplicates, empty where there were none."""
    merged, waiting = (
        int(match.get("merged_count", 0)),
        int(match.get("possible_duplicate_count", 0)),
    )
    automatic = int(match.get("automatic_merge_count", 0))
    told = f"{_number(merged)} zusammengeführt, davon {_number(automatic)} von selbst"
    ask = f"{_number(waiting)} zu entscheiden (python -m scripts.review_duplicates)"
    return ", ".join([told] * bool(merged) + [ask] * bool(waiting))


def summary_text(report: BuildReport) -> str:
    """The report of a build in German, as it stands on the screen."""
    seconds = f"{report.seconds:.1f}".replace(".", ",")
    issues = ", ".join(f"{_number(n)} × {kind_words(kind)}" for kind, n in report.issues.items())
    lines = [
        f"Datenstand {report.snapshot_id} ist veröffentlicht ({seconds} s).",
        f"  Gebiete:   {_listed(report.counts, AREA_WORDS)}",
        f"  Einträge:  {_listed(report.counts, _present(report.counts, ENTRY_WORDS))}",
        f"  Angebote:  {_listed(report.placement, PLACEMENT_WORDS)}",
        f"  Werte:     {_listed(report.counts, VALUE_WORDS)}",
        f"  Außerhalb: {_number(report.outside_count)} (Orte, die in keinem Stadtteil zählen)",
        f"  Hinweise:  {issues or 'keine'}",
        f"  Datei:     {report.path}",
    ]
    if duplicates := duplicates_text(report.stages["match"]):
        lines.insert(-2, f"  Dubletten: {duplicates}")
    if report.has_examples:
        lines.insert(1, "  Er enthält Beispieldaten, die überall so gekennzeichnet sind.")
    return "\n".join(lines)


def _build(settings: Settings, as_of: dt.date, now: dt.datetime, *, quiet: bool) -> None:
    with progress_bar(quiet=quiet) as progress:
        # pandas and GDAL are loaded here, after the first line of progress
        from geodata.pipeline.build import build_snapshot  # noqa: PLC0415

        report = build_snapshot(settings, as_of, created_at=now, progress=progress)
    if not quiet:
        print(summary_text(report))


def main(argv: Sequence[str] | None = None) -> int:
    """Build unless `--if-needed` finds nothing to do. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    now = dt.datetime.now(dt.UTC)
    today = today_in(settings, now)
    if arguments.if_needed and is_up_to_date(settings, today, arguments.as_of):
        if not arguments.quiet:
            print(f"Der Datenstand ist aktuell: {read_pointer(settings.snapshots_dir).snapshot_id}")
        return 0
    _build(settings, arguments.as_of or today, now, quiet=arguments.quiet)
    return 0


if __name__ == "__main__":
    run(main)
