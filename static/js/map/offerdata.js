// The offers of the map: where they are comes once and small, what a popup says when it is needed.

import { pageData } from "../lib/dom.js";
import { forget, loadLayer } from "./layers.js";

/** Offers one question may ask for. */
const AT_ONCE = 100;
/** Choices that are kept: who takes a filter away again sees what was there before. */
const KEPT = 4;

function sums(differences) {
  let sum = 0;
  return differences.map((step) => (sum += step));
}

function itemsOf({ ids, lon, lat, theme, themes, steps }) {
  const [lngs, lats] = [sums(lon), sums(lat)];
  return ids.map((id, n) => {
    const { colour, icon } = themes[theme[n]];
    return { id, lng: lngs[n] / steps, lat: lats[n] / steps, colour, icon, name: null };
  });
}

/** Which of the items the bits choose; the first item is the highest bit of the first byte. */
function chosen(items, bits) {
  const bytes = Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0));
  return items.filter((_item, n) => (bytes[n >> 3] >> (7 - (n & 7))) & 1);
}

export class OfferData {
  constructor() {
    this.cards = new Map();
    this.asking = new Map();
  }

  /** Where all offers are. Rejects if the server does not say. */
  async load() {
    const layer = await loadLayer("pins");
    this.layer = layer;
    this.items = itemsOf(layer);
    this.byId = new Map(this.items.map((item) => [item.id, item]));
    this.choices = new Map();
  }

  /** What a search matched, as items: the same list for the same bits, as long as it is kept. If the
   * data has changed since, it is loaded again. */
  async matched({ version, bits }) {
    if (version !== this.layer.version) {
      forget("pins");
      await this.load();
    }
    return version === this.layer.version ? this.choice(bits) : [];
  }

  choice(bits) {
    const items = this.choices.get(bits) ?? chosen(this.items, bits);
    this.choices.delete(bits); // the one used last is the last to go
    this.choices.set(bits, items);
    if (this.choices.size > KEPT) this.choices.delete(this.choices.keys().next().value);
    return items;
  }

  /** What the popup of an offer says; asks for it if nobody has yet. */
  async card(id) {
    if (!this.cards.has(id)) await this.learn([id]);
    return this.cards.get(id) ?? null;
  }

  /** Ask for what is not known of these offers; true if something was learnt. */
  async learn(ids) {
    const missing = ids.filter((id) => !this.cards.has(id) && !this.asking.has(id));
    const waiting = ids.filter((id) => this.asking.has(id)).map((id) => this.asking.get(id));
    for (let at = 0; at < missing.length; at += AT_ONCE) {
      const some = missing.slice(at, at + AT_ONCE);
      const answer = this.ask(some).finally(() => some.forEach((id) => this.asking.delete(id)));
      for (const id of some) this.asking.set(id, answer);
      waiting.push(answer);
    }
    await Promise.all(waiting);
    return waiting.length > 0;
  }

  async ask(ids) {
    const query = new URLSearchParams(pageData().query);
    for (const id of ids) query.append("id", id);
    const answer = await fetch(`${pageData().layers}/offers.json?${query}`);
    if (!answer.ok) throw new Error(`offers: ${answer.status}`);
    for (const [id, card] of Object.entries(await answer.json())) {
      this.cards.set(id, card);
      const item = this.byId.get(id);
      if (item) item.name = card.label;
    }
  }
}
