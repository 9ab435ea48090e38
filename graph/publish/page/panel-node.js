// The panel of a node: names, where it comes from, what it relates to, its results, and what can be done with it.

import { ask, chooseEdge, expandOrFold, focusOn, showPath } from "./actions.js";
import { correctNode } from "./correct.js";
import { button, el, longList, section } from "./dom.js";
import { nameOf, otherEnd, resultsOf, things, touching, wording } from "./model.js";
import { data } from "./packed.js";
import { nodeLink, paperLink, quote, swatch } from "./parts.js";
import { state } from "./state.js";
import { brief, measured, plural } from "./text.js";
import { hiddenNeighbours } from "./view.js";

const heading = (i) => el("h2", { dir: "auto" }, swatch(things[i].label), el("bdi", {}, nameOf(i)));

/**
 * Neighbours by type and direction, in the legend's order of types; a type that reads the same both ways is one group.
 * @returns {Array<{title: string, role: boolean, pairs: Array<[Object, number]>}>}
 */
function groupsOf(i) {
  const key = (type, side) => `${type.name} ${type[side]}`;
  const groups = new Map();
  for (const type of data.types) for (const side of ["forward", "back"]) groups.set(key(type, side), { title: type[side], role: type.role, pairs: [] });
  for (const edge of touching[i]) {
    const group = groups.get(key(wording.get(edge.type), edge.from === i ? "forward" : "back"));
    group.pairs.push([edge, otherEnd(edge, i)]);
  }
  return [...groups.values()].filter((group) => group.pairs.length)
    .map((group) => ({ ...group, pairs: group.pairs.sort(([a, x], [b, y]) => b.support - a.support || x - y) }));
}

function relationRow([edge, other]) {
  const way = wording.get(edge.type)[edge.to === other ? "forward" : "back"];
  const words = edge.support > 1 ? plural(edge.support, "paper") : "evidence";
  const why = button(words, () => chooseEdge(edge), { class: "quiet", "aria-label": `${words}: ${way} ${brief(nameOf(other))}` });
  return el("li", { class: "row" }, nodeLink(other), why);
}

function paperRow([edge, paper]) {
  const { year } = things[paper];
  return el("li", { class: "grounds" }, nodeLink(paper), year ? el("small", {}, year) : null,
    edge.evidence.length ? quote(paper, edge.evidence[0]) : null);
}

function resultRow(self) {
  return (result) => {
    const ends = [["", result.method], ["", result.metric], ["on ", result.dataset], ["for ", result.task], ["over ", result.baseline]];
    const about = ends.filter(([, i]) => i !== undefined && i !== self).map(([word, i]) => el("span", {}, word, nodeLink(i)));
    return el("li", { class: "result" }, el("strong", {}, measured(result)), result.relative ? el("span", { class: "gain" }, "gain") : null, ...about,
      el("details", {}, el("summary", {}, "Where it says so"), result.paper === self ? null : nodeLink(result.paper), quote(result.paper, result.evidence, result.at)));
  };
}

const groupSection = (row) => ({ title, pairs }) => section(`${title} (${pairs.length})`, longList(pairs, row));

function resultSection(title, i) {
  const found = resultsOf(i);
  return found.length ? section(`${title} (${found.length})`, longList(found, resultRow(i))) : null;
}

/** Focus on the neighbourhood, path to another node, more neighbours. */
function tools(i) {
  const hidden = hiddenNeighbours(i).length;
  const steps = [1, 2, 3].map((n) => button(n, () => focusOn(state.focus === n ? 0 : n),
    { "aria-pressed": String(state.focus === n), "aria-label": `Draw only what is within ${plural(n, "step")}` }));
  return el("div", { class: "tools" },
    hidden || state.expanded.has(i) ? button(hidden ? `Draw ${plural(hidden, "more neighbour")}` : "Fold its neighbours", () => expandOrFold(i)) : null,
    el("span", { class: "steps", role: "group", "aria-label": "Focus on the neighbourhood" }, el("span", {}, "Focus"), ...steps),
    button("Path to …", () => ask(i, `Choose where the path from ${brief(nameOf(i), 40)} ends: search, or click a node.`, (to) => showPath(i, to))));
}

function aliasLine(aliases) {
  const shown = aliases.slice(0, 12).flatMap((alias, n) => [n ? ", " : "", el("bdi", {}, brief(alias, 200))]);
  return el("p", { class: "aliases" }, "Also written ", ...shown, aliases.length > 12 ? ` and ${aliases.length - 12} more` : "");
}

export function entityPanel(i) {
  const thing = things[i];
  const groups = groupsOf(i);
  const direction = thing.direction ? ` · ${thing.direction} is better` : "";
  return [
    heading(i),
    el("p", { class: "about" }, `${thing.label} · ${plural(thing.papers, "paper")} · ${plural(thing.mentions, "mention")}${direction}`),
    thing.aliases.length ? aliasLine(thing.aliases) : null,
    tools(i),
    ...groups.filter((group) => !group.role).map(groupSection(relationRow)),
    resultSection("results", i),
    ...groups.filter((group) => group.role).map(groupSection(paperRow)),
    correctNode(i),
  ];
}

export function paperPanel(i) {
  const { year, authors = [], abstract } = things[i];
  const by = authors.length > 6 ? `${authors.slice(0, 5).join(", ")} and ${authors.length - 5} more` : authors.join(", ");
  return [
    heading(i),
    el("p", { class: "about" }, ["Paper", year, by].filter(Boolean).join(" · ")),
    paperLink(i),
    tools(i),
    el("p", { class: "abstract", dir: "auto" }, abstract || "This paper has no abstract."),
    ...groupsOf(i).map(groupSection(relationRow)),
    resultSection("reports", i),
  ];
}
