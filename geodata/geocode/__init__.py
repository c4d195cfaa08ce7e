"""Where entries are: their own point, the city's address register, their place, their district.

Light to import: the server looks addresses up and loads no pandas for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.geocode.build import ADDRESS_FIELDS, build_index
from geodata.geocode.index import AddressIndex, open_index
from geodata.geocode.lookup import RegisterGeocoder
from geodata.geocode.result import Candidate, GeocodeResult

if TYPE_CHECKING:
    from geodata.geocode.stage import geocode_entries

__all__ = [
    "ADDRESS_FIELDS",
    "AddressIndex",
    "Candidate",
    "GeocodeResult",
    "RegisterGeocoder",
    "build_index",
    "geocode_entries",
    "open_index",
]


def __getattr__(name: str) -> Any:
    """`geocode_entries` is loaded when a build asks for it: it needs pandas."""
    if name == "geocode_entries":
        from geodata.geocode.stage import geocode_entries  # noqa: PLC0415

        return geocode_entries
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
