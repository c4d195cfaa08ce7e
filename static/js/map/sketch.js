// Markers as one drawing: while a map zooms or moves far, a canvas shows in a few milliseconds what
// takes four times as long as elements. They come back when the map rests. Brought by the first move.

import { el } from "../lib/dom.js";
import { number } from "../lib/words.js";
import { addressOf } from "./looks.js";
import { anchorOf, BORDER, discSize, RIM, TARGET } from "./marks.js";

const { L } = window;

/** How far beyond the view is drawn, in pixels: the half of the largest marker. */
const EDGE = 42;
const CORNER = 10;
const TOP = -Math.PI / 2;

/** A canvas of its own size in device pixels, and a pen for it in CSS pixels. */
function sheet(side, ratio) {
  const canvas = el("canvas", { width: side * ratio, height: side * ratio });
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  return { canvas, pen };
}

function fill(pen, shape, colour, { x, y }, half) {
  pen.fillStyle = colour;
  pen.beginPath();
  if (shape === "spot") pen.roundRect(x - half, y - half, 2 * half, 2 * half, CORNER);
  else pen.arc(x, y, half, 0, 2 * Math.PI);
  pen.fill();
}

/** The colours of a mix around the middle, the most frequent first. */
function turn(pen, { mix, total }, x, y) {
  const around = pen.createConicGradient(TOP, x, y);
  let from = 0;
  for (const [colour, n] of Object.entries(mix).sort((a, b) => b[1] - a[1])) {
    around.addColorStop(from / total, colour);
    from += n;
    around.addColorStop(from / total, colour);
  }
  return around;
}

export class Sketch {
  constructor(map, shape) {
    this.map = map;
    this.shape = shape;
    this.canvas = el("canvas", { class: "marks-sketch" });
    this.pen = this.canvas.getContext("2d");
    map.getPane("markerPane").append(this.canvas);
    this.pictures = new Map();
    this.clear();
  }

  remove() {
    this.canvas.remove();
  }

  clear() {
    this.canvas.hidden = true;
  }

  /** The map rests: what the next drawing needs is made ready, colours and pictures. */
  ready(items) {
    if (items !== this.items) this.kinds = new Map(items.map((item) => [`${item.colour} ${item.icon}`, item]));
    this.items = items;
    const { color, outlineColor, borderTopColor, fontWeight, fontSize, fontFamily } = getComputedStyle(this.canvas);
    const font = `${fontWeight} ${fontSize} ${fontFamily}`; // the shorthand is empty: digits of one width are not in it
    const ratio = Math.ceil(window.devicePixelRatio);
    this.style = { ink: color, paper: outlineColor, border: borderTopColor, font, ratio };
    for (const item of this.kinds.values()) {
      const address = addressOf(item, this.shape);
      if (!this.pictures.has(address)) this.learn(address).catch(() => {}); // then it is a plain disc
    }
  }

  /** A picture as a canvas: an SVG is slow to draw. */
  async learn(address) {
    this.pictures.set(address, null);
    const image = new Image(TARGET, TARGET);
    image.src = address;
    await image.decode();
    const { canvas, pen } = sheet(TARGET, this.style.ratio);
    pen.drawImage(image, 0, 0, TARGET, TARGET);
    this.pictures.set(address, canvas);
  }

  /** Draw what was found over the view: `{ lat, lng }` with `item`, or `mix` and `total`. */
  draw(found) {
    const corner = this.map.containerPointToLayerPoint([-EDGE, -EDGE]);
    this.lay(corner, this.map.getSize().add([2 * EDGE, 2 * EDGE]));
    Object.assign(this.pen, { font: this.style.font, textAlign: "center", textBaseline: "middle" });
    const things = found.map((thing) => ({ thing, at: this.map.latLngToLayerPoint(thing).subtract(corner) }));
    for (const { thing, at } of things.sort((a, b) => a.at.y - b.at.y)) {
      if (thing.item) this.one(thing.item, at);
      else this.many(thing, at);
    }
  }

  /** An empty canvas there; another size is another memory, and slow. */
  lay(corner, { x, y }) {
    const { canvas, pen } = this;
    const { ratio } = this.style;
    canvas.hidden = false;
    L.DomUtil.setPosition(canvas, corner);
    if (canvas.width === x * ratio && canvas.height === y * ratio) pen.clearRect(0, 0, x, y);
    else {
      Object.assign(canvas, { width: x * ratio, height: y * ratio });
      Object.assign(canvas.style, { width: `${x}px`, height: `${y}px` });
      pen.scale(ratio, ratio);
    }
  }

  one(item, { x, y }) {
    const [left, top] = anchorOf(this.shape);
    const picture = this.pictures.get(addressOf(item, this.shape)) ?? this.plain(item.colour);
    this.pen.drawImage(picture, x - left, y - top, TARGET, TARGET);
  }

  /** Kept as pictures of their own they would take ten times as long: each has its canvas then. */
  many(thing, at) {
    const { pen, shape } = this;
    const { ink, paper, border } = this.style;
    const half = discSize(thing.total) / 2;
    fill(pen, shape, border, at, half);
    fill(pen, shape, turn(pen, thing, at.x, at.y), at, half - BORDER);
    fill(pen, shape, paper, at, half - RIM);
    pen.fillStyle = ink;
    pen.fillText(number(thing.total), at.x, at.y + 1);
  }

  plain(colour) {
    const { canvas, pen } = sheet(TARGET, this.style.ratio);
    const middle = TARGET / 2;
    fill(pen, this.shape, colour, { x: middle, y: middle }, middle - 6);
    return canvas;
  }
}
