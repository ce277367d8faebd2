// The list of runs, which all begin at the same start. One of them is followed: its program is stepped through.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
/** @import { RunRow } from "./run_row.js" */
import { element } from "../../draw/dom.js";
import { showRefusal } from "../../panels/number.js";
import { maxRuns } from "../state.js";
import { buildRanking } from "./ranking.js";
import { buildRunRow, updateRunNumbers, updateRunRow } from "./run_row.js";

/**
 * @typedef {object} RunList
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {HTMLElement} list
 * @property {HTMLButtonElement} add
 * @property {ReturnType<typeof buildRanking>} ranking
 * @property {RunRow[]} rows
 * @property {string} builtFor the optimizers of the rows
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t } = context;
  const list = element("ol", { class: "runs" });
  const add = element(
    "button",
    { type: "button", "data-key": "run-add", onclick: () => dispatch("addRun") },
    t("descent.add_run"),
  );
  const ranking = buildRanking(context);
  root.replaceChildren(
    element("h2", {}, t("descent.runs")),
    list,
    element("div", { "data-field-group": true, "data-field": "runs" }, add),
    ranking.node,
  );
  /** @type {RunList} */
  const runList = { root, context, list, add, ranking, rows: [], builtFor: "" };
  return {
    update: (/** @type {DescentScreen} */ screen) => update(runList, screen),
    /** @param {DescentScreen} screen */
    animate(screen) {
      for (const row of runList.rows) updateRunNumbers(row, screen);
    },
  };
}

/** @param {RunList} runList @param {DescentScreen} screen */
function update(runList, screen) {
  const { root, context, add, ranking } = runList;
  const { runs } = screen.state.request;
  const form = JSON.stringify(runs.map(({ optimizer }) => optimizer.name));
  if (form !== runList.builtFor) {
    runList.builtFor = form;
    rebuild(runList, screen);
  }
  add.disabled = runs.length >= maxRuns(context.catalog);
  for (const row of runList.rows) updateRunRow(row, screen);
  ranking.show(screen);
  const { problem } = screen;
  showRefusal(root, screen, problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "");
}

/**
 * Makes all rows; the focus returns to its field, or to the button below them.
 * @param {RunList} runList @param {DescentScreen} screen
 */
function rebuild(runList, screen) {
  const { root, context, list, add } = runList;
  const { runs } = screen.state.request;
  runList.rows = runs.map(({ optimizer }, run) => buildRunRow(context, run, optimizer.name, runs.length));
  const { activeElement } = document;
  const focused = root.contains(activeElement) ? activeElement?.getAttribute("data-key") : null;
  list.replaceChildren(...runList.rows.map(({ node }) => node));
  if (!focused) return;
  const again = root.querySelector(`[data-key="${focused}"]`) ?? add;
  /** @type {HTMLElement} */ (again).focus();
}
