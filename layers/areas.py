"""Districts, boroughs, the outline, the river: what a map without tiles is drawn from.

A drawer decides nothing: pattern, colour, border and every text stand in the properties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

import shapely
from shapely import MultiPolygon, Polygon

from geodata.model import CoverageRow, District
from geodata.snapshot import Snapshot
from layers import colours, words
from layers.geometry import label_point, to_geojson
from layers.spec import Layer, LayerSpec, Legend, LegendEntry

_SHAPES = "_layer_shapes"


def _shape_of(area: District) -> dict[str, Any]:
    return {
        "geometry": to_geojson(area.geometry),
        "label_point": label_point(cast("Polygon | MultiPolygon", area.geometry)),
    }


def shapes_of(snapshot: Snapshot, level: str) -> dict[str, dict[str, Any]]:
    """Geometry and label point of all areas of a level, made once per snapshot."""
    cache: dict[str, dict[str, dict[str, Any]]] = vars(snapshot).setdefault(_SHAPES, {})
    if level not in cache:
        areas = snapshot.boroughs if level == "borough" else snapshot.districts
        cache[level] = {area.district_id: _shape_of(area) for area in areas}
    return cache[level]


def feature_of(
    area: District, shape: Mapping[str, Any], properties: dict[str, Any]
) -> dict[str, Any]:
    base = {
        "district_id": area.district_id,
        "name": area.name,
        "label": area.name,
        "level": area.level,
        "borough": area.parent_name,
        "label_point": shape["label_point"],
    }
    return {
        "type": "Feature",
        "id": area.district_id,
        "geometry": shape["geometry"],
        "properties": base | properties,
    }


def paint_of(spec: LayerSpec) -> dict[str, Any]:
    return {
        "class_index": None,
        "fill": "solid" if spec.style.fill else "none",
        "fill_colour": spec.style.fill,
        "fill_opacity": spec.style.fill_opacity,
        "stroke": spec.style.stroke,
        "stroke_width": spec.style.stroke_width,
        "dash": None,
    }


def areas_of(snapshot: Snapshot, level: str) -> tuple[District, ...]:
    return snapshot.boroughs if level == "borough" else snapshot.districts


def attribution_of(texts: Iterable[str]) -> str:
    """Distinct attributions in their order, one line."""
    return " · ".join(dict.fromkeys(text for text in texts if text))


def build_plain(spec: LayerSpec, snapshot: Snapshot) -> Layer:
    """Districts, boroughs or the city's outline, for orientation."""
    areas = areas_of(snapshot, spec.level)
    if spec.level == "city":
        outline = shapely.union_all([area.geometry for area in snapshot.districts])
        properties = {"name": spec.label, "label": spec.label, "level": "city"} | paint_of(spec)
        features = [
            {
                "type": "Feature",
                "id": "city",
                "geometry": to_geojson(outline),
                "properties": properties,
            }
        ]
    else:
        shapes = shapes_of(snapshot, spec.level)
        features = [feature_of(a, shapes[a.district_id], paint_of(spec)) for a in areas]
    entry = LegendEntry(
        label=spec.label,
        colour=spec.style.fill or colours.LAND,
        count=len(features),
        stroke=spec.style.stroke,
        stroke_width=spec.style.stroke_width,
    )
    return Layer(
        spec=spec,
        features=features,
        legend=Legend(title=spec.label, entries=(entry,)),
        attribution=attribution_of(area.attribution for area in areas),
    )


def build_lines(spec: LayerSpec, snapshot: Snapshot) -> Layer:
    """Rivers, which give orientation where there are no tiles."""
    features = [
        {
            "type": "Feature",
            "id": line.line_id,
            "geometry": to_geojson(line.geometry),
            "properties": {
                "name": line.name,
                "label": line.name,
                "kind": line.kind,
                "stroke": spec.style.stroke,
                "stroke_width": spec.style.stroke_width,
                "colour": colours.RIVER_NAME,
            },
        }
        for line in snapshot.orientation_lines
    ]
    return Layer(
        spec=spec,
        features=features,
        legend=Legend(title=spec.label),
        attribution=attribution_of(line.attribution for line in snapshot.orientation_lines),
    )


# --- the citizens' layer -------------------------------------------------------------------------


def _is_needed(row: CoverageRow, city_rate: float) -> bool:
    few = row.supply_value is None or row.supply_value < city_rate
    return bool(row.is_underserved) and few


def _need_properties(row: CoverageRow, spec: LayerSpec, language: str) -> dict[str, Any]:
    count = row.opportunity_count or 0
    offers = "1 Angebot" if count == 1 else f"{words.number_text(count, 0, language)} Angebote"
    residents = words.number_text(row.residents or 0, 0, language)
    return paint_of(spec) | {
        "value": count,
        "value_text": f"{offers} für {residents} Menschen",
        "note": "Angebote sind hier zu Fuß schwerer zu erreichen als anderswo in der Stadt.",
        "status": "ok",
    }


def build_need(spec: LayerSpec, snapshot: Snapshot, language: str) -> Layer:
    """Areas where few offers can be reached: underserved, and fewer offers than the city's rate."""
    rows = [r for r in snapshot.coverage if r.level == "district" and r.residents]
    people = sum(r.residents or 0 for r in rows)
    rate = 1000 * sum(r.opportunity_count or 0 for r in rows) / people if people else 0.0
    needed = {r.district_id: r for r in rows if _is_needed(r, rate)}
    shapes = shapes_of(snapshot, "district")
    features = [
        feature_of(
            d, shapes[d.district_id], _need_properties(needed[d.district_id], spec, language)
        )
        for d in snapshot.districts
        if d.district_id in needed
    ]
    entry = LegendEntry(
        label="Hier fehlen noch Angebote",
        colour=spec.style.fill or colours.NEED,
        count=len(features),
        stroke=spec.style.stroke,
        stroke_width=spec.style.stroke_width,
    )
    return Layer(
        spec=spec,
        features=features,
        legend=Legend(title=spec.label, entries=(entry,), note=spec.note),
        attribution=attribution_of(d.attribution for d in snapshot.districts),
    )
