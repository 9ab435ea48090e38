// One line that says what just happened, or what the page waits for; read out by screen readers.

import { stepBack } from "./actions.js";
import { button, byId } from "./dom.js";
import { onChange, state } from "./state.js";

const SECONDS = 6;
const notice = byId("notice");
let timer = 0;

/** Say something for a while. */
export function say(text) {
  clearTimeout(timer);
  notice.replaceChildren(text);
  notice.hidden = false;
  timer = setTimeout(() => {
    notice.hidden = true;
  }, SECONDS * 1000);
}

onChange((before) => {
  if (before.picking === state.picking) return;
  clearTimeout(timer);
  notice.hidden = !state.picking;
  if (state.picking) notice.replaceChildren(state.picking.prompt, button("Cancel", stepBack, { class: "quiet" }));
});
