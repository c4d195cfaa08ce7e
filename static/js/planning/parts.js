// Parts of the page that an answer replaces: the same HTML the server sends without scripts.

import { el } from "../lib/dom.js";
import { say } from "../lib/words.js";

let running = null;

/** The page at an address as a document; null if it failed, undefined if a newer one is asked. */
export async function fetchPage(address) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    const text = await answer.text();
    const fresh = new DOMParser().parseFromString(text, "text/html");
    return fresh.querySelector(".plan") ? fresh : null;
  } catch {
    return running === mine ? null : undefined;
  }
}

/** Replace the content of every part by that of the fetched page. */
export function swapParts(page, fresh) {
  for (const part of page.querySelectorAll("[data-part]")) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next) part.replaceChildren(...next.childNodes);
  }
}

export const parts = {
  /** The answer did not come. */
  message(page) {
    const text = el("p", { class: "notice notice--error", role: "alert" }, say("planFailed"));
    page.querySelector('[data-part="message"]').replaceChildren(text);
    delete page.dataset.busy;
  },
};
