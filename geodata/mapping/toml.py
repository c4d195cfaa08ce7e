"""Mapping files: read strictly, written so that a person can go on from there."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Dict
from pathlib import Path

import msgspec

from geodata.city import explain_config_error
from geodata.errors import ConfigError
from geodata.mapping.model import Mapping, Part, SourceInfo, fault_of
from geodata.stages import ReadOptions

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_NOTES = {
    "columns": 'Feld = Spalte der Datei; mehrere Spalten: "{Straße} {Nr}, {PLZ} {Ort}";\n'
    '# die erste gefüllte von mehreren: ["Handy", "Telefon"]',
    "constants": "steht in jeder Zeile, was auch immer die Datei sagt",
    "defaults": "steht, wo die Datei nichts sagt",
    "values": 'Wort der Datei = unser Wort; "" lässt es weg',
    "separators": "was die Wörter einer Liste trennt",
    "read": "wie die Datei zu lesen ist; leer = wird erkannt",
    "source": "was über die Herkunft der Daten gezeigt wird",
}

_SOURCE_HINTS = {
    "source_id": '"freiwilligenboerse"',
    "title": '"Angebote der Freiwilligenbörse"',
    "publisher": '"Freiwilligenagentur Musterstadt"',
    "url": '"https://www.example.org"',
    "licence": '"CC-BY-4.0"',
    "licence_url": '"https://creativecommons.org/licenses/by/4.0/"',
    "attribution": '"Freiwilligenagentur Musterstadt"',
    "fresh_days": "90",
}


def read_mapping(text: str, file_name: str) -> Mapping:
    """A mapping from the text of its TOML file.

    Raises
    ------
    ConfigError
        No TOML, an unknown key, collection or field, a template that is none; the message names
        file, line where it is known, and the nearest known word.
    """
    try:
        mapping = msgspec.convert(tomllib.loads(text), Mapping)
    except msgspec.ValidationError as error:
        raise ConfigError(explain_config_error(Path(file_name), text, error, Mapping)) from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file_name}: kein gültiges TOML ({error}).") from None
    fault = fault_of(mapping)
    if fault:
        raise ConfigError(f"{file_name}: {fault}")
    return mapping


def _text(value: str) -> str:
    # a JSON string is a basic string of TOML, but for one character
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    line = " ".join(text.split())
    return "".join(sign for sign in line if sign.isprintable())


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_text(str(one)) for one in value)}]"
    return str(value) if isinstance(value, int) else _text(str(value))


def _table(name: str, rows: Dict[str, object], note: str = "") -> list[str]:
    if not rows:
        return []
    lines = [f"# {note}"] if note else []
    return ["", *lines, f"[{name}]", *(f"{_key(k)} = {_value(v)}" for k, v in rows.items())]


def _values(part: Part, prefix: str, unknown: Dict[str, Iterable[str]]) -> list[str]:
    """Translations; words without one stand there to be filled in."""
    lines: list[str] = []
    note = _NOTES["values"]
    for field in dict.fromkeys([*part.values, *unknown]):
        known = dict(part.values.get(field, {}))
        name = f"{prefix}values.{_key(field)}"
        lines += _table(name, known, note) or ["", f"# {note}", f"[{name}]"]
        lines += [f'# {_text(" ".join(word.split()))} = ""' for word in unknown.get(field, ())]
    return lines


def _source(source: SourceInfo) -> list[str]:
    """All keys of the source; those without a value as a hint."""
    given = _changed(source)
    lines = ["", f"# {_NOTES['source']}", "[source]"]
    for name, hint in _SOURCE_HINTS.items():
        lines.append(f"{name} = {_value(given[name])}" if name in given else f"# {name} = {hint}")
    return lines


def _part(
    part: Part, prefix: str = "", unknown: Dict[str, Iterable[str]] | None = None
) -> list[str]:
    lines: list[str] = []
    for table in ("columns", "constants", "defaults", "separators"):
        note = "" if prefix else _NOTES[table]
        lines += _table(f"{prefix}{table}", getattr(part, table), note)
    return lines + _values(part, prefix, unknown or {})


def _changed(struct: ReadOptions | SourceInfo) -> dict[str, object]:
    """What differs from the default."""
    default = type(struct)()
    names = struct.__struct_fields__
    return {n: getattr(struct, n) for n in names if getattr(struct, n) != getattr(default, n)}


def write_mapping(
    mapping: Mapping,
    comments: Iterable[str] = (),
    unknown_words: Dict[str, Iterable[str]] | None = None,
) -> str:
    """The text of a mapping file: `read_mapping` of it gives the same mapping.

    Parameters
    ----------
    comments : lines for the head of the file
    unknown_words : field -> words that still need a translation
    """
    lines = [f"# {_comment(line)}" for line in comments]
    lines += [f"collection = {_text(mapping.collection)}"]
    if mapping.format:
        lines += [f"format = {_text(mapping.format)}"]
    lines += [
        "# steht vor jeder Kennung, damit sie keiner anderen Quelle gleicht",
        f"id_prefix = {_text(mapping.id_prefix)}",
    ]
    lines += _source(mapping.source)
    lines += _table("read", _changed(mapping.read), _NOTES["read"])
    lines += _part(mapping, unknown=unknown_words)
    for name in ("organisations", "places"):
        part = getattr(mapping, name)
        if part is not None:
            word = {"organisations": "Organisationen", "places": "Orte"}[name]
            lines += ["", f"# {word}, die in denselben Zeilen stehen", *_part(part, f"{name}.")]
    return "\n".join(lines) + "\n"
