"""List what was imported from files, or take one import back.

Exit code 0: listed, or removed. 1: nothing changed, the message says why. 2: wrong arguments.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence

from geodata.pipeline.fingerprint import today_in
from geodata.settings import Settings
from geodata.store.imports import ImportState, read_imports
from scripts._cli import add_city_arguments, run, settings_from
from scripts._import_text import plain
from scripts.build_snapshot import ENTRY_WORDS, progress_bar, summary_text


def _line(state: ImportState) -> str:
    counts = ", ".join(f"{len(rows)} {ENTRY_WORDS[name]}" for name, rows in state.tables.items())
    examples = "; ersetzt die Beispieldaten" if state.replaces_examples else ""
    return (
        f"{state.import_id}\n    {counts}{examples}\n    aus {plain(state.file_name)}, importiert am "
        f"{state.imported_at:%d.%m.%Y, %H:%M} UTC; Lizenz: {plain(state.source.licence)}"
    )


def list_imports(settings: Settings) -> str:
    """All imports of a city, or that there are none. Raises SourceError."""
    lines = [_line(state) for state in read_imports(settings.imports_dir)]
    return "\n".join(lines) or f"{settings.imports_dir}: Hier ist noch nichts importiert."


def _remove(settings: Settings, arguments: argparse.Namespace) -> None:
    from geodata.pipeline.import_apply import imports_lock, withdraw_import  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    with imports_lock(settings), progress_bar(quiet=False) as progress:
        report = withdraw_import(
            settings, arguments.remove, now=now, as_of=arguments.as_of or today_in(settings, now),
            builds=not arguments.no_build, progress=progress,
        )  # fmt: skip
    print(f"Entfernt: {arguments.remove}")
    if report is not None:
        print(summary_text(report))


def main(argv: Sequence[str] | None = None) -> int:
    """List, or remove one. Raises GeodataError."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.imports", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument("--remove", metavar="ID", help="take this import back and build without it")
    parser.add_argument("--no-build", action="store_true", help="leave the snapshot as it is")
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="YYYY-MM-DD",
        help="day the snapshot speaks of; default: today in the city",
    )  # fmt: skip
    arguments = parser.parse_args(argv)
    settings = settings_from(arguments)
    if arguments.remove:
        _remove(settings, arguments)
        return 0
    print(list_imports(settings))
    return 0


if __name__ == "__main__":
    run(main)
