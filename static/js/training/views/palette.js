// The colours of the pictures: those of the theme, read once for each theme and never while a run plays.
/** @import { Colour } from "../../math/colour.js" */
import { media } from "../../core/browser/media.js";
import { mixColours, parseColour } from "../../math/colour.js";

/** How many classes have a colour of their own; further ones begin again. */
const CLASS_COLOURS = 10;
const DARK = media("(prefers-color-scheme: dark)");
export const FORCED = media("(forced-colors: active)");

/**
 * @typedef {object} Palette
 * @property {string} key another one after every change
 * @property {string} surface @property {string} text @property {string} muted @property {string} edge
 * @property {string} neuron without a picture @property {string} line around neurons
 * @property {string} curve @property {string} danger
 * @property {Record<"negative" | "zero" | "positive", Colour>} ramp
 * @property {readonly string[]} classes
 * @property {readonly Colour[]} classColours
 * @property {Colour} ground
 */

/** @param {CSSStyleDeclaration} style @param {string} key @returns {Palette} */
function read(style, key) {
  const of = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const classes = Array.from({ length: CLASS_COLOURS }, (_, k) => of(`--class-${k + 1}`));
  return {
    key,
    surface: of("--surface"),
    text: of("--text"),
    muted: of("--muted"),
    edge: of("--edge"),
    neuron: of("--neuron-idle-2"),
    line: of("--neuron-line"),
    curve: of("--curve"),
    danger: of("--danger"),
    ramp: {
      negative: parseColour(of("--ramp-negative")),
      zero: parseColour(of("--ramp-zero")),
      positive: parseColour(of("--ramp-positive")),
    },
    classes,
    classColours: classes.map(parseColour),
    ground: parseColour(of("--surface")),
  };
}

/** The palette at a node, read anew when the theme has changed.
 * @param {Element} node @param {() => void} changed called when the system's theme has changed */
export function createPalette(node, changed) {
  for (const query of [DARK, FORCED]) query.addEventListener("change", changed);
  /** @type {Palette | null} */
  let palette = null;
  return () => {
    const { theme = "auto" } = document.documentElement.dataset;
    const key = `${theme} ${DARK.matches} ${FORCED.matches}`;
    if (palette?.key !== key) palette = read(getComputedStyle(node), key);
    return palette;
  };
}

/** @param {Palette} palette @param {number} k */
export const colourOfClass = ({ classes }, k) => classes[k % classes.length] ?? "#888";

/** A colour as one number for an image's pixels. @param {Colour} colour */
export const packedColour = ([red, green, blue]) =>
  (255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red);

/** The steps of a ramp. */
export const SHADES = 256;

/** The ramp from negative to positive as pixels. @param {Palette} palette @returns {Uint32Array} */
export const signedShades = ({ ramp: { negative, zero, positive } }) =>
  Uint32Array.from({ length: SHADES }, (_, k) => {
    const u = (2 * k) / (SHADES - 1) - 1;
    return packedColour(mixColours(zero, u < 0 ? negative : positive, 0.92 * Math.abs(u)));
  });

/** How much of its colour a class has where the network wavers, and where it is sure. */
const [UNSURE, SURE] = [0.1, 0.42];

/** The shades of a class from unsure to sure as pixels. @param {Palette} palette @param {number} k */
export function classShades({ ground, classColours }, k) {
  const colour = classColours[k % classColours.length] ?? ground;
  // In forced colours the hatching alone tells the classes apart: the marks need a quiet ground.
  const most = FORCED.matches ? 0 : SURE;
  return Uint32Array.from({ length: SHADES }, (_, n) =>
    packedColour(mixColours(ground, colour, Math.min(most, UNSURE + ((SURE - UNSURE) * n) / (SHADES - 1)))),
  );
}
