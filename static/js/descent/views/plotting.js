// What the pictures of a descent share: axes, names, numbers and colours, and the start that is moved by hand.

import { element } from "../../draw/dom.js";
import { columnOf, takenBy } from "../listing.js";
import { acrossOf, cornersOf, downOf, tickText, ticksOf } from "../../draw/plot/scale.js";
import { formatNumber } from "../../math/format.js";
import { parseColour } from "../../math/colour.js";
import { shape, writeRuns } from "../../draw/svg.js";
import { showNumber } from "../../panels/number.js";

/** @import { Context } from "../../core/types.js" */
/** @import { DescentAnswer, DescentScreen } from "../types.js" */
/** @import { Point } from "../../draw/geometry.js" */
/** @import { Plot, Range } from "../../draw/plot/scale.js" */

/** The ramp of the heights, lowest first. */
export const LEVEL_COLOURS = ["--level-low", "--level-middle", "--level-high"];
/** The view of an answer over its two variables. @param {DescentAnswer} answer @returns {{ x: Range, y: Range }} */
export const viewOf = ({ view, variables: [x = "", y = ""] }) => ({
  x: view[x] ?? [-1, 1],
  y: view[y] ?? [-1, 1],
});

/** "(1, 4)" @param {readonly number[]} numbers */
export const tupleOf = (numbers) =>
  numbers.length === 1
    ? formatNumber(numbers[0])
    : `(${numbers.map((value) => formatNumber(value)).join(", ")})`;

/** "x = 1, y = 4" @param {readonly string[]} names @param {readonly number[]} numbers */
export const placeText = (names, numbers) =>
  names.map((name, k) => `${name} = ${formatNumber(numbers[k])}`).join(", ");

/** Whether two answers draw the same map: only their runs differ. @param {DescentAnswer | null} a @param {DescentAnswer} b */
export function isSameMap(a, b) {
  if (!a || (a.surface === undefined) !== (b.surface === undefined)) return false;
  const [one, other] = [a.request, b.request];
  return (
    one.function === other.function &&
    one.data === other.data &&
    one.reduction === other.reduction &&
    one.network === other.network &&
    a.contours.length === b.contours.length &&
    JSON.stringify(a.view) === JSON.stringify(b.view)
  );
}

/** Which weight or bias of a network a variable is; null in a typed function. @param {DescentAnswer} answer @param {number} axis */
export const weightOf = ({ request: { network } }, axis) =>
  network ? (axis === 0 ? network.x : network.y) : null;

/** "x (w1.0.2)": what an axis is, in a sentence. @param {DescentAnswer} answer */
export function axisNames(answer) {
  const [x = "", y = ""] = answer.variables.map((name, axis) => {
    const weight = weightOf(answer, axis);
    return weight === null ? name : `${name} (${weight})`;
  });
  return { x, y };
}

/** What every run has come to, in words: the text of a picture for those who do not see it. @param {DescentScreen} screen @param {Context} context */
export function summaryOf({ answer, arrived }, { t }) {
  const { variables, runs, minimum } = answer;
  const at = (/** @type {DescentAnswer["runs"][number]} */ run) => Math.min(arrived, takenBy(run));
  return [
    ...runs.map((run, r) =>
      t("descent.plot_run_at", {
        run: r + 1,
        optimizer: answer.request.runs[r]?.optimizer.name ?? "",
        place: placeText(
          variables,
          variables.map((name) => columnOf(run, name)[at(run)] ?? 0),
        ),
        value: formatNumber(run.value[at(run)]),
      }),
    ),
    ...(minimum === null
      ? []
      : [
          t("descent.plot_lowest", {
            value: formatNumber(minimum["value"]),
            place: placeText(
              variables,
              variables.map((name) => minimum[name] ?? 0),
            ),
          }),
        ]),
  ].join(" ");
}

/** The name of a variable under or beside its axis, and the weight that it is. @param {SVGTextElement} node @param {string} name @param {string | null} [weight] its address, such as w1.0.2 */
function writeName(node, name, weight = null) {
  const [, letters = name, digits = ""] = /^([A-Za-z]+)_?(\d*)$/.exec(name) ?? [];
  /** @type {import("../../draw/svg.js").Run[]} */
  const runs = [
    { text: letters, kind: "italic" },
    ...(digits ? [/** @type {const} */ ({ text: digits, kind: "lowered" })] : []),
  ];
  const [, kind = "", layer = "", ...indices] = /^([wb])(\d+)\.(\d+)(?:\.(\d+))?$/.exec(weight ?? "") ?? [];
  if (kind) {
    runs.push(
      { text: " = " },
      { text: kind, kind: "italic" },
      { text: `(${layer})`, kind: "raised" },
      {
        text: indices
          .filter((index) => index !== undefined)
          .map((index) => Number(index) + 1)
          .join(","),
        kind: "lowered",
      },
    );
  }
  writeRuns(node, runs);
}

/**
 * Axes of a plot: a frame, ticks with round numbers, the variables' names.
 * @param {Element} group @param {Plot} plot @param {readonly [string, string]} names @param {number} size of the letters @param {boolean} [grid] with lines across
 * @param {readonly (string | null)[]} [weights] what the variables are in a network
 */
export function drawAxes(group, plot, [nameX, nameY], size, grid = false, weights = []) {
  group.replaceChildren();
  const { left, right, top, bottom } = cornersOf(plot);
  let marks = "";
  let lines = "";
  for (const value of ticksOf(plot.x, Math.max(2, plot.width / (size * 5)))) {
    const x = acrossOf(plot, value);
    marks += `M${x.toFixed(1)} ${bottom}v5`;
    lines += `M${x.toFixed(1)} ${top}V${bottom}`;
    shape(
      "text",
      { class: "tick", x: x.toFixed(1), y: (bottom + 6 + size).toFixed(1), "text-anchor": "middle" },
      group,
    ).textContent = tickText(value);
  }
  for (const value of ticksOf(plot.y, Math.max(2, plot.height / (size * 3)))) {
    const y = downOf(plot, value);
    marks += `M${left} ${y.toFixed(1)}h-5`;
    lines += `M${left} ${y.toFixed(1)}H${right}`;
    shape(
      "text",
      { class: "tick", x: (left - 8).toFixed(1), y: (y + size * 0.35).toFixed(1), "text-anchor": "end" },
      group,
    ).textContent = tickText(value);
  }
  if (grid) shape("path", { class: "grid", d: lines }, group);
  shape("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}V${top}Z${marks}` }, group);
  writeName(
    shape(
      "text",
      {
        class: "axis-name",
        x: right.toFixed(1),
        y: (bottom + 10 + size * 2.1).toFixed(1),
        "text-anchor": "end",
      },
      group,
    ),
    nameX,
    weights[0],
  );
  writeName(
    shape("text", { class: "axis-name", x: (left - 4).toFixed(1), y: (top - size * 0.75).toFixed(1) }, group),
    nameY,
    weights[1],
  );
}

/** How wide the numbers beside an axis may be, in pixels, whatever its height. @param {Range} range @param {number} size of the letters */
export const roomForNumbers = (range, size) =>
  16 +
  size *
    0.6 *
    Math.max(...[4, 8, 16].flatMap((about) => ticksOf(range, about)).map((value) => tickText(value).length));

/** The followed run's point in numbers, beside a picture of it. */
export function pointReadout() {
  const node = element("p", { class: "plot-readout" });
  /** @type {HTMLElement[]} */
  let numbers = [];
  let named = "";
  return {
    node,
    /** @param {DescentScreen} screen */
    show({ answer, arrived, run: followed }) {
      const run = answer.runs[followed];
      const names = answer.variables;
      if (names.join(" ") !== named) {
        named = names.join(" ");
        numbers = [...answer.variables, "value"].map((name) =>
          element("span", { "data-address": name, class: "plot-number" }),
        );
        node.replaceChildren(
          ...numbers.map((number, k) => element("span", {}, `${names[k] ?? "f"} = `, number)),
        );
      }
      const at = run ? Math.min(arrived, takenBy(run)) : 0;
      numbers.forEach((number, k) => {
        const name = answer.variables[k];
        showNumber(number, (name === undefined ? run?.value : columnOf(run, name))?.[at] ?? null);
      });
    },
  };
}

/** The theme that is shown, to know when colours must be read anew. @param {Context} context */
export const themeNow = (context) =>
  `${context.theme()} ${globalThis.document?.documentElement.dataset["theme"] ?? ""} ${globalThis.matchMedia?.("(prefers-color-scheme: dark)").matches}`;

/** The colours of some tokens, as three numbers each. @param {Element} node @param {readonly string[]} names */
export function coloursOf(node, names) {
  const style = getComputedStyle(node);
  return names.map((name) => parseColour(style.getPropertyValue(name)));
}

/** @type {Record<string, readonly [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
/** Key presses that follow each other faster than this, in milliseconds, are one gesture. */
const GESTURE = 1000;

/**
 * The ring that stands at the start, and how a hand moves it: by a click or a drag in the picture, or by the arrow keys.
 * @param {SVGSVGElement} svg the picture
 * @param {object} how
 * @param {(spot: Point) => boolean} how.isOnPlot
 * @param {(spot: Point, continues: boolean) => void} how.put `continues`: the same gesture goes on
 * @param {(right: number, up: number, continues: boolean) => void} how.push by so many of the smallest moves
 */
export function startHandle(svg, { isOnPlot, put, push }) {
  const handle = shape(
    "g",
    { class: "start", "data-start": "", "data-key": "start", tabindex: 0, role: "slider" },
    svg,
  );
  shape("circle", { class: "start-reach", r: 22 }, handle);
  shape("circle", { class: "start-ring", r: 10 }, handle);
  shape("path", { class: "start-cross", d: "M-15 0H-5M5 0H15M0 -15V-5M0 5V15" }, handle);
  const word = shape("text", { class: "start-word", y: -17, "text-anchor": "middle" }, handle);

  let dragging = false;
  let continues = false;
  svg.addEventListener("pointerdown", (event) => {
    const onHandle = event.target instanceof Element && event.target.closest("[data-start]") !== null;
    if (event.button !== 0 || !(onHandle || isOnPlot(spotOf(svg, event)))) return;
    // A finger on the plain picture scrolls the page; it drags the start only by its ring.
    if (event.pointerType === "touch" && !onHandle) return;
    dragging = true;
    continues = false;
    svg.setPointerCapture(event.pointerId);
    handle.focus({ preventScroll: true });
    event.preventDefault();
    if (!onHandle) pull(event);
  });
  /** @param {PointerEvent} event */
  function pull(event) {
    put(spotOf(svg, event), continues);
    continues = true;
  }
  svg.addEventListener("pointermove", (event) => {
    if (dragging) pull(event);
  });
  for (const name of ["pointerup", "pointercancel"])
    svg.addEventListener(name, () => {
      dragging = false;
    });
  svg.addEventListener("click", (event) => {
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    if (touched && isOnPlot(spotOf(svg, event))) put(spotOf(svg, event), false);
  });

  let pushed = -Infinity;
  handle.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const times = event.shiftKey ? 10 : 1;
    push(way[0] * times, way[1] * times, event.timeStamp - pushed < GESTURE);
    pushed = event.timeStamp;
  });
  return { node: handle, word };
}

/** Where a pointer is in a picture. @param {SVGSVGElement} svg @param {MouseEvent} event @returns {Point} */
export function spotOf(svg, event) {
  const { left, top } = svg.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
