// The saved list of this browser: ids of offers in the order they were saved. It never leaves the
// browser by itself; only the address of the list page holds it, when somebody opens that page.

const KEY = "merkliste";
const listeners = [];

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off by the reader
  }
}

/** Whether this browser lets us remember anything. */
export function canRemember() {
  try {
    storage().setItem(`${KEY}-test`, "1");
    storage().removeItem(`${KEY}-test`);
    return true;
  } catch {
    return false;
  }
}

/** The ids; what somebody else wrote there and is no list of ids is no list. */
export function saved() {
  try {
    const found = JSON.parse(storage().getItem(KEY));
    return Array.isArray(found) ? found.filter((id) => typeof id === "string" && id) : [];
  } catch {
    return [];
  }
}

function tell() {
  for (const listener of listeners) listener();
}

/** Save exactly these. */
export function save(ids) {
  const list = [...new Set(ids)];
  if (list.length) storage().setItem(KEY, JSON.stringify(list));
  else storage().removeItem(KEY);
  tell();
}

/** Be told of every change, also of one in another tab. */
export function onSaved(listener) {
  listeners.push(listener);
}

window.addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) tell();
});

/** The address of a list, in the language of the page. */
export function listAddress(ids) {
  const query = new URLSearchParams();
  // an id may hold a comma: then each stands for itself
  if (ids.some((id) => id.includes(","))) for (const id of ids) query.append("ids", id);
  else if (ids.length) query.set("ids", ids.join(","));
  const language = new URLSearchParams(window.location.search).get("lang");
  if (language) query.set("lang", language);
  const text = query.toString().replaceAll("%2C", ",");
  return `/merkliste${text ? `?${text}` : ""}`;
}
