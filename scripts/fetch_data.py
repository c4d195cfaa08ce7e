"""Fetch the sources a city declares: only what has changed, each checked before it counts.

Exit code 0: all fetched or unchanged. 1: at least one failed; its last good data stays.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from geodata.pipeline.fingerprint import today_in
from geodata.settings import Settings
from scripts._cli import add_city_arguments, run, settings_from

if TYPE_CHECKING:
    from geodata.pipeline.fetch import SourceReport
    from geodata.pipeline.inputs import Inputs
    from geodata.sources import SourceSpec

OUTCOME_WORDS = {"new": "neu", "unchanged": "unverändert", "failed": "fehlgeschlagen"}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.fetch_data", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="source_id in sources.toml; default: all that are enabled and fetched",
    )
    parser.add_argument("--list", action="store_true", help="list the sources and how they stand")
    parser.add_argument("--quiet", action="store_true", help="say only what failed")
    add_city_arguments(parser)
    return parser


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _size(count: int) -> str:
    return (
        f"{count / 1e6:.1f} MB".replace(".", ",") if count >= 100_000 else f"{count / 1e3:.0f} kB"
    )


def report_line(report: SourceReport) -> str:
    """How one source ended, in German."""
    words = f"{report.source_id}: {OUTCOME_WORDS[report.outcome]}"
    if report.outcome == "failed":
        kept = (
            f" Es gilt weiter der letzte gute Stand ({_number(report.record_count)} Einträge)."
            if report.record_count
            else ""
        )
        often = f" ({report.failures}-mal in Folge)" if report.failures > 1 else ""
        return f"{words}{often}: {report.reason}{kept}"
    line = f"{words}, {_number(report.record_count or 0)} Einträge"
    if report.outcome == "new":
        before = report.previous_count
        change = f", zuvor {_number(before)}" if before is not None else ""
        line += f" ({_size(report.byte_count)}{change})"
    return line


def summary_line(reports: Sequence[SourceReport]) -> str:
    """How many were new, unchanged, failed."""
    found: Counter[str] = Counter(report.outcome for report in reports)
    counts = [f"{found[key]} {word}" for key, word in OUTCOME_WORDS.items()]
    return f"{len(reports)} Quellen: {', '.join(counts)}."


def _state_words(spec: SourceSpec, inputs: Inputs) -> str:
    if not spec.enabled:
        return "abgeschaltet"
    if not spec.is_fetched:
        return "aus dem Ordner der Stadt"
    state = inputs.states.get(spec.source_id)
    if state is None:
        return "noch nie geholt"
    when = f"{state.checked_at:%d.%m.%Y %H:%M} UTC"
    if state.status == "failed":
        return f"fehlgeschlagen am {when}: {state.last_error}"
    return f"geholt, zuletzt geprüft am {when}, {_number(state.record_count or 0)} Einträge"


def list_lines(inputs: Inputs) -> Iterable[str]:
    """One line per source: what it is and how it stands."""
    specs = (*inputs.sources, *inputs.idle)
    width = max(len(spec.source_id) for spec in specs)
    for spec in specs:
        yield f"{spec.source_id:<{width}}  {spec.kind:<17}  {_state_words(spec, inputs)}"


def _list(settings: Settings, today: dt.date) -> int:
    from geodata.pipeline.inputs import read_inputs  # noqa: PLC0415 - loads pandas

    print("\n".join(list_lines(read_inputs(settings, today))))
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Fetch. Raises GeodataError where nothing could be begun."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    today = today_in(settings, now)
    if arguments.list:
        return _list(settings, today)
    from geodata.pipeline.fetch import fetch_sources  # noqa: PLC0415 - loads pandas

    def begin(spec: SourceSpec) -> None:
        print(f"{spec.title} …", flush=True)

    def end(report: SourceReport) -> None:
        if report.outcome == "failed" or not arguments.quiet:
            print(f"  {report_line(report)}", flush=True)

    reports = fetch_sources(
        settings,
        arguments.sources,
        now,
        as_of=today,
        begin=None if arguments.quiet else begin,
        end=end,
    )
    if not arguments.quiet:
        print(summary_line(reports) if reports else "Keine Quelle wird aus dem Netz geholt.")
    return 1 if any(report.outcome == "failed" for report in reports) else 0


if __name__ == "__main__":
    run(main)
