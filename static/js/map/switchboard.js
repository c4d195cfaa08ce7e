// What else can be shown: switches, legend and notes. Comes when somebody opens the panel.

import { el } from "../lib/dom.js";
import { number, say } from "../lib/words.js";
import { areaLayer } from "./areas.js";
import { Clusters } from "./clusters.js";
import { loadLayer } from "./layers.js";
import { swatch } from "./patterns.js";
import { POPUP, popupContent } from "./popups.js";

const { L } = window;

/** Legend of a layer: title, entries with swatch and count (of the whole layer), note. */
function legendOf(layer, { counts = true } = {}) {
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

/** Places that can be switched on: `addTo` and `remove`, as Leaflet's layers. */
class Places {
  constructor({ features, spec }) {
    this.spec = spec;
    this.items = features.filter((feature) => feature.geometry).map(({ id, geometry, properties }) => {
      const [lng, lat] = geometry.coordinates;
      const { colour, icon: name, label } = properties;
      return { id, lng, lat, colour, icon: name, name: label, properties };
    });
  }

  addTo(map) {
    this.map = map;
    this.clusters = new Clusters(map, { shape: "spot", onOpen: (...opened) => this.open(...opened) });
    this.clusters.show(this.items);
  }

  open({ properties }, marker) {
    const content = popupContent(properties, this.spec.popup_fields);
    const popup = L.popup({ ...POPUP, offset: [18, -30] }).setLatLng(marker.getLatLng());
    popup.marker = marker;
    popup.setContent(content).openOn(this.map);
  }

  remove() {
    this.clusters.remove();
  }
}

/** A fixed place beside the map for what is pointed at. */
function readout(map) {
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
    const group = isArea ? areaLayer(layer, { onShow: this.show }) : new Places(layer);
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
 * What the panel on the map holds. `layers` is a list of `{ id, label }` from the page, `pins` the
 * layer whose legend explains the colours of the pins.
 */
export function panelBody(map, layers, pins) {
  const board = new Switchboard(map);
  return [
    ...layers.map((layer) => board.option(layer)),
    board.status,
    board.legends,
    legendOf(pins, { counts: false }),
  ];
}
