// The few numbers that make a run: its start, its learning rate, how many steps it takes and, of data, how many rows a batch
// holds.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { startOf } from "../state.js";
import { endedIn } from "./listing.js";
import { numberInput, showRefusal } from "../../panels/number.js";

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, context) {
  const { dispatch, t, catalog } = context;
  const { limits } = catalog;
  /** @type {DescentScreen | null} */
  let shown = null;
  /** @param {string} name @param {HTMLElement} control */
  const labelled = (name, control) =>
    element("label", { class: "field", "data-field-group": true }, element("span", {}, name), control);
  const rate = numberInput(
    t,
    { "data-key": "rate", class: "number short" },
    (value, continues) => {
      if (shown)
        dispatch("setRunParameter", { run: shown.state.followed, name: "learning_rate", value, continues });
    },
    { low: 0 },
  );
  const steps = numberInput(
    t,
    { "data-key": "steps", "data-field": "steps", class: "number short" },
    (value) => dispatch("setSteps", value),
    { whole: true, low: 1, high: limits["descent_steps"] ?? 10_000 },
  );
  const batch = numberInput(
    t,
    { "data-key": "batch", "data-field": "batch", class: "number short" },
    (value) => dispatch("setBatch", value),
    { whole: true, low: 1, high: limits["data_rows"] ?? 1000 },
  );
  const again = element(
    "button",
    {
      type: "button",
      "data-key": "draw-again",
      onclick: () => dispatch("setSeed", (shown?.state.request.seed ?? 0) + 1),
    },
    t("descent.draw_again"),
  );
  const rows = labelled(t("descent.batch_rows"), batch.input);
  const starts = element("div", { class: "dials-start" });
  const ended = element("p", { class: "hint dials-ended" });
  root.replaceChildren(
    element(
      "div",
      { class: "dials", role: "group", "aria-label": t("descent.dials") },
      starts,
      labelled(t("descent.rate"), rate.input),
      labelled(t("descent.step_count"), steps.input),
      rows,
      again,
    ),
    ended,
  );

  /** @type {Map<string, ReturnType<typeof numberInput>>} */
  let points = new Map();
  /** @param {string[]} names */
  function rebuild(names) {
    points = new Map(
      names.map((name) => [
        name,
        numberInput(
          t,
          { "data-key": `start-${name}`, "data-field": `start.${name}`, class: "number short" },
          (value, continues) => dispatch("setStart", { values: { [name]: value }, continues }),
        ),
      ]),
    );
    starts.replaceChildren(
      ...[...points].map(([name, { input }]) => labelled(t("descent.start_of", { name }), input)),
    );
  }

  return {
    /** @param {DescentScreen} screen */
    update(screen) {
      shown = screen;
      const {
        state: { request, followed },
        answer,
      } = screen;
      if (answer.variables.join() !== [...points.keys()].join()) rebuild(answer.variables);
      const start = startOf(request, answer);
      for (const [name, field] of points) field.show(start[name] ?? null);
      const value = request.runs[followed]?.optimizer["learning_rate"];
      rate.show(typeof value === "number" ? value : null);
      rate.input.dataset["field"] = `runs.${followed}.optimizer.learning_rate`;
      steps.show(request.steps ?? null);
      const drawn = request.data !== undefined && request.batch !== undefined;
      rows.hidden = again.hidden = !drawn;
      batch.show(request.batch ?? null);
      // How a run ends is told when it has ended, or when it ended otherwise than by its number of steps.
      const over = screen.steps.length > 0 && screen.frame.position === screen.steps.length;
      ended.textContent =
        over || answer.runs[followed]?.ended === "diverged" ? endedIn(screen, context, followed) : "";
      showRefusal(root, screen, screen.problem?.problems?.[0]?.msg ?? "");
    },
  };
}
