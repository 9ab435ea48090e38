// The two dialogs: the view as Cypher, and the corrections collected so far.

import { corrections, onCorrections, takeBack } from "./corrections.js";
import { asCypher } from "./cypher.js";
import { button, byId, el } from "./dom.js";
import { copy, download } from "./files.js";
import { number } from "./text.js";

const dialog = byId("dialog");
const badge = byId("corrections");

function open(title, ...content) {
  const heading = el("h2", { id: "dialog-title" }, title);
  dialog.replaceChildren(button("×", () => dialog.close(), { class: "close", "aria-label": "Close" }), heading, ...content);
  if (!dialog.open) dialog.showModal();
}

export function showCypher() {
  const field = el("textarea", { readonly: true, rows: 12, "aria-label": "Cypher query", spellcheck: "false" });
  field.value = asCypher();
  const copied = button("Copy", async () => {
    copied.textContent = (await copy(field)) ? "Copied" : "Press Ctrl+C";
  }, { class: "action" });
  open("This view as Cypher", el("p", { class: "about" }, "Returns the nodes and relationships that are drawn; runs with litkg query and on Neo4j."), field, el("div", { class: "tools" }, copied));
  copied.focus();
}

function correctionRow(line) {
  return el("li", {}, el("code", {}, line), button("Take back", () => {
    takeBack(line);
    showCorrections();
  }, { class: "quiet" }));
}

function showCorrections() {
  const lines = corrections();
  if (!lines.length) {
    open("Corrections", el("p", { class: "empty" }, "None yet. Open a node or a relation and say what is wrong with it."));
    return;
  }
  const save = button("Download corrections.jsonl", () => download("corrections.jsonl", `${lines.join("\n")}\n`, "application/jsonl"), { class: "action" });
  open("Corrections", el("p", { class: "about" }, "Replay them with the next build: ", el("code", {}, "litkg build SOURCE -o build --corrections corrections.jsonl")),
    el("ul", { class: "lines" }, ...lines.map(correctionRow)), el("div", { class: "tools" }, save));
}

function count() {
  const n = corrections().length;
  badge.textContent = n ? `Corrections (${number(n)})` : "Corrections";
}

badge.addEventListener("click", showCorrections);
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
onCorrections(count);
count();
