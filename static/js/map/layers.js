// Layers come from the server as one JSON each: spec, features, legend, attribution.

import { pageData } from "../lib/dom.js";

const loaded = new Map();

async function read(layerId) {
  const query = new URLSearchParams(pageData().query).toString();
  const address = `${pageData().layers}/${layerId}.json${query ? `?${query}` : ""}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`layer ${layerId}: ${answer.status}`);
  return answer.json();
}

/** A layer, asked for once. A failure is forgotten, so that a later try may succeed. */
export function loadLayer(layerId) {
  if (!loaded.has(layerId)) {
    const promise = read(layerId);
    promise.catch(() => forget(layerId));
    loaded.set(layerId, promise);
  }
  return loaded.get(layerId);
}

/** The next question for this layer goes to the server again. */
export function forget(layerId) {
  loaded.delete(layerId);
}

/** A GeoJSON collection of the features Leaflet can draw. */
export function collection(features) {
  return {
    type: "FeatureCollection",
    features: features.filter((feature) => feature.geometry !== null),
  };
}
