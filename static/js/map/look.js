// Where the map looks: at the place that was asked for, until a reader moves it. What the map does
// by itself must not be taken for a wish.

import { isStill } from "../lib/dom.js";

const { L } = window;

const NEAR_ZOOM = 14;

export class Look {
  constructor(map) {
    this.map = map;
    this.areas = [];
    this.place = "";
    this.quiet = 0;
    this.listeners = [];
    this.near = L.layerGroup().addTo(map);
    map.on("autopanstart", () => this.hush());
    map.on("home", () => this.hush(), this);
    map.on("moveend", () => this.moved());
  }

  /** Be told when a reader has moved or zoomed the map. */
  onMove(listener) {
    this.listeners.push(listener);
  }

  moved() {
    if (this.quiet > performance.now()) return;
    for (const listener of this.listeners) listener();
  }

  // movements end some time later, and more than once: whatever ends soon belongs to it
  hush() {
    this.quiet = performance.now() + 700;
  }

  /** Move the map without that counting as a reader's wish. */
  byItself(move) {
    this.hush();
    move();
  }

  /** Look at the place of a search, if it is another one than before. */
  at(state) {
    const place = JSON.stringify([state.fit, state.near, state.radius_m]);
    const isNew = place !== this.place || (state.bbox && !this.place);
    if (isNew) this.byItself(() => this.go(state));
    this.place = place;
  }

  go(state) {
    this.near.clearLayers();
    this.outline(state.areas);
    if (state.bbox) this.fit(state.bbox, 0);
    else if (state.near) this.goNear(state);
    else if (state.fit) this.fit(state.fit, 28);
    else if (this.place) this.map.fire("home");
    if (state.near) this.mark(state);
  }

  fit([west, south, east, north], padding) {
    const box = [[south, west], [north, east]];
    this.map.fitBounds(box, { padding: [padding, padding], animate: !isStill() });
  }

  /** Mark the districts and boroughs that were asked for (`level:id`). */
  outline(areas) {
    const isMeant = ({ properties: p }) => areas.includes(`${p.level}:${p.district_id}`);
    const style = { pane: "chosen", className: "map-here-area", interactive: false };
    const found = this.areas.filter(isMeant);
    if (found.length) L.geoJSON(found, { ...style, style: () => style }).addTo(this.near);
  }

  mark({ near: [lng, lat], radius_m: radius }) {
    const here = { className: "here", radius: 8, interactive: false, pane: "reach" };
    this.near.addLayer(L.circleMarker([lat, lng], here));
    const range = { className: "here-range", radius, interactive: false, pane: "reach" };
    if (radius) this.near.addLayer(L.circle([lat, lng], range));
  }

  goNear({ near: [lng, lat], radius_m: radius }) {
    if (!radius) this.map.setView([lat, lng], NEAR_ZOOM, { animate: !isStill() });
    else {
      const box = L.latLng(lat, lng).toBounds(2 * radius);
      this.map.fitBounds(box, { padding: [20, 20], animate: !isStill() });
    }
  }
}
