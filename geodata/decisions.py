"""What people decided about duplicates: `duplicate_decisions.csv` in the city's folder.

One line per pair, semicolons between the cells, sorted, so that it can be edited by hand and
versioned. docs/duplicates.md explains the columns.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from geodata.city import nearest_word, read_config_text
from geodata.errors import ConfigError
from geodata.match.groups import Decision, Verdict, sorted_pair
from geodata.match.merge import choosable_fields
from geodata.store.files import write_atomically

FILE_NAME = "duplicate_decisions.csv"
COLUMNS = ["left", "right", "decision", "fields", "note"]
WORDS = get_args(Verdict)
SIDES = ("left", "right")

_RECORD_ID = re.compile(r"[A-Za-z0-9_-]+:\S+")
#: a spreadsheet would take a cell that begins so for a formula
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def decisions_path(city_dir: Path) -> Path:
    """Where a city keeps its decisions."""
    return city_dir / FILE_NAME


# --- reading


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line of the file and its cells, empty lines left out."""
    reader = csv.reader(io.StringIO(read_config_text(path), newline=""), delimiter=";", strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(f"{path}, Zeile {begins}: kein gültiges CSV ({error}).") from None


def parse_fields(text: str) -> tuple[tuple[str, str], ...]:
    """`name=left,phone=right` as pairs, sorted by field.

    Raises
    ------
    ConfigError
        Another form, an unknown field, a field twice; the message is a German half sentence.
    """
    known = {field for table in ("organisations", "opportunities")
             for field in choosable_fields(table)}  # fmt: skip
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        field, _, side = (piece.strip() for piece in part.partition("="))
        if side not in SIDES:
            raise ConfigError(f"„{part}“ ist nicht von der Form Feld=left oder Feld=right.")
        if field not in known:
            raise ConfigError(f"Das Feld „{field}“ gibt es nicht.{nearest_word(field, known)}")
        if field in found:
            raise ConfigError(f"Das Feld „{field}“ steht zweimal.")
        found[field] = side
    return tuple(sorted(found.items()))


def _check_ids(left: str, right: str) -> None:
    for name, record_id in (("left", left), ("right", right)):
        if not _RECORD_ID.fullmatch(record_id):
            raise ConfigError(f"Feld „{name}“: „{record_id}“ ist keine Kennung wie quelle:id.")
    if left == right:
        raise ConfigError("Feld „right“: Beide Kennungen sind dieselbe.")


def _chosen(fields: str) -> tuple[tuple[str, str], ...]:
    try:
        return parse_fields(fields)
    except ConfigError as error:
        raise ConfigError(f"Feld „fields“: {error}") from None


def make_decision(
    left: str,
    right: str,
    decision: str,
    *,
    fields: str = "",
    note: str = "",
    row: int | None = None,
) -> Decision:
    """A checked decision, its ids in order; the sides of `fields` are turned round with them.

    Raises
    ------
    ConfigError
        A cell cannot be used; the message is German and names the field.
    """
    _check_ids(left, right)
    if decision not in WORDS:
        hint = nearest_word(decision, WORDS)
        raise ConfigError(f"Feld „decision“: Erwartet ist merge oder different.{hint}")
    chosen = _chosen(fields)
    if chosen and decision == "different":
        raise ConfigError("Feld „fields“: Bei different gibt es nichts zu wählen.")
    pair = sorted_pair(left, right)
    if pair != (left, right):
        chosen = tuple((field, SIDES[1 - SIDES.index(side)]) for field, side in chosen)
    verdict: Verdict = "merge" if decision == "merge" else "different"
    return Decision(
        left=pair[0], right=pair[1], decision=verdict, fields=chosen, note=note, row=row
    )


def _decision_of(path: Path, number: int, cells: list[str]) -> Decision:
    if len(cells) != len(COLUMNS):
        raise ConfigError(f"{path}, Zeile {number}: {len(cells)} Felder statt {len(COLUMNS)}.")
    left, right, decision, fields, note = cells
    try:
        return make_decision(left, right, decision, fields=fields, note=note, row=number)
    except ConfigError as error:
        raise ConfigError(f"{path}, Zeile {number}, {error}") from None


def read_decisions(city_dir: Path) -> tuple[Decision, ...]:
    """The decisions of a city, none where there is no file.

    Raises
    ------
    ConfigError
        Not UTF-8, other columns, a cell that cannot be used, a pair that stands twice; names
        file, line and field.
    """
    path = decisions_path(city_dir)
    if not path.exists():
        return ()
    rows = list(_rows(path))
    header = rows[0][1] if rows else []
    if header != COLUMNS:
        raise ConfigError(
            f"{path}, Zeile 1: Erwartet sind die Spalten {'; '.join(COLUMNS)}, "
            f"gefunden: {'; '.join(header) or 'keine'}."
        )
    found: dict[tuple[str, str], Decision] = {}
    for number, cells in rows[1:]:
        decision = _decision_of(path, number, cells)
        first = found.setdefault(decision.pair, decision)
        if first is not decision:
            raise ConfigError(
                f"{path}, Zeile {number}: Dieses Paar steht schon in Zeile {first.row}."
            )
    return tuple(found.values())


# --- writing


def _note(text: str) -> str:
    """A note in one line that no spreadsheet takes for a formula."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return f"'{line}" if _FORMULA.match(line) else line


def write_decisions(city_dir: Path, decisions: Iterable[Decision]) -> None:
    """Write all decisions in one step, sorted by pair. Raises OSError."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in sorted(decisions, key=lambda decision: decision.pair):
        fields = ",".join(f"{field}={side}" for field, side in one.fields)
        writer.writerow([one.left, one.right, one.decision, fields, _note(one.note)])
    write_atomically(decisions_path(city_dir), text.getvalue().encode())


def remember_decision(city_dir: Path, decision: Decision) -> Decision | None:
    """Add a decision to the file; an older one about the same pair is replaced and returned.

    Raises
    ------
    ConfigError
        The file that is there cannot be read; it stays as it is.
    """
    known = {one.pair: one for one in read_decisions(city_dir)}
    before = known.get(decision.pair)
    write_decisions(city_dir, {**known, decision.pair: decision}.values())
    return before
