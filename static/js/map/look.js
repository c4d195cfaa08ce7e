// Where the map looks: at the place that was asked for, until a reader moves it. What the map does
// by itself must not be taken for a wish.

import { isStill } from "../lib/dom.js";

const { L } = window;

const NEAR_ZOOM = 14;
/** Steps per degree of a box in an address: about 100 m. */
const STEPS = 1000;

export class Look {
  constructor(map) {
    this.map = map;
    this.areas = [];
    this.place = null;
    this.own = "";
    this.isWish = false;
    this.listeners = [];
    this.near = L.layerGroup().addTo(map);
    this.tellWishesApart();
  }

  /** Whoever touches the map wants what follows, unless the map then moves for its own reasons. */
  tellWishesApart() {
    const wish = () => {
      this.isWish = true;
    };
    const frame = this.map.getContainer();
    for (const type of ["pointerdown", "wheel", "keydown"]) {
      frame.addEventListener(type, wish, { capture: true, passive: true });
    }
    this.map.on("autopanstart home beforeresize", () => this.hush());
    this.map.on("moveend", () => this.isWish && this.listeners.forEach((listener) => listener()));
  }

  /** Be told when a reader has moved or zoomed the map. */
  onMove(listener) {
    this.listeners.push(listener);
  }

  /** What moves now is the map's own doing. */
  hush() {
    this.isWish = false;
  }

  /** west, south, east, north of what is seen, outwards to three decimals. */
  box() {
    const view = this.map.getBounds();
    const west = Math.floor(view.getWest() * STEPS) / STEPS;
    const south = Math.floor(view.getSouth() * STEPS) / STEPS;
    const east = Math.ceil(view.getEast() * STEPS) / STEPS;
    const north = Math.ceil(view.getNorth() * STEPS) / STEPS;
    const box = [west, south, east, north];
    this.own = JSON.stringify(box);
    return box.map((degrees) => degrees.toFixed(3)).join(",");
  }

  /** Whether something of the place that was asked for can be seen. */
  seesPlace({ fit, near }) {
    const view = this.map.getBounds();
    if (near) return view.contains([near[1], near[0]]);
    if (!fit) return true;
    const [west, south, east, north] = fit;
    return view.intersects([[south, west], [north, east]]);
  }

  /** The next search changes nothing of where the map looks. */
  stay() {
    this.isStaying = true;
  }

  /** Look at the place of a search, if it is another one than before. */
  at(state) {
    const place = JSON.stringify([state.fit, state.near, state.radius_m, state.bbox]);
    if (place === this.place) return;
    const isOwn = this.isStaying || (state.bbox && JSON.stringify(state.bbox) === this.own);
    const isFirst = this.place === null;
    this.place = place;
    this.isStaying = false;
    this.mark(state);
    if (!isOwn) this.go(state, isFirst);
  }

  go(state, isFirst) {
    if (state.bbox) this.fit(state.bbox, 0);
    else if (state.near) this.goNear(state);
    else if (state.fit) this.fit(state.fit, 28);
    else if (!isFirst) this.map.fire("home");
  }

  fit([west, south, east, north], padding) {
    this.hush();
    const box = [[south, west], [north, east]];
    this.map.fitBounds(box, { padding: [padding, padding], animate: !isStill() });
  }

  goNear({ near: [lng, lat], radius_m: radius }) {
    this.hush();
    if (!radius) {
      this.map.setView([lat, lng], NEAR_ZOOM, { animate: !isStill() });
      return;
    }
    const circle = L.latLng(lat, lng).toBounds(2 * radius);
    this.map.fitBounds(circle, { padding: [20, 20], animate: !isStill() });
  }

  /** Mark the districts and boroughs that were asked for (`level:id`), and the point. */
  mark({ areas, near, radius_m: radius }) {
    this.near.clearLayers();
    const isMeant = ({ properties: p }) => areas.includes(`${p.level}:${p.district_id}`);
    const style = { pane: "chosen", className: "map-here-area", interactive: false };
    const found = this.areas.filter(isMeant);
    if (found.length) L.geoJSON(found, { ...style, style: () => style }).addTo(this.near);
    if (!near) return;
    const at = [near[1], near[0]];
    const dot = { className: "here", radius: 8, interactive: false, pane: "reach" };
    this.near.addLayer(L.circleMarker(at, dot));
    const range = { className: "here-range", radius, interactive: false, pane: "reach" };
    if (radius) this.near.addLayer(L.circle(at, range));
  }
}
