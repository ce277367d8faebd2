// Many rounds with either rule from the same start: the two losses in one chart, and what the numbers say of them.
/** @import { Key } from "../../core/types.js" */
/** @import { Trace, TraceRequest } from "../../network/types.js" */
/** @import { Scale } from "./curves.js" */
/** @import { Lesson } from "../types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { acrossOf, cornersOf, downOf, plotOf } from "../../draw/plot/scale.js";
import { curvePath } from "../../draw/plot/lines.js";
import { markerPath } from "../../draw/plot/runs.js";
import { formatNumber, fullNumber } from "../../math/format.js";
import { figureRuleRefusal, parameterCount } from "../../network/request.js";
import { shape } from "../../draw/svg.js";
import { segmented } from "../../panels/choices.js";
import { numberInput } from "../../panels/number.js";
import {
  curveOf,
  lossText,
  lossTicks,
  lowerOf,
  milestones,
  mostRounds,
  placed,
  rangeOf,
  risesIn,
  roundTicks,
  spread,
  thinned,
} from "./curves.js";
import { EXPERIMENT, exampleChoice } from "./examples.js";
import { thrownText, whenNear } from "../practice/widgets.js";

/** How each rule's line is told from the other. */
const LINES = /** @type {const} */ ([
  { rule: "gradient", title: "rules.gradient", label: "rounds.label_gradient", dash: "", marker: "circle" },
  { rule: "drawn", title: "rules.drawn", label: "rounds.label_drawn", dash: "9 5", marker: "square" },
]);
/** What the server calls them. */
const ASKED = { gradient: "gradient", drawn: "as_drawn" };
const CHOICES = [10, 100, 1000];
const FIRST = 100;
/** An edit is asked about when nothing else has followed it for so long. */
const PAUSE = 250;
/** From this width on the names of the lines stand beside them, in pixels. */
const WIDE = 560;

/** @typedef {{rule: "gradient" | "drawn", answer: Trace | null, curve: number[], problem: string | null}} Run */

/** @param {HTMLElement} root @param {{lesson: Lesson}} surroundings */
export function mountRounds(root, { lesson }) {
  const { t, catalog } = lesson;
  const experiment = lesson.experiment(EXPERIMENT);
  let rounds = FIRST;
  /** @type {Scale} */
  let scale = "log";
  /** @type {Run[]} */
  let runs = [];
  let at = FIRST;
  let near = false;

  // ---- what can be chosen ------------------------------------------------------------------------------------------

  const most = () =>
    mostRounds(catalog.limits, experiment.request.inputs.length, parameterCount(experiment.request));
  const often = segmented(
    t("rounds.count"),
    "rounds",
    CHOICES.map((count) => ({ value: String(count), text: formatNumber(count) })),
    (value) => goFor(Number(value)),
  );
  const own = numberInput(
    t,
    { "aria-label": t("rounds.own"), "data-key": "rounds-own", class: "number short" },
    goFor,
    { whole: true, low: 1, high: most() },
  );
  const rateEntry = catalog.optimizers
    .find(({ name }) => name === catalog.as_drawn.optimizer)
    ?.parameters.find(({ name }) => name === "learning_rate");
  const rate = numberInput(
    t,
    { "aria-label": t("rounds.rate"), "data-key": "rounds-rate", class: "number short" },
    (value) => {
      const { request } = experiment;
      experiment.set({
        ...request,
        optimizer: { ...(request.optimizer ?? { name: catalog.as_drawn.optimizer }), learning_rate: value },
      });
    },
    { low: rateEntry?.low ?? 0, high: rateEntry?.high ?? Infinity },
  );
  const axis = segmented(
    t("rounds.scale"),
    "scale",
    [
      { value: "log", text: t("rounds.log") },
      { value: "linear", text: t("rounds.linear") },
    ],
    (value) => {
      scale = value === "linear" ? "linear" : "log";
      draw();
    },
  );
  const field = (/** @type {string} */ label, /** @type {...HTMLElement} */ ...nodes) =>
    element(
      "div",
      { class: "rounds-field", "data-field-group": true },
      element("span", { class: "choice-label", "aria-hidden": "true" }, label),
      ...nodes,
    );
  const choices = element(
    "div",
    { class: "rounds-choices" },
    field(t("rounds.count"), often.group, own.input),
    field(t("rounds.rate"), rate.input),
    field(t("rounds.scale"), axis.group),
  );

  // ---- what is shown -----------------------------------------------------------------------------------------------

  const legend = element("ul", { class: "rounds-legend" });
  const chart = element("div", { class: "rounds-chart" });
  const slider = element("input", {
    type: "range",
    min: 0,
    step: 1,
    "data-key": "rounds-at",
    "aria-label": t("rounds.at"),
    oninput: () => stand(Number(slider.value)),
  });
  const readout = element("output", { class: "rounds-readout" });
  const busy = element("p", { class: "rounds-busy", role: "status" });
  const verdict = element("p", { class: "rounds-verdict", "aria-live": "polite" });
  const problems = element("div", { class: "rounds-problems" });
  const table = element("details", { class: "rounds-table" }, element("summary", {}, t("rounds.table")));
  root.classList.add("rounds");
  root.replaceChildren(
    exampleChoice(lesson, experiment),
    choices,
    busy,
    problems,
    element(
      "figure",
      { class: "rounds-figure" },
      legend,
      chart,
      element("div", { class: "rounds-slider" }, slider, readout),
    ),
    verdict,
    table,
  );

  /** @param {number} count */
  function goFor(count) {
    rounds = Math.min(most(), count);
    at = rounds;
    showChoices();
    soon();
  }
  function showChoices() {
    often.show(String(rounds));
    own.show(rounds);
    axis.show(scale);
    const { optimizer } = experiment.request;
    rate.show(Number(optimizer?.["learning_rate"] ?? rateEntry?.default ?? Number.NaN));
  }

  // ---- requestQueue ------------------------------------------------------------------------------------------------------

  let waiting = 0;
  let asked = 0;
  /** The request that the lines were drawn for. @type {TraceRequest | null} */
  let renderedFor = null;
  function soon() {
    if (!near) return;
    clearTimeout(waiting);
    asked += 1;
    setAttribute(root, "data-pending", "true");
    waiting = window.setTimeout(() => void go(), PAUSE);
  }
  async function go() {
    const mine = asked;
    const { request } = experiment;
    renderedFor = request;
    const refusal = figureRuleRefusal(request, catalog);
    setText(busy, t("rounds.working", { rounds: formatNumber(rounds) }));
    /** @param {"gradient" | "drawn"} rule @returns {Promise<Run>} */
    const run = async (rule) => {
      if (rule === "drawn" && refusal !== null) return { rule, answer: null, curve: [], problem: t(refusal) };
      try {
        const { include: _include, ...body } = request;
        const answer = /** @type {Trace} */ (
          await lesson.ask("/api/v1/trace", { ...body, round: rounds, rule: ASKED[rule] })
        );
        return { rule, answer, curve: curveOf(answer), problem: null };
      } catch (thrown) {
        return { rule, answer: null, curve: [], problem: thrownText(thrown, t) };
      }
    };
    const found = await Promise.all(LINES.map(({ rule }) => run(rule)));
    if (mine !== asked) return;
    runs = found;
    setText(busy, "");
    setAttribute(root, "data-pending", "false");
    show();
  }

  // ---- showing -----------------------------------------------------------------------------------------------------

  /** @param {typeof LINES[number]} line */
  function keyOf({ rule, dash, marker }) {
    const svg = shape("svg", {
      viewBox: "0 0 44 16",
      width: 44,
      height: 16,
      class: "rounds-key",
      "data-rule": rule,
      "aria-hidden": "true",
    });
    shape("path", { class: "rounds-line", d: "M1 8H43", "stroke-dasharray": dash || null }, svg);
    shape("path", { class: "rounds-marker", d: markerPath(marker, 4.5, { x: 22, y: 8 }) }, svg);
    return svg;
  }
  const curves = () => LINES.map(({ rule }) => runs.find((run) => run.rule === rule)?.curve ?? []);

  function show() {
    const [gradient = [], drawn = []] = curves();
    legend.replaceChildren(
      ...LINES.map((line, k) => {
        const last = curves()[k]?.at(-1);
        return element(
          "li",
          { "data-rule": line.rule },
          keyOf(line),
          element("span", {}, t(line.title)),
          element(
            "span",
            { class: "rounds-final", "data-final": line.rule, "data-value": fullNumber(last) },
            last === undefined ? "–" : t("rounds.final", { rounds, loss: lossText(last) }),
          ),
        );
      }),
    );
    problems.replaceChildren(
      ...LINES.flatMap(({ rule, title }) => {
        const problem = runs.find((run) => run.rule === rule)?.problem ?? null;
        return problem === null
          ? []
          : [
              element(
                "p",
                { class: "refusal", role: "alert", "data-rule": rule },
                element("strong", {}, t(title)),
                t("rounds.colon"),
                problem,
              ),
            ];
      }),
    );
    verdict.replaceChildren(
      ...(gradient.length > 0 && drawn.length > 0 ? verdictNodes(gradient, drawn) : []),
    );
    slider.max = String(rounds);
    at = Math.min(at, rounds);
    slider.value = String(at);
    drawTable(gradient, drawn);
    draw();
  }
  /** @param {number[]} gradient @param {number[]} drawn @returns {Node[]} */
  function verdictNodes(gradient, drawn) {
    const [ours = 0, theirs = 0] = [gradient.at(-1), drawn.at(-1)];
    const lower = lowerOf(ours, theirs);
    const keys = /** @type {Record<typeof lower, Key>} */ ({
      gradient: "rounds.gradient_lower",
      drawn: "rounds.drawn_lower",
      equal: "rounds.equal",
    });
    const params = {
      rounds,
      rate: formatNumber(Number(renderedFor?.optimizer?.["learning_rate"] ?? rateEntry?.default)),
      gradient: lossText(ours),
      drawn: lossText(theirs),
    };
    const [rises, others] = [risesIn(gradient), risesIn(drawn)];
    setAttribute(verdict, "data-lower", lower);
    return [
      document.createTextNode(t(keys[lower], params)),
      document.createTextNode(
        rises + others === 0 ? t("rounds.never_rose") : t("rounds.rose", { gradient: rises, drawn: others }),
      ),
    ];
  }
  /** @param {number[]} gradient @param {number[]} drawn */
  function drawTable(gradient, drawn) {
    table.querySelector(".scroll")?.remove();
    const cell = (/** @type {number | undefined} */ loss) =>
      element("td", { class: "amount", "data-value": fullNumber(loss) }, lossText(loss));
    table.append(
      element(
        "div",
        { class: "scroll", tabindex: 0, role: "group", "aria-label": t("rounds.caption") },
        element(
          "table",
          {},
          element("caption", {}, t("rounds.caption")),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...[t("rounds.column"), t("rules.gradient"), t("rules.drawn")].map((text) =>
                element("th", { scope: "col" }, text),
              ),
            ),
          ),
          element(
            "tbody",
            {},
            ...milestones(rounds).map((round) =>
              element(
                "tr",
                { "data-round": round },
                element("th", { scope: "row" }, formatNumber(round)),
                cell(gradient[round]),
                cell(drawn[round]),
              ),
            ),
          ),
        ),
      ),
    );
  }

  /** @type {import("../../draw/plot/scale.js").Plot | null} */
  let plot = null;
  /** @type {SVGGElement | null} */
  let spot = null;
  function draw() {
    axis.show(scale);
    const width = chart.clientWidth;
    const all = curves();
    if (width === 0 || all.every((curve) => curve.length === 0)) {
      chart.replaceChildren();
      plot = spot = null;
      return;
    }
    const size = (Number.parseFloat(getComputedStyle(chart).fontSize) || 16) * 0.8;
    const wide = width >= WIDE;
    // Within the chart the names of the lines want room of their own.
    const range = rangeOf(all, scale, wide ? 0.05 : 0.14);
    const height = Math.round(Math.max(220, Math.min(400, width * 0.5)));
    const ticks = lossTicks(range, scale, Math.max(3, height / (size * 4)));
    const left = 14 + size * 0.6 * Math.max(...ticks.map(({ text }) => text.length));
    const labels = LINES.map(({ label }) => t(label));
    const right = wide
      ? 20 +
        size *
          Math.max(
            ...labels.map((text) => [...text].reduce((sum, sign) => sum + (sign > "⺀" ? 1 : 0.58), 0)),
          )
      : 8 + size * 0.34 * formatNumber(rounds).length;
    plot = plotOf(
      { x: [0, rounds], y: range },
      { width, tallest: height, left, right, top: size * 2, bottom: size * 3.2, aspect: 2 },
    );
    const box = cornersOf(plot);
    const svg = shape("svg", {
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": describe(),
      "data-scale": scale,
    });
    const text = (/** @type {string} */ words, /** @type {Record<string, string | number>} */ attributes) => {
      shape("text", { "font-size": size, ...attributes }, svg).textContent = words;
    };
    let lines = "";
    for (const { place, text: words } of ticks) {
      const y = downOf(plot, place);
      lines += `M${box.left} ${y.toFixed(1)}H${box.right}`;
      text(words, { class: "tick", x: box.left - 7, y: y + size * 0.35, "text-anchor": "end" });
    }
    for (const round of roundTicks(rounds, plot.width / (size * 6))) {
      const x = acrossOf(plot, round);
      lines += `M${x.toFixed(1)} ${box.bottom}v5`;
      text(formatNumber(round), { class: "tick", x, y: box.bottom + size * 1.4, "text-anchor": "middle" });
    }
    text(t("rounds.axis_loss"), { class: "axis-name", x: 2, y: size });
    text(t("rounds.axis_rounds"), {
      class: "axis-name",
      x: box.right,
      y: box.bottom + size * 2.8,
      "text-anchor": "end",
    });
    shape("path", { class: "grid", d: lines }, svg);
    shape("path", { class: "axis", d: `M${box.left} ${box.top}V${box.bottom}H${box.right}` }, svg);
    const { height: plotHeight, width: plotWidth } = plot;
    /** @type {{k: number, x: number, y: number}[]} */
    const ends = [];
    LINES.forEach((line, k) => {
      const curve = all[k] ?? [];
      if (curve.length === 0 || !plot) return;
      const indices = thinned(curve, plotWidth);
      const places = placed(curve, scale);
      const group = shape("g", { "data-rule": line.rule }, svg);
      shape(
        "path",
        {
          class: "rounds-line",
          d: curvePath(
            plot,
            indices,
            indices.map((n) => places[n] ?? null),
          ),
          "stroke-dasharray": line.dash || null,
          "data-curve": line.rule,
          "data-last": fullNumber(curve.at(-1)),
        },
        group,
      );
      const last = places.at(-1) ?? range[0];
      const end = { k, x: acrossOf(plot, curve.length - 1), y: downOf(plot, last) };
      ends.push(end);
      shape("path", { class: "rounds-marker", d: markerPath(line.marker, 4.5, end) }, group);
    });
    const heights = wide
      ? spread(
          ends.map(({ y }) => y),
          size * 1.4,
          [box.top, box.bottom],
        )
      : namesInside(
          ends.map(({ y }) => y),
          size,
          [box.top, box.top + plotHeight],
        );
    ends.forEach(({ k, x }, n) =>
      text(labels[k] ?? "", {
        class: "rounds-label",
        "data-rule": LINES[k]?.rule ?? "",
        x: wide ? x + 11 : box.right - 8,
        y: (heights[n] ?? 0) + size * 0.35,
        "text-anchor": wide ? "start" : "end",
      }),
    );
    spot = shape("g", { class: "rounds-spot" }, svg);
    svg.addEventListener("pointermove", follow);
    svg.addEventListener("pointerdown", follow);
    chart.replaceChildren(svg);
    // The slider lies under the axis, so that its thumb is where the line across the chart is.
    slider.style.setProperty("--from", `${box.left}px`);
    slider.style.setProperty("--long", `${plotWidth}px`);
    stand(at);
  }
  /** Within the chart a name stands above the upper line's end and below the lower one's. @param {number[]} ends @param {number} size @param {[number, number]} within */
  function namesInside(ends, size, within) {
    const [a = 0, b = 0] = ends;
    const moved =
      ends.length < 2
        ? [a - size * 1.2]
        : a <= b
          ? [a - size * 1.6, b + size * 1.3]
          : [a + size * 1.3, b - size * 1.6];
    return spread(moved, size * 1.4, [within[0] + size * 0.5, within[1] - size * 0.5]);
  }
  /** @param {PointerEvent} event */
  function follow(event) {
    if (!plot || !(event.currentTarget instanceof Element)) return;
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    stand(Math.max(0, Math.min(rounds, Math.round((x - plot.left) / plot.perX))));
  }
  /** Looks at one round: a line across both curves, and their numbers. @param {number} round */
  function stand(round) {
    at = round;
    if (slider.value !== String(round)) slider.value = String(round);
    const values = curves().map((curve) => curve[round]);
    const words = t("rounds.readout", {
      round: formatNumber(round),
      gradient: lossText(values[0]),
      drawn: lossText(values[1]),
    });
    setText(readout, words);
    setAttribute(slider, "aria-valuetext", words);
    if (!plot || !spot) return;
    const box = cornersOf(plot);
    const x = acrossOf(plot, round);
    spot.replaceChildren();
    shape("path", { class: "rounds-at", d: `M${x.toFixed(1)} ${box.top}V${box.bottom}` }, spot);
    LINES.forEach(({ rule, marker }, k) => {
      const place = placed(values[k] === undefined ? [] : [values[k] ?? 0], scale)[0];
      if (place === null || place === undefined || !plot || !spot) return;
      shape(
        "path",
        {
          class: "rounds-marker here",
          "data-rule": rule,
          d: markerPath(marker, 5.5, { x, y: downOf(plot, place) }),
        },
        spot,
      );
    });
  }
  /** The chart in words. */
  function describe() {
    const [gradient = [], drawn = []] = curves();
    const first = gradient[0] ?? drawn[0];
    return t("rounds.described", {
      rounds,
      start: lossText(first),
      gradient: lossText(gradient.at(-1)),
      drawn: lossText(drawn.at(-1)),
    });
  }

  let widthThen = 0;
  new ResizeObserver(() => {
    if (chart.clientWidth === widthThen) return;
    widthThen = chart.clientWidth;
    draw();
  }).observe(chart);
  experiment.subscribe(() => {
    showChoices();
    if (near && experiment.request !== renderedFor) soon();
  });
  showChoices();
  whenNear(root, () => {
    near = true;
    soon();
  });
}
