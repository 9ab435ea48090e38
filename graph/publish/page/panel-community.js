// The panel of a community: what it holds, the most important first.

import { el, longList, section } from "./dom.js";
import { communities, isPaper, things } from "./model.js";
import { data } from "./packed.js";
import { nodeLink } from "./parts.js";
import { plural } from "./text.js";

export function communityPanel(community) {
  const { name, members } = communities[community];
  const papers = members.filter(isPaper).length;
  return [
    el("h2", { dir: "auto" }, el("bdi", {}, name)),
    el("p", { class: "about" }, `Community · ${plural(papers, "paper")} · ${plural(members.length - papers, "entity", "entities")}. They have more to do with each other than with the rest.`),
    ...data.labels.map((label) => {
      const held = members.filter((i) => things[i].label === label.name);
      return held.length ? section(`${label.name}s (${held.length})`, longList(held, (i) => el("li", {}, nodeLink(i)))) : null;
    }),
  ];
}
