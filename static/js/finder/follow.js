// The list follows the map: who pans or zooms sees in the list what the map shows. The box stands
// in the address with three decimals (about 100 m) and replaces the one before, so that the back
// button does not go through every step. A switch on the map turns it off.

import { debounce, el } from "../lib/dom.js";
import { say } from "../lib/words.js";

const SETTLE_MS = 150;
const AWAY = { district: null, borough: null, radius_m: null, walk_minutes: null };

class Follower {
  constructor(offers, results) {
    this.offers = offers;
    this.results = results;
    this.box = el("input", { type: "checkbox", name: "layer-follow", checked: true });
    this.box.addEventListener("change", () => this.turned());
    const moved = debounce(() => this.moved(), SETTLE_MS);
    offers.look.onMove(moved);
    offers.map.on("home", () => this.whole());
    offers.addCorner(el("label", { class: "option map-follow" }, this.box, el("span", {}, say("follow"))));
  }

  moved() {
    if (!this.box.checked) return;
    const { look, state } = this.offers;
    const away = look.seesPlace(state) ? {} : AWAY;
    this.results.set({ ...away, ohne_ort: null, bbox: look.box() });
  }

  /** The whole city again is no box at all. */
  whole() {
    if (this.box.checked && this.results.params.has("bbox")) {
      this.offers.look.stay();
      this.results.set({ bbox: null });
    }
  }

  turned() {
    if (this.box.checked) this.moved();
    else if (this.results.params.has("bbox")) {
      this.offers.look.stay();
      this.results.set({ bbox: null });
    }
  }
}

/** Let the list follow the map. */
export const followMap = (offers, results) => new Follower(offers, results);
