// The list of papers: filter by words, sort by any column, open one in the graph.

import { button, byId, el, longList } from "./dom.js";
import { isPaper, resultsOf, span, things, touching } from "./model.js";
import { nodeLink, paperLink } from "./parts.js";
import { onChange, state } from "./state.js";
import { fold, plural } from "./text.js";

const FIRST = 60;
const place = byId("papers");

let list = null; // made when the tab is first opened
const sorting = { by: span ? "year" : "things", down: true };

const COLUMNS = [
  { key: "title", name: "Title" },
  ...(span ? [{ key: "year", name: "Year" }] : []),
  { key: "things", name: "Entities" },
  { key: "results", name: "Results" },
];

function rowsOf() {
  return things.map((_, i) => i).filter(isPaper).map((i) => {
    const { title, year, authors = [], abstract } = things[i];
    return { i, title, year, things: touching[i].length, results: resultsOf(i).length, folded: fold(`${title} ${authors.join(" ")} ${abstract}`) };
  });
}

function compare(a, b) {
  const [x, y] = [a[sorting.by], b[sorting.by]];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined) || a.i - b.i;
  const order = typeof x === "string" ? x.localeCompare(y) : x - y;
  return (sorting.down ? -order : order) || a.i - b.i;
}

/** What a paper introduces, which says more of it than its number of authors. */
function introduces(i) {
  const own = touching[i].filter((edge) => edge.type === "INTRODUCES").map((edge) => edge.to);
  return own.length ? el("div", { class: "own" }, "introduces ", ...own.slice(0, 3).map(nodeLink)) : null;
}

const paperRow = ({ i, year, things: held, results }) => el("tr", {},
  el("td", {}, nodeLink(i), introduces(i)), span && el("td", { class: "figure" }, year ?? "–"), el("td", { class: "figure" }, held), el("td", { class: "figure" }, results),
  el("td", { class: "last" }, paperLink(i, "Open ↗")));

function build() {
  const papers = rowsOf();
  const found = el("p", { class: "about", role: "status" });
  const slot = el("div", { class: "card scroll" });
  const wanted = el("input", { type: "search", id: "paper-filter", placeholder: "Words in title, abstract or authors …", autocomplete: "off", input: () => fill() });
  const headers = COLUMNS.map(({ key, name }) => {
    const sort = button(name, () => {
      Object.assign(sorting, sorting.by === key ? { down: !sorting.down } : { by: key, down: key !== "title" });
      fill();
    });
    return { key, cell: el("th", { scope: "col", class: key === "title" ? null : "figure" }, sort) };
  });
  const header = el("thead", {}, el("tr", {}, ...headers.map(({ cell }) => cell), el("th", {}, el("span", { class: "unseen" }, "Paper"))));

  function fill() {
    const words = fold(wanted.value).split(" ").filter(Boolean);
    const shown = papers.filter(({ folded }) => words.every((word) => folded.includes(word))).sort(compare);
    headers.forEach(({ key, cell }) => cell.setAttribute("aria-sort", sorting.by === key ? (sorting.down ? "descending" : "ascending") : "none"));
    found.textContent = words.length ? `${plural(shown.length, "paper")} of ${papers.length}` : plural(shown.length, "paper");
    const body = el("tbody");
    const rows = longList(shown, paperRow, { first: FIRST, list: body });
    const more = rows === body ? null : rows.querySelector(".more");
    slot.replaceChildren(...[el("table", {}, header, body), more].filter(Boolean));
    if (!shown.length) slot.replaceChildren(el("p", { class: "empty" }, papers.length ? "No paper has all of these words." : "This graph has no papers."));
  }

  fill();
  return el("div", { class: "page" }, el("h2", {}, "Papers"),
    el("div", { class: "choosers" }, el("label", { class: "wide" }, "Filter", wanted), found), slot);
}

onChange(() => {
  if (state.tab !== "papers" || list) return;
  list = build();
  place.replaceChildren(list);
});
