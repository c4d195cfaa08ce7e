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
const TURN = 2 * Math.PI;
const TOP = -TURN / 4;

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
  else pen.arc(x, y, half, 0, TURN);
  pen.fill();
}

/** Where each colour of a mix begins and ends in a full turn, the most frequent first. */
function parts({ mix, total }) {
  let done = 0;
  return Object.entries(mix).sort((a, b) => b[1] - a[1]).map(([colour, n]) => {
    const from = done / total;
    done += n;
    return { colour, from, to: done / total };
  });
}

/** The rim of a disc, as arcs: they take less time than a gradient around the middle. */
function arcs(pen, thing, { x, y }, radius) {
  pen.lineWidth = RIM - BORDER;
  for (const { colour, from, to } of parts(thing)) {
    pen.strokeStyle = colour;
    pen.beginPath();
    pen.arc(x, y, radius, TOP + from * TURN, TOP + to * TURN);
    pen.stroke();
  }
}

/** The colours around the middle of a square. */
function around(pen, thing, { x, y }) {
  const gradient = pen.createConicGradient(TOP, x, y);
  for (const { colour, from, to } of parts(thing)) {
    gradient.addColorStop(from, colour);
    gradient.addColorStop(to, colour);
  }
  return gradient;
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
    if (items !== this.items) {
      this.kinds = new Map(items.map((item) => [`${item.colour} ${item.icon}`, item]));
    }
    this.items = items;
    const style = getComputedStyle(this.canvas);
    const { color, outlineColor, borderTopColor } = style;
    // not its shorthand, which is empty: it cannot say digits of one width
    const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
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

  /** Kept as pictures of their own they would take ten times as long: each is drawn anew. */
  many(thing, at) {
    const { pen, shape } = this;
    const { ink, paper, border } = this.style;
    const half = discSize(thing.total) / 2;
    fill(pen, shape, border, at, half);
    if (shape === "spot") fill(pen, shape, around(pen, thing, at), at, half - BORDER);
    if (shape === "spot" || border !== paper) fill(pen, shape, paper, at, half - RIM);
    if (shape !== "spot") arcs(pen, thing, at, half - (RIM + BORDER) / 2);
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
