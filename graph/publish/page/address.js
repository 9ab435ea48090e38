// The address: the view as `#node=...&labels=...`, written on every change and followed when somebody comes with one.

import { communities, edges, find, looks, span, things, wording } from "./model.js";
import { KINDS, defaults, onChange, state, update } from "./state.js";
import { TABS } from "./tabs.js";

const listed = (set) => [...set].sort().join(",");

function written() {
  const start = defaults();
  const found = new URLSearchParams();
  const { chosen, path } = state;
  if (chosen?.node !== undefined) found.set("node", things[chosen.node].id);
  if (chosen?.edge) {
    found.set("from", things[chosen.edge.from].id);
    found.set("type", chosen.edge.type);
    found.set("to", things[chosen.edge.to].id);
  }
  if (state.focus) found.set("focus", state.focus);
  if (path) [path.from, path.to].forEach((i) => found.append("path", things[i].id));
  if (state.tab !== start.tab) found.set("tab", state.tab);
  if (listed(state.labels) !== listed(start.labels)) found.set("labels", listed(state.labels));
  if (state.types.size !== start.types.size) found.set("types", listed(state.types));
  if (state.years) found.set("years", state.years.join("-"));
  if (state.confidence) found.set("confidence", state.confidence);
  if (state.support > 1) found.set("support", state.support);
  if (state.everything) found.set("all", "1");
  if (state.community !== null) found.set("community", communities[state.community].name);
  for (const kind of KINDS) if (state.board[kind] !== null) found.set(kind, things[state.board[kind]].id);
  return found.toString();
}

/** A number within bounds; the fallback for anything else that an address may hold. */
function bounded(text, low, high, fallback) {
  const value = Number(text);
  return text !== null && Number.isFinite(value) && value >= low && value <= high ? value : fallback;
}

const known = (text, names) => new Set(text.split(",").filter((name) => names.has(name)));

function yearsIn(text) {
  const years = /^(\d{1,4})-(\d{1,4})$/.exec(text ?? "")?.slice(1).map(Number);
  return years && span && years[0] <= years[1] ? years : null;
}

function chosenIn(wanted) {
  const node = find(wanted.get("node"));
  if (node !== undefined) return { node, look: true };
  const [from, to] = [find(wanted.get("from")), find(wanted.get("to"))];
  const edge = from === undefined ? undefined : edges.find((one) => one.from === from && one.to === to && one.type === wanted.get("type"));
  return edge ? { edge } : null;
}

/** What an address asks for, as a whole state; what it does not say is as at the start. */
function read(hash) {
  const wanted = new URLSearchParams(hash.replace(/^#/, ""));
  const start = defaults();
  const chosen = chosenIn(wanted);
  const ends = wanted.getAll("path").map(find);
  const path = ends.length === 2 && !ends.includes(undefined) ? { from: ends[0], to: ends[1] } : null;
  const community = communities.findIndex(({ name }) => name === wanted.get("community"));
  const board = Object.fromEntries(KINDS.map((kind) => [kind, find(wanted.get(kind)) ?? null]));
  const shown = [chosen?.node, chosen?.edge?.from, chosen?.edge?.to, path?.from, path?.to].filter((i) => i !== undefined);
  return {
    ...start,
    tab: TABS.includes(wanted.get("tab")) ? wanted.get("tab") : start.tab,
    labels: wanted.has("labels") ? known(wanted.get("labels"), looks) : start.labels,
    types: wanted.has("types") ? known(wanted.get("types"), wording) : start.types,
    years: yearsIn(wanted.get("years")),
    confidence: bounded(wanted.get("confidence"), 0, 1, 0),
    support: bounded(wanted.get("support"), 1, 1e6, 1),
    everything: wanted.get("all") === "1",
    community: community < 0 ? null : community,
    focus: chosen?.node === undefined ? 0 : bounded(wanted.get("focus"), 0, 3, 0),
    opened: new Set(shown),
    chosen, path, board,
  };
}

let writtenLast = "";

function write() {
  const now = written();
  if (now === writtenLast) return;
  writtenLast = now;
  try {
    history.replaceState(null, "", `#${now}`);
  } catch {
    // Some viewers show the page without an address of its own; it works all the same.
  }
}

/** Bring the view in line with the address; false where it asks for nothing. */
export function followAddress() {
  const hash = location.hash.replace(/^#/, "");
  if (hash === writtenLast) return false;
  update(read(hash));
  return true;
}

onChange(write);
addEventListener("hashchange", followAddress);
