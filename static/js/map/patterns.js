// Patterns say what colour alone must not: hatch = no data, dots = withheld, thin = inherited.

import { svg } from "../lib/dom.js";

const SIZE = 8;

const MARKS = {
  hatch: (ink) => [svg("path", { d: "M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6", stroke: ink, "stroke-width": 1.4 })],
  dots: (ink) => [svg("circle", { cx: 2, cy: 2, r: 1.2, fill: ink }), svg("circle", { cx: 6, cy: 6, r: 1.2, fill: ink })],
  thin: (ink) => [svg("path", { d: "M0 4 H8", stroke: ink, "stroke-width": 0.7, "stroke-opacity": 0.75 })],
};

function pattern(kind, colour, ink) {
  const ground = svg("rect", { width: SIZE, height: SIZE, fill: colour });
  const size = { width: SIZE, height: SIZE, patternUnits: "userSpaceOnUse" };
  return svg("pattern", size, ground, ...MARKS[kind](ink));
}

/**
 * The fill of a feature as an SVG paint: a plain colour, or the address of a pattern that is put
 * into `root` (an <svg>) once. `prefix` keeps ids apart where several drawings share a page.
 */
export function paint(root, kind, colour, { ink = "#7d766b", prefix = "map" } = {}) {
  if (kind === "none" || !colour) return "none";
  if (!(kind in MARKS)) return colour;
  const id = `${prefix}-${kind}-${colour.replace(/[^0-9a-z]/gi, "")}`;
  if (!root.querySelector(`#${CSS.escape(id)}`)) {
    const made = pattern(kind, colour, ink);
    made.id = id;
    let defs = root.querySelector("defs");
    if (!defs) {
      defs = svg("defs");
      root.prepend(defs);
    }
    defs.append(made);
  }
  return `url(#${id})`;
}

/** A swatch for a legend: colour, pattern, border. */
export function swatch({ colour, fill = "solid", stroke = "#7d766b", stroke_width: width = 1 }, id) {
  const root = svg("svg", { viewBox: "0 0 22 16", "aria-hidden": "true", focusable: "false" });
  const inner = paint(root, fill, colour, { prefix: `swatch-${id}` });
  root.append(
    svg("rect", {
      x: 1, y: 1, width: 20, height: 14, rx: 2,
      fill: inner, stroke: stroke ?? "none", "stroke-width": Math.min(width ?? 1, 2),
    }),
  );
  return root;
}
