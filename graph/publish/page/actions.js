// What a user can do to the view. Everything that changes the state is here.

import { isPaper, things } from "./model.js";
import { defaults, state, update } from "./state.js";
import { hiddenNeighbours, isDrawn } from "./view.js";

const opening = (...more) => new Set([...state.opened, ...more]);

/** Open a node in the graph, and look at it; while a question waits for a node, this is the answer. */
export function chooseNode(i, { look = true } = {}) {
  const { picking } = state;
  if (picking) {
    update({ picking: null });
    if (i !== picking.from) picking.done(i);
    return;
  }
  const { path, community } = isDrawn(i) ? state : defaults();
  update({ tab: "graph", chosen: { node: i, look }, opened: opening(i), path, community });
}

export function chooseEdge(edge) {
  update({ tab: "graph", chosen: { edge }, opened: opening(edge.from, edge.to) });
}

/** Leave what came last: a question, the chosen thing of a path, the path, the focus, the chosen thing, the community. */
export function stepBack() {
  if (state.picking) update({ picking: null });
  else if (state.path) update(state.chosen ? { chosen: null } : { path: null });
  else if (state.focus) update({ focus: 0 });
  else if (state.chosen) update({ chosen: null });
  else if (state.community !== null) update({ community: null });
}

export const chooseNothing = () => update({ chosen: null, focus: 0, path: null });

/** Draw the hidden neighbours of a node; if there are none, take away those that its expansion drew. */
export function expandOrFold(i) {
  const hidden = hiddenNeighbours(i);
  const expanded = new Map(state.expanded);
  if (hidden.length) {
    expanded.set(i, [...(expanded.get(i) ?? []), ...hidden]);
    update({ expanded, opened: opening(...hidden) });
  } else if (expanded.has(i)) {
    const opened = new Set(state.opened);
    expanded.get(i).forEach((other) => opened.delete(other));
    expanded.delete(i);
    expanded.forEach((others, by) => [by, ...others].forEach((other) => opened.add(other)));
    update({ expanded, opened: opened.add(i) });
  }
}

/** Ask for a node; the next one that is chosen, anywhere, is the answer. */
export const ask = (from, prompt, done) => update({ tab: "graph", picking: { from, prompt, done } });

export const showPath = (from, to) => update({ path: { from, to }, chosen: null, focus: 0, opened: opening(from, to) });

export function showLabel(name, on) {
  const labels = new Set(state.labels);
  if (on) labels.add(name);
  else labels.delete(name);
  const opened = new Set([...state.opened].filter((i) => on || things[i].label !== name || i === state.chosen?.node));
  update({ labels, opened });
}

export function showType(name, on) {
  const types = new Set(state.types);
  if (on) types.add(name);
  else types.delete(name);
  update({ types });
}

/** All nodes, or the main ones again. */
export function showEverything(everything) {
  update(everything ? { everything } : { everything, community: null, opened: new Set(), expanded: new Map() });
}

export function showCommunity(community) {
  update({ tab: "graph", community, chosen: null, path: null, focus: 0, opened: new Set(), expanded: new Map() });
}

export function clearFilters() {
  const { labels, types, years, confidence, support } = defaults();
  update({ labels, types, years, confidence, support });
}

/** Show papers in the drawing as soon as one of them is what somebody wants to see around. */
export const focusOn = (steps) => {
  const i = state.chosen.node;
  const labels = isPaper(i) ? new Set([...state.labels, things[i].label]) : state.labels;
  update({ focus: steps, labels });
};
