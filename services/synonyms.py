"""Words that stand for each other, looked up by their stems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from geodata.vocabulary import SynonymGroup
from services.german import STOP_WORDS
from services.text import Token, tokens

Phrase = tuple[Token, ...]
Key = tuple[str, ...]


def key_of(phrase: Iterable[Token]) -> Key:
    """What a phrase is looked up by."""
    return tuple(token.stem for token in phrase)


def meaningful(phrase: Sequence[Token]) -> Phrase:
    """A phrase without its stop words; as it is where it has nothing else."""
    kept = tuple(token for token in phrase if token.folded not in STOP_WORDS)
    return kept or tuple(phrase)


class Synonyms:
    """The groups of synonyms.csv; each phrase knows the others of all its groups."""

    def __init__(self, groups: Iterable[SynonymGroup] = ()) -> None:
        self._others: dict[Key, dict[Key, Phrase]] = {}
        for group in groups:
            words = [meaningful(tokens(word)) for word in group.words]
            also = [meaningful(tokens(word)) for word in group.also]
            for word in filter(None, words):
                others = self._others.setdefault(key_of(word), {})
                others.update((key_of(other), other) for other in (*words, *also) if other)
        for key, others in self._others.items():
            others.pop(key, None)
        #: length of the longest phrase that has synonyms, in words
        self.longest = max(map(len, self._others), default=1)

    def of(self, phrase: Iterable[Token]) -> tuple[Phrase, ...]:
        """What else a phrase may be called; empty where nothing is known."""
        return tuple(self._others.get(key_of(phrase), {}).values())

    def words(self) -> Iterator[Token]:
        """Every single word that has synonyms."""
        seen: set[Key] = set()
        for others in self._others.values():
            for key, phrase in others.items():
                if len(key) == 1 and key in self._others and key not in seen:
                    seen.add(key)
                    yield phrase[0]

    def units(self, phrase: Sequence[Token]) -> list[Phrase]:
        """A question cut into phrases that have synonyms, the longest first, and single words."""
        found: list[Phrase] = []
        start = 0
        while start < len(phrase):
            sizes = range(min(self.longest, len(phrase) - start), 1, -1)
            ends = (start + size for size in sizes)
            end = next((e for e in ends if key_of(phrase[start:e]) in self._others), start + 1)
            found.append(tuple(phrase[start:end]))
            start = end
        return found
