// The graph: things, edges, results, and who touches whom. Touches no document and never changes.

import { data, rows } from "./packed.js";

/** Entities and papers, the most important first; a thing's number is its place. */
export const things = rows(data.things);
/** What PyVis made for the drawing, one a thing: x, y, size, shape, group. */
export const nodes = rows(data.nodes);
/** From, to, type, confidence, support, papers and evidence, one an edge. */
export const edges = rows(data.edges);
export const results = rows(data.results);
export const boards = rows(data.boards);
export const conflicts = rows(data.conflicts);
/** Named groups of things that have more to do with each other than with the rest. */
export const communities = rows(data.communities);

export const looks = new Map(data.labels.map((label) => [label.name, label]));
export const wording = new Map(data.types.map((type) => [type.name, type]));

/** Edges of each thing, by its number. */
export const touching = things.map(() => []);

things.forEach((thing) => {
  thing.id ??= `${thing.label}:${thing.name}`.toLowerCase().replaceAll(" ", "-");
});
edges.forEach((edge, n) => {
  edge.id = n;
  touching[edge.from].push(edge);
  if (edge.to !== edge.from) touching[edge.to].push(edge);
});

const numbers = new Map(things.map((thing, i) => [thing.id, i]));
/** The number of the thing with this id, or undefined. */
export const find = (id) => numbers.get(id);

export const nameOf = (i) => things[i].name || things[i].title || things[i].id;
export const isPaper = (i) => things[i].label === data.paper;
/** How a relation reads from this end of it. */
export const wayFrom = (edge, i) => wording.get(edge.type)[edge.from === i ? "forward" : "back"];

export const isRole = (edge) => wording.get(edge.type).role;
export const otherEnd = (edge, i) => (edge.from === i ? edge.to : edge.from);
export const neighbours = (i) => [...new Set(touching[i].map((edge) => otherEnd(edge, i)))];

const about = new Map();
for (const result of results) {
  for (const end of ["paper", "method", "dataset", "metric", "task", "baseline"]) {
    const i = result[end];
    if (i === undefined) continue;
    if (!about.has(i)) about.set(i, new Set());
    about.get(i).add(result);
  }
}
/** The results that a thing reports or stands in. */
export const resultsOf = (i) => [...(about.get(i) ?? [])];

export const textOf = (paper) => `${things[paper].title}\n${things[paper].abstract}`;

const spread = things.map(() => null);
edges.forEach((edge) => {
  for (const end of [edge.from, edge.to]) {
    for (const paper of edge.papers) {
      const { year } = things[paper];
      if (year !== undefined) (spread[end] ??= new Set()).add(year);
    }
  }
});
/** The years of the papers that a thing stands in, or null where none is known. */
export const yearsOf = (i) => (isPaper(i) ? (things[i].year === undefined ? null : new Set([things[i].year])) : spread[i]);

const known = things.filter((thing) => thing.year !== undefined).map((thing) => thing.year);
/** First and last year of any paper, or null where no paper has one. */
export const span = known.length ? [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))] : null;
