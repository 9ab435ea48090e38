// Strings as people and as search see them. Knows nothing of the page.

/** One spelling for search: no accents, no capitals, hyphens as spaces. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[-_\s]+/g, " ").trim();

/** Without controls and marks of direction, which could reorder what stands beside them. */
export const bare = (text) => text.replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim();

/** Cut to what fits into a line. */
export function brief(text, most = 120) {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most - 1).join("").trimEnd()}…` : text;
}

export const number = (n) => n.toLocaleString("en");

export const plural = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

/** A value with its unit, as people write it. */
export function measured({ value, unit }) {
  return /^[%x×]/.test(unit) ? `${value}${unit}` : `${value} ${unit}`.trim();
}
