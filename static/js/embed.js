// The map in somebody else's frame: the same map, the list beside or below it.

import { pageData } from "./lib/dom.js";
import { say } from "./lib/words.js";
import { OfferMap } from "./map/offers.js";

async function start(root) {
  const state = JSON.parse(document.getElementById("finder-state").textContent);
  const list = root.querySelector("[data-part='results']");
  const offers = new OfferMap(root.querySelector("[data-map]"), {
    bounds: pageData().bounds,
    switches: pageData().switches,
    newWindow: true,
  });
  await offers.load();
  offers.show(state);
  const idOf = (event) => event.target.closest?.("[data-id]")?.dataset.id ?? null;
  for (const type of ["mouseover", "focusin"]) {
    list.addEventListener(type, (event) => offers.light(idOf(event)));
  }
  list.addEventListener("mouseleave", () => offers.light(null));
}

const root = document.querySelector("[data-embed-root]");
start(root).catch(() => {
  const message = root.querySelector("[data-map-message]");
  message.textContent = say("mapFailed");
  message.hidden = false;
});
