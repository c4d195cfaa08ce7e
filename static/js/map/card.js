// What a popup says about an offer or a place. Text from data only ever becomes a text node.

import { el, icon, safeHref } from "../lib/dom.js";
import { say } from "../lib/words.js";

const NEW_WINDOW = { target: "_blank", rel: "noopener" };

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
