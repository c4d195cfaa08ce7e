"""Ask the geocoding service of the city (city.toml, [geocoding]) for addresses the register lacks.

Private addresses are never sent. What was asked once is not asked again; builds read the answers.

Exit code 0: asked, or nothing to ask. 1: no service, or it failed; what was answered stays.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geodata.pipeline.fingerprint import today_in
from scripts._cli import add_city_arguments, run, settings_from

if TYPE_CHECKING:
    from geodata.pipeline.ask_service import AskReport


def summary_line(report: AskReport) -> str:
    """What came of it, in German."""
    line = (
        f"{report.asked} Adressen gefragt, {report.found} genau gefunden; "
        f"{report.known} waren schon beantwortet, {report.left} bleiben offen."
    )
    return (
        f"{line}\nDer Dienst hat einen Fehler gemeldet: {report.last_error}"
        if report.last_error
        else line
    )


def _show(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} Adressen", end="" if done < total else "\n", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Ask. Raises GeodataError where nothing could be begun."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.geocode_addresses", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    settings = settings_from(parser.parse_args(argv))
    from geodata.pipeline.ask_service import ask_service  # noqa: PLC0415 - loads pandas

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    report = ask_service(settings, today_in(settings, now), now, progress=_show)
    print(summary_line(report))
    return 1 if report.last_error else 0


if __name__ == "__main__":
    run(main)
