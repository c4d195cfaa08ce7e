"""Two records beside each other, as text for a terminal."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geodata.match.duplicates import Candidate
    from geodata.match.score import FieldScore

COLLECTION_WORDS = {"organisations": "Organisationen", "opportunities": "Angebote"}
OUTCOME_WORDS = {
    "same": "gleich",
    "near": "sehr ähnlich",
    "part": "teilweise gleich",
    "other": "anders",
    "conflict": "widersprechen sich",
    "unknown": "nicht vergleichbar",
    "shared": "nutzen mehrere",
    "domain": "gleiche Domain",
    "area": "in derselben Gegend",
    "likely": "vielleicht dieselbe",
    "nowhere": "beide ohne Ort",
}
BAR_WORDS = {
    "ages_differ": "anderes Mindestalter",
    "audiences_differ": "andere Zielgruppen",
    "dates_differ": "andere Daten",
    "details_differ": "andere Tage oder Zahlen im Text",
    "facility_elsewhere": "eine Einrichtung an zwei Orten",
    "facility_without_place": "eine Einrichtung ohne Ort",
    "legal_form": "andere Rechtsform",
    "legal_form_open": "es gibt diesen Namen mit zwei Rechtsformen",
    "level": "andere Gliederungsebene",
    "level_on_one_side": "Gliederungsebene nur auf einer Seite",
    "little_evidence": "außer dem Namen stimmt wenig überein",
    "many_slips": "viele Schreibabweichungen",
    "name_differs": "andere Namen",
    "name_near_and_conflict": "ähnlicher Name, aber andere Angaben",
    "numbers": "andere Zahlen im Namen",
    "other_organisation": "andere Organisation",
    "phone_differs": "andere Telefonnummer",
    "place_differ": "anderer Ort",
    "place_elsewhere": "anderer Ort",
    "repeated_title": "mehrere Angebote mit diesem Titel",
    "short_name": "sehr kurzer Name",
    "times_differ": "andere Zeiten",
    "title_differs": "andere Titel",
}
#: compared field -> the field of the record beside which it stands
_SHOWN_AT = {
    "place": "address", "organisation": "organisation_id", "dates": "starts_on",
    "times": "weekdays", "contact": "contact_email",
}  # fmt: skip
_NAME_WIDTH, _SCORE_WIDTH, _GAP = 18, 32, 2
_MOST_LINES = 3
HIDDEN = "(geschützt)"

Row = Mapping[str, Any]


def plain(value: Any) -> str:
    """A value as one line without anything a terminal would act on."""
    if value in (None, (), ""):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, tuple):
        value = ", ".join(map(str, value))
    if isinstance(value, dt.date):
        value = value.strftime("%d.%m.%Y")
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def percent(score: float) -> str:
    """A score as people read it."""
    return f"{score * 100:.1f} %".replace(".", ",")


def _told(row: Row, field: str) -> str:
    return HIDDEN if field == "address" and row["is_private"] and row[field] else plain(row[field])


def _score_text(score: FieldScore | None) -> str:
    if score is None or score.outcome == "unknown":
        return ""
    likeness = "" if score.likeness is None else f"{score.likeness:.2f} ".replace(".", ",")
    weight = f"{score.weight:+.1f}".replace(".", ",").replace("-", "−")
    return f"{likeness}{OUTCOME_WORDS.get(score.outcome, score.outcome)} ({weight})"


def _lines(mark: str, cells: tuple[str, str, str, str], width: int) -> Iterator[str]:
    """One field over as many lines as it needs, at most three."""
    widths = (_NAME_WIDTH, width, width, _SCORE_WIDTH)
    columns = [
        textwrap.wrap(cell, size, max_lines=_MOST_LINES, placeholder=" …") or [""]
        for cell, size in zip(cells, widths, strict=True)
    ]
    for number in range(max(map(len, columns))):
        parts = [
            (column[number] if number < len(column) else "").ljust(size)
            for column, size in zip(columns, widths, strict=True)
        ]
        yield f"{mark if number == 0 else ' '} {(' ' * _GAP).join(parts)}".rstrip()


def _mark(left: str, right: str) -> str:
    if not left or not right:
        return " "
    return "=" if left == right else "≠"


def side_by_side(
    candidate: Candidate, rows: tuple[Row, Row], fields: list[str], columns: int = 100
) -> str:
    """Both records of a pair with what agrees and differs, and the scores.

    Parameters
    ----------
    rows : the record on the left, and the one on the right
    fields : names of the fields that can be shown, in order
    columns : width of the terminal in characters
    """
    width = max(16, (columns - _NAME_WIDTH - _SCORE_WIDTH - 3 * _GAP - 2) // 2)
    scores = {_SHOWN_AT.get(s.field, s.field): s for s in candidate.fields}
    left, right = rows
    titles = ("Feld", f"links: {left['record_id']}", f"rechts: {right['record_id']}", "Vergleich")
    lines = [f"{COLLECTION_WORDS[candidate.collection]}, Sicherheit {percent(candidate.score)}"]
    held = [BAR_WORDS.get(bar, bar) for bar in dict.fromkeys(candidate.bars)]
    if candidate.is_same_source:
        held.append("beide aus derselben Quelle")
    if held:
        lines.append(f"Nicht von selbst, denn: {'; '.join(held)}.")
    lines += _lines(" ", titles, width)
    for field in dict.fromkeys(["organisation_id", *fields] if "title" in left else fields):
        told = (_told(left, field), _told(right, field))
        if any(told):
            score = _score_text(scores.get(field))
            lines += _lines(_mark(*told), (field, *told, score), width)
    return "\n".join(lines)
