// Many things on a map: only what can be seen becomes a marker. The grouping is Supercluster's,
// which answers for ten thousand points in a millisecond; what stays in place keeps its marker,
// and with it the focus and the popup.

import { debounce, isStill } from "../lib/dom.js";
import { count, say } from "../lib/words.js";
import { bringIcons, prepareLooks } from "./looks.js";
import { MarkLayer } from "./marklayer.js";
import { manyNode, oneNode } from "./marks.js";
import { roving } from "./rove.js";

const { L, Supercluster } = window;

/** How far a cluster gathers, in pixels. */
const RADIUS = 70;
/** What is seen is drawn at once; what is near, as shares of the view, when the map has come to rest.
 * Then a short way costs nothing. */
const AT_ONCE = 0.05;
const BEYOND = 0.45;
const ENOUGH = 0.2;
const LATER_MS = 150;
/** How many things at one place can be spread so that each can still be tapped. */
const TO_SPREAD = 40;

function pointOf(item) {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [item.lng, item.lat] },
    properties: { item },
  };
}

function addMix(sum, { mix }) {
  // the first one is shared with the cluster it comes from: what is changed is a copy
  const next = { ...sum.mix };
  for (const [colour, n] of Object.entries(mix)) next[colour] = (next[colour] ?? 0) + n;
  sum.mix = next;
}

export class Clusters {
  /**
   * `shape`: `pin` or `spot`. `onOpen(item, marker)` is told what is activated, `onDraw(items, isLate)`
   * which single things are on the map now and whether it has come to rest, `onPoint(items)` what
   * mouse or focus points at.
   */
  constructor(map, { shape = "pin", onOpen, onDraw = () => {}, onPoint = () => {} }) {
    this.map = map;
    this.shape = shape;
    this.onOpen = onOpen;
    this.onDraw = onDraw;
    this.onPoint = onPoint;
    this.word = shape === "pin" ? "clusterOffers" : "clusterPlaces";
    this.markers = new Map();
    this.indexes = new WeakMap();
    this.layer = new MarkLayer().addTo(map);
    this.layer.on("open", ({ mark }) => this.open(mark.found, mark));
    this.layer.on("point", ({ mark }) => this.onPoint(mark ? this.itemsOf(mark.found) : []));
    this.rove = roving(this);
    this.later = debounce(() => this.layer._map && this.settle(), LATER_MS);
    this.events = { moveend: this.moved, zoom: this.zoomed, zoomstart: this.gather };
    map.on(this.events, this);
    map.once("movestart", this.bringSketch, this);
  }

  async bringSketch() {
    const part = await import("./sketch.js").catch(() => null); // without it the map is slower
    if (!part || !this.layer._map) return;
    this.sketch = new part.Sketch(this.map, this.shape);
    this.sketch.ready(this.items ?? []);
  }

  /** Take everything off the map. */
  remove() {
    this.map.off(this.events, this);
    this.map.off("movestart", this.bringSketch, this);
    this.sketch?.remove();
    this.rove.end();
    this.lines?.remove();
    this.layer.remove();
    this.markers.clear();
  }

  /** The grouping of a list of things, worked out once (for ten thousand in three frames), and their looks. */
  indexOf(items) {
    if (!this.indexes.has(items)) {
      bringIcons(items.map((item) => item.icon));
      prepareLooks(items, this.shape);
      const zooms = { minZoom: Math.floor(this.map.getMinZoom()), maxZoom: this.map.getMaxZoom() };
      const mixing = { map: ({ item }) => ({ mix: { [item.colour]: 1 } }), reduce: addMix };
      const index = new Supercluster({ radius: RADIUS, extent: 256, ...zooms, ...mixing });
      this.indexes.set(items, index.load(items.map(pointOf)));
    }
    return this.indexes.get(items);
  }

  /** Show these things: `{ id, lng, lat, colour, icon, name }`; a list that is shown does not change. */
  show(items) {
    this.index = this.indexOf(items);
    this.items = items;
    this.ids = new Set(items.map((item) => item.id));
    this.isLoaded = true;
    this.opened = null;
    this.refresh();
    this.later();
  }

  /** Draw at once only what the map shows and has not drawn. */
  moved() {
    if (!this.isLoaded) return;
    const isZoomed = this.map.getZoom() !== this.zoom;
    const isNew = isZoomed || !this.covers(0);
    if (isNew && this.isQuick()) this.draw();
    else if (isZoomed) this.refresh();
    else if (isNew) this.add(this.wanted(AT_ONCE));
    this.later();
  }

  /** Within a pinch, and at the end of each zoom. */
  zoomed() {
    if (this.isQuick()) this.draw();
    else this.layer.stand();
  }

  /** Whether a drawing will do for now; whoever walks the markers with the keyboard keeps them. */
  isQuick() {
    return this.isLoaded && this.sketch && !this.opened && !this.focused();
  }

  draw() {
    this.layer.veil(true);
    this.sketch.draw(this.found(AT_ONCE));
  }

  /** Whether all is drawn that is in view or so near. */
  covers(margin) {
    return this.covered.contains(this.map.getBounds().pad(margin));
  }

  /** The map has come to rest: what is near is drawn, what is far is taken off. */
  settle() {
    if (this.covers(ENOUGH) && !this.layer.isVeiled) {
      this.rove.update(null);
      this.drawn(true);
    } else this.refresh(BEYOND, true);
    this.sketch?.ready(this.items);
  }

  found(margin) {
    const view = this.map.getBounds().pad(margin);
    this.covered = view;
    this.zoom = this.map.getZoom();
    const zoom = Math.round(this.zoom);
    const box = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    return this.index.getClusters(box, zoom).map(({ geometry, properties: p }) => {
      const [lng, lat] = geometry.coordinates;
      if (!p.cluster) return { key: `one ${p.item.id}`, item: p.item, lng, lat };
      const key = `many ${lng.toFixed(5)} ${lat.toFixed(5)} ${p.point_count}`;
      return { key, lng, lat, mix: p.mix, total: p.point_count, clusterId: p.cluster_id };
    });
  }

  wanted(margin) {
    return new Map(this.found(margin).flatMap((found) => this.unfolded(found)));
  }

  /** Draw what is to be seen now, leave alone what stays, take off the rest. */
  refresh(margin = AT_ONCE, isLate = false) {
    if (!this.isLoaded) return;
    const wanted = this.wanted(margin);
    const held = this.focused();
    this.drop(wanted);
    if (this.layer.isVeiled) {
      this.layer.veil(false);
      this.sketch.clear();
    }
    this.add(wanted, isLate);
    this.drawLegs();
    this.rove.update(held?.isGone() ? held.at : null);
  }

  drop(wanted) {
    for (const key of [...this.markers.keys()]) if (!wanted.has(key)) this.markers.delete(key);
    this.layer.keep([...this.markers.values()]);
  }

  add(wanted, isLate = false) {
    this.layer.show([...wanted].flatMap(([key, found]) => this.place(key, found)));
    this.lookup = null;
    this.drawn(isLate);
  }

  drawn(isLate) {
    const items = [...this.markers.values()].map(({ found }) => found.item).filter(Boolean);
    this.onDraw(items, isLate);
  }

  /** A cluster, or what it holds where it stands opened. */
  unfolded(found) {
    if (this.opened?.key !== found.key) return [[found.key, found]];
    return this.opened.spread.map(([item, { lat, lng }]) => [
      `spread ${item.id}`, { item, lat, lng, isSpread: true },
    ]);
  }

  /** The new marker of something, none where there is one. */
  place(key, found) {
    const there = this.markers.get(key);
    if (there) {
      there.found = found;
      return [];
    }
    const drawn = found.item ? oneNode(found.item, this.shape) : manyNode(found, this.shape);
    const marker = this.layer.put([found.lat, found.lng], drawn);
    marker.found = found;
    this.markers.set(key, marker);
    this.name(marker);
    return [marker];
  }

  itemsOf({ item, clusterId }) {
    return item ? [item] : this.leaves(clusterId);
  }

  name(marker) {
    const { item, total, clusterId } = marker.found;
    const hint = () => (this.isOnePlace(clusterId) ? "spreadHint" : "clusterHint");
    const name = item ? item.name ?? say("unnamedOffer") : `${count(this.word, total)}, ${say(hint())}`;
    marker.getElement().setAttribute("aria-label", name);
  }

  /** Names have come for some of the things that are drawn. */
  rename() {
    for (const marker of this.markers.values()) if (marker.found.item) this.name(marker);
  }

  focused() {
    const { mark } = document.activeElement;
    const isOurs = mark && this.layer.has(mark);
    return isOurs ? { at: mark.getLatLng(), isGone: () => !mark.node.isConnected } : null;
  }

  isOnePlace(clusterId) {
    return this.index.getClusterExpansionZoom(clusterId) > this.map.getMaxZoom();
  }

  /** Open what a marker stands for. */
  open(found, marker) {
    if (found.item) this.onOpen(found.item, marker);
    else if (!this.isOnePlace(found.clusterId)) this.zoomInto(found);
    else if (found.total <= TO_SPREAD) this.spread(found, marker);
    else this.sayTooMany(found, marker);
  }

  zoomInto({ clusterId, lat, lng }) {
    const zoom = this.index.getClusterExpansionZoom(clusterId);
    this.map.setView([lat, lng], zoom, { animate: !isStill() });
  }

  /** Show one by one what lies at one place; the focus goes along. */
  async spread(found, marker) {
    const part = await import("./spread.js").catch(() => null);
    if (this.markers.get(found.key) !== marker) return; // the map has moved on meanwhile
    if (!part) {
      this.sayTooMany(found, marker);
      return;
    }
    const hasFocus = marker.getElement() === document.activeElement;
    const items = this.leaves(found.clusterId);
    this.opened = { key: found.key, ...part.spreadAround(this.map, [found.lat, found.lng], items) };
    this.refresh();
    const first = this.markers.get(`spread ${items[0].id}`);
    if (hasFocus && first) this.rove.focus(first);
  }

  /** Put together again what is spread. */
  gather() {
    if (!this.opened) return false;
    const { key } = this.opened;
    const hadFocus = this.focused() !== null;
    this.opened = null;
    this.refresh();
    const cluster = this.markers.get(key);
    if (hadFocus && cluster) this.rove.focus(cluster);
    return true;
  }

  drawLegs() {
    this.lines?.remove();
    this.lines = this.opened?.legs.addTo(this.map);
  }

  sayTooMany(found, marker) {
    const text = document.createElement("p");
    text.textContent = `${count(this.word, found.total)}. ${say("inList")}`;
    if (this.map.getZoom() < this.map.getMaxZoom()) {
      this.map.setView([found.lat, found.lng], this.map.getMaxZoom(), { animate: false });
    }
    L.popup().setLatLng(marker.getLatLng()).setContent(text).openOn(this.map);
  }

  leaves(clusterId) {
    return this.index.getLeaves(clusterId, Infinity).map(({ properties }) => properties.item);
  }

  /** Whether a thing is among those shown, wherever the map looks. */
  has(id) {
    return this.ids?.has(id) ?? false;
  }

  /** The marker that stands for a thing now: its own, or that of its cluster; null outside. */
  holderOf(id) {
    this.lookup ??= this.makeLookup();
    return this.lookup.get(id) ?? null;
  }

  makeLookup() {
    const lookup = new Map();
    for (const marker of this.markers.values()) {
      for (const { id } of this.itemsOf(marker.found)) lookup.set(id, marker);
    }
    return lookup;
  }
}
