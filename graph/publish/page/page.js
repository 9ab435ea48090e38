// The page as a whole: everything that belongs to it, keys that work everywhere, and the sign that it is ready.

import { stepBack } from "./actions.js";
import { followAddress } from "./address.js";
import "./camera.js";
import { byId } from "./dom.js";
import "./filters.js";
import "./leaderboard.js";
import { looks, results } from "./model.js";
import "./overview.js";
import { data } from "./packed.js";
import "./moving.js";
import "./panel.js";
import "./papers.js";
import "./pointer.js";
import { focusSearch } from "./search.js";
import { plural } from "./text.js";
import "./toolbar.js";

const entities = data.labels.reduce((sum, { name, count }) => sum + (name === data.paper ? 0 : count), 0);
byId("counts").textContent = [plural(looks.get(data.paper).count, "paper"), plural(entities, "entity", "entities"), plural(results.length, "result")].join(" · ");

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.matches("input:not([type=checkbox], [type=range]), textarea, select");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    focusSearch();
  } else if (event.key === "Escape" && !byId("dialog").open) stepBack();
});

followAddress();
document.body.dataset.ready = "yes";
