"""Names of streets in comparable form: `Dr.-Külz-Ring`, `Dr Kuelz Ring`, `DR.KÜLZ-RING`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from geodata.address.fold import fold_bare, fold_text

_TOKEN = re.compile(r"[a-z]+\.?|\d+")
_WRITTEN = re.compile(r"[^\W_]+")
_TYPE = re.compile(r"str(?:asse)?$")

#: both sides say it the same way; a word with a dot stands for its beginning
_WORDS = {
    "str": "strasse",
    "pl": "platz",
    "wg": "weg",
    "ch": "chaussee",
    "sankt": "st",
    "doktor": "dr",
    "professor": "prof",
    "u": "und",
    "nr": "",
}
_CONTRACTIONS = {
    ("an", "dem"): "am",
    ("bei", "dem"): "beim",
    ("in", "dem"): "im",
    ("zu", "der"): "zur",
    ("zu", "dem"): "zum",
    ("von", "dem"): "vom",
}
TITLES = frozenset({"dr", "prof", "ing", "med", "st"})
#: dotted words that are written so in official names and stand for nothing longer
_NOT_ABBREVIATED = frozenset({"dr", "prof", "st", "ing", "med"})


class StreetKey(Struct, frozen=True, kw_only=True):
    """A street's name, comparable.

    `full`: all letters and digits in a row, types written out (`pragerstrasse`). `bare`: the same
    with umlauts as bare letters. `untitled`: without `Dr.`, `Prof.`. `tokens`: the words in order,
    an abbreviated one with its dot (`a.`). `digits`: numbers of the name, which are never typos.
    `written`: the letters as they were typed, umlauts and ß being one each (`hölzring`), because
    a hand that misses a ß makes one slip and not two.
    """

    full: str
    bare: str
    untitled: str
    tokens: tuple[str, ...]
    digits: tuple[str, ...]
    written: str

    @property
    def is_abbreviated(self) -> bool:
        """Whether a word only gives its beginning."""
        return any(token.endswith(".") or len(token) == 1 for token in self.tokens if token.isascii()
                   and not token.isdigit())  # fmt: skip


def _written_out(token: str) -> str:
    word = token.rstrip(".")
    if word in _WORDS:
        return _WORDS[word]
    if word.endswith("str") and len(word) > 4:
        return f"{word}asse"
    if token.endswith(".") and word.endswith("pl") and len(word) > 4:
        return f"{word[:-2]}platz"
    return word if word in _NOT_ABBREVIATED else token


def _tokens(folded: str) -> tuple[str, ...]:
    found = [_written_out(token) for token in _TOKEN.findall(folded.replace("&", " und "))]
    tokens: list[str] = []
    for token in filter(None, found):
        contracted = _CONTRACTIONS.get((tokens[-1], token)) if tokens else None
        if contracted:
            tokens[-1] = contracted
        else:
            tokens.append(token)
    return tuple(tokens)


def _joined(tokens: tuple[str, ...]) -> str:
    return "".join(token.rstrip(".") for token in tokens)


def _written(name: str) -> str:
    words = _WRITTEN.findall(unicodedata.normalize("NFKC", name).lower())
    return "".join(_TYPE.sub("straße", word) for word in words)


@lru_cache(maxsize=8192)
def street_key(name: str) -> StreetKey:
    """The comparable form of a street's name (or of what may be one)."""
    tokens = _tokens(fold_text(name))
    return StreetKey(
        full=_joined(tokens),
        bare=_joined(_tokens(fold_bare(name))),
        untitled=_joined(tuple(t for t in tokens if t not in TITLES)),
        tokens=tokens,
        digits=tuple(t for t in tokens if t.isdigit()),
        written=_written(name),
    )


def fits_abbreviation(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether every word of `short` is the word of `long` in its place, or its beginning.

    Only a word with a dot, or a single letter, may stand for a longer one.
    """
    if len(short) != len(long):
        return False
    for given, word in zip(short, long, strict=True):
        start = given.rstrip(".")
        is_short = given.endswith(".") or len(given) == 1
        if word not in (given, start) and not (is_short and word.startswith(start)):
            return False
    return True
