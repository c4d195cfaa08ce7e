// The stage: a Leaflet map without tiles, drawn from our own layers like a map someone meant.

import { debounce, el, icon, isStill } from "../lib/dom.js";
import { say } from "../lib/words.js";
import { letThePageScroll } from "./gestures.js";
import { Labels } from "./labels.js";
import { loadGround } from "./ground.js";
import { reachablePopups } from "./popups.js";
import { nameRivers } from "./river.js";

const { L } = window;

/** Height of the attribution at the bottom, in pixels. */
const LINE = 20;
/** The ground is drawn anew when the map rests, and has less than this share of the view around it. */
const LATER_MS = 150;
const ENOUGH = 0.45;

/** Panes from below to above. Pins and popups keep Leaflet's own (600, 700). */
const PANES = { land: 210, areas: 300, borders: 330, chosen: 345, labels: 450, reach: 500 };

function addPanes(map) {
  for (const [name, level] of Object.entries(PANES)) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(level);
    if (name !== "areas") pane.style.pointerEvents = "none";
  }
}

/**
 * Draws beyond the edge. A move shows what is there; a zoom scales it at once, and it is drawn anew
 * when the map has come to rest: projecting a city takes as long as everything else together.
 */
const Ground = L.SVG.extend({
  options: { padding: 0.55 },

  initialize(options) {
    L.SVG.prototype.initialize.call(this, options);
    this.later = debounce(() => this._map && this.redraw(), LATER_MS);
  },

  // both would do again what `redraw` does
  _onZoomEnd() {},
  _updatePaths() {},

  _reset() {
    this._onZoom();
    this.later();
  },

  _update() {
    const view = this._map.getBounds();
    const isScaled = this._map.getZoom() !== this._zoom;
    if (!this.drawn?.contains(view)) this.redraw();
    else if (isScaled || !this.drawn.contains(view.pad(ENOUGH))) this.later();
  },

  redraw() {
    const map = this._map;
    if (map._animatingZoom) {
      this.later();
      return;
    }
    L.SVG.prototype._update.call(this);
    this._onZoom();
    const { min, max } = this._bounds;
    this.drawn = L.latLngBounds(map.layerPointToLatLng(min), map.layerPointToLatLng(max));
    for (const layer of Object.values(this._layers)) layer._reset();
  },
});

function drawn(geojson, renderer, className) {
  const style = { pane: renderer.options.pane, className, interactive: false, renderer };
  return L.geoJSON(geojson, {
    ...style,
    smoothFactor: 0.5,
    style: () => ({ ...style, stroke: true }),
  });
}

function addHome(map, title) {
  const home = L.control({ position: "topleft" });
  home.onAdd = () => {
    const link = el("a", { href: "#", role: "button", title, "aria-label": title }, icon("maximize"));
    const bar = el("div", { class: "leaflet-bar leaflet-control" }, link);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(link, "click", (event) => {
      L.DomEvent.stop(event);
      map.fire("home");
    });
    return bar;
  };
  home.addTo(map);
}

/**
 * A map in `canvas`. Options: `bounds` [west, south, east, north], `isFilling` (whether the map covers
 * the page now, so that one finger may move it), `home` (a button for the whole city), `padding` in pixels.
 */
export function createStage(canvas, { bounds, isFilling = () => false, home = true, padding = 12 }) {
  const map = L.map(canvas, {
    zoomControl: false,
    attributionControl: false,
    trackResize: false,
    zoomSnap: 0.1,
    zoomDelta: 0.8, // a multiple of the snap: in and out again is where one was
    wheelPxPerZoomLevel: 90,
    minZoom: 9,
    maxZoom: 16,
    maxBoundsViscosity: 0.8,
    zoomAnimation: !isStill(),
    fadeAnimation: !isStill(),
    markerZoomAnimation: !isStill(),
  });
  addPanes(map);
  const [west, south, east, north] = bounds;
  const city = L.latLngBounds([south, west], [north, east]);
  const fit = { paddingTopLeft: [padding, padding], paddingBottomRight: [padding, padding + LINE] };
  map.fitBounds(city, { ...fit, animate: false });
  map.setMaxBounds(city.pad(0.6));
  L.control.zoom({ zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") }).addTo(map);
  if (home) addHome(map, say("wholeCity"));
  map.on("home", () => map.fitBounds(city, { ...fit, animate: !isStill() }));
  letThePageScroll(map, isFilling);
  reachablePopups(map);
  adaptTo(canvas, map);
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", say("mapLabel"));
  return map;
}

// whatever changes its size, a turned phone or a longer banner: the map says so before it adapts
function adaptTo(canvas, map) {
  const adapt = () => {
    const { x, y } = map.getSize();
    if (!canvas.clientWidth || (canvas.clientWidth === x && canvas.clientHeight === y)) return;
    map.fire("beforeresize");
    map.invalidateSize({ animate: false });
  };
  new ResizeObserver(() => requestAnimationFrame(adapt)).observe(canvas);
}

/** Land, river, borders, names. Resolves when the ground is drawn. */
export async function drawGround(map) {
  const ground = await loadGround();
  const { land, districtBorders, boroughBorders, districts, boroughs, water } = ground;
  const lines = new Ground({ pane: "borders" }); // one drawing: each more is a layer to be filled
  drawn(land, new Ground({ pane: "land" }), "map-land").addTo(map);
  drawn(districtBorders, lines, "map-district").addTo(map);
  drawn(boroughBorders, lines, "map-borough").addTo(map);
  drawn(land, lines, "map-city").addTo(map);
  const river = drawn(water, lines, "map-river").addTo(map);
  const labels = new Labels(boroughs.features, districts.features, nameRivers(river)).addTo(map);
  L.control
    .attribution({ prefix: false })
    .addAttribution(attributionText(ground))
    .addTo(map);
  return { districts, boroughs, labels };
}

// Leaflet's attribution control takes HTML: text from data is escaped by a text node first. The
// river comes from the same borders; the footer of the page names every source.
function attributionText(layer) {
  const holder = document.createElement("div");
  holder.textContent = layer.attribution;
  return holder.innerHTML;
}

/** Say that all is drawn: for tests, and for anyone who prints from a script. */
export function sayReady(map) {
  map.getContainer().dataset.ready = "true";
}
