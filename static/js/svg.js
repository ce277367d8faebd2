// The few DOM helpers that the drawings share. Writes only what changed, and never through markup strings.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | null | undefined>} Attributes */

/**
 * Sets attributes, touching the document only where a value differs; null takes the attribute away.
 * @param {Element} element @param {Attributes} attributes
 */
export function set(element, attributes) {
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined) {
      if (element.hasAttribute(name)) element.removeAttribute(name);
    } else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/**
 * @template {keyof SVGElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] @param {Element | null} [parent]
 * @returns {SVGElementTagNameMap[K]}
 */
export function shape(tag, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, tag);
  set(element, attributes);
  parent?.append(element);
  return element;
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Attributes} [attributes] @param {Element | null} [parent]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(tag, attributes = {}, parent = null) {
  const made = document.createElement(tag);
  set(made, attributes);
  parent?.append(made);
  return made;
}

/** @param {Element} node @param {string} text */
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * A piece of a formula in a line of text: plain, italic, raised or lowered.
 * @typedef {{ text: string, kind?: "italic" | "raised" | "lowered" }} Run
 */

/** @type {WeakMap<Element, string>} */
const written = new WeakMap();

/**
 * Fills an SVG <text> with runs; "raised" followed by "lowered" stand above each other.
 * @param {SVGTextElement} node @param {readonly Run[]} runs
 */
export function writeRuns(node, runs) {
  const key = JSON.stringify(runs);
  if (written.get(node) === key) return;
  written.set(node, key);
  node.textContent = "";
  let shift = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const want = run.kind === "raised" ? -0.38 : run.kind === "lowered" ? 0.26 : 0;
    const span = shape("tspan", {}, node);
    const small = want !== 0;
    const scale = small ? 0.72 : 1;
    if (want !== shift) span.setAttribute("dy", `${((want - shift) / scale).toFixed(3)}em`);
    if (before?.kind === "raised" && run.kind === "lowered")
      span.setAttribute("dx", `${(-widthOf(before.text)).toFixed(2)}em`);
    if (small) span.setAttribute("class", "script");
    else if (run.kind === "italic") span.setAttribute("class", "italic");
    span.textContent = run.text;
    shift = want;
    before = run;
  }
}

/** Roughly how many em a text is wide. @param {string} text */
export function widthOf(text) {
  let width = 0;
  for (const letter of text) width += "().,'′ijl1|·".includes(letter) ? 0.36 : letter > "⺀" ? 1 : 0.58;
  return width;
}

/** @param {readonly Run[]} runs */
export function widthOfRuns(runs) {
  let width = 0;
  let before = /** @type {Run | null} */ (null);
  for (const run of runs) {
    const own = widthOf(run.text) * (run.kind === "raised" || run.kind === "lowered" ? 0.74 : 1);
    width += before?.kind === "raised" && run.kind === "lowered" ? Math.max(0, own - widthOf(before.text) * 0.74) : own;
    before = run;
  }
  return width;
}
