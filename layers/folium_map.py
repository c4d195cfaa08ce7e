"""One standalone HTML file with a map, drawn by folium from the same layers as the pages.

It opens without a network: scripts, styles and icons are inside. Every text of a layer passes
`layers.escape` before folium sees it. Not imported by the server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import folium
import shapely
from folium.utilities import JsCode

from layers import markup
from layers.escape import escape_layer, escape_text
from layers.folium_layers import GROUND, add_ground, add_topics
from layers.folium_parts import (
    OfflineMap,
    Page,
    Start,
    Verbatim,
    number_elements,
    script_html,
    style_html,
    with_policy,
)
from layers.spec import Fill, Layer

#: what the caller hands over, by its path below the folder of installed assets
ASSET_PATHS = (
    "leaflet/leaflet.js",
    "leaflet/leaflet.css",
    "leaflet/images/layers.png",
    "leaflet/images/layers-2x.png",
    "leaflet.markercluster/leaflet.markercluster.js",
    "leaflet.markercluster/MarkerCluster.css",
    "icons.svg",
)

_OWN = Path(__file__).resolve().parent / "standalone"

#: panes from below to above, as on the pages; pins and popups keep Leaflet's own
_PANES = {"land": 210, "areas": 300, "borders": 360, "river": 370, "marks": 380, "labels": 450}


def _icons(sprite: bytes, layers: Sequence[Layer]) -> dict[str, str]:
    """The icons in use, by name, as symbols for the page."""
    used = {f["properties"].get("icon") for layer in layers for f in layer.features}
    symbols = re.findall(r'<symbol id="([\w-]+)"(.*?)</symbol>', sprite.decode(), flags=re.DOTALL)
    return {
        name: f'<symbol id="icon-{name}"{rest}</symbol>' for name, rest in symbols if name in used
    }


def _patterns(layers: Sequence[Layer]) -> str:
    used: set[tuple[Fill, str]] = set()
    for layer in layers:
        used.update(
            (f["properties"]["fill"], f["properties"]["fill_colour"])
            for f in layer.features
            if f["properties"].get("fill_colour")
        )
        used.update((entry.fill, entry.colour) for entry in layer.legend.entries)
    return markup.patterns_svg(used)


def _add_assets(page: Page, assets: Mapping[str, bytes]) -> None:
    images = {
        path.removeprefix("leaflet/"): data
        for path, data in assets.items()
        if path.startswith("leaflet/images/")
    }
    parts = [
        style_html(assets["leaflet/leaflet.css"], images),
        style_html(assets["leaflet.markercluster/MarkerCluster.css"]),
        style_html((_OWN / "map.css").read_bytes()),
        script_html(assets["leaflet/leaflet.js"]),
        script_html(assets["leaflet.markercluster/leaflet.markercluster.js"]),
        script_html((_OWN / "map.js").read_bytes()),
    ]
    page.header.add_child(Verbatim("\n".join(parts)), name="assets")


def _add_furniture(
    page: Page, layers: Sequence[Layer], icons: Mapping[str, str], credit: str, *, is_example: bool
) -> None:
    sections = [markup.legend_html(layer.legend, f"legend-{n}") for n, layer in enumerate(layers)]
    body = f'<div class="panel__body">{"".join(sections)}</div>'
    banner = "<p>Beispieldaten: Organisationen und Angebote sind erfunden.</p>"
    parts = [
        f'<header class="sheet"><h1>{page.title}</h1>{banner if is_example else ""}</header>',
        _patterns(layers),
        f'<svg width="0" height="0" aria-hidden="true">{"".join(icons.values())}</svg>',
        f'<details class="panel" id="legends" hidden><summary>Legende</summary>{body}</details>',
        f'<footer class="credits">{markup.attribution_html(credit)}</footer>',
    ]
    page.html.add_child(Verbatim("\n".join(parts)), name="furniture")


def _new_map() -> OfflineMap:
    moving = cast("bool", JsCode("!atlas.isStill"))
    target = OfflineMap(
        location=(0, 0),
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        zoom_delta=0.75,
        zoom_animation=moving,
        fade_animation=moving,
    )
    # folium keeps these two for tile layers; without tiles the map itself needs them
    target.options |= {"min_zoom": 9, "max_zoom": 18}
    for name, level in _PANES.items():
        folium.map.CustomPane(name, z_index=level, pointer_events=name in {"land", "areas"}).add_to(
            target
        )
    return target


def _bounds(layers: Sequence[Layer]) -> list[list[float]]:
    """[[south, west], [north, east]] of everything drawn."""
    geometries = [f["geometry"] for layer in layers for f in layer.features]
    box = shapely.total_bounds([shapely.geometry.shape(geometry) for geometry in geometries])
    west, south, east, north = (float(limit) for limit in box)
    return [[south, west], [north, east]]


def draw_map(
    layers: Sequence[Layer],
    *,
    title: str,
    attribution: str,
    is_example: bool,
    assets: Mapping[str, bytes],
) -> str:
    """Draw layers into one HTML file that needs nothing else.

    Parameters
    ----------
    layers
        Built layers in drawing order. Those of the base (districts, orientation, boroughs,
        city_outline) become the ground; choropleths are one choice in the layer control, the first
        visible one is shown; all others can be ticked. Empty layers are left out.
    title, attribution
        Plain text; it is escaped here.
    is_example
        Whether to show the banner that the content is made up.
    assets
        Installed files by the paths in `ASSET_PATHS`.

    Returns
    -------
    str
        The file. The same input gives the same file.

    Raises
    ------
    KeyError
        An asset is missing.
    ValueError
        There is nothing to draw.
    """
    safe = [escape_layer(layer) for layer in layers if layer.features]
    if not safe:
        raise ValueError("there is nothing to draw")
    ground = {layer.spec.layer_id: layer for layer in safe if layer.spec.layer_id in GROUND}
    topics = [layer for layer in safe if layer.spec.layer_id not in GROUND]
    icons = _icons(assets["icons.svg"], topics)
    page, target = Page(escape_text(title)), _new_map()
    _add_assets(page, assets)
    _add_furniture(page, topics, icons, escape_text(attribution), is_example=is_example)
    page.add_child(target)
    add_ground(target, ground)
    groups = add_topics(target, topics, icons)
    if groups:
        narrow = cast("bool", JsCode("atlas.isNarrow"))
        folium.LayerControl(collapsed=narrow).add_to(target)
    options: dict[str, object] = {
        "bounds": _bounds(list(ground.values()) or topics),
        "legends": [[group, f"legend-{n}"] for n, group in enumerate(groups)],
    }
    Start(options).add_to(target)
    number_elements(page)
    return with_policy(page.render())
