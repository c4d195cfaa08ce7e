// What else can be shown: one small panel on the map with switches, legend and notes.

import { el, icon } from "../lib/dom.js";
import { number, say } from "../lib/words.js";
import { areaLayer } from "./areas.js";
import { loadLayer } from "./layers.js";
import { swatch } from "./patterns.js";
import { POPUP, clusterGroup, markerOf, popupContent } from "./pins.js";

const { L } = window;

/** Legend of a layer: title, entries with swatch and count (of the whole layer), note. */
export function legendOf(layer, { counts = true } = {}) {
  const { legend, spec } = layer;
  const entries = legend.entries.map((entry, index) =>
    el(
      "li",
      {},
      swatch(entry, `${spec.layer_id}-${index}`),
      el("span", {}, entry.label),
      counts && Number.isInteger(entry.count)
        ? el("span", { class: "legend__count" }, number(entry.count))
        : null,
    ),
  );
  return el(
    "div",
    { class: "legend" },
    el("p", { class: "legend__title" }, legend.title),
    el("ul", { role: "list" }, ...entries),
    legend.note ? el("p", { class: "map-panel__note" }, legend.note) : null,
  );
}

function pointLayer(layer) {
  const group = clusterGroup("spot");
  for (const feature of layer.features) {
    if (!feature.geometry) continue;
    const marker = markerOf(feature, { shape: "spot" });
    marker.bindPopup(() => popupContent(feature.properties, layer.spec.popup_fields), POPUP);
    group.addLayer(marker);
  }
  return group;
}

/** A fixed place beside the map for what is pointed at. */
export function readout(map) {
  const text = el("div", { class: "map-readout", hidden: true, "aria-hidden": "true" });
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => text;
  control.addTo(map);
  return (properties) => {
    text.hidden = !properties;
    if (!properties) return;
    text.replaceChildren(
      el("strong", {}, properties.name),
      el("span", {}, [properties.value_text, properties.note].filter(Boolean).join(". ")),
    );
  };
}

class Switchboard {
  constructor(map) {
    this.map = map;
    this.show = readout(map);
    this.groups = new Map();
    this.legends = el("div");
    this.status = el("p", { class: "map-panel__note", role: "status" });
  }

  async turnOn(layerId) {
    const layer = await loadLayer(layerId);
    const isArea = layer.spec.kind === "areas";
    const group = isArea ? areaLayer(layer, { onShow: this.show }) : pointLayer(layer);
    group.addTo(this.map);
    const legend = isArea ? legendOf(layer) : null;
    if (legend) this.legends.append(legend);
    return { group, legend };
  }

  async toggle(layerId, box) {
    this.status.textContent = "";
    const there = this.groups.get(layerId);
    if (there) {
      this.groups.delete(layerId);
      const { group, legend } = await there;
      group.remove();
      legend?.remove();
      return;
    }
    const promise = this.turnOn(layerId);
    this.groups.set(layerId, promise);
    try {
      await promise;
    } catch {
      this.groups.delete(layerId);
      box.checked = false;
      this.status.textContent = say("layerFailed");
    }
  }

  option({ id, label }) {
    const box = el("input", { type: "checkbox", name: `layer-${id}` });
    box.addEventListener("change", () => this.toggle(id, box));
    return el("label", { class: "option" }, box, el("span", {}, label));
  }
}

/**
 * Put the panel on the map. `layers` is a list of `{ id, label }` from the page, `pins` the layer
 * whose legend explains the colours of the pins.
 */
export function addPanel(map, layers, pins = null) {
  const board = new Switchboard(map);
  const summary = el("summary", {}, icon("layers"), say("layers"), icon("chevron-down"));
  const body = el(
    "div",
    { class: "map-panel__body" },
    ...layers.map((layer) => board.option(layer)),
    board.status,
    board.legends,
    pins ? legendOf(pins, { counts: false }) : null,
  );
  const panel = el("details", { class: "map-panel leaflet-control" }, summary, body);
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  const control = L.control({ position: "topright" });
  control.onAdd = () => panel;
  control.addTo(map);
}
