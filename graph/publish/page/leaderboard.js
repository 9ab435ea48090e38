// The leaderboards: choose dataset, metric and task; methods best first, gains apart, and where papers disagree.

import { button, byId, el, longList } from "./dom.js";
import { boards, conflicts, nameOf, results, things } from "./model.js";
import { nodeLink, paperLink, quote } from "./parts.js";
import { KINDS, defaults, onChange, state, update } from "./state.js";
import { measured, plural } from "./text.js";

const FIRST = 10; // boards before "show more"
const ROWS = 10;
const place = byId("leaderboard");

const suits = (row) => ["dataset", "metric"].every((kind) => state.board[kind] === null || row[kind] === state.board[kind]);
const resultsOn = (board) => [...board.levels, ...board.gains];
const ofTask = (n) => state.board.task === null || results[n].tasks.includes(state.board.task);

/** The board with the rows of the chosen task alone, in their order; ranks are counted anew. */
function narrowed(board) {
  const kept = board.levels.map((_, at) => at).filter((at) => ofTask(board.levels[at]));
  const ranks = kept.map((at) => board.ranks[at]);
  const levels = kept.map((at, n) => ({ result: results[board.levels[at]], rank: ranks[n] === null ? null : ranks.indexOf(ranks[n]) + 1, also: board.also[at] }));
  return { ...board, levels, gains: board.gains.filter(ofTask).map((n) => results[n]) };
}

function evidenceCell(result, row, width) {
  const details = el("tr", { class: "evidence", hidden: true });
  const toggle = button("Evidence", () => {
    if (!details.firstChild) details.append(el("td", { colspan: width }, quote(result.paper, result.evidence, result.at), paperLink(result.paper)));
    details.hidden = !details.hidden;
    toggle.setAttribute("aria-expanded", String(!details.hidden));
  }, { class: "quiet", "aria-expanded": "false" });
  row.append(el("td", { class: "last" }, toggle));
  return [row, details];
}

function paperCell({ paper }) {
  const { year } = things[paper];
  return el("td", { class: "paper" }, nodeLink(paper), year ? el("small", {}, ` ${year}`) : null);
}

function valueCell(result, most) {
  const cell = el("td", { class: "value" }, el("strong", {}, measured(result)));
  if (most > 0 && result.number >= 0) {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * result.number) / most}%`;
    cell.append(bar);
  }
  return cell;
}

const head = (...names) => el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));

const methodCell = (result) => el("td", { class: "method" }, result.method === undefined ? el("span", { class: "unknown" }, "no method named") : nodeLink(result.method));

function levelTable(levels) {
  const most = levels.length > 1 ? levels.reduce((found, { result }) => Math.max(found, result.number ?? 0), 0) : 0;
  const rows = levels.map(({ result, rank, also }) => {
    const method = methodCell(result);
    if (also.length) method.append(el("small", {}, ` also ${also.slice(0, 4).map((n) => measured(results[n])).join(", ")}${also.length > 4 ? " …" : ""}`));
    return evidenceCell(result, el("tr", {}, el("td", { class: "rank" }, rank ?? "–"), method, valueCell(result, most), paperCell(result)), 5);
  });
  return foldedTable(head("Rank", "Method", "Value", "Paper", el("span", { class: "unseen" }, "Evidence")), rows);
}

function gainTable(gains) {
  const rows = gains.map((result) => {
    const over = result.baseline === undefined ? el("span", { class: "unknown" }, "not named") : nodeLink(result.baseline);
    return evidenceCell(result, el("tr", {}, methodCell(result), el("td", { class: "value" }, el("strong", {}, measured(result))), el("td", { class: "over" }, over), paperCell(result)), 5);
  });
  return foldedTable(head("Method", "Gain", "Over", "Paper", el("span", { class: "unseen" }, "Evidence")), rows);
}

/** A table that shows its first rows; a row is a pair of the row and its evidence. */
function foldedTable(header, rows) {
  const body = el("tbody", {}, ...rows.slice(0, ROWS).flat());
  const table = el("div", { class: "scroll" }, el("table", {}, header, body));
  if (rows.length <= ROWS) return table;
  const more = button(`Show all ${rows.length}`, () => {
    body.append(...rows.slice(ROWS).flat());
    more.remove();
  }, { class: "quiet more" });
  return el("div", {}, table, more);
}

const WAYS = { higher: "higher is better", lower: "lower is better" };

function boardCard(board) {
  const { dataset, metric, direction, levels, gains, unit } = narrowed(board);
  const named = (i, missing) => (i === undefined ? el("span", { class: "unknown" }, missing) : nodeLink(i));
  const way = WAYS[direction] ?? "which way is better is not known";
  const methods = new Set(levels.map(({ result }) => result.method).filter((i) => i !== undefined)).size;
  return el("article", { class: "card board" },
    el("h3", {}, named(metric, "No metric named"), el("span", { class: "on" }, "on"), named(dataset, "no dataset named")),
    el("p", { class: "about" }, [methods ? plural(methods, "method") : null, unit && unit !== "%" ? `in ${unit}` : null, levels.length ? way : null].filter(Boolean).join(" · ")),
    levels.length ? levelTable(levels) : null,
    gains.length ? el("h4", {}, "Gains over something else") : null,
    gains.length ? gainTable(gains) : null);
}

function conflictCard({ method, dataset, metric, standings }) {
  return el("article", { class: "card conflict" },
    el("h3", {}, nodeLink(method), el("span", { class: "on" }, "on"), nodeLink(dataset), el("span", { class: "on" }, "in"), nodeLink(metric)),
    el("div", { class: "sides" }, ...standings.map((n) => {
      const result = results[n];
      const { year } = things[result.paper];
      return el("div", {}, el("p", {}, el("strong", {}, measured(result)), " ", nodeLink(result.paper), year ? el("small", {}, ` ${year}`) : null), quote(result.paper, result.evidence, result.at));
    })));
}

/** The things of a kind that stand on any board that suits the other choices, by name. */
function choices(kind) {
  const fits = (row) => KINDS.every((other) => other === kind || state.board[other] === null || row[other].includes(state.board[other]));
  const found = boards.flatMap((board) => resultsOn(board).map((n) => ({ dataset: [board.dataset], metric: [board.metric], task: results[n].tasks })));
  return [...new Set(found.filter(fits).flatMap((row) => row[kind]).filter((i) => i !== undefined))].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

function chooser(kind) {
  const options = choices(kind);
  const select = el("select", { id: `board-${kind}`, change: () => update({ board: { ...state.board, [kind]: select.value === "" ? null : Number(select.value) } }) },
    el("option", { value: "" }, `any ${kind}`), ...options.map((i) => el("option", { value: i }, nameOf(i).slice(0, 80))));
  select.value = state.board[kind] ?? "";
  select.disabled = !options.length;
  return el("label", {}, `${kind[0].toUpperCase()}${kind.slice(1)}`, select);
}

function show() {
  const held = document.activeElement?.id;
  const shown = boards.filter(suits).filter((board) => resultsOn(board).some(ofTask));
  const disagreeing = conflicts.filter(suits).filter(({ standings }) => standings.some(ofTask));
  const chosen = KINDS.some((kind) => state.board[kind] !== null);
  const empty = boards.length
    ? "No result fits all three. Take one of them back."
    : "No number in these papers could be read together with its metric or dataset, so there is nothing to rank.";
  const disagreement = el("section", { id: "conflicts" },
    el("h2", { class: "second" }, `Numbers that disagree (${disagreeing.length})`),
    longList(disagreeing, conflictCard, { first: 5, list: el("div", { class: "cards" }) }));
  place.replaceChildren(el("div", { class: "page" },
    el("h2", {}, "Leaderboards"),
    el("p", { class: "about" }, "Numbers as the papers report them, one row a method with its best. They may come from different settings: read the sentence before you rely on one."),
    el("div", { class: "choosers" }, ...KINDS.map(chooser),
      disagreeing.length ? button(`${plural(disagreeing.length, "disagreement")} ↓`, () => disagreement.scrollIntoView(), { class: "quiet" }) : null,
      chosen ? button("Clear", () => update({ board: defaults().board }), { class: "quiet" }) : null),
    shown.length ? longList(shown, boardCard, { first: FIRST, list: el("div", { class: "cards" }) }) : el("p", { class: "empty" }, empty),
    disagreeing.length ? disagreement : null));
  if (held?.startsWith("board-")) byId(held)?.focus();
}

onChange((before) => {
  if (state.tab === "leaderboard" && (before.tab !== "leaderboard" || before.board !== state.board)) show();
});
