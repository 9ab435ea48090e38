// The canvas: vis-network draws the nodes and edges of the view, and moves.

import { arranged } from "./arranged.js";
import { byId } from "./dom.js";
import { data } from "./packed.js";
import { edges, isRole, nodes, neighbours } from "./model.js";
import { onChange, state } from "./state.js";
import { ink, onTheme } from "./theme.js";
import { view } from "./view.js";

const MANY = 3000; // edges: beyond, they are left out while the view moves, which keeps the movement smooth
const LOOSE_MOST = 1500; // nodes that physics can move smoothly

export const canvas = byId("canvas");
const drawnNodes = new vis.DataSet();
const drawnEdges = new vis.DataSet();
export const network = new vis.Network(canvas, { nodes: drawnNodes, edges: drawnEdges }, data.options);
// vis-network listens to keys on a frame of its own.
const frame = canvas.firstElementChild;
frame.setAttribute("role", "application");
frame.setAttribute("aria-label", "Drawing of the graph. Arrow keys move it, plus and minus zoom; search and panel reach every node by keyboard.");

// Places are made for wide screens: a tall one gets the same picture turned over.
const upright = canvas.clientHeight > canvas.clientWidth;

/** What stands out, and beside it everything else is faint; null where all is equal. */
let near = null;
const worn = new Map(); // how each drawn node and edge looked last: what looks the same is not drawn anew

function standingOut() {
  const { chosen } = state;
  if (chosen?.edge) return new Set([chosen.edge.from, chosen.edge.to]);
  if (chosen && !state.focus) return new Set([chosen.node, ...neighbours(chosen.node)]);
  return null;
}

/** Whether a node stands out, or nothing does. */
export const isNear = (i) => near === null || near.has(i);
/** Whether a node stands out among others. */
export const isMarked = (i) => near !== null && near.has(i);

function isLit(edge) {
  if (state.chosen?.edge) return edge === state.chosen.edge;
  if (state.chosen) return edge.from === state.chosen.node || edge.to === state.chosen.node;
  return Boolean(view().path?.includes(edge));
}

function styledNode(i) {
  const { id, shape, size, group } = nodes[i];
  const seen = { background: ink[group], border: ink.strong };
  return { id, shape, size, opacity: isNear(i) ? 1 : 0.18, color: { background: ink[group], border: ink.ground, highlight: seen, hover: seen } };
}

let places = null; // of nodes that do not stand where the layout put them
const told = (map) => JSON.stringify([...(map ?? [])]);

function placeOf(i) {
  const { x, y } = nodes[i];
  return places?.get(i) ?? (upright ? { x: y, y: x } : { x, y });
}

function styledEdge(edge) {
  const lit = isLit(edge);
  const faint = (near !== null || view().path) && !lit;
  return {
    id: edge.id, from: edge.from, to: edge.to, arrows: edge.arrows,
    width: (lit ? 1.8 : 1.2) + Math.min(3, Math.log2(edge.support)),
    dashes: isRole(edge) ? [2, 4] : false,
    color: { color: lit ? ink.strong : ink.edge, highlight: ink.strong, hover: ink.strong, opacity: faint ? 0.12 : lit ? 0.9 : isRole(edge) ? 0.4 : 0.6 },
  };
}

/** Hand over what is new or looks different, and take away what is gone. */
function sync(set, wanted, kind, styled, moved = false) {
  const keep = new Set(wanted);
  const gone = set.getIds().filter((id) => !keep.has(id));
  gone.forEach((id) => worn.delete(kind + id));
  set.remove(gone);
  const changed = [];
  for (const id of wanted) {
    const item = styled(id);
    const look = JSON.stringify(item);
    if (worn.get(kind + id) === look && !moved) continue;
    // A node that somebody moved stays where it is, until all of them move: places are given to nodes that come in.
    changed.push(kind === "n" && (moved || !worn.has(kind + id)) ? { ...item, ...placeOf(id) } : item);
    worn.set(kind + id, look);
  }
  set.update(changed);
}

function redraw() {
  near = standingOut();
  const { nodes: seen, edges: joined } = view();
  const before = told(places);
  places = arranged(view(), canvas.clientWidth);
  sync(drawnNodes, [...seen], "n", styledNode, told(places) !== before);
  sync(drawnEdges, joined.map((edge) => edge.id), "e", (id) => styledEdge(edges[id]));
  const hide = joined.length > MANY;
  network.setOptions({ interaction: { hideEdgesOnDrag: hide, hideEdgesOnZoom: hide } });
  const { chosen } = state;
  if (chosen?.edge) network.setSelection({ nodes: [], edges: drawnEdges.get(chosen.edge.id) ? [chosen.edge.id] : [] });
  else if (chosen) network.setSelection({ nodes: seen.has(chosen.node) ? [chosen.node] : [], edges: [] }, { highlightEdges: false });
  else network.unselectAll();
}

/** Let the nodes move by themselves, or stop them; false where there are too many. */
export function loosen(on) {
  if (on && drawnNodes.length > LOOSE_MOST) return false;
  network.setOptions({ physics: { enabled: on } });
  return true;
}

onChange(redraw);
onTheme(redraw);
redraw();
