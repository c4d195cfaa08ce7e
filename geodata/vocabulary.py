"""The vocabularies of a city: themes.csv, audiences.csv and synonyms.csv, read strictly.

All are UTF-8 with semicolons. In the first two a column `label_<lang>` holds the label in one
language (ISO 639-1), `label_de` is required and stands in where another language has none.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from geodata.city import read_config_text
from geodata.errors import ConfigError
from geodata.model import Audience, Theme

FALLBACK_LANGUAGE = "de"
#: least contrast of the white icon on the group's colour (WCAG 2.2, 1.4.3)
MIN_CONTRAST = 4.5

_ID = re.compile(r"[a-z][a-z0-9_]*")
_ID_WORDS = "ein Wort aus a-z, 0-9 und _"
_ICON = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_THEME_COLUMNS = ("theme_id", "group_id", "icon", "colour", "label_de", "group_label_de")
_AUDIENCE_COLUMNS = ("audience_id", "label_de")
_SYNONYM_COLUMNS = ("group", "words", "also")
MAX_SYNONYM_ROWS, MAX_SYNONYM_LETTERS = 5_000, 60

Row = Mapping[str, str]


class SynonymGroup(Struct, frozen=True, kw_only=True):
    """Words or short phrases of which each finds the others. `also` is found, and finds nothing."""

    name: str
    words: tuple[str, ...]
    also: tuple[str, ...] = ()


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of white on `colour` (#rrggbb) by WCAG 2.2, 1 to 21."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 1.05 / (luminance + 0.05)


def _fail(path: Path, row: int | None, field: str | None, reason: str) -> ConfigError:
    where = [str(path)]
    if row is not None:
        where.append(f"Zeile {row}")
    if field is not None:
        where.append(f"Spalte „{field}“")
    return ConfigError(f"{', '.join(where)}: {reason}")


def _check_header(
    path: Path, header: Sequence[str], required: Sequence[str], prefixes: Sequence[str]
) -> None:
    missing = [name for name in required if name not in header]
    if missing:
        hint = " Trennzeichen ist das Semikolon." if len(header) == 1 else ""
        raise _fail(path, 1, missing[0], f"Die Spalte fehlt.{hint}")
    for name in header:
        is_label = any(re.fullmatch(rf"{prefix}[a-z]{{2}}", name) for prefix in prefixes)
        if name not in required and not is_label:
            raise _fail(path, 1, name, "Diese Spalte kennt die Datei nicht.")
        if header.count(name) > 1:
            raise _fail(path, 1, name, "Die Spalte steht zweimal da.")


def _read_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of each row with the line it begins in."""
    reader = csv.reader(io.StringIO(read_config_text(path), newline=""), delimiter=";", strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        # an open quotation mark swallows all that follows: the line it stands in helps
        raise _fail(path, number, None, f"kein gültiges CSV ({error}).") from None


def _read_rows(
    path: Path,
    required: Sequence[str],
    prefixes: Sequence[str] = (),
    optional: Sequence[str] = (),
) -> Iterator[tuple[int, Row]]:
    lines = [(number, cells) for number, cells in _read_lines(path) if any(map(str.strip, cells))]
    if len(lines) < 2:
        raise ConfigError(f"{path}: Die Datei hat keine Einträge.")
    header = [name.strip() for name in lines[0][1]]
    _check_header(path, header, required, prefixes)
    for number, cells in lines[1:]:
        if len(cells) != len(header):
            reason = f"{len(cells)} Felder, erwartet sind {len(header)}."
            raise _fail(path, number, None, reason)
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        empty = next((name for name in required if not row[name] and name not in optional), None)
        if empty:
            raise _fail(path, number, empty, "Das Feld ist leer.")
        yield number, row


def _labels(row: Row, prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text
        for name, text in row.items()
        if re.fullmatch(rf"{prefix}[a-z]{{2}}", name) and text
    }


def _check_pattern(
    path: Path, number: int, row: Row, field: str, *, pattern: re.Pattern[str], wanted: str
) -> None:
    if not pattern.fullmatch(row[field]):
        raise _fail(path, number, field, f"„{row[field]}“ ist ungültig, erwartet ist {wanted}.")


def _check_unique(
    path: Path, number: int, field: str, key: str, seen: Mapping[str, object]
) -> None:
    if key in seen:
        raise _fail(path, number, field, f"„{key}“ steht zweimal da.")


def _check_theme_row(path: Path, number: int, row: Row) -> None:
    _check_pattern(path, number, row, "theme_id", pattern=_ID, wanted=_ID_WORDS)
    _check_pattern(path, number, row, "group_id", pattern=_ID, wanted=_ID_WORDS)
    icon = "der Name eines Lucide-Icons"
    _check_pattern(path, number, row, "icon", pattern=_ICON, wanted=icon)
    colour = "eine Farbe wie #0b6fcf"
    _check_pattern(path, number, row, "colour", pattern=_COLOUR, wanted=colour)
    if contrast_with_white(row["colour"]) < MIN_CONTRAST:
        reason = f"„{row['colour']}“ ist zu hell für ein weißes Icon (Kontrast unter 4,5:1)."
        raise _fail(path, number, "colour", reason)


def _check_group(path: Path, number: int, theme: Theme, groups: dict[str, Theme]) -> None:
    first = groups.setdefault(theme.group_id, theme)
    if first.colour != theme.colour:
        reason = f"Die Gruppe „{theme.group_id}“ hat weiter oben die Farbe {first.colour}."
        raise _fail(path, number, "colour", reason)
    if first.group_labels != theme.group_labels:
        reason = f"Die Gruppe „{theme.group_id}“ heißt weiter oben anders."
        raise _fail(path, number, "group_label_de", reason)


def read_themes(city_dir: Path) -> tuple[Theme, ...]:
    """Read `themes.csv` of a city's folder, in the order of the file.

    Raises
    ------
    ConfigError
        A column is missing or unknown, a field is empty or invalid, an id stands twice, the
        themes of a group differ in colour or group label, a colour is too light for a white icon.
        The message names file, row and column.
    """
    path = city_dir / "themes.csv"
    themes: dict[str, Theme] = {}
    groups: dict[str, Theme] = {}
    for number, row in _read_rows(path, _THEME_COLUMNS, ("label_", "group_label_")):
        _check_theme_row(path, number, row)
        _check_unique(path, number, "theme_id", row["theme_id"], themes)
        theme = Theme(
            theme_id=row["theme_id"],
            group_id=row["group_id"],
            icon=row["icon"],
            colour=row["colour"],
            labels=_labels(row, "label_"),
            group_labels=_labels(row, "group_label_"),
        )
        _check_group(path, number, theme, groups)
        themes[theme.theme_id] = theme
    return tuple(themes.values())


def read_audiences(city_dir: Path) -> tuple[Audience, ...]:
    """Read `audiences.csv` of a city's folder, in the order of the file.

    Raises
    ------
    ConfigError
        As `read_themes`.
    """
    path = city_dir / "audiences.csv"
    audiences: dict[str, Audience] = {}
    for number, row in _read_rows(path, _AUDIENCE_COLUMNS, ("label_",)):
        _check_pattern(path, number, row, "audience_id", pattern=_ID, wanted=_ID_WORDS)
        _check_unique(path, number, "audience_id", row["audience_id"], audiences)
        audiences[row["audience_id"]] = Audience(
            audience_id=row["audience_id"], labels=_labels(row, "label_")
        )
    return tuple(audiences.values())


def _synonym_words(path: Path, number: int, row: Row, field: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word.strip() for word in row[field].split(",") if word.strip()))
    if any(len(word) > MAX_SYNONYM_LETTERS for word in words):
        reason = f"Ein Wort hat mehr als {MAX_SYNONYM_LETTERS} Zeichen."
        raise _fail(path, number, field, reason)
    return words


def _read_synonym_file(path: Path) -> Iterator[SynonymGroup]:
    seen: dict[str, int] = {}
    for number, row in _read_rows(path, _SYNONYM_COLUMNS, optional=("also",)):
        _check_unique(path, number, "group", row["group"], seen)
        if len(seen) >= MAX_SYNONYM_ROWS:
            raise _fail(path, number, None, f"mehr als {MAX_SYNONYM_ROWS} Gruppen.")
        seen[row["group"]] = number
        words = _synonym_words(path, number, row, "words")
        also = _synonym_words(path, number, row, "also")
        if len(words) + len(also) < 2:
            raise _fail(path, number, "words", "Eine Gruppe braucht mindestens zwei Wörter.")
        yield SynonymGroup(name=row["group"], words=words, also=also)


def _joined(first: SynonymGroup, second: SynonymGroup) -> SynonymGroup:
    words = tuple(dict.fromkeys(first.words + second.words))
    return SynonymGroup(
        name=first.name, words=words, also=tuple(dict.fromkeys(first.also + second.also))
    )


def read_synonyms(city_dir: Path) -> tuple[SynonymGroup, ...]:
    """Synonyms of every city (`cities/synonyms.csv`) with a city's own beside its vocabularies.

    Both files may be missing. A group of the city that is named as one of every city adds to it.

    Raises
    ------
    ConfigError
        A column is missing or unknown, a group stands twice or has a single word, a word is too
        long. The message names file, row and column.
    """
    groups: dict[str, SynonymGroup] = {}
    for path in (city_dir.parent / "synonyms.csv", city_dir / "synonyms.csv"):
        if not path.is_file():
            continue
        for group in _read_synonym_file(path):
            known = groups.get(group.name)
            groups[group.name] = _joined(known, group) if known else group
    return tuple(groups.values())
