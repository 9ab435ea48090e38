// Small charts as SVG, with the figures as text: columns over years, bars of a ranking.

import { button, el, svg } from "./dom.js";
import { number } from "./text.js";

/**
 * Columns over consecutive years.
 * @param {Map<number, number>} counts papers by year
 * @param {function(number): void} choose called with the year of a column that is clicked
 * @param {number} width pixels, so that the figures come out as large as other text
 */
export function columnsByYear(counts, choose, width) {
  const known = [...counts.keys()];
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const years = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  const most = Math.max(...counts.values());
  const [height, foot, top] = [170, 22, 18];
  const step = width / years.length;
  const every = Math.ceil(44 / step); // a year's figures need that much room
  const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "group", "aria-label": `Papers by year, ${first} to ${last}` });
  years.forEach((year, n) => {
    const count = counts.get(year) ?? 0;
    const tall = count ? Math.max(2, ((height - foot - top) * count) / most) : 0;
    const x = n * step + step / 2;
    const column = svg("rect", { x: n * step + step * 0.12, y: height - foot - tall, width: step * 0.76, height: tall, rx: Math.min(3, step / 6) });
    const pick = (event) => {
      if (event.type === "click" || event.key === "Enter" || event.key === " ") choose(year);
    };
    const group = svg("g", count ? { tabindex: 0, role: "button", "aria-label": `${year}: ${count}`, click: pick, keydown: pick } : {}, svg("title", {}, `${year}: ${count}`), column);
    if (count && (step >= 16 || count === most)) group.append(svg("text", { x, y: height - foot - tall - 5, class: "figure" }, number(count)));
    if ((last - year) % every === 0) group.append(svg("text", { x, y: height - 6 }, year));
    chart.append(group);
  });
  return chart;
}

/**
 * Bars of a ranking, the longest first.
 * @param {Array<{name: string, count: number, colour: string, choose: ?function}>} rows
 */
export function bars(rows) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return el("ul", { class: "bars" }, ...rows.map(({ name, count, colour, choose }) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" });
    bar.style.width = `${(100 * count) / most}%`;
    bar.style.background = colour;
    const label = el("bdi", {}, name);
    return el("li", {}, choose ? button(label, choose, { class: "link" }) : el("span", {}, label), el("span", { class: "figure" }, number(count)), bar);
  }));
}
