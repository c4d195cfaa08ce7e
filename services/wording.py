"""The words numbers are told in: shares, counts, periods, statuses, how sure something is.

Pure functions. Message ids are German and pass through the `translate` of a `Voice`; numbers are
written in its locale. Nothing here claims more than a number holds: shares estimated on the
residents' grid are said as "etwa" in steps of 5 %, and a share just below 1 never reads "100 %".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, Protocol

from msgspec import Struct

from geodata.model import CoverageRow
from layers.words import about_share_text, number_text, value_text

#: Shares made on the grid are estimates: they are shown in steps of this size.
SHARE_STEP = 0.05
#: Below this share of weightings a place among the largest gaps is called unsure.
UNSURE_BELOW = 0.5
#: From this share on it hardly depends on the weights.
SURE_FROM = 0.9


class Translate(Protocol):
    """gettext with named values: `flask_babel.gettext` fits."""

    def __call__(self, message: str, **values: object) -> str:
        """The message in the reader's language, its `%(name)s` filled."""
        ...


def untranslated(message: str, **values: object) -> str:
    """Leave the German message as it is and fill its values."""
    return message % values if values else message


class Voice(Struct, frozen=True):
    """In which language, and how numbers look in it."""

    translate: Translate = untranslated
    locale: str = "de"

    def number(self, value: float, digits: int = 0) -> str:
        """9436 -> `9.436`, with a true minus sign."""
        return number_text(value, digits, self.locale)

    def percent(self, share: float) -> str:
        """0.41 -> `41 %` with a space that does not break."""
        return value_text(share, "share", self.locale)


def number_word(count: int, voice: Voice) -> str:
    """Small numbers as words (`zehn`), larger ones as digits."""
    _ = voice.translate
    words = {
        2: _("zwei"),
        3: _("drei"),
        4: _("vier"),
        5: _("fünf"),
        6: _("sechs"),
        7: _("sieben"),
        8: _("acht"),
        9: _("neun"),
        10: _("zehn"),
        11: _("elf"),
        12: _("zwölf"),
    }
    return words.get(count, voice.number(count))


def joined(names: Sequence[str], voice: Voice) -> str:
    """`A`, `A und B`, `A, B und C`."""
    if len(names) < 2:
        return "".join(names)
    head = ", ".join(names[:-1])
    return voice.translate("%(head)s und %(last)s", head=head, last=names[-1])


def is_estimate(method: str | None) -> bool:
    """Whether the residents' places are assumed on a grid, so that a share is only `etwa`."""
    return method is None or method.startswith("grid")


def round_share(share: float) -> float:
    """To the nearest 5 %: 0.413 -> 0.4."""
    return round(math.floor(share / SHARE_STEP + 0.5) * SHARE_STEP, 2)


def share_words(share: float, method: str | None, voice: Voice) -> str:
    """A share of residents for a table: `etwa 40 %`, `unter 5 %`, or `41 %` where it is exact."""
    if is_estimate(method):
        return about_share_text(share, voice.locale)
    return voice.percent(share)


def _shown(share: float) -> float:
    """A share of weightings as it stands on the page: words must fit the number beside them."""
    if share <= 0 or share >= 1:
        return share
    # 99.9 % must not read as "100 %", nor 0.1 % as "0 %".
    return min(0.99, max(0.01, round(share * 100) / 100))


def _weightings(share: float, voice: Voice) -> str:
    _ = voice.translate
    if share >= 1:
        return _("bei allen Gewichtungen")
    if share <= 0:
        return _("bei keiner der Gewichtungen")
    shown = voice.percent(_shown(share))
    if robust_level(share) == "unsure":
        return _("nur bei %(share)s der Gewichtungen", share=shown)
    return _("bei %(share)s der Gewichtungen", share=shown)


def robust_words(share: float, top: int, voice: Voice) -> str:
    """`gehört bei 92 % der Gewichtungen zu den zehn größten Lücken`."""
    return voice.translate(
        "gehört %(weightings)s zu den %(top)s größten Lücken",
        weightings=_weightings(share, voice),
        top=number_word(top, voice),
    )


def robust_sentence(share: float, top: int, voice: Voice, name: str | None = None) -> str:
    """The same as a sentence about a named unit or "der Stadtteil"."""
    _ = voice.translate
    words = robust_words(share, top, voice)
    if name:
        return _("%(name)s %(words)s.", name=name, words=words)
    return _("Der Stadtteil %(words)s.", words=words)


def chance_words(row: CoverageRow, city_rate: float | None, voice: Voice) -> str:
    """Whether the number of offers per resident differs from the city's for more than chance."""
    _ = voice.translate
    if row.supply_value is None or row.supply_could_be_chance is None:
        return _("keine Aussage möglich")
    if row.supply_could_be_chance:
        return _("könnte Zufall sein")
    if city_rate is not None and row.supply_value < city_rate:
        return _("weniger als üblich, kaum Zufall")
    return _("mehr als üblich, kaum Zufall")


def class_words(name: str | None, voice: Voice) -> str:
    """The class of the disadvantage index: `sehr hoch`."""
    _ = voice.translate
    words = {
        "very_high": _("sehr hoch"),
        "high": _("hoch"),
        "medium": _("mittel"),
        "low": _("gering"),
    }
    return words.get(name or "", _("ohne Angabe"))


def robust_level(share: float) -> Literal["sure", "fair", "unsure"]:
    """How far a place among the largest gaps can be trusted, judged by the share as shown."""
    shown = _shown(share)
    if shown >= SURE_FROM:
        return "sure"
    return "fair" if shown >= UNSURE_BELOW else "unsure"


def robust_rating(share: float, voice: Voice) -> str:
    """The same in two words."""
    _ = voice.translate
    words = {"sure": _("sehr robust"), "fair": _("eher robust"), "unsure": _("unsicher")}
    return words[robust_level(share)]


def robust_short(share: float, voice: Voice) -> str:
    """`bei 92 % der Gewichtungen`, `bei allen Gewichtungen`: for a table."""
    return _weightings(share, voice)
