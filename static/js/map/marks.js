// What markers look like. A pin is 32 px in a 44 px target: the theme's icon in white on the colour
// of its group. A cluster is a disc with the count, its rim a ring of the groups inside. Other
// places are squares, so that nobody takes them for offers.

import { el } from "../lib/dom.js";
import { number } from "../lib/words.js";
import { lookOf } from "./looks.js";

const { L } = window;

export const TARGET = 44;
const DISC = 34;
const MIN_DISC = TARGET;
const MAX_DISC = 84;
/** Of a cluster, in pixels: its border, and its rim with the border. */
export const BORDER = 2;
export const RIM = 7;

/** A marker of one thing, `{ lng, lat, colour, icon }`, that only shows where it is. */
export function pictureOf(item) {
  const className = `pin ${lookOf(item, "pin")}`;
  const icon = L.divIcon({ className, iconSize: [TARGET, TARGET], popupAnchor: [0, -20] });
  const marker = L.marker([item.lat, item.lng], { icon, keyboard: false, interactive: false });
  marker.boxSize = DISC;
  return marker;
}

/** Diameter of a disc whose area goes with the number, within what can be read and tapped. */
export function discSize(n) {
  return Math.round(Math.min(MAX_DISC, Math.max(MIN_DISC, 30 + 3.1 * Math.sqrt(n))));
}

/** The colours of a mix as parts of a full turn, the most frequent first. */
function turn(mix, total) {
  let done = 0;
  const parts = Object.entries(mix).sort((a, b) => b[1] - a[1]).map(([colour, n]) => {
    const from = done;
    done += n / total;
    return `${colour} ${from.toFixed(4)}turn ${done.toFixed(4)}turn`;
  });
  return `conic-gradient(${parts.join(", ")})`;
}

function button(className) {
  const name = `leaflet-marker-icon leaflet-interactive ${className}`;
  return el("div", { class: name, role: "button", tabindex: "-1" });
}

/** Where the place is in a picture: a spot stands beside the pin of an offer at the same address. */
export const anchorOf = (shape) => (shape === "spot" ? [4, 40] : [TARGET / 2, TARGET / 2]);

/** The element of one thing: a `pin` (offers) or a `spot` (other places). */
export function oneNode(item, shape) {
  const node = button(`${shape} ${lookOf(item, shape)}`);
  return { node, size: DISC, anchor: anchorOf(shape) };
}

/** What covers the ring but for its rim: a disc, or a square for other places. */
function core(shape, size) {
  const side = size - 2 * RIM;
  return shape === "spot"
    ? `linear-gradient(var(--disc) 0 0) ${RIM}px ${RIM}px / ${side}px ${side}px no-repeat border-box`
    : `radial-gradient(circle at center, var(--disc) ${side / 2 - 0.5}px, transparent ${side / 2 + 0.5}px) border-box`;
}

/** The element of many things: `mix` is how many of each colour. */
export function manyNode({ mix, total }, shape) {
  const size = discSize(total);
  const node = button(shape === "spot" ? "cluster cluster--spots" : "cluster");
  const side = `width: ${size}px; height: ${size}px; line-height: ${size - 2 * BORDER}px`;
  node.style.cssText = `${side}; background: ${core(shape, size)}, ${turn(mix, total)} border-box`;
  node.textContent = number(total);
  return { node, size, anchor: [size / 2, size / 2] };
}

/** Boxes of the controls in the corners of a map, in layer points. */
function controlBoxes(map) {
  const corner = map.getContainer().getBoundingClientRect();
  const { x, y } = map.containerPointToLayerPoint([-corner.left, -corner.top]);
  return [...map.getContainer().querySelectorAll(".leaflet-control")].map((control) => {
    const { left, top, right, bottom } = control.getBoundingClientRect();
    return { left: left + x, top: top + y, right: right + x, bottom: bottom + y };
  });
}

/** Boxes of all markers and controls on the map now, in layer points: names step aside for them. */
export function shownBoxes(map) {
  const boxes = controlBoxes(map);
  map.eachLayer((layer) => {
    if (layer.boxes) boxes.push(...layer.boxes());
    if (!layer.boxSize) return;
    const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
    const half = layer.boxSize / 2;
    boxes.push({ left: x - half, top: y - half, right: x + half, bottom: y + half });
  });
  return boxes;
}
