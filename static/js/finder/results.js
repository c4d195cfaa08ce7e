// The list: the address is the state; a change asks the server for the parts that changed, made
// by the same templates as the whole page.

import { debounce } from "../lib/dom.js";
import { number, say } from "../lib/words.js";
import { facetOf, sayCount } from "./choice.js";

const TYPING_MS = 300;
/** An answer that takes longer shows that it is awaited. */
const SLOW_MS = 200;

/** What the server says about the result shown: ids for the map, counts, where to look. */
export function readState(root) {
  return JSON.parse(root.querySelector("#finder-state").textContent);
}

function paramsOf(href) {
  return new URL(href, window.location.href).searchParams;
}

export class Results {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-finder-form]");
    this.listeners = [];
    this.running = null;
    this.params = new URLSearchParams(window.location.search);
    this.withIcons = (html) => html;
    this.listen();
  }

  /** Be told of each new result. */
  onChange(listener) {
    this.listeners.push(listener);
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.takeField(this.form.elements.q);
      this.apply(this.params, { focus: "line" });
    });
    this.form.addEventListener("change", (event) => this.changed(event.target));
    const typed = debounce((field) => this.changed(field), TYPING_MS);
    this.form.elements.q.addEventListener("input", (event) => typed(event.target));
    this.root.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("popstate", () => {
      const params = new URLSearchParams(window.location.search);
      if (params.toString() === this.params.toString()) return;
      if (this.root.classList.contains("is-map")) this.carryOver();
      else this.apply(params, { history: "none" });
    });
  }

  /** What was chosen on the map of a phone stays when the map is closed. */
  carryOver() {
    window.history.replaceState(null, "", this.address());
  }

  /** The address of what is shown; on a phone the part behind the # says that the map is open. */
  address(hash = window.location.hash) {
    const query = this.params.toString().replaceAll("%2C", ",");
    return `/${query ? `?${query}` : ""}${hash}`;
  }

  clicked(event) {
    const link = event.target.closest("a[data-apply]");
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (!link || !isPlain) return;
    event.preventDefault();
    const focus = "page" in link.dataset ? "line" : link.dataset.key;
    this.apply(paramsOf(link.href), { focus, history: "push" });
  }

  changed(field) {
    if (!field.name || field.name.startsWith("layer-")) return;
    if (["ort", "wo"].includes(field.name)) return; // the place field speaks for itself
    if (field.name === "weit") {
      const [name, value] = field.value.split(":");
      this.set({ radius_m: null, walk_minutes: null, ...(value && { [name]: value }) });
      return;
    }
    const before = this.params.toString();
    this.takeField(field);
    // leaving the field of words changes nothing more: a list replaced now would swallow the very
    // click on an entry that took the focus away
    if (this.params.toString() !== before) this.apply(this.params);
  }

  /** Put one field's name and value into the parameters. */
  takeField(field) {
    const next = new URLSearchParams(this.params);
    next.delete(field.name);
    const boxes = this.form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`);
    for (const box of boxes) {
      const isSet = box.type !== "checkbox" || box.checked;
      if (isSet && box.value.trim() && !box.hasAttribute("data-kept")) {
        next.append(field.name, box.value.trim());
      }
    }
    next.delete("offset");
    this.params = next;
  }

  /** Replace some parameters: `{ district: "31", near: null }`. */
  set(changes, options) {
    const next = new URLSearchParams(this.params);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      if (value !== null) next.set(name, value);
    }
    next.delete("offset");
    return this.apply(next, options);
  }

  /** Ask for this address and show it. `focus`: `line`, or the key of a link to return to. */
  async apply(params, { focus = null, history = "replace" } = {}) {
    this.params = new URLSearchParams(params);
    this.running?.abort();
    this.running = new AbortController();
    const query = this.params.toString().replaceAll("%2C", ",");
    if (history === "push") window.history.pushState(null, "", this.address(""));
    if (history === "replace") window.history.replaceState(null, "", this.address());
    const part = this.root.querySelector("[data-part='results']");
    part.setAttribute("aria-busy", "true");
    const slow = window.setTimeout(() => part.classList.add("is-slow"), SLOW_MS);
    try {
      await this.fetchParts(query);
      this.drawInTurn(part);
      this.syncForm();
      this.focusOn(focus);
      this.tell();
    } catch (error) {
      if (error.name === "AbortError") return;
      this.sayFailed();
    } finally {
      window.clearTimeout(slow);
      part.classList.remove("is-slow");
    }
    part.removeAttribute("aria-busy");
  }

  /** From the next answer on, icons come from within the page; until then, and without, from their file. */
  bringIcons() {
    this.icons ??= import("./icons.js")
      .then(async ({ iconsWithin }) => { this.withIcons = await iconsWithin(); })
      .catch(() => {});
  }

  async fetchParts(query) {
    const address = `/?${query}${query ? "&" : ""}teil=liste`;
    const answer = await fetch(address, {
      signal: this.running.signal,
      headers: { Accept: "text/html" },
    });
    if (!answer.ok) throw new Error(`list: ${answer.status}`);
    const html = this.withIcons(await answer.text());
    const fresh = new DOMParser().parseFromString(html, "text/html");
    for (const part of fresh.querySelectorAll("[data-part]")) {
      const old = this.root.querySelector(`[data-part="${part.dataset.part}"]`);
      old?.replaceChildren(...part.childNodes);
    }
    document.dispatchEvent(new Event("parts"));
    this.bringIcons();
  }

  /** What is in view is drawn with the answer, the entries below it a frame later. */
  drawInTurn(part) {
    part.classList.add("is-fresh");
    requestAnimationFrame(() => window.setTimeout(() => part.classList.remove("is-fresh")));
  }

  sayFailed() {
    const line = this.root.querySelector("[data-result-line]");
    if (line) line.textContent = say("listFailed");
    this.announce(say("listFailed"));
  }

  announce(text) {
    const live = this.root.querySelector("[data-live]");
    if (live) live.textContent = text;
  }

  /** Fields follow the address: chips and links change it too. */
  syncForm() {
    for (const field of this.form.elements) {
      if (!field.name || ["ort", "wo"].includes(field.name)) continue;
      if (field.name.startsWith("layer-")) continue;
      const values = field.name === "weit" ? this.reach() : this.params.getAll(field.name);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (field !== document.activeElement) field.value = values[0] ?? "";
    }
    const radius = this.form.querySelector("[data-radius]");
    if (radius) radius.hidden = !this.params.has("near");
  }

  /** How far, as the field of the form says it. */
  reach() {
    const names = ["radius_m", "walk_minutes"].filter((name) => this.params.has(name));
    return names.map((name) => `${name}:${this.params.get(name)}`);
  }

  focusOn(target) {
    if (!target) return;
    const line = this.root.querySelector("[data-result-line]");
    const same = this.root.querySelector(`[data-key="${CSS.escape(target)}"]`);
    const found = target === "line" ? line : (same ?? line);
    found?.focus({ preventScroll: target !== "line" });
    if (target === "line") {
      line.scrollIntoView({ block: "start", behavior: "auto" });
    }
  }

  tell() {
    const state = readState(this.root);
    document.title = state.title;
    this.announce(this.root.querySelector("[data-result-line]").textContent);
    this.updateCounts(state.counts);
    for (const listener of this.listeners) listener(state);
  }

  updateCounts(counts) {
    for (const node of this.form.querySelectorAll("[data-count]")) {
      const [name, value] = node.dataset.count.split(":");
      const n = counts[name]?.[value];
      node.textContent = n === undefined ? "" : number(n);
      node.closest(".option").classList.toggle("option--none", n === 0);
    }
    for (const option of this.form.querySelectorAll("option:not([value=''])")) {
      const [name, value] = facetOf(option);
      sayCount(option, counts[name]?.[value]);
    }
  }

  /** List and map point at each other. */
  linkTo(offers) {
    const entryOf = (event) => event.target.closest?.("[data-id]");
    const light = (event) => {
      const entry = entryOf(event);
      offers.light(entry?.dataset.id ?? null, entry?.querySelector(".entry__title")?.textContent);
    };
    const list = this.root.querySelector("[data-part='results']");
    for (const type of ["mouseover", "focusin"]) list.addEventListener(type, light);
    list.addEventListener("mouseleave", () => offers.light(null));
    list.addEventListener("focusout", () => offers.light(null));
    offers.onChoose((id) => this.choose(id));
    offers.onPoint((ids) => this.light(new Set(ids)));
  }

  /** Light the entries of what is pointed at on the map. */
  light(ids) {
    for (const entry of this.root.querySelectorAll(".entry")) {
      entry.classList.toggle("is-lit", ids.has(entry.dataset.id));
    }
  }

  choose(id) {
    for (const entry of this.root.querySelectorAll(".entry.is-chosen")) {
      entry.classList.remove("is-chosen");
    }
    if (!id) return;
    const entry = this.root.querySelector(`[data-id="${CSS.escape(id)}"]`);
    entry?.classList.add("is-chosen");
    entry?.scrollIntoView({ block: "nearest" });
  }
}
