"""A snapshot's offers as numpy columns: built once, asked many times.

Every filter is a boolean array over the offers, so that a facet ("what would choosing this
match, given all other filters?") is one `and` and one sum.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.crs import points_to_metric
from geodata.model import Opportunity
from geodata.openness import last_day
from geodata.snapshot import Snapshot
from services.items import public_geometry
from services.text import index_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

#: weight of a field in the relevance; an infix hit (Hilfe in Einkaufshilfe) counts half
TITLE, LABEL, TEXT = 8.0, 3.0, 1.0
INFIX_SHARE, INFIX_MIN_LETTERS = 0.5, 4
ALL_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
ALL_DAYTIMES = ("morning", "afternoon", "evening")
_FAR_PAST, _FAR_FUTURE = dt.date.min.toordinal(), dt.date.max.toordinal()


def _weekdays(offer: Opportunity) -> tuple[str, ...]:
    """Days it takes place on; none given means any, unless it is one single day."""
    if offer.weekdays:
        return offer.weekdays
    if offer.starts_on is not None and offer.starts_on == last_day(offer):
        return (ALL_WEEKDAYS[offer.starts_on.weekday()],)
    return ALL_WEEKDAYS


class Vocabulary:
    """Word -> offers, with the weight of the field in which it stands."""

    def __init__(self, documents: Sequence[Sequence[tuple[float, str]]]) -> None:
        found: dict[str, dict[int, float]] = {}
        for number, fields in enumerate(documents):
            for weight, text in fields:
                for word in index_words(text):
                    docs = found.setdefault(word, {})
                    docs[number] = max(weight, docs.get(number, 0.0))
        self._size = len(documents)
        self._words = sorted(found)
        self._docs = [np.fromiter(found[w], dtype=np.intp) for w in self._words]
        self._weights = [np.fromiter(found[w].values(), dtype=float) for w in self._words]

    def _matching(self, word: str) -> Iterable[tuple[int, float]]:
        """Numbers of vocabulary words that begin with `word` or contain it, with a share."""
        start = bisect_left(self._words, word)
        stop = start
        while stop < len(self._words) and self._words[stop].startswith(word):
            yield stop, 1.0
            stop += 1
        if len(word) < INFIX_MIN_LETTERS:
            return
        for number, candidate in enumerate(self._words):
            if not start <= number < stop and word in candidate:
                yield number, INFIX_SHARE

    def scores(self, words: Iterable[str]) -> Floats:
        """Relevance of every offer: zero unless each word is found in it. Shape (offers,)."""
        total = np.ones(self._size)
        is_hit = np.ones(self._size, dtype=bool)
        for word in words:
            best = np.zeros(self._size)
            for number, share in self._matching(word):
                docs = self._docs[number]
                best[docs] = np.maximum(best[docs], self._weights[number] * share)
            is_hit &= best > 0
            total += best
        return np.where(is_hit, total, 0.0)


class SearchIndex:
    """Columns of one snapshot's offers. All arrays have shape (offers,)."""

    def __init__(self, snapshot: Snapshot, crs: str) -> None:
        self.snapshot = snapshot
        self.offers = snapshot.opportunities
        self._crs = crs

    # --- columns -----------------------------------------------------------------------------

    def _members(self, values_of: Callable[[Opportunity], Iterable[str]]) -> dict[str, Mask]:
        columns: dict[str, Mask] = {}
        for number, offer in enumerate(self.offers):
            for value in values_of(offer):
                column = columns.get(value)
                if column is None:
                    column = columns[value] = np.zeros(len(self.offers), dtype=bool)
                column[number] = True
        return columns

    def _flag(self, is_set: Callable[[Opportunity], bool]) -> dict[str, Mask]:
        return self._members(lambda o: ("true" if is_set(o) else "false",))

    def _column(self, value_of: Callable[[Opportunity], float | None]) -> Floats:
        values = (value_of(offer) for offer in self.offers)
        return np.array([np.nan if v is None else v for v in values], dtype=float)

    @cached_property
    def members(self) -> dict[str, dict[str, Mask]]:
        """Parameter -> value -> which offers have it."""
        flags: dict[str, Callable[[Opportunity], bool]] = {
            "low_threshold": lambda o: o.is_low_threshold,
            "remote": lambda o: o.is_remote,
            "group": lambda o: o.is_for_groups,
            "certificate": lambda o: o.certificate,
        }
        columns = {
            "theme": self._members(lambda o: o.themes),
            "district": self._members(lambda o: (o.district_id,) if o.district_id else ()),
            "borough": self._members(lambda o: (o.borough_id,) if o.borough_id else ()),
            "schedule": self._members(lambda o: (o.schedule,)),
            "language": self._members(lambda o: o.languages),
            "audience": self._members(lambda o: o.audiences),
            "wheelchair": self._members(lambda o: (o.wheelchair or "unknown",)),
            "weekday": self._members(_weekdays),
            "daytime": self._members(lambda o: o.daytimes or ALL_DAYTIMES),
        }
        columns.update({name: self._flag(flag) for name, flag in flags.items()})
        return columns

    @cached_property
    def hours(self) -> Floats:
        """Hours per week, NaN where unknown."""
        return self._column(lambda o: o.hours_per_week)

    @cached_property
    def min_age(self) -> Floats:
        """Minimum age in years, NaN where unknown."""
        return self._column(lambda o: o.min_age)

    @cached_property
    def first_day(self) -> Floats:
        """Ordinal of the first day, far past where open."""
        return self._column(lambda o: o.starts_on.toordinal() if o.starts_on else _FAR_PAST)

    @cached_property
    def last_day(self) -> Floats:
        """Ordinal of the last day, far future where open."""

        def ordinal(offer: Opportunity) -> int:
            day = last_day(offer)
            return day.toordinal() if day else _FAR_FUTURE

        return self._column(ordinal)

    @cached_property
    def changed(self) -> Floats:
        """When the offer last changed, as a Unix time; NaN where its source does not say."""
        return self._column(lambda o: o.updated_at.timestamp() if o.updated_at else None)

    @cached_property
    def changed_day(self) -> Floats:
        """Ordinal of the day (UTC) of the last change, NaN where its source does not say."""
        return self._column(lambda o: o.updated_at.toordinal() if o.updated_at else None)

    @cached_property
    def _points(self) -> NDArray[np.object_]:
        return np.array([public_geometry(offer) for offer in self.offers], dtype=object)

    @cached_property
    def lon(self) -> Floats:
        """Longitude, NaN without a public point."""
        return np.asarray(shapely.get_x(self._points))

    @cached_property
    def lat(self) -> Floats:
        """Latitude, NaN without a public point."""
        return np.asarray(shapely.get_y(self._points))

    @cached_property
    def is_placeless(self) -> Mask:
        """Remote or citywide: neither a point nor a district."""
        known = [public_geometry(o) is None and o.district_id is None for o in self.offers]
        return np.array(known, dtype=bool)

    @cached_property
    def _metric(self) -> tuple[Floats, Floats]:
        return points_to_metric(self.lon, self.lat, self._crs)

    def distances_m(self, lon: float, lat: float) -> Floats:
        """Metres as the crow flies from a point, in the city's metric CRS; NaN without a point."""
        x, y = self._metric
        here_x, here_y = points_to_metric([lon], [lat], self._crs)
        metres = np.hypot(x - here_x, y - here_y)
        return np.where(np.isnan(self.lon), np.nan, metres)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, organisations, themes, districts and descriptions."""
        return Vocabulary([self._fields(offer) for offer in self.offers])

    def _fields(self, offer: Opportunity) -> list[tuple[float, str]]:
        snapshot = self.snapshot
        organisation = snapshot.organisation_by_id.get(offer.organisation_id)
        district = snapshot.district_by_id.get(offer.district_id or "")
        fields = [(TITLE, offer.title), (TEXT, offer.description)]
        if organisation is not None:
            fields.append((LABEL, organisation.name))
        if district is not None:
            fields.append((LABEL, f"{district.name} {' '.join(district.localities)}"))
            fields.append((LABEL, district.parent_name or ""))
        for theme_id in offer.themes:
            theme = snapshot.theme_by_id.get(theme_id)
            if theme is not None:
                fields += [(LABEL, label) for label in theme.labels.values()]
        return fields
