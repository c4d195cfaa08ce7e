// My needs: a dialog, and a list in which what fits comes first and says why. The needs stay in this
// browser; the server is asked for the same things whatever they are, and for the entries to show.

import { el } from "../lib/dom.js";
import { number } from "../lib/words.js";
import { ranked } from "./rank.js";

const KEY = "angaben";
const NAMES = ["wheelchair", "languages", "weekdays", "daytimes"];
const PAGE = 20;
const NOT_ASKED = ["offset", "limit", "gemerkt"];

function read() {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY));
    const needs = Object.fromEntries(NAMES.map((name) => [name, [kept[name] ?? []].flat().map(String)]));
    return NAMES.some((name) => needs[name].length) ? needs : null;
  } catch {
    return null;
  }
}

async function got(address, how) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer[how]();
}

/** Bring the style sheet of what comes late; without it everything still works. */
function dressed(link) {
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}

/** Keep the needs, nothing for none; a browser without storage forgets them with the page. */
function keep(needs) {
  try {
    if (needs) window.localStorage.setItem(KEY, JSON.stringify(needs));
    else window.localStorage.removeItem(KEY);
  } catch {
    // switched off by the reader
  }
}

class Needs {
  constructor(root, results) {
    this.root = root;
    this.results = results;
    this.button = root.querySelector("[data-needs]");
    this.note = root.querySelector("[data-needs-note]");
    this.needs = read();
    this.turn = 0;
    results.onChange(() => this.draw());
  }

  async start() {
    const language = new URLSearchParams(window.location.search).get("lang");
    const html = await got(`/angaben/formular${language ? `?lang=${language}` : ""}`, "text");
    const fresh = new DOMParser().parseFromString(html, "text/html");
    this.dialog = fresh.querySelector("dialog");
    await dressed(fresh.querySelector("link"));
    this.root.append(this.dialog);
    this.dialog.querySelector("[data-needs-close]").addEventListener("click", () => this.dialog.close(""));
    this.dialog.addEventListener("close", () => this.closed());
    this.draw();
  }

  boxes() {
    return [...this.dialog.querySelectorAll("input")];
  }

  open() {
    for (const box of this.boxes()) box.checked = this.needs?.[box.name].includes(box.value) ?? false;
    this.dialog.returnValue = "";
    this.dialog.showModal();
  }

  closed() {
    const chosen = (name) => this.boxes().filter((box) => box.name === name && box.checked);
    if (!["save", "forget"].includes(this.dialog.returnValue)) return;
    const isSaving = this.dialog.returnValue === "save" && this.boxes().some((box) => box.checked);
    const needs = NAMES.map((name) => [name, chosen(name).map((box) => box.value)]);
    const had = this.needs !== null;
    this.needs = isSaving ? Object.fromEntries(needs) : null;
    keep(this.needs);
    if (!this.needs && !had) return;
    if (this.needs) this.draw();
    else this.results.apply(this.results.params); // as it was without them
  }

  /** The question of the list, without what only tells which page of it is shown. */
  question() {
    const params = new URLSearchParams(this.results.params);
    for (const name of NOT_ASKED) params.delete(name);
    return params.toString();
  }

  async draw() {
    this.button.setAttribute("aria-pressed", String(this.needs !== null));
    this.turn += 1;
    if (!this.needs || !this.dialog) {
      this.note.hidden = true;
      return;
    }
    try {
      await this.rank(this.turn);
    } catch {
      this.say(this.dialog.dataset.failed);
    }
  }

  async rank(turn) {
    const question = this.question();
    const [{ ids }, { rows }] = await Promise.all([
      got(`/angaben/treffer.json?${question}`, "json"),
      (this.rows ??= got("/angaben/passung.json", "json")),
    ]);
    const { order, fits } = ranked(ids, this.needs, rows);
    const from = Number(this.results.params.get("offset") ?? 0);
    const shown = order.slice(from, from + PAGE);
    const asked = new URLSearchParams(question);
    for (const id of shown) asked.append("ids", id);
    const html = shown.length ? await got(`/angaben/eintraege?${asked}`, "text") : "";
    if (turn !== this.turn) return;
    this.show(html, fits);
    this.tell([...fits.values()].filter((fit) => fit.met === fit.asked).length, ids.length);
  }

  show(html, fits) {
    const list = this.root.querySelector("[data-part='results'] .entries");
    if (!list) return;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const entries = [...fresh.querySelectorAll(".entry")];
    for (const entry of entries) this.giveReason(entry, fits.get(entry.dataset.id));
    list.replaceChildren(...entries);
    list.dataset.ranked = "true"; // until the next answer of the server takes its place
    document.dispatchEvent(new Event("parts"));
  }

  giveReason(entry, fit) {
    if (!fit?.reasons.length) return;
    const said = fit.reasons.map(([name, value]) => {
      const box = this.dialog.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`);
      return box?.dataset.reason ?? value;
    });
    const { fits, partly } = this.dialog.dataset;
    const text = (fit.met === fit.asked ? fits : partly).replace("{reasons}", said.join(", "));
    entry.querySelector(".entry__where").after(el("p", { class: "entry__fit" }, text));
  }

  tell(n, all) {
    if (!all) {
      this.note.hidden = true;
      return;
    }
    const { one, many, none } = this.dialog.dataset;
    const text = n === 0 ? none : n === 1 ? one : many;
    this.say(text.replace("{n}", number(n)).replace("{all}", number(all)));
  }

  say(text) {
    const edit = el("button", { type: "button", class: "button button--quiet", on: { click: () => this.open() } });
    edit.textContent = this.dialog.dataset.edit;
    this.note.replaceChildren(el("p", { role: "status" }, text), edit);
    this.note.hidden = false;
  }
}

/** Bring the dialog, and order the list if there are needs already. */
export async function bringNeeds(root, results) {
  const needs = new Needs(root, results);
  await needs.start();
  return needs;
}
