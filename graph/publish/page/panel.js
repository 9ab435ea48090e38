// The side panel: overview, a node, or an edge. Every string becomes a text node; nothing is parsed as markup.

const panel = document.getElementById("panel");
const ROWS = 8; // rows of a list before "show all"

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined).map((c) => (c instanceof Node ? c : String(c))));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  diamond: "M8 1l6.5 7L8 15 1.5 8z",
  square: "M2.5 2.5h11v11h-11z",
  triangle: "M8 1.5l7 12.5H1z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
};

// The shape and colour of a label, as the canvas draws it.
function swatch(label) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("swatch");
  const outline = document.createElementNS(SVG, "path");
  outline.setAttribute("d", OUTLINES[looks.get(label).shape]);
  outline.style.fill = `var(--label-${data.labels.findIndex((l) => l.name === label)})`;
  svg.append(outline);
  return svg;
}

function nodeLink(i) {
  return el("button", { type: "button", class: "link", click: () => chooseNode(i) }, swatch(things[i].label), el("bdi", {}, nameOf(i)));
}

// A list that shows its first rows, and the rest when asked.
function longList(rows) {
  const list = el("ul", {}, ...rows.slice(0, ROWS));
  if (rows.length <= ROWS) return list;
  const more = el("button", { type: "button", class: "quiet", click: () => {
    list.append(...rows.slice(ROWS));
    more.remove();
    rows[ROWS].querySelector("button, a")?.focus();
  } }, `Show all ${rows.length}`);
  return el("div", {}, list, more);
}

function section(title, ...content) {
  return el("section", {}, el("h3", {}, title), ...content);
}

// The sentence, and on demand the whole abstract with the sentence marked.
function quote(paper, evidence) {
  const { sentence, before, after } = evidenceOf(paper, evidence);
  const block = el("blockquote", { dir: "auto" }, sentence.trim());
  if (!before && !after) return block;
  const text = el("p", { class: "abstract", dir: "auto" }, before, el("mark", {}, sentence), after);
  return el("div", {}, block, el("details", {}, el("summary", {}, "In its abstract"), text));
}

function paperLink(i) {
  const { url } = things[i];
  // Checked once more here: the page never links anything but the web.
  if (!/^https?:\/\//i.test(url || "")) return null;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, "Open the paper ↗");
}

function valueOf({ value, unit, relative }) {
  const joined = /^[%x×]/.test(unit) ? `${value}${unit}` : `${value} ${unit}`.trim();
  return relative && !/^[+\-−]/.test(joined) ? `${joined} (gain)` : joined;
}

function resultRows(list, self) {
  return list.map((r) => {
    const about = [r.method, r.metric, r.dataset].filter((i) => i !== undefined && i !== self);
    const row = el("li", {}, el("strong", { title: r.evidence }, valueOf(r)), " ");
    about.forEach((i) => row.append(nodeLink(i)));
    if (r.paper !== self) row.append(el("small", {}, "in ", nodeLink(r.paper)));
    return row;
  });
}

// Neighbours by type and direction: [heading, [[edge, other], ...]], in the legend's order of types.
function groupsOf(i) {
  const groups = new Map();
  for (const type of data.types) for (const side of ["forward", "back"]) groups.set(`${type.name} ${side}`, { title: type[side], pairs: [] });
  for (const edge of touching[i]) {
    const side = edge.from === i ? "forward" : "back";
    groups.get(`${edge.type} ${side}`).pairs.push([edge, otherEnd(edge, i)]);
  }
  return [...groups.values()].filter((group) => group.pairs.length)
    .map((group) => ({ ...group, pairs: group.pairs.sort(([a, x], [b, y]) => b.papers.length - a.papers.length || x - y) }));
}

function relationRow([edge, other]) {
  const why = el("button", { type: "button", class: "quiet", click: () => chooseEdge(edge),
    "aria-label": `Evidence for ${brief(nameOf(other))}` }, edge.papers.length > 1 ? plural(edge.papers.length, "paper") : "evidence");
  return el("li", { class: "row" }, nodeLink(other), why);
}

function paperRow([edge, paper]) {
  return el("li", {}, nodeLink(paper), edge.evidence.length ? quote(paper, edge.evidence[0]) : null);
}

function heading(i) {
  return el("h2", { dir: "auto" }, swatch(things[i].label), el("bdi", {}, nameOf(i)));
}

function entityView(i) {
  const thing = things[i];
  const [roles, relations] = [true, false].map((role) => groupsOf(i).filter(({ pairs }) => wording.get(pairs[0][0].type).role === role));
  const hidden = hiddenNeighbours(i).filter((other) => !isPaper(other));
  return [
    heading(i),
    el("p", { class: "about" }, `${thing.label} · ${plural(thing.papers, "paper")} · ${plural(thing.mentions, "mention")}`),
    thing.aliases.length ? el("p", { class: "aliases" }, "Also written ", ...thing.aliases.flatMap((alias, n) => [n ? ", " : "", el("bdi", {}, alias)])) : null,
    hidden.length ? el("button", { type: "button", class: "action", click: () => openNeighbours(i) }, `Draw ${plural(hidden.length, "more neighbour")}`) : null,
    ...relations.map(({ title, pairs }) => section(`${title} (${pairs.length})`, longList(pairs.map(relationRow)))),
    resultsOf(i).length ? section("results", longList(resultRows(resultsOf(i), i))) : null,
    ...roles.map(({ title, pairs }) => section(`${title} (${pairs.length})`, longList(pairs.map(paperRow)))),
  ];
}

function paperView(i) {
  const { year, authors, abstract } = things[i];
  return [
    heading(i),
    el("p", { class: "about" }, ["Paper", year, (authors || []).join(", ")].filter(Boolean).join(" · ")),
    paperLink(i),
    el("p", { class: "abstract", dir: "auto" }, abstract || "This paper has no abstract."),
    ...groupsOf(i).map(({ title, pairs }) => section(`${title} (${pairs.length})`, longList(pairs.map(relationRow)))),
    resultsOf(i).length ? section("reports", longList(resultRows(resultsOf(i), i))) : null,
  ];
}

function edgeView(edge) {
  const { forward } = wording.get(edge.type);
  const others = touching[edge.from].filter((e) => e !== edge && otherEnd(e, edge.from) === otherEnd(edge, edge.from));
  return [
    el("h2", { class: "unseen" }, "Relation"),
    el("div", { class: "triple" }, nodeLink(edge.from), el("span", {}, forward), nodeLink(edge.to)),
    el("p", { class: "about" }, `${plural(edge.papers.length, "paper")} · confidence ${edge.confidence.toFixed(2)}`),
    ...edge.papers.map((paper, n) => section("evidence", nodeLink(paper), quote(paper, edge.evidence[n]), paperLink(paper))),
    others.length ? section("between the same two", el("ul", {}, ...others.map((e) => el("li", {},
      el("button", { type: "button", class: "link", click: () => chooseEdge(e) }, wording.get(e.type)[e.from === edge.from ? "forward" : "back"]))))) : null,
  ];
}

function overview() {
  const drawn = data.labels.filter((label) => label.name !== data.paper && label.count);
  return [
    el("h2", {}, "Most shared"),
    el("p", { class: "about" }, "What most papers hold. Click a node or a line to see where it comes from; double-click a node to draw its neighbours. Larger nodes stand in more papers."),
    ...drawn.map((label) => {
      const top = things.map((_, i) => i).filter((i) => things[i].label === label.name).slice(0, 6);
      const most = Math.max(...top.map((i) => things[i].papers));
      return section(label.name, el("ul", {}, ...top.map((i) => {
        const bar = el("span", { class: "bar", "aria-hidden": "true" });
        bar.style.width = `${(100 * things[i].papers) / most}%`;
        bar.style.background = `var(--label-${data.labels.indexOf(label)})`;
        return el("li", { class: "row" }, nodeLink(i), el("small", {}, plural(things[i].papers, "paper")), bar);
      })));
    }),
  ];
}

function showPanel() {
  const { chosen } = state;
  const view = chosen?.edge ? edgeView(chosen.edge) : !chosen ? overview() : isPaper(chosen.node) ? paperView(chosen.node) : entityView(chosen.node);
  const close = chosen ? el("button", { type: "button", class: "close", "aria-label": "Close details", click: () => chooseNothing() }, "×") : null;
  panel.replaceChildren(...[close, ...view].filter(Boolean));
  panel.scrollTop = 0;
  document.body.classList.toggle("chosen", Boolean(chosen));
}
