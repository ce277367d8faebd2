// A part of the page as parts of a file: its boxes, its texts line by line, its drawings, its canvases as images.
/** @import { Markup } from "../markup.js" */
/** @import { Defs } from "./drawing.js" */
import { markup } from "../markup.js";
import { placedDrawing } from "./drawing.js";
import { colourOf, fontsOf, isShown, isSlanted } from "./looks.js";

/** What is used, and what moves: not the picture. */
const LEFT_OUT = [
  ...[
    "button",
    "input",
    "select",
    "textarea",
    "dialog",
    "[popover]",
    "label:has(> input):not(:has(canvas, svg))",
  ],
  ...[".segmented", ".zoom-tools", ".pulses", ".pointer-layer", ".unseen", ".loading", ".hint"],
  "[data-view=columns]",
].join();
const SIDES = /** @type {const} */ (["top", "right", "bottom", "left"]);

/**
 * @typedef {object} Sheet
 * @property {DOMRect} origin of the whole, in the window
 * @property {Defs} defs
 * @property {CanvasRenderingContext2D | null} ruler of texts
 */

/** @param {DOMRect} rect @param {Sheet} sheet */
const boxOf = ({ left, top, width, height }, { origin }) => ({
  x: left - origin.left,
  y: top - origin.top,
  width,
  height,
});

/** The ground and the borders of an element. @param {Element} node @param {CSSStyleDeclaration} style
 * @param {Sheet} sheet @returns {Markup[]} */
function groundOf(node, style, sheet) {
  const box = boxOf(node.getBoundingClientRect(), sheet);
  /** @type {Markup[]} */
  const found = [];
  const ground = colourOf(style.backgroundColor);
  if (ground && ground.opacity > 0)
    found.push(
      markup("rect", {
        ...box,
        rx: Number.parseFloat(style.borderTopLeftRadius) || null,
        fill: ground.hex,
        "fill-opacity": ground.opacity === 1 ? null : ground.opacity,
      }),
    );
  for (const side of SIDES) {
    const width = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
    const line = colourOf(style.getPropertyValue(`border-${side}-color`));
    if (!(width > 0) || !line || line.opacity === 0) continue;
    const [right, bottom] = [box.x + box.width, box.y + box.height];
    const half = width / 2;
    const ends = {
      top: { x1: box.x, y1: box.y + half, x2: right, y2: box.y + half },
      right: { x1: right - half, y1: box.y, x2: right - half, y2: bottom },
      bottom: { x1: box.x, y1: bottom - half, x2: right, y2: bottom - half },
      left: { x1: box.x + half, y1: box.y, x2: box.x + half, y2: bottom },
    }[side];
    found.push(
      markup("line", {
        ...ends,
        stroke: line.hex,
        "stroke-width": width,
        "stroke-opacity": line.opacity === 1 ? null : line.opacity,
      }),
    );
  }
  return found;
}

/** The lines of a text. @param {Text} text @returns {{words: string, rect: DOMRect}[]} */
function linesOf(text) {
  const range = document.createRange();
  /** @type {{words: string, rect: DOMRect}[]} */
  const lines = [];
  for (const { index, 0: word } of text.data.matchAll(/\S+\s*/gu)) {
    range.setStart(text, index);
    range.setEnd(text, index + word.trimEnd().length);
    const rect = range.getBoundingClientRect();
    if (rect.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.rect.top - rect.top) < rect.height / 2) {
      last.words += word.replace(/\s+/g, " ");
      last.rect = new DOMRect(last.rect.left, last.rect.top, rect.right - last.rect.left, last.rect.height);
    } else lines.push({ words: word.replace(/\s+/g, " "), rect });
  }
  return lines;
}

/** @param {Text} text @param {CSSStyleDeclaration} style of what it stands in @param {Sheet} sheet
 * @returns {Markup[]} */
function textsOf(text, style, sheet) {
  const colour = colourOf(style.color);
  if (!colour || text.data.trim() === "" || style.visibility !== "visible") return [];
  const { ruler } = sheet;
  if (ruler) ruler.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  return linesOf(text).map(({ words, rect }) => {
    const metrics = ruler?.measureText(words);
    const ascent = metrics?.fontBoundingBoxAscent ?? rect.height * 0.8;
    const descent = metrics?.fontBoundingBoxDescent ?? rect.height * 0.2;
    const { x, y } = boxOf(rect, sheet);
    return markup(
      "text",
      {
        x,
        y: y + (rect.height - ascent - descent) / 2 + ascent,
        fill: colour.hex,
        "fill-opacity": colour.opacity === 1 ? null : colour.opacity,
        "font-family": fontsOf(style.fontFamily),
        "font-size": Number.parseFloat(style.fontSize),
        "font-weight": style.fontWeight === "400" ? null : style.fontWeight,
        "font-style": isSlanted(style) ? "italic" : null,
        "xml:space": "preserve",
        // Other fonts must not make a formula run into itself.
        ...(text.parentElement instanceof MathMLElement && words.length > 1
          ? { textLength: rect.width, lengthAdjust: "spacingAndGlyphs" }
          : {}),
      },
      [words.trimEnd()],
    );
  });
}

/** The bar of a fraction, and the roof of a root, which a browser draws without an element. @param {Element} node
 * @param {CSSStyleDeclaration} style @param {Sheet} sheet @returns {Markup[]} */
function strokesOf(node, style, sheet) {
  const [first, second] = node.children;
  const box = boxOf(node.getBoundingClientRect(), sheet);
  const size = Number.parseFloat(style.fontSize);
  const paint = { stroke: colourOf(style.color)?.hex, "stroke-width": size * 0.06, fill: "none" };
  if (node.localName === "mfrac" && first && second) {
    const [over, under] = [first, second].map((each) => boxOf(each.getBoundingClientRect(), sheet));
    const y = ((over?.y ?? 0) + (over?.height ?? 0) + (under?.y ?? 0)) / 2;
    return [markup("line", { x1: box.x, y1: y, x2: box.x + box.width, y2: y, ...paint })];
  }
  if (node.localName !== "msqrt" || !first) return [];
  const { x } = boxOf(first.getBoundingClientRect(), sheet);
  const [top, foot] = [box.y + size * 0.05, box.y + box.height];
  const sign = [
    `M${box.x} ${foot - box.height * 0.4}`,
    `L${box.x + (x - box.x) * 0.45} ${foot}`,
    `L${x} ${top}`,
    `H${box.x + box.width}`,
  ];
  return [markup("path", { d: sign.join(""), ...paint })];
}

/** @param {HTMLCanvasElement} canvas @param {Sheet} sheet */
function imageOf(canvas, sheet) {
  const box = boxOf(canvas.getBoundingClientRect(), sheet);
  if (canvas.width === 0 || canvas.height === 0 || box.width === 0) return null;
  return markup("image", { ...box, preserveAspectRatio: "none", href: canvas.toDataURL("image/png") });
}

/** What is seen of an element. @param {Element} node @param {Sheet} sheet @returns {Markup[]} */
function seenOf(node, sheet) {
  const style = getComputedStyle(node);
  if (node.matches(LEFT_OUT) || !isShown(style)) return [];
  if (node instanceof SVGSVGElement) {
    const found = placedDrawing(node, boxOf(node.getBoundingClientRect(), sheet), sheet.defs);
    return found ? [found] : [];
  }
  if (node instanceof HTMLCanvasElement) {
    const image = style.visibility === "visible" ? imageOf(node, sheet) : null;
    return image ? [withOpacity(image, style)] : [];
  }
  const inside = [...node.childNodes].flatMap((child) =>
    child instanceof Text
      ? textsOf(child, style, sheet)
      : child instanceof Element
        ? seenOf(child, sheet)
        : [],
  );
  const strokes = node instanceof MathMLElement ? strokesOf(node, style, sheet) : [];
  const found = [
    ...(style.visibility === "visible" ? groundOf(node, style, sheet) : []),
    ...strokes,
    ...inside,
  ];
  if (style.overflowX === "visible" || inside.length === 0) return found;
  return [clipped(found, boxOf(node.getBoundingClientRect(), sheet), sheet)];
}

/** @param {Markup} image @param {CSSStyleDeclaration} style */
function withOpacity(image, style) {
  if (Number(style.opacity) !== 1) image.attributes["opacity"] = Number(style.opacity);
  return image;
}

/** @param {Markup[]} children @param {import("../markup.js").Attributes} box @param {Sheet} sheet */
function clipped(children, box, { defs }) {
  const id = `cut-${defs.size}`;
  defs.set(id, markup("clipPath", { id }, [markup("rect", { ...box })]));
  return markup("g", { "clip-path": `url(#${id})` }, children);
}

/** @param {Element} root @param {Defs} defs @returns {{width: number, height: number, children: Markup[]}} */
export function sheetOf(root, defs) {
  const origin = root.getBoundingClientRect();
  const ruler = document.createElement("canvas").getContext("2d");
  return {
    width: origin.width,
    height: origin.height,
    children: [...root.children].flatMap((child) => seenOf(child, { origin, defs, ruler })),
  };
}
