"""Words of a question that name a filter: "Englisch", "am Wochenende", "zwei Stunden", "Prohlis".

Few offers write down in words what their fields say. Who types "englisch" means the language, so the
filter is offered beside what the word itself finds. Pure functions over folded words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from services.text import fold

_WORD = re.compile(r"\w+")
_NUMBERS = {
    "eine": 1, "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fuenf": 5, "sechs": 6, "acht": 8, "zehn": 10,
}  # fmt: skip
_NUMBER = rf"(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
_DAYS = {
    "montag": "mo", "dienstag": "tu", "mittwoch": "we", "donnerstag": "th", "freitag": "fr",
    "samstag": "sa", "sonnabend": "sa", "sonntag": "su",
}  # fmt: skip
#: words that say nothing at the beginning or the end of what is left
_LEADING = {
    "und", "oder", "am", "an", "im", "in", "auf", "mit", "fuer", "der", "die", "das", "dem", "den",
    "zu", "zum", "zur", "bei", "ab", "ich",
}  # fmt: skip
_YOUNGEST, _OLDEST, _LONGEST = 10, 99, 40
#: pattern of folded words -> parameter and values; what stands first is tried first
_FIXED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"(?:am )?wochenende?s?", "weekday", ("sa", "su")),
    *((rf"(?:am |an )?{day}s?", "weekday", (value,)) for day, value in _DAYS.items()),
    (r"(?:am )?vormittags?|morgens", "daytime", ("morning",)),
    (r"(?:am )?nachmittags?|nach der schule", "daytime", ("afternoon",)),
    (r"(?:am )?abends?|nach (?:der arbeit|feierabend)|feierabend", "daytime", ("evening",)),
    (
        r"(?:nur )?einmalig\w*|(?:nur )?einmal|(?:nur )?(?:fuer )?einen tag|kurzfristig\w*|spontan\w*",
        "schedule",
        ("one_off",),
    ),
    (r"regelmaessig\w*|jede woche|woechentlich", "schedule", ("regular",)),
    (r"(?:mit )?(?:dem |einem )?rollstuhl\w*|barrierefrei\w*", "wheelchair", ("yes",)),
    (r"(?:mit )?(?:einem )?(?:zertifikat|nachweis|bescheinigung)\w*", "certificate", ("true",)),
    (r"(?:fuer den )?ehrenamtspass\w*", "pass", ("true",)),
    (r"(?:zum )?(?:rein)?schnuppern|ausprobieren|ohne vorkenntnisse?", "low_threshold", ("true",)),
    (r"online|(?:von )?(?:zu hause|zuhause)(?: aus)?|home ?office", "remote", ("true",)),
    (r"(?:im )?vorstand\w*|nachfolg\w+", "board", ("true",)),
    (r"sachspenden?", "in_kind", ("true",)),
    (r"(?:als |fuer (?:eine |unsere )?)?(?:gruppe|firma|schulklasse|teamtag)", "group", ("true",)),
)
_HOURS = (
    r"(?:hoechstens |maximal |max |nur |bis zu )?" + _NUMBER + r" (?:stunden?|std|h)"
    r"(?: (?:pro|in der|die|je) woche| woechentlich)?"
)
_AGE = r"(?:ich bin |ab )?(?P<n>\d{2})(?: jahren?(?: alt)?| ?jaehrig\w*)"


class Meant(Struct, frozen=True, kw_only=True):
    """A filter that words of a question name: `parameter=value`, once for each value."""

    parameter: str
    values: tuple[str, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """A question read as filters, and the words that name none."""

    meant: tuple[Meant, ...]
    rest: str


class _Question:
    """The words of a question, folded into one line in which each knows its place."""

    def __init__(self, q: str) -> None:
        self.spans = [match.span() for match in _WORD.finditer(q)]
        self.folded = [fold(q[start:end]) for start, end in self.spans]
        self.is_used = [False] * len(self.folded)
        self.q = q

    def take(self, pattern: str) -> re.Match[str] | None:
        """The first whole words that fit and are not taken yet; they are taken now."""
        line = " ".join(self.folded)
        for match in re.finditer(rf"(?<!\S)(?:{pattern})(?!\S)", line):
            first = line[: match.start()].count(" ")
            last = first + match[0].count(" ") + 1
            if not any(self.is_used[first:last]):
                self.is_used[first:last] = [True] * (last - first)
                return match
        return None

    def rest(self) -> str:
        """The words nobody took, as they were written; what only led to a taken one goes with it."""
        if not any(self.is_used):
            return self.q
        left = [n for n, used in enumerate(self.is_used) if not used]
        while left and self.folded[left[0]] in _LEADING:
            left.pop(0)
        while left and self.folded[left[-1]] in _LEADING:
            left.pop()
        return " ".join(self.q[slice(*self.spans[n])] for n in left)


def _amount(match: re.Match[str]) -> int:
    said = match["n"]
    return _NUMBERS.get(said) or int(said)


def _numbers(question: _Question) -> Iterator[Meant]:
    if (found := question.take(_HOURS)) and 0 < _amount(found) <= _LONGEST:
        yield Meant(parameter="hours_max", values=(str(_amount(found)),))
    if (found := question.take(_AGE)) and _YOUNGEST <= _amount(found) <= _OLDEST:
        yield Meant(parameter="age", values=(str(_amount(found)),))


def _named(question: _Question, names: Mapping[str, Mapping[str, str]]) -> Iterator[Meant]:
    """Values by their names, the longest first: "Äußere Neustadt" before "Neustadt"."""
    known = [(parameter, *pair) for parameter, some in names.items() for pair in some.items()]
    for parameter, value, name in sorted(known, key=lambda one: -len(one[2])):
        words = " ".join(fold(word) for word in _WORD.findall(name))
        ending = r"(?:e[nrs]?|sprachig\w*)?" if parameter == "language" else ""
        before = r"(?:auf |in |im stadtteil |im stadtbezirk )?"
        if words and question.take(f"{before}{re.escape(words)}{ending}"):
            yield Meant(parameter=parameter, values=(value,))


def _fixed(question: _Question) -> Iterator[Meant]:
    for pattern, parameter, values in _FIXED:
        if question.take(pattern):
            yield Meant(parameter=parameter, values=values)


def _joined(found: Iterable[Meant]) -> tuple[Meant, ...]:
    """One filter for each parameter: "Montag oder Dienstag" is one of two values."""
    values: dict[str, dict[str, None]] = {}
    for meant in found:
        values.setdefault(meant.parameter, {}).update(dict.fromkeys(meant.values))
    return tuple(Meant(parameter=name, values=tuple(some)) for name, some in values.items())


def read_filters(q: str, names: Mapping[str, Mapping[str, str]]) -> Reading:
    """What of a question names filters.

    Parameters
    ----------
    names : of `borough`, `district` or `language`: value -> name, as `{"language": {"en":
        "Englisch"}}`. The longest name counts; of equal ones that of the parameter named first.
    """
    question = _Question(q)
    found = [*_numbers(question), *_named(question, names), *_fixed(question)]
    return Reading(meant=_joined(found), rest=question.rest())
