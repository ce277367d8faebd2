// What the contour plot and the surface have in common: the view, its colours, and when they must be drawn anew.
/** @import { Context } from "../../types.js" */
/** @import { DescentAnswer } from "../../types.js" */
/** @import { Range } from "../../../draw/plot/scale.js" */
import { own } from "../../../core/at.js";
import { media } from "../../../core/browser/media.js";
import { parseColour } from "../../../math/colour.js";
import { twoVariables } from "../../runs.js";

/** The tokens of the colour ramp, lowest first. */
export const LEVEL_COLOURS = ["--level-low", "--level-middle", "--level-high"];

/** The view of an answer over its two variables. @param {DescentAnswer} answer @returns {{ x: Range, y: Range }} */
export function viewOf(answer) {
  const [x, y] = twoVariables(answer);
  return { x: own(answer.view, x) ?? [-1, 1], y: own(answer.view, y) ?? [-1, 1] };
}

/**
 * Do two answers have the same contours and surface, and differ in their runs at most?
 * @param {DescentAnswer | null} a @param {DescentAnswer} b
 */
export function isSameMap(a, b) {
  if (!a || (a.surface === undefined) !== (b.surface === undefined)) return false;
  const [one, other] = [a.request, b.request];
  return (
    one.function === other.function &&
    one.data === other.data &&
    one.reduction === other.reduction &&
    one.network === other.network &&
    a.contours.length === b.contours.length &&
    JSON.stringify(a.view) === JSON.stringify(b.view)
  );
}

/** The theme in effect, as a key: when it changes, colours must be read anew. @param {Context} context */
export const themeKey = (context) =>
  [
    context.theme(),
    globalThis.document?.documentElement.dataset["theme"] ?? "",
    media("(prefers-color-scheme: dark)").matches,
  ].join(" ");

/** The colours of some tokens. @param {Element} node @param {readonly string[]} names */
export function coloursOf(node, names) {
  const style = getComputedStyle(node);
  return names.map((name) => parseColour(style.getPropertyValue(name)));
}
