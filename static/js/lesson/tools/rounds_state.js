// The state of the tool that compares many rounds of both rules, and how each rule's line is drawn.
/** @import { Trace, TraceRequest } from "../../network/types.js" */
/** @import { Plot } from "../../draw/plot/scale.js" */
/** @import { Experiment, Lesson } from "../types.js" */
/** @import { Scale } from "./curves.js" */
/** @import { RoundsControls } from "./rounds_controls.js" */

/** The lines of the chart: name and label of the rule, dashes and marker of its line. `request`: the rule in a
 * request. */
export const LINES = /** @type {const} */ ([
  {
    rule: "gradient",
    request: "gradient",
    title: "rules.gradient",
    label: "rounds.label_gradient",
    dash: "",
    marker: "circle",
  },
  {
    rule: "drawn",
    request: "as_drawn",
    title: "rules.drawn",
    label: "rounds.label_drawn",
    dash: "9 5",
    marker: "square",
  },
]);
/** @typedef {typeof LINES[number]} Line */

/** The losses by one rule; none where the server, or the rule itself, refuses the request.
 * @typedef {{rule: Line["rule"], answer: Trace | null, curve: number[], problem: string | null}} Run */

/**
 * @typedef {object} RoundsState
 * @property {Lesson} lesson
 * @property {Experiment<"network">} experiment
 * @property {RoundsParts} parts the elements that are written
 * @property {RoundsControls} controls
 * @property {number} rounds number of rounds that are computed
 * @property {number} round the one whose losses are read out
 * @property {Scale} scale of the axis of losses
 * @property {Run[]} runs
 * @property {TraceRequest | null} computedFor the experiment's request that the runs belong to
 * @property {boolean} isNear the tool has come near the window: it may ask the server
 * @property {number} requestCount an answer to an earlier request is dropped
 * @property {number} timer of the next request
 * @property {Plot | null} plot of the chart, while there is one
 * @property {SVGGElement | null} spot marks the round in the chart
 */
/**
 * @typedef {object} RoundsParts
 * @property {HTMLElement} root
 * @property {HTMLElement} legend
 * @property {HTMLElement} chart
 * @property {HTMLInputElement} slider
 * @property {HTMLElement} readout
 * @property {HTMLElement} busy
 * @property {HTMLElement} verdict
 * @property {HTMLElement} problems
 * @property {HTMLElement} table
 */

/** The losses of each line, empty where there are none.
 * @param {RoundsState} state @returns {[gradient: number[], drawn: number[]]} */
export function curvesOf({ runs }) {
  const curve = (/** @type {Line["rule"]} */ rule) => runs.find((run) => run.rule === rule)?.curve ?? [];
  return [curve("gradient"), curve("drawn")];
}
