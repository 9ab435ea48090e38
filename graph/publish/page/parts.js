// Parts that several views are made of: links to nodes, swatches, quoted evidence, links to papers.

import { chooseNode } from "./actions.js";
import { button, el, svg } from "./dom.js";
import { looks, nameOf, textOf, things } from "./model.js";
import { data } from "./packed.js";

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  diamond: "M8 1l6.5 7L8 15 1.5 8z",
  square: "M2.5 2.5h11v11h-11z",
  triangle: "M8 1.5l7 12.5H1z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
};

/** The colour of a label as a CSS value. */
export const inkOf = (label) => `var(--label-${data.labels.findIndex((known) => known.name === label)})`;

/** The shape and colour of a label, as the canvas draws it. */
export function swatch(label) {
  const outline = svg("path", { d: OUTLINES[looks.get(label).shape] });
  outline.style.fill = inkOf(label);
  return svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true", class: "swatch" }, outline);
}

export const nodeLink = (i) => el("button", { type: "button", class: "link", click: () => chooseNode(i) }, swatch(things[i].label), el("bdi", {}, nameOf(i)));

export function paperLink(i, text = "Open the paper ↗") {
  const { url } = things[i];
  // Checked once more here: the page never links anything but the web.
  if (!/^https?:\/\//i.test(url || "")) return null;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

/** The sentence that shows something; [start, end] in the paper's text, or itself where it stands elsewhere. */
export const sentenceOf = (paper, evidence) => (typeof evidence === "string" ? evidence : textOf(paper).slice(...evidence)).trim();

/** A sentence with a part of it marked: the value that it reports. */
function marked(paper, [start, end], [from, to]) {
  const text = textOf(paper);
  if (from < start || to > end) return [text.slice(start, end).trim()];
  return [text.slice(start, from).trimStart(), el("mark", {}, text.slice(from, to)), text.slice(to, end).trimEnd()];
}

/**
 * The sentence, and on demand the whole abstract with the sentence marked.
 * @param {number} paper
 * @param {[number, number]|string} evidence
 * @param {[number, number]} [value] what to mark in the sentence itself
 */
export function quote(paper, evidence, value) {
  if (typeof evidence === "string") return el("blockquote", { dir: "auto" }, evidence.trim());
  const [start, end] = evidence;
  const said = value ? marked(paper, evidence, value) : [sentenceOf(paper, evidence)];
  const details = el("details", { toggle: () => {
    if (details.children.length > 1) return;
    const text = textOf(paper);
    details.append(el("p", { class: "abstract", dir: "auto" }, text.slice(0, start), el("mark", {}, text.slice(start, end)), text.slice(end)));
  } }, el("summary", {}, "In its abstract"));
  return el("div", {}, el("blockquote", { dir: "auto" }, ...said), details);
}
