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

  /** Light it again: markers have changed. */
  relight() {
    this.lit?.getElement()?.classList.remove("is-lit");
    this.lit = null;
    this.clear();
    if (!this.item || !this.clusters.has(this.item.id)) return;
    const holder = this.clusters.holderOf(this.item.id); // none far outside the view
    this.lit = holder;
    holder?.getElement()?.classList.add("is-lit");
    const at = holder?.found.item ? holder.getLatLng() : this.showPin();
    if (this.map.getBounds().contains(at)) this.tag(at, 22);
    else this.tagAtEdge(at);
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
    return pin.getLatLng();
  }

  tag(at, up, text = this.item.name ?? say("unnamedOffer")) {
    const options = { direction: "top", offset: [0, -up], className: "map-name", permanent: true };
    this.ghost.addLayer(L.tooltip(options).setLatLng(at).setContent(nameTag(text)));
  }

  tagAtEdge(at) {
    const size = this.map.getSize();
    const point = this.map.latLngToContainerPoint(at);
    const edge = L.point(
      Math.min(Math.max(point.x, EDGE * 3), size.x - EDGE * 3),
      Math.min(Math.max(point.y, EDGE * 2), size.y - EDGE),
    );
    this.tag(this.map.containerPointToLatLng(edge), 0);
  }
}
