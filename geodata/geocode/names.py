"""Which streets of an index a written name may mean, and how far each is from it.

The distance counts slips of the hand: a letter too many, too few, another one, or two that changed
places (optimal string alignment, Damerau 1964), by rapidfuzz. A spelling the house rules of German
addresses allow (`Str.`, `ue`, no hyphen) is no slip.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from geodata.address import StreetKey, squeeze, street_key
from geodata.address.streets import fits_abbreviation
from geodata.geocode.index import AddressIndex, Choices

#: endings that say little about which street it is
TYPES = (
    "strasse", "str", "platz", "weg", "gasse", "allee", "ring", "ufer", "damm", "hof", "steig",
    "berg", "park", "chaussee", "promenade", "pfad", "markt", "winkel", "graben",
)  # fmt: skip
#: cost of a name that is not the full one, in slips
ABBREVIATED, TYPE_LEFT_OUT, WORDS_IN_FRONT = 0.2, 0.6, 2.0
MOST_WORDS_IN_FRONT = 4
MOST_CANDIDATES = 12
#: street_id -> distance
Distances = dict[int, float]


def stem_length(form: str) -> int:
    """Length of a name without its type."""
    endings = [ending for ending in TYPES if form.endswith(ending)]
    return len(form) - max(map(len, endings), default=0)


def most_slips(form: str) -> int:
    """How many slips a name may have before it could be another street."""
    length = stem_length(form)
    if length >= 12:
        return 3
    if length >= 7:
        return 2
    return 1 if len(form) > 4 else 0


def _exact(index: AddressIndex, key: StreetKey) -> Distances:
    """By the whole name; only where there is none, by one with bare umlauts or without titles."""
    for form, extra in ((key.full, 0.0), (key.bare, 0.1), (key.untitled, 0.2)):
        found = index.forms.get(form)
        if found:
            nearest = min(distance for _, distance in found)
            return {street: d + extra for street, d in found if d - nearest < 0.15}
    return {}


def _abbreviated(index: AddressIndex, key: StreetKey) -> Distances:
    if not key.tokens or not key.is_abbreviated:
        return {}
    alike = index.by_first_letter.get((len(key.tokens), key.tokens[0][0]), ())
    return {
        street_id: ABBREVIATED
        for street_id in alike
        if fits_abbreviation(key.tokens, index.keys[street_id].tokens)
    }


def _without_type(index: AddressIndex, key: StreetKey) -> Distances:
    found: Distances = {}
    for ending in TYPES:
        for street_id, distance in index.forms.get(key.full + ending, ()):
            found.setdefault(street_id, distance + TYPE_LEFT_OUT)
    return found


def _without_first_words(index: AddressIndex, text: str) -> Distances:
    """`Kulturhaus Alaunstr.`: a name of something stands in front, with a space behind it."""
    words = text.split(" ")
    for count in range(1, min(MOST_WORDS_IN_FRONT, len(words) - 1) + 1):
        form = street_key(" ".join(words[count:])).full
        if form not in TYPES and form in index.forms:
            return {street: WORDS_IN_FRONT + extra for street, extra in index.forms[form]}
    return {}


def known_streets(index: AddressIndex, key: StreetKey) -> Distances:
    """Streets that are meant by name, without a slip: street_id -> distance below 1."""
    return _exact(index, key) or _abbreviated(index, key) or _without_type(index, key)


def _extract(choices: Choices, form: str, slips: int) -> Iterator[tuple[str, int]]:
    """Forms with at most so many slips; only names of about the same length can be."""
    for length in range(len(form) - slips, len(form) + slips + 1):
        texts, forms = choices.get(length, ((), ()))
        found = process.extract(
            form, texts, scorer=OSA.distance, score_cutoff=slips, limit=MOST_CANDIDATES
        )
        for _, distance, position in found:
            yield forms[position], int(distance)


def _near_forms(index: AddressIndex, key: StreetKey, slips: int) -> list[tuple[str, int]]:
    """Forms and their slips, the nearest first."""
    found = list(_extract(index.choices, key.full, slips))
    if not key.written.isascii():
        found += _extract(index.written_choices, key.written, slips)
    return sorted(found, key=lambda pair: pair[1])


def similar_streets(
    index: AddressIndex, text: str, *, slips: int, limit: int = MOST_CANDIDATES
) -> Distances:
    """Streets that may be meant if the name has slips: street_id -> number of slips.

    Numbers in a name are no slips: the 18th of June is another street than the 17th. Words in
    front of a name that is right count as slips too.

    Parameters
    ----------
    slips : how many are allowed, see `most_slips`.
    """
    key = street_key(text)
    found = _without_first_words(index, text)
    for form, distance in _near_forms(index, key, slips)[:limit] if slips else ():
        for street_id, extra in index.forms[form]:
            total = distance + extra
            if index.keys[street_id].digits == key.digits and total < found.get(street_id, 99):
                found[street_id] = total
    return found


def similar_place(name: str, places: frozenset[str]) -> str | None:
    """The known town or part that is written like this with at most a slip or two."""
    form = squeeze(name)
    slips = 2 if len(form) > 7 else 1 if len(form) > 4 else 0
    if form in places or not slips:
        return form if form in places else None
    found = process.extractOne(form, sorted(places), scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else None
