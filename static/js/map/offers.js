// The map of offers: pins of what the list matched, each pointing back at the list.

import { el } from "../lib/dom.js";
import { Lamp } from "./lamp.js";
import { Look } from "./look.js";
import { shownBoxes } from "./marks.js";
import { OfferPins } from "./offerpins.js";
import { addPanel } from "./panel.js";
import { createStage, drawGround, sayReady } from "./stage.js";

const { L } = window;

export class OfferMap {
  constructor(canvas, { bounds, isFilling, switches = [], newWindow = false }) {
    this.map = createStage(canvas, { bounds, isFilling });
    this.switches = switches;
    this.look = new Look(this.map);
    this.pins = new OfferPins(this.map, { newWindow });
  }

  /** Ground and pins. Rejects if the server does not give them. */
  async load() {
    const [ground] = await Promise.all([drawGround(this.map), this.pins.load()]);
    this.look.areas = [...ground.districts.features, ...ground.boroughs.features];
    this.lamp = new Lamp(this.map, this.pins.clusters);
    this.pins.onDraw(() => this.lamp.relight());
    this.pins.onPoint(([item, another]) => this.lamp.light(another ? null : (item ?? null)));
    addPanel(this.map, this.switches, this.pins.data.layer);
    ground.labels.avoid(() => shownBoxes(this.map));
    this.pins.onDraw((isLate) => (isLate ? ground.labels.place() : ground.labels.later()));
  }

  /** Be told which pin is open (its id), or null. */
  onChoose(listener) {
    this.pins.onChoose(listener);
  }

  /** Be told which pins a reader points at (their ids), none when no longer. */
  onPoint(listener) {
    this.pins.onPoint((items) => listener(items.map((item) => item.id)));
  }

  /** Show what matched; look elsewhere only if the place asked for is another one. */
  async show(state) {
    this.state = state;
    this.look.at(state);
    await this.pins.show(state.pins, () => state === this.state);
    sayReady(this.map);
  }

  /** Point at one offer from outside, by its name; null for none. */
  light(id, name = null) {
    const item = id === null ? null : (this.pins.data.byId.get(id) ?? null);
    if (item && name) item.name ??= name;
    this.lamp.light(item);
  }

  /** Put something into the lower left corner of the map. */
  addCorner(node) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => el("div", { class: "leaflet-control" }, node);
    control.addTo(this.map);
    L.DomEvent.disableClickPropagation(node);
  }
}
