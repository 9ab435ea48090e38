// Colours of the drawing, read from the page's own: light or dark as the system has it, always light on paper.

import { data } from "./packed.js";

const root = document.documentElement;
const darkness = matchMedia("(prefers-color-scheme: dark)");
export const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The page's colours by name, and each label's; read again whenever the theme changes. */
export const ink = {};

function readTheme() {
  const style = getComputedStyle(root);
  for (const name of ["text", "muted", "ground", "edge", "strong"]) ink[name] = style.getPropertyValue(`--${name}`).trim();
  data.labels.forEach((label, n) => {
    ink[label.name] = darkness.matches && !root.classList.contains("printed") ? label.dark : label.light;
    root.style.setProperty(`--label-${n}`, ink[label.name]);
  });
}

const listeners = [];

export const onTheme = (listener) => listeners.push(listener);

function change() {
  readTheme();
  listeners.forEach((listener) => listener());
}

darkness.addEventListener("change", change);
for (const [event, printed] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(event, () => {
    root.classList.toggle("printed", printed);
    change();
  });
}
readTheme();
