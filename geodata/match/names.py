"""Names as they can be compared: folded letters, legal forms aside, abbreviations spelled alike.

A name is split into the words that tell it apart, its numbers, the level of a chapter
("Kreisverband", "Ortsverein") and its legal form. Numbers, levels and legal forms are never
compared by likeness: "Grundschule 14" is as like "Grundschule 41" as a name can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from geodata.match.lexicon import (
    LEGAL_FORMS,
    LEVELS,
    LIGHT_WORDS,
    NUMBER_WORDS,
    PHRASES,
    ROMAN_NUMERALS,
    STOPWORDS,
    WORDS,
)

#: longer names are cut: comparing costs the square of the length
MAX_NAME = 200
#: shorter words of the lexicon are not looked for behind slips of the pen
LONG_WORD = 9
#: a word that two records have elsewhere too is no slip of the pen
COMMON_WORD = 2

_UMLAUT_PAIRS = re.compile(r"([aou])e")
_LEGAL = [(re.compile(rf"(?<![a-z0-9])(?:{form})(?![a-z0-9])"), kind) for form, kind in LEGAL_FORMS]
_LAST_EV = re.compile(r"(?<=[a-z0-9)\"“] )ev\.?(?=\s*(?:$|[,;(–-]))")
_WORD = re.compile(r"[a-z0-9]+\.?")
_ROMAN = re.compile(
    r"(?<![\w.])(?:VIII|XIII|XII|VII|III|XI|IX|IV|VI|II|X|V|I)(?![\w])(?!\.\s?[A-ZÄÖÜa-z])"
)
_HYPHEN_VEREIN = re.compile(r"(?<=[a-z])-(?=vereins?(?![a-z]))")
_LONG_WORDS = sorted(
    word
    for word in {*LEVELS, *WORDS, *(phrase for phrase, _ in PHRASES)}
    if len(word) >= LONG_WORD and " " not in word
)
_LEGAL_V = re.compile(r"\b(?:e\s?\.\s?[vV]|e\s?V)\b\.?")


class Name(Struct, frozen=True):
    """One name, taken apart. `words` are sorted; `dotted` of them were abbreviated with a dot."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    level: str
    legal: str
    dotted: frozenset[str]
    joined: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left that could be compared."""
        return not self.words and not self.numbers


class Likeness(Struct, frozen=True):
    """How alike two names are: `same`, `near` (slips of the pen only), `part`, `other`; 0 to 1."""

    level: str
    score: float
    slips: int = 0


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Small letters without marks; `ä`, `ae` and `a` become one: sources write all three."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _UMLAUT_PAIRS.sub(r"\1", text)


def _without_legal_forms(text: str) -> tuple[str, str]:
    """Folded text without its legal forms, and the first class that was found."""
    found = ""
    for pattern, kind in _LEGAL:
        text, count = pattern.subn(" ", text)
        found = found or (kind if count else "")
    text, count = _LAST_EV.subn(" ", text)
    return text, found or ("club" if count else "")


def _numbers_spelled_out(text: str) -> str:
    """Roman numerals as digits; only in capitals, and never the V of `e. V.`."""
    text = _LEGAL_V.sub("e.v.", text)
    return _ROMAN.sub(lambda found: ROMAN_NUMERALS[found.group()], text)


@lru_cache(maxsize=65_536)
def _as_known(word: str) -> str:
    """The long word of the lexicon that this one is mistyped from, else the word itself.

    Without this, `Kreisverbnad` would be a word of the name and no level.
    """
    if len(word) < LONG_WORD - 1 or word in _LONG_WORDS:
        return word
    found = process.extractOne(word, _LONG_WORDS, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found and found[0][0] == word[0] else word


def _with_phrases(words: list[str]) -> list[str]:
    text = f" {' '.join(words)} "
    for phrase, short in PHRASES:
        text = text.replace(f" {phrase} ", f" {short} ")
    return text.split()


def _without_own_short_form(words: list[str]) -> list[str]:
    """`Deutsches Rotes Kreuz (DRK)`: once is enough."""
    return list(dict.fromkeys(words))


@lru_cache(maxsize=65_536)
def parse_name(text: str, city: str = "") -> Name:
    """Take a name apart.

    Parameters
    ----------
    city
        name of the city, which tells nothing apart in its own map (`Tafel Dresden`, `Dresdner
        Tafel`). A name that has no other word keeps it.
    """
    folded, legal = _without_legal_forms(fold(_numbers_spelled_out(text[:MAX_NAME])))
    folded = _HYPHEN_VEREIN.sub("", folded)
    found = [match.group() for match in _WORD.finditer(folded)]
    dotted = frozenset(word[:-1] for word in found if word.endswith(".") and not word[0].isdigit())
    known = [_as_known(word.rstrip(".")) for word in found]
    plain = [WORDS.get(word, word) for word in known]
    plain = [NUMBER_WORDS.get(word, word) for word in plain]
    words = _with_phrases([word for word in plain if word not in STOPWORDS])
    level = next((LEVELS[word] for word in words if word in LEVELS), "")
    numbers = sorted(word.lstrip("0") or "0" for word in words if word[0].isdigit())
    light = LIGHT_WORDS.union(LEVELS)
    rest = [word for word in words if word not in light and not word[0].isdigit()]
    rest = _without_own_short_form(rest)
    telling = [word for word in rest if not _is_city(word, city)] or rest
    return Name(
        words=tuple(sorted(telling)),
        numbers=tuple(numbers),
        level=level,
        legal=legal,
        dotted=dotted,
        joined="".join(telling),
    )


def _is_city(word: str, city: str) -> bool:
    """`dresden`, `dresdner`, `dresdens` for Dresden."""
    own = fold(city)
    if not own:
        return False
    stem = own.removesuffix("en") if len(own) > 5 else own
    return word in {own, f"{own}s", f"{own}er", f"{stem}ner", f"{stem}ener"}


def word_counts(names: Iterable[Name]) -> Counter[str]:
    """How many names hold a word."""
    return Counter(word for name in names for word in set(name.words))


def _is_slip(left: str, right: str, counts: Mapping[str, int]) -> bool:
    """Whether one word is the other one mistyped (optimal string alignment distance).

    Words that several records have are words of their own: `Striesen` is no slip of `Strehlen`.
    Nobody mistypes the first letter unseen: `Tonne` is no slip of `Sonne`.
    """
    short = min(len(left), len(right))
    if (
        short < 5
        or left[0] != right[0]
        or min(counts.get(left, 0), counts.get(right, 0)) >= COMMON_WORD
    ):
        return False
    allowed = 2 if short >= 9 else 1
    return OSA.distance(left, right, score_cutoff=allowed) <= allowed


def _is_abbreviation(left: Name, short: str, right: Name, full: str) -> bool:
    """`Nachbarschaftsh.` for `Nachbarschaftshilfe`: a dot, and at least three letters."""
    if short in left.dotted and len(short) >= 3:
        return full.startswith(short)
    return full in right.dotted and len(full) >= 3 and short.startswith(full)


def _pair_up(
    left: Name, right: Name, counts: Mapping[str, int]
) -> tuple[int, list[str], list[str]]:
    """Number of words that are slips or abbreviations of each other, and those without partner."""
    mine = [word for word in left.words if word not in right.words]
    theirs = [word for word in right.words if word not in left.words]
    slips = 0
    for word in list(mine):
        partner = next(
            (w for w in theirs
             if _is_slip(word, w, counts) or _is_abbreviation(left, word, right, w)), None
        )  # fmt: skip
        if partner is not None:
            slips += 1
            mine.remove(word)
            theirs.remove(partner)
    return slips, mine, theirs


def _is_short_form(short: list[str], words: list[str], longer: Name) -> bool:
    """`dlrg` against the words whose first letters it is, in the order of the longer name."""
    if len(short) != 1 or not 2 <= len(words) <= 6:
        return False
    ordered = sorted(words, key=longer.joined.find)
    return short[0] == "".join(word[0] for word in ordered)


def _is_split_slip(left: Name, right: Name) -> bool:
    """A blank too much or too few, and a slip: `Kinder garten` for `Kindergarden`."""
    if len(left.words) == len(right.words) or min(len(left.joined), len(right.joined)) < 9:
        return False
    return OSA.distance(left.joined, right.joined, score_cutoff=1) <= 1


def compare_names(left: Name, right: Name, counts: Mapping[str, int]) -> Likeness:
    """How alike two names are; numbers, level and legal form are not looked at.

    Parameters
    ----------
    counts
        how many names hold a word (`word_counts`): two common words are two words.
    """
    if left.words == right.words or (left.joined == right.joined and left.joined):
        return Likeness("same", 1.0)
    slips, mine, theirs = _pair_up(left, right, counts)
    score = fuzz.token_sort_ratio(" ".join(left.words), " ".join(right.words)) / 100
    if not mine and not theirs:
        return Likeness("near", max(0.9, min(score, 0.99)), slips)
    is_short = _is_short_form(mine, theirs, right) or _is_short_form(theirs, mine, left)
    if is_short or _is_split_slip(left, right):
        return Likeness("near", 0.9, slips + 1)
    shared = len(left.words) + len(right.words) - len(mine) - len(theirs)
    overlap = shared / max(len(left.words) + len(right.words), 1)
    part = min(max(overlap, score if overlap else score * 0.8), 0.89)
    return Likeness("part" if part >= 0.6 else "other", part, slips)
