// Names on the canvas: the important first, none over another, in the size of the screen whatever the zoom.

import { isMarked, isNear, canvas, network } from "./drawing.js";
import { isPaper, nameOf, nodes, things } from "./model.js";
import { onChange, state } from "./state.js";
import { bare, brief } from "./text.js";
import { ink, onTheme } from "./theme.js";
import { view } from "./view.js";

const LETTERS = 28;
const MOST = 220; // names on the screen at once
const STANDING = 40; // the most important nodes, which names of lesser ones do not cover
const FAMILY = "system-ui, sans-serif";

const spelled = new Map();
const widths = new Map();
let order = null; // things, in the order in which they get their names
let places = null;

let hovered = null;

export function hover(i) {
  hovered = i;
}

function forget() {
  order = null;
  places = null;
}
onChange(forget);
onTheme(forget);
for (const event of ["dragging", "dragEnd", "stabilized"]) network.on(event, forget);
network.on("beforeDrawing", () => {
  if (network.physics.physicsEnabled) places = null;
});

function label(i) {
  if (!spelled.has(i)) spelled.set(i, brief(bare(nameOf(i)), LETTERS));
  return spelled.get(i);
}

/** Size and weight say how important a thing is, which is its number; `room` is the empty space that a name wants. */
function fontOf(i) {
  const papers = things[i].papers || 0;
  if (isPaper(i)) return { size: 11, room: 8, strength: 0, font: `italic 11px ${FAMILY}`, colour: ink.muted };
  if (i < 12 && papers >= 3) return { size: 15, room: 4, strength: 2, font: `600 15px ${FAMILY}`, colour: ink.text };
  if (i < 80 && papers >= 2) return { size: 13, room: 4, strength: 1, font: `500 13px ${FAMILY}`, colour: ink.text };
  return { size: 11, room: 8, strength: 0, font: `11px ${FAMILY}`, colour: ink.muted };
}

function width(context, i, font) {
  if (!widths.has(i)) {
    context.font = font;
    widths.set(i, context.measureText(label(i)).width);
  }
  return widths.get(i);
}

/** The chosen and its neighbours first, then by importance. */
function sorted() {
  const rank = (i) => (state.chosen?.node === i ? 0 : isMarked(i) ? 1 : 2);
  return [...view().nodes].sort((a, b) => rank(a) - rank(b) || a - b);
}

const meets = (box) => (other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1];

/** The boxes [left, top, right, bottom] of some nodes. */
function boxes(some, onScreen, scale) {
  return order.filter((i) => some(i) && places[i]).map((i) => {
    const [x, y] = onScreen(i);
    const reach = nodes[i].size * scale;
    return [x - reach, y - reach, x + reach, y + reach];
  });
}

function write(context, i, aside, down, { font, colour }) {
  const scale = network.getScale();
  context.save();
  context.translate(places[i].x + aside, places[i].y + down);
  context.scale(1 / scale, 1 / scale); // the context is scaled with the view; a name is not
  context.font = font;
  context.globalAlpha = isNear(i) || i === hovered ? 1 : 0.25;
  context.lineWidth = 4;
  context.strokeStyle = ink.ground;
  context.strokeText(label(i), 0, 0);
  context.fillStyle = isMarked(i) || i === hovered ? ink.text : colour;
  context.fillText(label(i), 0, 0);
  context.restore();
}

function drawLabels(context) {
  order ??= sorted();
  places ??= network.getPositions();
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const [across, down] = [canvas.clientWidth, canvas.clientHeight];
  const onScreen = (i) => [(places[i].x - centre.x) * scale + across / 2, (places[i].y - centre.y) * scale + down / 2];
  const { chosen } = state;
  const standing = boxes((i) => i < STANDING, onScreen, scale);
  const aroundChosen = chosen?.node === undefined ? [] : boxes((i) => i !== chosen.node && isMarked(i), onScreen, scale);
  const written = [];
  context.save();
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  for (const i of hovered === null ? order : [hovered, ...order.filter((other) => other !== hovered)]) {
    if (!places[i]) continue;
    if (written.length > MOST) break;
    const [x, y] = onScreen(i);
    if (x < -80 || x > across + 80 || y < -20 || y > down + 20) continue;
    const style = fontOf(i);
    const { size, room, strength, font } = style;
    const half = width(context, i, font) / 2 + room;
    // A name stays whole at the rim of the picture, as long as its node is in it.
    const middle = x < 0 || x > across ? x : Math.max(half, Math.min(x, across - half));
    const reach = nodes[i].size + 3 / scale;
    // Below the node, else above it. The widely shared may cover nodes; all others keep off those that stand out, and
    // the chosen one off its neighbours.
    const inTheWay = i === chosen?.node ? aroundChosen : strength < 2 ? standing : [];
    const offset = [reach, -reach - (size + 2) / scale].find((shift) => {
      const top = y + shift * scale;
      const box = [middle - half, top - room / 2, middle + half, top + size + room];
      if (written.some(meets(box)) || inTheWay.some(meets(box))) return false;
      written.push(box);
      return true;
    });
    const wanted = i === hovered || i === chosen?.node || (chosen?.edge && isMarked(i)) || view().path;
    if (offset !== undefined || wanted) write(context, i, (middle - x) / scale, offset ?? reach, style);
  }
  context.restore();
}
network.on("afterDrawing", drawLabels);
