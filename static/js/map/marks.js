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

const iconHref = (name) => `${pageData().icons}#${name}`;

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

function ring(mix, total, centre, radius) {
  const round = 2 * Math.PI * radius;
  let done = 0;
  return Object.entries(mix).sort((a, b) => b[1] - a[1]).map(([colour, n]) => {
    const length = (n / total) * round;
    const arc = svg("circle", {
      cx: centre, cy: centre, r: radius, fill: "none", stroke: colour, "stroke-width": 5,
      "stroke-dasharray": `${length} ${round - length}`, "stroke-dashoffset": -done,
      transform: `rotate(-90 ${centre} ${centre})`,
    });
    done += length;
    return arc;
  });
}

function discSvg({ mix, total }, size) {
  const centre = size / 2;
  const text = { class: "cluster__count", x: centre, y: centre, "font-size": size > 56 ? 17 : 14 };
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, width: size, height: size, ...HIDDEN },
    svg("circle", { class: "cluster__disc", cx: centre, cy: centre, r: centre }),
    ...ring(mix, total, centre, centre - 4.5),
    svg("text", text, number(total)),
  );
}

function squareSvg({ mix, total }, size) {
  const inner = { x: 2.5, y: 2.5, width: size - 5, height: size - 5, rx: 10 };
  const [colour] = Object.keys(mix);
  const text = { class: "cluster__count", x: size / 2, y: size / 2, "font-size": 14 };
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, width: size, height: size, ...HIDDEN },
    svg("rect", { ...inner, class: "cluster__disc", stroke: colour, "stroke-width": 5 }),
    svg("text", text, number(total)),
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

/** Diameter of a disc whose area goes with the number, within what can be read and tapped. */
function discSize(n) {
  return Math.round(Math.min(MAX_DISC, Math.max(MIN_DISC, 30 + 3.1 * Math.sqrt(n))));
}

/** A marker of one thing, `{ lng, lat, colour, icon }`: a `pin` (offers) or a `spot`. */
export function markOf(item, shape = "pin", { isButton = true } = {}) {
  const isSpot = shape === "spot";
  const icon = new DrawnIcon({
    className: shape,
    // beside the pin of an offer at the same address, not on top of it
    ...(isSpot ? { iconAnchor: [4, 40], popupAnchor: [18, -34] } : {}),
    draw: () => (isSpot ? spotSvg : pinSvg)(item),
  });
  const options = { riseOnHover: true, zIndexOffset: isSpot ? 400 : 0 };
  const marker = L.marker([item.lat, item.lng], {
    icon, keyboard: isButton, interactive: isButton, ...options,
  });
  marker.boxSize = DISC;
  return marker;
}

/** A marker of many things: `mix` is how many of each colour. */
export function clusterOf({ lng, lat, mix, total }, shape = "pin") {
  const size = discSize(total);
  const draw = () => (shape === "spot" ? squareSvg : discSvg)({ mix, total }, size);
  const icon = new DrawnIcon({ iconSize: [size, size], className: "cluster", draw });
  const marker = L.marker([lat, lng], { icon, riseOnHover: true });
  marker.boxSize = size;
  return marker;
}

/** Boxes of all markers on the map now, in layer points: names step aside for them. */
export function shownBoxes(map) {
  const boxes = [];
  map.eachLayer((layer) => {
    if (!layer.boxSize) return;
    const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
    const half = layer.boxSize / 2;
    boxes.push({ left: x - half, top: y - half, right: x + half, bottom: y + half });
  });
  return boxes;
}
