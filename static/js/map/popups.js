// Popups with the keyboard: the focus goes in when one opens by key, and back when it closes.

import { say } from "../lib/words.js";

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

/** German names, focus in and out, Escape closes. */
export function reachablePopups(map) {
  map.on("popupopen popupfilled", opened);
  map.on("popupclose", (event) => closing(map, event));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !map.getContainer().querySelector(".leaflet-popup")) return;
    event.stopPropagation();
    map.closePopup();
  });
}
