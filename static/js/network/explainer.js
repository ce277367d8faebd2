// What the main page's steps are about: a network, in one of two notations, with the figures' own rule beside the gradient.
/** @import { Address, Explainer, Remark, Step, Tree } from "../core/types.js" */
/** @import { Context, Screen } from "./types.js" */
import { parse } from "../core/address.js";
import { valueAt } from "./trace_values.js";
import {
  addressesOf,
  byFigureRule,
  evaluate,
  leavesOut,
  lineOf,
  linesOf,
  relativeDifference,
  sidesOf,
} from "../math/formula/tree.js";
import { bracketed } from "../math/functions.js";
import { inFigureLetters, nodesFromLatex } from "../math/latex.js";
import { kindName, narrate, showsFigureRule, titleInPhase, titleOf } from "./narration.js";
import { menuWord } from "../core/names.js";
import { namingOf, printedValueOf, printingOf, signOf } from "./notation.js";
import { mi, mo, prime, row } from "../math/nodes.js";
import { formatNumber, inPowersOfTen } from "../math/format.js";
import { checkedAgain, say } from "../math/speech.js";

/** The check says ✗ above these relative differences. @type {Record<string, number>} */
const TOLERANCE = { complex_step: 1e-9, central_difference: 1e-4 };
const ROUNDING = 1e-9;

/** The number that stands behind an address in this notation, and in the figures' own rule when that is on.
 * @param {Screen} screen @param {boolean} drawn @returns {(address: Address) => number | null} */
const valuesOf =
  ({ trace, state: { notation, sample } }, drawn) =>
  (address) =>
    printedValueOf(trace, address, { notation, sample, drawn });

/** @param {Screen} screen @param {Context} context @returns {Explainer} */
export function explainerOf(screen, { t, catalog }) {
  const { trace, state } = screen;
  const drawn = showsFigureRule(screen);
  const figure = state.notation === "figure";
  const value = valuesOf(screen, drawn);
  const losses = catalog.losses.map(({ name }) => name);
  /** @param {Step} step */
  const tree = (step) => {
    const whole = figure ? step.figure : step.formula;
    return drawn ? byFigureRule(whole) : whole;
  };

  /** What the gradient rule gives, also when the updates follow the figures. @param {Address} address */
  function trueValue(address) {
    const truth = valuesOf(screen, false);
    const family = parse(address)?.family;
    if (state.request.rule !== "as_drawn" || (family !== "new_w" && family !== "new_b"))
      return truth(address);
    const old = address.replace("new_", "");
    const [before, gradient, rate] = [old, `d${old}`, "eta"].map((name) =>
      valueAt(trace, name, state.sample),
    );
    return before != null && gradient != null && rate != null ? before - rate * gradient : truth(address);
  }
  /** Does the figures' rule leave something out here, now or further back? @param {Step} step */
  function differs(step) {
    const figures = valuesOf(screen, true);
    return step.writes.some((address) => {
      const [a, b] = [trueValue(address), figures(address)];
      return a !== null && b !== null && relativeDifference(a, b) > ROUNDING;
    });
  }
  /** What f and f' stand for in a step. @param {Step} step @returns {Remark[]} */
  function meanings(step) {
    if (step.phase === "loss") return [];
    const forward = step.phase === "forward";
    const used = addressesOf(tree(step))
      .map(parse)
      .filter((parsed) => parsed?.family === (forward ? "a" : "slope"));
    const layers = forward ? [step.layer] : used.map((parsed) => parsed?.layer ?? 0);
    const names = new Set(layers.map((layer) => trace.network.layers[layer - 1]?.activation ?? ""));
    return catalog.activations
      .filter((entry) => names.has(entry.name) && entry.elementwise)
      .map((entry) => {
        const read = nodesFromLatex(forward ? entry.latex : entry.slope_latex);
        const text = say(t, forward ? "formula_panel.activation_line" : "formula_panel.slope_line", {
          activation: menuWord(entry.name),
        });
        if (!read) return { text, look: "fine" };
        const name = figure ? mi("f") : (nodesFromLatex(entry.symbol) ?? mi("f"));
        const whole = row(forward ? name : prime(name), bracketed(mi("z")), mo("="), read);
        return { text: `${text}: `, mathNode: figure ? inFigureLetters(whole) : whole, look: "fine" };
      });
  }
  /** The figures write y = f(Σ w x) in one line: the sum inside is e. @param {Address} address @param {Tree[]} lines @returns {Tree | undefined} */
  function innerSum(address, lines) {
    for (const line of lines) {
      const [, right] = sidesOf(line);
      if (right.op === "call" && right.unit !== undefined && address === `z${right.unit}`)
        return right.args[0];
    }
    return undefined;
  }
  /** A gradient against the numerical one. @param {Address} address @returns {ReturnType<NonNullable<Explainer["check"]>>} */
  function derivativeCheck(address) {
    const parsed = parse(address);
    const layer = trace.check?.layers[(parsed?.layer ?? 0) - 1];
    const [j = 0, i = 0] = parsed?.indices ?? [];
    const other = parsed?.family === "dw" ? layer?.weight_gradients[j]?.[i] : layer?.bias_gradients?.[j];
    const own = valueAt(trace, address, state.sample);
    if (!trace.check || other === undefined || own === null) return null;
    const difference = relativeDifference(own, other);
    const good = difference <= (TOLERANCE[trace.check.method] ?? ROUNDING) || Math.abs(own - other) < 1e-9;
    const agrees = `formula_panel.${difference === 0 ? "same" : "check"}_${trace.check.method}`;
    return {
      text: say(t, good ? agrees : "formula_panel.check_failed", { difference: inPowersOfTen(difference) }),
      good,
    };
  }

  return {
    title: (step) => titleOf(step, screen, t),
    shortTitle: (step) => titleInPhase(step, screen, t),
    narrate: (step) => narrate(step, screen, t),
    tree,
    value,
    symbol: (address, step) => printingOf(namingOf(screen, catalog, step)).symbol(address),
    kind: (address) => kindName(address, screen, t),

    depends: [state.notation, state.drawn, state.sample, state.request.rule],
    introduction: () => {
      const { layers, inputs } = trace.network;
      const parameters = layers.reduce(
        (total, layer) =>
          total + layer.weights.length * (layer.weights[0]?.length ?? 0) + (layer.biases?.length ?? 0),
        0,
      );
      return say(t, "narration.start", { layers: layers.length, inputs, parameters });
    },
    called: (call) => printingOf(namingOf(screen, catalog), losses).called(call),
    remarks: (step) => [
      ...(!drawn && leavesOut(tree(step))
        ? [{ text: say(t, "formula_panel.left_out"), look: /** @type {const} */ ("marked") }]
        : []),
      ...(drawn && differs(step)
        ? [{ text: say(t, "formula_panel.not_gradient"), look: /** @type {const} */ ("badge") }]
        : []),
      ...meanings(step),
    ],
    resultRemarks: (step) =>
      state.request.rule === "as_drawn" && step.phase === "update" && !drawn
        ? [{ text: say(t, "formula_panel.follows_drawn"), look: "marked" }]
        : [],
    // y = f(e) below y = f(Σ w x): the sum has a number of its own.
    further: (line) => {
      const [left, right] = sidesOf(line);
      if (
        !left ||
        right.op !== "call" ||
        right.unit?.includes(".") !== true ||
        right.args[0]?.op === "address"
      )
        return [];
      return [
        { op: "equals", args: [left, { ...right, args: [{ op: "address", address: `z${right.unit}` }] }] },
      ];
    },
    // The figures know no error at the sum; beside their own numbers the true one would only confuse.
    place: (address) => {
      const family = parse(address)?.family;
      return family === "z" ? "result" : drawn && family === "delta" ? "nowhere" : "below";
    },
    beside: (address) => {
      const family = parse(address)?.family ?? "";
      if (!drawn || !["error", "new_w", "new_b"].includes(family)) return null;
      const [own, truth] = [value(address), trueValue(address)];
      if (own === null || truth === null) return null;
      if (relativeDifference(own, truth) <= ROUNDING) return say(t, "formula_panel.is_gradient");
      const before =
        family === "error" ? 0 : (valueAt(trace, address.replace("new_", ""), state.sample) ?? 0);
      const [moved, ought] = [own - before, truth - before];
      return say(t, family === "error" ? "formula_panel.drawn_beside" : "formula_panel.drawn_beside_update", {
        drawn: formatNumber(moved),
        truth: formatNumber(ought),
        ratio: ought === 0 ? "–" : formatNumber(moved / ought),
        sign: say(t, moved * ought < 0 ? "formula_panel.opposite_sign" : "formula_panel.same_sign"),
      });
    },
    check: (address, step) => {
      const family = parse(address)?.family ?? "";
      if (family === "dw" || family === "db") return derivativeCheck(address);
      if (family.startsWith("new_") && state.request.rule === "as_drawn" && !drawn) return null;
      const lines = linesOf(tree(step));
      if (lineOf(address, lines)) return undefined;
      const inner = innerSum(address, lines);
      if (inner) return checkedAgain(value(address), evaluate(inner, value), t);
      // A number that the figures do not spell out is checked by the derivation's line, in its own sign.
      const derived = lineOf(address, linesOf(step.formula));
      const again = derived ? evaluate(derived, (name) => valueAt(trace, name, state.sample)) : null;
      return checkedAgain(value(address), again === null ? null : again * signOf(address, state.notation), t);
    },
    checkNote: "formula_panel.check_note",
    origin: (address) =>
      parse(address)?.family === "slope" ? "formula_panel.derived" : "formula_panel.given",
  };
}
