"""Small helpers of the format tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from geodata.errors import SourceError
from geodata.formats import ReadOptions, TextTable, read_format


def read(name: str, content: bytes | str, **options: Any) -> TextTable:
    """Read through the one door that the pipeline uses."""
    data = content.encode() if isinstance(content, str) else content
    return read_format(name, data, ReadOptions(**options))


def rows(table: TextTable) -> list[dict[str, str]]:
    """Records without their empty cells."""
    records = table.frame.to_dict("records")
    return [{k: v for k, v in record.items() if v != ""} for record in records]


def kinds(table: TextTable) -> list[tuple[int, str | None, str]]:
    """Row, field and kind of every fault."""
    return [(fault.row, fault.field, fault.kind) for fault in table.faults]


def refusal(name: str, content: bytes | str, **options: Any) -> str:
    """The message a file is refused with."""
    with pytest.raises(SourceError) as caught:
        read(name, content, **options)
    return str(caught.value)


def collection(*features: Any, **members: Any) -> str:
    """A FeatureCollection as text."""
    return json.dumps({"type": "FeatureCollection", "features": features, **members})


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """A feature as a dict."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def point(*coordinates: Any, **members: Any) -> dict[str, Any]:
    """A point as a dict."""
    return {"type": "Point", "coordinates": coordinates, **members}


#: Dresden, Altmarkt
LON, LAT = 13.738144, 51.049259
#: the same place in EPSG:25833
EAST, NORTH = 411_551.350781, 5_656_060.201685
