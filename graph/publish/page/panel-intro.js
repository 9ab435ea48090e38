// The panel while nothing is chosen: what most papers hold, and how to go on from there.

import { el, section } from "./dom.js";
import { things } from "./model.js";
import { data } from "./packed.js";
import { inkOf, nodeLink } from "./parts.js";
import { plural } from "./text.js";

const ROWS = 6;

function topOf(label) {
  const top = things.map((_, i) => i).filter((i) => things[i].label === label.name).slice(0, ROWS);
  const most = Math.max(...top.map((i) => things[i].papers));
  return section(label.name, el("ul", {}, ...top.map((i) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * things[i].papers) / most}%`;
    bar.style.background = inkOf(label.name);
    return el("li", { class: "row" }, nodeLink(i), el("small", {}, plural(things[i].papers, "paper")), bar);
  })));
}

export function introPanel() {
  const labels = data.labels.filter((label) => label.name !== data.paper && things.some((thing) => thing.label === label.name));
  if (!labels.length) return [el("h2", {}, "Nothing here yet"), el("p", { class: "about" }, "No paper of this graph holds a method, dataset, metric or task.")];
  return [
    el("h2", {}, "Most shared"),
    el("p", { class: "about" }, "Choose a node or a line to see the sentences it comes from. Double-click a node to draw its neighbours, and again to fold them. The larger a node, the more papers."),
    data.left ? el("p", { class: "about" }, `The page has room for the most important part: ${plural(data.left, "more node")} ${data.left === 1 ? "stands" : "stand"} in the graph, which Cypher reads whole.`) : null,
    ...labels.map(topOf),
  ];
}
