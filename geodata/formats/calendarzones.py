"""Time zones of a calendar, by name only: the library would read any file of that name.

A zone the file defines itself is taken for the one with the same offsets, because its rules could
run without end.
"""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_ZONE = re.compile(r"^BEGIN:VTIMEZONE\n(.*?)^END:VTIMEZONE", re.DOTALL | re.MULTILINE)
_ZONE_ID = re.compile(r"^TZID[^:\n]*:(.*)$", re.MULTILINE)
_LOCATION = re.compile(r"^X-LIC-LOCATION[^:\n]*:(.*)$", re.MULTILINE)
_OFFSET = re.compile(r"^TZOFFSETTO[^:\n]*:([+-]\d{4})", re.MULTILINE)
_PARAMETER = re.compile(r";TZID=(\"[^\"\n]*\"|[^:;,\n]*)", re.IGNORECASE)
#: offsets of winter and summer -> a zone with these rules
_BY_OFFSETS = {
    ("+0000",): "Etc/UTC",
    ("+0000", "+0100"): "Europe/London",
    ("+0100",): "Etc/GMT-1",
    ("+0100", "+0200"): "Europe/Berlin",
    ("+0200",): "Etc/GMT-2",
    ("+0200", "+0300"): "Europe/Athens",
}
#: blocks of definitions that are looked at
_MAX_ZONES = 50


@cache
def _names() -> frozenset[str]:
    # `localtime` and the like are the machine's and not the calendar's
    return frozenset(name for name in available_timezones() if "/" in name or name.isupper())


def zone_name(text: str) -> str:
    """The zone of the database a name means, "" for none: also Windows' names and long ones."""
    name = text.strip().strip('"').strip("/")
    if name in _names():
        return name
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    tail = "/".join(name.split("/")[-2:])
    return tail if "/" in tail and tail in _names() else ""


class Zones:
    """The zones of one file: `text` unfolded, line ends `\\n`."""

    def __init__(self, text: str) -> None:
        self._own: dict[str, str] = {}
        for number, found in enumerate(_ZONE.finditer(text)):
            named = _ZONE_ID.search(found.group(1))
            if number >= _MAX_ZONES or not named:
                break
            self._own[named.group(1).strip()] = _meant(found.group(1))

    def settle(self, event: str) -> tuple[str, list[str]]:
        """The text of an event with names that are known, and those that are not, taken out."""
        unknown: dict[str, None] = {}

        def replace(found: re.Match[str]) -> str:
            given = found.group(1).strip('"')
            name = zone_name(given) or self._own.get(given.strip(), "")
            if not name:
                unknown.setdefault(given)
            return f";TZID={name}" if name else ""

        return _PARAMETER.sub(replace, event), list(unknown)


def _meant(definition: str) -> str:
    location = _LOCATION.search(definition)
    named = zone_name(location.group(1)) if location else ""
    return named or _BY_OFFSETS.get(tuple(sorted(set(_OFFSET.findall(definition)))), "")
