// The view as a Cypher query that returns what is drawn, here and on Neo4j. Names travel as quoted literals.

import { things } from "./model.js";
import { view } from "./view.js";

/** A string literal; everything that is not plain stands as an escape. */
const literal = (text) => `'${text.replace(/['\\]/g, "\\$&").replace(/[\p{C}\u2028\u2029]/gu, (letter) =>
  letter.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""))}'`;

const list = (texts) => `[${texts.map(literal).join(", ")}]`;

/** @returns {string} */
export function asCypher() {
  const { nodes: drawn, edges } = view();
  const ids = [...drawn].map((i) => things[i].id).sort();
  if (!edges.length) return `MATCH (a)\nWHERE a.id IN ${list(ids)}\nRETURN a`;
  const types = [...new Set(edges.map((edge) => edge.type))].sort();
  const sure = Math.min(...edges.map((edge) => edge.confidence));
  const support = Math.min(...edges.map((edge) => edge.support));
  return [
    `WITH ${list(ids)} AS drawn`,
    `MATCH (a)-[r:${types.join("|")}]->(b)`,
    "WHERE a.id IN drawn AND b.id IN drawn",
    `  AND r.confidence >= ${(sure - 0.0005).toFixed(4)} AND r.support >= ${support}`,
    "RETURN a, r, b",
  ].join("\n");
}
