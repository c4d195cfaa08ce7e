"""What to ask for, one module per kind of source; how it is asked is the business of `get`.

A collector gets a task and a function that answers requests, and returns the parts the source
consists of: one file, or the pages or tiles of a service. It opens no connection itself.
"""

from __future__ import annotations

from geodata.sources.collect import download, ogc_features, overpass, wfs
from geodata.sources.collect.task import Collector, Get, Part, Task

COLLECTORS: dict[str, Collector] = {
    "ogc_features": ogc_features.collect,
    "wfs": wfs.collect,
    "overpass": overpass.collect,
    "table": download.collect,
    "geojson": download.collect,
    "geopackage": download.collect,
    "json_feed": download.collect,
    "xml_feed": download.collect,
    "icalendar": download.collect,
    "statistics": download.collect,
}

__all__ = ["COLLECTORS", "Collector", "Get", "Part", "Task"]
