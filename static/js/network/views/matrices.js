// Large networks: every layer as a heat map of its weights beside columns of its activations, with the same steps.
// Canvases hold the numbers' colours; the words, the frames and the red and green marks stay SVG.

import { valueAt } from "../trace_values.js";
import { element, setText as write } from "../../draw/dom.js";
import { isKnown } from "../../core/frame.js";
import { signOf, symbolOf, textOf } from "../notation.js";
import { divergingRamp, parseColour } from "../../math/colour.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { largestSize } from "../../draw/widths.js";
import { runsOf, set, shape, writeRuns } from "../../draw/svg.js";

/** @import { Address, Frame, Key } from "../../core/types.js" */
/** @import { Context, Screen, Trace } from "../types.js" */
/** @import { Naming } from "../notation.js" */
/** @import { Route } from "../../draw/pulses.js" */
/** @import { Presentation } from "./presentation.js" */

/** A matrix is drawn at most this large; beyond, several numbers share a dot (the largest of them shows). */
const WIDE = 150;
const TALL = 190;
const COLUMN = 13;
/** Dots of the canvas for a unit of the drawing. */
const SHARPNESS = 2;
/** Up to so many rows each one appears with its own step. */
const SINGLE_ROWS = 64;

/**
 * One block: a matrix or a column of numbers.
 * @typedef {object} Block
 * @property {string} array "w1", "dw1", "a1", "delta1", "x", "t"
 * @property {number} rows
 * @property {number} columns
 * @property {(trace: Trace, sample: number) => readonly (readonly number[])[]} read
 * @property {(row: number, column: number) => Address} address
 * @property {SVGGElement} group
 * @property {SVGRectElement} paper
 * @property {SVGTextElement} name
 * @property {string} look
 * @property {boolean} known
 * @property {{ x: number, y: number, w: number, h: number }} box
 */

/** @param {readonly number[] | undefined | null} values @returns {number[][]} */
const asColumn = (values) => (values ?? []).map((value) => [value]);

/**
 * @param {SVGSVGElement} svg @param {Context} context @param {Screen} first
 * @returns {Presentation}
 */
export function drawMatrices(svg, context, first) {
  const { t } = context;
  const network = first.trace.network;
  const depth = network.layers.length;
  svg.classList.add("matrices");
  /** @type {Block[]} */
  const blocks = [];
  const layer = (/** @type {string} */ name) => shape("g", { class: name }, svg);
  const captions = layer("captions");
  const wires = layer("edges");
  const body = layer("blocks");
  const readout = layer("readout");
  const top = 78;
  const tall = (/** @type {number} */ units) => Math.max(26, Math.min(TALL, units * 6));
  const middle = top + TALL / 2;
  let x = 36;

  /**
   * @param {string} array @param {number} rows @param {number} columns @param {{ x: number, y: number, w: number, h: number }} box
   * @param {Block["read"]} read @param {Block["address"]} address
   */
  function addBlock(array, rows, columns, box, read, address) {
    const group = shape(
      "g",
      { class: "block", "data-block": array, "data-state": "absent", "data-focus": array },
      body,
    );
    const paper = shape("rect", { class: "border", x: box.x, y: box.y, width: box.w, height: box.h }, group);
    const name = shape(
      "text",
      {
        class: "symbol",
        x: box.x + box.w / 2,
        y: array.startsWith("error") ? box.y + box.h + 18 : box.y - 8,
        "text-anchor": "middle",
        "font-size": 15,
      },
      group,
    );
    /** @type {Block} */
    const block = { array, rows, columns, read, address, group, paper, name, look: "", known: false, box };
    group.addEventListener("pointermove", (event) => point(block, event));
    group.addEventListener("pointerleave", () => point(null, null));
    blocks.push(block);
  }
  /** @param {string} text @param {number} at @param {number} y @param {string} kind */
  const word = (text, at, y, kind) =>
    write(shape("text", { class: kind, x: at, y, "text-anchor": "middle" }, captions), text);

  /** @param {string} array @param {number} units @param {Block["read"]} read @param {Block["address"]} address */
  function addColumn(array, units, read, address) {
    const h = tall(units);
    addBlock(array, units, 1, { x, y: middle - h / 2, w: COLUMN, h }, read, address);
    x += COLUMN + 15;
  }

  addColumn(
    "x",
    network.inputs,
    (trace, s) => asColumn(trace.request.inputs[s]),
    (i) => `x.${i}`,
  );
  word(t(/** @type {Key} */ ("diagram.inputs")), x - 21, 34, "caption");
  word(String(network.inputs), x - 21, middle + tall(network.inputs) / 2 + 18, "shape");
  let fan = network.inputs;
  network.layers.forEach(({ units }, index) => {
    const l = index + 1;
    const w = Math.max(26, Math.min(WIDE, fan * 6));
    const h = tall(units);
    const start = x + 18;
    x = start;
    const arrow = shape(
      "path",
      { class: "wire", d: `M${x - 20} ${middle}H${x - 4}m-5 -4l5 4l-5 4`, "data-wire": l },
      wires,
    );
    set(arrow, { "aria-hidden": "true" });
    const rowsOf =
      (/** @type {keyof import("../types.js").LayerTrace} */ field) => (/** @type {Trace} */ trace) =>
        /** @type {number[][]} */ (trace.layers[index]?.[field] ?? []);
    addBlock(
      `w${l}`,
      units,
      fan,
      { x, y: middle - h / 2, w, h },
      (trace) => trace.network.layers[index]?.weights ?? [],
      (j, i) => `w${l}.${j}.${i}`,
    );
    word(`${units} × ${fan}`, x + w / 2, middle + h / 2 + 18, "shape");
    addBlock(
      `dw${l}`,
      units,
      fan,
      { x, y: middle + TALL / 2 + 72, w, h },
      rowsOf("weight_gradients"),
      (j, i) => `dw${l}.${j}.${i}`,
    );
    x += w + 14;
    addColumn(
      `z${l}`,
      units,
      (trace, s) => asColumn(trace.layers[index]?.pre_activations[s]),
      (j) => `z${l}.${j}`,
    );
    addColumn(
      `a${l}`,
      units,
      (trace, s) => asColumn(trace.layers[index]?.activations[s]),
      (j) => `a${l}.${j}`,
    );
    addBlock(
      `delta${l}`,
      units,
      1,
      { x: x - 28 - COLUMN - 15, y: middle + TALL / 2 + 72, w: COLUMN, h },
      (trace, s) => asColumn(trace.layers[index]?.deltas[s]),
      (j) => `delta${l}.${j}`,
    );
    addBlock(
      `error${l}`,
      units,
      1,
      { x: x - 28 + 14, y: middle + TALL / 2 + 72, w: COLUMN, h },
      (trace, s) => asColumn(trace.layers[index]?.activation_gradients[s]),
      (j) => `error${l}.${j}`,
    );
    const key = /** @type {Key} */ (l === depth ? "diagram.output" : "diagram.layer");
    word(
      `${t(key, { layer: l })} · ${network.layers[index]?.activation ?? ""}`,
      (start + x) / 2,
      34,
      "caption",
    );
    x += 14;
    fan = units;
  });
  addColumn(
    "t",
    fan,
    (trace, s) => asColumn(trace.request.targets[s]),
    (k) => `t.${k}`,
  );
  word(t(/** @type {Key} */ ("diagram.target")), x - 20, 34, "caption");
  const width = Math.max(x + 24, 560);
  const legendY = middle + TALL / 2 + 72 + Math.max(...network.layers.map(({ units }) => tall(units))) + 30;
  const height = legendY + 40;

  // --- the scale of colours, and the number under the pointer
  const bar = { x: 36, y: legendY, w: 160, h: 12 };
  const heat = element("canvas", { class: "heat", "aria-hidden": "true" });
  heat.width = Math.round(width * SHARPNESS);
  heat.height = Math.round(height * SHARPNESS);
  svg.before(heat);
  const painter = heat.getContext("2d");
  for (const [text, at] of /** @type {const} */ ([
    [t(/** @type {Key} */ ("diagram.lowest")), 36],
    ["0", 116],
    [t(/** @type {Key} */ ("diagram.highest")), 196],
  ]))
    word(text, at, legendY + 28, "shape");
  const said = shape("text", { class: "said", x: 250, y: legendY + 12, "font-size": 15 }, readout);

  /** @type {Screen | null} */
  let latest = null;
  /** @type {Naming | null} */
  let names = null;

  /** @param {Block | null} block @param {PointerEvent | null} event */
  function point(block, event) {
    if (!block || !event || !latest || !names) {
      write(said, "");
      return;
    }
    const box = block.paper.getBoundingClientRect();
    const row = Math.max(
      0,
      Math.min(block.rows - 1, Math.floor(((event.clientY - box.top) / box.height) * block.rows)),
    );
    const column = Math.max(
      0,
      Math.min(block.columns - 1, Math.floor(((event.clientX - box.left) / box.width) * block.columns)),
    );
    const address = block.address(row, column);
    const known = block.known && isKnown(latest.frame, address);
    const value = known
      ? (valueAt(latest.trace, address, latest.state.sample) ?? 0) * signOf(address, latest.state.notation)
      : null;
    writeRuns(said, [...runsOf(symbolOf(address, names)), { text: ` = ${formatNumber(value)}` }]);
    set(block.group, { "data-address": address });
    set(said, { "data-address": address, "data-value": fullNumber(value) });
  }

  /**
   * Fills a box with a picture of columns × rows dots, given by their numbers from -1 to 1; NaN stays paper.
   * @param {{ x: number, y: number, w: number, h: number }} box @param {Float64Array} dots @param {number} columns
   * @param {ReturnType<typeof divergingRamp>} ramp
   */
  function fill(box, dots, columns, ramp) {
    const rows = dots.length / columns;
    const small = document.createElement("canvas");
    small.width = columns;
    small.height = rows;
    const brush = small.getContext("2d");
    const picture = brush?.createImageData(columns, rows);
    if (!brush || !picture || !painter) return;
    dots.forEach((u, at) => {
      if (!Number.isNaN(u)) picture.data.set([...ramp(u), 255], at * 4);
    });
    brush.putImageData(picture, 0, 0);
    painter.imageSmoothingEnabled = false;
    const place = /** @type {const} */ ([
      box.x * SHARPNESS,
      box.y * SHARPNESS,
      box.w * SHARPNESS,
      box.h * SHARPNESS,
    ]);
    painter.clearRect(...place);
    painter.drawImage(small, ...place);
  }

  /**
   * @param {Block} block @param {Screen} screen @param {ReturnType<typeof divergingRamp>} ramp
   * @param {(row: number) => boolean} shown
   */
  function paint(block, screen, ramp, shown) {
    const values = block.read(screen.trace, screen.state.sample);
    const largest = (largestSize(values) || 1) * signOf(block.array, screen.state.notation);
    const columns = Math.min(block.columns, WIDE * 2);
    const rows = Math.min(block.rows, TALL * 2);
    const strongest = new Float64Array(columns * rows);
    values.forEach((row, j) => {
      const y = Math.floor((j * rows) / block.rows);
      const visible = shown(j);
      row.forEach((value, i) => {
        const at = y * columns + Math.floor((i * columns) / block.columns);
        if (!visible) strongest[at] = Number.NaN;
        else if (Math.abs(value) > Math.abs(strongest[at] ?? 0)) strongest[at] = value;
      });
    });
    fill(
      block.box,
      strongest.map((value) => value / largest),
      columns,
      ramp,
    );
  }

  /** @param {Block} block @param {Frame} frame */
  function stateOf(block, frame) {
    const touched = (/** @type {ReadonlySet<string>} */ set_) =>
      set_.has(block.array) ||
      set_.has(`${block.array}.0`) ||
      [...set_].some((address) => address.startsWith(`${block.array}.`));
    if (touched(frame.writes) || frame.writes.has(`new_${block.array}`)) return "writes";
    if (touched(frame.reads)) return "reads";
    return block.known ? "known" : "absent";
  }

  /** @type {WeakMap<object, Map<string, string>>} */
  const states = new WeakMap();
  let painted = "";

  /** @param {Screen} screen @param {Naming} naming @param {boolean} arrived */
  function update(screen, naming, arrived) {
    const { frame, trace, state } = screen;
    latest = screen;
    names = naming;
    const style = getComputedStyle(svg);
    const colours = ["--ramp-negative", "--ramp-zero", "--ramp-positive"].map((name) =>
      style.getPropertyValue(name),
    );
    const [negative, zero, positive] = colours.map(parseColour);
    if (!negative || !zero || !positive) return;
    const ramp = divergingRamp(negative, zero, positive);
    if (painted !== colours.join()) {
      painted = colours.join();
      fill(
        bar,
        Float64Array.from({ length: 81 }, (_, k) => (k - 40) / 40),
        81,
        ramp,
      );
    }
    const ofFrame = states.get(frame.writes) ?? new Map();
    states.set(frame.writes, ofFrame);
    for (const block of blocks) {
      const single = block.rows <= SINGLE_ROWS;
      const shown = (/** @type {number} */ row) => {
        const row_ = `${block.array}.${row}`;
        const known = isKnown(frame, single ? block.address(row, 0) : block.array);
        return (
          known &&
          (arrived ||
            !(frame.writes.has(block.array) || frame.writes.has(row_) || frame.writes.has(`${row_}.0`)))
        );
      };
      let visible = 0;
      for (let row = 0; row < (single ? block.rows : 1); row++) if (shown(row)) visible++;
      block.known = visible > 0;
      const renewed =
        block.array.startsWith("w") &&
        (frame.known.has(`new_${block.array}`) || frame.known.has(`new_${block.array}.0.0`));
      const state_ = ofFrame.get(block.array) ?? stateOf(block, frame);
      ofFrame.set(block.array, state_);
      set(block.group, { "data-state": state_, "data-phase": frame.phase });
      const look = `${visible} ${state.sample} ${painted} ${state.notation}`;
      if (block.look !== look || traceOf.get(block) !== trace) {
        block.look = look;
        traceOf.set(block, trace);
        paint(block, screen, ramp, single ? shown : () => visible > 0);
      }
      writeRuns(block.name, runsOf(symbolOf(renewed ? `new_${block.array}` : block.array, naming)));
      set(block.group, {
        role: "img",
        "aria-label": `${textOf(block.array, naming)}, ${block.rows} × ${block.columns}`,
      });
    }
  }
  /** @type {WeakMap<Block, Trace>} */
  const traceOf = new WeakMap();

  /** @param {Screen} screen @returns {Route[]} */
  function routes({ frame }) {
    const step = frame.active[0];
    if (!step) return [];
    const block = blocks.find(({ array }) => array === `w${step.layer}`);
    const next = blocks.find(({ array }) => array === `w${step.layer + 1}`) ?? blocks.at(-1);
    if (!block || !next) return [];
    const at = (/** @type {Block} */ { box }, /** @type {number} */ k) => ({
      x: box.x,
      y: middle + (k - 2) * 18,
    });
    return [0, 1, 2, 3, 4].map((k) => {
      const points = [
        { x: block.box.x - 20, y: at(block, k).y },
        { x: next.box.x - 6, y: at(next, k).y },
      ];
      return frame.phase === "forward"
        ? { points, kind: "signal" }
        : frame.phase === "update"
          ? { points: points.map(({ x: px, y }) => ({ x: px, y: y + TALL + 40 })).reverse(), kind: "update" }
          : { points: [...points].reverse(), kind: "transport" };
    });
  }

  return { width, height, radius: 24, update, routes, resized: () => {} };
}
