// More filters: a <details> that works by itself; on a phone it becomes a sheet with a backdrop
// that Escape closes and in which the focus stays.

import { count } from "../lib/words.js";

const FOCUSABLE = "a[href], button, input, select, summary";

function trapFocus(event, panel) {
  const inside = [...panel.querySelectorAll(FOCUSABLE)].filter((node) => node.offsetParent);
  const [first, last] = [inside[0], inside.at(-1)];
  if (event.shiftKey && document.activeElement === first) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}

export function enhanceSheet(root, results) {
  const sheet = root.querySelector("[data-sheet]");
  const panel = sheet.querySelector(".sheet__panel");
  const show = sheet.querySelector("[data-sheet-show]");
  const summary = sheet.querySelector("summary");
  const thumb = root.querySelector("[data-sheet-open]");
  const narrow = window.matchMedia("(width < 900px)");
  let opener = summary;

  const isMap = () => root.classList.contains("is-map");
  /** Over the map of a phone the sheet is the only part of the list that can be used. */
  const set = (isOpen) => {
    const covers = isOpen && narrow.matches;
    root.querySelector(".finder__list").inert = isMap() && !covers;
    sheet.open = isOpen;
    document.documentElement.classList.toggle("has-sheet", covers);
    if (covers) panel.querySelector("[data-sheet-close]").focus();
  };
  const close = () => {
    set(false);
    opener.focus();
    opener = summary;
  };

  thumb.addEventListener("click", () => {
    opener = thumb;
    set(true);
  });
  // opened or closed by its own summary
  sheet.addEventListener("toggle", () => {
    const isTold = document.documentElement.classList.contains("has-sheet") === sheet.open;
    if (narrow.matches && !isTold) set(sheet.open);
  });
  sheet.addEventListener("keydown", (event) => {
    if (!sheet.open) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key === "Tab" && narrow.matches) trapFocus(event, panel);
  });
  // a tap beside the sheet closes it: the backdrop is the panel's shadow, so the click is outside
  document.addEventListener("click", (event) => {
    const isBeside = !sheet.contains(event.target) && !thumb.contains(event.target);
    if (sheet.open && narrow.matches && isBeside) close();
  });
  sheet.querySelector("[data-sheet-close]").addEventListener("click", close);
  show.addEventListener("click", (event) => {
    event.preventDefault();
    close();
    if (!isMap()) results.focusOn("line");
  });
  results.onChange((state) => {
    show.textContent = count("showResults", state.matched);
  });
}
