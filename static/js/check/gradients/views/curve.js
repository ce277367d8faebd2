// The error of a central difference against h, in float64 and float32, on axes of powers of ten. One goes through the
// steps by keyboard or by pointing; the numbers of each are said below.
/** @import { View } from "../../../core/types.js" */
/** @import { Plot } from "../../../draw/plot/scale.js" */
/** @import { Check, Context, Screen } from "../../types.js" */
import { at } from "../../../core/at.js";
import { element, setText } from "../../../draw/dom.js";
import { acrossOf, downOf, numbersAt } from "../../../draw/plot/scale.js";
import { shape } from "../../../draw/svg.js";
import { formatNumber } from "../../../math/format.js";
import { PRECISIONS, bestOf, boxOf, pointsOf, powersOf } from "../error_curve.js";

/** The half of a mark, in pixels. */
const MARK = 3.5;
const HEIGHT = 230;
/** At which h it stands. @type {readonly [number, string, "start" | "end"][]} */
const REASONS = [
  [1e-10, "∝ ε/h", "end"],
  [1e-2, "∝ h²", "start"],
];
const NAMES = { error64: "float64", error32: "float32" };

/** A power of ten as a label: 10 with a raised exponent. @param {SVGElement} parent @param {number} power
 * @param {Record<string, string | number>} attributes */
function powerLabel(parent, power, attributes) {
  const label = shape("text", attributes, parent);
  label.append("10");
  const raised = shape("tspan", { dy: "-0.45em", class: "raised" }, label);
  raised.textContent = String(power).replace("-", "−");
}

/** @param {SVGElement} svg @param {Plot} plot @param {Context["t"]} t */
function drawAxes(svg, plot, t) {
  const axes = shape("g", { class: "curve-axes" }, svg);
  const bottom = plot.top + plot.height;
  for (const power of powersOf(plot.x, 7)) {
    const x = acrossOf(plot, power);
    shape("path", { d: `M${x} ${plot.top}V${bottom}` }, axes);
    powerLabel(axes, power, { x, y: bottom + 15, "text-anchor": "middle" });
  }
  for (const power of powersOf(plot.y, 7)) {
    const y = downOf(plot, power);
    shape("path", { d: `M${plot.left} ${y}H${plot.left + plot.width}` }, axes);
    powerLabel(axes, power, { x: plot.left - 6, y: y + 4, "text-anchor": "end" });
  }
  shape(
    "text",
    { x: plot.left + plot.width, y: bottom + 33, "text-anchor": "end", class: "axis-name" },
    axes,
  ).textContent = "h";
  shape("text", { x: plot.left, y: 10, class: "axis-name" }, axes).textContent = t("checking.relative_error");
}

/** @param {SVGElement} svg @param {Check["curve"]} curve @param {Plot} plot */
function drawLines(svg, curve, plot) {
  for (const name of PRECISIONS) {
    const group = shape("g", { class: `curve-line ${name}` }, svg);
    const points = pointsOf(curve, name, plot);
    const path = points.map(({ x, y }, k) => `${k === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`);
    shape("path", { d: path.join("") }, group);
    for (const { x, y } of points)
      if (name === "error64") shape("circle", { cx: x, cy: y, r: MARK }, group);
      else shape("rect", { x: x - MARK, y: y - MARK, width: 2 * MARK, height: 2 * MARK }, group);
  }
}

/** What makes the error on either side of the best h, beside the line of float64. @param {SVGElement} svg
 * @param {Check["curve"]} curve @param {Plot} plot */
function drawReasons(svg, curve, plot) {
  for (const [h, text, anchor] of REASONS) {
    const point = pointsOf(curve, "error64", plot)[curve.h.indexOf(h)];
    if (!point) continue;
    const x = point.x + (anchor === "end" ? -8 : 8);
    shape("text", { x, y: point.y + 12, "text-anchor": anchor, class: "curve-reason" }, svg).textContent =
      text;
  }
}

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, { t }) {
  const svg = shape("svg", {
    class: "error-curve",
    role: "slider",
    tabindex: 0,
    "aria-label": t("checking.curve"),
  });
  const here = element("p", { class: "curve-here" });
  const legend = element(
    "ul",
    { class: "curve-legend" },
    ...PRECISIONS.map((name) => {
      const sample = shape("svg", { viewBox: "0 0 30 10", width: 30, height: 10, "aria-hidden": "true" });
      const group = shape("g", { class: `curve-line ${name}` }, sample);
      shape("path", { d: "M1 5H29" }, group);
      if (name === "error64") shape("circle", { cx: 15, cy: 5, r: MARK }, group);
      else shape("rect", { x: 15 - MARK, y: 5 - MARK, width: 2 * MARK, height: 2 * MARK }, group);
      return element("li", {}, /** @type {any} */ (sample), NAMES[name]);
    }),
  );
  const why = element("p", {});
  const best = element("p", {});
  const words = element("div", { class: "curve-words" }, why, best);
  root.classList.add("curve-view");
  root.replaceChildren(
    element("h3", {}, t("checking.curve")),
    legend,
    element("div", { class: "curve-place" }, /** @type {any} */ (svg)),
    here,
    words,
  );
  /** @type {Check["curve"] | null} */
  let curve = null;
  /** @type {Plot | null} */
  let plot = null;
  let chosen = 0;

  function draw() {
    const width = svg.parentElement?.clientWidth ?? 0;
    if (!curve || width === 0) return;
    svg.replaceChildren();
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT }))
      svg.setAttribute(name, String(value));
    plot = boxOf(curve, { width, height: HEIGHT });
    drawAxes(svg, plot, t);
    drawLines(svg, curve, plot);
    drawReasons(svg, curve, plot);
    shape("path", { class: "curve-cursor" }, svg);
    choose(chosen);
  }

  /** @param {number} k of the step that is read */
  function choose(k) {
    if (!curve || !plot) return;
    chosen = Math.max(0, Math.min(curve.h.length - 1, k));
    const h = at(curve.h, chosen);
    const x = acrossOf(plot, Math.log10(h));
    svg.querySelector(".curve-cursor")?.setAttribute("d", `M${x} ${plot.top}v${plot.height}`);
    const text = t("checking.curve_here", {
      h: formatNumber(h),
      error64: numberText(curve.error64[chosen] ?? null),
      error32: numberText(curve.error32[chosen] ?? null),
    });
    setText(here, text);
    svg.setAttribute("aria-valuemin", "0");
    svg.setAttribute("aria-valuemax", String(curve.h.length - 1));
    svg.setAttribute("aria-valuenow", String(chosen));
    svg.setAttribute("aria-valuetext", text);
  }

  svg.addEventListener("keydown", (event) => {
    const last = (curve?.h.length ?? 1) - 1;
    // The steps run from large to small: to the right h grows.
    const to = { ArrowLeft: chosen + 1, ArrowRight: chosen - 1, Home: last, End: 0 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    choose(to);
  });
  for (const name of /** @type {const} */ (["pointermove", "pointerdown"]))
    svg.addEventListener(name, (event) => {
      if (!curve || !plot) return;
      const box = svg.getBoundingClientRect();
      const { x } = numbersAt(plot, { x: event.clientX - box.left, y: 0 });
      const off = curve.h.map((h) => Math.abs(Math.log10(h) - x));
      choose(off.indexOf(Math.min(...off)));
    });
  new ResizeObserver(draw).observe(root);

  return {
    update({ check, state }) {
      root.hidden = check === null || state.part !== "gradients";
      if (check === null || check.curve === curve) return;
      curve = check.curve;
      setText(why, curve.text);
      const [best64, best32] = PRECISIONS.map((name) => bestOf(check.curve, name));
      chosen = best64 ? curve.h.indexOf(best64.h) : 0;
      setText(
        best,
        best64 && best32
          ? t("checking.curve_best", {
              h64: formatNumber(best64.h),
              error64: numberText(best64.error),
              h32: formatNumber(best32.h),
              error32: numberText(best32.error),
            })
          : "",
      );
      draw();
    },
  };
}

/** @param {number | null} error */
const numberText = (error) => (error === null ? "–" : formatNumber(error, 4));
