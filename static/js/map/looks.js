// What single markers look like, as pictures in a style sheet of their own: one for each shape,
// colour and icon. A picture is one box to the browser; the same thing drawn from shapes would
// make each of several hundred markers a drawing, and a layer, of its own.

import { svg } from "../lib/dom.js";
import { loadSprite } from "../lib/load.js";

const SIDE = 44;
const ICON = { x: 13, y: 13, width: 18, height: 18, color: "#fff" };

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** Class name, address and content of each picture by `shape colour icon`. */
const looks = new Map();
/** Icons of the sprite that are here, as symbols; null while they are on their way. */
const symbols = new Map();

/** What a colour of the page is now: a picture knows no custom properties. */
function colourOf(property) {
  const probe = document.createElement("i");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function body({ shape, colour }, border) {
  const drawn = { fill: colour, stroke: border, "stroke-width": 2 };
  return shape === "spot"
    ? svg("rect", { x: 7, y: 7, width: 30, height: 30, rx: 8, ...drawn })
    : svg("circle", { cx: 22, cy: 22, r: 16, ...drawn });
}

/** The icon as a drawing in the drawing; nothing where it is not there (yet). */
function iconOf(name) {
  const symbol = symbols.get(name);
  if (!symbol) return null;
  const own = Object.fromEntries([...symbol.attributes].map(({ name: key, value }) => [key, value]));
  const children = [...symbol.childNodes].map((child) => child.cloneNode(true));
  return svg("svg", { ...own, id: null, ...ICON }, ...children);
}

function rule(look, border) {
  const size = { width: SIDE, height: SIDE, viewBox: `0 0 ${SIDE} ${SIDE}` };
  const picture = svg("svg", size, body(look, border), iconOf(look.icon));
  const text = encodeURIComponent(new XMLSerializer().serializeToString(picture));
  look.address = `data:image/svg+xml,${text}`;
  return `.${look.className} { background-image: url("${look.address}") }`;
}

function drawAll() {
  const border = colourOf("--pin-border");
  sheet.replaceSync([...looks.values()].map((look) => rule(look, border)).join("\n"));
}

for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
  window.matchMedia(query).addEventListener("change", drawAll);
}

const keyOf = ({ colour, icon }, shape) => `${shape} ${colour} ${icon}`;

/** The picture of `{ colour, icon }` as a `pin` (offers) or a `spot` (other places). */
function look(item, shape) {
  const key = keyOf(item, shape);
  if (!looks.has(key)) makeLooks(new Map([[key, item]]), shape);
  return looks.get(key);
}

/** New pictures, all at once: each look at the colours of the page makes it work out its styles. */
function makeLooks(items, shape) {
  const border = colourOf("--pin-border");
  for (const [key, { colour, icon }] of items) {
    const made = { shape, colour, icon, className: `look-${looks.size}` };
    looks.set(key, made);
    sheet.insertRule(rule(made, border), sheet.cssRules.length);
  }
}

export const lookOf = (item, shape) => look(item, shape).className;
export const addressOf = (item, shape) => look(item, shape).address;

/** Have the pictures of these things, without their icons (yet). */
export function prepareLooks(items, shape) {
  const kinds = new Map(items.map((item) => [keyOf(item, shape), item]));
  for (const key of kinds.keys()) if (looks.has(key)) kinds.delete(key);
  if (kinds.size) makeLooks(kinds, shape);
}

/** Let these icons of the sprite appear in the pictures. */
export async function bringIcons(names) {
  const missing = [...new Set(names)].filter((name) => !symbols.has(name));
  if (!missing.length) return;
  missing.forEach((name) => symbols.set(name, null)); // asked for once
  const sprite = await loadSprite().catch(() => null);
  if (!sprite) return; // a pin without its icon is still a pin with a name
  missing.forEach((name) => symbols.set(name, sprite.getElementById(name)));
  drawAll();
}
