// The river's name along the river: an SVG text on the path Leaflet draws, where it runs straight
// and no pin covers it.

import { svg } from "../lib/dom.js";

const { L } = window;

const LETTER_PX = 13;
const TRIES = 48;
const SAMPLES = 7;
const TWO_FROM_PX = 560;
const STRAIGHT_PX = 5;

function eastward(line) {
  const points = line.getLatLngs().flat();
  if (points.length > 1 && points[0].lng > points.at(-1).lng) line.setLatLngs([...points].reverse());
}

function samples(path, middle, width) {
  return Array.from({ length: SAMPLES }, (_, i) =>
    path.getPointAtLength(middle + width * (i / (SAMPLES - 1) - 0.5)),
  );
}

// how far the line bends away from the straight one between its ends
function bend(points) {
  const [a, b] = [points[0], points.at(-1)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const away = (p) => Math.abs((b.x - a.x) * (a.y - p.y) - (a.x - p.x) * (b.y - a.y)) / length;
  return Math.max(...points.map(away));
}

function boxOf(points) {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  return { left: left - 8, right: right + 8, top: Math.min(...ys) - 20, bottom: Math.max(...ys) + 4 };
}

const touches = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Where a name of this width could stand on a path: the straightest and flattest places first. */
function placesOn(path, width) {
  const length = path.getTotalLength();
  const found = [];
  for (let i = 1; i < TRIES; i += 1) {
    const middle = (length * i) / TRIES;
    if (middle < width || middle > length - width) continue;
    const points = samples(path, middle, width);
    // text on a steep line is hard to read, text under a pin cannot be read at all
    const steep = Math.abs(points.at(-1).y - points[0].y) / width;
    found.push({ middle, box: boxOf(points), worth: bend(points) + 4 * steep });
  }
  return { length, found };
}

function weighed({ found }, pins) {
  return found
    .map((place) => {
      const covered = pins.filter((pin) => touches(place.box, pin)).length;
      return { ...place, covered, worth: place.worth + 50 * covered };
    })
    .sort((a, b) => a.worth - b.worth);
}

class RiverName {
  constructor(line, name) {
    this.path = line.getElement();
    this.path.id = `river-${L.stamp(line)}`;
    this.width = name.length * LETTER_PX;
    this.texts = [0, 1].map(() => {
      const along = svg("textPath", { href: `#${this.path.id}` }, name);
      const text = svg("text", { class: "map-river-name", dy: "-7", "aria-hidden": "true" }, along);
      this.path.parentNode.append(text);
      return text;
    });
  }

  /** Measuring a path is slow: done once for what Leaflet has drawn. */
  measured() {
    const drawn = this.path.getAttribute("d");
    if (this.drawn !== drawn) this.places = placesOn(this.path, this.width);
    this.drawn = drawn;
    return this.places;
  }

  /** Write the name once or twice; returns the boxes it takes. */
  place(pins) {
    const { length } = this.measured();
    const sorted = weighed(this.measured(), pins);
    const [first] = sorted;
    const far = (c) => c.worth < STRAIGHT_PX && Math.abs(c.middle - first.middle) > length * 0.35;
    const second = length > TWO_FROM_PX ? sorted.find(far) : undefined;
    const chosen = [first, second];
    this.texts.forEach((text, i) => {
      const spot = chosen[i] && chosen[i].covered === 0 ? chosen[i] : null;
      text.classList.toggle("is-hidden", !spot);
      if (spot) text.firstChild.setAttribute("startOffset", spot.middle.toFixed(1));
    });
    return chosen.filter((spot) => spot?.covered === 0).map((spot) => spot.box);
  }
}

/** Names for every line of a group; call the result with the pins' boxes after each move. */
export function nameRivers(group) {
  const names = [];
  group.eachLayer((line) => {
    const name = line.feature?.properties?.name;
    if (!(line instanceof L.Polyline) || !name) return;
    eastward(line);
    if (line.getElement()) names.push(new RiverName(line, name));
  });
  return (pins) => names.flatMap((name) => name.place(pins));
}
