// Places of a small picture of its own: rings around a focus, a path line by line. Elsewhere nodes stay where the layout
// put them.

import { otherEnd, nodes } from "./model.js";
import { state } from "./state.js";

const MOST = 80; // nodes on rings; more find their way better where they are known from the whole picture
const RING = 150; // pixels from ring to ring
const ROOM = 62; // pixels along a ring for each node
const WIDER = 1.35; // names are wider than high
const STEP = 200; // pixels along a path
const LINE = 130; // pixels between its lines

const turn = (from, to) => Math.atan2(nodes[to].y - nodes[from].y, nodes[to].x - nodes[from].x);

/** Rings by number of steps: on the first, nodes stand about where they came from, farther out near those that they hang on. */
function rings(centre, drawn, edges) {
  const places = new Map([[centre, { x: 0, y: 0 }]]);
  const angles = new Map();
  let radius = 0;
  let rim = [centre];
  while (rim.length) {
    const under = new Map(); // the next ring, with the angles that its nodes would like
    for (const edge of edges) {
      for (const i of [edge.from, edge.to]) {
        const other = otherEnd(edge, i);
        if (rim.includes(i) && !places.has(other) && !under.has(other)) under.set(other, i === centre ? turn(centre, other) : angles.get(i));
      }
    }
    rim = [...under.keys()].sort((a, b) => under.get(a) - under.get(b) || turn(centre, a) - turn(centre, b) || a - b);
    radius = Math.max(radius + RING, (rim.length * ROOM) / (2 * Math.PI));
    const slot = (n) => (2 * Math.PI * n) / rim.length;
    const [down, across] = [Math.sin, Math.cos].map((part) => rim.reduce((sum, i, n) => sum + part(under.get(i) - slot(n)), 0));
    const turned = Math.atan2(down, across); // of the whole ring, which brings most nodes near to what they would like
    rim.forEach((i, n) => {
      const angle = slot(n) + turned;
      angles.set(i, angle);
      places.set(i, { x: WIDER * radius * Math.cos(angle), y: radius * Math.sin(angle) });
    });
  }
  return places.size === drawn.size ? places : null;
}

/** Lines that turn back at their ends, as an ox ploughs: neighbours on the path are neighbours in the picture. */
function lines(from, path, columns) {
  const places = new Map();
  let at = from;
  [null, ...path].forEach((edge, n) => {
    if (edge) at = otherEnd(edge, at);
    const row = Math.floor(n / columns);
    const column = row % 2 ? columns - 1 - (n % columns) : n % columns;
    places.set(at, { x: column * STEP, y: row * LINE });
  });
  return places;
}

/**
 * @param {{nodes: Set<number>, edges: Array<Object>, path: ?Array<Object>}} view
 * @param {number} width pixels that the picture may fill
 * @returns {?Map<number, {x: number, y: number}>} null where nodes stay at home
 */
export function arranged({ nodes: drawn, edges, path }, width) {
  if (path) return lines(state.path.from, path, Math.max(3, Math.round(width / STEP)));
  return state.focus && drawn.size <= MOST ? rings(state.chosen.node, drawn, edges) : null;
}
