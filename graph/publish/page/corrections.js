// Corrections that somebody collects here: lines that `litkg build --corrections` replays. Kept by the browser if it can.

import { data } from "./packed.js";

const KEY = `litkg corrections ${location.pathname} ${data.title}`;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "[]").filter((line) => typeof line === "string");
  } catch {
    return []; // no storage for this page, or something else in it
  }
}

let lines = kept();
const listeners = [];

function keep(next) {
  lines = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(lines));
  } catch {
    // They stand until the page is closed.
  }
  listeners.forEach((listener) => listener());
}

/** The lines of JSON, in the order in which they came. */
export const corrections = () => lines;
export const onCorrections = (listener) => listeners.push(listener);

/** Add one; saying a thing twice says it once. */
export function correct(line) {
  const text = JSON.stringify(line);
  if (!lines.includes(text)) keep([...lines, text]);
}

export const takeBack = (text) => keep(lines.filter((line) => line !== text));
