// Elements of the page. Every string becomes a text node or an attribute; nothing is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element of the template with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * An HTML element. Attributes that are functions listen to the event of that name; those that are null, undefined or
 * false are left out; children that are null, undefined or false too.
 * @param {string} tag
 * @param {Object<string, *>} [attributes]
 * @param {...(Node|string|number|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element; the rest is as for `el`. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

/** A button that is no submit button. */
export function button(text, click, attributes = {}) {
  return el("button", { type: "button", click, ...attributes }, text);
}

/** A heading with what stands below it. */
export function section(title, ...content) {
  return el("section", {}, el("h3", {}, title), ...content);
}

/**
 * A list that shows its first rows, and the rest when asked; rows are made only when they are shown.
 * @param {Array<T>} items
 * @param {function(T): HTMLElement} row
 * @param {{first?: number, list?: HTMLElement}} [how]
 * @template T
 */
export function longList(items, row, { first = 8, list = el("ul") } = {}) {
  list.append(...items.slice(0, first).map(row));
  if (items.length <= first) return list;
  let shown = first;
  const more = button("", () => {
    const next = shown;
    shown = Math.min(items.length, shown + Math.max(first, 100));
    list.append(...items.slice(next, shown).map(row));
    list.children[next].querySelector("button, a")?.focus();
    label();
  }, { class: "quiet more" });
  const label = () => {
    more.hidden = shown === items.length;
    more.textContent = items.length - shown <= 100 ? `Show all ${items.length.toLocaleString("en")}` : `Show more of ${items.length.toLocaleString("en")}`;
  };
  label();
  return el("div", {}, list, more);
}
