// The view as data and as a picture.

import { canvas, network } from "./drawing.js";
import { things } from "./model.js";
import { data } from "./packed.js";
import { sentenceOf } from "./parts.js";
import { state } from "./state.js";
import { ink } from "./theme.js";
import { view } from "./view.js";

/** Node-link JSON of what is drawn, as `networkx.node_link_graph(..., edges="edges")` reads it. */
export function asJson() {
  const { nodes: drawn, edges } = view();
  const places = network.getPositions();
  const shown = [...drawn].map((i) => {
    const { first, ...properties } = things[i];
    return { ...properties, ...places[i] };
  });
  const joined = edges.map(({ from, to, type, confidence, support, papers, evidence }) => ({
    source: things[from].id, target: things[to].id, key: type, type, confidence, support,
    papers: papers.map((paper) => things[paper].id),
    evidence: papers.map((paper, n) => sentenceOf(paper, evidence[n])),
  }));
  return JSON.stringify({ directed: true, multigraph: true, graph: { title: data.title, litkg: data.version }, nodes: shown, edges: joined }, null, 1);
}

/** The drawing on its ground with title and legend. @returns {Promise<Blob>} */
export function asPicture() {
  const drawn = canvas.querySelector("canvas");
  const ratio = drawn.width / canvas.clientWidth;
  const foot = 36;
  const picture = document.createElement("canvas");
  picture.width = drawn.width;
  picture.height = drawn.height + foot * ratio;
  const context = picture.getContext("2d");
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawn, 0, 0);
  context.scale(ratio, ratio);
  context.font = "13px system-ui, sans-serif";
  context.textBaseline = "middle";
  const y = canvas.clientHeight + foot / 2;
  let x = 16;
  for (const { name } of data.labels.filter(({ name }) => state.labels.has(name))) {
    context.fillStyle = ink[name];
    context.fillRect(x, y - 5, 10, 10);
    context.fillStyle = ink.text;
    context.fillText(name, x + 16, y);
    x += context.measureText(name).width + 36;
  }
  context.fillStyle = ink.muted;
  context.textAlign = "right";
  context.fillText(data.title, canvas.clientWidth - 16, y);
  return new Promise((done) => picture.toBlob(done, "image/png"));
}
