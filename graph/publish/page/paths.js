// Ways through the graph, step by step, over the edges that a filter lets through.

import { otherEnd, touching } from "./model.js";

/**
 * The things within some steps, the nearest first, and at most `most` of them.
 * @param {number} start
 * @param {number} steps
 * @param {function(Object): boolean} passes which edges may be taken
 * @returns {Set<number>}
 */
export function around(start, steps, passes, most = Infinity) {
  const reached = new Set([start]);
  let rim = [start];
  for (let step = 0; step < steps; step += 1) {
    const next = new Set();
    for (const i of rim) {
      for (const edge of touching[i]) if (passes(edge) && !reached.has(otherEnd(edge, i))) next.add(otherEnd(edge, i));
    }
    rim = [...next].sort((a, b) => a - b).slice(0, Math.max(0, most - reached.size));
    rim.forEach((i) => reached.add(i));
  }
  return reached;
}

/**
 * The edges of a shortest path, in order; null where there is none. Of several the one over more important things.
 * @param {number} from
 * @param {number} to
 * @param {function(Object): boolean} passes
 * @returns {?Array<Object>}
 */
export function shortest(from, to, passes) {
  const came = new Map([[from, null]]);
  let rim = [from];
  while (rim.length && !came.has(to)) {
    const next = [];
    for (const i of rim) {
      for (const edge of touching[i]) {
        const other = otherEnd(edge, i);
        if (came.has(other) || !passes(edge)) continue;
        came.set(other, edge);
        next.push(other);
      }
    }
    rim = next.sort((a, b) => a - b);
  }
  if (!came.has(to)) return null;
  const path = [];
  for (let i = to; i !== from; i = otherEnd(path[0], i)) path.unshift(came.get(i));
  return path;
}
