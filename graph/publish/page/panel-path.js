// The panel of a path: its steps in order, each with its evidence.

import { chooseEdge, showPath } from "./actions.js";
import { button, el } from "./dom.js";
import { nameOf, otherEnd, wayFrom } from "./model.js";
import { nodeLink } from "./parts.js";
import { brief, plural } from "./text.js";
import { view } from "./view.js";

function steps(from, path) {
  const rows = [el("li", {}, nodeLink(from))];
  let at = from;
  for (const edge of path) {
    const way = wayFrom(edge, at);
    at = otherEnd(edge, at);
    rows.push(el("li", { class: "step" }, button(way, () => chooseEdge(edge), { class: "quiet", "aria-label": `${way}: evidence` })), el("li", {}, nodeLink(at)));
  }
  return el("ol", { class: "path" }, ...rows);
}

export function pathPanel({ from, to }) {
  const { path } = view();
  if (!path) {
    return [
      el("h2", {}, "No path"),
      el("p", { class: "about" }, `Nothing that the filters let through leads from ${brief(nameOf(from), 80)} to ${brief(nameOf(to), 80)}.`),
      el("div", { class: "triple" }, nodeLink(from), nodeLink(to)),
    ];
  }
  return [
    el("h2", {}, `Path of ${plural(path.length, "step")}`),
    el("p", { class: "about" }, "A shortest way between the two. Choose a step to read its evidence."),
    steps(from, path),
    el("div", { class: "tools" }, button("Turn it round", () => showPath(to, from))),
  ];
}
