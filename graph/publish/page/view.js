// What is drawn now: follows from the state and the graph, and is computed once for each change of the state.

import { communities, edges, isPaper, isRole, neighbours, nodes, things, yearsOf } from "./model.js";
import { around, shortest } from "./paths.js";
import { onChange, state } from "./state.js";

const FOCUS_MOST = 400; // things in a focus: three steps from a hub would be the whole graph

let current = null;
onChange(() => {
  current = null;
});

const within = (year) => year !== undefined && year >= state.years[0] && year <= state.years[1];
const inYears = (papers) => !state.years || papers.some((paper) => within(things[paper].year));

/** Whether the filters let a relation through, wherever its ends are. */
const passes = (edge) =>
  state.types.has(edge.type) && edge.confidence >= state.confidence && edge.support >= state.support && inYears(edge.papers);

const isNarrowed = () => state.confidence > 0 || state.support > 1;

function hasYear(i) {
  if (!state.years) return true;
  return [...(yearsOf(i) ?? [])].some(within);
}

/** The edges of the path that was asked for: over relations between entities, over papers only where nothing else leads there. */
function pathEdges({ from, to }) {
  return shortest(from, to, (edge) => passes(edge) && !isRole(edge)) ?? shortest(from, to, passes);
}

/** What the filters choose from: the first view, everything, or a community. */
function pool() {
  if (state.community === null) return nodes.map(({ id }) => id).filter((i) => state.everything || things[i].first);
  return communities[state.community].members;
}

function compute() {
  const { chosen, path } = state;
  const steps = path ? pathEdges(path) : null;
  const centre = chosen?.node;
  let drawn;
  if (steps) drawn = new Set([path.from, path.to, ...steps.flatMap((edge) => [edge.from, edge.to])]);
  else if (state.focus && centre !== undefined) {
    const ends = (edge) => [edge.from, edge.to].every((i) => state.labels.has(things[i].label) || i === centre);
    drawn = around(centre, state.focus, (edge) => passes(edge) && ends(edge), FOCUS_MOST);
  } else {
    drawn = new Set([...state.opened, ...pool().filter((i) => state.labels.has(things[i].label) && hasYear(i))]);
  }
  const joined = edges.filter((edge) => drawn.has(edge.from) && drawn.has(edge.to) && passes(edge));
  if (isNarrowed() && !steps && !state.focus) {
    // A filter that took all relations of a node takes the node too.
    const kept = new Set(joined.flatMap((edge) => [edge.from, edge.to]));
    for (const i of drawn) if (!kept.has(i) && !state.opened.has(i)) drawn.delete(i);
  }
  return { nodes: drawn, edges: joined, path: steps };
}

/** @returns {{nodes: Set<number>, edges: Array<Object>, path: ?Array<Object>}} */
export function view() {
  current ??= compute();
  return current;
}

export const isDrawn = (i) => view().nodes.has(i);
/** Neighbours that an expansion would draw; papers only where papers are switched on. */
export const hiddenNeighbours = (i) =>
  neighbours(i).filter((other) => !isDrawn(other) && (!isPaper(other) || state.labels.has(things[other].label)));
