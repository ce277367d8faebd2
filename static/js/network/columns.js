// How large the parts of a flow drawing are in a box of pixels, and where its columns and rows stand. Numbers in,
// numbers out. Sizes are multiples of the font size: `close` where every pixel counts, `wide` where there is room.

/** @typedef {{ w: number, h: number }} Room in pixels */
/**
 * The sizes of a drawing in the units that its coordinates are in.
 * @typedef {object} Sizes
 * @property {number} text the font size of numbers
 * @property {number} R radius of a neuron
 * @property {{ dx: number, dy: number, r: number }} ball the error ball, relative to the middle of its neuron
 */
/**
 * @typedef {Sizes & { left: number, right: number, top: number, bottom: number, first: number, gap: number,
 *   pitch: number }} Measures least distances: at the edges, between inputs and first layer, between two layers, and
 *   between two rows
 */

/** The smallest font size that is worth drawing, and the one to which a less crowded drawing is preferred. */
export const MIN_TEXT = 11;
const GOOD_TEXT = 14;
/** The font size grows with the box up to this part of its shorter side. */
const LARGEST_PART = 1 / 36;
const MIN_LARGEST = 18;
/** How much of a row a bias takes. */
export const BIAS_ROW = 0.75;
/** Rows stand at most so many radii apart. */
const MAX_PITCH = 6.5;
/** How crowded a drawing may be, tried from wide to close. */
const SPACES = [1, 0.8, 0.6, 0.4, 0.2, 0];
/**
 * What counts: a pixel of font size below the smallest, below the good one and above it, wide neurons, and wide
 * channels between them, which
 * hold the numbers of the weights.
 */
const WORTH = { legible: 20, good: 5, above: 0.25, bodies: 4, channels: 5 };

/** How crowded a drawing is, 0: close, 1: wide. @typedef {{ bodies: number, channels: number }} Space */

/** [close, wide], in font sizes. */
const PROPORTIONS = /** @type {const} */ ({
  R: [1.75, 2.6],
  ball: [1.42, 2],
  /** Between the top of a neuron and the middle of its ball. */
  lift: [0.25, 0.6],
  /** Between the ball and the next column. */
  channel: [1.15, 6.5],
  /** Between the inputs and the first column. */
  entry: [3.2, 8],
  /** Between the last ball and what stands behind it. */
  exit: [1.6, 3],
});
/** Room for a number at the left and, behind its name, at the right side; and for a caption at the foot. */
const INPUT_TEXT = 4.1;
const OUTPUT_TEXT = 3.7;
const CAPTION = 2.1;

/**
 * What stands at the sides: the circles that inputs stand in, in radii, and the width of the longest name of an
 * output, in font sizes.
 * @typedef {{ inputRadius?: number, name?: number }} Ends
 */

/** @param {readonly [number, number]} ends @param {number} space */
export const mix = ([close, wide], space) => close + (wide - close) * space;

/**
 * @param {number} text font size @param {Space} space @param {Ends} [ends] @returns {Measures}
 */
export function measuresOf(text, { bodies, channels }, { inputRadius = 0, name = 1.2 } = {}) {
  const part = { R: bodies, ball: bodies, lift: bodies, channel: channels, entry: channels, exit: bodies };
  const of = (/** @type {keyof typeof PROPORTIONS} */ name) => mix(PROPORTIONS[name], part[name]) * text;
  const [R, r] = [of("R"), of("ball")];
  const dy = -(R + of("lift"));
  const dx = Math.sqrt((R + r) ** 2 - dy ** 2);
  const overhang = dx + r;
  return {
    text,
    R,
    ball: { dx, dy, r },
    left: inputRadius ? inputRadius * R + 0.6 * text : INPUT_TEXT * text,
    right: overhang + of("exit") + (OUTPUT_TEXT + name) * text,
    top: r - dy + 0.4 * text,
    bottom: R + CAPTION * text,
    first: inputRadius * R + of("entry") + R,
    gap: overhang + of("channel") + R,
    pitch: -2 * dy,
  };
}

/**
 * The measures with the largest text that fits, where wider distances count as well.
 * @param {{ depth: number, rows: number }} shape the number of layers, and the rows of the tallest column
 * @param {Room} room @param {Ends} [ends]
 */
export const measuresFor = (shape, room, ends) =>
  bestMeasures((text, space) => measuresOf(text, space, ends), shape, room).measures;

/**
 * @param {(text: number, space: Space) => Measures} measure proportional to the font size
 * @param {{ depth: number, rows: number }} shape @param {Room} room @param {number} [bonus] added to their worth
 * @returns {{ measures: Measures, worth: number }} the best, and what they are worth
 */
export function bestMeasures(measure, { depth, rows }, { w, h }, bonus = 0) {
  const cap = Math.max(MIN_LARGEST, Math.min(w, h) * LARGEST_PART);
  let measures = measure(1, { bodies: 0, channels: 0 });
  let most = -Infinity;
  for (const space of SPACES.flatMap((bodies) => SPACES.map((channels) => ({ bodies, channels })))) {
    const unit = measure(1, space);
    const text = Math.min(
      cap,
      w / (unit.left + unit.first + (depth - 1) * unit.gap + unit.right),
      h / (unit.top + (rows - 1) * unit.pitch + unit.bottom),
    );
    const worth =
      Math.min(text, MIN_TEXT) * WORTH.legible +
      Math.max(0, Math.min(text, GOOD_TEXT) - MIN_TEXT) * WORTH.good +
      Math.max(0, text - GOOD_TEXT) * WORTH.above +
      space.bodies * WORTH.bodies +
      space.channels * WORTH.channels;
    if (worth > most) [most, measures] = [worth, measure(text, space)];
  }
  return { measures, worth: most + bonus };
}

/**
 * The columns and rows spread over the box.
 * @param {Measures} measures @param {{ depth: number, rows: number }} shape @param {Room} room
 * @param {{ furthest?: number, edges?: readonly number[] }} [options] how many radii rows may stand apart; how many
 * edges run into every layer: the more numbers stand in a gap, the more of the spare width is its share
 */
export function spread(measures, { depth, rows }, { w, h }, { furthest = MAX_PITCH, edges = [] } = {}) {
  const { R, left, right, top, bottom, first, gap, pitch } = measures;
  const spare = Math.max(0, w - left - right - first - (depth - 1) * gap);
  const shares = Array.from({ length: depth }, (_, index) => edges[index] ?? 1);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const free = rows > 1 ? (h - top - bottom) / (rows - 1) : pitch;
  const step = Math.max(pitch, Math.min(free, furthest * R));
  const xs = [left];
  for (const [index, share] of shares.entries())
    xs.push((xs.at(-1) ?? 0) + (index === 0 ? first : gap) + (spare * share) / all);
  return { xs, pitch: step, middle: top + (h - top - bottom) / 2 };
}
