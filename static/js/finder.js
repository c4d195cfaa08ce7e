// The finder: the page works without this; with it, filters answer at once and the map joins in.

import { pageData } from "./lib/dom.js";
import { say } from "./lib/words.js";
import { readState, Results } from "./finder/results.js";
import { enhancePlace } from "./finder/place.js";
import { enhanceNear } from "./finder/near.js";
import { enhanceSheet } from "./finder/sheet.js";
import { mapSwitch } from "./finder/switch.js";
import { OfferMap } from "./map/offers.js";

async function startMap(root) {
  const pane = root.querySelector("[data-map-pane]");
  const narrow = window.matchMedia("(width < 900px)").matches;
  try {
    const offers = new OfferMap(pane.querySelector("[data-map]"), {
      bounds: pageData().bounds,
      oneFinger: narrow,
      switches: pageData().switches,
    });
    await offers.load();
    return offers;
  } catch {
    const message = pane.querySelector("[data-map-message]");
    message.textContent = say("mapFailed");
    message.hidden = false;
    return null;
  }
}

async function start(root) {
  const results = new Results(root);
  const goNear = enhanceNear(root, results);
  enhancePlace(root, results, goNear);
  enhanceSheet(root, results);
  const toggle = mapSwitch(root);
  const offers = await startMap(root);
  if (!offers) return;
  toggle.onShow(() => offers.resize());
  offers.show(readState(root));
  results.onChange((state) => offers.show(state));
  results.linkTo(offers);
}

const root = document.querySelector("[data-finder-root]");
if (root) start(root);
