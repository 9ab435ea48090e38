// The data of the page: base64 and deflate to plain objects, and columns back to rows; graph/publish/packing.py wrote them.

import { byId } from "./dom.js";

/** Inflate and parse; needs no request. */
async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

async function unpackOrSay() {
  const block = byId("data");
  try {
    const found = await unpack(block.textContent);
    block.remove(); // megabytes that nobody reads again
    return found;
  } catch (error) {
    byId("failure").hidden = false;
    throw error;
  }
}

/**
 * Turn columns back into rows; a value that is null is absent.
 * @param {{n: number, columns: Object<string, *>}} table
 * @returns {Array<Object<string, *>>}
 */
export function rows({ n, columns }) {
  const made = Array.from({ length: n }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    for (let i = 0; i < n; i += 1) {
      const value = Array.isArray(column) ? column[i] : "all" in column ? column.all : column.of[column.at[i]];
      if (value !== null) made[i][name] = value;
    }
  }
  return made;
}

export const data = await unpackOrSay();
