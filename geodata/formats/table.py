"""Records collected into one table of text, within the limits of `limits`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from geodata.crs import LONLAT, project_points
from geodata.errors import SourceError
from geodata.formats import Fault, TextTable
from geodata.formats.decoding import shown
from geodata.formats.flatten import Pair, join_texts, text_of
from geodata.formats.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_FAULTS,
    MAX_NAME,
    MAX_RECORDS,
    MAX_TEXT,
)
from geodata.issues import Severity

#: x, y (or longitude, latitude) and the name of their CRS
Position = tuple[float, float, str]
POSITION_COLUMNS = ("lon", "lat")
#: a hundredth of a metre
_DECIMALS = 7


def check_record_count(count: int) -> None:
    """Raise SourceError for more records than a table may hold."""
    if count > MAX_RECORDS:
        raise SourceError(f"Die Datei hat mehr als {MAX_RECORDS} Einträge. Bitte aufteilen.")


class TableBuilder:
    """Takes one record after the other. `has_positions`: `lon` and `lat` stand in any case."""

    def __init__(self, *, has_positions: bool = False) -> None:
        self._rows: list[int] = []
        self._records: list[dict[str, str]] = []
        self._positions: list[tuple[int, Position]] = []
        # a name is kept once, not once per record
        self._names = {name: name for name in POSITION_COLUMNS} if has_positions else {}
        self._has_more_names = False
        self._faults: list[Fault] = []
        self._unsaid = 0

    def fault(
        self, row: int, field: str | None, kind: str, reason: str, severity: Severity = "warning"
    ) -> None:
        """Note what is wrong; no value, because the record may be a private person's."""
        if len(self._faults) >= MAX_FAULTS:
            self._unsaid += 1
            return
        said = shown(field) if field else None
        self._faults.append(Fault(row=row, field=said, kind=kind, reason=reason, severity=severity))

    def leave_out(self, row: int, reason: str) -> None:
        """Note that a whole record cannot be read."""
        self.fault(row, None, "bad_record", f"{reason} Der Eintrag wurde ausgelassen.", "error")

    def add(self, row: int, pairs: Iterable[Pair], position: Position | None = None) -> None:
        """One record; texts of one name are joined. Raises SourceError if it is one too many."""
        check_record_count(len(self._records) + 1)
        record: dict[str, str] = {}
        more: dict[str, list[str]] = {}
        for name, text in pairs:
            known = self._names.get(name) or self._new_name(row, name)
            if not known:
                continue
            if known in record:
                more.setdefault(known, [record[known]]).append(text)
            record[known] = text
        record.update({name: join_texts(texts) for name, texts in more.items()})
        self._cut(row, record)
        if position is not None:
            self._positions.append((len(self._records), position))
        self._rows.append(row)
        self._records.append(record)

    def _new_name(self, row: int, name: str) -> str:
        if len(name) > MAX_NAME:
            self.fault(row, name, "unknown_column", "Der Name des Feldes ist zu lang.")
            return ""
        if len(self._names) < MAX_COLUMNS:
            return self._names.setdefault(name, name)
        if not self._has_more_names:
            reason = f"Mehr als {MAX_COLUMNS} verschiedene Felder; die weiteren zählen nicht."
            self.fault(row, name, "unknown_column", reason)
        self._has_more_names = True
        return ""

    def _cut(self, row: int, record: dict[str, str]) -> None:
        for name, text in record.items():
            if len(text) > MAX_TEXT:
                reason = f"Der Text ist länger als {MAX_TEXT} Zeichen und wurde gekürzt."
                self.fault(row, name, "too_long", reason)
                record[name] = text[:MAX_TEXT]

    def finish(self) -> TextTable:
        """The table, its positions in degrees."""
        self._place()
        names = self._kept_names()
        index = pd.Index(self._rows, name="row", dtype="int64")
        columns = {name: [r.get(name, "") for r in self._records] for name in names}
        frame = pd.DataFrame(columns, index=index, columns=pd.Index(names), dtype=object)
        faults = tuple(self._faults)
        if self._unsaid:
            reason = f"Es gibt {self._unsaid} weitere Meldungen, die hier nicht stehen."
            faults += (Fault(row=0, field=None, kind="more_faults", reason=reason),)
        return TextTable(frame=frame, faults=faults)

    def _kept_names(self) -> list[str]:
        most = max(MAX_CELLS // max(len(self._records), 1), len(POSITION_COLUMNS))
        if len(self._names) <= most:
            return list(self._names)
        counts = Counter(name for record in self._records for name in record)
        reason = f"Nur die {most} häufigsten Felder wurden gelesen, die Tabelle wäre zu groß."
        self.fault(0, None, "unknown_column", reason)
        kept = {name for name, _ in counts.most_common(most)}
        return [name for name in self._names if name in kept]

    def _place(self) -> None:
        for crs in dict.fromkeys(position[2] for _, position in self._positions):
            group = [(i, position) for i, position in self._positions if position[2] == crs]
            x = np.array([position[0] for _, position in group])
            y = np.array([position[1] for _, position in group])
            if crs != LONLAT:
                x, y = project_points(x, y, crs, LONLAT)
            for (number, _), lon, lat in zip(group, x, y, strict=True):
                self._set_position(number, float(lon), float(lat), crs)
        if self._positions:
            self._names.update({name: name for name in POSITION_COLUMNS})

    def _set_position(self, number: int, lon: float, lat: float, crs: str) -> None:
        if not (abs(lon) <= 180 and abs(lat) <= 180):  # also not for NaN
            reason = "Das sind keine Grad, sondern wohl Meter; die Datei nennt kein anderes System."
            if crs != LONLAT:
                reason = f"Der Punkt liegt außerhalb dessen, was {crs} beschreibt."
            self.fault(self._rows[number], "lon", "bad_position", reason)
            return
        texts = (text_of(round(degrees, _DECIMALS)) for degrees in (lon, lat))
        self._records[number].update(zip(POSITION_COLUMNS, texts, strict=True))
