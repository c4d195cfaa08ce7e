// The map never traps the page: one finger scrolls the page, the wheel scrolls the page. Two
// fingers, the buttons, Ctrl and the wheel, or the wheel after a click move the map.

import { el } from "../lib/dom.js";
import { say } from "../lib/words.js";

const HINT_MS = 1400;

function hinter(map) {
  const hint = el("div", { class: "map__hint", "aria-hidden": "true" });
  map.getContainer().append(hint);
  let timer = 0;
  return (text) => {
    hint.textContent = text;
    hint.classList.add("is-shown");
    window.clearTimeout(timer);
    timer = window.setTimeout(() => hint.classList.remove("is-shown"), HINT_MS);
  };
}

function tameWheel(map, hint) {
  const container = map.getContainer();
  let chosen = false;
  map.scrollWheelZoom.disable();
  map.on("mousedown", () => {
    chosen = true;
  });
  container.addEventListener("mouseleave", () => {
    chosen = false;
  });
  const decide = (event) => {
    const meant = chosen || event.ctrlKey || event.metaKey;
    if (meant) map.scrollWheelZoom.enable();
    else {
      map.scrollWheelZoom.disable();
      hint(say("wheelHint"));
    }
  };
  container.addEventListener("wheel", decide, { capture: true, passive: true });
}

function tameFingers(map, hint, isFilling) {
  // where one finger may not move the map, two still can: that is Leaflet's pinch
  const decide = () => (isFilling() ? map.dragging.enable() : map.dragging.disable());
  const tell = (event) => {
    if (event.touches.length === 1 && !isFilling()) hint(say("touchHint"));
  };
  decide();
  map.on("beforeresize", decide); // a turned tablet: the map beside the list, or over it
  map.getContainer().addEventListener("touchmove", tell, { passive: true });
}

/** Tame wheel and touch. While `isFilling()` the map covers the page and one finger may move it. */
export function letThePageScroll(map, isFilling) {
  const hint = hinter(map);
  tameWheel(map, hint);
  if (window.matchMedia("(pointer: coarse)").matches) tameFingers(map, hint, isFilling);
}
