// Near me: asked only on a click; the position is rounded to three decimals (about 100 m) before
// it leaves the browser.

import { pageData } from "../lib/dom.js";
import { say } from "../lib/words.js";

const RADIUS_M = 2000;
const PATIENCE_MS = 12000;

function isInCity(lon, lat) {
  const [west, south, east, north] = pageData().bounds;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/** The parameters of a search around a point, which may have a name that others may read. */
export function around(lon, lat, name = null) {
  return {
    near: `${lon.toFixed(3)},${lat.toFixed(3)}`,
    near_name: name,
    radius_m: String(RADIUS_M),
    sort: "distance",
    district: null,
    borough: null,
    walk_minutes: null,
    bbox: null,
    ohne_ort: null,
  };
}

/** Wire the button; returns the function, because the place field offers it too. */
export function enhanceNear(root, results) {
  const message = root.querySelector("[data-near-message]");
  const tell = (text) => {
    message.textContent = text;
    message.hidden = !text;
  };

  function found(position) {
    const { longitude, latitude } = position.coords;
    if (!isInCity(longitude, latitude)) {
      tell(say("nearOutside"));
      return;
    }
    tell("");
    results.set(around(longitude, latitude), { focus: "line", history: "push" });
  }

  function refused(error) {
    tell(say(error.code === error.PERMISSION_DENIED ? "nearDenied" : "nearFailed"));
  }

  function ask() {
    if (!navigator.geolocation) {
      tell(say("nearFailed"));
      return;
    }
    tell(say("nearAsking"));
    navigator.geolocation.getCurrentPosition(found, refused, {
      timeout: PATIENCE_MS,
      maximumAge: 60000,
    });
  }

  root.querySelector("[data-near]").addEventListener("click", ask);
  return ask;
}
