"""One form for every way to write a letter: `Löbtauer`, `LOEBTAUER`, a decomposed `ö`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: nobody's address is longer; more is cut before anything looks at it
MAX_ADDRESS = 300

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DASHES = re.compile("[\u2010-\u2015\u2212\u00ad\ufe58\ufe63\uff0d]")
_SPACES = re.compile(r"[^\S\n]+")
_NOT_A_SIGN = re.compile(r"[^a-z0-9]+")


def clean_address(text: str) -> str:
    """The text on one line: usual hyphens and spaces, lines and semicolons as commas."""
    text = text[:MAX_ADDRESS].replace("½", " 1/2")
    text = unicodedata.normalize("NFKC", text)
    text = _DASHES.sub("-", text)
    text = re.sub(r"[\n\r;|•·]+", ", ", text)
    return _SPACES.sub(" ", re.sub(r"[\"'„“”‚‘’`´]", "", text)).strip(" ,")


@lru_cache(maxsize=8192)
def fold_text(text: str) -> str:
    """Lower case, umlauts written out (ae, oe, ue), ß as ss, other accents dropped."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return _without_marks(composed.translate(_UMLAUTS))


def fold_bare(text: str) -> str:
    """Like `fold_text`, with umlauts as their bare letter: `Lobtauer` for `Löbtauer`."""
    return _without_marks(unicodedata.normalize("NFKC", text).casefold())


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def squeeze(folded: str) -> str:
    """Letters and digits of a folded text, without what stands between them."""
    return _NOT_A_SIGN.sub("", folded)
