// Things at one place: opened, they stand in rings around it, each with a line to where it is.
// Brought when the first such place is opened.

const { L } = window;

const STEP = 46;

/** `n` places in rings around the middle, in pixels. */
function places(n) {
  const found = [];
  for (let ring = 1; found.length < n; ring += 1) {
    const radius = n <= 6 ? STEP : STEP * (ring + 0.2);
    const room = Math.min(n - found.length, Math.floor((2 * Math.PI * radius) / STEP));
    for (let i = 0; i < room; i += 1) {
      const turn = (2 * Math.PI * i) / room - Math.PI / 2;
      found.push([radius * Math.cos(turn), radius * Math.sin(turn)]);
    }
  }
  return found;
}

/**
 * Where each of these things stands when they are spread around a point, `[item, latlng]`, and the
 * lines that lead there.
 */
export function spreadAround(map, centre, items) {
  const middle = map.latLngToLayerPoint(centre);
  const spots = places(items.length);
  const spread = items.map((item, i) => [item, map.layerPointToLatLng(middle.add(spots[i]))]);
  const lines = spread.map(([, latlng]) => [centre, latlng]);
  const legs = L.polyline(lines, { className: "pin-legs", interactive: false, pane: "reach" });
  return { spread, legs };
}
