// One selection for map, table, ranking, scatter and the fixed place beside the map.

import { keep } from "./form.js";

const readAddress = () => new URL(window.location.href).searchParams.get("district");

function writeAddress(id) {
  const address = new URL(window.location.href);
  if (id) address.searchParams.set("district", id);
  else address.searchParams.delete("district");
  window.history.replaceState(null, "", address);
}

/** What is chosen, and what is only pointed at. */
export function selection(page, form) {
  const place = page.querySelector("[data-reading]");
  const told = page.querySelector("[data-announce]");
  const listeners = [];
  let id = readAddress();
  let hint = place.querySelector(".reading__hint")?.cloneNode(true) ?? null;

  const content = (which) =>
    page.querySelector(`template[data-reading-of="${CSS.escape(which)}"]`)?.content ?? null;

  function read(which) {
    const found = which ? content(which) : null;
    if (found) place.replaceChildren(found.cloneNode(true));
    else if (hint) place.replaceChildren(hint.cloneNode(true));
    else place.replaceChildren();
  }

  function markRows() {
    for (const row of page.querySelectorAll("[data-row]")) {
      if (row.dataset.row === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  function refresh() {
    id = readAddress();
    hint = page.querySelector(".reading__hint")?.cloneNode(true) ?? hint;
    markRows();
    read(id);
    for (const listener of listeners) listener(id);
  }

  return {
    get id() {
      return id;
    },
    /** Choose a unit; the chosen one again means none. */
    choose(which) {
      const next = which === id ? null : which;
      writeAddress(next);
      keep(form, "district", next);
      refresh();
      told.textContent = next ? place.innerText.replace(/\s+/g, " ") : "";
    },
    /** Show a unit while it is pointed at; null for the chosen one again. */
    point(which) {
      read(which ?? id);
    },
    onChange(listener) {
      listeners.push(listener);
    },
    refresh,
  };
}
