// The race: every run with its optimizer, what it is worth now and how it ended; one of them is followed line by line.
// A rate that is too high is said, with the curvature that makes it so.
/** @import { Context, NamedParameters, Parameter } from "../../core/types.js" */
/** @import { DescentScreen, RunAnswer } from "../types.js" */
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { mostRuns } from "../state.js";
import { takenBy } from "../listing.js";
import { menuWord } from "../../core/names.js";
import { colourOf, lookOf, markerPath } from "../../draw/plot/runs.js";
import { formatNumber } from "../../math/format.js";
import { shape } from "../../draw/svg.js";
import { endedIn } from "./listing.js";
import { numberInput, showNumber, showRefusal } from "../../panels/number.js";

/** The line and the ball that a run is drawn with. @param {number} run */
function keyOf(run) {
  const { dash, marker } = lookOf(run);
  const svg = shape("svg", {
    viewBox: "0 0 40 20",
    width: 40,
    height: 20,
    class: "run-key",
    "aria-hidden": "true",
  });
  svg.style.setProperty("--run", `var(${colourOf(run)})`);
  shape("path", { d: "M1 10H39", class: "run-line", "stroke-dasharray": dash || null }, svg);
  shape("path", { d: markerPath(marker, 5.5, { x: 20, y: 10 }), class: "run-ball" }, svg);
  return svg;
}

/** The direction in which the steps grow or swing, and where it was measured; null where there is none.
 * @param {RunAnswer} run @returns {{eigenvalue: number, factor: number, limit: number | null, where: "start" | "end"} | null} */
function tooHigh(run) {
  const worst = (/** @type {"start" | "end"} */ where) => {
    const {
      eigenvalues,
      factors,
      rate_limit: limit,
    } = run.curvature?.[where] ?? { eigenvalues: [], factors: null, rate_limit: null };
    const found = (factors ?? [])
      .map((factor, n) => ({ eigenvalue: eigenvalues[n] ?? Number.NaN, factor, limit, where }))
      .filter(({ factor }) => factor < -1)
      .sort((a, b) => a.factor - b.factor);
    return found[0] ?? null;
  };
  return worst("end") ?? (run.ended === "diverged" ? worst("start") : null);
}

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t, find, catalog } = context;
  const list = element("ol", { class: "runs" });
  const add = element(
    "button",
    { type: "button", "data-key": "run-add", onclick: () => dispatch("addRun") },
    t("descent.add_run"),
  );
  root.replaceChildren(
    element("h2", {}, t("descent.runs")),
    list,
    element("div", { "data-field-group": true, "data-field": "runs" }, add),
  );

  /** @typedef {{update(screen: DescentScreen): void, animate(screen: DescentScreen): void}} Row */
  /** @type {Row[]} */
  let rows = [];
  let built = "";

  /** @param {Parameter} parameter @param {number} run */
  function parameterField(parameter, run) {
    const field = `runs.${run}.optimizer.${parameter.name}`;
    const label = find(`editor.parameter_${parameter.name}`, menuWord(parameter.name));
    const input = numberInput(
      t,
      {
        "data-key": field,
        "data-field": field,
        "aria-label": `${label}, ${t("descent.run", { run: run + 1 })}`,
        class: "number short",
      },
      (value, continues) => dispatch("setRunParameter", { run, name: parameter.name, value, continues }),
      { low: parameter.low ?? -Infinity, high: parameter.high ?? Infinity },
    );
    const node = element(
      "label",
      { class: "run-parameter", "data-field-group": true },
      element("span", { "aria-hidden": "true" }, label),
      input.input,
    );
    return {
      node,
      show: (/** @type {NamedParameters} */ optimizer) => {
        const value = optimizer[parameter.name];
        input.show(typeof value === "number" ? value : parameter.default);
      },
    };
  }

  /** @param {number} run @param {string} name of its optimizer @param {number} count of runs */
  function makeRow(run, name, count) {
    const called = t("descent.run", { run: run + 1 });
    const follow = element(
      "button",
      {
        type: "button",
        class: "follow",
        "data-key": `follow-${run}`,
        onclick: () => dispatch("follow", run),
      },
      t("descent.follow"),
    );
    setAttribute(follow, "aria-label", `${t("descent.follow")}: ${called}`);
    const optimizer = element("select", {
      "data-key": `optimizer-${run}`,
      "data-field": `runs.${run}.optimizer`,
      "aria-label": t("descent.optimizer_of", { run: run + 1 }),
      onchange: () => dispatch("setRunOptimizer", { run, name: optimizer.value }),
    });
    const remove = element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": `run-remove-${run}`,
        "aria-label": t("descent.remove_run", { run: run + 1 }),
        title: t("descent.remove_run", { run: run + 1 }),
        disabled: count < 2,
        onclick: () => dispatch("removeRun", run),
      },
      "×",
    );
    const parameters = (catalog.optimizers.find((one) => one.name === name)?.parameters ?? []).map(
      (parameter) => parameterField(parameter, run),
    );
    const value = element("span", { class: "run-number" });
    const norm = element("span", { class: "run-number" });
    const at = element("span", {});
    const ended = element("p", { class: "run-ended" });
    const warning = element("div", { class: "run-warning", role: "note" });
    const node = element(
      "li",
      { "data-run-row": run, "data-field-group": true },
      element("div", { class: "run-head" }, keyOf(run), optimizer, follow, remove),
      element("div", { class: "run-parameters" }, ...parameters.map((one) => one.node)),
      element(
        "p",
        { class: "run-now" },
        at,
        element("span", {}, "f = ", value),
        element("span", {}, "|∇f| = ", norm),
      ),
      ended,
      warning,
    );
    /** @param {DescentScreen} screen */
    const numbers = ({ answer, arrived }) => {
      const values = answer.runs[run];
      if (!values) return;
      const k = Math.min(arrived, takenBy(values));
      setText(at, t("descent.after_steps", { count: k }));
      setAttribute(value, "data-address", `run${run}.value@${k}`);
      showNumber(value, values.value[k] ?? null);
      setAttribute(norm, "data-address", `run${run}.gradient_norm@${k}`);
      showNumber(norm, values.gradient_norm[k] ?? null);
    };
    return {
      node,
      row: {
        /** @param {DescentScreen} screen */
        update(screen) {
          const { state, answer } = screen;
          const asked = state.request.runs[run];
          if (!asked) return;
          setOptions(
            optimizer,
            catalog.optimizers.map((one) => ({ value: one.name, text: menuWord(one.name) })),
            asked.optimizer.name,
          );
          for (const one of parameters) one.show(asked.optimizer);
          setAttribute(follow, "aria-pressed", String(state.followed === run));
          setAttribute(node, "data-followed", state.followed === run);
          numbers(screen);
          const values = answer.runs[run];
          setText(ended, values ? endedIn(screen, context, run) : "");
          setAttribute(node, "data-ended", values?.ended ?? null);
          const high = values ? tooHigh(values) : null;
          warning.hidden = high === null;
          if (high) warn(warning, high, Number(asked.optimizer["learning_rate"]));
        },
        animate: numbers,
      },
    };
  }

  /** @param {HTMLElement} warning @param {{eigenvalue: number, factor: number, limit: number | null, where: "start" | "end"}} high @param {number} rate */
  function warn(warning, { eigenvalue, factor, limit, where }, rate) {
    const params = {
      rate: formatNumber(rate),
      curvature: formatNumber(eigenvalue),
      factor: formatNumber(factor),
      limit: formatNumber(limit),
      size: formatNumber(factor).replace("−", ""),
      place: t(where === "start" ? "descent.at_start" : "descent.at_end"),
    };
    warning.replaceChildren(
      element("p", {}, element("strong", {}, t("descent.too_high"))),
      element("p", {}, t("descent.too_high_why", params)),
      element(
        "p",
        { class: "too-high-sum" },
        `1 − η·λ = 1 − ${params.rate}·${params.curvature} = `,
        element("span", { "data-address": `factor.${where}`, "data-value": String(factor) }, params.factor),
        `, |1 − η·λ| = ${params.size} > 1`,
      ),
    );
  }

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { runs } = screen.state.request;
      const form = JSON.stringify(runs.map(({ optimizer }) => optimizer.name));
      if (form !== built) {
        built = form;
        const made = runs.map(({ optimizer }, run) => makeRow(run, optimizer.name, runs.length));
        rows = made.map((one) => one.row);
        const focused = root.contains(document.activeElement)
          ? document.activeElement?.getAttribute("data-key")
          : null;
        list.replaceChildren(...made.map((one) => one.node));
        if (focused)
          /** @type {HTMLElement} */ (root.querySelector(`[data-key="${focused}"]`) ?? add).focus();
      }
      add.disabled = runs.length >= mostRuns(catalog);
      for (const row of rows) row.update(screen);
      const { problem } = screen;
      showRefusal(root, screen, problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "");
    },
    /** @param {DescentScreen} screen */
    animate(screen) {
      for (const row of rows) row.animate(screen);
    },
  };
}
