// The elements of markers on a Leaflet map: one listener for all of them instead of several for
// each, and no work at all for what stays where it is.

import { el } from "../lib/dom.js";

const { L } = window;

/** One element at one place. */
class Mark {
  constructor(layer, latlng, { node, size, anchor }) {
    this.layer = layer;
    this.latlng = L.latLng(latlng);
    this.node = node;
    this.size = size;
    this.anchor = anchor;
    node.mark = this;
  }

  getLatLng() {
    return this.latlng;
  }

  getElement() {
    return this.node;
  }

  /** Above (or below) the others by so much. */
  setZIndexOffset(lift) {
    this.node.style.zIndex = lift || "";
  }

  // margins and the order in the page, no transform and no z-index: each of those would make a marker
  // a layer of its own, and a map with three hundred of them slow to move
  stand() {
    this.point = this.layer._map.latLngToLayerPoint(this.latlng);
    const { style } = this.node;
    style.marginLeft = `${this.point.x - this.anchor[0]}px`;
    style.marginTop = `${this.point.y - this.anchor[1]}px`;
    if (style.translate) style.translate = "";
  }

  /** Fly to where it will be. */
  fly(point) {
    const { x, y } = point.subtract(this.point);
    this.node.style.translate = `${x}px ${y}px`;
  }
}

export const MarkLayer = L.Layer.extend({
  options: { pane: "markerPane" },

  initialize(options) {
    L.setOptions(this, options);
    this.marks = new Set();
  },

  onAdd() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.holder = el("div", { class: "marks" });
    this.getPane().append(this.holder);
    const listen = (type, handler) => {
      const told = (event) => {
        const { mark } = event.target.closest?.(".leaflet-marker-icon") ?? {};
        if (mark) handler(mark, event);
      };
      this.holder.addEventListener(type, told, { signal });
    };
    listen("click", (mark, event) => this.clicked(mark, event));
    listen("mouseover", (mark) => this.fire("point", { mark }));
    listen("mouseout", () => this.fire("point", { mark: null }));
    listen("focusin", (mark) => this.fire("point", { mark }));
    listen("focusout", () => this.fire("point", { mark: null }));
  },

  onRemove() {
    this.ending.abort();
    this.marks.clear();
    this.holder.remove();
  },

  getEvents() {
    return { zoomanim: this.fly, zoomend: this.land, viewreset: this.stand };
  },

  clicked(mark, event) {
    L.DomEvent.stopPropagation(event); // a click on the map itself closes what is open
    if (!this._map.dragging.moved()) this.fire("open", { mark });
  },

  put(latlng, drawn) {
    const mark = new Mark(this, latlng, drawn);
    this.marks.add(mark);
    mark.stand();
    return mark;
  },

  /** Put new ones into the page, from north to south: what lies further south covers the others. */
  show(marks) {
    const fresh = marks.sort((a, b) => a.point.y - b.point.y);
    let next = this.holder.firstElementChild;
    for (const { node, point } of fresh) {
      while (next && next.mark.point.y <= point.y) next = next.nextElementSibling;
      if (next) next.before(node);
      else this.holder.append(node);
    }
  },

  /** Take off all but some. */
  keep(marks) {
    this.marks = new Set(marks);
    const isLosing = marks.some(({ node }) => node === document.activeElement);
    // at once where that takes nobody's focus: one by one is slow
    if (!isLosing) this.holder.replaceChildren(...this.inOrder());
    else for (const node of [...this.holder.children]) if (!this.marks.has(node.mark)) node.remove();
  },

  inOrder() {
    return [...this.marks].sort((a, b) => a.point.y - b.point.y).map(({ node }) => node);
  },

  has(mark) {
    return this.marks.has(mark);
  },

  /** Out of sight while a drawing stands for them, and back to where they belong. */
  veil(isVeiled) {
    this.isVeiled = isVeiled;
    this.holder.hidden = isVeiled;
    this.stand();
  },

  stand() {
    if (!this.isVeiled) for (const mark of this.marks) mark.stand();
  },

  fly({ zoom, center }) {
    this.holder.classList.add("is-flying");
    for (const mark of this.marks) {
      mark.fly(this._map._latLngToNewLayerPoint(mark.latlng, zoom, center).round());
    }
  },

  land() {
    this.holder.classList.remove("is-flying");
  },

  boxes() {
    return [...this.marks].map(({ latlng, size }) => {
      const { x, y } = this._map.latLngToLayerPoint(latlng);
      const half = size / 2;
      return { left: x - half, top: y - half, right: x + half, bottom: y + half };
    });
  },
});
