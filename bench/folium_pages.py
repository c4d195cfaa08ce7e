"""folium's pages with the offers of a snapshot, served from installed files: what our map is
measured against (`bench.map_markers`)."""

from __future__ import annotations

import re
from pathlib import Path

import folium
import numpy as np
from folium.plugins import FeatureGroupSubGroup, MarkerCluster
from playwright.sync_api import Route

from geodata.model import Opportunity
from geodata.settings import ROOT
from geodata.snapshot import Snapshot

VENDOR = ROOT / "static" / "vendor"
SUBGROUP = ROOT / "node_modules" / "leaflet.featuregroup.subgroup" / "dist"
#: makes a map reachable; ours keeps its own to itself
HOOK = "\n;L.Map.addInitHook(function () { window.theMap = this; });\n"
#: all that folium's popups ask of jQuery
JQUERY = """window.$ = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return [holder.content.firstChild];
};"""
FILES = {
    "leaflet.js": VENDOR / "leaflet" / "leaflet.js",
    "leaflet.css": VENDOR / "leaflet" / "leaflet.css",
    "leaflet.markercluster.js": VENDOR / "leaflet.markercluster" / "leaflet.markercluster.js",
    "MarkerCluster.css": VENDOR / "leaflet.markercluster" / "MarkerCluster.css",
    "MarkerCluster.Default.css": VENDOR / "leaflet.markercluster" / "MarkerCluster.Default.css",
    "leaflet.featuregroup.subgroup.js": SUBGROUP / "leaflet.featuregroup.subgroup.js",
}


def _city_map(snapshot: Snapshot) -> folium.Map:
    west, south, east, north = np.array([d.geometry.bounds for d in snapshot.districts]).T
    page = folium.Map(tiles=None, min_zoom=9, max_zoom=16, maxZoom=16, minZoom=9)
    page.fit_bounds(
        [[float(south.min()), float(west.min())], [float(north.max()), float(east.max())]]
    )
    return page


def cluster_page(snapshot: Snapshot, offers: list[Opportunity], path: Path) -> None:
    """One `MarkerCluster`: where the offers are and what a popup says."""
    page = _city_map(snapshot)
    locations = [(o.geometry.y, o.geometry.x) for o in offers if o.geometry is not None]
    MarkerCluster(locations=locations, popups=[o.title for o in offers]).add_to(page)
    page.save(str(path))


def layers_page(snapshot: Snapshot, offers: list[Opportunity], path: Path) -> dict[str, str]:
    """The same with a layer for each theme, as folium's documentation filters a cluster. An offer
    with several themes is in the first one's layer: a marker can be in one only. Gives the name of
    each layer's variable by theme_id."""
    page = _city_map(snapshot)
    cluster = MarkerCluster(control=False).add_to(page)
    groups = {
        theme.theme_id: FeatureGroupSubGroup(cluster, theme.theme_id).add_to(page)
        for theme in snapshot.themes
    }
    for offer in offers:
        if offer.geometry is not None:
            place = (offer.geometry.y, offer.geometry.x)
            folium.Marker(place, popup=offer.title).add_to(groups[offer.themes[0]])
    folium.LayerControl().add_to(page)
    page.save(str(path))
    return {theme: group.get_name() for theme, group in groups.items()}


def standing_alone(path: Path) -> None:
    """Put what a page loads into it, so that opening it waits for no network and no detour."""

    def script(tag: re.Match[str]) -> str:
        return f"<script>{_body(tag[1])}</script>"

    def style(tag: re.Match[str]) -> str:
        return f"<style>{_body(tag[1]) if tag[1].endswith('.css') else ''}</style>"

    page = path.read_text(encoding="utf-8")
    page = re.sub(r'<script src="([^"]+)"></script>', script, page)
    page = re.sub(r'<link rel="stylesheet" href="([^"]+)"/>', style, page)
    path.write_text(page, encoding="utf-8")


def _body(address: str) -> str:
    """An installed file of ours for one of folium's; jQuery for scripts there is none for."""
    name = address.rsplit("/", 1)[-1]
    if name in FILES:
        return FILES[name].read_text(encoding="utf-8")
    return "" if name.endswith(".css") else JQUERY


def from_here(route: Route) -> None:
    """Leaflet and the plugins from the installed files; everything else of folium's pages (fonts,
    icons of others) is not needed for these markers."""
    name = route.request.url.rsplit("/", 1)[-1]
    if name not in FILES:
        route.fulfill(status=200, content_type="text/javascript", body=JQUERY)
        return
    body = FILES[name].read_text(encoding="utf-8")
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    route.fulfill(status=200, content_type=kind, body=body + (HOOK if name == "leaflet.js" else ""))
