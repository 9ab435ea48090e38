// The data of the page and what follows from it: who touches whom, what is visible now. Touches no document.

const data = JSON.parse(document.getElementById("data").textContent);
const { things, results } = data;
const nodes = data.network.nodes; // PyVis made them; the id of a node is its position
const edges = data.network.edges;
const looks = new Map(data.labels.map((label) => [label.name, label]));
const wording = new Map(data.types.map((type) => [type.name, type]));

const touching = things.map(() => []);
for (const edge of edges) {
  touching[edge.from].push(edge);
  if (edge.to !== edge.from) touching[edge.to].push(edge);
}

const state = {
  labels: new Set(data.labels.filter((label) => label.on).map((label) => label.name)),
  types: new Set(data.types.map((type) => type.name)),
  everything: false, // draw more than the first view
  opened: new Set(), // nodes that somebody asked for: visible whatever the first view holds
  chosen: null, // { node } or { edge }
};

const nameOf = (i) => things[i].name || things[i].title || things[i].id;
const isPaper = (i) => things[i].label === data.paper;
const otherEnd = (edge, i) => (edge.from === i ? edge.to : edge.from);
const neighbours = (i) => [...new Set(touching[i].map((edge) => otherEnd(edge, i)))];
const hiddenNeighbours = (i) => neighbours(i).filter((other) => !isVisible(other));
const resultsOf = (i) => results.filter((r) => [r.paper, r.method, r.dataset, r.metric].includes(i));

function isVisible(i) {
  if (state.opened.has(i)) return true;
  return state.labels.has(things[i].label) && (state.everything || Boolean(things[i].first));
}

function visibleEdge(edge) {
  return state.types.has(edge.type) && isVisible(edge.from) && isVisible(edge.to);
}

// The sentence that shows a relation, and where it stands in the paper's text.
function evidenceOf(paper, evidence) {
  const text = `${things[paper].title}\n${things[paper].abstract}`;
  if (typeof evidence === "string") return { sentence: evidence, before: "", after: "" };
  const [start, end] = evidence;
  return { sentence: text.slice(start, end), before: text.slice(0, start), after: text.slice(end) };
}

// One spelling for search: no accents, no capitals, hyphens as spaces.
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-_\s]+/g, " ").trim();

const plural = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
