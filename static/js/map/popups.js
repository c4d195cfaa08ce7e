// Popups: what one says about an offer or a place, and how the keyboard gets in and out. Text from
// data only ever becomes a text node.

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

function opened({ popup }) {
  const box = popup.getElement();
  box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", say("close"));
  const marker = (popup.marker ?? popup._source)?.getElement?.();
  if (!marker || document.activeElement !== marker) return;
  box.querySelector("a[href]:not([role])")?.focus({ preventScroll: true });
}

function closing(map, { popup }) {
  const box = popup.getElement();
  if (!box?.contains(document.activeElement)) return;
  // the marker is still there, except when a filter took it away: then the map gets the focus
  const marker = (popup.marker ?? popup._source)?.getElement?.();
  (marker?.isConnected ? marker : map.getContainer()).focus({ preventScroll: true });
}

/** Names in the reader's language; the focus goes in when one opens by key, and back; Escape closes. */
export function reachablePopups(map) {
  map.on("popupopen popupfilled", opened);
  map.on("popupclose", (event) => closing(map, event));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !map.getContainer().querySelector(".leaflet-popup")) return;
    event.stopPropagation();
    map.closePopup();
  });
}
