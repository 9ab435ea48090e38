// The canvas: vis-network draws nodes and edges; labels are drawn here, the important first, none over another.

const canvas = document.getElementById("canvas");
const tip = document.getElementById("tip");
const darkness = matchMedia("(prefers-color-scheme: dark)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
const network = new vis.Network(canvas, { nodes: drawnNodes, edges: drawnEdges }, data.network.options);

// Places are made for wide screens: a tall one gets the same picture turned over.
const upright = canvas.clientHeight > canvas.clientWidth;

let ink = {}; // colours of the theme
let near = null; // the chosen node or edge ends, with neighbours; everything else is faint
let hovered = null;

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  ink = Object.fromEntries(["text", "muted", "ground", "edge", "strong"].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  for (const label of data.labels) {
    ink[label.name] = darkness.matches ? label.dark : label.light;
    document.documentElement.style.setProperty(`--label-${data.labels.indexOf(label)}`, ink[label.name]);
  }
}

function styledNode(i) {
  const { id, shape, size, group } = nodes[i];
  const [x, y] = upright ? [nodes[i].y, nodes[i].x] : [nodes[i].x, nodes[i].y];
  const colour = ink[group];
  const faint = near !== null && !near.has(i);
  const seen = { background: colour, border: ink.strong };
  return {
    id, x, y, shape, size,
    opacity: faint ? 0.18 : 1,
    color: { background: colour, border: ink.ground, highlight: seen, hover: seen },
  };
}

function styledEdge(edge) {
  const lit = near !== null && isLit(edge);
  const role = wording.get(edge.type).role;
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows,
    width: (lit ? 1.6 : 1.2) + Math.min(3, Math.log2(edge.papers.length || 1)),
    dashes: role ? [2, 4] : false,
    color: {
      color: lit ? ink.strong : ink.edge, highlight: ink.strong, hover: ink.strong,
      opacity: near === null ? (role ? 0.4 : 0.6) : lit ? 0.9 : 0.1,
    },
  };
}

function isLit(edge) {
  if (state.chosen?.edge) return edge === state.chosen.edge;
  return edge.from === state.chosen?.node || edge.to === state.chosen?.node;
}

// Bring the canvas in line with the state: only what is visible is handed to vis-network.
function redraw() {
  const chosen = state.chosen;
  near = null;
  if (chosen?.edge) near = new Set([chosen.edge.from, chosen.edge.to]);
  else if (chosen) near = new Set([chosen.node, ...neighbours(chosen.node)]);
  const seenNodes = nodes.map((node) => node.id).filter(isVisible);
  const seenEdges = edges.filter(visibleEdge);
  const keepNodes = new Set(seenNodes);
  const keepEdges = new Set(seenEdges.map((edge) => edge.id));
  drawnEdges.remove(drawnEdges.getIds().filter((id) => !keepEdges.has(id)));
  drawnNodes.remove(drawnNodes.getIds().filter((id) => !keepNodes.has(id)));
  // A node that somebody moved stays where it is: places are given only to nodes that come in.
  const styled = seenNodes.map((i) => {
    const node = styledNode(i);
    if (drawnNodes.get(i) !== null) {
      delete node.x;
      delete node.y;
    }
    return node;
  });
  drawnNodes.update(styled);
  drawnEdges.update(seenEdges.map(styledEdge));
  if (chosen?.edge) network.setSelection({ nodes: [], edges: keepEdges.has(chosen.edge.id) ? [chosen.edge.id] : [] });
  else if (chosen) network.setSelection({ nodes: keepNodes.has(chosen.node) ? [chosen.node] : [], edges: [] });
  else network.unselectAll();
  labelOrder = null;
}

// Labels ---------------------------------------------------------------------------------------------------------------

const LABEL_LIMIT = 28; // characters
// Controls and marks of direction could reorder what stands beside them on the canvas.
const bare = (text) => text.replace(/[\p{C}]/gu, " ").replace(/\s+/g, " ").trim();
const labels = nodes.map((node) => {
  const letters = Array.from(bare(String(node.label)));
  return letters.length > LABEL_LIMIT ? `${letters.slice(0, LABEL_LIMIT - 1).join("").trimEnd()}…` : letters.join("");
});
const widths = new Map();
let labelOrder = null;

// Size and weight say how important the thing is, which is its number; `room` is the empty space that a label wants.
function labelFont(i) {
  const papers = things[i].papers || 0;
  const family = "system-ui, sans-serif";
  if (isPaper(i)) return { size: 11, room: 8, strength: 0, font: `italic 11px ${family}`, colour: ink.muted };
  if (i < 12 && papers >= 3) return { size: 15, room: 4, strength: 2, font: `600 15px ${family}`, colour: ink.text };
  if (i < 80 && papers >= 2) return { size: 13, room: 4, strength: 1, font: `500 13px ${family}`, colour: ink.text };
  return { size: 11, room: 8, strength: 0, font: `11px ${family}`, colour: ink.muted };
}

function labelWidth(context, i, font) {
  if (!widths.has(i)) {
    context.font = font;
    widths.set(i, context.measureText(labels[i]).width);
  }
  return widths.get(i);
}

// Node ids, the chosen and its neighbours first, then by importance, which is their number.
function orderLabels() {
  const rank = (i) => (state.chosen?.node === i ? 0 : near?.has(i) ? 1 : 2);
  labelOrder = drawnNodes.getIds().sort((a, b) => rank(a) - rank(b) || a - b);
}

function drawLabels(context) {
  if (labelOrder === null) orderLabels();
  const scale = network.getScale();
  const view = network.getViewPosition();
  const places = network.getPositions();
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  const onScreen = (i) => [(places[i].x - view.x) * scale + width / 2, (places[i].y - view.y) * scale + height / 2];
  const labelled = []; // boxes [left, top, right, bottom] of labels
  const standing = labelOrder.filter((i) => i < 40 && places[i]).map((i) => {
    const [x, y] = onScreen(i);
    const reach = nodes[i].size * scale;
    return [x - reach, y - reach, x + reach, y + reach];
  });
  const meets = (box) => (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];
  const order = hovered === null || !places[hovered] ? labelOrder : [hovered, ...labelOrder.filter((i) => i !== hovered)];
  context.save();
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const i of order) {
    const place = places[i];
    if (!place) continue;
    const { size, room, font, colour, strength } = labelFont(i);
    const [x, y] = onScreen(i);
    if (x < -80 || x > width + 80 || y < -20 || y > height + 20) continue;
    const half = labelWidth(context, i, font) / 2 + room;
    // Below the node, else above it. The widely shared may cover nodes; all others keep off those that stand out.
    const reach = nodes[i].size + 3 / scale;
    const offset = [reach, -reach - (size + 2) / scale].find((down) => {
      const top = y + down * scale;
      const box = [x - half, top - room / 2, x + half, top + size + room];
      if (labelled.some(meets(box)) || (strength < 2 && standing.some(meets(box)))) return false;
      labelled.push(box);
      return true;
    });
    const wanted = i === hovered || i === state.chosen?.node;
    if (offset === undefined && !wanted) continue;
    // The context is scaled with the view; text keeps its size on the screen.
    context.save();
    context.translate(place.x, place.y + (offset ?? reach));
    context.scale(1 / scale, 1 / scale);
    context.font = font;
    context.globalAlpha = near === null || near.has(i) || i === hovered ? 1 : 0.25;
    context.lineWidth = 4;
    context.strokeStyle = ink.ground;
    context.strokeText(labels[i], 0, 0);
    context.fillStyle = near?.has(i) || i === hovered ? ink.text : colour;
    context.fillText(labels[i], 0, 0);
    context.restore();
  }
  context.restore();
}
network.on("afterDrawing", drawLabels);

// Hovering -------------------------------------------------------------------------------------------------------------

function showTip(text, at) {
  tip.textContent = text;
  tip.hidden = false;
  const room = canvas.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(at.x + 14, room))}px`;
  tip.style.top = `${Math.max(8, Math.min(at.y + 14, canvas.clientHeight - tip.offsetHeight - 8))}px`;
}

const brief = (text) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

network.on("hoverNode", ({ node, pointer }) => {
  hovered = node;
  const thing = things[node];
  const about = isPaper(node) ? thing.year || "" : `in ${plural(thing.papers, "paper")}`;
  showTip(`${brief(bare(nameOf(node)))}\n${thing.label}${about ? ` · ${about}` : ""}`, pointer.DOM);
});
network.on("hoverEdge", ({ edge, pointer }) => {
  const { from, to, type, papers } = edges[edge];
  const names = [from, to].map((i) => brief(bare(nameOf(i))));
  showTip(`${names[0]}\n${wording.get(type).forward} ${names[1]}\n${plural(papers.length, "paper")}`, pointer.DOM);
});
for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) {
  network.on(event, () => {
    hovered = null;
    tip.hidden = true;
  });
}

// Moving the view --------------------------------------------------------------------------------------------------------

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

function lookAt(i, scale = Math.max(network.getScale(), 0.8)) {
  network.moveTo({ position: network.getPosition(i), scale, animation: motion() });
}

function lookAtAll(animation = motion()) {
  network.fit({ animation, minZoomLevel: 0.05, maxZoomLevel: 1.2 });
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: motion() });
}
