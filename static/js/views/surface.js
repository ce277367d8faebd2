// The function as a surface in space, on a canvas: painted from back to front, turned by mouse, touch and keys. Contours
// and the ways of the runs lie on it, a ball stands at every run's point.

import { element, setAttribute, setText } from "../dom.js";
import { columnOf } from "../listing.js";
import { colourOf, contourCells, iterateAt, lookOf, markerPath, rampOf, rangeOf, shareOf, stopsOf, tickText, ticksOf, valueAt } from "../plot.js";
import { START_TURN, cameraOf, heightsOf, lightOf, paintersOrder, piecesOf, turnWithin } from "../projection.js";
import { formatNumber, mixColours } from "../scales.js";
import { LEVEL_COLOURS, coloursOf, letterSize, namesOf, summaryOf, themeNow, viewOf } from "./landscape.js";

/** @import { Context } from "../types.js" */
/** @import { DescentAnswer, DescentScreen } from "../descent_types.js" */
/** @import { Range } from "../plot.js" */
/** @import { Camera, Turn } from "../projection.js" */

/** How high the highest point stands over a ground two wide. */
const TALL = 0.95;
const BALL = 8;
/** A view longer than this is drawn square. */
const LONGEST = 3;
const KEY_TURN = Math.PI / 36;

/**
 * @typedef {object} Solid the surface of an answer, ready to be painted
 * @property {number} columns cells across
 * @property {number} rows
 * @property {Float64Array} heights of its points by row, NaN where the function has no value
 * @property {Float64Array} px places on the screen, filled anew for every frame
 * @property {Float64Array} py
 * @property {string[]} colours by cell, "" for a hole
 * @property {Map<number, number[]>} contours by cell
 * @property {Map<number, Piece[]>} ways by cell
 * @property {(x: number) => number} across a number of the view as a place in space
 * @property {(y: number) => number} back
 * @property {(x: number, y: number) => number | null} heightAt
 * @property {boolean} logarithmic
 */
/** @typedef {{ run: number, from: readonly [number, number], to: readonly [number, number], index: number }} Piece */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t } = context;
  const canvas = element("canvas", { class: "surface-canvas", role: "img" });
  const stage = element("div", { class: "surface-stage", tabindex: 0, "data-key": "surface", role: "application", "aria-label": t("descent.plot_turn") }, canvas);
  const words = element("p", { class: "hint" });
  const button = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {"descent.plot_closer" | "descent.plot_farther" | "descent.plot_reset"} */ name, /** @type {() => void} */ press) =>
    element("button", { type: "button", "data-key": key, "aria-label": t(name), title: t(name), onclick: press }, sign);
  const tools = element("div", { class: "surface-tools" },
    button("surface-farther", "−", "descent.plot_farther", () => turnBy(0, 0, 1 / 1.2)),
    button("surface-closer", "+", "descent.plot_closer", () => turnBy(0, 0, 1.2)),
    button("surface-reset", "↺", "descent.plot_reset", () => dispatch("turn", { ...START_TURN })));
  root.replaceChildren(element("figure", { class: "plot surface" }, element("div", { class: "surface-sheet" }, stage, tools), element("figcaption", {}, words)));
  const brush = canvas.getContext("2d");

  /** @type {DescentScreen | null} */
  let latest = null;
  /** @type {Solid | null} */
  let solid = null;
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

  /** @param {DescentAnswer} answer @returns {Solid | null} */
  function solidOf(answer) {
    const grid = answer.surface;
    if (!grid) return null;
    const view = viewOf(answer);
    const [spanX, spanY] = [view.x[1] - view.x[0], view.y[1] - view.y[0]];
    const longest = Math.max(spanX, spanY);
    const square = longest / Math.min(spanX, spanY) > LONGEST;
    const [halfX, halfY] = square ? [1, 1] : [spanX / longest, spanY / longest];
    const across = (/** @type {number} */ x) => halfX * ((2 * (x - view.x[0])) / spanX - 1);
    const back = (/** @type {number} */ y) => halfY * ((2 * (y - view.y[0])) / spanY - 1);
    const { height, logarithmic } = heightsOf(grid.values);
    const columns = grid.x.length - 1;
    const rows = grid.y.length - 1;
    const heights = new Float64Array((columns + 1) * (rows + 1));
    grid.values.forEach((row, j) => row.forEach((value, i) => {
      heights[j * (columns + 1) + i] = value === null ? Number.NaN : TALL * height(value);
    }));
    const stops = stopsOf(answer.contours, rangeOf(grid));
    const ramp = rampOf(coloursOf(root, LEVEL_COLOURS));
    const [stepX, stepY] = [(2 * halfX) / columns, (2 * halfY) / rows];
    const [shadow, shine] = coloursOf(root, ["--solid-shadow", "--solid-shine"]);
    const shades = Array.from({ length: columns * rows }, (_, cell) => {
      const i = cell % columns;
      const j = (cell - i) / columns;
      const corners = [[i, j], [i + 1, j], [i, j + 1], [i + 1, j + 1]];
      const values = corners.map(([u = 0, v = 0]) => grid.values[v]?.[u]);
      const [a, b, c, d] = corners.map(([u = 0, v = 0]) => heights[v * (columns + 1) + u] ?? Number.NaN);
      if (a === undefined || b === undefined || c === undefined || d === undefined || Number.isNaN(a + b + c + d)) return "";
      const mean = values.reduce((/** @type {number} */ sum, value) => sum + (value ?? 0) / 4, 0);
      const light = lightOf((b - a + d - c) / (2 * stepX), (c - a + d - b) / (2 * stepY));
      const base = ramp(shareOf(stops, mean));
      const lit = light < 0.7 ? mixColours(base, shadow ?? base, (0.7 - light) * 0.8) : mixColours(base, shine ?? base, (light - 0.7) * 0.6);
      return `rgb(${lit.map((part) => Math.round(part)).join(" ")})`;
    });
    /** @type {Map<number, Piece[]>} */
    const ways = new Map();
    const [nameX = "", nameY = ""] = answer.variables;
    answer.runs.forEach((run, r) => {
      const us = columnOf(run, nameX).map((x) => ((x - view.x[0]) / spanX) * columns);
      const vs = columnOf(run, nameY).map((y) => ((y - view.y[0]) / spanY) * rows);
      for (const { cell, ...piece } of piecesOf(us, vs, columns, rows)) {
        const known = ways.get(cell);
        if (known) known.push({ run: r, ...piece });
        else ways.set(cell, [{ run: r, ...piece }]);
      }
    });
    return {
      columns, rows, heights, colours: shades, ways, across, back, logarithmic,
      px: new Float64Array(heights.length), py: new Float64Array(heights.length),
      contours: contourCells(grid, answer.contours.map(({ level }) => level)),
      heightAt: (x, y) => {
        const value = valueAt(grid, x, y);
        return value === null ? null : TALL * height(value);
      },
    };
  }

  // ---- painting --------------------------------------------------------------------------------------------------

  /** @param {DescentScreen} screen */
  function paint(screen) {
    if (!brush || !solid) return;
    const { answer, state, iteration, way, run: followed } = screen;
    const width = canvas.width / density;
    const height = canvas.height / density;
    const camera = cameraOf(state.turn, width, height);
    const { columns, rows, heights, px, py, colours: shades, contours, ways } = solid;
    const view = viewOf(answer);
    brush.setTransform(density, 0, 0, density, 0, 0);
    brush.clearRect(0, 0, width, height);
    brush.lineJoin = brush.lineCap = "round";
    paintFrame(camera, view, answer);

    const [left, right] = [solid.across(view.x[0]), solid.across(view.x[1])];
    const [front, far] = [solid.back(view.y[0]), solid.back(view.y[1])];
    for (let j = 0, k = 0; j <= rows; j++) for (let i = 0; i <= columns; i++, k++) {
      const p = camera.project(left + ((right - left) * i) / columns, front + ((far - front) * j) / rows, (heights[k] ?? 0) - TALL / 2);
      px[k] = p.x;
      py[k] = p.y;
    }
    /** A place in units of the grid, on the surface. @param {number} u @param {number} v @returns {[number, number]} */
    const on = (u, v) => {
      const i = Math.min(columns - 1, Math.floor(u));
      const j = Math.min(rows - 1, Math.floor(v));
      const [a, b] = [u - i, v - j];
      const k = j * (columns + 1) + i;
      const l = k + columns + 1;
      const mix = (/** @type {Float64Array} */ p) =>
        ((p[k] ?? 0) * (1 - a) + (p[k + 1] ?? 0) * a) * (1 - b) + ((p[l] ?? 0) * (1 - a) + (p[l + 1] ?? 0) * a) * b;
      return [mix(px), mix(py)];
    };
    const orderX = paintersOrder(columns, ((camera.eye[0] - left) / (right - left)) * columns);
    const orderY = paintersOrder(rows, ((camera.eye[1] - front) / (far - front)) * rows);
    for (const j of orderY) for (const i of orderX) {
      const cell = j * columns + i;
      const shade = shades[cell];
      if (!shade) continue;
      const a = j * (columns + 1) + i;
      const [b, c, d] = [a + 1, a + columns + 2, a + columns + 1];
      const [ax = 0, bx = 0, cx = 0, dx = 0] = [px[a], px[b], px[c], px[d]];
      const [ay = 0, by = 0, cy = 0, dy = 0] = [py[a], py[b], py[c], py[d]];
      // Half a pixel over its borders, so that no ground shines through between the cells.
      const mx = (ax + bx + cx + dx) / 4;
      const my = (ay + by + cy + dy) / 4;
      brush.fillStyle = shade;
      brush.beginPath();
      brush.moveTo(ax + Math.sign(ax - mx) * 0.5, ay + Math.sign(ay - my) * 0.5);
      brush.lineTo(bx + Math.sign(bx - mx) * 0.5, by + Math.sign(by - my) * 0.5);
      brush.lineTo(cx + Math.sign(cx - mx) * 0.5, cy + Math.sign(cy - my) * 0.5);
      brush.lineTo(dx + Math.sign(dx - mx) * 0.5, dy + Math.sign(dy - my) * 0.5);
      brush.fill();
      const lines = contours.get(cell);
      if (lines) {
        brush.strokeStyle = colours["contour"] ?? "";
        brush.lineWidth = 0.9;
        brush.globalAlpha = 0.75;
        brush.beginPath();
        for (let n = 0; n + 3 < lines.length; n += 4) {
          brush.moveTo(...on(lines[n] ?? 0, lines[n + 1] ?? 0));
          brush.lineTo(...on(lines[n + 2] ?? 0, lines[n + 3] ?? 0));
        }
        brush.stroke();
        brush.globalAlpha = 1;
      }
      for (const piece of ways.get(cell) ?? []) {
        const done = piece.index <= iteration - (way < 1 ? 1 : 0);
        brush.strokeStyle = colours[`run${piece.run}`] ?? "";
        brush.globalAlpha = done ? 1 : 0.3;
        brush.lineWidth = done ? (piece.run === followed ? 3.2 : 2.4) : 1.4;
        brush.beginPath();
        brush.moveTo(...on(...piece.from));
        brush.lineTo(...on(...piece.to));
        brush.stroke();
        brush.globalAlpha = 1;
      }
    }
    paintBalls(screen, camera);
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
    line([[x0, y0, low], [x1, y0, low], [x1, y1, low], [x0, y1, low], [x0, y0, low]]);
    // Names and numbers stand on the two borders nearer to the eye, what is high at the corner farthest to the left.
    const nearY = camera.eye[1] < 0 ? y0 : y1;
    const nearX = camera.eye[0] < 0 ? x0 : x1;
    const corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
    const leftmost = corners.reduce((best, corner) => {
      const at = (/** @type {number[]} */ [x = 0, y = 0]) => camera.project(x, y, low).x;
      return at(corner) < at(best) ? corner : best;
    });
    const [cornerX = x0, cornerY = y0] = leftmost;
    line([[cornerX, cornerY, low], [cornerX, cornerY, TALL / 2]]);
    const letters = getComputedStyle(root).fontFamily;
    brush.textBaseline = "middle";
    const write = (/** @type {string} */ text, /** @type {readonly [number, number, number]} */ at, /** @type {readonly [number, number, number]} */ from, /** @type {number} */ away, name = false) => {
      const p = camera.project(...at);
      const q = camera.project(...from);
      const long = Math.hypot(p.x - q.x, p.y - q.y) || 1;
      const [ux, uy] = [(p.x - q.x) / long, (p.y - q.y) / long];
      brush.font = `${name ? "italic " : ""}${(name ? 1.15 : 1) * size}px ${name ? "serif" : letters}`;
      brush.fillStyle = colours[name ? "text" : "muted"] ?? "";
      brush.textAlign = ux > 0.35 ? "left" : ux < -0.35 ? "right" : "center";
      brush.fillText(text, p.x + ux * away, p.y + uy * away);
    };
    const [nameX = "x", nameY = "y"] = namesOf(answer);
    for (const value of ticksOf(view.x, 4)) write(tickText(value), [across(value), nearY, low], [across(value), 0, low], size * 0.9);
    for (const value of ticksOf(view.y, 4)) write(tickText(value), [nearX, back(value), low], [0, back(value), low], size * 0.9);
    write(nameX, [(x0 + x1) / 2, nearY, low], [(x0 + x1) / 2, 0, low], size * 2.3, true);
    write(nameY, [nearX, (y0 + y1) / 2, low], [0, (y0 + y1) / 2, low], size * 2.3, true);
    const [lowest, highest] = answer.surface ? rangeOf(answer.surface) : [0, 1];
    write(formatNumber(lowest, 3), [cornerX, cornerY, low], [0, 0, low], size * 0.9);
    write(formatNumber(highest, 3), [cornerX, cornerY, TALL / 2], [0, 0, TALL / 2], size * 0.9);
    write("f", [cornerX, cornerY, 0], [0, 0, 0], size * 0.9, true);
  }

  /** @param {DescentScreen} screen @param {Camera} camera */
  function paintBalls({ answer, iteration, way, run: followed }, camera) {
    if (!brush || !solid) return;
    const view = viewOf(answer);
    const [nameX = "", nameY = ""] = answer.variables;
    const order = answer.runs.map((_, r) => r).sort((a, b) => Number(a === followed) - Number(b === followed));
    for (const r of order) {
      const run = answer.runs[r];
      const x = iterateAt(columnOf(run, nameX), iteration, way);
      const y = iterateAt(columnOf(run, nameY), iteration, way);
      const inside = x >= view.x[0] && x <= view.x[1] && y >= view.y[0] && y <= view.y[1];
      const height = inside ? solid.heightAt(x, y) : null;
      const marker = markers[r];
      if (height === null || !marker) continue;
      const space = /** @type {const} */ ([solid.across(x), solid.back(y), height - TALL / 2]);
      const p = camera.project(...space);
      // A little above the point that it touches.
      brush.save();
      brush.translate(p.x, p.y - BALL * 0.55);
      brush.globalAlpha = isHidden(space, camera, view) ? 0.35 : 1;
      brush.fillStyle = colours[`run${r}`] ?? "";
      brush.strokeStyle = colours["ground"] ?? "";
      brush.lineWidth = r === followed ? 3 : 2;
      brush.stroke(marker);
      brush.fill(marker);
      if (r === followed) {
        brush.strokeStyle = colours["text"] ?? "";
        brush.lineWidth = 1.2;
        brush.stroke(marker);
      }
      brush.restore();
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
      if (ground !== undefined && ground - TALL / 2 > w + 0.02) return true;
    }
    return false;
  }

  // ---- turning ---------------------------------------------------------------------------------------------------

  /** The turn that is asked for at the next frame: a pointer may move more often than the picture is painted. @type {Required<Turn> | null} */
  let wanted = null;
  /** @param {number} yaw @param {number} pitch @param {number} zoom times */
  function turnBy(yaw, pitch, zoom) {
    if (!latest) return;
    const now = wanted ?? turnWithin(latest.state.turn);
    if (!wanted) requestAnimationFrame(() => {
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
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => held.delete(/** @type {PointerEvent} */ (event).pointerId));
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    turnBy(0, 0, Math.exp(-event.deltaY / 300));
  }, { passive: false });

  /** @type {Record<string, readonly [number, number, number]>} */
  const KEYS = {
    ArrowLeft: [-KEY_TURN, 0, 1], ArrowRight: [KEY_TURN, 0, 1], ArrowUp: [0, -KEY_TURN, 1], ArrowDown: [0, KEY_TURN, 1],
    "+": [0, 0, 1.2], "=": [0, 0, 1.2], "-": [0, 0, 1 / 1.2],
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

  /** @param {DescentAnswer} answer */
  function build(answer) {
    size = letterSize(root);
    density = Math.min(2, globalThis.devicePixelRatio || 1);
    canvas.width = Math.round(stage.clientWidth * density);
    canvas.height = Math.round(stage.clientHeight * density);
    const style = getComputedStyle(root);
    const token = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    colours = {
      contour: token("--contour"), border: token("--muted"), text: token("--text"), muted: token("--muted"), ground: token("--surface"),
      ...Object.fromEntries(answer.runs.map((_, r) => [`run${r}`, token(colourOf(r))])),
    };
    markers = answer.runs.map((_, r) => new Path2D(markerPath(lookOf(r).marker, BALL)));
    solid = solidOf(answer);
  }

  /** @param {DescentScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer, state } = screen;
    root.hidden = answer.variables.length !== 2 || state.view !== "surface";
    if (root.hidden || stage.clientWidth === 0) return;
    const key = `${stage.clientWidth} ${stage.clientHeight} ${context.language()} ${themeNow(context)}`;
    if (builtFor !== answer || built !== key) {
      build(answer);
      builtFor = answer;
      built = key;
    }
    const [x = "x", y = "y"] = namesOf(answer);
    const { yaw, pitch } = turnWithin(state.turn);
    const degrees = (/** @type {number} */ angle) => Math.round((angle * 180) / Math.PI);
    setAttribute(canvas, "aria-label", `${t("descent.plot_surface", { x, y, summary: summaryOf(screen, context) })} ${t("descent.plot_turned", { yaw: degrees(yaw), pitch: degrees(pitch) })}`);
    setAttribute(stage, "data-turn", `${degrees(yaw)} ${degrees(pitch)}`);
    setText(words, `${t(solid?.logarithmic ? "descent.plot_logarithmic" : "descent.plot_linear")} ${t("descent.plot_turn")}`);
    paint(screen);
  }

  return {
    update,
    /** @param {DescentScreen} screen */
    animate(screen) {
      if (root.hidden || builtFor !== screen.answer) return;
      latest = screen;
      paint(screen);
    },
  };
}
