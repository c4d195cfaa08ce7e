"""Bring the catalogues of all languages up to the words of the pages.

python -m scripts.messages            writes translations/*/LC_MESSAGES/messages.po
python -m scripts.messages --check    changes nothing; exit code 1 where a catalogue is behind
python -m scripts.messages --missing en    the messages of a language that have no translation

The order is that of the messages, without places in the code and without times, so that a
difference shows words only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from geodata.settings import ROOT
from routes.languages import LANGUAGES, Language, catalogue_path
from scripts._cli import run

FOLDER = ROOT / "translations"
METHODS = [
    ("templates/**.html", "jinja2"),
    ("routes/**.py", "python"),
    ("services/**.py", "python"),
    ("layers/**.py", "python"),
]
#: `_bad` says what is wrong with a parameter, `asked_gettext` speaks on pages of another language
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "asked_gettext": None,
    "_bad": (2,),
    "translate": None,
}
FOLDERS = {"templates", "routes", "services", "layers"}
#: a catalogue is dated by its commits
_MOMENT = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)


def _labels() -> Iterator[str]:
    """Message ids that stand in tables and reach gettext by a variable."""
    from layers.catalogue import BASE_SPECS, TOPIC_SPECS  # noqa: PLC0415
    from layers.words import UNIT_WORDS  # noqa: PLC0415
    from routes.problems import PROGRAM_TEXTS, TEXTS  # noqa: PLC0415
    from services.items import COLLECTIONS  # noqa: PLC0415
    from services.search_labels import PARAMETER_LABELS, VALUE_LABELS  # noqa: PLC0415

    yield from PARAMETER_LABELS.values()
    for labels in VALUE_LABELS.values():
        yield from labels.values()
    for info in COLLECTIONS.values():
        yield from (info.title, info.description)
    for spec in (*BASE_SPECS, *TOPIC_SPECS):
        yield from filter(None, (spec.label, spec.note))
        yield from (field.label for field in spec.popup_fields if field.label)
    yield from UNIT_WORDS.values()
    for texts in (*TEXTS.values(), *PROGRAM_TEXTS.values()):
        yield from texts


def template() -> Catalog:
    """Every message of the pages, without translation."""
    found = Catalog(charset="utf-8")

    def is_ours(folder: str) -> bool:
        parts = Path(folder).relative_to(ROOT).parts
        return not parts or parts[0] in FOLDERS

    rows = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, directory_filter=is_ours)
    for _file, _line, message, _comments, _context in rows:
        found.add(message)
    for label in _labels():
        found.add(label)
    return found


def read_language(language: Language) -> Catalog:
    """The catalogue of a language, a new one where there is none yet."""
    path = catalogue_path(FOLDER, language)
    if not path.is_file():
        return Catalog(locale=language.locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language.locale, abort_invalid=True)


def updated(language: Language, messages: Catalog) -> bytes:
    """The catalogue of a language as it should be; translations are kept, dead messages go."""
    catalogue = read_language(language)
    catalogue.update(messages, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "ehrenamtslandkarte", "1"
    catalogue.creation_date = catalogue.revision_date = _MOMENT
    catalogue.header_comment = f"# {language.name}: see docs/translations.md"
    catalogue.last_translator = catalogue.language_team = ""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, no_location=True, sort_output=True)
    return written.getvalue()


def missing(language: Language, messages: Catalog) -> list[str]:
    """Messages without a translation, in the order of the catalogue."""
    catalogue = read_language(language)
    found = []
    for message in messages:
        if not message.id:
            continue
        mine = catalogue.get(message.id, message.context)
        texts = mine.string if mine else ""
        if not (all(texts) if isinstance(texts, tuple) else texts):
            found.append(message.id if isinstance(message.id, str) else " | ".join(message.id))
    return sorted(found)


def _translated() -> list[Language]:
    return [one for one in LANGUAGES.values() if one.tag != "de"]


def _write(messages: Catalog) -> int:
    for language in _translated():
        path = catalogue_path(FOLDER, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(updated(language, messages))
        open_count = len(missing(language, messages))
        print(f"{language.tag:<10} {len(messages)} Texte, {open_count} ohne Übersetzung")
    return 0


def _check(messages: Catalog) -> int:
    behind = [
        language.tag
        for language in _translated()
        if not catalogue_path(FOLDER, language).is_file()
        or catalogue_path(FOLDER, language).read_bytes() != updated(language, messages)
    ]
    for tag in behind:
        print(f"translations/{tag}: nicht auf dem Stand der Seiten. Abhilfe: make messages")
    return 1 if behind else 0


def main(arguments: list[str] | None = None) -> int:
    """Write, check or list."""
    parser = argparse.ArgumentParser(description="Bring the catalogues up to date.")
    parser.add_argument("--check", action="store_true", help="only tell which are behind")
    parser.add_argument("--missing", metavar="TAG", choices=sorted(LANGUAGES), help="list them")
    given = parser.parse_args(arguments)
    messages = template()
    if given.missing:
        print("\n".join(missing(LANGUAGES[given.missing], messages)))
        return 0
    return _check(messages) if given.check else _write(messages)


if __name__ == "__main__":
    run(main)
