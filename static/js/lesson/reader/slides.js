// The slides of teacher's mode: which there are, how the keys move through them, and how a slide is fitted. Pure.

/** The keys step through figures of at most this many steps; longer ones have buttons of their own. */
const MAX_STEPS = 40;
/** The name of a section's last slide in an address. */
export const LAST_SLIDE = "end";
/** The font size of slides with text only, as a factor. */
export const MAX_FONT_SIZE = 1.25;
/** The font sizes that are tried, from the largest. Figures use the space that smaller text leaves, so with a
 * figure they start at 1. A slide that does not fit at the last size is scrolled. */
const FONT_SIZES = [MAX_FONT_SIZE, 1.1, 1, 0.93, 0.885];
/** A drawing is reduced to no less than this share of its height. Exercises have smaller words in theirs. */
const MIN_DRAWING_SHARE = { figure: 0.6, exercise: 0.72 };
/** Free space below a reduced drawing, in CSS pixels: room for what moves in it. */
const DRAWING_MARGIN = 12;
/** The share of the window by which a long slide is scrolled. */
const SCROLL_SHARE = 0.85;
/** Less than this, in CSS pixels, is not scrolled. */
const MIN_SCROLL = 4;

/** @typedef {"next" | "back"} Way */

/** The slides of the text: the words of a part, then each of its pieces alone, as large as the screen allows. `piece`:
 * null on a slide of words.
 * @template P, F @param {readonly {part: P, pieces: F[], hasWords: boolean}[]} parts
 * @returns {{part: P, piece: F | null}[]} */
export const slidesOf = (parts) =>
  parts.flatMap(({ part, pieces, hasWords }) => [
    ...(hasWords || pieces.length === 0 ? [{ part, piece: null }] : []),
    ...pieces.map((piece) => ({ part, piece })),
  ]);

/** The index of the slide that an address names, counted from 1 there, or the last one; null for anything else.
 * @param {string | null} text @param {number} count @returns {number | null} */
export function slideIn(text, count) {
  if (text === null || count === 0) return null;
  if (text === LAST_SLIDE) return count - 1;
  return /^\d{1,4}$/.test(text) ? Math.max(0, Math.min(count, Number(text)) - 1) : null;
}

/** Whether a key steps through the figure instead of leaving its slide.
 * @param {{floor: number, ceiling: number, atEnd(): boolean, atStart(): boolean}} figure @param {Way} way */
export const stepsOn = (figure, way) =>
  figure.ceiling - figure.floor <= MAX_STEPS && !(way === "next" ? figure.atEnd() : figure.atStart());

/** By how much a key scrolls a slide that is longer than the window, in CSS pixels; 0 at its end.
 * @param {{top: number, height: number, whole: number}} view scrolled to `top`, with `height` of `whole` visible
 * @param {Way} way */
export function scrollOf({ top, height, whole }, way) {
  const rest = way === "next" ? whole - height - top : top;
  if (rest < MIN_SCROLL) return 0;
  return (way === "next" ? 1 : -1) * Math.min(rest, Math.round(height * SCROLL_SHARE));
}

/** The height of a drawing at which its slide fits; null if that is too small. In CSS pixels.
 * @param {number} height of the drawing @param {number} cut by which the slide is too long
 * @param {keyof typeof MIN_DRAWING_SHARE} [kind] */
export const drawingHeight = (height, cut, kind = "figure") =>
  height - cut >= height * MIN_DRAWING_SHARE[kind] ? Math.floor(height - cut - DRAWING_MARGIN) : null;

/** The next smaller font size; null after the last. @param {number} size */
export const smallerThan = (size) => FONT_SIZES.find((smaller) => smaller < size) ?? null;

/** An address at which parts of the page are hidden. @param {string} href @param {readonly string[]} names */
export function hiding(href, names) {
  const address = new URL(href);
  if (names.length === 0) address.searchParams.delete("hide");
  else address.searchParams.set("hide", names.join(","));
  return withCommas(address);
}

/** The address with plain commas, for readability: they need no escape in a query. @param {URL} address */
export const withCommas = ({ href }) => href.replaceAll("%2C", ",");
