"""Which offers a word finds, and how well: exact, by its stem, cut short, in a compound, by a
synonym, by a split of the word itself, and only where all that finds nothing by a slip in typing.

A score is the weight of the field times how alike the word found is to the word asked: what stands
in a title comes before what is only mentioned, and within one field the word itself comes before
its forms, those before compounds, those before other names, and those before what a slip may mean.
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
from services.german import (
    CHANCE_ENDS,
    DERIVED,
    INDIVISIBLE,
    JOINTS,
    SEPARABLE,
    STOP_WORDS,
    SUFFIXES,
)
from services.synonyms import Phrase, Synonyms
from services.text import Token, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Numbers = NDArray[np.intp]

#: how alike: the word as asked, another form of it, a longer word it begins, one it stands in
AS_ASKED, FORM, BEGINNING, COMPOUND = 1.0, 0.96, 0.85, 0.8
#: what another name keeps of its likeness, and what a word a slip away does
SYNONYM, SLIP = 0.6, 0.5
#: shortest word that is looked for inside others, and shortest synonym that may be a beginning
INSIDE_MIN, BEGINNING_MIN = 4, 5
#: shortest part of a word that is taken apart
PART_MIN = 4
MAX_SUGGESTIONS = 3


class WordMatch(Struct, frozen=True, kw_only=True):
    """Scores of one unit of the question, shape (offers,), zero where it is not found.

    `is_place`: it says where, not what.
    """

    phrase: Phrase
    scores: Floats
    notes: tuple[WordNote, ...] = ()
    is_place: bool = False

    @property
    def asked(self) -> str:
        """The unit as it was written."""
        return " ".join(token.written for token in self.phrase)


def slips_allowed(word: str) -> int:
    """Letters that may be missing, added, wrong or swapped: none below three, two from eight on."""
    if len(word) < 3:
        return 0
    return 1 if len(word) < 8 else 2


def _inner(token: Token) -> str:
    """What of a word may stand in a longer one: its stem, but more of those in -ern, whose stem is
    that of another word too (`Wandern` and `Wand`)."""
    return token.folded[:-1] if token.folded.endswith("ern") else token.stem


def _is_alike(asked: str, other: str, distance: int) -> bool:
    """Whether a word a slip away may have been meant.

    Of short words half the letters are others, and of two slips hardly ever one is the first letter
    (`Klettern` is not `füttern`): it must be right then. Of three letters only one may be missing.
    """
    if len(asked) >= 6 and distance == 1:
        return True
    return asked[0] == other[0] and (len(asked) > 3 or len(other) > len(asked))


def _is_most_of(part: str, name: str) -> bool:
    """Whether a place may be called so for short: `Zschachwitz`, but not `Witz`."""
    return name.endswith(part) and 2 * len(part) > len(name)


class Vocabulary:
    """Word -> offers, with the weight of the field in which it stands.

    Parameters
    ----------
    documents : of each offer, its texts with their weights (above 0).
    places : names of places; other words stand in them by chance (`Schach` in `Kleinzschachwitz`).
    """

    def __init__(
        self,
        documents: Sequence[Sequence[tuple[float, str]]],
        synonyms: Synonyms | None = None,
        places: Iterable[str] = (),
    ) -> None:
        self.synonyms = synonyms or Synonyms()
        named = {token for place in places for token in tokens(place)}
        self._places = {word for token in named for word in (token.folded, token.plain)}
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
        parted = (w for w in long if not w.startswith(INDIVISIBLE) and not w.endswith(CHANCE_ENDS))
        return "\n".join(["", *parted, ""])

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
        for hit in re.finditer(f"\n([^\n]*?)({re.escape(part)}[^\n]*)", self._divisible):
            word = hit[0][1:]
            if hit[1] in DERIVED or (hit[2].startswith(SUFFIXES) and not part.startswith(SUFFIXES)):
                continue
            if word not in self._places or _is_most_of(part, word):
                yield self._number[word]

    # --- scores ------------------------------------------------------------------------------

    def _raise(self, scores: Floats, likeness: float, numbers: Iterable[int]) -> None:
        """Lift the offers of these words to their weight times the likeness."""
        for number in numbers:
            part = slice(self._starts[number], self._starts[number + 1])
            docs = self._docs[part]
            scores[docs] = np.maximum(scores[docs], likeness * self._weights[part])

    def _written(self, token: Token) -> Floats:
        """Offers in which the word stands, also cut short or within a compound."""
        scores = self._said(token)
        self._raise(scores, BEGINNING, self._begun(token.folded))
        for part in {token.folded, _inner(token)}:
            if len(part) >= INSIDE_MIN:
                self._raise(scores, COMPOUND, self._containing(part))
        return scores

    def _said(self, token: Token) -> Floats:
        """Offers in which the word stands as such or in another form."""
        scores = np.zeros(self._size)
        known = {self._number.get(token.folded), self._number.get(token.plain)}
        self._raise(scores, AS_ASKED, (number for number in known if number is not None))
        self._raise(scores, FORM, self._by_stem.get(token.stem, ()))
        return scores

    def _other_name(self, phrase: Phrase) -> Floats:
        """Offers in which each word of a synonym stands, long ones also as a beginning."""
        every = []
        for token in phrase:
            found = self._said(token)
            for word in {token.folded, token.stem}:
                if len(word) >= BEGINNING_MIN:
                    self._raise(found, BEGINNING, self._begun(word))
            every.append(found)
        scores: Floats = np.minimum.reduce(every)
        return scores

    def _with_synonyms(self, phrase: Phrase, own: Floats, among: Mask) -> tuple[Floats, list[str]]:
        """Scores with what the synonyms add, and which of them added one of these offers."""
        scores, added = own.copy(), list[str]()
        for other in self.synonyms.of(phrase):
            found = SYNONYM * self._other_name(other)
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
            found = SYNONYM * np.minimum(*both)
            if np.any(found[among]):
                return found
        return np.zeros(self._size)

    def _bare_verb(self, token: Token, among: Mask) -> Floats:
        """Offers that hold a verb without its prefix: `sammeln` where nobody says `aufsammeln`."""
        prefix = next((p for p in SEPARABLE if token.folded.startswith(p)), "")
        bare = tokens(token.folded.removeprefix(prefix))
        if not prefix or len(bare) != 1 or len(bare[0].folded) < BEGINNING_MIN:
            return np.zeros(self._size)
        return SYNONYM * self._with_synonyms(tuple(bare), self._said(bare[0]), among)[0]

    def _is_known(self, token: Token) -> bool:
        is_said = token.stem in self._by_stem or bool(self.synonyms.of((token,)))
        return is_said and token.folded not in STOP_WORDS

    @cached_property
    def _spellings(self) -> dict[str, Token]:
        """What a mistyped word may have meant: every word of an offer or of a synonym, also as
        keyboards without umlauts give it."""
        known = [*self.synonyms.words(), *self._spelled.values()]
        known = [t for t in known if not t.folded.isdigit() and t.folded not in STOP_WORDS]
        return {t.plain: t for t in known} | {t.folded: t for t in known}

    def suggestions(self, token: Token) -> list[Token]:
        """Words a slip in typing away, the nearest first (optimal string alignment distance)."""
        nearest: dict[Token, tuple[int, str]] = {}
        for word in {token.folded, token.plain}:
            for distance, other in self._near(word):
                meant = self._spellings[other]
                if meant.folded not in {token.folded, token.plain}:
                    nearest[meant] = min((distance, other), nearest.get(meant, (distance, other)))
        return sorted(nearest, key=lambda meant: nearest[meant])

    def _near(self, word: str) -> Iterator[tuple[int, str]]:
        """Spellings a slip away, with their distances."""
        most = slips_allowed(word)
        if not most or word.isdigit():
            return
        for other, distance, _index in process.extract(
            word, self._spellings.keys(), scorer=OSA.distance, score_cutoff=most, limit=50
        ):
            if distance and _is_alike(word, other, distance):
                yield int(distance), other

    def _mended(self, token: Token) -> Iterator[tuple[Token, Token]]:
        """Two words that a mistyped compound may be made of, one of them as it is written."""
        word = token.folded
        for cut in range(PART_MIN, len(word) - PART_MIN + 1):
            first, second = tokens(word[:cut])[0], tokens(word[cut:])[0]
            if self._is_known(first):
                yield from ((first, meant) for meant in self.suggestions(second)[:1])
            elif self._is_known(second):
                yield from ((meant, second) for meant in self.suggestions(first)[:1])

    def _slipped(self, token: Token, among: Mask) -> tuple[Floats, list[str]]:
        """Offers that the nearest spellings find, and those spellings."""
        scores, shown = np.zeros(self._size), list[str]()
        for other in self.suggestions(token):
            found = self._with_synonyms((other,), self._written(other), among)[0]
            if np.any(found[among]):
                np.maximum(scores, SLIP * found, out=scores)
                shown.append(other.written)
            if len(shown) == MAX_SUGGESTIONS:
                break
        return (scores, shown) if shown else self._slipped_inside(token, among)

    def _as_spelled(self, token: Token) -> str:
        """A part of a compound as offers and synonyms write it, or another form of it."""
        forms = (self._spelled[self._words[n]] for n in self._by_stem.get(token.stem, ()))
        return self._spellings.get(token.folded, next(forms, token)).written

    def _slipped_inside(self, token: Token, among: Mask) -> tuple[Floats, list[str]]:
        """Offers that hold both words of a mistyped compound, and those two words."""
        for parts in self._mended(token):
            both = [self._with_synonyms((t,), self._written(t), among)[0] for t in parts]
            found = SLIP * np.minimum(*both)
            if np.any(found[among]):
                return found, [" ".join(self._as_spelled(part) for part in parts)]
        return np.zeros(self._size), []

    # --- questions ---------------------------------------------------------------------------

    def match(self, phrase: Phrase, among: Mask) -> WordMatch:
        """One unit of a question; slips count only where nothing among these offers is found."""
        own = np.minimum.reduce([self._written(token) for token in phrase])
        asked = " ".join(token.written for token in phrase)
        scores, added = self._with_synonyms(phrase, own, among)
        if len(phrase) == 1:
            np.maximum(scores, self._split(phrase[0], among), out=scores)
            if not np.any(scores[among]):
                scores = self._bare_verb(phrase[0], among)
        notes = []
        if added:
            notes.append(WordNote(kind="synonym", asked=asked, shown=tuple(added)))
        if len(phrase) == 1 and not np.any(scores[among]):
            scores, shown = self._slipped(phrase[0], among)
            notes = [WordNote(kind="slip", asked=asked, shown=tuple(shown))] if shown else []
        is_place = self._is_place(phrase)
        return WordMatch(phrase=phrase, scores=scores, notes=tuple(notes), is_place=is_place)

    def _is_place(self, phrase: Phrase) -> bool:
        """Whether these words only name a place; a subject stays one where a place is named so."""
        return not self.synonyms.of(phrase) and all(t.folded in self._places for t in phrase)
