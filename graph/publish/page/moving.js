// While the view of very many nodes is dragged, vis-network draws none of them: here each stands in as a plain square.

import { network } from "./drawing.js";
import { nodes } from "./model.js";
import { data } from "./packed.js";
import { onChange } from "./state.js";
import { ink } from "./theme.js";
import { view } from "./view.js";

/** Nodes, beyond which vis-network cannot draw all in every frame. */
const MANY = 2500;
let moving = false;
let places = null;

const follow = () => network.setOptions({ interaction: { hideNodesOnDrag: view().nodes.size > MANY } });

/** One colour after the other: changing it costs more than drawing a square. */
function drawSquares(context) {
  places ??= network.getPositions();
  for (const { name } of data.labels) {
    context.fillStyle = ink[name];
    for (const i of view().nodes) {
      const { group, size } = nodes[i];
      if (group !== name) continue;
      context.fillRect(places[i].x - size * 0.85, places[i].y - size * 0.85, size * 1.7, size * 1.7);
    }
  }
}

network.on("dragStart", () => {
  moving = view().nodes.size > MANY;
  places = null;
});
network.on("dragging", ({ nodes: held }) => {
  if (held.length) places = null; // it is a node that moves
});
network.on("dragEnd", () => {
  moving = false;
});
network.on("beforeDrawing", (context) => moving && drawSquares(context));
onChange(follow);
follow();
