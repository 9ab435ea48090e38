// Legend and filters: labels, relations and roles, years, confidence, support; and how much of the graph is drawn.

import { clearFilters, showEverything, showLabel, showType } from "./actions.js";
import { button, byId, el } from "./dom.js";
import { span, things } from "./model.js";
import { data } from "./packed.js";
import { swatch } from "./parts.js";
import { defaults, onChange, state, update } from "./state.js";
import { number, plural } from "./text.js";
import { isDrawn, view } from "./view.js";

const all = byId("all");
const status = byId("status");
const summary = byId("filter-summary");
const clear = byId("clear");
/** Each control brings itself in line with the state, which a link or a cleared filter may have changed. */
const controls = [];

function control(element, follow) {
  controls.push(follow);
  follow();
  return element;
}

function labelChip(label) {
  const chip = button("", () => showLabel(label.name, !state.labels.has(label.name)), { class: "chip", title: `${label.name}: hide or show` });
  chip.append(swatch(label.name), label.name, el("span", { class: "count" }, number(label.count)));
  return control(chip, () => chip.setAttribute("aria-pressed", String(state.labels.has(label.name))));
}

function typeBox(type) {
  const box = el("input", { type: "checkbox", change: () => showType(type.name, box.checked) });
  control(box, () => {
    box.checked = state.types.has(type.name);
  });
  return el("label", {}, box, type.forward, el("span", { class: "count" }, number(type.count)));
}

/** A slider with its value in words beside it. */
function slider({ label, min, max, step, read, write, words }) {
  const input = el("input", { type: "range", min, max, step, "aria-label": label, input: () => write(Number(input.value)) });
  const output = el("output", {});
  control(input, () => {
    input.value = read();
    output.textContent = words(read());
    input.setAttribute("aria-valuetext", words(read()));
  });
  return el("div", { class: "slider" }, el("span", {}, label), output, input);
}

function yearInputs() {
  const [first, last] = span;
  const input = (at, label) => {
    const field = el("input", { type: "number", min: first, max: last, "aria-label": label, change: () => {
      const years = [...(state.years ?? span)];
      years[at] = Math.min(last, Math.max(first, Number(field.value) || span[at]));
      if (years[0] > years[1]) years[1 - at] = years[at];
      update({ years: years[0] === first && years[1] === last ? null : years });
    } });
    return control(field, () => {
      field.value = (state.years ?? span)[at];
    });
  };
  return el("div", { class: "years" }, el("span", {}, "Years of papers"), input(0, "First year"), "–", input(1, "Last year"));
}

function typeGroup(legend, role) {
  const types = data.types.filter((type) => type.role === role && type.count);
  return types.length ? el("fieldset", {}, el("legend", {}, legend), ...types.map(typeBox)) : null;
}

function build() {
  byId("labels").append(...data.labels.filter((label) => label.count).map(labelChip));
  const most = things.reduce((found, thing) => Math.max(found, thing.papers || 0), 1);
  byId("filters").prepend(...[
    typeGroup("Relations", false),
    typeGroup("Roles in papers", true),
    el("fieldset", {}, el("legend", {}, "Grounds"),
      slider({ label: "Confidence", min: 0, max: 0.95, step: 0.05, read: () => state.confidence, write: (confidence) => update({ confidence }),
        words: (value) => (value ? `at least ${value.toFixed(2)}` : "any") }),
      slider({ label: "Shown by", min: 1, max: Math.min(10, most), step: 1, read: () => state.support, write: (support) => update({ support }),
        words: (value) => (value > 1 ? `${value} papers or more` : "any number of papers") }),
      span && span[0] < span[1] ? yearInputs() : null),
  ].filter(Boolean));
}

/** How many filters differ from what the page starts with; labels stand in the legend and count for themselves. */
function active() {
  const { types } = defaults();
  return Number(state.types.size < types.size) + Number(state.confidence > 0) + Number(state.support > 1) + Number(Boolean(state.years));
}

/** Whether something else than the main nodes was asked for. */
const isWide = () => state.everything || state.community !== null;

function follow() {
  controls.forEach((control) => control());
  const countable = things.map((_, i) => i).filter((i) => state.labels.has(things[i].label) || isDrawn(i));
  const seen = view().nodes.size;
  status.textContent = `${number(seen)} of ${plural(countable.length, "node")} drawn`;
  all.hidden = Boolean(state.focus || state.path) || (seen === countable.length && !isWide());
  all.textContent = isWide() ? "Show the main ones" : "Show all";
  const n = active();
  summary.textContent = n ? `Filters (${n})` : "Filters";
  clear.hidden = !n;
}

build();
clear.addEventListener("click", clearFilters);
all.addEventListener("click", () => showEverything(!isWide()));
onChange(follow);
follow();
