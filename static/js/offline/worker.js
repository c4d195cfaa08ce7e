// The service worker: what was opened stays readable without a connection, and says of when it is.
// VERSION is put in front by the server. Nothing is fetched that was not opened or asked for.

/* global VERSION */
const PAGES = "pages-1";
const DATA = "data-1";
const ASSETS = `assets-${VERSION}`;
const SHELL = `shell-${VERSION}`;
const MOST = { [PAGES]: 60, [DATA]: 30, [ASSETS]: 150 };
const MOST_BYTES = 3_000_000;
const FALLBACK = "/offline";
// so long a page that is kept waits for a slow network
const PATIENCE_MS = 5000;
// a part of the list is put away when the page has shown it: whoever filters waits for the answer
const REST_MS = 400;
// pages of work in progress and of other houses' frames are never kept
const NEVER = /^\/(embed|eintragen|moderation|metrics|healthz|readyz|sw\.js)(\/|$)/;
const KEPT_DATA = /^\/(layers|karte)\//;

// a page is the same whatever a browser says it accepts
const LOOSELY = { ignoreVary: true };

const isPage = (request) => request.mode === "navigate";

function kindOf(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return null;
  if (NEVER.test(url.pathname)) return null;
  if (url.pathname.startsWith("/static/v/") || url.pathname === "/tokens.css") return ASSETS;
  if (isPage(request)) return PAGES;
  if (isPart(request) || KEPT_DATA.test(url.pathname)) return DATA;
  return null;
}

/** Only whole, plain answers of a bounded size are kept. */
function isKeepable(response) {
  const said = Number(response.headers.get("content-length") || 0);
  return (
    response.status === 200 &&
    response.type === "basic" &&
    said <= MOST_BYTES &&
    !/no-store/.test(response.headers.get("cache-control") || "")
  );
}

async function trim(cache, most) {
  const keys = await cache.keys();
  for (const key of keys.slice(0, Math.max(0, keys.length - most))) await cache.delete(key);
}

/** Headers of an answer whose body is no longer as it came over the wire. */
function plainHeaders(response) {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return headers;
}

/** Put a copy away; the newest stands last, and the oldest goes when there are too many. */
async function keep(name, request, response) {
  if (!isKeepable(response) || new URL(request.url).pathname === FALLBACK) return;
  if (name === PAGES && !/text\/html/.test(response.headers.get("content-type") || "")) return;
  const headers = plainHeaders(response);
  headers.set("x-kept-at", new Date().toISOString());
  // made anew, because one that was redirected may not be given to a navigation again
  const copy = new Response(await response.blob(), { status: 200, headers });
  const cache = await caches.open(name);
  await cache.delete(request, LOOSELY);
  await cache.put(request, copy);
  await trim(cache, MOST[name]);
}

/** The kept page with its note made visible: of when it is, in the reader's language. */
async function withNote(response) {
  const html = await response.text();
  const language = /<html[^>]* lang="([^"]+)"/.exec(html)?.[1] || "de";
  const moment = new Date(response.headers.get("x-kept-at"));
  let said = moment.toISOString();
  try {
    const style = { dateStyle: "long", timeStyle: "short" };
    said = new Intl.DateTimeFormat(language, style).format(moment);
  } catch {
    // a language tag this browser does not know: the ISO form is understood too
  }
  const shown = html
    .replace("data-offline-note hidden", "data-offline-note")
    .replace("<time data-offline-time></time>", `<time datetime="${moment.toISOString()}">${said}</time>`);
  return new Response(shown, { status: 200, headers: plainHeaders(response) });
}

async function kept(request) {
  const exact = await caches.match(request, LOOSELY);
  if (exact) return isPage(request) ? withNote(exact) : exact;
  return null;
}

async function fallback(request) {
  const page = isPage(request) && (await caches.match(FALLBACK, { ignoreSearch: true, ignoreVary: true }));
  return page || Response.error();
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));

const isPart = (request) => new URL(request.url).searchParams.has("teil");

/** Put a copy of an answer away in its time. */
async function keepInTime(name, request, response) {
  const copy = response.clone();
  if (isPart(request)) await pause(REST_MS);
  await keep(name, request, copy);
}

/** The network first; what is kept where it fails, or where it takes too long. */
async function fromNetwork(event, name) {
  const { request } = event;
  const asked = fetch(request);
  const stored = asked.then((response) => keepInTime(name, request, response)).catch(() => {});
  event.waitUntil(stored);
  try {
    const answer = await Promise.race([asked, pause(PATIENCE_MS)]);
    return answer || (await kept(request)) || (await asked);
  } catch {
    return (await kept(request)) || (await fallback(request));
  }
}

/** Versioned files never change: what is kept is right. */
async function fromStore(event, name) {
  const held = await caches.match(event.request, LOOSELY);
  if (held && new URL(event.request.url).pathname.startsWith("/static/v/")) return held;
  return fromNetwork(event, name);
}

/** The fallback page and the files it names. */
async function prepare() {
  const response = await fetch(FALLBACK);
  if (!response.ok) return;
  const html = await response.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/static\/v\/[^"#]+)/g)].map((found) => found[1]);
  const shell = await caches.open(SHELL);
  await shell.put(FALLBACK, response);
  await shell.addAll([...new Set(files)]);
}

/** Keep one address as the page had it; a failure costs this one only. */
async function keepAddress(address) {
  const url = new URL(address, self.location.origin);
  const isFile = url.pathname.startsWith("/static/v/");
  const request = new Request(url);
  const name = isFile ? ASSETS : KEPT_DATA.test(url.pathname) ? DATA : null;
  if (!name || NEVER.test(url.pathname) || (await caches.match(request, LOOSELY))) return;
  try {
    await keep(name, request, await fetch(request));
  } catch {
    // no connection any more: the next visit tries again
  }
}

async function keepPage(address) {
  const url = new URL(address);
  if (url.origin !== self.location.origin || NEVER.test(url.pathname)) return;
  try {
    await keep(PAGES, new Request(url), await fetch(url));
  } catch {
    // as above
  }
}

async function tidy() {
  const names = [PAGES, DATA, ASSETS, SHELL];
  const old = (await caches.keys()).filter((name) => !names.includes(name));
  // pages are kept with the files they were made with until a newer visit replaces them
  const assets = old.filter((name) => name.startsWith("assets-")).slice(-1);
  await Promise.all(old.filter((name) => !assets.includes(name)).map((name) => caches.delete(name)));
}

self.addEventListener("install", (event) => {
  event.waitUntil(prepare().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  const { page, files } = event.data || {};
  if (typeof page !== "string" || !Array.isArray(files)) return;
  event.waitUntil(Promise.all([keepPage(page), ...files.slice(0, 100).map(keepAddress)]));
});

self.addEventListener("fetch", (event) => {
  const name = kindOf(event.request);
  if (!name) return;
  event.respondWith(name === ASSETS ? fromStore(event, name) : fromNetwork(event, name));
});
