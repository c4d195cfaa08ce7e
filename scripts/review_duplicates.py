"""Decide which organisations and opportunities of several sources are one and the same.

Without an option, the pairs that wait are shown side by side; on a terminal each is asked about.
Decisions are kept in the city's duplicate_decisions.csv and count from the next build on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.decisions import decisions_path, parse_fields
from geodata.errors import ConfigError
from geodata.match.merge import choosable_fields
from geodata.pipeline.fingerprint import today_in
from scripts._cli import add_city_arguments, run, settings_from
from scripts._side_by_side import COLLECTION_WORDS, side_by_side

if TYPE_CHECKING:
    from geodata.match.duplicates import Candidate
    from geodata.pipeline.review import Review

NEXT_BUILD = "Als Nächstes: python -m scripts.build_snapshot"
ANSWERS = "[z]usammenführen, [v]erschieden, [s]päter, [b]eenden: "
WIDEST = 160


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.review_duplicates", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    what = parser.add_mutually_exclusive_group()
    pair = ("LEFT", "RIGHT")
    what.add_argument("--merge", nargs=2, metavar=pair, help="these two record ids are one")
    what.add_argument("--different", nargs=2, metavar=pair, help="these two are not")
    what.add_argument("--show", nargs=2, metavar=pair, help="compare any two, decide nothing")
    what.add_argument("--list", action="store_true", help="show all that wait, ask nothing")
    parser.add_argument(
        "--take",
        nargs="+",
        default=[],
        metavar="FIELD=SIDE",
        help="with --merge: take a value from left or right, e.g. name=right",
    )
    parser.add_argument("--note", default="", help="why; no person's name belongs here")
    parser.add_argument("--collection", choices=sorted(COLLECTION_WORDS), help="only these")
    parser.add_argument("--limit", type=int, default=20, help="pairs that are listed, 0 = all")
    return parser


def _shown(review: Review, candidate: Candidate, pair: Sequence[str] = ()) -> str:
    """A pair side by side, in the order that was given."""
    left, right = pair or candidate.pair
    rows = (review.rows[left][1], review.rows[right][1])
    width = min(shutil.get_terminal_size((100, 24)).columns, WIDEST)
    return side_by_side(candidate, rows, choosable_fields(candidate.collection), width)


def _told_issues(review: Review) -> list[str]:
    """Decisions that are not followed, and why."""
    return [f"Hinweis: {issue.message}" for issue in review.issues]


def _decide(
    review: Review, pair: Sequence[str], decision: str, *, fields: str = "", note: str = ""
) -> str:
    """Remember and say so."""
    from geodata.pipeline.review import decide  # noqa: PLC0415 - loads pandas

    left, right = pair
    before = decide(review, left, right, decision, fields=fields, note=note)
    word = "zusammengeführt" if decision == "merge" else "als verschieden gemerkt"
    replaced = f" Das ersetzt die Entscheidung „{before.decision}“." if before else ""
    return f"{left} und {right} werden {word}.{replaced}"


def _command(review: Review, arguments: argparse.Namespace) -> None:
    """One decision, or one look, by arguments."""
    from geodata.pipeline.review import compare_pair  # noqa: PLC0415 - loads pandas

    pair = arguments.merge or arguments.different or arguments.show
    print(_shown(review, compare_pair(review, *pair), pair))
    if arguments.show:
        return
    decision = "merge" if arguments.merge else "different"
    fields = ",".join(arguments.take)
    print()
    print(_decide(review, pair, decision, fields=fields, note=arguments.note))
    print(f"Gemerkt in {decisions_path(review.city_dir)}. {NEXT_BUILD}")


def _list(review: Review, waiting: Sequence[Candidate], limit: int) -> None:
    shown = waiting[:limit] if limit else waiting
    for number, candidate in enumerate(shown, start=1):
        print(f"\n{number} von {len(waiting)}: {_shown(review, candidate)}")
    print()
    if len(shown) < len(waiting):
        print(f"Gezeigt sind {len(shown)} von {len(waiting)} Paaren; alle mit --limit 0.")
    print("Entscheiden: python -m scripts.review_duplicates --merge LINKS RECHTS")
    print("        oder --different LINKS RECHTS; auf einem Terminal ohne Option Paar für Paar.")


def _ask_fields(ask: Callable[[str], str]) -> str:
    """Values that somebody chooses, asked again until they can be read."""
    while True:
        text = ask("Werte wählen, etwa name=right,phone=left (leer = nach der Regel): ").strip()
        try:
            parse_fields(text)
        except ConfigError as error:
            print(error)
        else:
            return text


def _ask_one(review: Review, candidate: Candidate, ask: Callable[[str], str]) -> str | None:
    """The answer about a pair: `z`, `v`, `s`, or None to end."""
    while True:
        answer = ask(ANSWERS).strip().casefold()[:1]
        if answer == "b":
            return None
        if answer == "s":
            return answer
        if answer in ("z", "v"):
            fields = _ask_fields(ask) if answer == "z" else ""
            decision = "merge" if answer == "z" else "different"
            try:
                print(_decide(review, candidate.pair, decision, fields=fields))
            except ConfigError as error:
                print(error)
                continue
            return answer


def _ask_all(review: Review, waiting: Sequence[Candidate], ask: Callable[[str], str]) -> None:
    """Pair by pair, each decision written at once; ends early with `b`, Ctrl-D or Ctrl-C."""
    decided = 0
    try:
        for number, candidate in enumerate(waiting, start=1):
            print(f"\n{number} von {len(waiting)}: {_shown(review, candidate)}\n")
            answer = _ask_one(review, candidate, ask)
            if answer is None:
                break
            decided += answer != "s"
    except EOFError:
        print()
    finally:
        if decided:
            path: Path = decisions_path(review.city_dir)
            print(f"\nEntscheidungen: {decided}, gemerkt in {path}. {NEXT_BUILD}")


def is_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def main(argv: Sequence[str] | None = None) -> int:
    """Show, ask or remember. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    if arguments.take and not arguments.merge:
        raise ConfigError("--take gehört zu --merge.")
    settings = settings_from(arguments)
    now = dt.datetime.now(dt.UTC)
    from geodata.pipeline.review import read_review  # noqa: PLC0415 - loads pandas

    review = read_review(settings, today_in(settings, now), now)
    print("\n".join(_told_issues(review)), end="\n" if review.issues else "")
    if arguments.merge or arguments.different or arguments.show:
        _command(review, arguments)
        return 0
    waiting = [c for c in review.waiting if arguments.collection in (None, c.collection)]
    if not waiting:
        print("Es wartet kein Paar auf eine Entscheidung.")
    elif is_terminal() and not arguments.list:
        _ask_all(review, waiting, input)
    else:
        _list(review, waiting, arguments.limit)
    return 0


if __name__ == "__main__":
    run(main)
