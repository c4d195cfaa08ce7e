"""Words of a platform for themes and audiences, translated into those of the city."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process, utils

from geodata.mapping.model import Columns
from geodata.model import Audience, Theme
from geodata.normalise.values import split_list

#: from here a likeness of two labels is proposed; the person who looks at it decides
_ALIKE = 80.0
_MOST_WORDS = 200

Found = dict[str, dict[str, str]]


def _labels(keys: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """label -> id, the id itself included."""
    return {label: key for key, names in keys.items() for label in (key, *names.values())}


def _translate(words: Sequence[str], labels: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    known = {label.casefold() for label in labels}
    found: dict[str, str] = {}
    unknown: list[str] = []
    for word in words:
        if word.casefold() in known:
            continue
        best = process.extractOne(
            word, list(labels), scorer=fuzz.WRatio, processor=utils.default_process
        )
        if best and best[1] >= _ALIKE:
            found[word] = labels[best[0]]
        else:
            unknown.append(word)
    return found, unknown


def theme_words(
    named: Columns,
    columns: Mapping[str, Sequence[str]],
    themes: Sequence[Theme],
    audiences: Sequence[Audience],
) -> tuple[Found, dict[str, tuple[str, ...]]]:
    """Translations for the fields `themes` and `audiences`, and the words that have none."""
    vocabularies = {
        "themes": _labels({one.theme_id: one.labels for one in themes}),
        "audiences": _labels({one.audience_id: one.labels for one in audiences}),
    }
    translations: Found = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for field, labels in vocabularies.items():
        column = named.get(field)
        if not labels or not isinstance(column, str) or column not in columns:
            continue
        known = {label.casefold(): key for label, key in labels.items()}
        members = (
            w for cell in columns[column] for w in split_list(cell.replace("\n", "|"), known)
        )
        words = list(dict.fromkeys(members))[:_MOST_WORDS]
        found, left = _translate(words, labels)
        translations |= {field: found} if found else {}
        unknown |= {field: tuple(left)} if left else {}
    return translations, unknown
