// Areas coloured by the server: a drawer decides nothing, it only draws and lets people reach
// every area with keyboard and pointer.

import { collection } from "./layers.js";
import { paint } from "./patterns.js";

const { L } = window;

function style(feature) {
  const p = feature.properties;
  return {
    color: p.stroke,
    weight: p.stroke_width ?? 1,
    dashArray: p.dash ?? null,
    fillOpacity: p.fill_opacity ?? 0.78,
    className: "map-area",
    pane: "areas",
  };
}

function describe(properties) {
  return [properties.name, properties.value_text, properties.note].filter(Boolean).join(". ");
}

function makeReachable(layer, onShow, onChoose) {
  const path = layer.getElement();
  if (!path) return;
  const { properties } = layer.feature;
  path.setAttribute("tabindex", "0");
  path.setAttribute("role", onChoose ? "button" : "img");
  path.setAttribute("aria-label", describe(properties));
  path.addEventListener("focus", () => onShow(properties));
  path.addEventListener("blur", () => onShow(null));
  path.addEventListener("keydown", (event) => {
    if (!onChoose || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    onChoose(properties);
  });
}

/**
 * Areas of a layer (`/layers/<id>.json`) as a Leaflet layer. `onShow(properties | null)` is told
 * what is pointed at or focused, `onChoose(properties)` what is clicked.
 */
export function areaLayer(layer, { onShow = () => {}, onChoose = null } = {}) {
  const group = L.geoJSON(collection(layer.features), {
    pane: "areas",
    smoothFactor: 0.5,
    style,
    onEachFeature: (feature, area) => {
      area.on("mouseover", () => onShow(feature.properties));
      area.on("mouseout", () => onShow(null));
      if (onChoose) area.on("click", () => onChoose(feature.properties));
    },
  });
  group.on("add", () => {
    group.eachLayer((area) => {
      const path = area.getElement();
      if (!path) return;
      const { fill, fill_colour: colour } = area.feature.properties;
      area.setStyle({ fillColor: paint(path.ownerSVGElement, fill ?? "solid", colour) });
      makeReachable(area, onShow, onChoose);
    });
  });
  return group;
}

/** Mark one area (by district_id) as the one that is meant; null for none. */
export function lightArea(group, districtId) {
  group.eachLayer((area) => {
    const isMeant = area.feature.properties.district_id === districtId;
    area.getElement()?.classList.toggle("is-lit", isMeant);
    if (isMeant) area.bringToFront();
  });
}
