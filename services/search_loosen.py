"""Ways out of an empty result, the nearest first: widen one filter, else leave the fewest out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from services.contracts import Loosening, SearchQuery
from services.search_index import ALL_DAYTIMES, ALL_WEEKDAYS
from services.search_labels import PARAMETER_LABELS
from services.search_masks import Frame, Matches, any_of, inside, within_limit
from services.search_question import together
from services.search_words import Vocabulary, WordMatch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

HOURS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
RADII_M = (500, 1000, 2000, 3000, 5000, 10_000)
MINUTES = (5, 10, 15, 20, 30, 45, 60)
DAYS_AROUND = (7, 30, 90)
#: a box grows by this share of its width and height on each side
BOX_GROWTH = 0.5
MAX_WIDER, MAX_DROPS, MAX_SETS = 4, 4, 3


class Step(Struct, frozen=True):
    """One wider setting: what to change, and which offers pass the changed parameters."""

    changes: dict[str, tuple[str, ...]]
    mask: Mask


Steps = Iterator[Step]


class Question(Struct, frozen=True, kw_only=True):
    """A search that found nothing."""

    query: SearchQuery
    frame: Frame
    words: list[WordMatch]
    is_open: Mask

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the offers."""
        return self.frame.index.vocabulary


# --- one parameter after the other ---------------------------------------------------------------


def _limit(name: str, steps: tuple[int, ...]) -> Callable[[Question], Steps]:
    def wider(asked: Question) -> Steps:
        now = asked.query.value_of(name)
        for value in steps:
            if now is not None and value > now:
                yield Step({name: (str(value),)}, within_limit(asked.frame, name, value))

    return wider


def _listed(asked: Question, name: str, values: tuple[str, ...]) -> Step:
    return Step({name: values}, any_of(asked.frame.index, name, values))


def _districts(asked: Question) -> Steps:
    index, chosen = asked.frame.index, asked.query.district
    if not chosen:
        return
    beside = index.beside("district", chosen)
    if beside:
        yield _listed(asked, "district", (*chosen, *sorted(beside)))
    parents = (index.snapshot.district_by_id[value].parent_id for value in chosen)
    boroughs = tuple(dict.fromkeys(parent for parent in parents if parent))
    if boroughs and not asked.query.borough:
        whole = any_of(index, "borough", boroughs)
        yield Step({"district": (), "borough": boroughs}, whole)


def _boroughs(asked: Question) -> Steps:
    index, chosen = asked.frame.index, asked.query.borough
    beside = index.beside("borough", chosen)
    if beside:
        yield _listed(asked, "borough", (*chosen, *sorted(beside)))


def _daytimes(asked: Question) -> Steps:
    chosen = asked.query.daytime
    places = [ALL_DAYTIMES.index(value) for value in chosen]
    wider = tuple(
        v for i, v in enumerate(ALL_DAYTIMES) if any(abs(i - place) <= 1 for place in places)
    )
    if {*wider} - {*chosen}:
        yield _listed(asked, "daytime", wider)


def _weekdays(asked: Question) -> Steps:
    chosen = asked.query.weekday
    places = [ALL_WEEKDAYS.index(value) for value in chosen]
    for reach in (1, 2, 3) if chosen else ():
        wider = tuple(
            value
            for i, value in enumerate(ALL_WEEKDAYS)
            if any(min((i - place) % 7, (place - i) % 7) <= reach for place in places)
        )
        if {*wider} - {*chosen}:
            yield _listed(asked, "weekday", wider)


def _wheelchair(asked: Question) -> Steps:
    chosen = asked.query.wheelchair
    if "yes" not in chosen:
        return
    for more in (("limited",), ("unknown",), ("limited", "unknown")):
        wider = tuple(dict.fromkeys((*chosen, *more)))
        if wider != chosen:
            yield _listed(asked, "wheelchair", wider)


def _themes(asked: Question) -> Steps:
    known, chosen = asked.frame.index.snapshot.theme_by_id, asked.query.theme
    groups = {known[value].group_id for value in chosen}
    beside = tuple(i for i, t in known.items() if t.group_id in groups and i not in chosen)
    if beside:
        yield _listed(asked, "theme", (*chosen, *beside))


def _until(asked: Question) -> Steps:
    day = asked.query.date_to
    for days in DAYS_AROUND if day else ():
        later = min(day.toordinal() + days, dt.date.max.toordinal()) if day else 0
        mask = asked.frame.index.first_day <= later
        yield Step({"to": (dt.date.fromordinal(later).isoformat(),)}, mask)


def _since(asked: Question) -> Steps:
    day = asked.query.date_from
    for days in DAYS_AROUND if day else ():
        earlier = max(day.toordinal() - days, 1) if day else 1
        mask = asked.frame.index.last_day >= earlier
        yield Step({"from": (dt.date.fromordinal(earlier).isoformat(),)}, mask)


def _box(asked: Question) -> Steps:
    if asked.query.bbox is None:
        return
    west, south, east, north = asked.query.bbox
    wide, high = BOX_GROWTH * (east - west), BOX_GROWTH * (north - south)
    if wide < 0:  # across the antimeridian
        return
    grown = (
        max(-180.0, round(west - wide, 3)),
        max(-90.0, round(south - high, 3)),
        min(180.0, round(east + wide, 3)),
        min(90.0, round(north + high, 3)),
    )
    yield Step({"bbox": (",".join(f"{n:.3f}" for n in grown),)}, inside(asked.frame.index, grown))


def _words(asked: Question) -> Steps:
    """Other spellings of one word, then the question without one of its words."""
    size = len(asked.frame.index.offers)
    for place, match in enumerate(asked.words):
        others = [m for m in asked.words if m is not match]
        if len(match.phrase) == 1:
            for token in asked.vocabulary.suggestions(match.phrase[0]):
                other = asked.vocabulary.match((token,), asked.is_open)
                words = [m.asked for m in asked.words]
                words[place] = token.written
                yield Step({"q": (" ".join(words),)}, together([*others, other], size) > 0)
    if len(asked.words) > 1:
        for match in asked.words:
            others = [m for m in asked.words if m is not match]
            q = " ".join(m.asked for m in others)
            yield Step({"q": (q,)}, together(others, size) > 0)


#: in the order in which equally near ways are offered
_WIDER: dict[str, Callable[[Question], Steps]] = {
    "hours_max": _limit("hours_max", HOURS),
    "radius_m": _limit("radius_m", RADII_M),
    "walk_minutes": _limit("walk_minutes", MINUTES),
    "district": _districts,
    "borough": _boroughs,
    "bbox": _box,
    "daytime": _daytimes,
    "weekday": _weekdays,
    "to": _until,
    "from": _since,
    "wheelchair": _wheelchair,
    "theme": _themes,
    "q": _words,
}


# --- together ------------------------------------------------------------------------------------


def _label(names: tuple[str, ...]) -> str:
    return " und ".join(PARAMETER_LABELS[name] for name in names)


def _widened(asked: Question, matches: Matches) -> list[Loosening]:
    """Of each parameter the first wider setting that finds something."""
    found: list[tuple[int, Loosening]] = []
    for name, steps in _WIDER.items():
        if name not in matches.parameters:
            continue
        others = matches.without(name)
        if not others.any():
            continue  # wider finds no more than without it
        for number, step in enumerate(steps(asked)):
            count = int(np.count_nonzero(others & step.mask))
            if count:
                way = Loosening(
                    kind="widen", changes=step.changes, label=_label((name,)), count=count
                )
                found.append((number, way))
                break
    found.sort(key=lambda pair: pair[0])
    return [way for _number, way in found[:MAX_WIDER]]


def _dropped(matches: Matches, wider: list[Loosening]) -> list[Loosening]:
    """The smallest sets of filters without which something is found, the most found first."""
    misses = sorted(matches.nearest_misses().items(), key=lambda pair: (-pair[1], pair[0]))
    told = {(next(iter(way.changes)), way.count) for way in wider}
    ways = [
        Loosening(kind="drop", changes=dict.fromkeys(names, ()), label=_label(names), count=count)
        for names, count in misses
        if names and not (len(names) == 1 and (names[0], count) in told)
    ]
    is_single = all(len(way.changes) == 1 for way in ways)
    return ways[: MAX_DROPS if is_single else MAX_SETS]


def loosenings_of(asked: Question, matches: Matches) -> tuple[Loosening, ...]:
    """Ways to find something, the nearest first; empty only where nothing is open at all."""
    wider = _widened(asked, matches)
    return (*wider, *_dropped(matches, wider))
