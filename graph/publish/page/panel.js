// The side panel: what is chosen, or what there is to choose. Each kind of thing has its file.

import { chooseNothing, stepBack } from "./actions.js";
import { button, byId } from "./dom.js";
import { communityPanel } from "./panel-community.js";
import { edgePanel } from "./panel-edge.js";
import { introPanel } from "./panel-intro.js";
import { entityPanel, paperPanel } from "./panel-node.js";
import { pathPanel } from "./panel-path.js";
import { isPaper } from "./model.js";
import { onChange, state } from "./state.js";
import { brief } from "./text.js";

const panel = byId("panel");

function content() {
  const { chosen, path, community } = state;
  if (chosen?.edge) return edgePanel(chosen.edge);
  if (chosen) return isPaper(chosen.node) ? paperPanel(chosen.node) : entityPanel(chosen.node);
  if (path) return pathPanel(path);
  return community === null ? introPanel() : communityPanel(community);
}

function show() {
  const open = Boolean(state.chosen || state.path) || state.community !== null;
  const close = open ? button("×", state.chosen && !state.path ? chooseNothing : stepBack, { class: "close", "aria-label": "Close details" }) : null;
  panel.replaceChildren(...[close, ...content()].filter(Boolean));
  panel.setAttribute("aria-label", `Details: ${brief(panel.querySelector("h2").textContent)}`);
  document.body.classList.toggle("chosen", open);
}

const nameOfControl = (element) => element.ariaLabel ?? element.textContent;

/** Who works by keyboard goes on where he was: at the same control, or at the head of what he opened. */
function hold(control, other) {
  const again = other ? undefined : [...panel.querySelectorAll("button, summary, select, a")].find((one) => nameOfControl(one) === nameOfControl(control));
  (again ?? panel).focus({ preventScroll: true });
}

onChange((before) => {
  const other = ["chosen", "path", "community"].some((key) => before[key] !== state[key]);
  const { activeElement } = document;
  const leaves = panel.contains(activeElement) || (before.tab !== state.tab && activeElement?.closest(".tab"));
  // A filter may change what an expansion would draw, yet the reader stays where he reads.
  const { scrollTop } = panel;
  show();
  panel.scrollTop = other ? 0 : scrollTop;
  if (leaves && state.tab === "graph") hold(activeElement, other);
});
show();
