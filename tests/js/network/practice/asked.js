// Every question that can be asked of some traces, in both letters, with the bodies that mark answers to it; and the
// acts of the backward pass. Input: {catalog, traces: [{name, request, answer}]}. tests/web/mark/test_practice.py starts
// this, asks the server, and judges.
import { readFileSync } from "node:fs";
import { frameAt } from "../../../../static/js/core/frame.js";
import { standingAfter, nextAct, taskOf } from "../../../../static/js/network/practice/acts.js";
import { bodyOf, markBody } from "../../../../static/js/network/practice/marking.js";
import { isRightChoice, questionAt, SIGNS } from "../../../../static/js/network/practice/questions.js";
import { REASONS } from "../../../../static/js/network/practice/reasons.js";
import { isKnown } from "../../../../static/js/core/frame.js";

const { catalog, traces } = JSON.parse(readFileSync(0, "utf8"));

/** @param {any} trace @param {string} name */
function questionsOf(trace, name) {
  const found = [];
  for (const notation of /** @type {const} */ (["figure", "textbook", "derivation"]))
    for (const often of /** @type {const} */ (["seldom", "often"]))
      for (let index = 0; index < trace.steps.length; index++) {
        const state = { position: index, grouping: "neuron", sample: 0, notation, figureRule: false };
        const matter = /** @type {any} */ ({ steps: trace.steps, trace, state, catalog });
        const question = questionAt(matter, index, often);
        if (!question) continue;
        const { row, address, value, choices } = question;
        const all = row.shape === "sign" ? SIGNS : choices;
        const body = (/** @type {string} */ text) => bodyOf(trace, state, question, text);
        const is = row.shape === "number";
        found.push({
          name,
          notation,
          often,
          index,
          question: row.name,
          address,
          value,
          hidden: row.shape === "largest" || !isKnown(frameAt(trace.steps, index, 1, "neuron"), address),
          right: all.filter((each) => isRightChoice(question, each)).length,
          choices: all.length,
          reason: REASONS[row.name]?.(matter, question).key ?? null,
          four: is ? body(value.toPrecision(4)) : null,
          two: is ? body(value.toPrecision(2)) : null,
          minus: is ? body((-value).toPrecision(4)) : null,
        });
      }
  return found;
}

/** The whole pass by the acts that a hint would name, and the slips on the way. @param {any} trace
 * @param {string} name */
function passOf(trace, name) {
  const task = taskOf(trace, 0, catalog);
  if (typeof task === "string") return { name, refused: task, acts: 0, isOver: false, slips: [] };
  /** @type {string[]} */
  const acts = [];
  const slips = [];
  for (;;) {
    const standing = standingAfter(task, acts);
    if (standing.isOver)
      return { name, refused: null, acts: acts.length, isOver: true, slips, count: standing.slips };
    const act = nextAct(task, standing);
    if (act === null) return { name, refused: null, acts: acts.length, isOver: false, slips };
    // Before each right act that goes on, it is claimed that this is δ.
    const [layer, unit] = act.startsWith("b")
      ? [Number(act.slice(1).split(".")[0]) - 1, act.split(".")[2]]
      : act.slice(1).split(".");
    const said = standingAfter(task, [...acts, `d${layer}.${unit}`]).said;
    if (said?.mark && said.verdict === "slip") {
      const { value, codes } = said.mark;
      const reads =
        trace.network.layers[Number(layer)]?.weights.map(
          (/** @type {any} */ _, /** @type {number} */ k) => `delta${Number(layer) + 1}.${k}`,
        ) ?? [];
      slips.push({
        name,
        codes,
        address: `delta${layer}.${unit}`,
        body: markBody(trace, 0, `delta${layer}.${unit}`, String(value), reads),
      });
    }
    acts.push(act);
  }
}

const questions = [];
const passes = [];
for (const { name, answer, request } of traces) {
  const trace = { ...answer, request };
  questions.push(...questionsOf(trace, name));
  passes.push(passOf(trace, name));
}
process.stdout.write(JSON.stringify({ questions, passes }));
