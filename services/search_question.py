"""A whole question: cut into units, and what is found of all of them together.

Where no offer fits every unit, those that fit most of the question stand in for it, and the units
left out are named: a question of five words is not answered with nothing because of one verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec import structs

from services.contracts import WordNote
from services.german import EVERYTHING
from services.search_words import Vocabulary, WordMatch
from services.synonyms import Phrase, Synonyms, meaningful
from services.text import fold, fold_plain, tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

MAX_QUERY_WORDS = 12
#: how much a unit of the question counts where not all can be had, beside any other word
GUESSED, SUBJECT = 0.2, 2.0
#: how much of the order of a list a place decides, beside what is asked for there
PLACE = 0.1


def question_units(q: str, city_name: str, synonyms: Synonyms) -> list[Phrase]:
    """The words of a question that say something, phrases that have synonyms kept together."""
    asked = meaningful(tokens(q))
    general = EVERYTHING | {fold(city_name), fold_plain(city_name)}
    said = [token for token in asked if token.folded not in general]
    return synonyms.units(said[:MAX_QUERY_WORDS])


def together(matches: Sequence[WordMatch], size: int) -> Floats:
    """Relevance of every offer, shape (offers,): zero unless each unit is found in it.

    Of "Blinde begleiten" the rarer word counts more: who mentions the blind comes before who
    accompanies others. Of "Senioren in Prohlis" the place counts little: all of them are there.
    """
    if not matches:
        return np.ones(size)
    every = np.array([match.scores for match in matches], dtype=float)
    importance = np.where([match.is_place for match in matches], PLACE, 1.0)
    weights = importance * _rarity(every > 0)
    scores: Floats = np.where((every > 0).all(axis=0), weights @ every / weights.sum(), 0.0)
    return scores


def _rarity(found: Mask) -> Floats:
    """What each unit tells, given which offer holds which: the rarer, the more (inverse document
    frequency, Sparck Jones 1972)."""
    rarity: Floats = np.log1p(found.shape[1] / np.maximum(found.sum(axis=1), 1))
    return rarity


def matches_of(units: Sequence[Phrase], vocabulary: Vocabulary, among: Mask) -> list[WordMatch]:
    """What the units of a question find, without those that no fitting offer holds.

    Parameters
    ----------
    among : offers that count, shape (offers,); whether a unit is left out depends on them alone,
        so that filters change how many are found and never what the words mean.
    """
    matches = [match for unit in units for match in _matches(unit, vocabulary, among)]
    if len(matches) < 2 or not np.any(among):
        return matches
    found = np.array([match.scores[among] > 0 for match in matches])
    sureness = np.array([_sureness(match, vocabulary.synonyms) for match in matches])
    return _kept(matches, _best_fit(found, sureness))


def _matches(unit: Phrase, vocabulary: Vocabulary, among: Mask) -> list[WordMatch]:
    """What a unit finds; the words of a phrase one by one where the phrase finds nothing."""
    match = vocabulary.match(unit, among)
    if len(unit) == 1 or np.any(match.scores[among]):
        return [match]
    return [vocabulary.match((token,), among) for token in unit]


def _sureness(match: WordMatch, synonyms: Synonyms) -> float:
    """How much a unit counts: one that had to be guessed the least, a known subject the most."""
    if any(note.kind == "slip" for note in match.notes):
        return GUESSED
    return SUBJECT if synonyms.of(match.phrase) else 1.0


def _best_fit(found: Mask, sureness: Floats) -> Mask:
    """Which units the best offers hold, shape (units,), given which offer holds which.

    Every unit counts by how rare it is: of "Hunde ausführen" the dogs stay. All units where nothing
    is found at all.
    """
    best = found[:, np.argmax((sureness * _rarity(found)) @ found)]
    return best if best.any() else np.ones_like(best)


def _kept(matches: Sequence[WordMatch], is_kept: Mask) -> list[WordMatch]:
    """The matches that stay; the first one says which were left out."""
    kept = [match for match, stays in zip(matches, is_kept, strict=True) if stays]
    left = [match for match, stays in zip(matches, is_kept, strict=True) if not stays]
    notes = [WordNote(kind="left_out", asked=match.asked, shown=()) for match in left]
    return [structs.replace(kept[0], notes=(*kept[0].notes, *notes)), *kept[1:]]
