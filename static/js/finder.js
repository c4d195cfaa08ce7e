// The finder: the page works without this; with it, filters answer at once. The map comes when the
// list is at work: on a wide screen right away, on a phone when somebody wants to see it.

import { el, pageData } from "./lib/dom.js";
import { loadAll } from "./lib/load.js";
import { say } from "./lib/words.js";
import { readState, Results } from "./finder/results.js";
import { followMap } from "./finder/follow.js";
import { enhancePlace } from "./finder/place.js";
import { enhanceNear } from "./finder/near.js";
import { enhanceSheet } from "./finder/sheet.js";
import { mapSwitch } from "./finder/switch.js";

async function makeMap(canvas, isFilling) {
  await loadAll(pageData().map);
  const { OfferMap } = await import("./map/offers.js");
  const offers = new OfferMap(canvas, {
    bounds: pageData().bounds,
    isFilling,
    switches: pageData().switches,
  });
  try {
    await offers.load();
  } catch (error) {
    offers.map.remove(); // so that a later try finds an empty place
    throw error;
  }
  return offers;
}

/** Say that there is no map, and offer to try again. */
function sayFailed(pane, retry) {
  const message = pane.querySelector("[data-map-message]");
  const again = el("button", { type: "button", class: "button", on: { click: retry } }, say("tryAgain"));
  message.replaceChildren(el("span", {}, say("mapFailed")), again);
  message.hidden = false;
}

class LateMap {
  constructor(root, results) {
    this.pane = root.querySelector("[data-map-pane]");
    this.root = root;
    this.results = results;
    this.canvas = this.pane.querySelector("[data-map]");
    this.canvas.dataset.waits = "true";
  }

  /** Make the map if it is not there yet. */
  async show(isFilling) {
    this.making ??= this.make(isFilling);
    await this.making;
  }

  async make(isFilling) {
    delete this.canvas.dataset.waits;
    this.pane.querySelector("[data-map-message]").hidden = true;
    const coming = this.pane.querySelector("[data-map-coming]");
    coming.hidden = false;
    try {
      const offers = await makeMap(this.canvas, isFilling);
      offers.show(readState(this.root));
      this.results.onChange((state) => offers.show(state));
      this.results.linkTo(offers);
      followMap(offers, this.results);
      performance.mark("map-ready");
      return offers;
    } catch {
      this.making = null;
      sayFailed(this.pane, () => this.show(isFilling));
      return null;
    } finally {
      coming.hidden = true;
    }
  }
}

function start(root) {
  const results = new Results(root);
  const goNear = enhanceNear(root, results);
  enhancePlace(root, results, goNear);
  enhanceSheet(root, results);
  const toggle = mapSwitch(root);
  performance.mark("list-ready");
  const map = new LateMap(root, results);
  toggle.onShow((isFilling) => map.show(isFilling));
  startLater(root, results);
}

/** Whether this browser keeps something under a key. */
function keeps(key) {
  try {
    return window.localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/** What only some readers use comes when they use it. */
function startLater(root, results) {
  let news = null;
  const bringNews = () => {
    news ??= import("./finder/news.js").then(({ enhanceNews }) => enhanceNews(root, results));
    news.catch(() => { news = null; }); // without it the links are those of the whole page
  };
  if (keeps("besuch")) bringNews();
  let needs = null;
  const bringNeeds = () => {
    needs ??= import("./needs/needs.js").then((module) => module.bringNeeds(root, results));
    needs.catch(() => {
      needs = null; // so that a later try can succeed
      const note = root.querySelector("[data-needs-note]");
      note.textContent = say("layerFailed");
      note.hidden = false;
    });
    return needs;
  };
  if (keeps("angaben")) bringNeeds();
  root.querySelector("[data-needs]").addEventListener("click", () => {
    bringNeeds().then((brought) => brought.open(), () => {});
  });
  const opened = ({ target }) => target.matches("[data-subscribe]") && target.open && bringNews();
  root.addEventListener("toggle", opened, true);
}

const root = document.querySelector("[data-finder-root]");
if (root) start(root);
