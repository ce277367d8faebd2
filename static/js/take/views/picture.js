// The picture on the screen as a file: SVG, and PNG made of that.
/** @import { Context, PageScreen } from "../../core/types.js" */
/** @import { Markup } from "../markup.js" */
import { fileOf, markup } from "../markup.js";
import { captioned } from "./caption.js";
import { drawn } from "./drawing.js";
import { colourOf } from "./looks.js";
import { sheetOf } from "./sheet.js";

/** The side of a canvas that every browser can paint, in pixels. */
export const MOST_PIXELS = 8192;

/** Shows the page in a theme while something is read off it. Nothing is painted in between.
 * @template T @param {string} theme "light" or "dark" @param {() => T} read @returns {T} */
export function inTheme(theme, read) {
  const { dataset } = document.documentElement;
  const before = dataset["theme"];
  dataset["theme"] = theme;
  // Colours that fade would be read on their way.
  dataset["taking"] = "true";
  try {
    return read();
  } finally {
    delete dataset["taking"];
    if (before === undefined) delete dataset["theme"];
    else dataset["theme"] = before;
  }
}

/** The one drawing that is the picture of a network or a graph; null: the picture is a page of several.
 * @param {Element} stage @returns {SVGSVGElement | null} */
function drawingIn(stage) {
  const drawings = [...stage.querySelectorAll("svg.network")].filter((svg) => svg.checkVisibility());
  const [first] = drawings;
  return drawings.length === 1 && first instanceof SVGSVGElement ? first : null;
}

/** Whether a stage is one drawing, which can be shown in any theme. @param {Element} stage */
export const isOneDrawing = (stage) => drawingIn(stage) !== null;

/** The picture of a stage in the present theme. @param {Element} stage
 * @returns {{width: number, height: number, viewBox: string | undefined, children: Markup[]}} */
export function pictureOf(stage) {
  /** @type {Map<string, Markup>} */
  const defs = new Map();
  const svg = drawingIn(stage);
  const viewBox = svg?.getAttribute("viewBox") ?? undefined;
  const [, , width = 0, height = 0] = (viewBox ?? "").split(/[\s,]+/).map(Number);
  const found = svg
    ? { width, height, viewBox, children: drawn(svg, defs)?.children ?? [] }
    : { ...sheetOf(stage, defs), viewBox };
  const children = /** @type {Markup[]} */ (found.children.filter((child) => typeof child !== "string"));
  const all = defs.size > 0 ? [markup("defs", {}, [...defs.values()]), ...children] : children;
  return { ...found, children: all };
}

/**
 * The picture of a stage as the text of an SVG file, in the present theme.
 * @param {Element} stage
 * @param {{title: string, description: string, language: string}} words
 * @param {{screen: PageScreen, context: Context, heading: string} | null} step what its caption is of; null: it has
 * none
 */
export function svgOf(stage, words, step) {
  const background = colourOf(getComputedStyle(document.body).backgroundColor)?.hex ?? "#ffffff";
  const picture = pictureOf(stage);
  return fileOf({
    ...(step ? captioned(picture, step) : picture),
    ...words,
    background,
  });
}

/** @param {string} svg the text of a file @returns {Promise<HTMLImageElement>} */
async function imageOf(svg) {
  const image = new Image();
  // The page's policy lets images come from itself and from "data:".
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
}

/** A picture as PNG. @param {string} svg @param {number} scale pixels for each of its units
 * @returns {Promise<Blob>} */
export async function pngOf(svg, scale) {
  const image = await imageOf(svg);
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  if (Math.max(canvas.width, canvas.height) > MOST_PIXELS)
    throw new RangeError(`${canvas.width}×${canvas.height}`);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png"),
  );
}
