"""Lines that give orientation on a map without tiles: the river."""

from __future__ import annotations

from typing import Any

import geopandas as gpd

from geodata.city import City
from geodata.model import Line
from geodata.sources.faults import fault, nearest, printable
from geodata.sources.geojson import check_geometries, geometry_of, read_features
from geodata.sources.spec import FEATURE_FIELDS, SourceSpec
from geodata.stages import StageResult
from geodata.tables import columns_of

LINE_COLUMNS = [column.name for column in columns_of(Line)]
FIELDS = FEATURE_FIELDS["orientation_lines"]


def _text(spec: SourceSpec, number: int, properties: dict[str, Any], field: str) -> str:
    column = spec.column_of(field, properties)
    value = properties.get(column)
    if not isinstance(value, str) or not value.strip():
        hint = "" if column in properties else nearest(column, properties)
        raise fault(spec, f"Feature {number} hat hier keinen Text.{hint}", field=column)
    return printable(spec, f"Feature {number}", value.strip(), column)


def parse_lines(spec: SourceSpec, content: bytes, city: City) -> StageResult:
    """Read lines into `orientation_lines`: the columns of `model.Line`. Raises SourceError."""
    features, issues = read_features(spec, content)
    rows = []
    for number, feature in enumerate(features, start=1):
        properties = feature.properties or {}
        row: dict[str, Any] = {f: _text(spec, number, properties, f) for f in FIELDS}
        row["attribution"] = spec.attribution
        row["geometry"] = geometry_of(
            spec, feature, f"Linie „{row['name']}“", ("LineString", "MultiLineString")
        )
        rows.append(row)
    names = [f"Linie „{row['name']}“" for row in rows]
    check_geometries(spec, [row["geometry"] for row in rows], names, city)
    lines = gpd.GeoDataFrame(rows, columns=LINE_COLUMNS, geometry="geometry", crs="EPSG:4326")
    return StageResult(
        tables={"orientation_lines": lines}, issues=issues, summary={"lines": len(lines)}
    )
