// How an element looks, as attributes that every program understands: no class, no variable, no style sheet.
/** @import { Attributes } from "../markup.js" */
import { hexOf } from "../colours.js";

/** @type {CanvasRenderingContext2D | null} */
let pixel = null;

/** A colour in any of the forms that a browser computes; null for none.
 * @param {string} text @returns {{hex: string, opacity: number} | null} */
export function colourOf(text) {
  const known = hexOf(text);
  if (known || text === "none" || text === "" || text.startsWith("url(")) return known;
  // Of another colour space: as the screen shows it.
  pixel ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!pixel) return null;
  pixel.clearRect(0, 0, 1, 1);
  pixel.fillStyle = text;
  pixel.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, opacity = 0] = pixel.getImageData(0, 0, 1, 1).data;
  return hexOf(`rgba(${red}, ${green}, ${blue}, ${opacity / 255})`);
}

/** What other computers have in the place of a font of the page's own. @type {[RegExp, string][]} */
const FALLBACKS = [
  [
    /STIX|math/i,
    '"STIX Two Math", "STIX Two Text", "Cambria Math", "Latin Modern Math", "Noto Serif CJK SC", serif',
  ],
  [/mono/i, '"DejaVu Sans Mono", Menlo, Consolas, "Noto Sans Mono CJK SC", monospace'],
  [/serif$/i, '"Times New Roman", "DejaVu Serif", "Noto Serif CJK SC", serif'],
];
const WORDS =
  'system-ui, "Segoe UI", Helvetica, Arial, "DejaVu Sans", ' +
  '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Names of fonts with those that stand in for them. @param {string} families as the browser computes them */
export function fontsOf(families) {
  const isSans = /sans-serif\s*$/i.test(families);
  const [, names] = FALLBACKS.find(
    ([pattern]) => pattern.test(families) && !(isSans && pattern.source === "serif$"),
  ) ?? [null, WORDS];
  return names.replaceAll('"', "'");
}

/** Whether letters are those of mathematics, which most fonts have as italics. @param {CSSStyleDeclaration} style */
export const isSlanted = (style) =>
  style.fontStyle === "italic" || style.getPropertyValue("text-transform").includes("math-auto");

/** Inherited properties: written where they are other than around.
 * @type {Record<string, (value: string, style: CSSStyleDeclaration) => string>} */
const INHERITED = {
  "font-family": fontsOf,
  "font-size": (value) => String(Number.parseFloat(value)),
  "font-style": (_, style) => (isSlanted(style) ? "italic" : "normal"),
  "font-weight": (value) => value,
  "text-anchor": (value) => value,
  "letter-spacing": (value) => (value === "normal" ? "normal" : value),
  "stroke-linecap": (value) => value,
  "stroke-linejoin": (value) => value,
  "stroke-dasharray": (value) => value.replaceAll("px", ""),
  "stroke-dashoffset": (value) => value.replaceAll("px", ""),
  "stroke-width": (value) => value.replaceAll("px", ""),
  "paint-order": (value) => value,
  "fill-rule": (value) => value,
};
/** What a picture has that says nothing of these. @type {Record<string, string>} */
export const INITIAL = {
  fill: "",
  stroke: "none",
  "fill-opacity": "1",
  "stroke-opacity": "1",
  "font-family": "",
  "font-size": "",
  "font-style": "normal",
  "font-weight": "400",
  "text-anchor": "start",
  "letter-spacing": "normal",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0",
  "stroke-width": "1",
  "paint-order": "normal",
  "fill-rule": "nonzero",
};
const OF_TEXT = new Set([
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "text-anchor",
  "letter-spacing",
]);
const OF_GROUPS = new Set(["g", "svg"]);

/** @param {"fill" | "stroke"} name @param {CSSStyleDeclaration} style @returns {Attributes} */
function paintOf(name, style) {
  const value = style.getPropertyValue(name);
  const gradient = /url\(["']?#([^"')]+)["']?\)/.exec(value);
  const own = Number(style.getPropertyValue(`${name}-opacity`));
  if (gradient) return { [name]: `url(#${gradient[1]})`, [`${name}-opacity`]: own === 1 ? null : own };
  const colour = colourOf(value);
  const opacity = (colour?.opacity ?? 0) * own;
  if (!colour || opacity === 0) return { [name]: "none" };
  return { [name]: colour.hex, [`${name}-opacity`]: opacity === 1 ? null : opacity };
}

/** Whether it is seen at all. @param {CSSStyleDeclaration} style */
export const isShown = (style) => style.display !== "none" && Number(style.opacity) !== 0;

/** The looks of an element of a drawing.
 * @param {Element} node @param {CSSStyleDeclaration} style
 * @param {Record<string, string>} around what it inherits
 * @returns {{attributes: Attributes, inherited: Record<string, string>}} */
export function looksOf(node, style, around) {
  const isGroup = OF_GROUPS.has(node.localName);
  const isText = node.localName === "text" || node.localName === "tspan";
  /** @type {Attributes} */
  const attributes = isGroup ? {} : { ...paintOf("fill", style), ...paintOf("stroke", style) };
  const inherited = { ...around };
  for (const name of isText ? ["fill", "stroke"] : []) {
    const opacity = `${name}-opacity`;
    const [value, own] = [String(attributes[name]), String(attributes[opacity] ?? 1)];
    if (value === around[name]) delete attributes[name];
    if (own === around[opacity]) delete attributes[opacity];
    else attributes[opacity] = own;
    inherited[name] = value;
    inherited[opacity] = own;
  }
  const isLine = (attributes["stroke"] ?? around["stroke"]) !== "none";
  for (const [name, written] of Object.entries(INHERITED)) {
    if (isGroup || (OF_TEXT.has(name) ? !isText : name.startsWith("stroke") && !isLine)) continue;
    const value = written(style.getPropertyValue(name), style);
    if (value === around[name]) continue;
    attributes[name] = value;
    inherited[name] = value;
  }
  const opacity = Number(style.opacity);
  if (opacity !== 1) attributes["opacity"] = opacity;
  return { attributes, inherited };
}
