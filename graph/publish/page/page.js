// The page as a whole: choosing, filters, keys, address, theme. Runs last.

const status = document.getElementById("status");
const showAll = document.getElementById("all");

function refresh() {
  redraw();
  showPanel();
  showStatus();
}

function chooseNode(i, { look = true } = {}) {
  state.chosen = { node: i };
  state.opened.add(i);
  refresh();
  if (look) lookAt(i);
  setAddress(`#node=${encodeURIComponent(things[i].id)}`);
}

function chooseEdge(edge) {
  state.chosen = { edge };
  state.opened.add(edge.from).add(edge.to);
  refresh();
}

function chooseNothing() {
  state.chosen = null;
  refresh();
  setAddress("#");
}

function openNeighbours(i) {
  hiddenNeighbours(i).filter((other) => !isPaper(other) || state.labels.has(data.paper)).forEach((other) => state.opened.add(other));
  refresh();
}

function showStatus() {
  const countable = things.map((_, i) => i).filter((i) => state.labels.has(things[i].label) || state.opened.has(i));
  const seen = countable.filter(isVisible).length;
  status.textContent = `${seen.toLocaleString("en")} of ${plural(countable.length, "node")} drawn`;
  showAll.hidden = seen === countable.length && !state.everything;
  showAll.textContent = state.everything ? "Show the main ones" : "Show all";
}

// Legend and filters -----------------------------------------------------------------------------------------------------

function labelButton(label) {
  const button = el("button", { type: "button", class: "chip", "aria-pressed": String(state.labels.has(label.name)), click: () => {
    const on = !state.labels.has(label.name);
    if (on) state.labels.add(label.name);
    else {
      state.labels.delete(label.name);
      for (const i of state.opened) if (things[i].label === label.name) state.opened.delete(i);
    }
    button.setAttribute("aria-pressed", String(on));
    refresh();
  } }, swatch(label.name), label.name, el("span", { class: "count" }, label.count.toLocaleString("en")));
  return button;
}

function typeBox(type) {
  const box = el("input", { type: "checkbox", change: () => {
    if (box.checked) state.types.add(type.name);
    else state.types.delete(type.name);
    refresh();
  } });
  box.checked = true;
  return el("label", {}, box, type.forward, el("span", { class: "count" }, type.count.toLocaleString("en")));
}

document.getElementById("labels").append(...data.labels.filter((label) => label.count).map(labelButton));
document.getElementById("types").append(...data.types.filter((type) => type.count).map(typeBox));
document.getElementById("counts").textContent = data.labels.filter((label) => label.count)
  .sort((a, b) => (b.name === data.paper) - (a.name === data.paper))
  .map((label) => plural(label.count, label.name.toLowerCase())).join(" · ");

showAll.addEventListener("click", () => {
  state.everything = !state.everything;
  if (!state.everything) state.opened.clear();
  refresh();
  lookAtAll();
});
document.getElementById("closer").addEventListener("click", () => zoom(1.5));
document.getElementById("farther").addEventListener("click", () => zoom(1 / 1.5));
document.getElementById("fit").addEventListener("click", () => lookAtAll());

// Pointer and keys -------------------------------------------------------------------------------------------------------

network.on("click", ({ nodes: [node], edges: [edge] }) => {
  if (node !== undefined) chooseNode(node, { look: false });
  else if (edge !== undefined) chooseEdge(edges[edge]);
  else if (state.chosen) chooseNothing();
});
network.on("doubleClick", ({ nodes: [node] }) => node !== undefined && openNeighbours(node));

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "text";
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    query.focus();
  } else if (event.key === "Escape" && state.chosen) chooseNothing();
});

// Address ----------------------------------------------------------------------------------------------------------------

const byId = new Map(things.map((thing, i) => [thing.id, i]));

function setAddress(hash) {
  try {
    history.replaceState(null, "", hash);
  } catch {
    // Some viewers show the page without an address of its own; it works all the same.
  }
}

function followAddress() {
  const wanted = /^#node=(.+)$/.exec(location.hash);
  if (!wanted) return false;
  let id;
  try {
    id = decodeURIComponent(wanted[1]);
  } catch {
    return false; // a damaged address: the page opens as if there were none
  }
  if (!byId.has(id)) return false;
  chooseNode(byId.get(id));
  return true;
}
addEventListener("hashchange", followAddress);

darkness.addEventListener("change", () => {
  readTheme();
  redraw();
});

readTheme();
refresh();
lookAtAll(false);
followAddress();
document.body.dataset.ready = "yes";
