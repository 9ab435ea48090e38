// The tools beside the legend: physics, and what the view can be taken away as.

import { byId } from "./dom.js";
import { showCypher } from "./dialogs.js";
import { loosen } from "./drawing.js";
import { download } from "./files.js";
import { say } from "./notice.js";
import { asJson, asPicture } from "./snapshot.js";

const physics = byId("physics");
let loose = false;

function setLoose(on) {
  if (!loosen(on)) {
    say("Too many nodes to move by themselves. Focus on a node, or show the main ones.");
    return;
  }
  loose = on;
  physics.setAttribute("aria-pressed", String(on));
}

physics.addEventListener("click", () => setLoose(!loose));
byId("as-cypher").addEventListener("click", showCypher);
byId("as-json").addEventListener("click", () => download("graph-view.json", asJson(), "application/json"));
byId("as-png").addEventListener("click", async () => download("graph-view.png", await asPicture(), "image/png"));

// A menu is done once something in it was chosen, and when somebody goes elsewhere.
const menus = [...document.querySelectorAll("details.menu")];
document.addEventListener("click", ({ target }) => menus.forEach((menu) => {
  const inside = menu.contains(target);
  if (!inside || (menu.id === "share" && target.closest("button"))) menu.open = false;
}));
for (const menu of menus) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  });
}
