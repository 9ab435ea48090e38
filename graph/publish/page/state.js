// What the user has asked for, and who wants to know when that changes.
// Views read it and write the simple fields of their own; what touches several at once is in actions.js.

import { data } from "./packed.js";
import { wording } from "./model.js";

/** What a leaderboard is chosen by. */
export const KINDS = ["dataset", "metric", "task"];

export const defaults = () => ({
  tab: "graph",
  labels: new Set(data.labels.filter((label) => label.on).map((label) => label.name)),
  types: new Set(wording.keys()),
  years: null, // [first, last]
  confidence: 0,
  support: 1,
  everything: false, // draw more than the first view
  community: null, // draw this one alone instead of the first view: its place in the list
  opened: new Set(), // things that somebody asked for: drawn whatever the first view holds
  expanded: new Map(), // thing -> the neighbours that its expansion opened, for folding them again
  chosen: null, // { node, look: whether to move there } or { edge }
  focus: 0, // steps around the chosen node; 0 draws all
  path: null, // { from, to }
  picking: null, // { from, prompt, done(i) } while the next node that is chosen answers a question
  board: { dataset: null, metric: null, task: null },
});

export const state = defaults();

const listeners = [];

/** Call after every change, with what the state was before. */
export const onChange = (listener) => listeners.push(listener);

/** Change the state and tell everybody. */
export function update(change) {
  const before = { ...state };
  Object.assign(state, change);
  listeners.forEach((listener) => listener(before));
}
