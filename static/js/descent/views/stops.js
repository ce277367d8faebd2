// Where the runs start, when they end, the part of the plane that is drawn, and the batches.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { own } from "../../core/at.js";
import { element, setAttribute } from "../../draw/dom.js";
import { labelled } from "../../panels/fields.js";
import { numberInput, showRefusal } from "../../panels/number.js";
import { startOf } from "../state.js";
import { rowCount } from "../runs.js";
import { batchField, startField, stepsField } from "./fields.js";

/** The number of steps of a request that names none. */
const DEFAULT_STEPS = 200;

/**
 * @typedef {object} Stops
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {ReturnType<typeof buildFields>} fields
 * @property {ReturnType<typeof buildSections>} sections
 * @property {((screen: DescentScreen) => void)[]} shows show the numbers of the fields that depend on the variables
 * @property {string} builtFor the variables that have fields
 * @property {DescentScreen | null} screen the latest one
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const fields = buildFields(context);
  const sections = buildSections(context, fields);
  root.replaceChildren(
    element("h2", {}, context.t("descent.settings")),
    element("div", { class: "editor-columns" }, ...sections.nodes),
  );
  /** @type {Stops} */
  const stops = { root, context, fields, sections, shows: [], builtFor: "", screen: null };
  return { update: (/** @type {DescentScreen} */ screen) => update(stops, screen) };
}

/** The fields that do not depend on the variables. @param {Context} context */
function buildFields(context) {
  const { dispatch, t, catalog } = context;
  const tolerance = numberInput(
    t,
    { "data-key": "tolerance", "data-field": "stop.gradient_norm" },
    (value) => dispatch("setStop", value),
    { low: 0 },
  );
  const seed = numberInput(
    t,
    { "data-key": "seed", "data-field": "seed" },
    (value) => dispatch("setSeed", value),
    { whole: true, low: 0, high: catalog.limits["seed"] ?? Number.MAX_SAFE_INTEGER },
  );
  const fit = element(
    "button",
    { type: "button", "data-key": "view-fit", onclick: () => dispatch("setView", null) },
    t("descent.fit_view"),
  );
  return { steps: stepsField(context), tolerance, batch: batchField(context), seed, fit };
}

/** @param {Context} context @param {ReturnType<typeof buildFields>} fields */
function buildSections({ t }, { steps, tolerance, batch, seed, fit }) {
  const starts = element("div", { class: "fields" });
  const views = element("div", { class: "fields" });
  const section = (/** @type {string} */ title, /** @type {Node[]} */ ...content) =>
    element("section", { "aria-label": title }, element("h3", {}, title), ...content);
  const batches = section(
    t("descent.batches"),
    labelled(t("descent.batch_size"), batch.input),
    labelled(t("editor.seed"), seed.input),
  );
  batches.classList.add("fields");
  const nodes = [
    section(t("descent.start"), starts, element("p", { class: "hint" }, t("descent.start_hint"))),
    section(
      t("descent.stop"),
      labelled(t("descent.steps"), steps.input),
      labelled(t("descent.tolerance"), tolerance.input),
    ),
    section(t("descent.view"), views, element("div", {}, fit)),
    batches,
  ];
  return { nodes, starts, views, batches };
}

/** The part of the plane that is drawn. @param {DescentScreen} screen */
const viewOf = ({ state, answer }) => state.request.view ?? answer.view;

/** Makes the fields of the variables. @param {Stops} stops @param {string[]} names */
function rebuild(stops, names) {
  stops.shows = [];
  stops.sections.starts.replaceChildren(...names.map((name) => startRow(stops, name)));
  stops.sections.views.replaceChildren(...names.map((name) => viewRow(stops, name)));
}

/** @param {Stops} stops @param {string} name */
function startRow({ context, shows }, name) {
  const field = startField(context, name, { "data-start-field": name });
  shows.push(({ state, answer }) => field.show(own(startOf(state.request, answer), name) ?? null));
  return labelled(name, field.input);
}

/** The two ends of the view along one variable. @param {Stops} stops @param {string} name */
function viewRow(stops, name) {
  const { dispatch, t } = stops.context;
  const ends = /** @type {const} */ (["low", "high"]).map((end, n) => {
    const field = numberInput(
      t,
      {
        "data-key": `view-${name}-${end}`,
        "data-field": `view.${name}.${n}`,
        "aria-label": t(end === "low" ? "descent.view_low" : "descent.view_high", { name }),
        class: "number short",
      },
      (value) => {
        if (!stops.screen) return;
        const view = viewOf(stops.screen);
        const range = /** @type {[number, number]} */ ((view[name] ?? [0, 0]).with(n, value));
        dispatch("setView", { ...view, [name]: range });
      },
    );
    stops.shows.push((screen) => field.show(viewOf(screen)[name]?.[n] ?? null));
    return field.input;
  });
  return element(
    "div",
    { class: "range", "data-field-group": true },
    element("span", {}, t("descent.range_from", { name })),
    ends[0] ?? null,
    element("span", {}, t("descent.range_to")),
    ends[1] ?? null,
  );
}

/** @param {Stops} stops @param {DescentScreen} screen */
function update(stops, screen) {
  const { root, sections, fields } = stops;
  const { request } = screen.state;
  stops.screen = screen;
  const names = request.start ? Object.keys(request.start) : screen.answer.variables;
  if (stops.builtFor !== JSON.stringify(names)) {
    stops.builtFor = JSON.stringify(names);
    rebuild(stops, names);
  }
  for (const show of stops.shows) show(screen);
  fields.steps.show(request.steps ?? DEFAULT_STEPS);
  fields.tolerance.show(request.stop?.gradient_norm ?? 0);
  sections.batches.hidden = request.data === undefined;
  fields.batch.show(request.batch ?? (request.data ? rowCount(request) : null));
  fields.seed.show(request.seed ?? 0);
  fields.fit.disabled = request.view === undefined;
  setAttribute(fields.fit, "aria-disabled", fields.fit.disabled ? "true" : null);
  const { problem } = screen;
  showRefusal(root, screen, problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "");
}
