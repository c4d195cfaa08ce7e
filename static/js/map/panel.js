// One small panel on the map: what else can be shown, and what the colours mean. What it holds is
// loaded when somebody opens it.

import { el, icon } from "../lib/dom.js";
import { say } from "../lib/words.js";

const { L } = window;

async function fill(body, map, layers, pins) {
  try {
    const { panelBody } = await import("./switchboard.js");
    body.replaceChildren(...panelBody(map, layers, pins));
    return true;
  } catch {
    body.replaceChildren(el("p", { class: "map-panel__note" }, say("layerFailed")));
    return false;
  }
}

/**
 * Put the panel on the map. `layers` is a list of `{ id, label }` from the page, `pins` the layer
 * whose legend explains the colours of the pins.
 */
export function addPanel(map, layers, pins) {
  const summary = el("summary", {}, icon("layers"), say("layers"), icon("chevron-down"));
  const body = el("div", { class: "map-panel__body", "aria-live": "polite" });
  const panel = el("details", { class: "map-panel leaflet-control" }, summary, body);
  let filled = null;
  panel.addEventListener("toggle", async () => {
    if (!panel.open) return;
    filled ??= fill(body, map, layers, pins);
    if (!(await filled)) filled = null; // opened again, it tries again
  });
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  const control = L.control({ position: "topright" });
  control.onAdd = () => panel;
  control.addTo(map);
}
