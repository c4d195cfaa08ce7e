"""Which offers a word finds, and how well: exact, by its stem, cut short, in a compound, by a
synonym, by a split of the word itself, and only where all that finds nothing by a slip in typing.

A score is `level * STEP + weight of the field`: every hit of a higher level comes before every
hit of a lower one. Within `WRITTEN` the title comes before the description, and in the same field
the word as asked before its other forms: `Gärten` in a title says more than `Garten` in a text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.contracts import WordNote
from services.german import EVERYTHING, INDIVISIBLE, INSEPARABLE, JOINTS
from services.synonyms import Phrase, Synonyms, meaningful
from services.text import Token, fold, fold_plain, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Numbers = NDArray[np.intp]

STEP = 10.0
WRITTEN, BEGINNING, COMPOUND, SYNONYM, SLIP = 5, 4, 3, 2, 1
#: what the word as asked is ahead of its other forms, less than any two fields are apart
AS_ASKED = 0.5
#: shortest word that is looked for inside others, and shortest synonym that may be a beginning
INSIDE_MIN, BEGINNING_MIN = 4, 5
#: shortest part of a word that is taken apart
PART_MIN = 4
MAX_SUGGESTIONS = 3
MAX_QUERY_WORDS = 12


class WordMatch(Struct, frozen=True, kw_only=True):
    """Scores of one unit of the question, shape (offers,), zero where it is not found."""

    phrase: Phrase
    scores: Floats
    notes: tuple[WordNote, ...] = ()


def slips_allowed(word: str) -> int:
    """Letters that may be missing, added, wrong or swapped: none below four, two from eight on."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


class Vocabulary:
    """Word -> offers, with the weight of the field in which it stands.

    Parameters
    ----------
    documents : of each offer, its texts with their weights (above 0, below `STEP`).
    """

    def __init__(
        self, documents: Sequence[Sequence[tuple[float, str]]], synonyms: Synonyms | None = None
    ) -> None:
        self.synonyms = synonyms or Synonyms()
        self._size = len(documents)
        found: dict[str, dict[int, float]] = {}
        self._spelled: dict[str, Token] = {}
        for number, fields in enumerate(documents):
            for weight, text in fields:
                self._add(found, number, weight, text)
        self._words = sorted(found)
        lengths = [len(found[word]) for word in self._words]
        self._starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.intp)])
        total = int(self._starts[-1])
        self._docs = np.fromiter((n for w in self._words for n in found[w]), np.intp, total)
        weights = (x for w in self._words for x in found[w].values())
        self._weights: Floats = np.fromiter(weights, np.float64, total)
        self._number = {word: number for number, word in enumerate(self._words)}

    def _add(
        self, found: dict[str, dict[int, float]], number: int, weight: float, text: str
    ) -> None:
        for token in set(tokens(text)):
            self._spelled.setdefault(token.folded, token)
            for word in {token.folded, token.plain}:
                docs = found.setdefault(word, {})
                docs[number] = max(weight, docs.get(number, 0.0))

    # --- which words of the vocabulary -------------------------------------------------------

    @cached_property
    def _by_stem(self) -> dict[str, list[int]]:
        stems: dict[str, list[int]] = {}
        for folded, token in self._spelled.items():
            stems.setdefault(token.stem, []).append(self._number[folded])
        return stems

    @cached_property
    def _divisible(self) -> str:
        """Words in which others may stand, one a line."""
        long = (word for word in self._words if len(word) > INSIDE_MIN)
        return "\n".join(["", *(w for w in long if not w.startswith(INDIVISIBLE)), ""])

    def _begun(self, word: str) -> list[int]:
        """Numbers of words that begin so; a whole word does not by chance: Hund, hundert."""
        start = bisect_left(self._words, word)
        # no letter sorts behind the last code point
        numbers = range(start, bisect_left(self._words, word + "\U0010ffff"))
        if word not in self._number or word.startswith(INDIVISIBLE):
            return list(numbers)
        return [n for n in numbers if not self._words[n].startswith(INDIVISIBLE)]

    def _containing(self, part: str) -> Iterator[int]:
        """Numbers of words that hold `part` where a compound could: not behind `ver` or `ge`."""
        for hit in re.finditer(f"\n([^\n]*?){re.escape(part)}[^\n]*", self._divisible):
            if hit[1] not in INSEPARABLE:
                yield self._number[hit[0][1:]]

    # --- scores ------------------------------------------------------------------------------

    def _raise(self, scores: Floats, least: float, numbers: Iterable[int]) -> None:
        """Lift the offers of these words to `least` and the weight of the field."""
        for number in numbers:
            part = slice(self._starts[number], self._starts[number + 1])
            docs = self._docs[part]
            scores[docs] = np.maximum(scores[docs], least + self._weights[part])

    def _written(self, token: Token) -> Floats:
        """Offers in which the word stands, also cut short or within a compound."""
        scores = self._said(token)
        self._raise(scores, BEGINNING * STEP, self._begun(token.folded))
        for part in {token.folded, token.stem}:
            if len(part) >= INSIDE_MIN:
                self._raise(scores, COMPOUND * STEP, self._containing(part))
        return scores

    def _said(self, token: Token) -> Floats:
        """Offers in which the word stands as such or in another form."""
        scores = np.zeros(self._size)
        known = {self._number.get(token.folded), self._number.get(token.plain)}
        exact = WRITTEN * STEP + AS_ASKED
        self._raise(scores, exact, (number for number in known if number is not None))
        self._raise(scores, WRITTEN * STEP, self._by_stem.get(token.stem, ()))
        return scores

    def _other_name(self, phrase: Phrase) -> Floats:
        """Offers in which each word of a synonym stands, long ones also as a beginning."""
        every = []
        for token in phrase:
            found = self._said(token)
            for word in {token.folded, token.stem}:
                if len(word) >= BEGINNING_MIN:
                    self._raise(found, BEGINNING * STEP, self._begun(word))
            every.append(found)
        scores: Floats = np.minimum.reduce(every)
        return scores

    def _with_synonyms(self, phrase: Phrase, own: Floats, among: Mask) -> tuple[Floats, list[str]]:
        """Scores with what the synonyms add, and which of them added one of these offers."""
        scores, added = own.copy(), list[str]()
        for other in self.synonyms.of(phrase):
            found = _capped(self._other_name(other), SYNONYM)
            if np.any(found[among & (scores == 0)]):
                added.append(" ".join(token.written for token in other))
            np.maximum(scores, found, out=scores)
        return scores, added

    def _parts(self, word: str) -> Iterator[tuple[Token, Token]]:
        """Two known words that make up a compound, with or without a letter between them."""
        for cut in range(PART_MIN, len(word) - PART_MIN + 1):
            second = tokens(word[cut:])[0]
            if not self._is_known(second):
                continue
            for joint in JOINTS:
                start = word[:cut].removesuffix(joint)
                if len(start) >= PART_MIN and word[:cut] == start + joint:
                    first = tokens(start)[0]
                    if self._is_known(first):
                        yield first, second

    def _split(self, token: Token, among: Mask) -> Floats:
        """Offers that hold both parts of a compound asked for: Hund and Spaziergang."""
        for parts in self._parts(token.folded):
            both = [self._with_synonyms((t,), self._said(t), among)[0] for t in parts]
            found = _capped(np.minimum(*both), SYNONYM)
            if np.any(found[among]):
                return found
        return np.zeros(self._size)

    def _is_known(self, token: Token) -> bool:
        return token.stem in self._by_stem or bool(self.synonyms.of((token,)))

    @cached_property
    def _spellings(self) -> dict[str, Token]:
        """What a mistyped word may have meant: every word of an offer or of a synonym."""
        known = {token.folded: token for token in self.synonyms.words()}
        return known | {w: t for w, t in self._spelled.items() if not w.isdigit()}

    def suggestions(self, token: Token) -> list[Token]:
        """Words a slip in typing away, the nearest first (optimal string alignment distance)."""
        word, most = token.folded, slips_allowed(token.folded)
        if not most or word.isdigit():
            return []
        near = process.extract(
            word, self._spellings.keys(), scorer=OSA.distance, score_cutoff=most, limit=50
        )
        alike = [(int(distance), other) for other, distance, _index in near if other != word]
        # of short words half the letters are others: the first one at least must be right
        alike = [(d, w) for d, w in alike if len(word) >= 6 or w[0] == word[0]]
        return [self._spellings[other] for _distance, other in sorted(alike)]

    def _slipped(self, token: Token, among: Mask) -> tuple[Floats, list[str]]:
        scores, shown = np.zeros(self._size), list[str]()
        for other in self.suggestions(token):
            found = self._with_synonyms((other,), self._said(other), among)[0]
            if np.any(found[among]):
                np.maximum(scores, _capped(found, SLIP), out=scores)
                shown.append(other.written)
            if len(shown) == MAX_SUGGESTIONS:
                break
        return scores, shown

    # --- questions ---------------------------------------------------------------------------

    def match(self, phrase: Phrase, among: Mask) -> WordMatch:
        """One unit of a question; slips count only where nothing among these offers is found."""
        own = np.minimum.reduce([self._written(token) for token in phrase])
        asked = " ".join(token.written for token in phrase)
        scores, added = self._with_synonyms(phrase, own, among)
        if len(phrase) == 1:
            np.maximum(scores, self._split(phrase[0], among), out=scores)
        notes = []
        if added:
            notes.append(WordNote(kind="synonym", asked=asked, shown=tuple(added)))
        if len(phrase) == 1 and not np.any(scores[among]):
            scores, shown = self._slipped(phrase[0], among)
            notes = [WordNote(kind="slip", asked=asked, shown=tuple(shown))] if shown else []
        return WordMatch(phrase=phrase, scores=scores, notes=tuple(notes))


def _capped(scores: Floats, level: int) -> Floats:
    """The same hits in the same order at one lower level."""
    highest = (WRITTEN + 1) * STEP
    return np.where(scores > 0, level * STEP + scores / highest * STEP, 0.0)


def together(matches: Sequence[WordMatch], size: int) -> Floats:
    """Relevance of every offer: zero unless each unit is found in it. Shape (offers,).

    The level of an offer is that of its worst unit; its weight the mean over the units.
    """
    if not matches:
        return np.ones(size)
    every = np.array([match.scores for match in matches], dtype=float)
    worst = np.floor(every.min(axis=0) / STEP) * STEP
    scores: Floats = np.where((every > 0).all(axis=0), worst + (every % STEP).mean(axis=0), 0.0)
    return scores


def question_units(q: str, city_name: str, synonyms: Synonyms) -> list[Phrase]:
    """The words of a question that say something, phrases that have synonyms kept together."""
    asked = meaningful(tokens(q))
    general = EVERYTHING | {fold(city_name), fold_plain(city_name)}
    said = [token for token in asked if token.folded not in general]
    return synonyms.units(said[:MAX_QUERY_WORDS])
