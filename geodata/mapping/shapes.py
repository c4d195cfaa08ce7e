"""Whether the values of a column look like those of a field: share of cells it would understand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from geodata.mapping.words import day_of_serial
from geodata.normalise import values
from geodata.normalise.rows import number_parser, text_parser
from geodata.normalise.words import Vocabulary, Words
from geodata.tables import TABLES, columns_of

_SAMPLE = 60
_UTC = ZoneInfo("UTC")
#: fields whose words are ours, whatever the city; those of themes and audiences get translated
_OWN_WORDS = Vocabulary((), ())
_TRANSLATED = ("themes", "audiences")


def _word_parser(words: Words) -> Callable[[str], object]:
    """Reads a list where at least one member is a word of the field."""

    def parse(text: str) -> object:
        members = [text, *values.split_list(text, words)]
        if not any(member.casefold() in words for member in members):
            raise values.BadValue("unknown_word", "Kein Wort davon ist bekannt.")
        return members

    return parse


def _parser(collection: str, field: str) -> Callable[[str], object] | None:
    """What reads the field's values; None where any text will do."""
    if field in ("lon", "lat"):
        return values.parse_coordinate
    column = next((c for c in columns_of(TABLES[collection]) if c.name == field), None)
    if column is None:
        return None
    words = None if field in _TRANSLATED else _OWN_WORDS.words_of(collection, column)
    if words:
        return _word_parser(words)
    parsers: dict[str, Callable[[str], object]] = {
        "bool": values.parse_bool,
        "int": number_parser(field, "int"),
        "float": number_parser(field, "float"),
        "date": lambda text: values.parse_date(day_of_serial(text)),
        "datetime": lambda text: values.parse_datetime(
            day_of_serial(text), _UTC, may_lack_time=True
        ),
    }
    return parsers.get(column.kind) or text_parser(field)


def understood_share(collection: str, field: str, cells: Sequence[str]) -> float | None:
    """Share of filled cells the field would understand; None where that says nothing."""
    parse = _parser(collection, field)
    filled = [cell for cell in cells if cell.strip()][:_SAMPLE]
    if parse is None or not filled:
        return None
    good = 0
    for cell in filled:
        try:
            parse(cell.strip())
        except ValueError:
            continue
        good += 1
    return good / len(filled)
