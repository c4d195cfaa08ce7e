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

function tameFingers(map, hint) {
  const container = map.getContainer();
  map.dragging.disable();
  const tell = (event) => {
    if (event.touches.length === 1) hint(say("touchHint"));
  };
  container.addEventListener("touchmove", tell, { passive: true });
}

/** Tame wheel and touch. With `oneFinger` the map fills the screen and one finger may move it. */
export function letThePageScroll(map, { oneFinger = false } = {}) {
  const hint = hinter(map);
  tameWheel(map, hint);
  const isTouch = window.matchMedia("(pointer: coarse)").matches;
  if (isTouch && !oneFinger) tameFingers(map, hint);
}
