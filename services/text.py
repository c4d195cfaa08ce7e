"""Folding of German text, so that `Bühlau`, `BUEHLAU` and `buhlau` find each other."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer
from msgspec import Struct

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD = re.compile(r"\w+")
#: a stemmer keeps the word it works on in itself: each thread has its own
_OF_THREAD = threading.local()


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case, umlauts written out (ae, oe, ue), ß as ss, other accents dropped."""
    composed = unicodedata.normalize("NFKC", text).casefold()
    return _without_marks(composed.translate(_UMLAUTS))


def fold_plain(text: str) -> str:
    """Like `fold`, with umlauts as their bare letters: what keyboards without them give."""
    return _without_marks(unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def index_words(text: str) -> set[str]:
    """Every form under which a word of the text may be looked up."""
    return {*words(text), *_WORD.findall(fold_plain(text))}


class Token(Struct, frozen=True):
    """A word of a text: as it is written, folded (both ways), and its stem."""

    written: str
    folded: str
    plain: str
    stem: str


def _stemmed(word: str) -> str:
    if not hasattr(_OF_THREAD, "stemmer"):
        _OF_THREAD.stemmer = snowballstemmer.stemmer("german")
    found: str = _OF_THREAD.stemmer.stemWord(word)
    # Snowball leaves `Patinnen` at `patinn` and `Patin` at `patin`
    return found.removesuffix("n") if found.endswith("inn") else found


@lru_cache(maxsize=50_000)
def _token(written: str) -> Token:
    lower = written.casefold()
    return Token(written, fold(lower), fold_plain(lower), fold_plain(_stemmed(lower)))


def tokens(text: str) -> list[Token]:
    """The words of a text, in order, with their German stems.

    Notes
    -----
    Stemmer: Snowball "german" (Porter 2001, with `ae`, `oe`, `ue` read as umlauts). It maps
    `Gärten`, `Gaerten` and `Garten` to `gart`.
    """
    return [_token(word) for word in _WORD.findall(unicodedata.normalize("NFKC", text))]
