"""All offers of a map in as few bytes as possible: where each is and what it is about.

Columns instead of objects, whole numbers instead of decimals, differences instead of positions:
ten thousand offers are some tens of kilobytes. What a popup says is asked for when it is needed.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import numpy as np
import shapely

from geodata.model import Opportunity
from geodata.snapshot import Snapshot
from layers.areas import attribution_of
from layers.catalogue import OPPORTUNITIES
from layers.colours import ACTION
from layers.points import in_theme_order, legend_of, shown_entries, theme_properties
from layers.spec import Legend

#: how an offer without a known theme looks
NO_THEME = {"theme": None, "group": None, "group_id": None, "icon": "heart", "colour": ACTION}
#: steps per degree, about one metre
STEPS = 100_000
_MEMO = "_pins"


class Pins:
    """The offers with a public place that are open on a day, neighbours close to each other.

    `rows` are their places in `Snapshot.opportunities`, `version` names snapshot and day: two
    answers with the same version number their pins alike.
    """

    def __init__(self, snapshot: Snapshot, today: dt.date, timezone: str) -> None:
        shown = cast("Any", shown_entries(OPPORTUNITIES, snapshot, today, timezone))
        offers: list[Opportunity] = list(shown)
        xy = shapely.get_coordinates([o.geometry for o in offers]).reshape(-1, 2)
        steps = (xy * STEPS).round().astype(int)
        order = np.lexsort((np.arange(len(offers)), steps[:, 1], steps[:, 0]))
        self.snapshot = snapshot
        self.version = f"{snapshot.info.snapshot_id}-{today.isoformat()}"
        self.offers = [offers[i] for i in order.tolist()]
        self.steps = steps[order]
        row_of = {o.opportunity_id: row for row, o in enumerate(snapshot.opportunities)}
        rows = [row_of[o.opportunity_id] for o in self.offers]
        self.rows = np.array(rows, dtype=np.intp)

    def _themes(self, language: str) -> tuple[list[dict[str, Any]], list[int]]:
        """The themes that occur, with an empty one for offers that have none, and who has which."""
        known = self.snapshot.theme_by_id
        firsts = [next((t for t in o.themes[:1] if t in known), "") for o in self.offers]
        used = {theme_id: number for number, theme_id in enumerate(dict.fromkeys(firsts))}
        themes = [NO_THEME | theme_properties(known.get(i), language) for i in used]
        return themes, [used[first] for first in firsts]

    def _legend(self, themes: list[dict[str, Any]], numbers: list[int]) -> Legend:
        features = [{"properties": themes[number]} for number in numbers]
        return legend_of(OPPORTUNITIES, in_theme_order(self.snapshot, features))

    def answer(self, language: str) -> dict[str, Any]:
        """Columns `ids`, `lon`, `lat` (differences of whole steps) and `theme` (a number in
        `themes`), with the legend and the fields of a popup."""
        themes, numbers = self._themes(language)
        lon, lat = (np.diff(self.steps[:, axis], prepend=0).tolist() for axis in (0, 1))
        return {
            "version": self.version,
            "steps": STEPS,
            "ids": [offer.opportunity_id for offer in self.offers],
            "lon": lon,
            "lat": lat,
            "theme": numbers,
            "themes": themes,
            "spec": OPPORTUNITIES,
            "legend": self._legend(themes, numbers),
            "attribution": attribution_of(offer.attribution for offer in self.offers),
        }

    def bits(self, rows: Any) -> bytes:
        """Which pins are among these rows of `Snapshot.opportunities`: one bit each, in their
        order, the first in the highest bit."""
        chosen = np.zeros(len(self.snapshot.opportunities), dtype=bool)
        chosen[list(rows)] = True
        return np.packbits(chosen[self.rows]).tobytes()


def pins_of(snapshot: Snapshot, today: dt.date, timezone: str) -> Pins:
    """The pins of a snapshot on a day; remembered with the snapshot, one day at a time."""
    memo: dict[str, Any] = vars(snapshot)
    held = memo.get(_MEMO)
    if held is None or held[0] != today:
        held = memo[_MEMO] = (today, Pins(snapshot, today, timezone))
    pins: Pins = held[1]
    return pins
