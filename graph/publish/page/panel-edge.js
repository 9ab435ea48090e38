// The panel of a relation: its papers, how sure it is, and the sentence of each paper, marked in its abstract.

import { chooseEdge } from "./actions.js";
import { correctEdge } from "./correct.js";
import { button, el, longList, section } from "./dom.js";
import { isRole, otherEnd, things, touching, wayFrom, wording } from "./model.js";
import { nodeLink, paperLink, quote } from "./parts.js";
import { plural } from "./text.js";

function grounds(edge) {
  return (n) => {
    const paper = edge.papers[n];
    const { year } = things[paper];
    return el("li", { class: "grounds" }, nodeLink(paper), year ? el("small", {}, year) : null, quote(paper, edge.evidence[n]), paperLink(paper));
  };
}

/** How sure the relation is, as a bar and in figures. */
function sureness(confidence) {
  const bar = el("span", { class: "meter", "aria-hidden": "true" }, el("span"));
  bar.firstChild.style.width = `${100 * confidence}%`;
  return el("p", { class: "about sure" }, `confidence ${confidence.toFixed(2)}`, bar);
}

function beside(edge) {
  const others = touching[edge.from].filter((other) => other !== edge && otherEnd(other, edge.from) === otherEnd(edge, edge.from));
  if (!others.length) return null;
  return section("between the same two", el("ul", {}, ...others.map((other) => {
    const way = wayFrom(other, edge.from);
    return el("li", {}, button(way, () => chooseEdge(other), { class: "link plain" }));
  })));
}

export function edgePanel(edge) {
  return [
    el("h2", { class: "unseen" }, "Relation"),
    el("div", { class: "triple" }, nodeLink(edge.from), el("span", {}, wording.get(edge.type).forward), nodeLink(edge.to)),
    sureness(edge.confidence),
    section(`evidence in ${plural(edge.support, "paper")}`, longList(edge.papers.map((_, n) => n), grounds(edge))),
    beside(edge),
    isRole(edge) ? null : correctEdge(edge),
  ];
}
