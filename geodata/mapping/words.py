"""How the words of a file become ours: translations, lists, days Excel keeps as numbers."""

from __future__ import annotations

import datetime as dt
import re

from geodata.mapping.model import Part
from geodata.normalise.values import split_list
from geodata.tables import LIST_SEPARATOR, TABLES, columns_of

#: Excel's day 0, with its leap day that never was
_EXCEL_EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a day without a zone
_SERIAL = re.compile(r"(\d{5})(?:[.,](\d+))?", re.ASCII)
#: 1954 to 2118
_SERIAL_DAYS = range(20_000, 80_000)


def loose(name: str) -> str:
    """A name as people compare it: without case and doubled spaces."""
    return " ".join(name.split()).casefold()


def day_of_serial(text: str) -> str:
    """Excel keeps a day as a number; in a field for a day nothing else looks like that."""
    found = _SERIAL.fullmatch(text)
    if not found or int(found.group(1)) not in _SERIAL_DAYS:
        return text
    day = _EXCEL_EPOCH + dt.timedelta(days=float(text.replace(",", ".")))
    moment = (day + dt.timedelta(milliseconds=500)).replace(microsecond=0)
    at_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return moment.date().isoformat() if at_midnight else moment.isoformat()


class Words:
    """How the text of one field is read: its list separator and translations."""

    def __init__(self, collection: str, field: str, part: Part) -> None:
        kinds = {c.name: c.kind for c in columns_of(TABLES[collection])}
        self.kind = kinds.get(field, "text")
        self.separator = part.separators.get(field, "")
        self.words = {loose(k): v for k, v in part.values.get(field, {}).items()}
        self.constant = part.constants.get(field)
        self.default = part.defaults.get(field, "")

    def _members(self, text: str) -> list[str]:
        if self.separator:
            return [one.strip() for one in text.split(self.separator) if one.strip()]
        return split_list(text.replace("\n", LIST_SEPARATOR), self.words)

    def _translated(self, text: str) -> str:
        whole = self.words.get(loose(text))
        if whole is not None:
            return whole
        if self.kind != "texts":
            return text
        members = [self.words.get(loose(one), one) for one in self._members(text)]
        return LIST_SEPARATOR.join(dict.fromkeys(one for one in members if one))

    def __call__(self, text: str) -> str:
        if self.constant is not None:
            return self.constant
        text = text.strip()
        if text and (self.words or self.kind == "texts"):
            text = self._translated(text)
        if text and self.kind in ("date", "datetime"):
            text = day_of_serial(text)
        return text or self.default
