// Search with completion over names and aliases of all things, also those that are not drawn yet.

import { chooseNode } from "./actions.js";
import { byId, el } from "./dom.js";
import { nameOf, things } from "./model.js";
import { swatch } from "./parts.js";
import { brief, fold } from "./text.js";

const HITS = 12;
const query = byId("query");
const hits = byId("hits");
let spellings = null; // made by the first search: folding all names takes a while in a large graph
let found = [];
let marked = -1;

function allSpellings() {
  return things.flatMap((thing, i) =>
    [...new Set([nameOf(i), ...(thing.aliases || [])])].map((spelling) => ({ i, spelling, folded: fold(spelling) })));
}

/** Exact before beginning, beginning before a word's beginning, that before anywhere. */
function closeness(folded, wanted) {
  if (folded === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (folded.includes(` ${wanted}`)) return 2;
  return folded.includes(wanted) ? 3 : null;
}

function lookUp(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  spellings ??= allSpellings();
  const best = new Map();
  for (const entry of spellings) {
    const rank = closeness(entry.folded, wanted);
    if (rank !== null && rank < (best.get(entry.i)?.rank ?? 9)) best.set(entry.i, { ...entry, rank });
  }
  return [...best.values()].sort((a, b) => a.rank - b.rank || a.i - b.i).slice(0, HITS);
}

function showHits() {
  found = lookUp(query.value);
  marked = found.length ? 0 : -1;
  const none = query.value.trim() && !found.length;
  hits.replaceChildren(...found.map(hitRow), ...(none ? [el("li", { class: "none" }, "Nothing has this name")] : []));
  hits.hidden = !found.length && !none;
  query.setAttribute("aria-expanded", String(!hits.hidden));
  markHit();
}

function hitRow({ i, spelling }, n) {
  const alias = spelling === nameOf(i) ? null : el("small", {}, el("bdi", {}, brief(spelling)));
  // Before the input loses focus, or the list would be gone when the click arrives.
  const mousedown = (event) => {
    event.preventDefault();
    take(i);
  };
  return el("li", { id: `hit-${n}`, role: "option", mousedown }, swatch(things[i].label), el("bdi", {}, brief(nameOf(i))), alias);
}

function markHit() {
  [...hits.children].forEach((row, n) => row.setAttribute("aria-selected", String(n === marked)));
  if (marked >= 0) {
    query.setAttribute("aria-activedescendant", `hit-${marked}`);
    hits.children[marked].scrollIntoView({ block: "nearest" });
  } else query.removeAttribute("aria-activedescendant");
}

function closeHits() {
  hits.hidden = true;
  query.setAttribute("aria-expanded", "false");
  query.removeAttribute("aria-activedescendant");
}

function take(i) {
  query.value = "";
  closeHits();
  chooseNode(i);
  byId("panel").focus({ preventScroll: true }); // to read on, and to send away the keyboard of a phone
}

export const focusSearch = () => query.focus();

query.addEventListener("input", showHits);
query.addEventListener("focus", () => query.value && showHits());
query.addEventListener("blur", closeHits);
query.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) {
    marked = (marked + step + found.length) % found.length;
    markHit();
  } else if (event.key === "Enter" && marked >= 0 && !hits.hidden) take(found[marked].i);
  else if (event.key === "Escape" && query.value) {
    query.value = "";
    closeHits();
  } else return;
  event.preventDefault();
  event.stopPropagation();
});
