// The small map of a page about one thing: its point, or only its district.

import { pageData } from "./lib/dom.js";
import { say } from "./lib/words.js";
import { bringIcons } from "./map/looks.js";
import { pictureOf, shownBoxes } from "./map/marks.js";
import { OfferPins } from "./map/offerpins.js";
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

function showPoint(map, { point: [lng, lat], mark }) {
  const look = { colour: mark?.colour ?? "#0b5a8a", icon: mark?.icon ?? "map-pin" };
  bringIcons([look.icon]);
  const marker = pictureOf({ lng, lat, ...look }).addTo(map);
  marker.getElement().setAttribute("role", "img");
  marker.getElement().setAttribute("aria-label", document.querySelector("h1").textContent);
}

async function showOffers(map, ids) {
  const pins = new OfferPins(map);
  await pins.load();
  pins.showOnly(ids);
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
