// The explainer of a run: the formulas, symbols, numbers and sentences of its steps, for the panels that all tools
// share.
/** @import { Explainer, Step, Tree } from "../core/types.js" */
/** @import { Context } from "./types.js" */
/** @import { DescentScreen } from "./types.js" */
/** @import { Line, Listing } from "./program/listing.js" */
/** @import { GradientKind } from "./runs.js" */
import { at } from "../core/at.js";
import { mi } from "../math/nodes.js";
import * as narration from "./narration.js";
import { addressAt, partsOf, valueAt } from "./numbers.js";
import { explainedRun, gradientKind, stepCount } from "./runs.js";
import { ENDED } from "./program/steps.js";
import { symbolOf } from "./symbols.js";

/** A formula with the addresses of one iteration. @param {Tree} tree @param {number} iteration @returns {Tree} */
function inIteration(tree, iteration) {
  if (tree.op === "address") return { ...tree, address: addressAt(tree.address, iteration) };
  return "args" in tree ? { ...tree, args: tree.args.map((part) => inIteration(part, iteration)) } : tree;
}
/** @param {string} address @returns {Tree} */
const leaf = (address) => ({ op: "address", address });
/** @param {Tree} tree @returns {Tree} */
const squared = (tree) => ({ op: "power", args: [tree, { op: "number", value: 2 }] });

/**
 * The formula of a line for which the answer gives none: f(x, y), and the norm of the gradient where that is the
 * gradient by all variables drawn.
 * @param {Line} line @param {string[]} variables @param {GradientKind} kind
 * @returns {Tree}
 */
function ownTree(line, variables, kind) {
  if (line.kind === "value") {
    const args = variables.map((name) => leaf(`n.${name}`));
    return { op: "equals", args: [leaf("value"), { op: "call", name: "f", args }] };
  }
  if (line.kind === "stop" && kind !== "others") {
    const slopes = variables.map((name) => leaf(`g.${name}`));
    /** @type {Tree} */
    const norm =
      slopes.length === 1
        ? { op: "call", name: "abs", args: slopes }
        : { op: "call", name: "sqrt", args: [{ op: "sum", args: slopes.map(squared) }] };
    return { op: "equals", args: [leaf("gradient_norm"), norm] };
  }
  return { op: "lines", args: [] };
}

/** Does a line compute the number of a plain address? @param {Line} line @param {string} plain */
const computes = ({ address, kind }, plain) =>
  address === plain ||
  (plain === "gradient_norm" && kind === "stop") ||
  (plain === "value" && kind === "value");

/**
 * The index of the step that computes a number of an iteration; −1 for none.
 * @param {Listing} program @param {readonly Step[]} steps @param {string} plain @param {number} iteration
 */
function writerOf(program, steps, plain, iteration) {
  const place = program.loop.findIndex((line) => computes(at(program.lines, line), plain));
  const index = (iteration - 1) * program.loop.length + place;
  return place >= 0 && iteration > 0 && steps[index]?.layer === iteration ? index : -1;
}

/**
 * @param {Pick<DescentScreen, "answer" | "program" | "place" | "steps" | "state">} screen
 * @param {Context} context
 * @returns {Explainer}
 */
export function descentExplainer({ answer, program, place, steps, state }, context) {
  const { t, find } = context;
  const run = explainedRun(answer);
  const narrated = narration.narrationOf({ answer, program }, context);
  const shortTitle = (/** @type {Step} */ step) => narration.shortTitle(narrated, step);
  const byLine = state.grouping === "neuron";
  const count = Math.max(0, ...answer.runs.map(stepCount));
  const current = steps[state.position - 1];
  // The position is counted in iterations, however many lines each of them has.
  const k = Math.min(count, current?.layer ?? 0);
  const at = t(k === 0 ? "descent.at_start" : "descent.heading_iteration", { iteration: k, count });

  return {
    depends: [state.request],
    introduction: () => narration.introduction(narrated),
    ofPhase: () => {
      if (place.iteration === 0 || run === undefined) return t("narration.phase_descent");
      if (steps[state.position - 1]?.rule === ENDED && state.grouping === "layer")
        return narration.endSentence(answer, answer.explain?.run ?? 0, t);
      if (state.grouping === "layer") return narration.iterationSummary(narrated, place.iteration);
      return narration.runSentence(narrated);
    },
    heading: () => {
      if (place.iteration === 0) return null;
      return state.grouping === "phase" ? t("descent.heading_run", { count: stepCount(run) }) : at;
    },
    summary: () => (state.grouping === "phase" && run ? narration.summaryRows(narrated) : null),
    called: ({ name }) => (name === "f" ? mi("f") : null),
    // The numbers with which an iteration begins were computed in the one before.
    writer: (address) => {
      const { plain, family, rest, iteration } = partsOf(address);
      if (iteration === null) return -1;
      if (family === "p") return writerOf(program, steps, `n.${rest.join(".")}`, iteration - 1);
      if (family === "o") return writerOf(program, steps, `s.${rest.join(".")}`, iteration - 1);
      return writerOf(program, steps, plain, iteration);
    },
    origin: (address) => (partsOf(address).family === "p" ? "card.start" : "card.given"),
    shortTitle,
    standing: () => ({ k, count, title: current && byLine ? shortTitle(current) : "" }),
    counted: {
      place: current && byLine ? t("descent.at_line", { place: at, title: shortTitle(current) }) : at,
      all: t("descent.iterations", { count }),
      group: t("descent.group", { iteration: k }),
    },
    title: (step) => t("descent.title_in", { count: step.layer, title: shortTitle(step) }),
    narrate: (step) => narration.narrate(narrated, step),
    tree: (step) => {
      const line = narration.lineAt(narrated, step);
      if (!line || step.rule === ENDED) return { op: "lines", args: [] };
      return inIteration(line.tree ?? ownTree(line, answer.variables, gradientKind(answer)), step.layer);
    },
    symbol: (address) => symbolOf(answer, address),
    value: (address) => valueAt(answer, address),
    kind: (address) => {
      const {
        family,
        rest: [name = ""],
      } = partsOf(address);
      if (family === "k") return find(`editor.parameter_${name}`, name);
      const kind = (
        /** @type {string} */ own,
        /** @type {"descent.kind_old" | "descent.kind_state"} */ other,
      ) => narration.textFor(narrated, "descent.kind_", own, other);
      if (family === "o") return kind(`old_${name}`, "descent.kind_old");
      return kind(family === "s" ? name : family, "descent.kind_state");
    },
  };
}
