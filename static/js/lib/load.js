// What is needed later is loaded later: scripts and styles of others, in the order given, and the
// icons of the site for those who draw with them.

import { el, pageData } from "./dom.js";

const loading = new Map();

function arrival(node) {
  return new Promise((resolve, reject) => {
    node.addEventListener("load", resolve);
    node.addEventListener("error", () => {
      node.remove();
      reject(new Error(`not loaded: ${node.src || node.href}`));
    });
    document.head.append(node);
  });
}

function once(address, makeNode) {
  if (!loading.has(address)) {
    const promise = arrival(makeNode());
    promise.catch(() => loading.delete(address)); // a later try may succeed
    loading.set(address, promise);
  }
  return loading.get(address);
}

/** Load style sheets and classic scripts; resolves when all of them are there. */
export function loadAll({ styles = [], scripts = [] }) {
  return Promise.all([
    ...styles.map((href) => once(href, () => el("link", { rel: "stylesheet", href }))),
    ...scripts.map((src) => once(src, () => Object.assign(el("script", { src }), { async: false }))),
  ]);
}

let sprite = null;

async function readSprite() {
  const answer = await fetch(pageData().icons);
  if (!answer.ok) throw new Error(`icons: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
}

/** The sprite, an SVG document of symbols that belongs to all. Rejects if the server does not give it. */
export function loadSprite() {
  sprite ??= readSprite().catch((error) => {
    sprite = null; // as above
    throw error;
  });
  return sprite;
}
