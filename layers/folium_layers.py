"""Layers as folium's elements: the ground, areas, points, and how they can be switched.

All layers come in escaped (`layers.escape`); the functions named `atlas.*` stand in
`standalone/map.js`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import folium
import shapely
from folium.utilities import JsCode

from layers import markup
from layers.folium_parts import OfflineCluster
from layers.spec import Fill, Layer

#: layers that are the ground of every map and cannot be switched
GROUND = ("districts", "orientation", "boroughs", "city_outline")
_NO_COLOURS = "Keine Farben"


def _ground_style(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    return {
        "fill": False,
        "color": properties["stroke"],
        "weight": properties["stroke_width"],
        "dashArray": properties.get("dash"),
        "opacity": 1,
    }


def _land_style(feature: dict[str, Any]) -> dict[str, Any]:
    return {"stroke": False, "fillColor": feature["properties"]["fill_colour"], "fillOpacity": 1}


def _area_style(feature: dict[str, Any]) -> dict[str, Any]:
    properties = feature["properties"]
    fill: Fill = properties["fill"]
    return {
        "fillColor": markup.paint(fill, properties["fill_colour"]),
        "fillOpacity": 0 if fill == "none" else properties["fill_opacity"],
        "color": properties["stroke"],
        "weight": properties["stroke_width"],
        "opacity": 1,
    }


def _collection(features: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _slim(feature: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    kept = {key: feature[key] for key in ("type", "id", "geometry")}
    return kept | {"properties": properties}


def _geojson(features: Sequence[dict[str, Any]], pane: str, **options: Any) -> folium.GeoJson:
    return folium.GeoJson(
        _collection(features), pane=pane, smooth_factor=0.5, control=False, **options
    )


# --- ground --------------------------------------------------------------------------------------


def _land(layer: Layer) -> folium.GeoJson:
    slim = [
        _slim(f, {"readout": markup.readout_html({"label": f["properties"]["label"]})}
              | {"fill_colour": f["properties"]["fill_colour"]})
        for f in layer.features
    ]  # fmt: skip
    return _geojson(
        slim,
        "land",
        style_function=_land_style,
        on_each_feature=JsCode("atlas.area"),
        class_name="map-land",
    )


def _borders(features: Sequence[dict[str, Any]], pane: str, **options: Any) -> folium.GeoJson:
    names = ("label", "stroke", "stroke_width", "dash")
    slim = [_slim(f, {n: f["properties"].get(n) for n in names}) for f in features]
    return _geojson(slim, pane, style_function=_ground_style, interactive=False, **options)


def _size(feature: dict[str, Any]) -> float:
    return float(shapely.geometry.shape(feature["geometry"]).area)


def _name_marker(feature: dict[str, Any], class_name: str) -> folium.Marker:
    lon, lat = feature["properties"]["label_point"]
    name = feature["properties"]["label"].replace("/", "/<wbr>")
    icon = folium.DivIcon(html=f"<span>{name}</span>", icon_size=(0, 0), class_name=class_name)
    return folium.Marker((lat, lon), icon=icon, pane="labels", interactive=False, keyboard=False)


def _add_names(target: folium.Map, layer: Layer, class_name: str) -> None:
    for feature in sorted(layer.features, key=_size, reverse=True):
        _name_marker(feature, class_name).add_to(target)


def add_ground(target: folium.Map, layers: Mapping[str, Layer]) -> None:
    """Land, river, borders and names; `layers` by layer_id, escaped."""
    if districts := layers.get("districts"):
        _land(districts).add_to(target)
        _borders(districts.features, "land").add_to(target)
        _add_names(target, districts, "map-label is-hidden")
    if rivers := layers.get("orientation"):
        river = _borders(
            rivers.features, "river", on_each_feature=JsCode("atlas.river"), class_name="map-river"
        )
        river.add_to(target)
    if boroughs := layers.get("boroughs"):
        _borders(boroughs.features, "borders").add_to(target)
        _add_names(target, boroughs, "map-label map-label--borough")
    if outline := layers.get("city_outline"):
        _borders(outline.features, "borders").add_to(target)


# --- topics --------------------------------------------------------------------------------------


def _area_group(layer: Layer, name: str, *, is_choice: bool, show: bool) -> folium.FeatureGroup:
    paints = ("fill", "fill_colour", "fill_opacity")
    # borders that say something are drawn as marks, above all other borders
    plain = {"stroke": layer.spec.style.stroke, "stroke_width": layer.spec.style.stroke_width}
    slim = []
    for feature in layer.features:
        properties = feature["properties"]
        texts = {
            "popup": markup.popup_html(properties, layer.spec.popup_fields),
            "readout": markup.readout_html(properties),
            "aria": f"{properties['label']}: {properties['value_text']}",
        }
        slim.append(_slim(feature, {n: properties[n] for n in paints} | plain | texts))
    group = folium.FeatureGroup(name=name, overlay=not is_choice, show=show)
    areas = _geojson(
        slim,
        "areas",
        style_function=_area_style,
        on_each_feature=JsCode("atlas.area"),
        class_name="map-area",
    )
    areas.add_to(group)
    if layer.marks:
        _borders(layer.marks, "marks", class_name="map-mark").add_to(group)
    return group


def _point_group(
    layer: Layer, name: str, icons: Mapping[str, str], *, show: bool
) -> folium.map.Layer:
    slim = []
    for feature in layer.features:
        properties = feature["properties"]
        icon = properties["icon"] if properties["icon"] in icons else None
        texts = {
            "label": properties["label"],
            "tooltip": properties["label"],
            "popup": markup.popup_html(properties, layer.spec.popup_fields),
            "colour": properties["colour"],
            "icon": icon,
            "shape": "pin" if layer.spec.collection_id == "opportunities" else "spot",
        }
        slim.append(_slim(feature, texts))
    points = folium.GeoJson(
        _collection(slim),
        control=False,
        on_each_feature=JsCode("atlas.point"),
        point_to_layer=JsCode("atlas.pin"),
    )
    if layer.spec.is_clustered:
        group: folium.map.Layer = OfflineCluster(  # type: ignore[no-untyped-call]
            name=name,
            show=show,
            icon_create_function="atlas.cluster",
            max_cluster_radius=JsCode("atlas.clusterRadius"),
            show_coverage_on_hover=False,
            animate=JsCode("!atlas.isStill"),
        )
    else:
        group = folium.FeatureGroup(name=name, show=show)
    points.add_to(group)
    return group


def _unique(names: Sequence[str]) -> list[str]:
    """The layer control forgets a layer whose name comes twice."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return unique


def _topic_name(layer: Layer, layers: Sequence[Layer]) -> str:
    twins = [other for other in layers if other.spec.label == layer.spec.label]
    if len(twins) > 1 and layer.legend.period:
        return f"{layer.spec.label} ({layer.legend.period})"
    return layer.spec.label


def add_topics(
    target: folium.Map, layers: Sequence[Layer], icons: Mapping[str, str]
) -> list[folium.map.Layer]:
    """Everything that can be switched, one folium layer for each of `layers` (escaped).

    `icons` holds the names of the icons that can be drawn.
    """
    choices = [layer for layer in layers if layer.spec.indicator_id]
    shown = next((c for c in choices if c.spec.is_visible), None)
    if choices:
        none = folium.FeatureGroup(name=_NO_COLOURS, overlay=False, show=shown is None)
        none.add_to(target)
    groups: list[folium.map.Layer] = []
    names = _unique([_topic_name(layer, layers) for layer in layers])
    for layer, name in zip(layers, names, strict=True):
        is_choice = layer in choices
        show = layer is shown if is_choice else layer.spec.is_visible
        if layer.spec.kind == "points":
            group = _point_group(layer, name, icons, show=show)
        else:
            group = _area_group(layer, name, is_choice=is_choice, show=show)
        group.add_to(target)
        groups.append(group)
    return groups
