// Acting on a page about one thing: how far it is from here, and telling others of it.
// The position never leaves the browser.

import { passOn } from "./lib/share.js";

const EARTH_M = 6_371_008.8;

/** Metres on the sphere between two points in degrees. */
function metres([lon, lat], [otherLon, otherLat]) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const x = radians(otherLon - lon) * Math.cos(radians((lat + otherLat) / 2));
  return Math.hypot(x, radians(otherLat - lat)) * EARTH_M;
}

function spoken(distance) {
  const language = document.documentElement.lang || "de";
  const isFar = distance >= 950;
  const options = { style: "unit", unit: isFar ? "kilometer" : "meter", maximumFractionDigits: isFar ? 1 : 0 };
  const value = isFar ? distance / 1000 : Math.max(10, Math.round(distance / 50) * 50);
  return new Intl.NumberFormat(language, options).format(value);
}

function enhanceHowFar(button) {
  const answer = document.querySelector("[data-how-far-answer]");
  const { lon, lat, said, refused } = button.dataset;
  const found = ({ coords }) => {
    const far = metres([Number(lon), Number(lat)], [coords.longitude, coords.latitude]);
    answer.textContent = said.replace("{far}", spoken(far));
    button.hidden = true;
  };
  const failed = () => {
    answer.textContent = refused;
  };
  button.addEventListener("click", () => {
    if (!navigator.geolocation) failed();
    else navigator.geolocation.getCurrentPosition(found, failed, { timeout: 10_000, maximumAge: 300_000 });
  });
}

function share(button) {
  // without the question: where somebody searched from is nobody's business
  const url = window.location.origin + window.location.pathname;
  passOn(button, url, document.querySelector("[data-share-answer]"));
}

const howFar = document.querySelector("[data-how-far]");
if (howFar) enhanceHowFar(howFar);
for (const button of document.querySelectorAll("[data-share]")) {
  button.addEventListener("click", () => share(button));
}
