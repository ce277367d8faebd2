// A function of one variable as a curve, with the points of the run and the tangent at each; and beside it, where the
// function is a loss over data, the data with the model as it now is. The rows of a mini-batch stand out.

import { exitOf } from "../../draw/plot/arrows.js";
import { curveAt } from "../../draw/plot/interval.js";
import { clipped, curvePath, trajectoryOf } from "../../draw/plot/lines.js";
import { colourOf, iterateAt, lookOf, markerPath } from "../../draw/plot/runs.js";
import {
  acrossOf,
  cornersOf,
  isInside,
  numbersAt,
  placeOf,
  plotOf,
  roundedTo,
  tickStep,
} from "../../draw/plot/scale.js";
import { element, setAttribute, setText, uniqueId } from "../../draw/dom.js";
import { startOf } from "../state.js";
import { columnOf, takenBy } from "../listing.js";
import { arrow, pathOf } from "../../draw/geometry.js";
import { formatNumber } from "../../math/format.js";
import { letterSize, set, shape } from "../../draw/svg.js";
import {
  drawAxes,
  placeText,
  pointReadout,
  roomForNumbers,
  startHandle,
  summaryOf,
  themeNow,
} from "./plotting.js";

/** @import { Context } from "../../core/types.js" */
/** @import { DescentAnswer, DescentScreen } from "../types.js" */
/** @import { Plot, Range } from "../../draw/plot/scale.js" */
/** @import { Trajectory } from "../../draw/plot/lines.js" */

const BALL = 7;
/** Short tangents are left behind at points that stand at least so far apart. */
const TANGENTS_APART = 16;
const SHORT_TANGENT = 17;
/** Up to so many rows show how far the model is from them. */
const MISSES = 80;
/** How far beyond the data a model is shown, as a share of their span. */
const BEYOND = 0.6;

/** @param {readonly number[]} values @param {number} margin share of the span @returns {Range} */
function around(values, margin) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low <= high)) return [0, 1];
  const pad = (high - low || Math.abs(high) || 1) * margin;
  return [low - pad, high + pad];
}

/** How high the plot of a curve reaches: over the points of the runs, and most of the curve. @param {DescentAnswer} answer @param {Range} view @returns {Range} */
function reachOf({ curve, runs, variables: [name = ""] }, view) {
  const values = (curve?.value ?? []).filter((value) => value !== null).sort((a, b) => a - b);
  const seen = runs.flatMap((run) =>
    run.value.filter((_, k) => {
      const x = columnOf(run, name)[k] ?? Number.NaN;
      return x >= view[0] && x <= view[1];
    }),
  );
  const [low, high] = [values[0] ?? 0, values.at(-1) ?? 1];
  let top = values[Math.floor(values.length * 0.7)] ?? high;
  for (const value of seen) top = Math.max(top, value);
  return around([low, Math.min(high, low + (top - low) * 1.25)], 0.07);
}

/** The columns that are drawn: what the model reads and what it should say. @param {DescentAnswer} answer @returns {{ input: string, target: string } | null} */
function columnsOf({ request: { data, model } }) {
  const [input, target] = Object.keys(data ?? {});
  if (model) return model;
  return input !== undefined && target !== undefined ? { input, target } : null;
}

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const curve = mountCurve(context);
  const data = mountData(context);
  root.replaceChildren(element("div", { class: "fit-plots" }, curve.node, data.node));
  /** @type {DescentScreen | null} */
  let latest = null;
  new ResizeObserver(() => {
    if (latest && root.clientWidth > 0) update(latest);
  }).observe(root);

  /** @param {DescentScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer } = screen;
    const one = answer.variables.length === 1;
    const rows = columnsOf(answer) !== null;
    root.hidden = !one && !rows;
    curve.node.hidden = !one;
    data.node.hidden = !rows;
    root.firstElementChild?.classList.toggle("curve-and-data", one && rows);
    if (root.hidden || root.clientWidth === 0) return;
    if (one) curve.update(screen);
    if (rows) data.update(screen);
  }
  return {
    update,
    /** @param {DescentScreen} screen */
    animate(screen) {
      if (root.hidden || latest?.answer !== screen.answer) return;
      const moved = latest.iteration !== screen.iteration || latest.arrived !== screen.arrived;
      latest = screen;
      for (const part of [curve, data]) {
        if (part.node.hidden) continue;
        // A whole run in one motion passes through many iterations.
        if (moved) part.follow(screen);
        part.move(screen);
      }
    },
  };
}

/** @param {Element} sheet @returns {number} the height a plot may have */
const tallestFor = (sheet) =>
  Math.max(240, Math.min(globalThis.innerHeight * 0.56, sheet.clientWidth * 1.1, 680));

// ---- the curve -------------------------------------------------------------------------------------------------

/** @param {Context} context */
function mountCurve(context) {
  const { dispatch, t } = context;
  const svg = shape("svg", { class: "plot-drawing", role: "group" });
  const sheet = element("div", { class: "plot-sheet" }, /** @type {Node} */ (svg));
  const readout = pointReadout();
  const tangentLine = element("p", { class: "plot-slope" });
  const notes = element("p", { class: "hint plot-notes" });
  const node = element(
    "figure",
    { class: "plot plot-curve" },
    sheet,
    element("figcaption", {}, readout.node, tangentLine, notes),
  );
  const clipId = uniqueId("curve-clip");
  const clip = shape("rect", {}, shape("clipPath", { id: clipId }, shape("defs", {}, svg)));
  const ground = shape("rect", { class: "plot-ground" }, svg);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const inner = shape("g", { "clip-path": `url(#${clipId})` }, svg);
  const line = shape("path", { class: "curve-line" }, inner);
  const olds = shape("path", { class: "old-tangents" }, inner);
  const trails = shape("g", { class: "trails" }, inner);
  const tangent = shape("path", { class: "tangent curve-tangent", "data-arrow": "tangent" }, inner);
  const drop = shape("path", { class: "drop" }, inner);
  const stepLine = shape("path", { class: "step-line" }, svg);
  const stepHead = shape("path", { class: "step-head" }, svg);
  const stepWords = shape("text", { class: "slope-words step-words", "text-anchor": "middle" }, svg);
  const exits = shape("g", { class: "exits" }, svg);
  const balls = shape("g", { class: "balls" }, svg);
  const { node: handle, word: startWord } = startHandle(svg, {
    isOnPlot: (spot) => isInside(cornersOf(plot), spot),
    put: (spot, continues) => choose(numbersAt(plot, spot).x, continues),
    push: (right, up, continues) => {
      const name = latest?.answer.variables[0];
      if (!latest || name === undefined) return;
      choose(
        (startOf(latest.state.request, latest.answer)[name] ?? 0) + (right + up) * tickStep(plot.x, 100),
        continues,
      );
    },
  });

  /** @type {Plot} */
  let plot = plotOf(
    { x: [0, 1], y: [0, 1] },
    { width: 300, tallest: 300, left: 0, right: 0, top: 0, bottom: 0 },
  );
  /** @typedef {{ done: SVGPathElement, dots: SVGPathElement, ball: SVGGElement, trail: Trajectory, xs: number[], ys: number[] }} RunMarks */
  /** @type {RunMarks[]} */
  let runs = [];
  /** @type {{ text: string, ends: number[] }} */
  let left = { text: "", ends: [] };
  /** @type {DescentScreen | null} */
  let latest = null;
  /** @type {DescentAnswer | null} */
  let builtFor = null;
  let built = "";
  let size = 13;

  /** @param {DescentScreen} screen */
  function build({ answer, run: followed }) {
    const [name = ""] = answer.variables;
    const view = answer.view[name] ?? [-1, 1];
    const reach = reachOf(answer, view);
    size = letterSize(svg);
    const width = sheet.clientWidth;
    plot = plotOf(
      { x: view, y: reach },
      {
        width,
        tallest: tallestFor(sheet),
        left: roomForNumbers(reach, size),
        right: 14,
        top: size * 2,
        bottom: size * 3.4,
        aspect: 0.76,
      },
    );
    const height = Math.round(plot.top + plot.height + size * 3.4);
    set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    const box = { x: plot.left, y: plot.top, width: plot.width, height: plot.height };
    set(clip, box);
    set(ground, box);
    drawAxes(axes, plot, [name, "f"], size, true);
    set(line, { d: curvePath(plot, answer.curve?.x ?? [], answer.curve?.value ?? []) });
    trails.replaceChildren();
    balls.replaceChildren();
    runs = answer.runs.map((run, r) => {
      const xs = columnOf(run, name);
      const trail = trajectoryOf(plot, xs, run.value);
      const way = shape("g", { class: "way", "data-run": r }, trails);
      way.style.setProperty("--run", `var(${colourOf(r)})`);
      const done = shape("path", { class: "chords", "stroke-dasharray": lookOf(r).dash || null }, way);
      const dots = shape("path", { class: "dots" }, way);
      const ball = shape("g", { class: "ball", "data-ball": r }, balls);
      ball.style.setProperty("--run", `var(${colourOf(r)})`);
      shape("path", { class: "halo", d: markerPath(lookOf(r).marker, BALL + 5) }, ball);
      shape("path", { class: "body", d: markerPath(lookOf(r).marker, BALL) }, ball);
      return { done, dots, ball, trail, xs, ys: run.value };
    });
    left = tangentsLeft(answer, followed);
  }

  /** A short tangent at every point of the followed run that has room for one. @param {DescentAnswer} answer @param {number} followed */
  function tangentsLeft(answer, followed) {
    const run = answer.runs[followed];
    const [name = ""] = answer.variables;
    let text = "";
    let before = { x: -Infinity, y: 0 };
    const ends = (runs[followed]?.xs ?? []).map((x, k) => {
      const p = placeOf(plot, x, run?.value[k] ?? 0);
      if (isInside(cornersOf(plot), p) && Math.hypot(p.x - before.x, p.y - before.y) >= TANGENTS_APART) {
        const dx = plot.perX;
        const dy = -(run?.gradient[name]?.[k] ?? 0) * plot.perY;
        const long = Math.hypot(dx, dy) / SHORT_TANGENT;
        text += pathOf([
          { x: p.x - dx / long, y: p.y - dy / long },
          { x: p.x + dx / long, y: p.y + dy / long },
        ]);
        before = p;
      }
      return text.length;
    });
    return { text, ends };
  }

  let shownRun = -1;
  /** @param {DescentScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer, run: followed } = screen;
    if (sheet.clientWidth === 0) return;
    const key = `${sheet.clientWidth} ${globalThis.innerHeight} ${context.language()} ${themeNow(context)}`;
    if (builtFor !== answer || built !== key) {
      build(screen);
      builtFor = answer;
      built = key;
    } else if (shownRun !== followed) left = tangentsLeft(answer, followed);
    shownRun = followed;
    const top = runs[followed];
    if (top && balls.lastElementChild !== top.ball) balls.append(top.ball);
    setText(notes, t("descent.plot_start_hint"));
    placeStart(screen);
    follow(screen);
    move(screen);
  }

  /** What changes from one iteration to the next. @param {DescentScreen} screen */
  function follow(screen) {
    const { answer, iteration, run: followed } = screen;
    runs.forEach(({ done, dots, ball, trail, xs }, r) => {
      const before = Math.max(0, Math.min(iteration - 1, xs.length - 1));
      set(done, { d: trail.path.slice(0, trail.ends[before] ?? 0) || null });
      set(dots, { d: trail.dots.slice(0, trail.dotEnds[before] ?? 0) || null });
      for (const mark of [ball, done.parentElement]) mark?.classList.toggle("followed", r === followed);
    });
    setAttribute(
      svg,
      "aria-label",
      t("descent.plot_curve", { x: answer.variables[0] ?? "", summary: summaryOf(screen, context) }),
    );
    readout.show(screen);
  }

  /** Balls, tangent and step: at every frame. @param {DescentScreen} screen */
  function move(screen) {
    const { answer, iteration, way, run: followed } = screen;
    const [name = ""] = answer.variables;
    /** @type {{ exit: NonNullable<ReturnType<typeof exitOf>>, r: number, x: number }[]} */
    const gone = [];
    runs.forEach(({ xs, ys, ball }, r) => {
      const x = iterateAt(xs, iteration, way);
      const still = way >= 1 || iteration >= xs.length || iteration === 0;
      const y =
        (still ? null : curveAt(answer.curve?.x ?? [], answer.curve?.value ?? [], x)) ??
        iterateAt(ys, iteration, way);
      const exit = exitOf(plot, x, y);
      setAttribute(ball, "visibility", exit ? "hidden" : null);
      if (exit) gone.push({ exit, r, x });
      else {
        const p = placeOf(plot, x, y);
        ball.setAttribute("transform", `translate(${p.x.toFixed(2)} ${p.y.toFixed(2)})`);
      }
    });
    exits.replaceChildren(
      ...gone.map(({ exit, r, x }) => {
        const group = shape("g", { "data-exit": r });
        group.style.setProperty("--run", `var(${colourOf(r)})`);
        shape("path", { class: "exit-head", d: exit.head }, group);
        shape(
          "text",
          {
            x: exit.inward.x.toFixed(1),
            y: (exit.inward.y + size).toFixed(1),
            "text-anchor": exit.inward.x > plot.left + plot.width / 2 ? "end" : "start",
          },
          group,
        ).textContent = `${name} = ${formatNumber(x)}`;
        return group;
      }),
    );

    const run = answer.runs[followed];
    const xs = runs[followed]?.xs ?? [];
    const last = run ? takenBy(run) : 0;
    const to = Math.min(iteration, last);
    const from = Math.max(0, Math.min(iteration - 1, last));
    // The tangent stays where the step began until it has landed.
    const at = way < 1 ? from : to;
    const [x, y, slope] = [xs[at] ?? 0, run?.value[at] ?? 0, run?.gradient[name]?.[at] ?? 0];
    const ends = plot.x.map((end) => placeOf(plot, end, y + slope * (end - x)));
    const [a, b] = ends;
    const seen = a && b ? clipped(a, b, cornersOf(plot, 2)) : null;
    set(tangent, { d: seen ? pathOf(seen) : null });
    set(olds, { d: left.text.slice(0, left.ends[Math.max(0, at - 1)] ?? 0) || null });
    setAttribute(olds, "visibility", at === 0 ? "hidden" : null);
    setText(
      tangentLine,
      t("descent.plot_derivative", { name, value: formatNumber(x), slope: formatNumber(slope) }),
    );

    const bottom = plot.top + plot.height;
    const [x0, x1] = [acrossOf(plot, xs[from] ?? 0), acrossOf(plot, xs[to] ?? 0)];
    const ball = { x: x0 + (x1 - x0) * way, y: bottom };
    const box = cornersOf(plot);
    const long = Math.abs(ball.x - x0);
    const step =
      to > from && long > 7 && x0 >= box.left && x0 <= box.right && Number.isFinite(long)
        ? arrow(
            { x: x0, y: bottom },
            { x: Math.max(box.left, Math.min(box.right, ball.x)), y: bottom },
            Math.min(12, long * 0.6),
          )
        : null;
    set(stepLine, { d: step?.line ?? null });
    set(stepHead, { d: step?.head ?? null });
    setText(stepWords, step && long > 40 ? t("descent.plot_step") : "");
    set(stepWords, {
      x: ((x0 + Math.max(box.left, Math.min(box.right, ball.x))) / 2).toFixed(1),
      y: bottom - 8,
    });
    const foot = placeOf(plot, iterateAt(xs, iteration, way), run ? iterateAt(run.value, iteration, way) : 0);
    set(drop, {
      d:
        Number.isFinite(foot.x) && isInside(box, foot)
          ? `M${foot.x.toFixed(1)} ${foot.y.toFixed(1)}V${bottom}`
          : null,
    });
  }

  // ---- the start, by hand ----------------------------------------------------------------------------------------

  /** @param {DescentScreen} screen */
  function placeStart({ answer, state }) {
    const [name = ""] = answer.variables;
    const x = startOf(state.request, answer)[name] ?? 0;
    const y = curveAt(answer.curve?.x ?? [], answer.curve?.value ?? [], x) ?? plot.y[0];
    const p = placeOf(plot, x, Math.min(y, plot.y[1]));
    setAttribute(handle, "visibility", isInside(cornersOf(plot, 2), p) ? null : "hidden");
    set(handle, {
      transform: `translate(${p.x.toFixed(2)} ${p.y.toFixed(2)})`,
      "aria-label": t("descent.plot_start_of"),
      "aria-valuenow": x,
      "aria-valuemin": plot.x[0],
      "aria-valuemax": plot.x[1],
      "aria-valuetext": placeText([name], [x]),
    });
    setText(startWord, t("descent.plot_start"));
  }
  /** @param {number} x @param {boolean} continues */
  function choose(x, continues) {
    const name = latest?.answer.variables[0];
    if (name === undefined) return;
    dispatch("setStart", {
      values: { [name]: roundedTo(Math.max(plot.x[0], Math.min(plot.x[1], x)), plot.perX) },
      continues,
    });
  }

  return { node, update, follow, move };
}

// ---- data and model --------------------------------------------------------------------------------------------

/** @param {Context} context */
function mountData(context) {
  const { t } = context;
  const svg = shape("svg", { class: "plot-drawing", role: "img" });
  const sheet = element("div", { class: "plot-sheet" }, /** @type {Node} */ (svg));
  const legend = element("p", { class: "plot-legend" });
  const node = element("figure", { class: "plot plot-data" }, sheet, element("figcaption", {}, legend));
  const clipId = uniqueId("data-clip");
  const clip = shape("rect", {}, shape("clipPath", { id: clipId }, shape("defs", {}, svg)));
  const ground = shape("rect", { class: "plot-ground" }, svg);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const inner = shape("g", { "clip-path": `url(#${clipId})` }, svg);
  const misses = shape("path", { class: "misses" }, inner);
  const points = shape("path", { class: "data-points" }, inner);
  const batch = shape("path", { class: "data-batch", "data-batch": "" }, inner);
  const fitted = shape("path", { class: "model-line", "data-model": "" }, inner);
  /** @type {Plot} */
  let plot = plotOf(
    { x: [0, 1], y: [0, 1] },
    { width: 300, tallest: 300, left: 0, right: 0, top: 0, bottom: 0 },
  );
  /** @type {DescentAnswer | null} */
  let builtFor = null;
  let built = "";

  /** @param {DescentAnswer} answer @returns {{ input: string, target: string, xs: number[], ys: number[] }} */
  function rowsOf(answer) {
    const { input, target } = columnsOf(answer) ?? { input: "", target: "" };
    const data = answer.request.data ?? {};
    return { input, target, xs: data[input] ?? [], ys: data[target] ?? [] };
  }

  /** What the model says, as far as it is not much beyond the data. @param {DescentAnswer} answer @param {readonly number[]} ys */
  function saidWithin({ model }, ys) {
    const [low, high] = around(ys, BEYOND);
    return (model?.predictions ?? [])
      .flat()
      .filter((value) => value !== null)
      .map((value) => Math.max(low, Math.min(high, value)));
  }

  /** @param {DescentAnswer} answer */
  function build(answer) {
    const { input, target, xs, ys } = rowsOf(answer);
    const size = letterSize(svg);
    const reach = around([...ys, ...saidWithin(answer, ys)], 0.08);
    const width = sheet.clientWidth;
    const inputs = answer.model?.inputs ?? [];
    const across = inputs.length > 1 ? around([inputs[0] ?? 0, inputs.at(-1) ?? 1], 0) : around(xs, 0.08);
    plot = plotOf(
      { x: across, y: reach },
      {
        width,
        tallest: tallestFor(sheet),
        left: roomForNumbers(reach, size),
        right: 14,
        top: size * 2,
        bottom: size * 3.4,
        aspect: answer.variables.length === 1 ? 0.76 : 1.05,
      },
    );
    const height = Math.round(plot.top + plot.height + size * 3.4);
    set(svg, { width, height, viewBox: `0 0 ${width} ${height}` });
    const box = { x: plot.left, y: plot.top, width: plot.width, height: plot.height };
    set(clip, box);
    set(ground, box);
    drawAxes(axes, plot, [input, target], size, true);
    set(points, {
      d: dotsOf(
        xs.map((_, row) => row),
        xs,
        ys,
      ),
    });
  }

  /** @param {readonly number[]} rows @param {readonly number[]} xs @param {readonly number[]} ys */
  const dotsOf = (rows, xs, ys) =>
    rows
      .map((row) => {
        const p = placeOf(plot, xs[row] ?? 0, ys[row] ?? 0);
        return `M${p.x.toFixed(1)} ${p.y.toFixed(1)}h0`;
      })
      .join("") || null;

  /** @param {DescentScreen} screen */
  function update(screen) {
    const { answer, run: followed } = screen;
    if (sheet.clientWidth === 0) return;
    const key = `${sheet.clientWidth} ${globalThis.innerHeight} ${context.language()}`;
    if (builtFor !== answer || built !== key) {
      build(answer);
      builtFor = answer;
      built = key;
    }
    node.style.setProperty("--run", `var(${colourOf(followed)})`);
    follow(screen);
    move(screen);
  }

  /** What changes from one iteration to the next. @param {DescentScreen} screen */
  function follow({ answer, iteration, run: followed }) {
    const { input, target, xs, ys } = rowsOf(answer);
    const run = answer.runs[followed];
    const rows = iteration > 0 ? (run?.batches?.[iteration - 1] ?? []) : [];
    set(batch, { d: dotsOf(rows, xs, ys) });
    const { model } = answer.request;
    const item = (/** @type {string} */ look, /** @type {string} */ words) =>
      element("span", { class: `key ${look}` }, words);
    legend.replaceChildren(
      item("points", `${t("descent.plot_points")} ${target}`),
      ...(model && answer.model
        ? [
            item(
              "model",
              `${model.expression}: ${t("descent.plot_model", { iteration: Math.min(iteration, run ? takenBy(run) : 0) })}`,
            ),
          ]
        : []),
      ...(rows.length > 0 ? [item("batch", t("descent.plot_batch", { count: rows.length }))] : []),
    );
    setAttribute(
      svg,
      "aria-label",
      `${t("descent.plot_data", { x: input, y: target })}. ${[...legend.children].map((one) => one.textContent).join(", ")}`,
    );
  }

  /** What the model says at a place of the walk. @param {DescentScreen} screen @returns {(number | null)[] | null} */
  function saysNow({ answer: { model, runs }, iteration, way, run }) {
    if (!model || model.run !== run) return null;
    const last = runs[run] ? takenBy(runs[run]) : 0;
    const to = model.predictions[Math.min(iteration, last) - model.from];
    const from = model.predictions[Math.max(0, Math.min(iteration - 1, last)) - model.from];
    if (!to || !from || way >= 1) return to ?? null;
    return to.map((value, k) => {
      const before = from[k];
      return value === null || before === null || before === undefined
        ? value
        : before + (value - before) * way;
    });
  }

  /** @param {DescentScreen} screen */
  function move(screen) {
    const { answer } = screen;
    const says = saysNow(screen);
    const inputs = answer.model?.inputs ?? [];
    set(fitted, { d: says ? curvePath(plot, inputs, says) : null });
    const { xs, ys } = rowsOf(answer);
    set(misses, {
      d:
        says && xs.length <= MISSES
          ? xs
              .map((x, row) => {
                const said = curveAt(inputs, says, x);
                return said === null ? "" : pathOf([placeOf(plot, x, ys[row] ?? 0), placeOf(plot, x, said)]);
              })
              .join("") || null
          : null,
    });
  }

  return { node, update, follow, move };
}
