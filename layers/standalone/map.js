// What the standalone map does in the browser. Texts in the data are escaped HTML: they go into
// the page as HTML, or through `plain` where an attribute wants the text itself.

const atlas = (() => {
  const DISTRICTS_FROM = 12;
  const GAP = 4;
  const isNarrow = window.innerWidth < 900;
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const SVG = "http://www.w3.org/2000/svg";
  let readout = null;

  function plain(html) {
    const holder = document.createElement("textarea");
    holder.innerHTML = html;
    return holder.value;
  }

  function svg(name, attributes) {
    const node = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  }

  // --- areas ------------------------------------------------------------------------------------

  function tell(html) {
    if (readout) readout.innerHTML = html;
  }

  function makeFocusable(layer, name) {
    const path = layer.getElement();
    if (!path) return;
    path.setAttribute("tabindex", "0");
    path.setAttribute("role", "button");
    path.setAttribute("aria-label", plain(name));
    path.addEventListener("focus", () => layer.fire("mouseover"));
    path.addEventListener("blur", () => layer.fire("mouseout"));
    path.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      layer.openPopup(layer.getCenter());
    });
  }

  function area(feature, layer) {
    const { popup, readout: text, aria } = feature.properties;
    layer.on("mouseover", () => tell(text));
    layer.on("mouseout", () => tell(""));
    if (!popup) return;
    layer.bindPopup(popup, { maxWidth: 300 });
    layer.on("add", () => makeFocusable(layer, aria));
  }

  // --- points -----------------------------------------------------------------------------------

  // Offers are round, everything else is a rounded square: not told apart by colour alone.
  function pinIcon({ colour, icon, shape }) {
    const body =
      shape === "pin"
        ? `<circle cx="22" cy="22" r="16" fill="${colour}"/>`
        : `<rect x="7" y="7" width="30" height="30" rx="8" fill="${colour}"/>`;
    const glyph = icon ? `<use href="#icon-${icon}" x="13" y="13" width="18" height="18"/>` : "";
    const html =
      `<svg width="44" height="44" viewBox="0 0 44 44" aria-hidden="true">` +
      `<g>${body}${glyph}</g></svg>`;
    return L.divIcon({ html, className: "pin", iconSize: [44, 44], popupAnchor: [0, -14] });
  }

  function pin(feature, latlng) {
    const { properties } = feature;
    return L.marker(latlng, { icon: pinIcon(properties), alt: plain(properties.label) });
  }

  function point(feature, layer) {
    const { popup, tooltip, label } = feature.properties;
    layer.bindPopup(popup, { maxWidth: 300 });
    layer.bindTooltip(tooltip, { direction: "top", offset: [0, -14] });
    layer.on("popupopen", () => layer.closeTooltip());
    layer.on("add", () => {
      const node = layer.getElement();
      if (node) node.setAttribute("aria-label", plain(label));
    });
  }

  // The rim of a cluster: how its offers are spread over the groups.
  function rim(markers, radius) {
    const counts = new Map();
    for (const marker of markers) {
      const { colour } = marker.feature.properties;
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const length = 2 * Math.PI * radius;
    const parts = [...counts].sort((a, b) => b[1] - a[1]);
    let start = 0;
    return parts.map(([colour, count]) => {
      const part = (count / markers.length) * length;
      const arc =
        `<circle r="${radius}" fill="none" stroke="${colour}" stroke-width="5" ` +
        `stroke-dasharray="${part} ${length - part}" stroke-dashoffset="${-start}"/>`;
      start += part;
      return arc;
    });
  }

  // Coarse while the whole city is in view, so that names and borders stay readable.
  // The cluster plugin rounds 11.5 up to 12.
  const coarse = Math.max(44, Math.min(104, window.innerWidth / 12));
  const clusterRadius = (zoom) => (zoom <= 12 ? coarse : Math.min(60, coarse));

  // The area of the disc goes with the number, within what can be read and tapped.
  function cluster(group) {
    const markers = group.getAllChildMarkers();
    const count = markers.length;
    const largest = Math.min(84, window.innerWidth / 6);
    const size = Math.round(Math.min(largest, Math.max(38, 30 + 3.1 * Math.sqrt(count))));
    const html =
      `<svg width="${size}" height="${size}" viewBox="${-size / 2} ${-size / 2} ${size} ${size}" ` +
      `aria-hidden="true"><circle class="cluster__disc" r="${size / 2}"/>` +
      `<g transform="rotate(-90)">${rim(markers, size / 2 - 4.5).join("")}</g>` +
      `<text class="cluster__count" font-size="${size > 56 ? 17 : 14}">${count}</text></svg>`;
    return L.divIcon({ html, className: "cluster", iconSize: [size, size] });
  }

  // Clusters are markers that the plugin makes; they get their names once they are drawn.
  function nameClusters(map) {
    map.eachLayer((layer) => {
      const node = layer.getChildCount && layer.getElement?.();
      if (node) node.setAttribute("aria-label", `${layer.getChildCount()} Einträge, vergrößern`);
    });
  }

  // --- river and names ----------------------------------------------------------------------------

  function eastward(line) {
    const points = line.getLatLngs().flat();
    if (points.length > 1 && points[0].lng > points.at(-1).lng) {
      line.setLatLngs([...points].reverse());
    }
  }

  // How much the path turns over the length of a name, and how steep it is: less reads better.
  function bend(path, from, length) {
    const steps = 6;
    const points = [];
    for (let i = 0; i <= steps; i += 1) points.push(path.getPointAtLength(from + (i * length) / steps));
    const angles = points.slice(1).map((p, i) => Math.atan2(p.y - points[i].y, p.x - points[i].x));
    const turns = angles.slice(1).map((angle, i) => Math.abs(angle - angles[i]));
    const steep = Math.max(...angles.map(Math.abs));
    return turns.reduce((sum, turn) => sum + turn, 0) + 0.4 * steep;
  }

  // The straightest place in each half of the river.
  function nameSpots(path, width) {
    const total = path.getTotalLength();
    const spots = [];
    for (const [low, high] of [[0.06, 0.46], [0.54, 0.94]]) {
      const found = [];
      for (let share = low; share < high; share += 0.02) {
        const from = share * total;
        if (from + width < total) found.push([bend(path, from, width), from + width / 2]);
      }
      if (found.length > 0) spots.push(found.sort((x, y) => x[0] - y[0])[0][1]);
    }
    return spots;
  }

  function writeRiver(line, name) {
    const path = line.getElement();
    if (!path || !path.getAttribute("d")) return;
    path.id = `river-${L.stamp(line)}`;
    path.parentNode.querySelectorAll(".map-river-name").forEach((text) => text.remove());
    for (const middle of nameSpots(path, 13 * name.length)) {
      const text = svg("text", { class: "map-river-name", dy: "-7", "aria-hidden": "true" });
      const along = svg("textPath", { href: `#${path.id}`, startOffset: middle });
      along.textContent = name;
      text.append(along);
      path.parentNode.append(text);
    }
  }

  function river(feature, line) {
    eastward(line);
    const write = () => writeRiver(line, plain(feature.properties.label));
    line.on("add", () => {
      write();
      line._map.on("zoomend moveend", write);
    });
  }

  const overlaps = (a, b) =>
    a.left < b.right + GAP &&
    b.left < a.right + GAP &&
    a.top < b.bottom + GAP &&
    b.top < a.bottom + GAP;

  const shifted = (box, [x, y]) => ({
    left: box.left + x,
    right: box.right + x,
    top: box.top + y,
    bottom: box.bottom + y,
  });

  // Pins and clusters as boxes, without the invisible rest of their targets.
  function pinBoxes(map) {
    const nodes = map.getPane("markerPane").querySelectorAll(".leaflet-marker-icon");
    return [...nodes].map((node) => {
      const box = node.getBoundingClientRect();
      const rest = node.classList.contains("cluster") ? 0 : 6;
      return {
        left: box.left + rest,
        right: box.right - rest,
        top: box.top + rest,
        bottom: box.bottom - rest,
      };
    });
  }

  // A name stays where its area is widest; if a pin covers it, it steps aside a little.
  const STEPS = {
    borough: [
      [0, 0], [0, -26], [0, 26], [-44, 0], [44, 0], [0, -46], [0, 46],
      [-44, 26], [44, -26], [-44, -26], [44, 26], [0, -70], [0, 70],
    ],
    district: [[0, 0], [0, -18], [0, 18]],
  };

  // Names stand in the order of their areas' size; a smaller one gives way to a larger one.
  function placeNames(map) {
    const near = map.getZoom() >= DISTRICTS_FROM;
    const pins = pinBoxes(map);
    const taken = [];
    for (const node of map.getPane("labels").querySelectorAll(".map-label")) {
      const isBorough = node.classList.contains("map-label--borough");
      const name = node.firstElementChild;
      name.style.transform = "";
      const box = name.getBoundingClientRect();
      const steps = isBorough && !isNarrow ? STEPS.borough : STEPS.district;
      const free = steps.filter((step) => !taken.some((other) => overlaps(shifted(box, step), other)));
      const covered = (step) => pins.filter((pin) => overlaps(shifted(box, step), pin)).length;
      const [step] = free.sort((a, b) => covered(a) - covered(b));
      const isShown =
        isBorough !== near && step !== undefined && !(isNarrow && isBorough && covered(step) > 0);
      node.classList.toggle("is-hidden", !isShown);
      if (!isShown) continue;
      name.style.transform = `translate(${step[0]}px, ${step[1]}px)`;
      taken.push(shifted(box, step));
    }
  }

  // --- controls -----------------------------------------------------------------------------------

  function addReadout(map) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      readout = L.DomUtil.create("div", "readout");
      readout.setAttribute("role", "status");
      return readout;
    };
    control.addTo(map);
  }

  // Where there is space, the city keeps clear of the buttons and of the panels on the right.
  function room() {
    if (isNarrow) return { paddingTopLeft: [12, 12], paddingBottomRight: [12, 12] };
    return { paddingTopLeft: [64, 16], paddingBottomRight: [312, 16] };
  }

  function addHome(map, bounds) {
    const control = L.control({ position: "topleft" });
    control.onAdd = () => {
      const bar = L.DomUtil.create("div", "leaflet-bar");
      const link = L.DomUtil.create("a", "", bar);
      link.href = "#";
      link.title = "Ganze Stadt";
      link.setAttribute("role", "button");
      link.setAttribute("aria-label", "Ganze Stadt");
      link.textContent = "⌂";
      L.DomEvent.disableClickPropagation(bar);
      L.DomEvent.on(link, "click", (event) => {
        L.DomEvent.stop(event);
        map.fitBounds(bounds, room());
      });
      return bar;
    };
    control.addTo(map);
  }

  // What the layer control leaves of the right side, for the legend.
  function spaceBelowControl(map) {
    const control = map.getContainer().querySelector(".leaflet-control-layers");
    return Math.max(160, map.getSize().y - (control?.offsetHeight ?? 0) - 84);
  }

  // Beside the map where there is room, below it elsewhere.
  function addPanel(map, legends) {
    const panel = document.getElementById("legends");
    if (isNarrow) {
      panel.classList.add("panel--below");
    } else {
      const control = L.control({ position: "bottomright" });
      control.onAdd = () => {
        L.DomEvent.disableClickPropagation(panel);
        L.DomEvent.disableScrollPropagation(panel);
        return panel;
      };
      control.addTo(map);
    }
    const update = () => {
      for (const [layer, id] of legends) {
        document.getElementById(id).hidden = !map.hasLayer(layer);
      }
      panel.hidden = !legends.some(([layer]) => map.hasLayer(layer));
      if (!isNarrow) panel.lastElementChild.style.maxHeight = `${spaceBelowControl(map)}px`;
    };
    panel.open = true;
    map.on("layeradd layerremove resize", update);
    update();
  }

  function start(map, { bounds, legends }) {
    addPanel(map, legends);
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, { ...room(), animate: false });
    map.setMaxBounds(L.latLngBounds(bounds).pad(0.6));
    map.getContainer().setAttribute("role", "region");
    map.getContainer().setAttribute("aria-label", "Karte");
    L.control.zoom({ zoomInTitle: "Vergrößern", zoomOutTitle: "Verkleinern" }).addTo(map);
    addHome(map, bounds);
    addReadout(map);
    const place = () => {
      placeNames(map);
      nameClusters(map);
    };
    map.on("zoomend moveend resize layeradd layerremove", L.Util.throttle(place, 120, map));
    for (const [layer] of legends) layer.on("animationend", place);
    map.whenReady(() => window.setTimeout(place, 0));
  }

  return { area, cluster, clusterRadius, isNarrow, isStill, pin, point, river, start };
})();
