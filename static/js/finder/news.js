// New since the last visit, for who asked for it: the day of the visit stays in this browser. What is
// asked of the server is a day, as anybody can choose it in the filters.

import { number } from "../lib/words.js";

const KEY = "besuch";
const NOT_ASKED = ["since", "sort", "limit", "offset", "ohne_ort", "lang", "gemerkt"];

function read() {
  try {
    return JSON.parse(window.localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Keep the days, nothing for none. */
function write(visits) {
  try {
    if (visits) window.localStorage.setItem(KEY, JSON.stringify(visits));
    else window.localStorage.removeItem(KEY);
  } catch {
    // switched off by the reader: nothing is remembered, and the box says so
  }
}

/** The day here, as the address writes it. */
function dayNow() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Note that today is a day of a visit; what was noted before is the last one. */
function noteVisit() {
  const [visits, day] = [read(), dayNow()];
  if (!visits) return null;
  if (visits.today !== day) write({ seen: visits.today ?? null, today: day });
  return read();
}

function spoken(day) {
  const language = document.documentElement.lang || "de";
  return new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(`${day}T12:00`));
}

/** How many offers a question finds; null where nobody answers. */
async function matched(question) {
  try {
    const answer = await fetch(`/api/search?${question}&limit=1`, { headers: { Accept: "application/json" } });
    return answer.ok ? (await answer.json()).matched : null;
  } catch {
    return null;
  }
}

class News {
  constructor(root, results) {
    this.root = root;
    this.results = results;
    this.strip = root.querySelector("[data-news]");
    this.visits = noteVisit();
    root.addEventListener("change", ({ target }) => {
      if (target.matches("[data-remember-visit]")) this.turned(target.checked);
    });
    results.onChange(() => this.draw());
    this.draw();
  }

  turned(isOn) {
    write(isOn ? { seen: null, today: dayNow() } : null);
    this.visits = read();
    this.draw();
  }

  /** The subscriptions follow the filters; where in the list one is does not matter to them. */
  drawFeeds() {
    const params = new URLSearchParams(this.results.params);
    for (const name of ["offset", "limit", "sort", "gemerkt"]) params.delete(name);
    const query = params.toString().replaceAll("%2C", ",");
    for (const link of this.root.querySelectorAll("[data-feed]")) {
      link.href = `${link.href.split("?")[0]}${query ? `?${query}` : ""}`;
    }
  }

  draw() {
    this.drawFeeds();
    const box = this.root.querySelector("[data-remember-visit]");
    if (box) box.checked = Boolean(this.visits);
    const seen = this.visits?.seen;
    const isShown = seen && this.results.params.get("since") !== seen;
    if (isShown) this.tell(seen);
    else this.strip.hidden = true;
  }

  async tell(seen) {
    const params = new URLSearchParams(this.results.params);
    for (const name of NOT_ASKED) params.delete(name);
    params.set("since", seen);
    const question = params.toString();
    this.asked = question;
    const n = await matched(question);
    if (this.asked !== question) return;
    this.strip.hidden = n === null;
    if (n !== null) this.say(n, seen, params);
  }

  say(n, seen, params) {
    const { one, many, none } = this.strip.dataset;
    const text = n === 0 ? none : n === 1 ? one : many;
    const link = this.strip.querySelector("a");
    link.querySelector("span").textContent = text.replace("{n}", number(n)).replace("{day}", spoken(seen));
    params.set("sort", "newest");
    if (n) link.href = `/?${params}`;
    else link.removeAttribute("href");
  }
}

/** Show what is new, and let readers turn that on and off. */
export const enhanceNews = (root, results) => new News(root, results);
