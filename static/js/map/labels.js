// Names on the map: boroughs first, districts from zoom 12, larger areas first, never
// overlapping. Each stands where its area has most room (the layer says where).

import { debounce, el } from "../lib/dom.js";

const { L } = window;

const DISTRICTS_FROM = 12;
const SHORT_BELOW = 11.2;
/** Names come after the pins: whoever moves on at once needs none in between. */
const LATER_MS = 200;
const GAP = 4;
const LINE = 18;

/** Break a long name near its middle, behind a slash or hyphen or at a space. */
export function twoLines(name) {
  if (name.length < 15) return name;
  const cuts = [...name.matchAll(/[/\-–] ?| /g)].map((cut) => cut.index + cut[0].length);
  const middle = name.length / 2;
  const [cut] = cuts.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return cut ? `${name.slice(0, cut).trimEnd()}\n${name.slice(cut)}` : name;
}

function spread(geometry) {
  const box = L.geoJSON(geometry).getBounds();
  return (box.getEast() - box.getWest()) * (box.getNorth() - box.getSouth());
}

/** The first of two joined names: enough for the first look at a whole city. */
const shortName = (name) => name.split("/")[0].trim();

function prepare(features, className, wording = twoLines) {
  return features
    .filter((feature) => feature.geometry && feature.properties?.label_point)
    .map(({ geometry, properties }) => ({
      at: L.latLng(properties.label_point[1], properties.label_point[0]),
      spread: spread(geometry),
      node: el("span", { class: className }, wording(properties.name)),
    }))
    .sort((a, b) => b.spread - a.spread);
}

const overlaps = (a, b, gap = GAP) =>
  a.left < b.right + gap &&
  b.left < a.right + gap &&
  a.top < b.bottom + gap &&
  b.top < a.bottom + gap;

// a name may step aside a little for pins, the nearest place first (shares of its own size)
const DOWN = Array.from({ length: 17 }, (_, i) => (i - 8) * 0.3);
const STEPS = [-0.8, -0.55, -0.3, 0, 0.3, 0.55, 0.8]
  .flatMap((right) => DOWN.map((down) => [right, down]))
  .sort((a, b) => Math.hypot(a[0] * 3, a[1]) - Math.hypot(b[0] * 3, b[1]));

function boxAt({ point, width, height }, [right, down]) {
  const left = Math.round(point.x - width / 2 + right * width);
  const top = Math.round(point.y - height / 2 + down * LINE);
  return { left, top, right: left + width, bottom: top + height };
}

const isInside = (box, view) =>
  box.left >= view.min.x && box.right <= view.max.x && box.top >= view.min.y && box.bottom <= view.max.y;

/** The first place that neither a name nor a pin takes; null if there is none. */
function freeBox(size, names, pins, view) {
  return STEPS.map((step) => boxAt(size, step)).find(
    (box) =>
      isInside(box, view) &&
      !names.some((other) => overlaps(box, other)) &&
      !pins.some((pin) => overlaps(box, pin, 0)),
  );
}

/** A Leaflet layer of names. */
export const Labels = L.Layer.extend({
  /** `placeFirst(pins)` writes what comes before all names and returns the boxes it took. */
  initialize(boroughs, districts, placeFirst) {
    this.placeFirst = placeFirst;
    this.boroughs = prepare(boroughs, "map-label map-label--borough");
    this.short = prepare(boroughs, "map-label map-label--borough is-small", shortName);
    this.districts = prepare(districts, "map-label");
    this.obstacles = () => [];
  },

  /** Step aside for these boxes (layer points: left, top, right, bottom) where possible. */
  avoid(obstacles) {
    this.obstacles = obstacles;
    this.place();
  },

  onAdd(map) {
    this.holder = el("div", { class: "leaflet-zoom-hide", "aria-hidden": "true" });
    map.getPane("labels").append(this.holder);
    this.later = debounce(() => this._map && this.place(), LATER_MS);
    map.on("moveend resize", this.later);
    map.on("zoomstart", this.hide, this);
    map.on("resize", this.forget, this);
    this.place();
  },

  onRemove(map) {
    this.holder.remove();
    map.off("moveend resize", this.later);
    map.off("zoomstart", this.hide, this);
    map.off("resize", this.forget, this);
  },

  hide() {
    this.holder.hidden = true;
  },

  forZoom(zoom) {
    if (zoom >= DISTRICTS_FROM) return this.districts;
    return zoom < SHORT_BELOW ? this.short : this.boroughs;
  },

  /** Put these names into the page, and leave alone what is there. */
  fill(labels) {
    const nodes = new Set(labels.map((label) => label.node));
    for (const node of [...this.holder.children]) if (!nodes.has(node)) node.remove();
    const fresh = labels.filter(({ node }) => !node.isConnected);
    this.holder.append(...fresh.map(({ node }) => node));
    // all sizes are read before anything is written: one layout for all names
    for (const label of labels.filter(({ size }) => !size)) {
      label.size = { width: label.node.offsetWidth, height: label.node.offsetHeight };
    }
  },

  /** The map has another size, and so perhaps its letters. */
  forget() {
    for (const label of [this.boroughs, this.short, this.districts].flat()) label.size = null;
  },

  place() {
    this.later.cancel();
    const map = this._map;
    const bounds = map.getBounds();
    const inView = this.forZoom(map.getZoom()).filter((label) => bounds.contains(label.at));
    this.holder.hidden = false;
    this.fill(inView);
    const pins = this.obstacles();
    const taken = this.placeFirst(pins);
    const corner = map.containerPointToLayerPoint([0, 0]);
    const view = L.bounds(corner, corner.add(map.getSize()));
    for (const { at, node, size } of inView) {
      const box = freeBox({ point: map.latLngToLayerPoint(at), ...size }, taken, pins, view);
      node.classList.toggle("is-hidden", !box);
      if (!box) continue;
      taken.push(box);
      Object.assign(node.style, { left: `${box.left}px`, top: `${box.top}px` });
    }
  },
});
