"""From the files a city publishes to the few small files of its folder.

Bytes in, bytes out: the official files are read by the readers of this package, boundaries are
simplified as a coverage, the river is taken from the simplified borders, and all figures go into
one tidy table that the same readers read again. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import msgspec
import numpy as np
import pandas as pd
import shapely

from geodata.city import City
from geodata.districts import river_line, simplify_coverage
from geodata.sources.crosswalk import CROSSWALK_COLUMNS
from geodata.sources.parse import parse_source
from geodata.sources.spec import SourceSpec, official_spec
from geodata.sources.statistics import FIGURE_COLUMNS, UNKNOWN_UNIT, read_measured, sum_figures
from geodata.sources.units import check_figure_units

TOLERANCE_M = 10.0
DECIMALS = 5
BOUNDARY_FIELDS = {
    "district_id": "district_id",
    "name": "name",
    "name_long": "name_long",
    "borough_id": "parent_id",
    "borough_name": "parent_name",
}


def _feature(properties: dict[str, Any], geometry: Any) -> bytes:
    shape = msgspec.json.decode(shapely.to_geojson(geometry))
    return msgspec.json.encode({"type": "Feature", "properties": properties, "geometry": shape})


def _collection(features: list[bytes]) -> bytes:
    # one feature a line: a change of one border is one changed line in version control
    return b'{"type":"FeatureCollection","features":[\n' + b",\n".join(features) + b"\n]}\n"


def _csv(table: pd.DataFrame, columns: list[str]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(table[columns].itertuples(index=False))
    return text.getvalue().encode()


def _number(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.10g}".replace(".", ",")


def simplified_districts(districts: gpd.GeoDataFrame, city: City) -> gpd.GeoDataFrame:
    """Districts with simplified, rounded borders, still a coverage."""
    simple = simplify_coverage(districts.geometry, city.crs, TOLERANCE_M, DECIMALS)
    return districts.set_geometry(gpd.GeoSeries(simple, index=districts.index, crs=districts.crs))


def districts_file(districts: gpd.GeoDataFrame) -> bytes:
    """districts.geojson: one feature a line, sorted by district_id, only the fields in use."""
    return _collection(
        [
            _feature({field: row[name] for field, name in BOUNDARY_FIELDS.items()}, row["geometry"])
            for _, row in districts.sort_values("district_id").iterrows()
        ]
    )


def orientation_file(districts: gpd.GeoDataFrame, city: City) -> bytes:
    """orientation.geojson: the rivers of city.toml from the borders between their banks."""
    polygons = dict(zip(districts["district_id"], districts.geometry, strict=True))
    features = []
    for river in city.orientation:
        line = river_line(polygons, river.left_bank, river.right_bank)
        names = {"line_id": river.name.lower(), "name": river.name, "kind": "river"}
        features.append(_feature(names, line))
    return _collection(features)


def figures_file(tables: Sequence[pd.DataFrame]) -> bytes:
    """figures.csv: every figure of every statistics table, decimal comma, by table and figure."""
    figures = pd.concat([table.astype(object) for table in tables])
    figures["value"] = [_number(float(value)) for value in figures["value"]]
    figures["parent_id"] = figures["parent_id"].where(figures["parent_id"].notna(), "")
    return _csv(figures, FIGURE_COLUMNS)


def _figures(spec: SourceSpec, content: bytes) -> pd.DataFrame:
    # with the rows the table cannot place: they are left out, and that is said, when it is read
    return sum_figures(spec, read_measured(spec, content))


def _check_units(
    parts: Sequence[tuple[SourceSpec, pd.DataFrame]], crosswalks: Sequence[pd.DataFrame]
) -> None:
    # here, where rows are those of the official file and not of the one still to be written
    for spec, figures in parts:
        for crosswalk in crosswalks:
            placed = figures[figures["unit_id"] != UNKNOWN_UNIT]
            check_figure_units(spec, placed, crosswalk)


def city_files(
    specs: Sequence[SourceSpec], contents: Mapping[str, bytes], city: City
) -> dict[str, bytes]:
    """The files of a city's folder, by their path, from its official ones.

    Parameters
    ----------
    specs : all entries of sources.toml; those with `official` are read
    contents : bytes of the official files by source_id

    Raises
    ------
    SourceError
        An official file cannot be used.
    """
    official = {s.source_id: official_spec(s) for s in specs if s.source_id in contents}
    files: dict[str, bytes] = {}
    figures: dict[str, list[tuple[SourceSpec, pd.DataFrame]]] = {}
    crosswalks: list[pd.DataFrame] = []
    for spec in specs:
        source = official.get(spec.source_id)
        if source is None:
            continue
        content = contents[spec.source_id]
        if spec.kind == "statistics":
            figures.setdefault(spec.path, []).append((source, _figures(source, content)))
        elif spec.kind == "crosswalk":
            crosswalks.append(parse_source(source, content, city).tables["crosswalk"])
            files[spec.path] = _csv(crosswalks[-1], CROSSWALK_COLUMNS)
        elif spec.kind == "districts":
            districts = parse_source(source, content, city).tables["districts"]
            simple = simplified_districts(districts, city)
            files[spec.path] = districts_file(simple)
            rivers = [s.path for s in specs if s.kind == "orientation_lines" and s.path]
            files |= {path: orientation_file(simple, city) for path in rivers}
    _check_units([part for parts in figures.values() for part in parts], crosswalks)
    tables = {path: [table for _, table in parts] for path, parts in figures.items()}
    return files | {path: figures_file(parts) for path, parts in tables.items()}
