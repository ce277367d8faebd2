// The labels with the numbers of weights and biases, for the flow and the circuit drawing. They stand where they cover
// nothing: at rest all of a layer or none, in a step those of its edges as fully as there is room. A label without
// room is shown while it is pointed at or has the focus.

import { at } from "../../../core/at.js";
import { isFree, placeFree } from "../../../draw/labels.js";
import { set, widthOf, widthOfRuns } from "../../../draw/svg.js";
import { between } from "../../../draw/geometry.js";
import { edgeState } from "../../diagram_state.js";
import { partsOf } from "../../../core/address.js";
import { makeNumberLabel, moveNumberLabel } from "./number_label.js";
import { FEWEST_DIGITS } from "./number_text.js";

/** @import { Address } from "../../../core/types.js" */
/** @import { Box } from "../../../draw/geometry.js" */
/** @import { Label, Taken } from "../../../draw/labels.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { DrawingScreen } from "./drawing_screen.js" */
/** @import { EdgeNode } from "./edges.js" */
/** @import { NumberLabel } from "./number_label.js" */

/** How much of its number a label writes: the symbol before it, the old weight behind it, and how many digits.
 * @typedef {{ named: boolean, old: boolean, digits: number }} Form */
/**
 * @typedef {object} EdgeLabels
 * @property {Element} parent
 * @property {number} size the font size
 * @property {boolean} kept every edge has its label from the beginning; else those in use, and the one pointed at
 * @property {Map<EdgeNode, NumberLabel>} labels
 * @property {Map<EdgeNode, Box>} resting the spots of labels that are always there
 * @property {Map<EdgeNode, Form>} forms of the labels in use
 * @property {string} key what the labels were placed for
 */

/** The ways to write a label, and how far beside its line, in font sizes: from the best to the shortest. The weight
 * before an update is worth more than the symbol, which stands at the arrow of every other step. With the fewest digits
 * alone may a new weight look like the old one.
 * @type {readonly (Form & { beside: number })[]} */
const FORMS = [
  { named: true, old: true, digits: 4, beside: 0 },
  { named: true, old: true, digits: 4, beside: 0.5 },
  { named: true, old: true, digits: 3, beside: 0.6 },
  { named: false, old: true, digits: 4, beside: 0 },
  { named: false, old: true, digits: 4, beside: 0.5 },
  { named: true, old: false, digits: 4, beside: 0 },
  { named: true, old: false, digits: 4, beside: 0.5 },
  { named: true, old: false, digits: 3, beside: 0.6 },
  { named: false, old: false, digits: 4, beside: 0 },
  { named: false, old: false, digits: 4, beside: 0.6 },
  { named: false, old: false, digits: 4, beside: 1 },
  { named: false, old: false, digits: 3, beside: 0 },
  { named: false, old: false, digits: 3, beside: 0.6 },
  { named: false, old: false, digits: FEWEST_DIGITS, beside: 0.6 },
];
export const FULL = at(FORMS, 0);
const RESTING = FULL;
/** Room in a label beside its text, in font sizes; and its height. */
const PADDING = 0.7;
const HEIGHT = 1.4;
/** How wide a number with four and one with three digits is at most, in em. */
const LONGEST_NUMBER = widthOf("−0.0123") + 0.1;
const SHORT_NUMBER = widthOf("−0.123") + 0.1;
/** How wide the number is that may stand below a label, in em. */
const WIDTH_BELOW = widthOf("← −0.00123");
/** Up to so many edges each has a label of its own. */
export const LABELLED_EDGES = 64;
/** How many edges in use carry their numbers at once. */
const MAX_PASSING_LABELS = 24;

/** How much smaller than the other numbers those of the weights may be, so that all of them have room. */
const SIZES = [1, 0.92, 0.85];

/**
 * @param {Element} parent @param {readonly EdgeNode[]} edges @param {number} text the font size of other numbers
 * @param {Taken} taken by what is always there
 * @param {{ lead: number, least: number }} options how wide the symbol before a number is, in em; 0: at rest the number
 * stands alone. And the smallest font size
 * @returns {EdgeLabels}
 */
export function buildEdgeLabels(parent, edges, text, taken, { lead, least }) {
  const kept = edges.length <= LABELLED_EDGES;
  const widths = [lead + LONGEST_NUMBER, LONGEST_NUMBER, SHORT_NUMBER];
  /** @type {EdgeLabels} */
  let made = { parent, size: text, kept, labels: new Map(), resting: new Map(), forms: new Map(), key: "" };
  if (!kept) return made;
  for (const part of SIZES) {
    const size = part * text;
    if (part < 1 && size < least) break;
    const resting = new Map(byLayer(edges).flatMap((own) => rest(size, own, taken, widths)));
    if (part === 1 || resting.size > made.resting.size) made = { ...made, size, resting };
    if (edges.every((edge) => edge.input === null || resting.has(edge))) break;
  }
  for (const edge of edges) made.labels.set(edge, makeLabel(made, edge));
  return made;
}

/** A step by which labels at rest stand beside their lines where they find no room on them, in font sizes. */
const BESIDE = 0.5;

/**
 * Finds the spots of the labels of a layer at rest: of all its edges, or of all but those of the biases; else of none.
 * @param {number} size of the font @param {readonly EdgeNode[]} edges @param {Taken} taken
 * @param {readonly number[]} widths of a label's text that are tried, in em @returns {[EdgeNode, Box][]}
 */
function rest(size, edges, taken, widths) {
  const lines = edges.map(({ place }) => place);
  const weights = edges.filter(({ input }) => input !== null);
  for (const own of weights.length < edges.length ? [edges, weights] : [edges])
    for (const [width, beside] of /** @type {[number, number][]} */ ([
      ...widths.map((each) => [each, 0]),
      [Math.min(...widths), BESIDE],
    ])) {
      const box = { w: (width + PADDING) * size, h: HEIGHT * size };
      const spots = placeFree(
        own.map(({ place: { from, to } }) => ({ from, to, ...box, beside: beside * size })),
        { ...taken, lines: [...(taken.lines ?? []), ...lines] },
      );
      if (!spots.includes(null)) return own.map((edge, k) => [edge, /** @type {Box} */ (spots[k])]);
    }
  return [];
}

/** @param {readonly EdgeNode[]} edges */
const byLayer = (edges) =>
  [...new Set(edges.map(({ layer }) => layer))].map((layer) => edges.filter((edge) => edge.layer === layer));

/** @param {EdgeLabels} labels @param {EdgeNode} edge */
function makeLabel({ parent, size, resting }, edge) {
  const spot = resting.get(edge) ?? {
    ...between(edge.place.from, edge.place.to, 0.5),
    w: 0,
    h: HEIGHT * size,
  };
  const label = makeNumberLabel(parent, spot, edge.address);
  set(label.group, { "data-room": resting.has(edge) ? null : "none" });
  return label;
}

/**
 * Places the labels of the edges that a step uses.
 * @param {EdgeLabels} labels @param {readonly EdgeNode[]} edges @param {DrawingScreen} now
 * @param {(edge: EdgeNode, form: Form) => readonly Run[]} write the text of a label
 * @param {{ stage: string, taken: () => Taken, below?: (edge: EdgeNode) => number }} step what is there in this
 * step, also
 * as a key; how much room is kept below a label, in font sizes
 */
export function placeEdgeLabels(labels, edges, now, write, { stage, taken, below = () => 0 }) {
  const inUse = edges.filter(
    ({ layer, unit, input }) => edgeState(now.states, layer, unit, input) !== "idle",
  );
  const pointed = labels.kept ? null : pointedEdge(edges, now.screen.focus);
  const widths = inUse.map((edge) => Math.ceil(widthOfRuns(write(edge, FULL))));
  const key = JSON.stringify([inUse.map(({ address }) => address), pointed?.address, widths, stage]);
  if (key === labels.key) return;
  labels.key = key;
  const wanted = inUse.length > MAX_PASSING_LABELS && !labels.kept ? [] : inUse;
  if (!labels.kept) keepOnly(labels, pointed && !wanted.includes(pointed) ? [...wanted, pointed] : wanted);
  labels.forms.clear();
  const there = taken();
  const { spots, form } = bestForm(labels, wanted, write, { taken: there, below });
  /** @type {Box[]} */
  const used = spots.flatMap((spot) => spot ?? []);
  wanted.forEach((edge, k) => {
    labels.forms.set(edge, form);
    put(/** @type {NumberLabel} */ (labels.labels.get(edge)), spots[k] ?? null, below(edge) * labels.size);
  });
  makeWay(labels, wanted, { ...there, boxes: [...there.boxes, ...used] });
}

/**
 * The labels at rest make room for what has come: they move along their lines, or go.
 * @param {EdgeLabels} labels @param {readonly EdgeNode[]} wanted those in use @param {Taken} taken
 */
function makeWay({ labels, resting, forms, size }, wanted, taken) {
  /** @type {EdgeNode[]} */
  const moving = [];
  /** @type {Box[]} */
  const staying = [];
  for (const [edge, label] of labels) {
    if (wanted.includes(edge)) continue;
    const spot = resting.get(edge);
    forms.set(edge, spot ? shortest(spot, size) : RESTING);
    const stays = spot !== undefined && isFree(spot, taken);
    put(label, stays ? spot : null);
    if (stays) staying.push(spot);
    else if (spot) moving.push(edge);
  }
  const boxes = [...taken.boxes, ...staying];
  const spots = placeFree(
    moving.map((edge) => {
      const { from, to } = edge.place;
      const near = /** @type {Box} */ (resting.get(edge));
      return { from, to, w: near.w, h: near.h, near, beside: 0.6 * size };
    }),
    { ...taken, boxes },
  );
  moving.forEach((edge, k) => put(/** @type {NumberLabel} */ (labels.get(edge)), spots[k] ?? null));
}

/** How much of its number a label at rest has room for. @param {Box} spot @param {number} size */
const shortest = ({ w }, size) =>
  w >= (LONGEST_NUMBER + PADDING) * size - 0.01 ? RESTING : { ...RESTING, digits: 3 };

/**
 * @param {EdgeLabels} labels @param {readonly EdgeNode[]} wanted
 * @param {(edge: EdgeNode, form: Form) => readonly Run[]} write
 * @param {{ taken: Taken, below: (edge: EdgeNode) => number }} step
 */
function bestForm({ size, resting }, wanted, write, { taken, below }) {
  /** @type {{ spots: (Box | null)[], form: Form }} */
  let best = { spots: [], form: FULL };
  let most = -1;
  for (const form of FORMS) {
    const boxes = wanted.map((edge) => ({
      w: (Math.max(widthOfRuns(write(edge, form)), below(edge) > 0 ? WIDTH_BELOW : 0) + PADDING) * size,
      h: (HEIGHT + below(edge)) * size,
    }));
    const spots = keepOrMove(
      wanted.map((edge, k) => {
        const { from, to } = edge.place;
        return { from, to, ...at(boxes, k), near: resting.get(edge), beside: form.beside * size };
      }),
      taken,
    );
    const found = spots.filter((spot) => spot !== null).length;
    if (found === wanted.length) return { spots, form };
    if (found > most) [most, best] = [found, { spots, form }];
  }
  return best;
}

/**
 * A label that has room where it stands at rest stays; the others go as near to there as they can.
 * @param {readonly (Label & { near: Box | undefined })[]} labels @param {Taken} taken @returns {(Box | null)[]}
 */
function keepOrMove(labels, taken) {
  const staying = labels.map(({ near, w, h }) =>
    near && near.w >= w && near.h >= h && isFree(near, taken) ? near : null,
  );
  const moving = labels.filter((_, k) => staying[k] === null);
  const boxes = [...taken.boxes, ...staying.flatMap((spot) => spot ?? [])];
  const moved = placeFree(moving, { ...taken, boxes });
  if (moved.includes(null)) return placeFree(labels, taken);
  return staying.map((spot) => spot ?? moved.shift() ?? null);
}

/**
 * @param {NumberLabel} label @param {Box | null} spot null: there is no room for it
 * @param {number} [below] room under the plate
 */
function put(label, spot, below = 0) {
  set(label.group, { "data-room": spot ? null : "none" });
  label.room = Infinity;
  if (!spot) return;
  moveNumberLabel(label, { ...spot, y: spot.y - below / 2, h: spot.h - below });
  label.room = spot.w - PADDING * ((spot.h - below) / HEIGHT);
}

/** @param {EdgeLabels} labels @param {readonly EdgeNode[]} wanted */
function keepOnly(labels, wanted) {
  for (const [edge, { group }] of labels.labels)
    if (!wanted.includes(edge)) {
      group.remove();
      labels.labels.delete(edge);
    }
  for (const edge of wanted) if (!labels.labels.has(edge)) labels.labels.set(edge, makeLabel(labels, edge));
}

/** @param {readonly EdgeNode[]} edges @param {Address | null} focus */
function pointedEdge(edges, focus) {
  const wanted = focus?.replace(/^new_/, "") ?? "";
  return edges.find(({ address }) => address === wanted) ?? null;
}
