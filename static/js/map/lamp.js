// The lamp lights the marker of what a reader points at in the list, and names it. In a cluster it
// lights the cluster and shows the pin where it is; outside the view it says so at the edge.

import { say } from "../lib/words.js";
import { pictureOf } from "./marks.js";

const { L } = window;

const EDGE = 40;

function nameTag(text) {
  const name = document.createElement("span");
  name.textContent = text;
  return name;
}

export class Lamp {
  constructor(map, clusters) {
    this.map = map;
    this.clusters = clusters;
    this.item = null;
    this.ghost = L.layerGroup().addTo(map);
  }

  /** Light one thing; null for none. */
  light(item) {
    if (item === this.item) return;
    this.item = item;
    this.relight();
  }

  /** Light it again: markers may have changed. What still holds stays, so that no name flickers. */
  relight() {
    const plan = this.plan();
    if (this.standing && plan && Object.keys(plan).every((key) => plan[key] === this.standing[key])) return;
    this.standing?.holder?.getElement().classList.remove("is-lit");
    this.clear();
    this.standing = plan;
    if (!plan) return;
    plan.holder?.getElement().classList.add("is-lit");
    if (!plan.isAlone) this.showPin();
    this.tag([plan.lat, plan.lng], plan.up, plan.name);
  }

  /** What is to be lit, and where its name stands; null for nothing. */
  plan() {
    const { item } = this;
    if (!item || !this.clusters.has(item.id)) return null;
    const holder = this.clusters.holderOf(item.id); // none far outside the view
    const isAlone = Boolean(holder?.found.item);
    const at = isAlone ? holder.getLatLng() : L.latLng(item.lat, item.lng);
    const isInView = this.map.getBounds().contains(at);
    const { lat, lng } = isInView ? at : this.edgeTowards(at);
    return { item, holder, isAlone, lat, lng, up: isInView ? 22 : 0, name: item.name ?? say("unnamedOffer") };
  }

  /** Leaflet lets names fade out; two at a time would say two things. */
  clear() {
    this.ghost.eachLayer((layer) => {
      const node = layer.getElement?.();
      layer.remove();
      node?.remove();
    });
    this.ghost.clearLayers();
  }

  /** The pin of something in a cluster, where it is. */
  showPin() {
    const pin = pictureOf(this.item);
    pin.setZIndexOffset(900);
    this.ghost.addLayer(pin);
    pin.getElement().classList.add("is-lit");
    pin.getElement().setAttribute("aria-hidden", "true");
  }

  tag(at, up, text) {
    const options = { direction: "top", offset: [0, -up], className: "map-name", permanent: true };
    this.ghost.addLayer(L.tooltip(options).setLatLng(at).setContent(nameTag(text)));
  }

  /** The place at the edge of the view that lies nearest to a place outside. */
  edgeTowards(at) {
    const size = this.map.getSize();
    const point = this.map.latLngToContainerPoint(at);
    const edge = L.point(
      Math.min(Math.max(point.x, EDGE * 3), size.x - EDGE * 3),
      Math.min(Math.max(point.y, EDGE * 2), size.y - EDGE),
    );
    return this.map.containerPointToLatLng(edge);
  }
}
