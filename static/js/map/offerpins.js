// Offers as pins, with their names and popups: on every map that shows some.

import { debounce, el, inLanguage } from "../lib/dom.js";
import { say } from "../lib/words.js";
import { Clusters } from "./clusters.js";
import { OfferData } from "./offerdata.js";
import { POPUP, popupContent } from "./popups.js";

const { L } = window;

const NAMES_MS = 120;

export class OfferPins {
  constructor(map, { newWindow = false } = {}) {
    this.map = map;
    this.newWindow = newWindow;
    this.data = new OfferData();
    this.listeners = [];
    this.drawListeners = [];
    this.pointListeners = [];
    this.askNames = debounce((items) => this.learnNames(items), NAMES_MS);
    map.on("popupclose", ({ popup }) => popup === this.popup && this.choose(null, null));
  }

  /** Rejects if the server does not say where the offers are. */
  async load() {
    await this.data.load();
    this.clusters = new Clusters(this.map, {
      onOpen: (item, marker) => this.open(item, marker),
      onDraw: (items, isLate) => this.drawn(items, isLate),
      onPoint: (items) => this.pointListeners.forEach((listener) => listener(items)),
    });
  }

  /** Show what the bits of a search choose; `isCurrent` may say that it is no longer wanted. */
  async show(pins, isCurrent = () => true) {
    const items = await this.data.matched(pins);
    if (!isCurrent()) return;
    // a list that follows the map asks often, and mostly for the same pins
    const { layer } = this.data;
    if (layer === this.shownOf && pins.bits === this.shownBits) return;
    [this.shownOf, this.shownBits] = [layer, pins.bits];
    this.clusters.show(items);
  }

  /** Show the offers with these ids. */
  showOnly(ids) {
    const wanted = new Set(ids);
    this.clusters.show(this.data.items.filter((item) => wanted.has(item.id)));
  }

  /** Be told which pin is open (its id), or null. */
  onChoose(listener) {
    this.listeners.push(listener);
  }

  /** Be told when pins have been drawn, and whether the map has come to rest (true) or still moves. */
  onDraw(listener) {
    this.drawListeners.push(listener);
  }

  /** Be told which offers a reader points at with mouse or focus, none when no longer. */
  onPoint(listener) {
    this.pointListeners.push(listener);
  }

  drawn(items, isLate) {
    const { marker } = this.popup ?? {};
    if (marker && !this.clusters.layer.has(marker)) this.map.closePopup(this.popup);
    for (const listener of this.drawListeners) listener(isLate);
    this.askNames(items);
  }

  async learnNames(items) {
    const unnamed = items.filter((item) => item.name === null).map((item) => item.id);
    // without names the pins are still there, and their popups ask again
    const isNews = await this.data.learn(unnamed).catch(() => false);
    if (!isNews) return;
    this.clusters.rename();
    for (const listener of this.drawListeners) listener(false);
  }

  content(card) {
    const link = { href: inLanguage(card.url), hrefText: say("toOffer"), newWindow: this.newWindow };
    const fields = this.data.layer.spec.popup_fields.filter(({ name }) => name !== "website");
    return popupContent(card, fields, link);
  }

  open(item, marker) {
    const popup = L.popup({ ...POPUP, offset: [0, -16] }).setLatLng(marker.getLatLng());
    popup.marker = marker;
    const card = this.data.cards.get(item.id);
    popup.setContent(card ? this.content(card) : el("p", {}, say("popupLoading")));
    popup.openOn(this.map);
    this.popup = popup;
    this.choose(marker, item.id);
    if (!card) this.complete(popup, item);
  }

  /** Fill a popup whose offer was not known yet. */
  async complete(popup, item) {
    const card = await this.data.card(item.id).catch(() => null);
    const plain = { label: say("unnamedOffer"), url: `/angebote/${encodeURIComponent(item.id)}` };
    popup.setContent(this.content(card ?? plain));
    if (popup.isOpen()) this.map.fire("popupfilled", { popup });
  }

  choose(marker, id) {
    this.chosen?.getElement()?.classList.remove("is-chosen");
    this.chosen?.setZIndexOffset(0);
    this.chosen = marker;
    marker?.getElement()?.classList.add("is-chosen");
    marker?.setZIndexOffset(1000);
    if (!marker) this.popup = null;
    for (const listener of this.listeners) listener(id);
  }
}
