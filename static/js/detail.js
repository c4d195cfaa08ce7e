// The small map of a page about one thing: its point, or only its district.

import { pageData } from "./lib/dom.js";
import { say } from "./lib/words.js";
import { loadLayer } from "./map/layers.js";
import { POPUP, clusterGroup, markerOf, popupContent, shownBoxes } from "./map/pins.js";
import { createStage, drawGround, sayReady } from "./map/stage.js";

const { L } = window;
const POINT_ZOOM = 12.8;

function lightDistrict(map, districts, districtId) {
  const found = districts.features.filter((f) => f.properties.district_id === districtId);
  L.geoJSON(found, {
    pane: "chosen",
    interactive: false,
    className: "map-here-area",
  }).addTo(map);
}

function showPoint(map, { point, mark }) {
  const feature = {
    geometry: { coordinates: point },
    properties: { colour: mark?.colour ?? "#0b5a8a", icon: mark?.icon ?? "map-pin" },
  };
  const name = document.querySelector("h1").textContent;
  markerOf(feature, { name, isButton: false }).addTo(map);
}

async function showOffers(map, ids) {
  const layer = await loadLayer("opportunities");
  const wanted = new Set(ids);
  const group = clusterGroup().addTo(map);
  for (const feature of layer.features) {
    if (!wanted.has(String(feature.id))) continue;
    const { properties } = feature;
    const fields = layer.spec.popup_fields.filter((field) => field.name !== "website");
    const link = { href: properties.url, hrefText: say("toOffer") };
    const marker = markerOf(feature);
    marker.bindPopup(() => popupContent(properties, fields, link), POPUP);
    group.addLayer(marker);
  }
}

async function start(canvas) {
  const { detail, bounds, ids } = pageData();
  const [west, south, east, north] = detail.fit ?? bounds;
  const map = createStage(canvas, { bounds, padding: 4, home: false });
  if (detail.point) map.setView([detail.point[1], detail.point[0]], POINT_ZOOM, { animate: false });
  else map.fitBounds([[south, west], [north, east]], { padding: [16, 16], animate: false });
  const { districts, labels } = await drawGround(map);
  if (!detail.point) lightDistrict(map, districts, detail.district_id);
  if (detail.point) showPoint(map, detail);
  if (ids) await showOffers(map, ids);
  labels.avoid(() => shownBoxes(map));
  sayReady(map);
}

const canvas = document.querySelector("[data-map]");
if (canvas) {
  start(canvas).catch(() => {
    const message = document.querySelector("[data-map-message]");
    message.textContent = say("mapFailed");
    message.hidden = false;
  });
}
