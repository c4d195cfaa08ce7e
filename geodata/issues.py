"""What is wrong with single values: one `Issue` per bad value, collected and never raised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "info"]

#: kinds as people read them after "17 ×"
KIND_WORDS = {
    "ambiguous_address": "mehrdeutige Adresse",
    "ambiguous_number": "mehrdeutige Zahl",
    "ambiguous_record": "mehrdeutige Kennung in einer Korrektur",
    "bad_bool": "weder ja noch nein",
    "bad_date": "unlesbares Datum",
    "bad_id": "unlesbare Kennung",
    "bad_mail": "unlesbare Mailadresse",
    "bad_number": "unlesbare Zahl",
    "bad_phone": "unlesbare Telefonnummer",
    "bad_position": "unlesbare Koordinate",
    "bad_record": "unlesbarer Eintrag",
    "bad_row": "unlesbare Zeile",
    "bad_rule": "unlesbare Wiederholung",
    "bad_time": "unlesbare Uhrzeit",
    "bad_url": "unlesbare Webadresse",
    "bad_value": "unlesbare Angabe",
    "coarse_address": "ungenaue Adresse",
    "contradicting_decision": "widersprüchliche Entscheidung",
    "control_characters": "Steuerzeichen",
    "crs_ignored": "übergangenes Koordinatensystem",
    "cut_series": "gekürzte Terminreihe",
    "doubtful_address": "zweifelhafte Adresse",
    "duplicate_id": "doppelte Kennung",
    "empty_cell": "leere Zelle",
    "everywhere_with_place": "Ort bei einem Angebot für überall",
    "fixed_field": "Korrektur eines festen Feldes",
    "foreign_address": "Adresse in einem anderen Ort",
    "foreign_id": "Kennung einer anderen Quelle",
    "incomplete": "unvollständige Antwort",
    "markup": "Auszeichnung im Text",
    "merged_duplicate": "zusammengeführte Dublette",
    "missing": "fehlende Pflichtangabe",
    "missing_column": "fehlende Spalte",
    "missing_reference": "Verweis ins Leere",
    "more_faults": "weitere Meldungen",
    "out_of_range": "Wert außerhalb des Erwarteten",
    "outside_bbox": "Ort weit außerhalb",
    "outside_city": "Ort außerhalb der Stadt",
    "possible_duplicate": "mögliche Dublette",
    "private_event": "privater Termin",
    "refused_decision": "nicht befolgte Entscheidung",
    "repeated_field": "mehrfaches Feld",
    "reversed_span": "Ende vor dem Anfang",
    "short_row": "Zeile mit zu wenigen Feldern",
    "stale_correction": "überholte Korrektur",
    "stale_decision": "überholte Entscheidung",
    "swapped_position": "vertauschte Koordinaten",
    "too_long": "zu langer Text",
    "unit_left_out": "Zeile ohne Gebiet",
    "unknown_address": "unbekannte Adresse",
    "unknown_audiences": "unbekannte Zielgruppe",
    "unknown_badges": "unbekannte Auszeichnung",
    "unknown_column": "unbekannte Spalte",
    "unknown_district": "unbekannter Stadtteil",
    "unknown_field": "Korrektur eines unbekannten Feldes",
    "unknown_languages": "unbekannte Sprache",
    "unknown_record": "Korrektur eines unbekannten Eintrags",
    "unknown_themes": "unbekanntes Thema",
    "unknown_weekdays": "unbekannter Wochentag",
    "unknown_word": "unbekanntes Wort",
    "unknown_zone": "unbekannte Zeitzone",
    "unusable_cache": "unlesbarer Zwischenspeicher",
    "unusable_register": "nicht verwendbares Adressregister",
}


def kind_words(kind: str) -> str:
    """A kind in German; one without words is shown as it is."""
    return KIND_WORDS.get(kind, kind.replace("_", " "))


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """One bad or doubtful value.

    `error`: the row was left out. `warning`: the row is in, the value was dropped or mended.
    `info`: worth knowing (a point outside the city). `message` is German and complete in itself.
    `row` counts as a spreadsheet does: the header is row 1, the first record row 2.
    """

    source_id: str
    kind: str
    message: str
    severity: Severity = "warning"
    record_id: str | None = None
    row: int | None = None
    field: str | None = None
    value: str | None = None


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one field of one row; the caller adds the source and makes an Issue."""

    row: int
    field: str | None
    kind: str
    reason: str
    value: str | None = None
    severity: Severity = "warning"


def summarise_issues(issues: Iterable[Issue]) -> dict[str, int]:
    """Count issues by kind, most frequent first."""
    return dict(Counter(issue.kind for issue in issues).most_common())


def without_value(issue: Issue) -> Issue:
    """The Issue as it is published: a value in the wrong column may be somebody's mail address."""
    return msgspec.structs.replace(issue, value=None)
