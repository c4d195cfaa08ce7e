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
  const narrow = window.matchMedia("(width < 900px)");

  const close = () => {
    sheet.open = false;
    sheet.querySelector("summary").focus();
  };

  sheet.addEventListener("toggle", () => {
    const covers = sheet.open && narrow.matches;
    document.documentElement.classList.toggle("has-sheet", covers);
    if (covers) panel.querySelector("[data-sheet-close]").focus();
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
    if (sheet.open && narrow.matches && !sheet.contains(event.target)) close();
  });
  sheet.querySelector("[data-sheet-close]").addEventListener("click", close);
  show.addEventListener("click", (event) => {
    event.preventDefault();
    sheet.open = false;
    results.focusOn("line");
  });
  results.onChange((state) => {
    show.textContent = count("showResults", state.matched);
  });
}
