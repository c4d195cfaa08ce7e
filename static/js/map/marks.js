// What markers look like. A pin is 32 px in a 44 px target: the theme's icon in white on the colour
// of its group. A cluster is a disc with the count, its rim a ring of the groups inside. Other
// places are squares, so that nobody takes them for offers.

import { el, pageData, svg } from "../lib/dom.js";
import { number } from "../lib/words.js";

const { L } = window;

const TARGET = 44;
const DISC = 34;
const MIN_DISC = 38;
const MAX_DISC = 84;
const HIDDEN = { "aria-hidden": "true", focusable: "false" };

// a symbol in the page is drawn much faster than one in another file
const iconHref = (name) => `#mark-${name}`;

/** Put these icons of the sprite into the page. */
export async function bringIcons(names) {
  const missing = [...new Set(names)].filter((name) => !document.getElementById(`mark-${name}`));
  if (!missing.length) return;
  const answer = await fetch(pageData().icons);
  if (!answer.ok) return; // a pin without its icon is still a pin with a name
  const sprite = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const holder = svg("svg", { width: 0, height: 0, class: "map-icons", ...HIDDEN });
  for (const name of missing) {
    const symbol = sprite.getElementById(name);
    if (!symbol || document.getElementById(`mark-${name}`)) continue;
    const copy = document.importNode(symbol, true);
    copy.id = `mark-${name}`;
    holder.append(copy);
  }
  document.body.append(holder);
}

function pinSvg({ colour, icon }) {
  return svg(
    "svg",
    { viewBox: "0 0 44 44", ...HIDDEN },
    svg(
      "g",
      {},
      svg("circle", { class: "pin__ring", cx: 22, cy: 22, r: 18.5 }),
      svg("circle", { class: "pin__disc", cx: 22, cy: 22, r: 16, fill: colour }),
      svg("use", { class: "pin__icon", href: iconHref(icon), x: 13, y: 13, width: 18, height: 18 }),
    ),
  );
}

function spotSvg({ colour, icon }) {
  return svg(
    "svg",
    { viewBox: "0 0 44 44", ...HIDDEN },
    svg("rect", { class: "spot__body", x: 7, y: 7, width: 30, height: 30, rx: 8, fill: colour }),
    svg("use", { class: "spot__icon", href: iconHref(icon), x: 13, y: 13, width: 18, height: 18 }),
  );
}

/** An icon made when it is shown, not before. */
const DrawnIcon = L.Icon.extend({
  options: { iconSize: [TARGET, TARGET], popupAnchor: [0, -20], className: "pin" },
  createIcon() {
    const holder = el("div");
    holder.append(this.options.draw());
    this._setIconStyles(holder, "icon");
    return holder;
  },
  createShadow: () => null,
});

/** A marker of one thing, `{ lng, lat, colour, icon }`, that only shows where it is. */
export function pictureOf(item) {
  const icon = new DrawnIcon({ draw: () => pinSvg(item) });
  const marker = L.marker([item.lat, item.lng], { icon, keyboard: false, interactive: false });
  marker.boxSize = DISC;
  return marker;
}

/** Diameter of a disc whose area goes with the number, within what can be read and tapped. */
function discSize(n) {
  return Math.round(Math.min(MAX_DISC, Math.max(MIN_DISC, 30 + 3.1 * Math.sqrt(n))));
}

const drawn = new Map();

/** Pins of one theme look alike: drawn once, copied often. */
function copyOf(shape, item) {
  const key = `${shape} ${item.colour} ${item.icon}`;
  if (!drawn.has(key)) drawn.set(key, (shape === "spot" ? spotSvg : pinSvg)(item));
  return drawn.get(key).cloneNode(true);
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

/** The element of one thing: a `pin` (offers) or a `spot` (other places). */
export function oneNode(item, shape) {
  const node = button(shape);
  node.append(copyOf(shape, item));
  // a spot stands beside the pin of an offer at the same address, not on top of it
  return { node, size: DISC, anchor: shape === "spot" ? [4, 40] : [TARGET / 2, TARGET / 2] };
}

/** The element of many things: `mix` is how many of each colour. */
export function manyNode({ mix, total }, shape) {
  const size = discSize(total);
  const node = button(shape === "spot" ? "cluster cluster--spots" : "cluster");
  Object.assign(node.style, { width: `${size}px`, height: `${size}px`, backgroundImage: turn(mix, total) });
  node.append(el("span", { class: "cluster__count" }, number(total)));
  return { node, size, anchor: [size / 2, size / 2] };
}

/** Boxes of all markers on the map now, in layer points: names step aside for them. */
export function shownBoxes(map) {
  const boxes = [];
  map.eachLayer((layer) => {
    if (layer.boxes) boxes.push(...layer.boxes());
    if (!layer.boxSize) return;
    const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
    const half = layer.boxSize / 2;
    boxes.push({ left: x - half, top: y - half, right: x + half, bottom: y + half });
  });
  return boxes;
}
