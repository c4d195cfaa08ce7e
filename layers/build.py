"""From a spec and a snapshot to a layer ready to draw. The only door to `layers` for a map.

Nothing here reads a clock: whether an offer is open is judged by the `today` that comes in.
"""

from __future__ import annotations

import datetime as dt

from geodata.snapshot import Snapshot
from layers.areas import build_lines, build_need, build_plain
from layers.catalogue import NEED
from layers.choropleth import build_choropleth
from layers.points import build_points
from layers.spec import Layer, LayerSpec

_MEMO = "_layers"
_Key = tuple[LayerSpec, dt.date, str, str]


def _build(
    spec: LayerSpec, snapshot: Snapshot, today: dt.date, timezone: str, language: str
) -> Layer:
    if spec.kind == "points":
        return build_points(spec, snapshot, today, timezone, language)
    if spec.kind == "lines":
        return build_lines(spec, snapshot)
    if spec.indicator_id is not None:
        return build_choropleth(spec, snapshot, language)
    if spec.layer_id == NEED.layer_id:
        return build_need(spec, snapshot, language)
    return build_plain(spec, snapshot)


def build_layer(
    spec: LayerSpec,
    snapshot: Snapshot,
    *,
    today: dt.date,
    timezone: str = "Europe/Berlin",
    language: str = "de",
) -> Layer:
    """Join a spec with a snapshot.

    Parameters
    ----------
    today
        The day in the city's time zone: expired offers and past events are left out.
    timezone
        The city's time zone, for the times of events.
    language
        Language of theme labels, numbers and dates; what is missing falls back to German.

    Returns
    -------
    Layer
        Features in CRS84 with five decimals, JSON-safe. It is memoised in the snapshot and
        shared: whoever needs it changed makes a copy. The memo lives and dies with the snapshot
        and holds one day.

    Raises
    ------
    UnknownLayer
        The spec names an indicator that the snapshot does not have.
    """
    memo: dict[_Key, Layer] = vars(snapshot).setdefault(_MEMO, {})
    key = (spec, today, timezone, language)
    if key not in memo:
        for old in [k for k in list(memo) if k[1] != today]:
            memo.pop(old, None)
        memo[key] = _build(spec, snapshot, today, timezone, language)
    return memo[key]
