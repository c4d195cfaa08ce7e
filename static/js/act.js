// Acting on a page about one thing: how far it is from here, and telling others of it.
// The position never leaves the browser.

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

async function share(button) {
  // without the question: where somebody searched from is nobody's business
  const url = window.location.origin + window.location.pathname;
  if (navigator.share) {
    await navigator.share({ title: document.title, url });
    return;
  }
  await navigator.clipboard.writeText(url);
  button.querySelector("span").textContent = button.dataset.copied;
  document.querySelector("[data-share-answer]").textContent = button.dataset.copied;
}

const howFar = document.querySelector("[data-how-far]");
if (howFar) enhanceHowFar(howFar);
for (const button of document.querySelectorAll("[data-share]")) {
  // closing the browser's own sheet is no error
  button.addEventListener("click", () => share(button).catch(() => {}));
}
