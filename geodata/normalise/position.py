"""From the texts `lon` and `lat` to a point in CRS84, or the reason why not."""

from __future__ import annotations

import shapely

from geodata.normalise.values import BadValue, parse_coordinate

Bbox = tuple[float, float, float, float]


def is_inside(lon: float, lat: float, bbox: Bbox) -> bool:
    """Whether a position lies in a box (west, south, east, north), border included."""
    west, south, east, north = bbox
    return west <= lon <= east and south <= lat <= north


def _outside(lon: float, lat: float) -> BadValue:
    if abs(lon) > 180 or abs(lat) > 180:
        reason = "Das sind keine Grad; erwartet sind Länge und Breite in WGS 84."
        return BadValue("bad_position", reason)
    return BadValue("outside_bbox", "Der Punkt liegt weit außerhalb der Stadt.")


def parse_position(lon: str, lat: str, bbox: Bbox) -> tuple[shapely.Point | None, bool]:
    """The point of two texts, and whether they had to be swapped.

    Parameters
    ----------
    bbox
        west, south, east, north of the city, generously: a point outside is taken for a mistake.

    Raises
    ------
    BadValue
        One of the two is missing or no number, or the point lies outside `bbox` both ways round.
    """
    if not lon and not lat:
        return None, False
    if not lon or not lat:
        raise BadValue("bad_position", "Länge und Breite gehören zusammen, eine von beiden fehlt.")
    x, y = parse_coordinate(lon), parse_coordinate(lat)
    if is_inside(x, y, bbox):
        return shapely.Point(x, y), False
    if is_inside(y, x, bbox):
        return shapely.Point(y, x), True
    raise _outside(x, y)
