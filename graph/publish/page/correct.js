// The buttons that say what is wrong with a node or a relation.

import { ask } from "./actions.js";
import { correct } from "./corrections.js";
import { button, el } from "./dom.js";
import { nameOf, things } from "./model.js";
import { say } from "./notice.js";
import { data } from "./packed.js";
import { brief } from "./text.js";

const short = (text) => brief(text, 40);

function noted(line, text) {
  correct(line);
  say(`${text} Noted in Corrections.`);
}

function sameAs(i) {
  const { label } = things[i];
  ask(i, `Choose the ${label.toLowerCase()} that is the same as ${short(nameOf(i))}: search, or click a node.`, (other) => {
    if (things[other].label !== label) say(`${short(nameOf(other))} is a ${things[other].label.toLowerCase()}; only things of one kind can be the same. Say first what kind it is.`);
    else noted({ same: [nameOf(i), nameOf(other)], label }, `${short(nameOf(i))} and ${short(nameOf(other))} are the same.`);
  });
}

/** A choice that does something at once and then shows its first words again. */
function menu(words, options, choose) {
  const select = el("select", { "aria-label": words, change: () => {
    if (select.selectedIndex > 0) choose(options[select.selectedIndex - 1]);
    select.selectedIndex = 0;
  } }, el("option", {}, words), ...options.map((option) => el("option", {}, short(option))));
  return select;
}

export function correctNode(i) {
  const { label, aliases } = things[i];
  const kinds = data.labels.map(({ name }) => name).filter((name) => name !== label && name !== data.paper);
  return el("details", { class: "correct" }, el("summary", {}, "Something wrong?"),
    el("p", { class: "about" }, "Corrections collect in a file that the next build reads."),
    el("div", { class: "tools" },
      button("Same as …", () => sameAs(i)),
      aliases.length ? menu("Different from …", aliases, (alias) => noted({ different: [nameOf(i), alias], label }, `${short(nameOf(i))} and ${short(alias)} are different.`)) : null,
      menu("Another kind …", kinds, (kind) => noted({ entity: nameOf(i), label: kind }, `${short(nameOf(i))} is a ${kind.toLowerCase()}.`)),
      button(`Not a ${label.toLowerCase()} at all`, () => noted({ wrong: nameOf(i), label }, `${short(nameOf(i))} is nothing of the kind.`))));
}

export function correctEdge(edge) {
  const [head, tail] = [nameOf(edge.from), nameOf(edge.to)];
  return el("details", { class: "correct" }, el("summary", {}, "Something wrong?"),
    el("p", { class: "about" }, "Corrections collect in a file that the next build reads."),
    el("div", { class: "tools" }, button("This relation does not hold", () =>
      noted({ wrong: { head, type: edge.type, tail }, label: things[edge.from].label }, `${short(head)} and ${short(tail)}: the relation does not hold.`))));
}
