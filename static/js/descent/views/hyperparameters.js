// The numbers that determine a run: its start, the learning rate, the number of steps and, with data, the rows in a
// batch.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { own } from "../../core/at.js";
import { element } from "../../draw/dom.js";
import { labelled } from "../../panels/fields.js";
import { numberInput, showRefusal } from "../../panels/number.js";
import { endSentence } from "../narration.js";
import { startOf } from "../state.js";
import { batchField, startField, stepsField } from "./fields.js";

/**
 * @typedef {object} Hyperparameters
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {DescentScreen | null} screen the latest one
 * @property {ReturnType<typeof buildNodes>} nodes
 * @property {Map<string, ReturnType<typeof startField>>} starts by the name of the variable
 */

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  /** @type {{ screen: DescentScreen | null }} */
  const latest = { screen: null };
  const nodes = buildNodes(context, latest);
  root.replaceChildren(nodes.group, nodes.ended);
  /** @type {Hyperparameters} */
  const view = Object.assign(latest, { root, context, nodes, starts: new Map() });
  return { update: (/** @type {DescentScreen} */ screen) => update(view, screen) };
}

/** @param {Context} context @param {{ screen: DescentScreen | null }} latest */
function buildNodes(context, latest) {
  const { dispatch, t } = context;
  const rate = numberInput(
    t,
    { "data-key": "rate", class: "number short" },
    (value, continues) => {
      const run = latest.screen?.state.followed;
      if (run !== undefined) dispatch("setRunParameter", { run, name: "learning_rate", value, continues });
    },
    { low: 0 },
  );
  const steps = stepsField(context, { isShort: true });
  const batch = batchField(context, { isShort: true });
  const batchLabel = labelled(t("descent.batch_rows"), batch.input);
  const redraw = element(
    "button",
    {
      type: "button",
      "data-key": "draw-again",
      onclick: () => dispatch("setSeed", (latest.screen?.state.request.seed ?? 0) + 1),
    },
    t("descent.draw_again"),
  );
  const startGroup = element("div", { class: "hyperparameters-start" });
  const group = element(
    "div",
    { class: "hyperparameters", role: "group", "aria-label": t("descent.hyperparameters") },
    startGroup,
    labelled(t("descent.rate"), rate.input),
    labelled(t("descent.step_count"), steps.input),
    batchLabel,
    redraw,
  );
  const ended = element("p", { class: "hint hyperparameters-ended" });
  return { group, startGroup, rate, steps, batch, batchLabel, redraw, ended };
}

/** Makes the fields of the start. @param {Hyperparameters} view @param {string[]} names */
function rebuild(view, names) {
  const { context, nodes } = view;
  view.starts = new Map(names.map((name) => [name, startField(context, name, { class: "number short" })]));
  const fields = [...view.starts].map(([name, { input }]) =>
    labelled(context.t("descent.start_of", { name }), input),
  );
  nodes.startGroup.replaceChildren(...fields);
}

/** @param {Hyperparameters} view @param {DescentScreen} screen */
function update(view, screen) {
  const { root, context, nodes } = view;
  const { answer, state } = screen;
  const { request, followed } = state;
  view.screen = screen;
  if (answer.variables.join() !== [...view.starts.keys()].join()) rebuild(view, answer.variables);
  const start = startOf(request, answer);
  for (const [name, field] of view.starts) field.show(own(start, name) ?? null);
  const rate = request.runs[followed]?.optimizer["learning_rate"];
  nodes.rate.show(typeof rate === "number" ? rate : null);
  nodes.rate.input.dataset["field"] = `runs.${followed}.optimizer.learning_rate`;
  nodes.steps.show(request.steps ?? null);
  const isBatched = request.data !== undefined && request.batch !== undefined;
  nodes.batchLabel.hidden = nodes.redraw.hidden = !isBatched;
  nodes.batch.show(request.batch ?? null);
  const isOver = screen.steps.length > 0 && screen.frame.position === screen.steps.length;
  const isShown = isOver || answer.runs[followed]?.ended === "diverged";
  nodes.ended.textContent = isShown ? endSentence(answer, followed, context.t) : "";
  showRefusal(root, screen, screen.problem?.problems?.[0]?.msg ?? "");
}
