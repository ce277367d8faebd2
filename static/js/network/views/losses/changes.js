// The loss before and after the step, its actual change, the change that the gradient predicts, and the largest
// gradient.
/** @import { Key, OptimizerEntry } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { digitsToTellApart } from "../../../math/format.js";
import { showNumber } from "../../../panels/number.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { actualChange, largestGradient, predictedChange, squaredGradient } from "../../loss_change.js";
import { namingOf, signOf, symbolOf } from "../../notation.js";

/** The change of the loss is a difference: its last digits are rounding errors. */
const ROUNDING = 1e-7;

/** @param {Context} context */
export function changeList(context) {
  const { t, catalog } = context;
  /** Plain gradient descent, the step of the figures. */
  const descent = catalog.optimizers.find(({ name }) => name === catalog.as_drawn.optimizer);
  const line = (/** @type {Key} */ key, /** @type {string} */ name) => ({
    term: element("dt", {}, t(key)),
    value: element("dd", { "data-name": name }),
  });
  const before = line("loss.before", "before");
  const after = line("loss.after", "after");
  const actual = line("loss.actual", "actual");
  const predicted = line("loss.predicted", "predicted");
  /** −η‖∇C‖², of plain descent on the gradient alone. */
  const plain = line("loss.plain", "plain");
  const largest = line("loss.largest", "largest");
  const symbol = element("span", {});
  largest.term.append(" ", symbol);
  const lines = [before, after, actual, predicted, plain, largest];
  /** Whose symbol stands there, and in which letters. */
  let named = "";

  /** @param {Screen} screen @param {boolean} hasArrived */
  function showLargest(screen, hasArrived) {
    const { notation } = screen.state;
    const found = hasArrived ? largestGradient(screen.trace) : null;
    showNumber(largest.value, found && found.value * signOf(found.address, notation));
    setAttribute(largest.value, "data-address", found?.address ?? null);
    const name = found ? `${found.address} ${notation} ${screen.state.preset}` : "";
    if (name === named) return;
    named = name;
    symbol.replaceChildren(
      ...(found ? [mathOf(symbolOf(found.address, namingOf(screen, catalog)), context)] : []),
    );
  }
  return {
    root: element("dl", {}, ...lines.flatMap(({ term, value }) => [term, value])),
    /** @param {Screen} screen */
    update(screen) {
      const { trace, frame, state, steps } = screen;
      const isLossKnown = frame.known.has("loss");
      const hasArrived = frame.position === steps.length;
      const round = state.request.round ?? 1;
      // At the start of a later round the loss of the round before is known.
      const known = isLossKnown ? trace.loss : round > 1 ? (trace.losses[round - 1] ?? null) : null;
      const isPlain = isPlainDescent(screen, descent);
      const rate = learningRate(screen, descent);
      const later = hasArrived ? trace.loss_after : null;
      const [change, estimate] = hasArrived ? [actualChange(trace), predictedChange(trace)] : [null, null];
      const ofDescent = hasArrived && isPlain ? -rate * squaredGradient(trace) : null;
      const losses = digitsToTellApart([known, later], 4, ROUNDING);
      const changes = digitsToTellApart([change, estimate], 4, ROUNDING);
      showNumber(before.value, known, losses);
      setAttribute(before.value, "data-address", isLossKnown || round === 1 ? "loss" : null);
      showNumber(after.value, later, losses);
      showNumber(actual.value, change, changes);
      showNumber(predicted.value, estimate, changes);
      showNumber(plain.value, ofDescent, changes);
      showLargest(screen, hasArrived);
      for (const { value } of lines) {
        const isUnknown = !value.hasAttribute("data-value");
        if (isUnknown) setText(value, t("loss.not_yet"));
        value.classList.toggle("unknown", isUnknown);
      }
      plain.term.hidden = plain.value.hidden = !isPlain;
    },
  };
}

/** Whether the step is −η∇C for every parameter. @param {Screen} screen
 * @param {OptimizerEntry | undefined} descent */
const isPlainDescent = ({ trace, state }, descent) =>
  (trace.request.optimizer?.name ?? descent?.name) === descent?.name &&
  (state.request.rule ?? "gradient") === "gradient" &&
  trace.network.layers.every((layer) => !layer.frozen);

/** The rate of the request, else the usual one. @param {Screen} screen @param {OptimizerEntry | undefined} descent */
const learningRate = ({ trace }, descent) =>
  Number(
    trace.request.optimizer?.["learning_rate"] ??
      descent?.parameters.find(({ name }) => name === "learning_rate")?.default,
  );
