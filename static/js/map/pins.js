// Pins and clusters. A pin is 32 px in a 44 px target: the theme's icon in white on the colour of
// its group. A cluster is a disc with the count, its rim a ring of the groups inside.

import { el, icon, pageData, safeHref, svg } from "../lib/dom.js";
import { count, number, say } from "../lib/words.js";

const { L } = window;

const TARGET = 44;
const NEW_WINDOW = { target: "_blank", rel: "noopener" };
const DISC = 34;
const MIN_DISC = 38;
const MAX_DISC = 84;

function pinSvg(colour, iconName) {
  const href = `${pageData().icons}#${iconName}`;
  return svg(
    "svg",
    { viewBox: "0 0 44 44", "aria-hidden": "true", focusable: "false" },
    svg(
      "g",
      {},
      svg("circle", { class: "pin__ring", cx: 22, cy: 22, r: 18.5 }),
      svg("circle", { class: "pin__disc", cx: 22, cy: 22, r: 16, fill: colour }),
      svg("use", { class: "pin__icon", href, x: 13, y: 13, width: 18, height: 18 }),
    ),
  );
}

function spotSvg(colour, iconName) {
  const href = `${pageData().icons}#${iconName}`;
  return svg(
    "svg",
    { viewBox: "0 0 44 44", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "spot__body", x: 7, y: 7, width: 30, height: 30, rx: 8, fill: colour }),
    svg("use", { class: "spot__icon", href, x: 13, y: 13, width: 18, height: 18 }),
  );
}

/** An icon made when it is shown, not before: most markers lie in clusters. */
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

/** Name what Leaflet makes of a marker, each time it is drawn: a button, or a picture. */
function nameMarker(marker, name, isButton) {
  marker.on("add", () => {
    marker.getElement().setAttribute("aria-label", name);
    if (!isButton) marker.getElement().setAttribute("role", "img");
  });
}

/** A marker for a point feature: `shape` is `pin` (offers) or `spot` (everything else). */
export function markerOf(feature, { shape = "pin", name = null, isButton = true } = {}) {
  const { properties } = feature;
  const [lng, lat] = feature.geometry.coordinates;
  const draw = shape === "pin" ? pinSvg : spotSvg;
  const icon = new DrawnIcon({
    className: shape,
    // beside the pin of an offer at the same address, not on top of it
    ...(shape === "spot" ? { iconAnchor: [4, 40], popupAnchor: [18, -34] } : {}),
    draw: () => draw(properties.colour, properties.icon),
  });
  const marker = L.marker([lat, lng], {
    icon, riseOnHover: true, zIndexOffset: shape === "spot" ? 400 : 0, keyboard: isButton, interactive: isButton,
  });
  marker.feature = feature;
  nameMarker(marker, name ?? properties.label, isButton);
  return marker;
}

function groupMix(markers) {
  const mix = new Map();
  for (const { feature } of markers) {
    const { colour } = feature.properties;
    mix.set(colour, (mix.get(colour) ?? 0) + 1);
  }
  return [...mix].sort((a, b) => b[1] - a[1]);
}

function ring(mix, total, centre, radius) {
  const round = 2 * Math.PI * radius;
  let done = 0;
  return mix.map(([colour, n]) => {
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

function clusterSvg(markers, size) {
  const centre = size / 2;
  const total = markers.length;
  const text = { class: "cluster__count", x: centre, y: centre, "font-size": size > 56 ? 17 : 14 };
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true" },
    svg("circle", { class: "cluster__disc", cx: centre, cy: centre, r: centre }),
    ...ring(groupMix(markers), total, centre, centre - 4.5),
    svg("text", text, number(total)),
  );
}

/** Other places gather in a rounded square, so that nobody takes them for offers. */
function squareSvg(markers, size) {
  const inner = { x: 2.5, y: 2.5, width: size - 5, height: size - 5, rx: 10 };
  const [[colour]] = groupMix(markers);
  const text = { class: "cluster__count", x: size / 2, y: size / 2, "font-size": 14 };
  return svg(
    "svg",
    { viewBox: `0 0 ${size} ${size}`, width: size, height: size, "aria-hidden": "true" },
    svg("rect", { ...inner, class: "cluster__disc", stroke: colour, "stroke-width": 5 }),
    svg("text", text, number(markers.length)),
  );
}

/** Diameter of a disc whose area goes with the number, within what can be read and tapped. */
export function discSize(n) {
  return Math.round(Math.min(MAX_DISC, Math.max(MIN_DISC, 30 + 3.1 * Math.sqrt(n))));
}

/** How far a cluster gathers, in pixels: few, calm discs for the whole city, single pins nearby. */
function clusterRadius(zoom) {
  if (zoom < 11) return 58;
  if (zoom < 12) return 88;
  return zoom < 14 ? 68 : 44;
}

/** A cluster group of offers (`pin`) or of other places (`spot`). */
export function clusterGroup(shape = "pin") {
  const wordKey = shape === "pin" ? "clusterOffers" : "clusterPlaces";
  const draw = shape === "pin" ? clusterSvg : squareSvg;
  const group = L.markerClusterGroup({
    showCoverageOnHover: false,
    maxClusterRadius: clusterRadius,
    spiderLegPolylineOptions: { weight: 1.5, color: "#7d766b", opacity: 0.9 },
    iconCreateFunction: (cluster) => {
      const markers = cluster.getAllChildMarkers();
      const size = discSize(markers.length);
      cluster.spokenName = `${count(wordKey, markers.length)}, ${say("clusterHint")}`;
      return new DrawnIcon({
        iconSize: [size, size],
        className: "cluster",
        draw: () => draw(markers, size),
      });
    },
  });
  group.on("layeradd animationend", () => nameClusters(group));
  return group;
}

/** Clusters are markers that the plugin makes: they get their names once they are drawn. */
export function nameClusters(group) {
  group._featureGroup.eachLayer((layer) => {
    if (layer.spokenName) layer.getElement()?.setAttribute("aria-label", layer.spokenName);
  });
}

/** Boxes of all pins and clusters on the map now, in layer points: names step aside for them. */
export function shownBoxes(map) {
  const boxes = [];
  map.eachLayer((layer) => {
    if (!(layer instanceof L.Marker)) return;
    const { x, y } = map.latLngToLayerPoint(layer.getLatLng());
    const inside = layer.getChildCount?.();
    const half = (inside ? discSize(inside) : DISC) / 2;
    boxes.push({ left: x - half, top: y - half, right: x + half, bottom: y + half });
  });
  return boxes;
}

function factRow(label, value) {
  return el("div", {}, label ? el("dt", {}, label) : null, el("dd", {}, String(value)));
}

function popupLink(properties, field) {
  const href = safeHref(properties[field.name]);
  if (!href) return null;
  const isOwn = href.startsWith(window.location.origin);
  return el("a", { href, ...(isOwn ? {} : NEW_WINDOW) }, field.label || say("more"));
}

/** How popups open: clear of the controls in the map's corners. */
export const POPUP = {
  maxWidth: 280,
  minWidth: 220,
  autoPanPaddingTopLeft: [60, 60],
  autoPanPaddingBottomRight: [24, 40],
};

/** The content of a popup: text nodes only, in the order of the layer's `popup_fields`. */
export function popupContent(properties, fields, { href = null, hrefText = "", newWindow = false } = {}) {
  const facts = el("dl", { class: "popup__facts" });
  const links = [];
  const lines = [];
  for (const field of fields) {
    const value = properties[field.name];
    if (value === null || value === undefined || value === "") continue;
    if (field.name === "website") links.push(popupLink(properties, field));
    else if (field.label) facts.append(factRow(field.label, value));
    else lines.push(el("p", { class: "popup__text" }, String(value)));
  }
  return el(
    "div",
    { class: "popup" },
    properties.is_example ? el("span", { class: "badge badge--example" }, say("example")) : null,
    el("p", { class: "popup__title" }, properties.label),
    properties.notice ? el("p", { class: "outdated" }, icon("hourglass"), el("span", {}, properties.notice)) : null,
    ...lines,
    facts.childElementCount ? facts : null,
    href ? el("a", { class: "button button--primary", href, ...(newWindow ? NEW_WINDOW : {}) }, hrefText) : null,
    ...(href ? [] : links),
  );
}
