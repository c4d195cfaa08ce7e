"""Where a value comes from: of an indicator's tables those that hold its period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from geodata.model import Indicator, Source
from geodata.snapshot import Snapshot

#: figure -> periods a table has of it
_Figures = dict[str, set[str]]


def _figures_of(snapshot: Snapshot, source_ids: Iterable[str]) -> dict[str, _Figures]:
    found: dict[str, _Figures] = {source_id: {} for source_id in source_ids}
    for figure in snapshot.figures:
        if figure.source_id in found:
            found[figure.source_id].setdefault(figure.figure_id, set()).add(figure.period)
    return found


def _overlap(one: str, other: str) -> bool:
    """`2025` and `2025-12-31` do, `2024` and `2025` do not."""
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _holds(figures: _Figures, parts: Sequence[str]) -> bool:
    known = [period for periods in figures.values() for period in periods]
    return any(_overlap(part, period) for part in parts for period in known)


def sources_of(snapshot: Snapshot, indicator: Indicator, period: str) -> tuple[Source, ...]:
    """Tables the values of one period are made from, in the order of `indicator.source_ids`.

    A table is left out only if another one has the same figures at the period and it has not: the
    2024 edition of a table of 2025. What has no rival stays, as the residents that all shares
    divide by. Means of several years (`2022/2024`) come from the tables of each.
    """
    known = snapshot.source_by_id
    every = tuple(known[i] for i in indicator.source_ids if i in known)
    periods = {p for (i, p, _) in snapshot.values_by_indicator if i == indicator.indicator_id}
    if periods <= {period}:
        return every  # the build names exactly the tables of the one period there is
    figures = _figures_of(snapshot, indicator.source_ids)
    parts = period.split("/")
    fitting = [f for f in figures.values() if _holds(f, parts)]

    def is_replaced(source: Source) -> bool:
        own = figures[source.source_id]
        return not _holds(own, parts) and any(own.keys() & other.keys() for other in fitting)

    return tuple(source for source in every if not is_replaced(source))
