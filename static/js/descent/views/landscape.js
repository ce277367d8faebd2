// The plan of a function of two variables: contour lines with their levels, the ways of all runs, and at the point where
// the followed run's step begins the gradient, at a right angle to the contour. The start is chosen here by hand.

import { arrowLength, exitOf, pointsApart, slopeOf } from "../../draw/plot/arrows.js";
import { rampOf, rangeOf, shadesOf, stopsOf, valueAt } from "../../draw/plot/contour.js";
import { labelsOf } from "../../draw/plot/contour_labels.js";
import { clipped, contourPath, trajectoryOf } from "../../draw/plot/lines.js";
import { colourOf, iterateAt, lookOf, markerPath } from "../../draw/plot/runs.js";
import {
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
import { arrow } from "../../draw/geometry.js";
import { columnOf, takenBy } from "../listing.js";
import { formatNumber } from "../../math/format.js";
import { letterSize, set, shape, widthOf } from "../../draw/svg.js";
import {
  LEVEL_COLOURS,
  axisNames,
  coloursOf,
  drawAxes,
  isSameMap,
  placeText,
  pointReadout,
  roomForNumbers,
  spotOf,
  startHandle,
  summaryOf,
  themeNow,
  tupleOf,
  viewOf,
  weightOf,
} from "./plotting.js";

/** @import { Context } from "../../core/types.js" */
/** @import { DescentAnswer, DescentScreen } from "../types.js" */
/** @import { Point } from "../../draw/geometry.js" */
/** @import { Plot, Range } from "../../draw/plot/scale.js" */
/** @import { Trajectory } from "../../draw/plot/lines.js" */

/** A step shorter than this is drawn longer, in pixels. */
const SHORT_STEP = 14;
const BALL = 6.5;
/** Points passed keep their gradient, so much shorter, where they stand so many pixels apart. */
const PASSED = 0.32;
const BETWEEN = 26;
/** In a plot narrower than this, in pixels, half of the levels are named and words are short. */
const NARROW = 420;
/** In one that is narrower than this the sign of the gradient stands for its words where they would lie over its arrow. */
const ROOMY = 600;
const SIGNS = { exact: "∇f", batch: "ĝ", others: "∇f" };
/** How fine the picture of the heights is; smoothed when it is enlarged. */
const SHADES = 260;

/** @param {DescentScreen} screen @returns {[string, string]} */
const variablesOf = ({
  answer: {
    variables: [x = "x", y = "y"],
  },
}) => [x, y];

/**
 * Whether the arrow is the gradient of the function drawn: a batch's is an estimate, and where other weights learn too the
 * surface under the path changes.
 * @param {DescentAnswer} answer @returns {"exact" | "batch" | "others"}
 */
export function slopeKind({ request: { batch, data, network } }) {
  const rows = Object.values(data ?? {})[0]?.length ?? 0;
  return (batch ?? rows) < rows ? "batch" : network?.learn === "all" ? "others" : "exact";
}

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t } = context;
  const shades = element("canvas", { class: "plot-shades", "aria-hidden": "true" });
  const svg = shape("svg", { class: "plot-drawing", role: "group" });
  const sheet = element("div", { class: "plot-sheet" }, shades, svg);
  const pointer = element("p", { class: "plot-pointer", "aria-hidden": "true" });
  const readout = pointReadout();
  const slopeLine = element("p", { class: "plot-slope" });
  const notes = element("p", { class: "hint plot-notes" });
  root.replaceChildren(
    element(
      "figure",
      { class: "plot plot-plan" },
      sheet,
      element(
        "figcaption",
        {},
        element("div", { class: "plot-numbers" }, readout.node, pointer),
        slopeLine,
        notes,
      ),
    ),
  );

  const clipId = uniqueId("landscape-clip");
  const inside = `url(#${clipId})`;
  const clip = shape("clipPath", { id: clipId }, shape("defs", {}, svg));
  const window_ = shape("rect", {}, clip);
  const ground = shape("rect", { class: "plot-ground" }, svg);
  const contours = shape("g", { class: "contours", "clip-path": inside }, svg);
  const trails = shape("g", { class: "trails", "clip-path": inside }, svg);
  const axes = shape("g", { class: "axes", "aria-hidden": "true" }, svg);
  const labels = shape("g", { class: "contour-labels", "aria-hidden": "true" }, svg);
  const passed = shape("path", { class: "uphill-passed", "data-arrow": "passed", "clip-path": inside }, svg);
  const slope = shape("g", { class: "slope" }, svg);
  const tangent = shape("path", { class: "tangent", "clip-path": inside }, slope);
  const corner = shape("path", { class: "corner" }, slope);
  const stepHalo = shape("path", { class: "arrow-halo" }, slope);
  const stepLine = shape("path", { class: "step-line" }, slope);
  const stepHead = shape("path", { class: "step-head" }, slope);
  const uphill = shape("g", { "data-arrow": "gradient" }, slope);
  const uphillHalo = shape("path", { class: "arrow-halo" }, uphill);
  const uphillLine = shape("path", { class: "uphill-line" }, uphill);
  const uphillHead = shape("path", { class: "uphill-head" }, uphill);
  const uphillWords = shape("text", { class: "slope-words uphill-words" }, slope);
  const stepWords = shape("text", { class: "slope-words step-words" }, slope);
  const exits = shape("g", { class: "exits" }, svg);
  const { node: handle, word: startWord } = startHandle(svg, {
    isOnPlot: (spot) => isInside(cornersOf(plot), spot),
    put: (spot, continues) => choose(numbersAt(plot, spot), continues),
    push: (right, up, continues) => {
      if (!latest) return;
      const [nameX, nameY] = variablesOf(latest);
      const start = startOf(latest.state.request, latest.answer);
      choose(
        {
          x: (start[nameX] ?? 0) + right * tickStep(plot.x, 100),
          y: (start[nameY] ?? 0) + up * tickStep(plot.y, 100),
        },
        continues,
      );
    },
  });
  const balls = shape("g", { class: "balls" }, svg);

  /** @type {Plot} */
  let plot = plotOf(
    { x: [-1, 1], y: [-1, 1] },
    { width: 400, tallest: 400, left: 0, right: 0, top: 0, bottom: 0 },
  );
  /** @typedef {{ ahead: SVGPathElement, done: SVGPathElement, dots: SVGPathElement, moving: SVGPathElement, ball: SVGGElement, trail: Trajectory, xs: number[], ys: number[], apart: number[] }} RunMarks */
  /** @type {RunMarks[]} */
  let runs = [];
  /** @type {DescentScreen | null} */
  let latest = null;
  /** @type {DescentAnswer | null} */
  let builtFor = null;
  let built = "";
  let drawn = "";
  let size = 13;
  /** Where the words of the gradient stand. @type {Point | null} */
  let words = null;

  new ResizeObserver(() => {
    if (latest && sheet.clientWidth > 0) update(latest);
  }).observe(sheet);

  // ---- what stands still while the steps run ---------------------------------------------------------------------

  /** Axes, contours and heights. @param {DescentScreen} screen */
  function buildMap(screen) {
    const { answer } = screen;
    const view = viewOf(answer);
    const [nameX, nameY] = variablesOf(screen);
    size = letterSize(svg);
    const width = sheet.clientWidth;
    plot = plotOf(view, {
      width,
      tallest: Math.max(280, Math.min(globalThis.innerHeight * 0.6, 900)),
      left: roomForNumbers(view.y, size),
      right: 14,
      top: size * 2,
      bottom: size * 3.4,
    });
    const height = plot.top + plot.height + size * 3.4;
    set(svg, { width, height: Math.round(height), viewBox: `0 0 ${width} ${Math.round(height)}` });
    const box = { x: plot.left, y: plot.top, width: plot.width, height: plot.height };
    set(window_, box);
    set(ground, box);
    drawAxes(axes, plot, [nameX, nameY], size, false, [weightOf(answer, 0), weightOf(answer, 1)]);

    contours.replaceChildren();
    labels.replaceChildren();
    for (const { level, lines } of answer.contours) {
      const path = shape("path", { d: contourPath(plot, lines), "data-level": level }, contours);
      shape("title", {}, path).textContent = `f = ${formatNumber(level)}`;
    }
    const [startX = 0, startY = 0] = [columnOf(answer.runs[0], nameX)[0], columnOf(answer.runs[0], nameY)[0]];
    const named_ = plot.width < NARROW ? answer.contours.filter((_, k) => k % 2 === 1) : answer.contours;
    for (const label of labelsOf(plot, named_, size * 0.9, [placeOf(plot, startX, startY)])) {
      const text = shape(
        "text",
        {
          transform: `translate(${label.x.toFixed(1)} ${label.y.toFixed(1)}) rotate(${label.angle.toFixed(1)})`,
          "text-anchor": "middle",
          dy: "0.35em",
          "data-level": label.level,
        },
        labels,
      );
      text.textContent = label.text;
    }
    paint(answer);
  }

  /** The ways of the runs. @param {DescentScreen} screen */
  function buildRuns(screen) {
    const { answer } = screen;
    const [nameX, nameY] = variablesOf(screen);
    trails.replaceChildren();
    balls.replaceChildren();
    runs = answer.runs.map((run, r) => {
      const xs = columnOf(run, nameX);
      const ys = columnOf(run, nameY);
      const trail = trajectoryOf(plot, xs, ys);
      const { dash, marker } = lookOf(r);
      const way = shape("g", { class: "way", "data-run": r }, trails);
      way.style.setProperty("--run", `var(${colourOf(r)})`);
      const ahead = shape("path", { class: "ahead", d: trail.path, "stroke-dasharray": dash || null }, way);
      const done = shape("path", { class: "done", "stroke-dasharray": dash || null }, way);
      const dots = shape("path", { class: "dots" }, way);
      const moving = shape("path", { class: "done", "stroke-dasharray": dash || null }, way);
      const ball = shape("g", { class: "ball", "data-ball": r }, balls);
      ball.style.setProperty("--run", `var(${colourOf(r)})`);
      shape("path", { class: "halo", d: markerPath(marker, BALL + 4) }, ball);
      shape("path", { class: "body", d: markerPath(marker, BALL) }, ball);
      return { ahead, done, dots, moving, ball, trail, xs, ys, apart: pointsApart(plot, xs, ys, BETWEEN) };
    });
    drawn = "";
  }

  /** The heights as a soft ground. @param {DescentAnswer} answer */
  function paint({ surface, contours: levels, view, variables: [x = "", y = ""] }) {
    shades.hidden = surface === undefined;
    if (!surface) return;
    for (const [name, value] of [
      ["left", plot.left],
      ["top", plot.top],
      ["width", plot.width],
      ["height", plot.height],
    ])
      shades.style.setProperty(String(name), `${value}px`);
    shades.width = Math.round(Math.min(SHADES, plot.width));
    shades.height = Math.round(Math.min(SHADES, plot.height));
    const ramp = rampOf(coloursOf(root, LEVEL_COLOURS));
    const pixels = shadesOf(
      surface,
      { x: view[x] ?? [0, 1], y: view[y] ?? [0, 1] },
      stopsOf(levels, rangeOf(surface)),
      ramp,
      shades.width,
      shades.height,
    );
    shades.getContext("2d")?.putImageData(new ImageData(pixels, shades.width, shades.height), 0, 0);
  }

  // ---- what follows the steps ------------------------------------------------------------------------------------

  /** Ways, arrows and words: once an iteration. @param {DescentScreen} screen */
  function drawIteration(screen) {
    const { answer, iteration, run: followed } = screen;
    const [nameX, nameY] = variablesOf(screen);
    runs.forEach((marks, r) => {
      const last = marks.xs.length - 1;
      const before = Math.max(0, Math.min(iteration - 1, last));
      set(marks.done, { d: marks.trail.path.slice(0, marks.trail.ends[before] ?? 0) || null });
      set(marks.dots, { d: marks.trail.dots.slice(0, marks.trail.dotEnds[before] ?? 0) || null });
      for (const node of [marks.ball, marks.done.parentElement])
        if (node) node.classList.toggle("followed", r === followed);
    });
    const top = runs[followed];
    const way = top?.done.parentElement;
    if (top && balls.lastElementChild !== top.ball) balls.append(top.ball);
    if (way && trails.lastElementChild !== way) trails.append(way);

    const run = answer.runs[followed];
    if (!run || !top) return;
    const last = takenBy(run);
    const from = Math.max(0, Math.min(iteration - 1, last));
    const to = Math.min(iteration, last);
    const gradient = /** @type {const} */ ([
      run.gradient[nameX]?.[from] ?? 0,
      run.gradient[nameY]?.[from] ?? 0,
    ]);
    const here = placeOf(plot, top.xs[from] ?? 0, top.ys[from] ?? 0);
    const inside = isInside(cornersOf(plot, 1), here);
    const norm = run.gradient_norm[from] ?? 0;
    let largest = 0;
    for (const value of run.gradient_norm) largest = Math.max(largest, value);
    const wanted = arrowLength(norm, largest) * Math.min(1, plot.width / NARROW);
    const drawing = inside
      ? slopeOf(plot, here, gradient, Math.min(wanted, roomUphill(here, gradient, wanted)))
      : null;
    const kind = slopeKind(answer);
    setAttribute(uphill, "visibility", drawing ? null : "hidden");
    const arrows = top.apart
      .filter((k) => k < from)
      .map((k) =>
        slopeOf(
          plot,
          placeOf(plot, top.xs[k] ?? 0, top.ys[k] ?? 0),
          [run.gradient[nameX]?.[k] ?? 0, run.gradient[nameY]?.[k] ?? 0],
          PASSED * arrowLength(run.gradient_norm[k] ?? 0, largest),
        ),
      );
    set(passed, { d: arrows.map((each) => (each ? each.line + each.head : "")).join("") || null });
    set(tangent, { d: kind === "exact" ? drawing?.tangent : null });
    set(corner, { d: kind === "exact" ? drawing?.corner : null });
    set(uphillLine, { d: drawing?.line ?? null });
    set(uphillHalo, { d: drawing ? drawing.line + drawing.head : null });
    set(uphillHead, { d: drawing?.head ?? null });
    setText(
      uphillWords,
      !drawing ? "" : plot.width > NARROW ? t(`descent.plot_uphill_${kind}`) : SIGNS[kind],
    );
    if (drawing && plot.width < ROOMY && isCramped(uphillWords, drawing.aside, here))
      setText(uphillWords, SIGNS[kind]);
    if (drawing) standWords(uphillWords, drawing.aside, here);
    words = drawing
      ? { x: Number(uphillWords.getAttribute("x")), y: Number(uphillWords.getAttribute("y")) }
      : null;

    const there = placeOf(plot, top.xs[to] ?? 0, top.ys[to] ?? 0);
    const long = Math.hypot(there.x - here.x, there.y - here.y);
    const moved = to > from && long > 0 && inside && Number.isFinite(long);
    const enlarged = long < SHORT_STEP;
    const reach = enlarged ? 34 : Math.min(long, 4000);
    const tip = {
      x: here.x + ((there.x - here.x) / (long || 1)) * reach,
      y: here.y + ((there.y - here.y) / (long || 1)) * reach,
    };
    const step = moved ? arrow(here, tip, Math.min(12, reach * 0.4)) : null;
    set(stepLine, { d: step?.line ?? null });
    set(stepHalo, { d: step ? step.line + step.head : null });
    set(stepHead, { d: step?.head ?? null });
    stepLine.classList.toggle("enlarged", enlarged);
    setText(
      stepWords,
      step ? t(enlarged && plot.width > NARROW ? "descent.plot_step_enlarged" : "descent.plot_step") : "",
    );
    if (step) {
      const shown = Math.min(reach, 60);
      const end = {
        x: here.x + ((tip.x - here.x) / reach) * (shown + 12),
        y: here.y + ((tip.y - here.y) / reach) * (shown + 12),
      };
      standWords(stepWords, end, here);
    }

    setAttribute(root.firstElementChild ?? root, "data-iteration", iteration);
    setText(
      slopeLine,
      [
        norm === 0
          ? t("descent.plot_flat")
          : t(`descent.plot_gradient_${kind}`, {
              gradient: tupleOf(gradient),
              level: formatNumber(run.value[from]),
            }),
        ...(plot.equal || norm === 0 || kind !== "exact" ? [] : [t("descent.plot_unequal")]),
      ].join(" "),
    );
    setAttribute(
      svg,
      "aria-label",
      t("descent.plot_contours", { ...axisNames(answer), summary: summaryOf(screen, context) }),
    );
    readout.show(screen);
  }

  /** How long an arrow uphill can be and stay in the picture; never so short that it is not seen. @param {Point} here @param {readonly [number, number]} gradient @param {number} wanted */
  function roomUphill(here, gradient, wanted) {
    const tip = slopeOf(plot, here, gradient, wanted)?.tip;
    const part = tip ? clipped(here, tip, cornersOf(plot, -4)) : null;
    return Math.max(40, part ? Math.hypot(part[1].x - here.x, part[1].y - here.y) : 0);
  }

  /** Is there too little room for the words between their place and the rim? @param {SVGTextElement} node @param {Point} at @param {Point} from */
  function isCramped(node, at, from) {
    const { left, right } = cornersOf(plot, -4);
    const wide = widthOf(node.textContent ?? "") * size;
    return at.x < from.x ? at.x - wide < left : at.x + wide > right;
  }

  /** Translations beside an arrow, on the side that it points to and inside the picture. @param {SVGTextElement} node @param {Point} at @param {Point} from */
  function standWords(node, at, from) {
    const { left, right, top, bottom } = cornersOf(plot, -4);
    const wide = widthOf(node.textContent ?? "") * size;
    const leftwards = at.x < from.x;
    const x = leftwards
      ? Math.max(left + wide, Math.min(right, at.x))
      : Math.max(left, Math.min(right - wide, at.x));
    set(node, {
      x: x.toFixed(1),
      y: Math.max(top + size, Math.min(bottom - 4, at.y + size * 0.35)).toFixed(1),
      "text-anchor": leftwards ? "end" : "start",
    });
  }

  /** The balls and the last stretch of every way: at every frame. @param {DescentScreen} screen */
  function move(screen) {
    const { iteration, way } = screen;
    /** @type {string[]} */
    const gone = [];
    /** @type {{ exit: NonNullable<ReturnType<typeof exitOf>>, r: number }[]} */
    const arrows = [];
    runs.forEach(({ xs, ys, moving, ball }, r) => {
      const x = iterateAt(xs, iteration, way);
      const y = iterateAt(ys, iteration, way);
      const exit = exitOf(plot, x, y);
      setAttribute(ball, "visibility", exit ? "hidden" : null);
      const before = Math.max(0, Math.min(iteration - 1, xs.length - 1));
      const stretch = trajectoryOf(plot, [xs[before] ?? x, x], [ys[before] ?? y, y]);
      set(moving, { d: stretch.path || null });
      if (exit) {
        arrows.push({ exit, r });
        gone.push(
          t("descent.plot_gone", { run: r + 1, place: placeText(latest?.answer.variables ?? [], [x, y]) }),
        );
      } else {
        const p = placeOf(plot, x, y);
        ball.setAttribute("transform", `translate(${p.x.toFixed(2)} ${p.y.toFixed(2)})`);
      }
    });
    const kept = exits.children;
    while (kept.length > arrows.length) exits.lastElementChild?.remove();
    while (kept.length < arrows.length) {
      const group = shape("g", {}, exits);
      shape("path", { class: "exit-head" }, group);
      shape("text", {}, group);
    }
    arrows.forEach(({ exit, r }, k) => {
      const group = /** @type {SVGGElement} */ (kept[k]);
      group.style.setProperty("--run", `var(${colourOf(r)})`);
      setAttribute(group, "data-exit", r);
      const [head, text] = group.children;
      if (head) set(head, { d: exit.head });
      if (text) {
        const middle = plot.left + plot.width / 2;
        set(text, {
          x: exit.inward.x.toFixed(1),
          y: (exit.inward.y + size * 0.35).toFixed(1),
          "text-anchor": exit.inward.x > middle ? "end" : "start",
        });
        setText(
          text,
          tupleOf([
            iterateAt(runs[r]?.xs ?? [], iteration, way),
            iterateAt(runs[r]?.ys ?? [], iteration, way),
          ]),
        );
      }
    });
    const undefinedSeen = latest?.answer.surface?.values.some((row) => row.includes(null)) ?? false;
    setText(
      notes,
      [...gone, ...(undefinedSeen ? [t("descent.plot_undefined")] : []), t("descent.plot_start_hint")].join(
        " ",
      ),
    );
  }

  // ---- the start, by hand ----------------------------------------------------------------------------------------

  /** @param {DescentScreen} screen */
  function placeStart(screen) {
    const [nameX, nameY] = variablesOf(screen);
    const start = startOf(screen.state.request, screen.answer);
    const [x, y] = [start[nameX] ?? 0, start[nameY] ?? 0];
    const p = placeOf(plot, x, y);
    setAttribute(handle, "visibility", isInside(cornersOf(plot, 2), p) ? null : "hidden");
    set(handle, {
      transform: `translate(${p.x.toFixed(2)} ${p.y.toFixed(2)})`,
      "aria-label": t("descent.plot_start_of"),
      "aria-valuenow": x,
      "aria-valuemin": plot.x[0],
      "aria-valuemax": plot.x[1],
      "aria-valuetext": placeText([nameX, nameY], [x, y]),
    });
    setText(startWord, t("descent.plot_start"));
    // Its word gives way to the gradient's.
    const clash =
      p.y < plot.top + 20 ||
      (words !== null && Math.abs(words.y - (p.y - 17)) < size * 1.4 && Math.abs(words.x - p.x) < 320);
    set(startWord, { y: clash ? 17 + size * 0.8 : -17 });
  }

  /** @param {Point} numbers_ @param {boolean} continues */
  function choose(numbers_, continues) {
    if (!latest) return;
    const [nameX, nameY] = variablesOf(latest);
    const within = (/** @type {number} */ value, /** @type {Range} */ [low, high]) =>
      Math.max(low, Math.min(high, value));
    const values = {
      [nameX]: roundedTo(within(numbers_.x, plot.x), plot.perX),
      [nameY]: roundedTo(within(numbers_.y, plot.y), plot.perY),
    };
    dispatch("setStart", { values, continues });
  }

  svg.addEventListener("pointermove", (event) => {
    const spot = spotOf(svg, event);
    const on = isInside(cornersOf(plot), spot) && latest !== null;
    const { x, y } = numbersAt(plot, spot);
    const value = on && latest?.answer.surface ? valueAt(latest.answer.surface, x, y) : null;
    setText(
      pointer,
      on && latest
        ? t("descent.plot_pointer", {
            place: placeText(variablesOf(latest), [roundedTo(x, plot.perX), roundedTo(y, plot.perY)]),
            value: formatNumber(value, 3),
          })
        : "",
    );
  });
  svg.addEventListener("pointerleave", () => setText(pointer, ""));

  // ----------------------------------------------------------------------------------------------------------------

  /** @param {DescentScreen} screen */
  function update(screen) {
    latest = screen;
    const { answer, state } = screen;
    root.hidden = answer.variables.length !== 2 || state.view !== "contours";
    if (root.hidden || sheet.clientWidth === 0) return;
    const key = `${sheet.clientWidth} ${globalThis.innerHeight} ${context.language()} ${themeNow(context)}`;
    if (builtFor !== answer || built !== key) {
      if (built !== key || !isSameMap(builtFor, answer)) buildMap(screen);
      buildRuns(screen);
      builtFor = answer;
      built = key;
    }
    follow(screen);
    placeStart(screen);
    move(screen);
  }

  /** @param {DescentScreen} screen */
  function follow(screen) {
    const now = `${screen.iteration} ${screen.arrived} ${screen.run}`;
    if (drawn === now) return;
    drawIteration(screen);
    drawn = now;
  }

  return {
    update,
    /** @param {DescentScreen} screen */
    animate(screen) {
      if (root.hidden || builtFor !== screen.answer) return;
      latest = screen;
      // A whole run in one motion passes through many iterations.
      follow(screen);
      move(screen);
    },
  };
}
