// Where the neurons of the diagram are. No DOM.

/** So many neurons of a layer are shown at most. */
const MOST = 16;
/** A neuron is not nearer to the next one than this, in CSS pixels. */
const LEAST_SPACE = 12;
/** The largest radius of a neuron, in CSS pixels, and its share of the space between two. */
const LARGEST = 19;
const SHARE = 0.43;
/** Room at the left for the names of inputs and at the right for those of outputs; and where there is little room. */
const MARGINS = { left: 44, right: 92, top: 4, bottom: 4 };
const NARROW_MARGINS = { ...MARGINS, left: 32, right: 84 };
/** So much of the room at the left is for a name. */
const NAME = 22;
/** A diagram is narrow below this width, in CSS pixels. */
const NARROW = 400;
/** What a finger hits has this size at least, in CSS pixels. */
export const TARGET = 24;

/**
 * A layer: its shown units from above. `rest`: how many are not shown; they stand for one place more at the end.
 * @typedef {object} Column
 * @property {number} x of its middle @property {number} radius
 * @property {readonly number[]} xs of the units shown: where they are too near to each other for a finger they stand
 * alternately left and right
 * @property {readonly number[]} ys
 * @property {number} rightmost of `xs`
 * @property {{ width: number, height: number }} target what a finger hits of each
 * @property {number} count of all units
 * @property {number} rest
 * @property {number} step to the next column
 * @property {number} restY where the sign for the rest is
 * @property {number} side of the picture that stands for all units; 0: none
 */

/** The side of a square of so many numbers; 0 where they make none of 4 × 4 or more. @param {number} count */
export function squareSide(count) {
  const side = Math.round(Math.sqrt(count));
  return side >= 4 && side * side === count ? side : 0;
}

/** How units that are so far below each other are placed.
 * @param {number} space between two @param {number} step to the next column @param {boolean} mayAlternate */
function spread(space, step, mayAlternate) {
  const isNear = mayAlternate && space < TARGET;
  const shift = isNear ? Math.max(0, Math.min(TARGET / 2, (step - TARGET) / 2)) : 0;
  // Two of one side are twice as far from each other.
  const isFree = 2 * shift >= TARGET;
  return {
    shift,
    distance: Math.min(Math.hypot(space, 2 * shift), shift > 0 ? 2 * space : space),
    target: { width: Math.min(TARGET, step), height: Math.min(TARGET, isFree ? 2 * space : space) },
  };
}

/** @param {readonly number[]} counts of the inputs and of the units of each layer
 * @param {{ width: number, height: number }} size in CSS pixels @returns {Column[]} */
export function columnsOf(counts, { width, height }) {
  const margins = width < NARROW ? NARROW_MARGINS : MARGINS;
  const tall = height - margins.top - margins.bottom;
  const wide = width - margins.left - margins.right;
  const fit = Math.max(2, Math.min(MOST, Math.floor(tall / LEAST_SPACE)));
  return counts.map((count, l) => {
    const isPicture = l === 0 && squareSide(count) > 0;
    const side = isPicture ? Math.min(tall * 0.8, (1.4 * wide) / counts.length, 160) : 0;
    const step = wide / (counts.length - 1);
    const x = Math.max(side / 2 + 4, margins.left + step * l);
    const shown = isPicture ? 0 : count <= fit ? count : fit - 1;
    const slots = isPicture ? 1 : count <= fit ? count : fit;
    const space = tall / slots;
    const y = (/** @type {number} */ slot) => margins.top + space * (slot + 0.5);
    // Inputs are no targets.
    const { shift, distance, target } = spread(space, step, l > 0 && shown > 1);
    return {
      x,
      radius: Math.min(
        LARGEST,
        SHARE * distance,
        space / 2 + margins.top - 2,
        wide / (3 * counts.length),
        // The names of inputs stand beside them.
        ...(l === 0 ? [margins.left - NAME] : []),
      ),
      xs: Array.from({ length: shown }, (_, j) => x + (j % 2 === 0 ? -shift : shift)),
      ys: Array.from({ length: shown }, (_, j) => y(j)),
      rightmost: x + shift,
      step,
      target,
      count,
      rest: isPicture ? 0 : count - shown,
      restY: y(slots - 1),
      side,
    };
  });
}

/**
 * The edge nearest to a point, no farther than `reach`; null: none.
 * @param {readonly Column[]} columns @param {number} x @param {number} y @param {number} reach
 * @returns {{ layer: number, unit: number, input: number } | null} `layer` from 1
 */
export function edgeAt(columns, x, y, reach) {
  /** @type {{ layer: number, unit: number, input: number } | null} */
  let best = null;
  let least = reach;
  for (let l = 1; l < columns.length; l++) {
    const [from, to] = [columns[l - 1], columns[l]];
    if (!from || !to || x < from.x || x > to.rightmost) continue;
    from.ys.forEach((top, input) =>
      to.ys.forEach((end, unit) => {
        const [left, right] = [from.xs[input] ?? from.x, to.xs[unit] ?? to.x];
        if (x < left + from.radius || x > right - to.radius) return;
        const slope = (end - top) / (right - left);
        const distance = Math.abs(top + slope * (x - left) - y) / Math.hypot(1, slope);
        if (distance < least) [best, least] = [{ layer: l, unit, input }, distance];
      }),
    );
  }
  return best;
}
