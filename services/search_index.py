"""A snapshot's offers as numpy columns: built once, asked many times.

Every filter is a boolean array over the offers, so that a facet ("what would choosing this
match, given all other filters?") is one `and` and one sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.crs import points_to_metric
from geodata.model import District, Opportunity
from geodata.openness import last_day
from geodata.snapshot import Snapshot
from services.items import public_geometry
from services.search_words import Vocabulary
from services.synonyms import Synonyms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

#: weight of a field in the relevance
TITLE, LABEL, TEXT = 8.0, 3.0, 1.0
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


def _touching(areas: Sequence[District]) -> dict[str, set[str]]:
    """Area -> the areas it shares at least a point with."""
    tree = shapely.STRtree([area.geometry for area in areas])
    found: dict[str, set[str]] = {area.district_id: set() for area in areas}
    for one, other in tree.query(tree.geometries, predicate="intersects").T.tolist():
        if one != other:
            found[areas[one].district_id].add(areas[other].district_id)
    return found


class SearchIndex:
    """Columns of one snapshot's offers. All arrays have shape (offers,)."""

    def __init__(self, snapshot: Snapshot, crs: str, synonyms: Synonyms | None = None) -> None:
        self.snapshot = snapshot
        self._synonyms = synonyms
        self.offers = snapshot.opportunities
        self.ids = np.array([offer.opportunity_id for offer in self.offers], dtype=object)
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
            "pass": lambda o: o.counts_towards_pass,
            "board": lambda o: o.is_board_position,
            "in_kind": lambda o: o.is_in_kind_donation,
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
    def needed(self) -> Floats:
        """Number of people wanted, NaN where unknown."""
        return self._column(lambda o: o.needed)

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
    def _neighbours(self) -> dict[str, dict[str, set[str]]]:
        return {
            "district": _touching(self.snapshot.districts),
            "borough": _touching(self.snapshot.boroughs),
        }

    def beside(self, level: str, area_ids: Iterable[str]) -> set[str]:
        """Areas of a level (`district`, `borough`) that share a border with one of these."""
        known, chosen = self._neighbours[level], set(area_ids)
        return {near for area_id in chosen for near in known.get(area_id, ())} - chosen

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, organisations, themes, audiences, districts and descriptions."""
        documents = [list(self._fields(offer)) for offer in self.offers]
        areas = (*self.snapshot.districts, *self.snapshot.boroughs)
        places = [name for area in areas for name in (area.name, *area.localities)]
        return Vocabulary(documents, self._synonyms, places)

    def _fields(self, offer: Opportunity) -> Iterator[tuple[float, str]]:
        snapshot = self.snapshot
        organisation = snapshot.organisation_by_id.get(offer.organisation_id)
        district = snapshot.district_by_id.get(offer.district_id or "")
        yield TITLE, offer.title
        yield TEXT, offer.description
        yield TEXT, offer.requirements or ""
        if organisation is not None:
            yield LABEL, organisation.name
        if district is not None:
            yield LABEL, f"{district.name} {' '.join(district.localities)}"
            yield LABEL, district.parent_name or ""
        labels = [snapshot.theme_by_id[i].labels for i in offer.themes if i in snapshot.theme_by_id]
        known = snapshot.audience_by_id
        labels += [known[i].labels for i in offer.audiences if i in known]
        for label in labels:
            yield from ((LABEL, text) for text in label.values())
