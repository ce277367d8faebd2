// Fields for settings of a run that several views show, each in its own group.
/** @import { Context } from "../types.js" */
import { numberInput } from "../../panels/number.js";

const SHORT = { class: "number short" };

/** The number of steps. @param {Context} context @param {{ isShort?: boolean }} [how] */
export const stepsField = ({ t, dispatch, catalog }, { isShort = false } = {}) =>
  numberInput(
    t,
    { "data-key": "steps", "data-field": "steps", ...(isShort ? SHORT : {}) },
    (value) => dispatch("setSteps", value),
    { whole: true, low: 1, high: catalog.limits["descent_steps"] ?? 10_000 },
  );

/** The number of rows in a batch. @param {Context} context @param {{ isShort?: boolean }} [how] */
export const batchField = ({ t, dispatch, catalog }, { isShort = false } = {}) =>
  numberInput(
    t,
    { "data-key": "batch", "data-field": "batch", ...(isShort ? SHORT : {}) },
    (value) => dispatch("setBatch", value),
    { whole: true, low: 1, high: catalog.limits["data_rows"] ?? 1000 },
  );

/**
 * One coordinate of the start.
 * @param {Context} context @param {string} name @param {Record<string, string>} attributes
 */
export const startField = ({ t, dispatch }, name, attributes) =>
  numberInput(
    t,
    { "data-key": `start-${name}`, "data-field": `start.${name}`, ...attributes },
    (value, continues) => dispatch("setStart", { values: { [name]: value }, continues }),
  );
