"""Propose which column of a file is which field, show what comes out, and save it as a mapping.

Exit code 0: shown, or saved. 1: the file cannot be read, the message says why. 2: wrong arguments.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.pipeline.fingerprint import today_in
from geodata.settings import Settings
from scripts._cli import add_city_arguments, run, settings_from
from scripts._import_text import plain, short
from scripts.build_snapshot import ENTRY_WORDS

if TYPE_CHECKING:
    from geodata.mapping import Proposal
    from geodata.pipeline.import_preview import Preview

_SURE = 0.88


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.map_columns", description=(__doc__ or "").splitlines()[0]
    )
    add_city_arguments(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--collection", required=True, choices=list(ENTRY_WORDS))
    parser.add_argument(
        "--save", default="", metavar="NAME", help="cities/<city>/mappings/NAME.toml"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a mapping of that name")
    parser.add_argument("--sheet", default="", help="sheet of an Excel workbook")
    parser.add_argument(
        "--header-rows", type=int, default=0, metavar="N", help="rows of the header"
    )
    parser.add_argument("--delimiter", default="", help="delimiter of a CSV file")
    parser.add_argument("--encoding", default="", help="encoding of a CSV file, such as cp1252")
    parser.add_argument("--layer", default="", help="layer of a GeoPackage")
    parser.add_argument("--records", default="", help="where the records of a JSON or XML file are")
    return parser


def _column_text(column: str | tuple[str, ...]) -> str:
    return column if isinstance(column, str) else " oder ".join(column)


def _field_lines(proposal: Proposal) -> list[str]:
    mapping = proposal.mapping
    rows = [(field, _column_text(column)) for field, column in mapping.columns.items()]
    for name, part in (("organisations", mapping.organisations), ("places", mapping.places)):
        fields = part.columns if part else {}
        rows += [(f"{name}.{field}", _column_text(column)) for field, column in fields.items()]
    width = max((len(field) for field, _ in rows), default=0)
    lines = []
    for field, column in rows:
        doubt = "" if proposal.confidence.get(field, 1.0) >= _SURE else "  (bitte prüfen)"
        samples = " | ".join(short(cell) for cell in proposal.samples.get(field, ())[:2])
        shown = f"  z. B. {short(samples)}" if samples else ""
        lines.append(f"  {field:<{width}} <- {plain(column)}{doubt}{shown}")
    return lines


def _gap_lines(proposal: Proposal) -> list[str]:
    lines = []
    if proposal.missing:
        lines.append(f"Es fehlt eine Spalte für: {', '.join(proposal.missing)}.")
    for field in proposal.assumed:
        value = proposal.mapping.defaults.get(field, "")
        lines.append(f"Angenommen, bitte prüfen: {field} = „{value}“ in jeder Zeile.")
    for field, words in proposal.unknown_words.items():
        named = ", ".join(f"„{short(word)}“" for word in words[:30])
        lines.append(f"Wörter ohne Übersetzung in {field}: {named}.")
    if proposal.unused:
        named = ", ".join(f"„{short(name)}“" for name in proposal.unused[:30])
        lines.append(f"Spalten ohne Zuordnung: {named}.")
    return ["", *lines] if lines else []


def _preview_lines(preview: Preview) -> list[str]:
    lines = ["", f"So kämen die ersten Zeilen an ({preview.good} von {preview.total} brauchbar):"]
    for row, fields in preview.records:
        lines.append(f"  Zeile {row}")
        lines += [f"    {field}: {short(value)}" for field, value in fields.items()]
    if preview.problems:
        lines += ["", "Nicht verstanden:"]
        lines += [
            f"  {count} × Spalte „{plain(column)}“: {plain(reason)}"
            + (f" (z. B. Zeile {row}: „{short(value)}“)" if value else f" (z. B. Zeile {row})")
            for column, reason, count, row, value in preview.problems
        ]
    return lines


def _save(settings: Settings, arguments: argparse.Namespace, proposal: Proposal) -> str:
    from geodata.pipeline.import_preview import save_mapping  # noqa: PLC0415

    path = save_mapping(
        settings, arguments.save, proposal, arguments.file.name, overwrites=arguments.overwrite
    )
    return (
        f"\nGespeichert: {path}\nBitte ansehen und ergänzen, dann: .venv/bin/python -m "
        f"scripts.import_file {arguments.file} --collection {arguments.collection} "
        f"--mapping {arguments.save}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Propose, show, save. Raises GeodataError."""
    arguments = _parser().parse_args(argv)
    settings = settings_from(arguments)
    from geodata.pipeline.import_preview import preview_file  # noqa: PLC0415 - loads pandas
    from geodata.stages import ReadOptions  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    names = ("sheet", "delimiter", "encoding", "layer", "records", "header_rows")
    options = ReadOptions(**{name: getattr(arguments, name) for name in names})
    day = today_in(settings, now)
    proposal, preview = preview_file(
        settings, arguments.file, arguments.collection, options, now=now, as_of=day
    )
    word = ENTRY_WORDS[arguments.collection]
    print(f"{plain(str(arguments.file))}: Vorschlag für {word}")
    print("\n".join([*_field_lines(proposal), *_gap_lines(proposal), *_preview_lines(preview)]))
    if arguments.save:
        print(_save(settings, arguments, proposal))
    else:
        print("\nGemerkt wird das mit: --save NAME")
    return 0


if __name__ == "__main__":
    run(main)
