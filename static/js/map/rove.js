// Markers and the keyboard: all of them together are one stop of Tab; from there the arrow keys go
// to the nearest marker in that direction, Home and End to the first and the last, Enter and Space
// open, Escape puts together what is spread.

import { count } from "../lib/words.js";

const DIRECTIONS = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** How far away something is when one looks into a direction; beside counts double. */
function distance([dx, dy], from, to) {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const ahead = x * dx + y * dy;
  const beside = Math.abs(x * dy) + Math.abs(y * dx);
  return ahead > 0 && ahead >= beside / 2 ? ahead + 2 * beside : Infinity;
}

class Roving {
  constructor(clusters) {
    this.clusters = clusters;
    this.map = clusters.map;
    this.current = null;
    this.pane = this.map.getPane("markerPane");
    this.ending = new AbortController();
    const { signal } = this.ending;
    this.pane.addEventListener("keydown", (event) => this.key(event), { signal });
    this.pane.addEventListener("focusin", (event) => this.entered(event), { signal });
  }

  end() {
    this.ending.abort();
  }

  /** Markers in view, from left to right. */
  shown() {
    const size = this.map.getSize();
    return [...this.clusters.markers.values()]
      .map((marker) => ({ marker, point: this.map.latLngToContainerPoint(marker.getLatLng()) }))
      .filter(({ point: { x, y } }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y)
      .sort((a, b) => a.point.x - b.point.x || a.point.y - b.point.y);
  }

  /** After drawing: one marker can be reached with Tab. `lost` is where the focus was, or null. */
  update(lost) {
    const shown = this.shown();
    const isThere = shown.some(({ marker }) => marker === this.current);
    if (!isThere) {
      if (this.current) this.current.getElement().tabIndex = -1;
      this.current = shown[0]?.marker ?? null;
      if (this.current) this.current.getElement().tabIndex = 0;
    }
    if (lost) this.refocus(lost, shown);
  }

  /** The focused marker is gone: the nearest one takes its place, or the map. */
  refocus(lost, shown) {
    const here = this.map.latLngToContainerPoint(lost);
    const near = shown.sort((a, b) => a.point.distanceTo(here) - b.point.distanceTo(here));
    if (near.length) this.focus(near[0].marker);
    else this.map.getContainer().focus({ preventScroll: true });
  }

  focus(marker) {
    if (this.current) this.current.getElement().tabIndex = -1;
    this.current = marker;
    marker.getElement().tabIndex = 0;
    marker.getElement().focus({ preventScroll: true });
  }

  markerAt({ mark }) {
    return mark && this.clusters.layer.has(mark) ? mark : null;
  }

  entered({ target, relatedTarget }) {
    const marker = this.markerAt(target);
    if (!marker) return;
    const word = this.clusters.shape === "pin" ? "pinsOffers" : "pinsPlaces";
    const text = count(word, this.shown().length);
    if (!this.pane.contains(relatedTarget)) target.setAttribute("aria-description", text);
  }

  key(event) {
    const marker = this.markerAt(event.target);
    if (!marker || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") this.clusters.open(marker.found, marker);
    else if (event.key === "Escape") {
      if (!this.clusters.gather()) return;
    } else if (!this.move(event.key, marker)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  move(key, marker) {
    const shown = this.shown();
    const from = this.map.latLngToContainerPoint(marker.getLatLng());
    if (key === "Home" || key === "End") this.focus(shown.at(key === "Home" ? 0 : -1).marker);
    else if (key in DIRECTIONS) {
      const ways = shown
        .filter((other) => other.marker !== marker)
        .map((other) => ({ ...other, far: distance(DIRECTIONS[key], from, other.point) }))
        .filter(({ far }) => far < Infinity)
        .sort((a, b) => a.far - b.far);
      if (ways.length) this.focus(ways[0].marker);
    } else return false;
    return true;
  }
}

/** Let the markers of `clusters` be walked with the keyboard. */
export const roving = (clusters) => new Roving(clusters);
