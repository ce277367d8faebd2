// The function as a surface in space, on a canvas: painted from back to front, turned by mouse, touch and keys. Contours
// and the ways of the runs lie on it, a ball stands at every run's point.

import { contourCells, rampOf, rangeOf, shareOf, stopsOf, valueAt } from "../../draw/plot/contour.js";
import { colourOf, iterateAt, lookOf, markerPath } from "../../draw/plot/runs.js";
import { tickText, ticksOf } from "../../draw/plot/scale.js";
import { element, setAttribute, setText } from "../../draw/dom.js";
import { letterSize } from "../../draw/svg.js";
import { columnOf } from "../listing.js";
import {
  START_TURN,
  cameraOf,
  heightsOf,
  lightOf,
  paintersOrder,
  segmentsOf,
  turnWithin,
} from "../../draw/projection.js";
import { formatNumber } from "../../math/format.js";
import { mixColours } from "../../math/colour.js";
import {
  LEVEL_COLOURS,
  axisNames,
  coloursOf,
  isSameMap,
  pointReadout,
  summaryOf,
  themeNow,
  viewOf,
} from "./plotting.js";

/** @import { Context } from "../../core/types.js" */
/** @import { DescentAnswer, DescentScreen } from "../types.js" */
/** @import { Range } from "../../draw/plot/scale.js" */
/** @import { Camera, Turn } from "../../draw/projection.js" */

/** How high the highest point stands over a ground two wide. */
const TALL = 0.95;
const BALL = 8;
/** Into so many parts a step over the surface is cut. */
const STRETCHES = 12;
/** A view longer than this is drawn square. */
const LONGEST = 3;
const KEY_TURN = Math.PI / 36;
/** Where a picture takes longer than this, in milliseconds, it is painted with larger cells while it turns. */
const SLOW = 5;
const COARSE = 2;
/** A turn has come to rest after so many milliseconds. */
const REST = 140;
/** Cells thinner than this, in pixels, let the ground through between them unless their borders are painted too. */
const THIN = 3.5;
/** So many colours and so many lights there are, so that neighbours of one colour are painted in one go. */
const SHADES = 48;
const LIGHTS = 24;
const stepped = (/** @type {number} */ part, /** @type {number} */ steps) => Math.round(part * steps) / steps;

/**
 * @typedef {object} Solid the surface of an answer, ready to be painted
 * @property {number} columns cells across
 * @property {number} rows
 * @property {Float64Array} heights of its points by row above the block's middle, NaN where the function has no value
 * @property {Float64Array} xs places of its columns in space
 * @property {Float64Array} ys
 * @property {Float64Array} px places on the screen, filled anew for every frame
 * @property {Float64Array} py
 * @property {string[]} colours by cell, "" for a hole
 * @property {Map<number, number[]>} contours by cell
 * @property {Map<number, PathSegment[]>} ways by cell
 * @property {(x: number) => number} across a number of the view as a place in space
 * @property {(y: number) => number} back
 * @property {(x: number, y: number) => number | null} heightAt
 * @property {number} radius how far its corners stand from its middle
 * @property {boolean} logarithmic
 */
/** @typedef {{ run: number, from: readonly [number, number], to: readonly [number, number], index: number }} PathSegment */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t } = context;
  const canvas = element("canvas", { class: "surface-canvas", role: "img" });
  const over = element("canvas", { class: "surface-canvas over", "aria-hidden": "true" });
  const stage = element(
    "div",
    {
      class: "surface-stage",
      tabindex: 0,
      "data-key": "surface",
      role: "application",
      "aria-label": t("descent.plot_turn"),
    },
    canvas,
    over,
  );
  const readout = pointReadout();
  const words = element("p", { class: "hint" });
  const button = (
    /** @type {string} */ key,
    /** @type {string} */ sign,
    /** @type {"descent.plot_closer" | "descent.plot_farther" | "descent.plot_reset"} */ name,
    /** @type {() => void} */ press,
  ) =>
    element(
      "button",
      { type: "button", "data-key": key, "aria-label": t(name), title: t(name), onclick: press },
      sign,
    );
  const tools = element(
    "div",
    { class: "surface-tools" },
    button("surface-farther", "−", "descent.plot_farther", () => turnBy(0, 0, 1 / 1.2)),
    button("surface-closer", "+", "descent.plot_closer", () => turnBy(0, 0, 1.2)),
    button("surface-reset", "↺", "descent.plot_reset", () => dispatch("turn", { ...START_TURN })),
  );
  root.replaceChildren(
    element(
      "figure",
      { class: "plot plot-solid" },
      element("div", { class: "surface-sheet" }, stage, tools),
      element("figcaption", {}, readout.node, words),
    ),
  );
  const brush = canvas.getContext("2d");
  const ballBrush = over.getContext("2d");

  /** @type {DescentScreen | null} */
  let latest = null;
  /** @type {Solid | null} */
  let solid = null;
  /** The same with larger cells, for a slow machine while it turns. @type {Solid | null} */
  let coarse = null;
  /** @type {DescentAnswer | null} */
  let builtFor = null;
  let built = "";
  let size = 13;
  let density = 1;
  /** @type {Record<string, string>} */
  let colours = {};
  /** @type {Path2D[]} */
  let markers = [];

  new ResizeObserver(() => {
    if (latest && stage.clientWidth > 0) update(latest);
  }).observe(stage);

  /** @param {DescentAnswer} answer @param {number} stride every how many-th point is taken @returns {Solid | null} */
  function solidOf(answer, stride) {
    const whole = answer.surface;
    if (!whole) return null;
    const taken = (
      /** @type {unknown} */ _,
      /** @type {number} */ k,
      /** @type {readonly unknown[]} */ list,
    ) => k % stride === 0 || k === list.length - 1;
    const grid =
      stride === 1
        ? whole
        : {
            x: whole.x.filter(taken),
            y: whole.y.filter(taken),
            values: whole.values.filter(taken).map((row) => row.filter(taken)),
          };
    const view = viewOf(answer);
    const [spanX, spanY] = [view.x[1] - view.x[0], view.y[1] - view.y[0]];
    const longest = Math.max(spanX, spanY);
    const square = longest / Math.min(spanX, spanY) > LONGEST;
    const [halfX, halfY] = square ? [1, 1] : [spanX / longest, spanY / longest];
    const across = (/** @type {number} */ x) => halfX * ((2 * (x - view.x[0])) / spanX - 1);
    const back = (/** @type {number} */ y) => halfY * ((2 * (y - view.y[0])) / spanY - 1);
    const { height, logarithmic } = heightsOf(whole.values);
    const columns = grid.x.length - 1;
    const rows = grid.y.length - 1;
    const heights = new Float64Array((columns + 1) * (rows + 1));
    grid.values.forEach((row, j) =>
      row.forEach((value, i) => {
        heights[j * (columns + 1) + i] = value === null ? Number.NaN : TALL * (height(value) - 0.5);
      }),
    );
    const stops = stopsOf(answer.contours, rangeOf(whole));
    const ramp = rampOf(coloursOf(root, LEVEL_COLOURS));
    const xs = Float64Array.from(grid.x.map(across));
    const ys = Float64Array.from(grid.y.map(back));
    const [shadow, shine] = coloursOf(root, ["--solid-shadow", "--solid-shine"]);
    const shades = Array.from({ length: columns * rows }, (_, cell) => {
      const i = cell % columns;
      const j = (cell - i) / columns;
      const corners = [
        [i, j],
        [i + 1, j],
        [i, j + 1],
        [i + 1, j + 1],
      ];
      const values = corners.map(([u = 0, v = 0]) => grid.values[v]?.[u]);
      const [a, b, c, d] = corners.map(([u = 0, v = 0]) => heights[v * (columns + 1) + u] ?? Number.NaN);
      if (
        a === undefined ||
        b === undefined ||
        c === undefined ||
        d === undefined ||
        Number.isNaN(a + b + c + d)
      )
        return "";
      const mean = values.reduce((/** @type {number} */ sum, value) => sum + (value ?? 0) / 4, 0);
      const light = stepped(
        lightOf(
          (b - a + d - c) / (2 * ((xs[i + 1] ?? 0) - (xs[i] ?? 0))),
          (c - a + d - b) / (2 * ((ys[j + 1] ?? 0) - (ys[j] ?? 0))),
        ),
        LIGHTS,
      );
      const base = ramp(stepped(shareOf(stops, mean), SHADES));
      const lit =
        light < 0.7
          ? mixColours(base, shadow ?? base, (0.7 - light) * 0.8)
          : mixColours(base, shine ?? base, (light - 0.7) * 0.6);
      return `rgb(${lit.map((part) => Math.round(part)).join(" ")})`;
    });
    return {
      columns,
      rows,
      heights,
      xs,
      ys,
      colours: shades,
      ways: waysOf(answer, columns, rows),
      across,
      back,
      logarithmic,
      radius: Math.hypot(halfX, halfY),
      px: new Float64Array(heights.length),
      py: new Float64Array(heights.length),
      contours: contourCells(
        grid,
        answer.contours.map(({ level }) => level),
      ),
      heightAt: (x, y) => {
        const value = valueAt(whole, x, y);
        return value === null ? null : TALL * (height(value) - 0.5);
      },
    };
  }

  /** The runs' ways over the cells. @param {DescentAnswer} answer @param {number} columns @param {number} rows */
  function waysOf(answer, columns, rows) {
    const { x: viewX, y: viewY } = viewOf(answer);
    const [spanX, spanY] = [viewX[1] - viewX[0], viewY[1] - viewY[0]];
    /** @type {Map<number, PathSegment[]>} */
    const ways = new Map();
    const [nameX = "", nameY = ""] = answer.variables;
    answer.runs.forEach((run, r) => {
      const us = columnOf(run, nameX).map((x) => ((x - viewX[0]) / spanX) * columns);
      const vs = columnOf(run, nameY).map((y) => ((y - viewY[0]) / spanY) * rows);
      for (const { cell, ...segment } of segmentsOf(us, vs, columns, rows)) {
        const known = ways.get(cell);
        if (known) known.push({ run: r, ...segment });
        else ways.set(cell, [{ run: r, ...segment }]);
      }
    });
    return ways;
  }

  // ---- painting --------------------------------------------------------------------------------------------------

  /** @param {DescentScreen} screen */
  const cameraNow = ({ state }) =>
    cameraOf(
      state.turn,
      { width: canvas.width / density, height: canvas.height / density, margin: size * 2.6 },
      solid?.radius ?? 1,
      TALL,
    );

  /** The surface with all that lies on it. @param {DescentScreen} screen @param {Solid} block */
  function paintSolid(screen, block) {
    if (!brush) return;
    const { answer, iteration, run: followed } = screen;
    const camera = cameraNow(screen);
    const { columns, rows, xs, ys, heights, px, py, colours: shades, contours, ways } = block;
    brush.setTransform(density, 0, 0, density, 0, 0);
    brush.clearRect(0, 0, canvas.width, canvas.height);
    brush.lineJoin = brush.lineCap = "round";
    paintFrame(camera, viewOf(answer), answer);
    camera.projectGrid(xs, ys, heights, px, py);

    /** A line between two places in units of the grid, on the surface. @param {number} u @param {number} v @param {boolean} draws */
    const pull = (u, v, draws) => {
      const i = Math.min(columns - 1, Math.floor(u));
      const j = Math.min(rows - 1, Math.floor(v));
      const a = u - i;
      const b = v - j;
      const k = j * (columns + 1) + i;
      const l = k + columns + 1;
      const x =
        ((px[k] ?? 0) * (1 - a) + (px[k + 1] ?? 0) * a) * (1 - b) +
        ((px[l] ?? 0) * (1 - a) + (px[l + 1] ?? 0) * a) * b;
      const y =
        ((py[k] ?? 0) * (1 - a) + (py[k + 1] ?? 0) * a) * (1 - b) +
        ((py[l] ?? 0) * (1 - a) + (py[l + 1] ?? 0) * a) * b;
      if (draws) brush.lineTo(x, y);
      else brush.moveTo(x, y);
    };
    const inCells = (/** @type {Float64Array} */ places, /** @type {number} */ eye) =>
      ((eye - (places[0] ?? 0)) / ((places.at(-1) ?? 1) - (places[0] ?? 0))) * (places.length - 1);
    const orderX = paintersOrder(columns, inCells(xs, camera.eye[0]));
    const orderY = paintersOrder(rows, inCells(ys, camera.eye[1]));
    /** What lies on a row of cells, when all of them are painted: no cell covers its neighbour's lines. @param {number} j */
    const paintRow = (j) => {
      brush.strokeStyle = colours["contour"] ?? "";
      brush.lineWidth = 1;
      brush.beginPath();
      for (let cell = j * columns; cell < (j + 1) * columns; cell++) {
        const lines = shades[cell] ? contours.get(cell) : undefined;
        for (let n = 0; lines && n + 3 < lines.length; n += 4) {
          pull(lines[n] ?? 0, lines[n + 1] ?? 0, false);
          pull(lines[n + 2] ?? 0, lines[n + 3] ?? 0, true);
        }
      }
      brush.stroke();
      for (const i of orderX) {
        const segments = ways.get(j * columns + i);
        if (segments) paintWays(segments, iteration, followed, pull);
      }
    };
    let shade = "";
    let thin = false;
    const finish = () => {
      if (!shade) return;
      brush.fillStyle = shade;
      brush.fill();
      if (thin) {
        brush.strokeStyle = shade;
        brush.lineWidth = 1;
        brush.stroke();
      }
      shade = "";
      thin = false;
    };
    for (const j of orderY) {
      for (const i of orderX) {
        const cell = j * columns + i;
        const own = shades[cell];
        if (!own) continue;
        if (own !== shade) {
          finish();
          shade = own;
          brush.beginPath();
        }
        const k = j * (columns + 1) + i;
        const l = k + columns + 1;
        const ax = px[k] ?? 0,
          bx = px[k + 1] ?? 0,
          cx = px[l + 1] ?? 0,
          dx = px[l] ?? 0;
        const ay = py[k] ?? 0,
          by = py[k + 1] ?? 0,
          cy = py[l + 1] ?? 0,
          dy = py[l] ?? 0;
        // Half a pixel over its borders, so that no ground shines through between the cells.
        const mx = (ax + bx + cx + dx) / 4;
        const my = (ay + by + cy + dy) / 4;
        brush.moveTo(ax + (ax > mx ? 0.5 : -0.5), ay + (ay > my ? 0.5 : -0.5));
        brush.lineTo(bx + (bx > mx ? 0.5 : -0.5), by + (by > my ? 0.5 : -0.5));
        brush.lineTo(cx + (cx > mx ? 0.5 : -0.5), cy + (cy > my ? 0.5 : -0.5));
        brush.lineTo(dx + (dx > mx ? 0.5 : -0.5), dy + (dy > my ? 0.5 : -0.5));
        brush.closePath();
        const area = Math.abs((cx - ax) * (dy - by) - (cy - ay) * (dx - bx)) / 2;
        thin ||=
          area < THIN * Math.max(Math.abs(cx - ax), Math.abs(cy - ay), Math.abs(dx - bx), Math.abs(dy - by));
      }
      finish();
      paintRow(j);
    }
  }

  /** The stretches of ways in one cell: those of a kind in one go. @param {readonly PathSegment[]} segments @param {number} iteration @param {number} followed @param {(u: number, v: number, draws: boolean) => void} pull */
  function paintWays(segments, iteration, followed, pull) {
    if (!brush) return;
    let kind = "";
    for (const { run, index, from, to } of segments) {
      const done = index < iteration;
      if (kind !== `${run} ${done}`) {
        if (kind) brush.stroke();
        kind = `${run} ${done}`;
        brush.beginPath();
        brush.strokeStyle = colours[`run${run}`] ?? "";
        brush.globalAlpha = done ? 1 : 0.32;
        brush.lineWidth = done ? (run === followed ? 3.2 : 2.4) : 1.5;
      }
      pull(from[0], from[1], false);
      pull(to[0], to[1], true);
    }
    brush.stroke();
    brush.globalAlpha = 1;
  }

  /** The ground's border with its numbers, and how high the heights are. @param {Camera} camera @param {{ x: Range, y: Range }} view @param {DescentAnswer} answer */
  function paintFrame(camera, view, answer) {
    if (!brush || !solid) return;
    const { across, back } = solid;
    const low = -TALL / 2;
    const [x0, x1, y0, y1] = [across(view.x[0]), across(view.x[1]), back(view.y[0]), back(view.y[1])];
    const line = (/** @type {readonly (readonly [number, number, number])[]} */ points) => {
      brush.beginPath();
      for (const point of points) {
        const { x, y } = camera.project(...point);
        brush.lineTo(x, y);
      }
      brush.stroke();
    };
    brush.strokeStyle = colours["border"] ?? "";
    brush.lineWidth = 1.2;
    line([
      [x0, y0, low],
      [x1, y0, low],
      [x1, y1, low],
      [x0, y1, low],
      [x0, y0, low],
    ]);
    // Names and numbers stand on the two borders nearer to the eye, what is high at the corner farthest to the left.
    const nearY = camera.eye[1] < 0 ? y0 : y1;
    const nearX = camera.eye[0] < 0 ? x0 : x1;
    const corners = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ];
    const leftmost = corners.reduce((best, corner) => {
      const at = (/** @type {number[]} */ [x = 0, y = 0]) => camera.project(x, y, low).x;
      return at(corner) < at(best) ? corner : best;
    });
    const [cornerX = x0, cornerY = y0] = leftmost;
    line([
      [cornerX, cornerY, low],
      [cornerX, cornerY, TALL / 2],
    ]);
    const letters = getComputedStyle(root).fontFamily;
    brush.textBaseline = "middle";
    const write = (
      /** @type {string} */ text,
      /** @type {readonly [number, number, number]} */ at,
      /** @type {readonly [number, number, number]} */ from,
      /** @type {number} */ away,
      name = false,
    ) => {
      const p = camera.project(...at);
      const q = camera.project(...from);
      const long = Math.hypot(p.x - q.x, p.y - q.y) || 1;
      const [ux, uy] = [(p.x - q.x) / long, (p.y - q.y) / long];
      brush.font = `${name ? "italic " : ""}${(name ? 1.15 : 1) * size}px ${name ? "serif" : letters}`;
      brush.fillStyle = colours[name ? "text" : "muted"] ?? "";
      brush.textAlign = "center";
      const half = brush.measureText(text).width / 2;
      const x = p.x + ux * (away + half * Math.abs(ux));
      brush.fillText(
        text,
        Math.max(half + 2, Math.min(canvas.width / density - half - 2, x)),
        p.y + uy * away,
      );
    };
    const { x: nameX, y: nameY } = axisNames(answer);
    for (const value of ticksOf(view.x, 4))
      write(tickText(value), [across(value), nearY, low], [across(value), 0, low], size * 0.9);
    for (const value of ticksOf(view.y, 4))
      write(tickText(value), [nearX, back(value), low], [0, back(value), low], size * 0.9);
    write(nameX, [(x0 + x1) / 2, nearY, low], [(x0 + x1) / 2, 0, low], size * 2.3, true);
    write(nameY, [nearX, (y0 + y1) / 2, low], [0, (y0 + y1) / 2, low], size * 2.3, true);
    const [lowest, highest] = answer.surface ? rangeOf(answer.surface) : [0, 1];
    // Heights stand to the left of their axis, the lowest a little above the ground's own numbers.
    write(formatNumber(lowest, 3), [cornerX, cornerY, low * 0.86], [0, 0, low * 0.86], size * 0.6);
    write(formatNumber(highest, 3), [cornerX, cornerY, TALL / 2], [cornerX, cornerY, low], size * 0.9);
    write("f", [cornerX, cornerY, 0], [0, 0, 0], size * 0.6, true);
  }

  /** The balls and the stretch that is being walked, above the still picture: at every frame. @param {DescentScreen} screen */
  function paintBalls(screen) {
    if (!ballBrush || !solid) return;
    const { answer, iteration, way, run: followed } = screen;
    const camera = cameraNow(screen);
    const { across, back, heightAt } = solid;
    const view = viewOf(answer);
    const [nameX = "", nameY = ""] = answer.variables;
    ballBrush.setTransform(density, 0, 0, density, 0, 0);
    ballBrush.clearRect(0, 0, over.width, over.height);
    const order = answer.runs
      .map((_, r) => r)
      .sort((a, b) => Number(a === followed) - Number(b === followed));
    for (const r of order) {
      const xs = columnOf(answer.runs[r], nameX);
      const ys = columnOf(answer.runs[r], nameY);
      /** Where the run is at a part of its step. @param {number} part */
      const stand = (part) => {
        const x = iterateAt(xs, iteration, part);
        const y = iterateAt(ys, iteration, part);
        const height = heightAt(x, y);
        return height === null ? null : /** @type {const} */ ([across(x), back(y), height]);
      };
      ballBrush.strokeStyle = ballBrush.fillStyle = colours[`run${r}`] ?? "";
      ballBrush.lineWidth = r === followed ? 3.2 : 2.4;
      ballBrush.lineCap = "round";
      ballBrush.beginPath();
      for (let k = 0; k <= STRETCHES; k++) {
        const point = iteration > 0 ? stand((way * k) / STRETCHES) : null;
        if (!point) continue;
        const { x, y } = camera.project(...point);
        ballBrush.lineTo(x, y);
      }
      ballBrush.stroke();
      const point = stand(way);
      const marker = markers[r];
      if (!point || !marker) continue;
      const p = camera.project(...point);
      // A little above the point that it touches.
      ballBrush.save();
      ballBrush.translate(p.x, p.y - BALL * 0.55);
      ballBrush.globalAlpha = isHidden(point, camera, view) ? 0.4 : 1;
      ballBrush.strokeStyle = colours["ground"] ?? "";
      ballBrush.lineWidth = r === followed ? 4 : 2;
      ballBrush.stroke(marker);
      ballBrush.fill(marker);
      if (r === followed) {
        ballBrush.strokeStyle = colours["text"] ?? "";
        ballBrush.lineWidth = 1.4;
        ballBrush.stroke(marker);
      }
      ballBrush.restore();
    }
  }

  /** Whether the surface stands between a point and the eye. @param {readonly [number, number, number]} point @param {Camera} camera @param {{ x: Range, y: Range }} view */
  function isHidden([x, y, z], { eye }, view) {
    if (!solid) return false;
    const halfX = solid.across(view.x[1]);
    const halfY = solid.back(view.y[1]);
    const long = Math.hypot(eye[0] - x, eye[1] - y, eye[2] - z);
    for (let gone = 0.08; gone < 3; gone += 0.04) {
      const part = gone / long;
      const [u, v, w] = [x + (eye[0] - x) * part, y + (eye[1] - y) * part, z + (eye[2] - z) * part];
      if (Math.abs(u) > halfX || Math.abs(v) > halfY || w > TALL / 2) return false;
      const i = Math.round(((u / halfX + 1) / 2) * solid.columns);
      const j = Math.round(((v / halfY + 1) / 2) * solid.rows);
      const ground = solid.heights[j * (solid.columns + 1) + i];
      if (ground !== undefined && ground > w + 0.02) return true;
    }
    return false;
  }

  let turned = 0;
  let took = 0;
  let shown = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  /** The still picture, if anything in it has changed. @param {DescentScreen} screen */
  function paint(screen) {
    if (!solid) return;
    const {
      iteration,
      run,
      state: { turn },
    } = screen;
    const turning = performance.now() - turned < REST && took > SLOW;
    const now = `${built} ${iteration} ${run} ${turn.yaw} ${turn.pitch} ${turn.zoom} ${turning}`;
    if (now !== shown || painted !== builtFor) {
      shown = now;
      painted = builtFor;
      clearTimeout(resting);
      if (turning) {
        coarse ??= solidOf(screen.answer, COARSE);
        resting = setTimeout(() => {
          if (latest && !root.hidden) paint(latest);
        }, REST + 10);
      }
      const began = performance.now();
      paintSolid(screen, (turning && coarse) || solid);
      if (!turning) took = performance.now() - began;
    }
    paintBalls(screen);
  }
  /** @type {DescentAnswer | null} */
  let painted = null;

  // ---- turning ---------------------------------------------------------------------------------------------------

  /** The turn that is asked for at the next frame: a pointer may move more often than the picture is painted. @type {Required<Turn> | null} */
  let wanted = null;
  /** @param {number} yaw @param {number} pitch @param {number} zoom times */
  function turnBy(yaw, pitch, zoom) {
    if (!latest) return;
    turned = performance.now();
    const now = wanted ?? turnWithin(latest.state.turn);
    if (!wanted)
      requestAnimationFrame(() => {
        if (wanted) dispatch("turn", wanted);
        wanted = null;
      });
    wanted = turnWithin({ yaw: now.yaw + yaw, pitch: now.pitch + pitch, zoom: now.zoom * zoom });
  }

  /** Fingers and mice on the picture. @type {Map<number, { x: number, y: number }>} */
  const held = new Map();
  const apart = () => {
    const [a, b] = [...held.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const was = apart();
    held.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (held.size === 1) turnBy((event.clientX - before.x) / 130, (event.clientY - before.y) / 170, 1);
    else if (was > 0) turnBy(0, 0, apart() / was);
  });
  for (const name of ["pointerup", "pointercancel"])
    stage.addEventListener(name, (event) => held.delete(/** @type {PointerEvent} */ (event).pointerId));
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turnBy(0, 0, Math.exp(-event.deltaY / 300));
    },
    { passive: false },
  );

  /** @type {Record<string, readonly [number, number, number]>} */
  const KEYS = {
    ArrowLeft: [-KEY_TURN, 0, 1],
    ArrowRight: [KEY_TURN, 0, 1],
    ArrowUp: [0, -KEY_TURN, 1],
    ArrowDown: [0, KEY_TURN, 1],
    "+": [0, 0, 1.2],
    "=": [0, 0, 1.2],
    "-": [0, 0, 1 / 1.2],
  };
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const turn = KEYS[event.key];
    if (turn) turnBy(turn[0] * (event.shiftKey ? 3 : 1), turn[1] * (event.shiftKey ? 3 : 1), turn[2]);
    else if (event.key === "Home") dispatch("turn", { ...START_TURN });
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // ----------------------------------------------------------------------------------------------------------------

  /** @param {DescentAnswer} answer @param {boolean} anew whether more has changed than the runs */
  function build(answer, anew) {
    size = letterSize(root);
    density = Math.min(2, globalThis.devicePixelRatio || 1);
    for (const sheet of [canvas, over]) {
      sheet.width = Math.round(stage.clientWidth * density);
      sheet.height = Math.round(stage.clientHeight * density);
    }
    const style = getComputedStyle(root);
    const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    colours = {
      contour: token("--contour"),
      border: token("--muted"),
      text: token("--text"),
      muted: token("--muted"),
      ground: token("--surface"),
      ...Object.fromEntries(answer.runs.map((_, r) => [`run${r}`, token(colourOf(r))])),
    };
    markers = answer.runs.map((_, r) => new Path2D(markerPath(lookOf(r).marker, BALL)));
    solid =
      anew || !solid ? solidOf(answer, 1) : { ...solid, ways: waysOf(answer, solid.columns, solid.rows) };
    coarse = null;
  }

  /** @param {DescentScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer, state } = screen;
    root.hidden = answer.variables.length !== 2 || state.view !== "surface";
    if (root.hidden || stage.clientWidth === 0) return;
    const key = `${stage.clientWidth} ${stage.clientHeight} ${context.language()} ${themeNow(context)}`;
    if (builtFor !== answer || built !== key) {
      build(answer, built !== key || !isSameMap(builtFor, answer));
      builtFor = answer;
      built = key;
    }
    const { yaw, pitch } = turnWithin(state.turn);
    const degrees = (/** @type {number} */ angle) => Math.round((angle * 180) / Math.PI);
    setAttribute(
      canvas,
      "aria-label",
      `${t("descent.plot_surface", { ...axisNames(answer), summary: summaryOf(screen, context) })} ${t("descent.plot_turned", { yaw: degrees(yaw), pitch: degrees(pitch) })}`,
    );
    setAttribute(stage, "data-turn", `${degrees(yaw)} ${degrees(pitch)}`);
    setText(
      words,
      `${t(solid?.logarithmic ? "descent.plot_logarithmic" : "descent.plot_linear")} ${t("descent.plot_turn")}`,
    );
    readout.show(screen);
    paint(screen);
  }

  return {
    update,
    /** @param {DescentScreen} screen */
    animate(screen) {
      if (root.hidden || builtFor !== screen.answer) return;
      // A whole run in one motion passes through many iterations: as quick as a turn.
      if (latest?.iteration !== screen.iteration) turned = performance.now();
      latest = screen;
      readout.show(screen);
      paint(screen);
    },
  };
}
