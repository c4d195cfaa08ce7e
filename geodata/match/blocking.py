"""Which pairs are worth comparing: those that share a key, never all with all.

Several cheap keys per record (Christen, Data Matching, 2012, chapter 4): a slip of the pen in one
leaves the others. A block that has grown too large is walked through as a sorted neighbourhood
(Hernández and Stolfo, 1995), so that the work stays linear whatever comes in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

#: a block up to this size is compared pair by pair
MAX_BLOCK = 40
#: in a larger one each record is compared with so many that follow it in order
WINDOW = 10

Pair = tuple[int, int]
Key = tuple[Hashable, ...]

_SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("ch", "k"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("dt", "t"),
    ("tz", "z"), ("qu", "k"), ("y", "i"), ("v", "f"), ("w", "f"), ("d", "t"), ("b", "p"),
    ("g", "k"), ("z", "s"), ("x", "ks"), ("c", "k"),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def sound_key(word: str) -> str:
    """First letter and the consonants after it as they sound in German, at most six signs.

    After the idea of the Kölner Phonetik (Postel, 1969), coarser: it only has to bring
    candidates together, comparing them is somebody else's work.
    """
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = word[:1] + re.sub(r"[aeiouh]", "", word[1:])
    return re.sub(r"(.)\1+", r"\1", word)[:6]


def rare_words(words: Iterable[str], counts: Mapping[str, int], limit: int) -> list[str]:
    """The words that the fewest names hold."""
    return sorted(words, key=lambda word: (counts.get(word, 0), word))[:limit]


def _pairs_of(block: Sequence[int], order: Sequence[str]) -> Iterator[Pair]:
    if len(block) <= MAX_BLOCK:
        yield from combinations(sorted(block), 2)
        return
    ordered = sorted(block, key=lambda index: (order[index], index))
    for position, left in enumerate(ordered):
        for right in ordered[position + 1 : position + 1 + WINDOW]:
            yield (left, right) if left < right else (right, left)


def candidate_pairs(keys: Sequence[Iterable[Key]], order: Sequence[str]) -> list[Pair]:
    """Pairs of positions that share at least one key, sorted, each once.

    Parameters
    ----------
    keys
        the keys of each record; an empty part (None, "") means that it has no such key.
    order
        text of each record by which too large a block is sorted.
    """
    blocks: dict[Key, list[int]] = {}
    for index, own in enumerate(keys):
        for key in set(own):
            if all(part not in (None, "") for part in key):
                blocks.setdefault(key, []).append(index)
    found: set[Pair] = set()
    for block in blocks.values():
        if len(block) > 1:
            found.update(_pairs_of(block, order))
    return sorted(found)


def shared_by(values: Iterable[tuple[str, str]]) -> Counter[str]:
    """By how many different names a contact is used: (contact, name) pairs, each counted once."""
    return Counter(contact for contact, _name in set(values) if contact)
