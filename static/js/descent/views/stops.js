// Where the runs start, when they end, which part of the plane is drawn, and what a mini-batch holds.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { startOf } from "../state.js";
import { numberInput, showRefusal } from "../../panels/number.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t, catalog }) {
  const { limits } = catalog;
  /** @param {string | (string | Node)[]} label @param {HTMLElement} control */
  const labelled = (label, control) =>
    element(
      "label",
      { class: "field", "data-field-group": true },
      element("span", {}, ...[label].flat()),
      control,
    );
  const starts = element("div", { class: "fields" });
  const views = element("div", { class: "fields" });
  const steps = numberInput(
    t,
    { "data-key": "steps", "data-field": "steps" },
    (value) => dispatch("setSteps", value),
    { whole: true, low: 1, high: limits["descent_steps"] ?? 10_000 },
  );
  const tolerance = numberInput(
    t,
    { "data-key": "tolerance", "data-field": "stop.gradient_norm" },
    (value) => dispatch("setStop", value),
    { low: 0 },
  );
  const batch = numberInput(
    t,
    { "data-key": "batch", "data-field": "batch" },
    (value) => dispatch("setBatch", value),
    { whole: true, low: 1, high: limits["data_rows"] ?? 1000 },
  );
  const seed = numberInput(
    t,
    { "data-key": "seed", "data-field": "seed" },
    (value) => dispatch("setSeed", value),
    { whole: true, low: 0, high: limits["seed"] ?? Number.MAX_SAFE_INTEGER },
  );
  const fit = element(
    "button",
    { type: "button", "data-key": "view-fit", onclick: () => dispatch("setView", null) },
    t("descent.fit_view"),
  );
  const batches = element(
    "section",
    { class: "fields", "aria-label": t("descent.batches") },
    element("h3", {}, t("descent.batches")),
    labelled(t("descent.batch_size"), batch.input),
    labelled(t("editor.seed"), seed.input),
  );
  root.replaceChildren(
    element("h2", {}, t("descent.settings")),
    element(
      "div",
      { class: "editor-columns" },
      element(
        "section",
        { "aria-label": t("descent.start") },
        element("h3", {}, t("descent.start")),
        starts,
        element("p", { class: "hint" }, t("descent.start_hint")),
      ),
      element(
        "section",
        { "aria-label": t("descent.stop") },
        element("h3", {}, t("descent.stop")),
        labelled(t("descent.steps"), steps.input),
        labelled(t("descent.tolerance"), tolerance.input),
      ),
      element(
        "section",
        { "aria-label": t("descent.view") },
        element("h3", {}, t("descent.view")),
        views,
        element("div", {}, fit),
      ),
      batches,
    ),
  );

  /** @type {((screen: DescentScreen) => void)[]} */
  let draws = [];
  let built = "";

  /** @param {string[]} names */
  function rebuild(names) {
    draws = [];
    starts.replaceChildren(
      ...names.map((name) => {
        const field = numberInput(
          t,
          { "data-key": `start-${name}`, "data-field": `start.${name}`, "data-start-field": name },
          (value, continues) => dispatch("setStart", { values: { [name]: value }, continues }),
        );
        draws.push((screen) => field.show(startOf(screen.state.request, screen.answer)[name] ?? null));
        return labelled(name, field.input);
      }),
    );
    views.replaceChildren(
      ...names.map((name) => {
        const ends = /** @type {const} */ (["low", "high"]).map((end, n) => {
          const field = numberInput(
            t,
            {
              "data-key": `view-${name}-${end}`,
              "data-field": `view.${name}.${n}`,
              "aria-label": t(end === "low" ? "descent.view_low" : "descent.view_high", { name }),
              class: "number short",
            },
            (value) =>
              seen &&
              dispatch("setView", {
                ...seen,
                [name]: /** @type {[number, number]} */ (seen[name] ?? [0, 0]).with(n, value),
              }),
          );
          draws.push((screen) => field.show(viewOf(screen)[name]?.[n] ?? null));
          return field.input;
        });
        return element(
          "div",
          { class: "field", "data-field-group": true },
          element("span", {}, name),
          element("span", { class: "pair" }, ...ends),
        );
      }),
    );
  }
  /** @param {DescentScreen} screen */
  const viewOf = ({ state, answer }) => state.request.view ?? answer.view;
  /** @type {Record<string, [number, number]> | null} */
  let seen = null;

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      const { request } = screen.state;
      seen = viewOf(screen);
      const names = request.start ? Object.keys(request.start) : screen.answer.variables;
      if (built !== JSON.stringify(names)) {
        built = JSON.stringify(names);
        rebuild(names);
      }
      for (const draw of draws) draw(screen);
      steps.show(request.steps ?? 200);
      tolerance.show(request.stop?.gradient_norm ?? 0);
      batches.hidden = request.data === undefined;
      batch.show(request.batch ?? Object.values(request.data ?? {})[0]?.length ?? null);
      seed.show(request.seed ?? 0);
      fit.disabled = request.view === undefined;
      setAttribute(fit, "aria-disabled", fit.disabled ? "true" : null);
      const { problem } = screen;
      showRefusal(root, screen, problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "");
    },
  };
}
