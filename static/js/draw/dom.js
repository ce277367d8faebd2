// Makes elements without markup strings, so that Trusted Types have nothing to object to.

/** What these hold is no language: a translator leaves it as it is. */
const UNTRANSLATED = new Set(["code", "pre", "kbd"]);

/**
 * An element with attributes, listeners (`onclick: f`) and children. `false`, `null` and `undefined` leave an
 * attribute out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  if (UNTRANSLATED.has(tag)) setAttribute(node, "translate", "no");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on") && typeof value === "function") {
      node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else setAttribute(node, name, value);
  }
  for (const child of children) if (child !== null) node.append(child);
  return node;
}

/** Sets, empties (`true`) or removes an attribute, and touches the page only when something changed.
 * @param {Element} node @param {string} name @param {unknown} value */
export function setAttribute(node, name, value) {
  if (value === false || value === null || value === undefined) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) === text) return;
    node.setAttribute(name, text);
    // A number.
    if (name === "data-address") node.setAttribute("translate", "no");
  }
}

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What each menu offers, so that the same list need not be compared. @type {WeakMap<HTMLSelectElement, unknown>} */
const offered = new WeakMap();

/** The options of a menu, rebuilt only when they differ.
 * @param {HTMLSelectElement} select @param {{value: string, text: string}[]} options @param {string} chosen */
export function setOptions(select, options, chosen) {
  const same =
    offered.get(select) === options ||
    (select.options.length === options.length &&
      options.every(
        (option, n) => select.options[n]?.value === option.value && select.options[n]?.text === option.text,
      ));
  offered.set(select, options);
  if (!same) select.replaceChildren(...options.map(({ value, text }) => element("option", { value }, text)));
  if (select.value !== chosen) select.value = chosen;
}

/** Calls once the page has been laid out, in the same frame: there sizes are read at no cost, while to ask for them
 * in the midst of changes would lay the page out for that alone. A node that is not on the screen is waited for.
 * @param {Element} node that is measured @param {() => void} work */
export function afterLayout(node, work) {
  // What is observed anew is told of in the next frame, whether or not its size has changed.
  const observer = new ResizeObserver(() => {
    observer.disconnect();
    work();
  });
  observer.observe(node);
}

/** What an element shows does not fit its width. @param {Element} node */
export const isCut = (node) => node.scrollWidth > node.clientWidth + 1;
/** Only what is wider than its place scrolls, and then by keyboard too. @param {Element} node */
export const reachIfCut = (node) => setAttribute(node, "tabindex", isCut(node) ? 0 : null);

/** A box for what may be wider than its place: it scrolls, by keyboard too, and `data-more` says that there is more.
 * @param {string} label @param {...Node} children */
export function scrollBox(label, ...children) {
  const box = element(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": label },
    ...children,
  );
  const mark = () =>
    setAttribute(box, "data-more", Math.abs(box.scrollLeft) + box.clientWidth < box.scrollWidth - 1);
  const observer = new ResizeObserver(mark);
  for (const node of [box, ...children]) observer.observe(/** @type {Element} */ (node));
  box.addEventListener("scroll", mark);
  return box;
}

/** The number that the pointer or the focus is on. @param {EventTarget | null} target @returns {string | null} */
export const addressUnder = (target) =>
  target instanceof Element ? (target.closest("[data-address]")?.getAttribute("data-address") ?? null) : null;

const COUNTED = Symbol.for("deltaflow ids");
/** How many ids were given out, by all scripts of the page: one that is loaded later has a module like this one too. */
const ids = /** @type {Record<symbol, number>} */ (/** @type {unknown} */ (globalThis));
/** An id that nothing else in the page has: a panel can be in it more than once. @param {string} prefix */
export const uniqueId = (prefix) => `${prefix}-${(ids[COUNTED] = (ids[COUNTED] ?? 0) + 1)}`;
