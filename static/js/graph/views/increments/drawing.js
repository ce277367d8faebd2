// The drawing of small changes: a card for every named value, in columns, and arrows with the slopes between them.

/** @import { Point } from "../../../draw/geometry.js" */
/** @import { Run } from "../../../draw/svg.js" */
/** @import { Increment, Link } from "../../increments.js" */
/** @import { GraphAnswer } from "../../types.js" */
import { arrow } from "../../../draw/geometry.js";
import { letterSize, runsOf, set, shape, widthOf, widthOfRuns, writeRuns } from "../../../draw/svg.js";
import { digitsToTellApart, formatNumber, formatSigned, fullNumber } from "../../../math/format.js";
import { symbolIn } from "../../symbols.js";

/** The size of a card and the gap between cards of a column, in letters. */
const [CARD_WIDTH, CARD_HEIGHT, CARD_GAP] = [7.6, 4.9, 1.4];
/** The greatest distance between columns, in letters, and the least gap between them, in widths of a card. */
const MAX_COLUMN_DISTANCE = 15;
const MIN_COLUMN_GAP = 0.28;
/** A card narrower than this, in letters, has numbers with fewer digits. */
const NARROW_CARD = 5;
/** An arrow shorter than this, in letters, has no slope written at it. */
const MIN_SLOPE_ROOM = 4.2;
/** The distance of a slope from its arrow, in pixels. */
const FREE = 10;

/**
 * The sizes of a drawing in pixels.
 * @typedef {{ letter: number, small: number, cardWidth: number, cardHeight: number, digits: number }} Sizes
 */

/**
 * Draws the changes of all values that an input reaches.
 * @param {SVGSVGElement} svg emptied first @param {number} width in pixels
 * @param {GraphAnswer} answer @param {readonly Increment[]} increments @param {readonly Link[]} links
 */
export function drawIncrements(svg, width, answer, increments, links) {
  svg.replaceChildren();
  const letter = letterSize(svg) * 1.1;
  const count = Math.max(...increments.map(({ column }) => column)) + 1;
  const columns = Array.from({ length: count }, (_, c) => increments.filter(({ column }) => column === c));
  const rows = Math.max(...columns.map((column) => column.length));
  const cardWidth = Math.min(CARD_WIDTH * letter, (width - 8) / (count + (count - 1) * MIN_COLUMN_GAP));
  const cardHeight = CARD_HEIGHT * letter;
  const digits = cardWidth < NARROW_CARD * letter ? 3 : 4;
  const sizes = { letter, small: letter * 0.88, cardWidth, cardHeight, digits };
  const distance =
    count > 1 ? Math.min((width - 4 - cardWidth) / (count - 1), MAX_COLUMN_DISTANCE * letter) : 0;
  const left = (width - distance * (count - 1)) / 2;
  const height = rows * cardHeight + (rows - 1) * CARD_GAP * letter + 6;
  set(svg, { width, height: Math.round(height), viewBox: `0 0 ${width} ${Math.round(height)}` });
  const cards = columns.flatMap((column, c) =>
    column.map((increment, k) => ({
      increment,
      x: left + c * distance,
      y: height / 2 + (k - (column.length - 1) / 2) * (cardHeight + CARD_GAP * letter),
    })),
  );
  const cardOf = new Map(cards.map((card) => [card.increment.id, card]));
  for (const link of links) {
    const [source, target] = [cardOf.get(link.source), cardOf.get(link.target)];
    if (source && target) drawLink(svg, link, source, target, sizes);
  }
  for (const { id } of increments) {
    const card = cardOf.get(id);
    if (card) drawCard(svg, answer, card.increment, card, sizes);
  }
}

/** An arrow between two cards with its slope.
 * @param {SVGSVGElement} svg @param {Link} link @param {Point} a @param {Point} b @param {Sizes} sizes */
function drawLink(svg, { source, target, slope }, a, b, { letter, small, cardWidth }) {
  const from = { x: a.x + cardWidth / 2, y: a.y };
  const to = { x: b.x - cardWidth / 2 - 1, y: b.y };
  const group = shape(
    "g",
    { class: "increments-link", "data-link": `${source}.${target}`, "data-value": fullNumber(slope) },
    svg,
  );
  const { line, head } = arrow(from, to, Math.min(letter * 0.8, (to.x - from.x) * 0.6));
  shape("path", { class: "line", d: line }, group);
  shape("path", { class: "head", d: head }, group);
  if (to.x - from.x < MIN_SLOPE_ROOM * letter) return;
  const content = `× ${formatNumber(slope, 3)}`;
  // A line that rises or falls is met by the ends of a longer text first.
  const rise = Math.abs((to.y - from.y) / (to.x - from.x)) * (widthOf(content) / 2) * small;
  const text = shape(
    "text",
    {
      x: ((from.x + to.x) / 2).toFixed(1),
      y: ((from.y + to.y) / 2 - FREE - Math.min(rise, 1.6 * small)).toFixed(1),
      "text-anchor": "middle",
      "font-size": small.toFixed(1),
    },
    group,
  );
  text.textContent = content;
}

/** A card: the name of the change, its value, and the linear estimate.
 * @param {SVGSVGElement} svg @param {GraphAnswer} answer @param {Increment} increment @param {Point} middle
 * @param {Sizes} sizes */
function drawCard(svg, answer, { id, change, linear, column }, { x, y }, sizes) {
  const { letter, small, cardWidth: width, cardHeight: height } = sizes;
  // A change is a difference of two values: its last digits are rounding errors.
  const digits = digitsToTellApart([change, linear], sizes.digits, 1e-7);
  const group = shape(
    "g",
    {
      class: "increments-card",
      "data-increment": answer.nodes[id]?.name ?? "",
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
    },
    svg,
  );
  shape("rect", { class: "plate", x: -width / 2, y: -height / 2, width, height, rx: 8 }, group);
  const name = [{ text: "Δ" }, ...runsOf(symbolIn(`v.${id}`, answer))];
  cardLine(group, "name", name, -1.55, letter * 1.15, sizes);
  const really = cardLine(group, "really", signedRuns(change, digits), -0.05, letter * 1.05, sizes);
  set(really, { "data-value": fullNumber(change) });
  if (column === 0) return;
  const estimate = cardLine(group, "linear", signedRuns(linear, digits), 1.4, small, sizes);
  set(estimate, { "data-value": fullNumber(linear) });
}

/** @param {number | null} value @param {number} digits @returns {Run[]} */
const signedRuns = (value, digits) => [{ text: formatSigned(value, digits) }];

/** A line of a card, made smaller if it is too wide.
 * @param {SVGGElement} group @param {string} look its class @param {readonly Run[]} runs @param {number} y in letters
 * @param {number} size in pixels @param {Sizes} sizes */
function cardLine(group, look, runs, y, size, { letter, cardWidth }) {
  const text = shape(
    "text",
    {
      class: look,
      y: (y * letter).toFixed(1),
      dy: "0.34em",
      "text-anchor": "middle",
      "font-size": Math.min(size, (cardWidth - 8) / Math.max(0.1, widthOfRuns(runs))).toFixed(1),
    },
    group,
  );
  writeRuns(text, runs);
  return text;
}
