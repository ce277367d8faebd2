// A drawing of the page as a part of a file: what is seen of it, with its looks written out.
/** @import { Attributes, Markup } from "../markup.js" */
import { markup, short } from "../markup.js";
import { INITIAL, colourOf, isShown, looksOf } from "./looks.js";

/** Attributes that are kept as they are written. */
const KEPT = [
  ...["x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "width", "height"],
  ...["d", "points", "viewBox", "preserveAspectRatio", "transform", "textLength", "lengthAdjust", "rotate"],
  ...["gradientUnits", "gradientTransform", "fx", "fy", "fr", "offset", "spreadMethod", "clipPathUnits"],
  ...["patternUnits", "patternTransform", "patternContentUnits"],
];
/** What style sheets may set in their place. @type {Record<string, readonly string[]>} */
const SIZES = {
  circle: ["cx", "cy", "r"],
  rect: ["x", "y", "width", "height"],
  ellipse: ["cx", "cy", "rx", "ry"],
};
const LEFT_OUT = new Set(["title", "desc", "style", "script", "metadata", "foreignObject", "animate"]);
const SHAPES = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon"]);

/** What drawings of a file share: gradients and clips, by their names. @typedef {Map<string, Markup>} Defs */

/** @param {Element} node @param {CSSStyleDeclaration} style @returns {Attributes} */
function placeOf(node, style) {
  /** @type {Attributes} */
  const attributes = {};
  for (const name of KEPT) {
    const value = node.getAttribute(name);
    if (value !== null) attributes[name] = /^-?\d+\.\d+$/.test(value) ? Number(value) : value;
  }
  for (const name of SIZES[node.localName] ?? []) {
    const value = style.getPropertyValue(name);
    if (/^-?[\d.]+px$/.test(value)) attributes[name] = Number.parseFloat(value);
  }
  if (!("transform" in attributes) && style.transform !== "none" && style.transform !== "")
    attributes["transform"] = matrixOf(node);
  return attributes;
}

/** The transform that style sheets give an element. @param {Element} node */
function matrixOf(node) {
  const parent = node.parentElement;
  if (!(node instanceof SVGGraphicsElement) || !(parent instanceof SVGGraphicsElement)) return null;
  const [own, around] = [node.getCTM(), parent.getCTM()];
  if (!own || !around) return null;
  const { a, b, c, d, e, f } = around.inverse().multiply(own);
  return `matrix(${[a, b, c, d, e, f].map((each) => Number(each.toFixed(5))).join(" ")})`;
}

/** Takes what an attribute names into the file. @param {string} id @param {Defs} defs */
function addDef(id, defs) {
  if (defs.has(id)) return;
  const node = document.getElementById(id);
  if (!node) return;
  const made = markup(node.localName, { id, ...placeOf(node, getComputedStyle(node)) });
  defs.set(id, made);
  for (const child of node.children) {
    const style = getComputedStyle(child);
    if (child.localName === "stop") {
      const colour = colourOf(style.stopColor);
      const opacity = (colour?.opacity ?? 1) * Number(style.stopOpacity);
      made.children.push(
        markup("stop", {
          offset: child.getAttribute("offset"),
          "stop-color": colour?.hex,
          "stop-opacity": opacity === 1 ? null : opacity,
        }),
      );
    } else {
      const { attributes } = looksOf(child, style, INITIAL);
      made.children.push(markup(child.localName, { ...placeOf(child, style), ...attributes }));
    }
  }
}

/** @param {Attributes} attributes @param {Defs} defs */
function addDefsOf(attributes, defs) {
  for (const value of Object.values(attributes)) {
    const named = typeof value === "string" ? /^url\(#(.+)\)$/.exec(value)?.[1] : undefined;
    if (named) addDef(named, defs);
  }
}

/** An element of a drawing with what is in it; null: nothing of it is seen.
 * @param {Element} node @param {Defs} defs @param {Record<string, string>} [around] what it inherits
 * @returns {Markup | null} */
export function drawn(node, defs, around = INITIAL) {
  if (LEFT_OUT.has(node.localName) || node.localName === "defs" || node.localName === "clipPath") return null;
  const style = getComputedStyle(node);
  if (!isShown(style)) return null;
  const { attributes, inherited } = looksOf(node, style, around);
  // The menus below a column stand in the place of its name; the file has none.
  const isSeen = style.visibility === "visible" || node.matches(".caption");
  const isPainted =
    (attributes["fill"] !== undefined && attributes["fill"] !== "none") ||
    (attributes["stroke"] !== undefined && attributes["stroke"] !== "none");
  if (SHAPES.has(node.localName) && !(isSeen && isPainted)) return null;
  /** @type {Attributes} */
  const all = { ...placeOf(node, style), ...attributes };
  const clip = /url\(["']?#([^"')]+)["']?\)/.exec(style.clipPath)?.[1];
  if (clip) all["clip-path"] = `url(#${clip})`;
  if (node instanceof SVGImageElement)
    all["href"] = node.href.baseVal.startsWith("data:") ? node.href.baseVal : null;
  /** @type {(Markup | string)[]} */
  const children = [];
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) {
      if (isSeen && (node.localName === "text" || node.localName === "tspan"))
        children.push(child.textContent ?? "");
    } else if (child instanceof SVGElement) {
      const found = drawn(child, defs, inherited);
      if (found) children.push(found);
    }
  }
  if (!SHAPES.has(node.localName) && node.localName !== "image" && children.length === 0) return null;
  if (node.localName === "text" && !hasWords(children)) return null;
  addDefsOf(all, defs);
  return markup(node.localName, all, children);
}

/** @param {(Markup | string)[]} children @returns {boolean} */
const hasWords = (children) =>
  children.some((child) => (typeof child === "string" ? child.trim() !== "" : hasWords(child.children)));

/** A drawing at its place among others, cut where the page cuts it. @param {SVGSVGElement} svg
 * @param {{x: number, y: number, width: number, height: number}} box in CSS pixels @param {Defs} defs */
export function placedDrawing(svg, box, defs) {
  const found = drawn(svg, defs);
  if (!found) return null;
  const viewBox = svg.getAttribute("viewBox") ?? `0 0 ${short(box.width)} ${short(box.height)}`;
  const overflow = getComputedStyle(svg).overflow === "visible" ? "visible" : null;
  return markup(
    "svg",
    { ...box, viewBox, preserveAspectRatio: svg.getAttribute("preserveAspectRatio"), overflow },
    [...found.children],
  );
}
