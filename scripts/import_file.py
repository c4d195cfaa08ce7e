"""Import a file (CSV, Excel, GeoJSON, calendar ...): first a look at what would change, then --apply.

Exit code 0: shown, or imported. 1: nothing changed, the message says why. 2: wrong arguments.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.pipeline.fingerprint import today_in
from geodata.settings import Settings
from scripts._cli import add_city_arguments, run, settings_from
from scripts._import_text import plan_text
from scripts.build_snapshot import ENTRY_WORDS, progress_bar, summary_text

if TYPE_CHECKING:
    from geodata.pipeline.import_file import Plan


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.import_file", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--collection", required=True, choices=list(ENTRY_WORDS))
    parser.add_argument(
        "--mapping", default="", metavar="NAME", help="saved by scripts.map_columns"
    )
    parser.add_argument("--apply", action="store_true", help="do it; without: only show it")
    parser.add_argument("--keep", action="store_true", help="keep entries that are gone from FILE")
    parser.add_argument(
        "--replace-examples", action="store_true", help="leave all example content out from now on"
    )
    parser.add_argument(
        "--source", default="", metavar="ID", help="name of the source (a-z, 0-9, _)"
    )
    parser.add_argument("--id-prefix", metavar="P", help="put before every id of the file")
    parser.add_argument("--no-build", action="store_true", help="leave the snapshot as it is")
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="YYYY-MM-DD",
        help="day the snapshot speaks of; default: today in the city",
    )  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="no progress, no lists")
    return parser


@contextmanager
def _steps(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A bar on stderr with the step a plan is at."""
    from tqdm import tqdm  # noqa: PLC0415 - not needed for --help

    from geodata.pipeline.import_file import PLAN_STEPS  # noqa: PLC0415

    names = list(PLAN_STEPS)
    form = "{desc:<44} {bar:24} {n_fmt}/{total_fmt}  {elapsed}"
    with tqdm(total=len(names), bar_format=form, leave=False, disable=quiet) as bar:

        def show(step: str) -> None:
            bar.n = names.index(step)
            bar.set_description_str(PLAN_STEPS[step])

        yield show


def _plan(
    settings: Settings, arguments: argparse.Namespace, now: dt.datetime, day: dt.date
) -> Plan:
    with _steps(quiet=arguments.quiet) as show:
        # pandas and GDAL are loaded here, after the first line of progress
        from geodata.pipeline.import_file import ImportOptions, plan_import  # noqa: PLC0415
        from geodata.pipeline.import_notes import write_notes  # noqa: PLC0415
        from geodata.pipeline.import_read import load_file  # noqa: PLC0415

        show("read")
        loaded = load_file(
            settings, arguments.file, arguments.collection, arguments.mapping,
            id_prefix=arguments.id_prefix,
        )  # fmt: skip
        options = ImportOptions(
            source_id=arguments.source,
            keeps_gone=arguments.keep,
            replaces_examples=arguments.replace_examples,
        )
        plan = plan_import(settings, loaded, options, now=now, as_of=day, progress=show)
        write_notes(plan.issues_path, plan.notes)
    return plan


def _apply(
    settings: Settings, arguments: argparse.Namespace, now: dt.datetime, day: dt.date
) -> None:
    from geodata.pipeline.import_apply import apply_import, imports_lock  # noqa: PLC0415

    with imports_lock(settings):
        plan = _plan(settings, arguments, now, day)
        if not arguments.quiet:
            print(plan_text(plan, is_applied=True))
        with progress_bar(quiet=arguments.quiet) as progress:
            report = apply_import(
                settings, plan, now=now, as_of=day, builds=not arguments.no_build,
                progress=progress,
            )  # fmt: skip
    if arguments.quiet:
        return
    if report is not None:
        print(f"\n{summary_text(report)}")
    elif plan.is_same:
        print("\nNichts geändert: Genau diese Datei ist schon importiert.")
    else:
        print("\nGemerkt. Veröffentlicht wird es mit: .venv/bin/python -m scripts.build_snapshot")


def main(argv: Sequence[str] | None = None) -> int:
    """Show what would change, or do it. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    now = dt.datetime.now(dt.UTC)
    day = arguments.as_of or today_in(settings, now)
    if arguments.apply:
        _apply(settings, arguments, now, day)
        return 0
    plan = _plan(settings, arguments, now, day)
    if not arguments.quiet:
        print(plan_text(plan, is_applied=False))
    return 0


if __name__ == "__main__":
    run(main)
