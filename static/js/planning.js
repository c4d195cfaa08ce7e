// The planning page. The server draws everything and the address is the state; this makes it
// quick: answers are swapped in, one selection is shown everywhere, the map can be walked.

import { debounce } from "./lib/dom.js";
import { readForm, syncForm, tellShares } from "./planning/form.js";
import { startMap } from "./planning/map.js";
import { fetchPage, parts, swapParts } from "./planning/parts.js";
import { startScatter } from "./planning/scatter.js";
import { selection } from "./planning/selection.js";
import { sortByLink, wireSort } from "./planning/table.js";

const NARROW = window.matchMedia("(width < 760px)");

const page = document.querySelector(".plan");
const form = document.querySelector("[data-plan-form]");
const chosen = selection(page, form);
let map = null;

function show(fresh, { withForm = false } = {}) {
  if (withForm) syncForm(form, fresh); // first: what it takes over is no longer there to swap
  swapParts(page, fresh);
  chosen.refresh();
  startScatter(page);
  map?.repaint();
}

async function go(address, { push = true, withForm = false } = {}) {
  page.dataset.busy = "";
  const fresh = await fetchPage(address);
  if (fresh === undefined) return; // a newer question is under way
  delete page.dataset.busy;
  if (fresh === null) {
    parts.message(page);
    return;
  }
  if (push) window.history.pushState(null, "", address);
  show(fresh, { withForm });
}

const ask = debounce(() => go(readForm(form)), 200);

form.addEventListener("change", ask);
form.addEventListener("input", () => tellShares(form));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(readForm(form));
});
form.querySelector("[data-no-script]").hidden = true;

function foldOnPhones() {
  const asksMore = form.querySelector(".ask__more :checked, .ask__more details[open]");
  form.querySelector(".ask__more").open = !NARROW.matches || Boolean(asksMore);
}

NARROW.addEventListener("change", foldOnPhones);
foldOnPhones();

page.addEventListener("click", (event) => {
  const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button);
  const link = plain ? event.target.closest("a") : null;
  if (link?.matches("[data-select]")) {
    event.preventDefault();
    chosen.choose(link.dataset.select);
  } else if (link?.matches(".sort")) {
    event.preventDefault();
    sortByLink(link, form);
  } else if (link?.matches("[data-plan-reset]")) {
    event.preventDefault();
    go(link.href, { withForm: true });
  }
});

window.addEventListener("popstate", () => {
  go(window.location.href, { push: false, withForm: true });
});

wireSort(page);
startScatter(page);
map = await startMap(page.querySelector("[data-plan-map]"), page, chosen);
chosen.onChange((id) => map?.mark(id));
chosen.refresh();
