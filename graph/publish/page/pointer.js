// The pointer over the canvas: what it says of what it is over, and what a click and a double click do.

import { chooseEdge, chooseNode, expandOrFold, stepBack } from "./actions.js";
import { byId } from "./dom.js";
import { canvas, network } from "./drawing.js";
import { hover } from "./labels.js";
import { edges, isPaper, nameOf, things, wording } from "./model.js";
import { onChange, state } from "./state.js";
import { bare, brief, plural } from "./text.js";

const tip = byId("tip");

function showTip(text, at) {
  tip.textContent = text;
  tip.hidden = false;
  const room = canvas.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(at.x + 14, room))}px`;
  tip.style.top = `${Math.max(8, Math.min(at.y + 14, canvas.clientHeight - tip.offsetHeight - 8))}px`;
}

network.on("hoverNode", ({ node, pointer }) => {
  hover(node);
  const thing = things[node];
  const about = isPaper(node) ? thing.year || "" : `in ${plural(thing.papers, "paper")}`;
  showTip(`${brief(bare(nameOf(node)))}\n${thing.label}${about ? ` · ${about}` : ""}`, pointer.DOM);
});
network.on("hoverEdge", ({ edge, pointer }) => {
  const { from, to, type, support } = edges[edge];
  const names = [from, to].map((i) => brief(bare(nameOf(i))));
  showTip(`${names[0]}\n${wording.get(type).forward} ${names[1]}\n${plural(support, "paper")}`, pointer.DOM);
});
function hideTip() {
  hover(null);
  tip.hidden = true;
}

for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, hideTip);
// What was under the pointer may be elsewhere now, and vis-network tells only when the pointer moves.
onChange(hideTip);
canvas.addEventListener("mouseleave", hideTip);

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) chooseNode(node, { look: false });
  else if (state.picking) return; // the question waits for a node
  else if (edge !== undefined) chooseEdge(edges[edge]);
  else if (state.chosen && !state.focus) stepBack();
});
network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && expandOrFold(node));
