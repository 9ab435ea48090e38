// Where the drawing is looked at from: zoom buttons, and moving to what somebody asked for. Comes after the panel, which
// takes room from the drawing on small screens.

import { byId } from "./dom.js";
import { network } from "./drawing.js";
import "./panel.js";
import { onChange, state } from "./state.js";
import { calm } from "./theme.js";
import { view } from "./view.js";

const motion = () => (calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });

/** The panel may just have taken or given room: vis-network would notice only later, and move what was moved. */
const measure = () => network.setSize("100%", "100%");

function lookAt(i) {
  measure();
  network.moveTo({ position: network.getPosition(i), scale: Math.max(network.getScale(), 0.8), animation: motion() });
}

function lookAtAll() {
  measure();
  network.fit({ animation: false, minZoomLevel: 0.05, maxZoomLevel: 1.2 });
  // Names stand out over the rim of the nodes.
  network.moveTo({ scale: network.getScale() * 0.92, animation: false });
}

function zoom(factor) {
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: motion() });
}

onChange((before) => {
  const { chosen, path, focus } = state;
  const [around, pool] = [["path", "focus"], ["everything", "community"]].map((keys) => keys.some((key) => before[key] !== state[key]));
  if (pool || (around && (path ? view().path : focus || before.focus || before.path))) lookAtAll();
  else if (chosen !== before.chosen && chosen?.look) lookAt(chosen.node);
});
byId("closer").addEventListener("click", () => zoom(1.5));
byId("farther").addEventListener("click", () => zoom(1 / 1.5));
byId("fit").addEventListener("click", lookAtAll);
// In the colours of paper, and now: the next frame comes after the print.
addEventListener("beforeprint", () => network.redraw());
lookAtAll();
