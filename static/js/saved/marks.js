// Bookmarks on every page: the links that work without scripts become buttons that say whether
// they are pressed, and the header counts.

import { canRemember, listAddress, onSaved, save, saved } from "./store.js";

const link = document.querySelector("[data-saved-link]");
const note = document.querySelector("[data-saved-note]");

function drawMarks() {
  const ids = new Set(saved());
  for (const mark of document.querySelectorAll("[data-bookmark]")) {
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-pressed", String(ids.has(mark.dataset.bookmark)));
  }
}

function drawCount() {
  const ids = saved();
  const badge = link.querySelector("[data-saved-count]");
  badge.textContent = new Intl.NumberFormat(document.documentElement.lang || "de").format(ids.length);
  badge.hidden = ids.length === 0;
  link.href = listAddress(ids);
}

function draw() {
  drawMarks();
  drawCount();
}

function toggle(id) {
  const ids = saved();
  const isFull = !ids.includes(id) && ids.length >= Number(link.dataset.most);
  note.textContent = isFull ? note.dataset.full : "";
  note.hidden = !isFull;
  if (isFull) return;
  save(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]);
}

function start() {
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("[data-bookmark]");
    if (!mark) return;
    event.preventDefault();
    toggle(mark.dataset.bookmark);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches?.("[data-bookmark]")) return;
    event.preventDefault();
    toggle(event.target.dataset.bookmark);
  });
  // parts of the page were made anew by the server
  document.addEventListener("parts", drawMarks);
  onSaved(draw);
  draw();
}

if (link && canRemember()) start();
