// The page without a connection: which pages can be read, newest first, and how to forget them.

import { el } from "../lib/dom.js";

const language = () => document.documentElement.lang || "de";

function titleOf(html) {
  return new DOMParser().parseFromString(html, "text/html").title;
}

async function keptPages() {
  if (!("caches" in window) || !(await caches.has("pages-1"))) return [];
  const cache = await caches.open("pages-1");
  const pages = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const moment = new Date(response.headers.get("x-kept-at") || 0);
    pages.push({ url: request.url, title: titleOf(await response.text()), moment });
  }
  return pages.sort((a, b) => b.moment - a.moment);
}

function line(page) {
  const style = { dateStyle: "medium", timeStyle: "short" };
  const said = new Intl.DateTimeFormat(language(), style).format(page.moment);
  const time = el("time", { datetime: page.moment.toISOString(), class: "muted small" }, said);
  return el("li", {}, el("a", { href: page.url }, page.title || page.url), " ", time);
}

async function show(root) {
  const pages = await keptPages();
  root.querySelector("[data-kept-list]").replaceChildren(...pages.map(line));
  root.querySelector("[data-kept-none]").hidden = pages.length > 0;
  root.querySelector("[data-kept-forget]").hidden = pages.length === 0;
}

async function forget(root) {
  for (const name of await caches.keys()) {
    if (/^(pages|data)-/.test(name)) await caches.delete(name);
  }
  await show(root);
  root.querySelector("[data-kept-gone]").hidden = false;
  root.querySelector("h1").focus();
}

const root = document.querySelector("[data-kept]");
if (root) {
  show(root);
  root.querySelector("[data-kept-forget]").addEventListener("click", () => forget(root));
}
