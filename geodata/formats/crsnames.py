"""Names of coordinate reference systems, as files write them, and which axis comes first.

Only names of a known list count. A name is never looked up anywhere, a link never followed.
"""

from __future__ import annotations

import re
from functools import cache

import msgspec
import pyproj

from geodata.crs import LONLAT

#: degrees (WGS 84, ETRS89), Web Mercator, UTM (ETRS89 and WGS 84, also with the zone in front or
#: with north first), Gauss-Krüger, Berlin's Soldner, and Europe's own projections
KNOWN_CODES = frozenset(
    {4326, 4979, 4258, 4937, 3857, 3034, 3035, 3068}
    | {25831, 25832, 25833, 32631, 32632, 32633, 4647, 5650, 3044, 3045}
    | {31466, 31467, 31468, 31469}
)
_CRS84 = re.compile(r"(?:^|[:/])CRS84h?$", re.IGNORECASE)
_EPSG = re.compile(
    r"(?:(urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:?|https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/)"
    r"|EPSG:{1,2}|https?://www\.opengis\.net/gml/srs/epsg\.xml#)(\d{4,6})",
    re.IGNORECASE,
)


class CrsName(msgspec.Struct, frozen=True):
    """A CRS pyproj knows, and whether the name means the axes in the order of its authority.

    A URN and a definition's address mean that order (latitude first in EPSG:4326); the short
    `EPSG:4326` means x, y, as every server has used it.
    """

    name: str
    is_north_first: bool = False


@cache
def _has_north_first(code: int) -> bool:
    return bool(pyproj.CRS.from_epsg(code).axis_info[0].direction == "north")


@cache
def parse_crs_name(text: str) -> CrsName | None:
    """The CRS of a name, None where it is not one of the known ones."""
    text = text.strip()
    if len(text) > 100:
        return None
    if _CRS84.search(text):
        return CrsName(LONLAT)
    found = _EPSG.fullmatch(text)
    if not found or int(found.group(2)) not in KNOWN_CODES:
        return None
    code = int(found.group(2))
    return CrsName(f"EPSG:{code}", bool(found.group(1)) and _has_north_first(code))
