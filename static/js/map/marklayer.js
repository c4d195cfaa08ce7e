// The elements of markers on a Leaflet map: one listener for all of them instead of several for
// each, and no work at all for what stays where it is.

const { L } = window;

/** One element at one place. */
class Mark {
  constructor(layer, latlng, { node, size, anchor }) {
    this.layer = layer;
    this.latlng = L.latLng(latlng);
    this.node = node;
    this.size = size;
    this.lift = 0;
    node.style.marginLeft = `${-anchor[0]}px`;
    node.style.marginTop = `${-anchor[1]}px`;
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
    this.lift = lift;
    this.stand();
  }

  stand() {
    const point = this.layer._map.latLngToLayerPoint(this.latlng);
    this.move(point);
    this.node.style.zIndex = String(point.y + this.lift);
  }

  // not in three dimensions, as Leaflet does it: each marker would become a layer of its own
  move({ x, y }) {
    this.node.style.transform = `translate(${x}px, ${y}px)`;
  }
}

export const MarkLayer = L.Layer.extend({
  options: { pane: "markerPane", lift: 0 },

  initialize(options) {
    L.setOptions(this, options);
    this.marks = new Set();
  },

  onAdd() {
    this.ending = new AbortController();
    const { signal } = this.ending;
    const pane = this.getPane();
    const listen = (type, handler, capture = false) => {
      const told = (event) => {
        const { mark } = event.target.closest?.(".leaflet-marker-icon") ?? {};
        if (mark?.layer === this) handler(mark, event);
      };
      pane.addEventListener(type, told, { signal, capture });
    };
    listen("click", (mark, event) => this.clicked(mark, event));
    listen("mouseover", (mark) => this.fire("point", { mark }));
    listen("mouseout", () => this.fire("point", { mark: null }));
    listen("focusin", (mark) => this.fire("point", { mark }));
    listen("focusout", () => this.fire("point", { mark: null }));
  },

  onRemove() {
    this.ending.abort();
    for (const mark of [...this.marks]) this.take(mark);
  },

  getEvents() {
    return { zoomanim: this.fly, zoomend: this.land, viewreset: this.stand, zoom: this.stand };
  },

  clicked(mark, event) {
    L.DomEvent.stopPropagation(event); // a click on the map itself closes what is open
    if (!this._map.dragging.moved()) this.fire("open", { mark });
  },

  put(latlng, drawn) {
    const mark = new Mark(this, latlng, drawn);
    mark.lift = this.options.lift;
    this.marks.add(mark);
    mark.stand();
    return mark;
  },

  /** Put new ones into the page, all at once. */
  show(marks) {
    this.getPane().append(...marks.map((mark) => mark.node));
  },

  take(mark) {
    this.marks.delete(mark);
    mark.node.remove();
  },

  has(mark) {
    return this.marks.has(mark);
  },

  stand() {
    for (const mark of this.marks) mark.stand();
  },

  fly({ zoom, center }) {
    this.getPane().classList.add("is-flying");
    for (const mark of this.marks) {
      mark.move(this._map._latLngToNewLayerPoint(mark.latlng, zoom, center).round());
    }
  },

  land() {
    this.getPane().classList.remove("is-flying");
  },

  boxes() {
    return [...this.marks].map(({ latlng, size }) => {
      const { x, y } = this._map.latLngToLayerPoint(latlng);
      const half = size / 2;
      return { left: x - half, top: y - half, right: x + half, bottom: y + half };
    });
  },
});
