"""Folding of German text, so that `Bühlau`, `BUEHLAU` and `buhlau` find each other."""

from __future__ import annotations

import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_WORD = re.compile(r"\w+")


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
