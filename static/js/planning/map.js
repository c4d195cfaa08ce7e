// The live map: shapes from our layers, paint from the drawing the server put on the page, so
// that both always say the same.

import { say } from "../lib/words.js";
import { pageData } from "../lib/dom.js";
import { collection, loadLayer } from "../map/layers.js";
import { createStage, drawGround } from "../map/stage.js";
import { rove } from "./roving.js";

const { L } = window;

const COPIED = ["stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"];

const drawnArea = (page, id) =>
  page.querySelector(`[data-static-map] [data-area="${CSS.escape(id)}"]`);

class PlanMap {
  constructor(map, page, chosen) {
    this.map = map;
    this.page = page;
    this.chosen = chosen;
    this.shown = null;
    this.areas = new Map();
    this.focus = L.geoJSON(null, this.ring("plan-ring")).addTo(map);
    this.mark_ = L.geoJSON(null, this.ring("plan-ring plan-ring--chosen")).addTo(map);
  }

  ring(className) {
    return { pane: "reach", interactive: false, style: () => ({ className, fill: false }) };
  }

  /** The page shows districts or boroughs: draw the same, painted the same. */
  async repaint() {
    const level = this.page.querySelector("[data-level]").dataset.level;
    if (level !== this.shown) await this.draw(level);
    for (const [id, area] of this.areas) this.paint(id, area);
    this.mark(this.chosen.id);
  }

  paint(id, area) {
    const from = drawnArea(this.page, id);
    const path = area.getElement();
    if (!from || !path) return;
    for (const name of COPIED) {
      const value = from.getAttribute(name);
      if (value === null) path.removeAttribute(name);
      else path.setAttribute(name, value);
    }
    path.setAttribute("fill", from.dataset.fill);
    path.setAttribute("fill-opacity", "1");
    path.setAttribute("aria-label", from.parentElement.getAttribute("aria-label"));
    // a border that says something must not lie under a neighbour
    if (Number(from.getAttribute("stroke-width")) > 1 && document.activeElement !== path) {
      area.bringToFront();
    }
  }

  async draw(level) {
    const layer = await loadLayer(level === "borough" ? "boroughs" : "districts");
    this.group?.remove();
    this.shown = level;
    this.areas.clear();
    this.group = L.geoJSON(collection(layer.features), {
      pane: "areas",
      smoothFactor: 0.5,
      style: () => ({ className: "plan-area", pane: "areas" }),
      onEachFeature: (feature, area) => this.wire(feature, area),
    }).addTo(this.map);
    this.walk();
  }

  wire(feature, area) {
    const id = feature.properties.district_id;
    this.areas.set(id, area);
    area.on("mouseover", () => this.point(feature));
    area.on("mouseout", () => this.point(null));
    area.on("click", () => this.chosen.choose(id));
  }

  point(feature) {
    this.focus.clearLayers();
    if (feature) this.focus.addData(feature);
    this.chosen.point(feature?.properties.district_id ?? null);
  }

  walk() {
    const items = [...this.areas.values()].map((area) => {
      const { properties } = area.feature;
      const [lon, lat] = properties.label_point;
      const { x, y } = this.map.project([lat, lon], 12);
      return { node: area.getElement(), x, y, area, id: properties.district_id };
    });
    const group = items[0]?.node.parentElement;
    group?.setAttribute("role", "listbox");
    group?.setAttribute("aria-label", say("areasLabel"));
    items.forEach(({ node }, index) => {
      node.setAttribute("role", "option");
      node.setAttribute("tabindex", index ? "-1" : "0");
    });
    rove(items, {
      onFocus: (item) => {
        this.point(item?.area.feature ?? null);
        if (item) this.map.panInsideBounds(item.area.getBounds(), { animate: false });
      },
      onChoose: (item) => this.chosen.choose(item.id),
    });
  }

  /** Mark the chosen unit; null for none. */
  mark(id) {
    this.mark_.clearLayers();
    for (const [key, area] of this.areas) {
      area.getElement()?.setAttribute("aria-selected", String(key === id));
      if (key === id) this.mark_.addData(area.feature);
    }
  }
}

/** Start the live map. Where it fails, the drawing of the server stays. */
export async function startMap(frame, page, chosen) {
  try {
    frame.hidden = false;
    const map = createStage(frame.querySelector("[data-map]"), { bounds: pageData().bounds });
    map.keyboard.disable();
    map.getContainer().removeAttribute("tabindex");
    await drawGround(map);
    const plan = new PlanMap(map, page, chosen);
    await plan.repaint();
    map.getContainer().dataset.ready = "";
    return plan;
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Error)) throw error;
    frame.hidden = true;
    return null;
  }
}
