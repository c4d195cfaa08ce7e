// The ground comes as one TopoJSON: every border once, as differences of whole numbers. Here it
// becomes the GeoJSON that Leaflet draws.

import { loadLayer } from "./layers.js";

/** An arc in degrees: [[lon, lat], ...]. */
function unfold(arc, { scale, translate }) {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

class Topology {
  constructor({ arcs, transform, objects }) {
    this.arcs = arcs.map((arc) => unfold(arc, transform));
    this.objects = objects;
  }

  /** Arcs one behind the other; `~number` is an arc from its end to its beginning. */
  line(numbers) {
    const points = [];
    for (const number of numbers) {
      const arc = number < 0 ? [...this.arcs[~number]].reverse() : this.arcs[number];
      points.push(...(points.length ? arc.slice(1) : arc));
    }
    return points;
  }

  geometry({ type, arcs }) {
    const coordinates =
      type === "MultiPolygon"
        ? arcs.map((rings) => rings.map((ring) => this.line(ring)))
        : arcs.map((numbers) => this.line(numbers));
    return { type, coordinates };
  }

  feature(object) {
    return { type: "Feature", geometry: this.geometry(object), properties: object.properties ?? {} };
  }

  object(name) {
    const { [name]: object } = this.objects;
    const geometries = object.type === "GeometryCollection" ? object.geometries : [object];
    return { type: "FeatureCollection", features: geometries.map((each) => this.feature(each)) };
  }
}

let ground = null;

async function read() {
  const answer = await loadLayer("ground");
  const topology = new Topology(answer);
  return {
    attribution: answer.attribution,
    land: topology.object("land"),
    districtBorders: topology.object("district_borders"),
    boroughBorders: topology.object("borough_borders"),
    districts: topology.object("districts"),
    boroughs: topology.object("boroughs"),
    water: topology.object("water"),
  };
}

/** The ground as GeoJSON collections, read once. */
export function loadGround() {
  ground ??= read();
  ground.catch(() => {
    ground = null;
  });
  return ground;
}
