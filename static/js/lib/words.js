// The words on screen, in the reader's language: they come from the page, never from here.

import { pageData } from "./dom.js";

const language = () => document.documentElement.lang || "de";

let formatter = null; // making one takes longer than formatting a thousand numbers
const formatted = new Map(); // and a filter writes two hundred, mostly the same ones

/** A number with the language's separators: 9.436. */
export function number(value) {
  if (!formatted.has(value)) {
    formatter ??= new Intl.NumberFormat(language());
    formatted.set(value, formatter.format(value));
  }
  return formatted.get(value);
}

/** The word of a key with its `{names}` filled. An unknown key shows itself. */
export function say(key, values = {}) {
  const text = pageData().words?.[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? String(values[name]) : whole,
  );
}

/** One or many: `count("clusterOffers", 3)` takes `clusterOffersOne` or `clusterOffersMany`. */
export function count(key, n, values = {}) {
  return say(n === 1 ? `${key}One` : `${key}Many`, { n: number(n), ...values });
}
