// The tabs: one view at a time, by pointer, by arrow keys, by address.

import { byId } from "./dom.js";
import { onChange, state, update } from "./state.js";

export const TABS = ["graph", "leaderboard", "papers", "overview"];
const buttons = TABS.map((name) => byId(`tab-${name}`));

function show() {
  TABS.forEach((name, n) => {
    const on = name === state.tab;
    buttons[n].setAttribute("aria-selected", String(on));
    buttons[n].tabIndex = on ? 0 : -1;
    byId(name).hidden = !on;
  });
  document.body.dataset.tab = state.tab;
}

buttons.forEach((tab, n) => {
  tab.addEventListener("click", () => update({ tab: TABS[n] }));
  tab.addEventListener("keydown", ({ key }) => {
    const to = { ArrowRight: n + 1, ArrowLeft: n - 1 + TABS.length, Home: 0, End: TABS.length - 1 }[key];
    if (to === undefined) return;
    update({ tab: TABS[to % TABS.length] });
    buttons[to % TABS.length].focus();
  });
});
onChange(show);
show();
