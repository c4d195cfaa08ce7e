"""List addresses that are not clear, with candidates, and remember what is decided about one.

    python -m scripts.review_addresses
    python -m scripts.review_addresses 1f3a90bc --choose 2
    python -m scripts.review_addresses 1f3a90bc --reject --note "zieht um"

Exit code 0: listed, or remembered. 1: nothing changed, the message says why. 2: wrong arguments.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geodata.errors import ConfigError
from geodata.pipeline.fingerprint import today_in
from scripts._cli import add_city_arguments, run, settings_from
from scripts._import_text import plain

if TYPE_CHECKING:
    from geodata.geocode.decisions import Verdict
    from geodata.geocode.entries import ReviewItem
    from geodata.geocode.result import Candidate

REASONS = {
    "ambiguous": "nicht eindeutig",
    "unknown": "nicht im Adressverzeichnis",
    "coarse": "nur die Straße ist bekannt",
    "doubtful": "gefunden, aber Postleitzahl oder Ortsteil passen nicht",
}
SHOWN_RECORDS = 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.review_addresses", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("item", nargs="?", metavar="ITEM", help="short name from the list")
    decision = parser.add_mutually_exclusive_group()
    decision.add_argument("--choose", type=int, metavar="N", help="it is candidate N")
    decision.add_argument("--reject", action="store_true", help="it cannot be located")
    parser.add_argument("--note", default="", help="why, for others who read the file")
    add_city_arguments(parser)
    return parser


def _candidate_line(number: int, candidate: Candidate) -> str:
    sure = f"{candidate.confidence:.0%}".replace("%", " %")
    return f"    {number}  {plain(candidate.label)}  (Sicherheit {sure})"


def _record_lines(item: ReviewItem) -> Iterator[str]:
    for record_id, title in item.records[:SHOWN_RECORDS]:
        yield f"    in {plain(record_id)}: {plain(title)}"
    more = len(item.records) - SHOWN_RECORDS
    if more > 0:
        yield f"    und {more} weiteren Einträgen" if more > 1 else "    und einem weiteren Eintrag"


def item_lines(item: ReviewItem) -> Iterator[str]:
    """One question as it stands on the screen."""
    private = ", privat: nicht weitergeben" if item.is_private else ""
    yield f"{item.item_id}  {plain(item.query)}  [{REASONS[item.reason]}{private}]"
    yield from _record_lines(item)
    for number, candidate in enumerate(item.candidates, start=1):
        yield _candidate_line(number, candidate)
    if not item.candidates:
        yield "    keine Kandidaten"


def list_text(items: Sequence[ReviewItem]) -> str:
    """All questions, or that there are none."""
    if not items:
        return "Alle Adressen sind eindeutig; es gibt nichts zu entscheiden."
    lines = [line for item in items for line in (*item_lines(item), "")]
    count = "Eine Adresse ist" if len(items) == 1 else f"{len(items)} Adressen sind"
    return "\n".join(
        [*lines, f"{count} zu entscheiden: mit dem Kürzel und --choose N oder --reject."]
    )


def _find(items: Sequence[ReviewItem], name: str | None) -> ReviewItem:
    found = [item for item in items if name is None or item.item_id == name]
    if len(found) == 1:
        return found[0]
    if name is not None:
        raise ConfigError(f"„{name}“ steht nicht (mehr) in der Liste der offenen Adressen.")
    if not found:
        raise ConfigError("Es gibt keine Adresse zu entscheiden.")
    raise ConfigError(f"Es sind {len(found)} Adressen offen; bitte das Kürzel einer davon angeben.")


def main(argv: Sequence[str] | None = None) -> int:
    """List, or remember one decision. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    from geodata.pipeline.addresses import remember, review_items  # noqa: PLC0415 - loads pandas

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    items = review_items(settings, today_in(settings, now), now)
    if arguments.choose is None and not arguments.reject:
        print(list_text([_find(items, arguments.item)] if arguments.item else items))
        return 0
    item = _find(items, arguments.item)
    verdict: Verdict = "reject" if arguments.reject else "accept"
    path = remember(settings, item, verdict, arguments.choose, arguments.note)
    print(f"Gemerkt in {path}. Es gilt ab dem nächsten Datenstand (scripts.build_snapshot).")
    return 0


if __name__ == "__main__":
    run(main)
