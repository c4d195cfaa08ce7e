// Where: an accessible combobox (WAI-ARIA 1.2, list autocomplete) in place of the select. Before
// typing it offers what the select offers; typing asks /api/locate.

import { debounce, el, icon, pageData } from "../lib/dom.js";
import { count, say } from "../lib/words.js";
import { nameOf } from "./choice.js";
import { around } from "./near.js";

const ASK_MS = 160;

function everyPlace(select, goNear) {
  const options = [
    { label: say("nearMe"), icon: "locate-fixed", act: goNear },
    { label: say("placeAll"), icon: "map", kind: "", changes: allCity() },
  ];
  for (const option of select.querySelectorAll("optgroup option")) {
    const [name, value] = option.value.split(":");
    options.push({
      label: nameOf(option),
      kind: say(`kind_${name}`),
      changes: { ...allCity(), [name]: value },
    });
  }
  return options;
}

function allCity() {
  const none = [
    "district", "borough", "near", "near_name", "radius_m", "walk_minutes", "bbox", "ohne_ort",
  ];
  return { ...Object.fromEntries(none.map((name) => [name, null])), sort: null };
}

/** Of an exact address only the street goes into the address of the page. */
function shareableName({ kind, label }) {
  return kind === "address" ? label.replace(/\s+\d.*$|,.*$/, "") : label;
}

function fromAnswer(feature) {
  const p = feature.properties;
  const [lon, lat] = feature.geometry.coordinates;
  const isArea = ["district", "borough"].includes(p.kind);
  return {
    label: p.label,
    kind: say(`kind_${p.kind}`),
    changes: isArea ? { ...allCity(), [p.kind]: p.district_id } : around(lon, lat, shareableName(p)),
  };
}

/** That nothing was found, and what would know more if it were loaded. */
function nothingFound(hints) {
  return [say("placeNone"), ...hints.map((hint) => `${hint}.`)].join(" ");
}

class PlaceField {
  constructor(root, results, goNear) {
    this.holder = root.querySelector("[data-place]");
    this.select = this.holder.querySelector("select");
    this.results = results;
    this.everything = everyPlace(this.select, goNear);
    this.options = [];
    this.active = -1;
    this.chosen = "";
    this.build();
    this.listen();
  }

  build() {
    const id = this.select.id;
    this.select.hidden = true;
    this.select.disabled = true;
    this.select.removeAttribute("id");
    this.input = el("input", {
      class: "input", type: "text", id, role: "combobox", autocomplete: "off", spellcheck: "false",
      maxlength: "100", placeholder: say("placeAll"), "aria-expanded": "false",
      "aria-controls": `${id}-liste`, "aria-autocomplete": "list",
    });
    this.list = el("ul", {
      class: "place__list", id: `${id}-liste`, role: "listbox", "aria-label": say("placeLabel"), hidden: true,
    });
    this.note = el("p", { class: "visually-hidden", role: "status" });
    this.select.after(this.input); // before the button: Tab goes as the eye does
    this.holder.append(this.list, this.note);
    this.showChosen();
  }

  listen() {
    const ask = debounce(() => this.ask(), ASK_MS);
    this.input.addEventListener("input", ask);
    this.input.addEventListener("click", () => this.open(this.everything));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role='option']");
      if (option) this.take(Number(option.dataset.index));
    });
    this.results.onChange(() => this.showChosen());
  }

  /** The words for what the address says. */
  showChosen() {
    const { params } = this.results;
    const near = params.get("near");
    const wanted = ["district", "borough"]
      .flatMap((name) => params.getAll(name).map((value) => `${name}:${value}`));
    const labels = wanted
      .map((value) => this.select.querySelector(`option[value="${CSS.escape(value)}"]`))
      .filter(Boolean)
      .map(nameOf);
    this.chosen = near ? (params.get("near_name") ?? say("placePoint")) : labels.join(", ");
    if (this.input !== document.activeElement || this.list.hidden) this.input.value = this.chosen;
  }

  async ask() {
    const q = this.input.value.trim();
    if (!q) {
      this.open(this.everything);
      return;
    }
    const query = new URLSearchParams({ q });
    try {
      const answer = await fetch(`${pageData().locate}?${query}`);
      if (!answer.ok) throw new Error(`locate: ${answer.status}`);
      const { features, hints } = await answer.json();
      if (q === this.input.value.trim()) this.open(features.map(fromAnswer), nothingFound(hints));
    } catch {
      this.open([], say("placeFailed"));
    }
  }

  open(options, emptyText = "") {
    this.options = options;
    this.active = -1;
    const nodes = options.map((option, index) => this.node(option, index));
    if (!nodes.length) nodes.push(el("li", { class: "place__note", role: "presentation" }, emptyText));
    this.list.replaceChildren(...nodes);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.input.removeAttribute("aria-activedescendant");
    this.note.textContent = options.length ? count("placeCount", options.length) : emptyText;
  }

  node(option, index) {
    const attributes = {
      class: "place__option", role: "option", id: `${this.list.id}-${index}`,
      "data-index": index, "aria-selected": "false",
    };
    return el(
      "li", attributes,
      option.icon ? icon(option.icon) : null,
      el("span", {}, option.label),
      option.kind ? el("small", {}, option.kind) : null,
    );
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.note.textContent = "";
  }

  leave() {
    this.close();
    if (!this.input.value.trim() && this.chosen) this.results.set(allCity());
    else this.input.value = this.chosen;
  }

  move(step) {
    if (this.list.hidden) this.open(this.everything);
    const nodes = [...this.list.querySelectorAll("[role='option']")];
    if (!nodes.length) return;
    nodes[this.active]?.setAttribute("aria-selected", "false");
    this.active = (this.active + step + nodes.length) % nodes.length;
    if (this.active < 0) this.active = nodes.length - 1;
    const node = nodes[this.active];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  take(index) {
    const option = this.options[index];
    if (!option) return;
    this.close();
    if (option.act) {
      this.input.value = this.chosen;
      option.act();
      return;
    }
    this.chosen = option.label;
    this.input.value = option.label;
    this.results.set(option.changes, { history: "push" });
  }

  key(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(this.active < 0 ? 0 : -1);
    else if (event.key === "Enter" && isOpen) this.take(Math.max(0, this.active));
    else if (event.key === "Escape" && isOpen) {
      this.close();
      this.input.value = this.chosen;
    } else return;
    event.preventDefault();
  }
}

/** Put the combobox over the select. */
export function enhancePlace(root, results, goNear) {
  return new PlaceField(root, results, goNear);
}
