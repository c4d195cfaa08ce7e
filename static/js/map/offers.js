// The map of offers: pins of what the list matched, each pointing back at the list.

import { debounce, isStill } from "../lib/dom.js";
import { say } from "../lib/words.js";
import { loadLayer } from "./layers.js";
import { addPanel } from "./panel.js";
import { POPUP, clusterGroup, markerOf, nameClusters, popupContent, shownBoxes } from "./pins.js";
import { createStage, drawGround, sayReady } from "./stage.js";

const { L } = window;

const NEAR_ZOOM = 14;
const SETTLE_MS = 60;

export class OfferMap {
  constructor(canvas, { bounds, oneFinger = false, switches = [], newWindow = false }) {
    this.map = createStage(canvas, { bounds, oneFinger });
    this.switches = switches;
    this.newWindow = newWindow;
    this.markers = new Map();
    this.listeners = [];
    this.place = "";
    this.near = L.layerGroup().addTo(this.map);
  }

  /** Ground and pins. Rejects if the server does not give them. */
  async load() {
    const asked = [loadLayer("opportunities"), drawGround(this.map)];
    const [layer, ground] = await Promise.all(asked);
    this.labels = ground.labels;
    this.areas = [...ground.districts.features, ...ground.boroughs.features];
    for (const feature of layer.features) {
      if (feature.geometry) this.markers.set(String(feature.id), this.marker(feature, layer.spec));
    }
    this.group = clusterGroup().addTo(this.map);
    addPanel(this.map, this.switches, layer);
    this.labels.avoid(() => shownBoxes(this.map));
    this.map.on("layeradd layerremove", debounce(() => this.labels.place(), SETTLE_MS));
    this.group.on("animationend", () => this.relight());
    this.map.on("zoomend moveend", () => nameClusters(this.group));
  }

  marker(feature, spec) {
    const { properties } = feature;
    const marker = markerOf(feature);
    const link = { href: properties.url, hrefText: say("toOffer"), newWindow: this.newWindow };
    const fields = spec.popup_fields.filter((field) => field.name !== "website");
    marker.bindPopup(() => popupContent(properties, fields, link), POPUP);
    marker.on("popupopen", () => this.choose(marker, String(feature.id)));
    marker.on("popupclose", () => this.choose(null, null));
    return marker;
  }

  choose(marker, id) {
    this.chosen?.getElement()?.classList.remove("is-chosen");
    this.chosen?.setZIndexOffset(0);
    this.chosen = marker;
    marker?.getElement()?.classList.add("is-chosen");
    marker?.setZIndexOffset(1000);
    for (const listener of this.listeners) listener(id);
  }

  /** Be told which pin is open (its id), or null. */
  onChoose(listener) {
    this.listeners.push(listener);
  }

  /** Show what matched; look elsewhere only if the place asked for is another one. */
  show(state) {
    const wanted = state.ids.map((id) => this.markers.get(id)).filter(Boolean);
    this.group.clearLayers();
    this.group.addLayers(wanted);
    nameClusters(this.group);
    const place = JSON.stringify([state.fit, state.near, state.radius_m]);
    if (place !== this.place) this.look(state);
    this.place = place;
    sayReady(this.map);
  }

  look(state) {
    this.near.clearLayers();
    this.outline(state.areas);
    if (state.near) this.lookNear(state);
    else if (state.fit) {
      const [west, south, east, north] = state.fit;
      this.map.fitBounds([[south, west], [north, east]], { padding: [28, 28], animate: !isStill() });
    } else if (this.place) this.map.fire("home");
  }

  /** Mark the districts and boroughs that were asked for (`level:id`). */
  outline(areas) {
    const isMeant = ({ properties: p }) => areas.includes(`${p.level}:${p.district_id}`);
    const style = { pane: "chosen", className: "map-here-area", interactive: false };
    const found = this.areas.filter(isMeant);
    if (found.length) L.geoJSON(found, { ...style, style: () => style }).addTo(this.near);
  }

  lookNear({ near: [lng, lat], radius_m: radius }) {
    const here = { className: "here", radius: 8, interactive: false, pane: "reach" };
    this.near.addLayer(L.circleMarker([lat, lng], here));
    if (!radius) {
      this.map.setView([lat, lng], NEAR_ZOOM, { animate: !isStill() });
      return;
    }
    const range = { className: "here-range", radius, interactive: false, pane: "reach" };
    const circle = L.circle([lat, lng], range).addTo(this.near);
    this.map.fitBounds(circle.getBounds(), { padding: [20, 20], animate: !isStill() });
  }

  /** Point at one offer from outside; null for none. */
  light(id) {
    if (id === this.lit) return;
    this.lit = id;
    this.relight();
  }

  relight() {
    this.lamp?.unbindTooltip?.();
    this.lamp?.getElement?.()?.classList.remove("is-lit");
    this.lamp = null;
    const marker = this.markers.get(this.lit);
    if (!marker || !this.group.hasLayer(marker)) return;
    const shown = this.group.getVisibleParent(marker);
    if (!shown?.getElement?.()) return;
    this.lamp = shown;
    shown.getElement().classList.add("is-lit");
    const name = document.createElement("span");
    name.textContent = marker.feature.properties.label;
    shown.bindTooltip(name, { direction: "top", offset: [0, -20], className: "map-name" });
    shown.openTooltip();
  }

  resize() {
    this.map.invalidateSize({ animate: false });
  }
}
