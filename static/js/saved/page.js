// The page of the saved list. The address holds the ids; whether they are one's own list or one that
// somebody shared is seen by comparing them with what this browser remembers.

import { passOn } from "../lib/share.js";
import { canRemember, listAddress, onSaved, save, saved } from "./store.js";

const root = document.querySelector("[data-saved-page]");
const undo = root.querySelector("[data-undo]");
const find = (selector) => root.querySelector(selector);

const shownIds = () => JSON.parse(find("[data-part='saved']").dataset.ids);
const isSame = (some, others) => some.length === others.length && some.every((id) => others.includes(id));

let isOwn = isSame(shownIds(), saved());

/** What belongs to one's own list only, or to a shared one only. */
function draw() {
  const own = saved();
  // this browser remembers the list: no address need carry it on, or be passed on with it
  for (const link of root.querySelectorAll("[data-onward]")) {
    const url = new URL(link.href);
    url.searchParams.delete("gemerkt");
    link.href = url;
  }
  const shared = find("[data-shared]");
  if (!shared) return;
  shared.hidden = isOwn;
  find("[data-own-list]").hidden = own.length === 0;
  find("[data-own-list]").href = listAddress(own);
  find("[data-clear]").hidden = !isOwn;
}

function titleOf(id) {
  return find(`[data-id="${CSS.escape(id)}"] .entry__title`)?.textContent ?? id;
}

/** Show these ids in place; the focus goes to what stands where the reader was. */
async function show(ids, focusAt = null) {
  const address = listAddress(ids);
  const part = `${address}${address.includes("?") ? "&" : "?"}teil=liste`;
  const answer = await fetch(part).catch(() => null);
  if (!answer?.ok) {
    window.location.replace(address); // what was kept, or the browser's own words
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  find("[data-part='saved']").replaceWith(fresh.querySelector("[data-part='saved']"));
  window.history.replaceState(null, "", address);
  document.dispatchEvent(new Event("parts"));
  draw();
  if (focusAt === null) return;
  const marks = root.querySelectorAll("[data-part='saved'] [data-bookmark]");
  (marks[Math.min(focusAt, marks.length - 1)] ?? find("[data-saved-head]")).focus();
}

function offerUndo(before, text) {
  undo.hidden = false;
  find("[data-undo-text]").textContent = text;
  find("[data-saved-live]").textContent = text;
  find("[data-undo-button]").onclick = () => {
    undo.hidden = true;
    save(before);
    find("[data-saved-head]").focus();
  };
}

function changed() {
  const [before, now] = [shownIds(), saved()];
  if (!isOwn) {
    draw();
    return;
  }
  const gone = before.filter((id) => !now.includes(id));
  if (gone.length === 1) {
    offerUndo(before, find("[data-undo-text]").dataset.said.replace("{title}", titleOf(gone[0])));
  }
  show(now, gone.length === 1 ? before.indexOf(gone[0]) : null);
}

function share(button) {
  const url = new URL(listAddress(shownIds()), window.location.href).href;
  passOn(button, url, find("[data-saved-live]"));
}

function clicked({ target }) {
  const hit = (selector) => target.closest(selector);
  if (hit("[data-print]")) window.print();
  else if (hit("[data-share-list]")) share(hit("[data-share-list]"));
  else if (hit("[data-take-over]")) {
    const all = [...new Set([...saved(), ...shownIds()])].slice(0, Number(root.dataset.most));
    save(all);
    window.location.assign(listAddress(all));
  } else if (hit("[data-clear]")) {
    offerUndo(shownIds(), hit("[data-clear]").dataset.said);
    save([]);
  } else if (hit("[data-forget-gone]") && isOwn) {
    const known = [...root.querySelectorAll("[data-part='saved'] [data-id]")].map((node) => node.dataset.id);
    save(known); // the link goes on to the list without them
  }
}

if (canRemember()) {
  if (!shownIds().length && saved().length) window.location.replace(listAddress(saved()));
  onSaved(changed);
  draw();
}
root.addEventListener("click", clicked);
