// The overview: how much the graph holds, what is shared most, papers by year, what made the page.

import { chooseNode, showCommunity } from "./actions.js";
import { bars, columnsByYear } from "./charts.js";
import { button, byId, el, longList } from "./dom.js";
import { boards, communities, conflicts, isPaper, nameOf, results, things } from "./model.js";
import { data } from "./packed.js";
import { inkOf, swatch } from "./parts.js";
import { onChange, state, update } from "./state.js";
import { brief, number, plural } from "./text.js";

const TOP = 8;
const place = byId("overview");

function figure(count, name, mark = null) {
  return el("div", { class: "card figure-card" }, el("strong", {}, number(count)), el("span", {}, mark, name));
}

function figures() {
  const labels = [...data.labels].sort((a, b) => (b.name === data.paper) - (a.name === data.paper));
  const edges = data.types.reduce((sum, type) => sum + (type.role ? 0 : type.count), 0);
  return el("div", { class: "figures" },
    ...labels.map(({ name, count }) => figure(count, count === 1 ? name : `${name}s`, swatch(name))),
    figure(edges, edges === 1 ? "Relation" : "Relations"), figure(results.length, results.length === 1 ? "Result" : "Results"));
}

function byYear() {
  const counts = new Map();
  for (const { label, year } of things) if (label === data.paper && year !== undefined) counts.set(year, (counts.get(year) ?? 0) + 1);
  if (!counts.size) return null;
  const open = (year) => update({ tab: "graph", years: [year, year], chosen: null, focus: 0, path: null, community: null });
  return el("section", { class: "card wide" }, el("h3", {}, "Papers by year"), columnsByYear(counts, open, Math.min(990, place.clientWidth - 60)));
}

function topOf(label) {
  const top = things.map((_, i) => i).filter((i) => things[i].label === label.name).slice(0, TOP);
  if (!top.length) return null;
  return el("section", { class: "card" }, el("h3", {}, `Top ${label.name.toLowerCase()}s`, el("small", {}, "by papers")),
    bars(top.map((i) => ({ name: brief(nameOf(i), 60), count: things[i].papers, colour: inkOf(label.name), choose: () => chooseNode(i) }))));
}

function communityRow(community) {
  const { name, members } = communities[community];
  const papers = members.filter(isPaper).length;
  return el("li", {}, button(el("bdi", {}, brief(name, 100)), () => showCommunity(community), { class: "link" }),
    el("small", {}, `${plural(papers, "paper")}, ${plural(members.length - papers, "entity", "entities")}`));
}

function groups() {
  if (!communities.length) return null;
  return el("section", { class: "card wide" }, el("h3", {}, "Communities", el("small", {}, "what papers have in common; choose one to draw it alone")),
    longList(communities.map((_, n) => n), communityRow, { first: TOP, list: el("ul", { class: "groups" }) }));
}

function types(role, title) {
  const shown = data.types.filter((type) => type.role === role && type.count).sort((a, b) => b.count - a.count);
  if (!shown.length) return null;
  const alone = (name) => () => update({ tab: "graph", types: new Set([name]), labels: role ? new Set([...state.labels, data.paper]) : state.labels, chosen: null, focus: 0, path: null, community: null });
  return el("section", { class: "card" }, el("h3", {}, title),
    bars(shown.map(({ name, forward, count }) => ({ name: forward, count, colour: "var(--edge)", choose: alone(name) }))));
}

function about() {
  const { name, version, licence } = data.drawn_by;
  const left = data.left ? ` It has room for the most important part: ${plural(data.left, "node")} of the graph ${data.left === 1 ? "is" : "are"} not here.` : "";
  return el("footer", { class: "about" },
    `Made by litkg ${data.version}. This page is one file, works offline and sends nothing anywhere.${left} Drawn with ${name} ${version} (${licence}).`);
}

function show() {
  place.replaceChildren(el("div", { class: "page" },
    el("h2", {}, "Overview"),
    figures(),
    boards.length ? el("p", { class: "about" }, `${plural(boards.length, "leaderboard")}${conflicts.length ? `, ${plural(conflicts.length, "case")} where numbers disagree` : ""}.`) : null,
    el("div", { class: "grid" }, byYear(), groups(), ...data.labels.filter((label) => label.name !== data.paper).map(topOf), types(false, "Relations"), types(true, "Roles in papers")),
    about()));
}

onChange((before) => {
  if (state.tab === "overview" && before.tab !== "overview") show();
});
