// How the run ended, and what can be done about it.
/** @import { Context, TrainScreen } from "../types.js" */
/** @import { TrainRequest } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { formatNumber } from "../../math/format.js";
import { findingsAt } from "../runs/findings.js";
import { rateAt, trainedFurther, trainedShorter, withTenthOfRate, withoutStop } from "../runs/remedies.js";

/** @typedef {"broken" | "grown" | NonNullable<TrainScreen["run"]["end"]>["reason"]} Reason */
/**
 * A button: its words, and what it makes of the request.
 * @typedef {object} Remedy
 * @property {import("../../core/types.js").Key} key
 * @property {string} field that it changes
 * @property {(screen: TrainScreen, context: Context) => TrainRequest} change
 * @property {(screen: TrainScreen) => Record<string, string | number>} [params] of its words
 */

/** @type {Remedy} */
const TENTH = {
  key: "training.try_rate",
  field: "optimizer.learning_rate",
  change: ({ state, run }) => withTenthOfRate(state.request, run.end?.step ?? 0),
  params: ({ state, run }) => ({
    rate: formatNumber(rateAt(state.request, run.end?.step ?? 0) / 10),
  }),
};
/** @type {Remedy} */
const FURTHER = {
  key: "training.train_further",
  field: "epochs",
  change: ({ state, run }, { catalog }) =>
    trainedFurther(state.request, catalog.limits, run.header.batches_per_epoch),
  params: ({ state }) => ({ epochs: 2 * state.request.epochs }),
};
/** What helps after each end. @type {Partial<Record<Reason, Remedy[]>>} */
const REMEDIES = {
  done: [FURTHER],
  loss: [
    {
      key: "training.without_loss",
      field: "stop.loss",
      change: ({ state }) => withoutStop(state.request, "loss"),
    },
  ],
  patience: [
    {
      key: "training.without_patience",
      field: "stop.patience",
      change: ({ state }) => withoutStop(state.request, "patience"),
    },
  ],
  grown: [TENTH, FURTHER],
  diverged: [TENTH],
  budget: [
    {
      key: "training.train_shorter",
      field: "epochs",
      change: ({ state }) => trainedShorter(state.request),
      params: ({ state }) => ({ epochs: Math.floor(state.request.epochs / 2) }),
    },
  ],
};
/** These are told wherever the reader is; the others at the end of the run. @type {ReadonlySet<Reason>} */
const FAULTS = new Set(["diverged", "budget", "cancelled", "broken"]);
/** What is to be said of a run that did all its steps, and whose loss is larger than at its start.
 * @param {Pick<TrainScreen, "run" | "at">} screen */
const growthOf = ({ run, at }) => findingsAt(run, at).find(({ name }) => name === "growing");
/** The run is asked for again. @type {ReadonlySet<Reason>} */
const PASSING = new Set(["cancelled", "broken"]);
/** After so many milliseconds it is asked for again by itself, and up to once more of them so that a class does not
 * come back all at once. */
const PAUSE = 1500;

/** Asks for a run again that the server or the connection has ended, once until it has come to an end.
 * @param {Context["dispatch"]} dispatch */
function createAskingAgain(dispatch) {
  /** The request that was asked for again. @type {object | null} */
  let asked = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  /** What was looked at last. @type {unknown[]} */
  let seen = [];
  /** @param {TrainScreen} screen */
  return ({ answer, run, state }) => {
    const now = [run, answer.isOver, state.request];
    if (now.every((each, k) => each === seen[k])) return;
    seen = now;
    const isPassing = answer.isBroken || PASSING.has(run.end?.reason ?? "done");
    clearTimeout(waiting);
    if (!isPassing && answer.isOver) asked = null;
    if (!isPassing || state.request !== answer.request || asked === answer.request) return;
    waiting = setTimeout(
      () => {
        asked = answer.request;
        dispatch("retry");
      },
      PAUSE * (1 + Math.random()),
    );
  };
}

/** @param {TrainScreen} screen @returns {Reason | null} */
function reasonOf({ run, answer, at }) {
  const reason = answer.isBroken ? "broken" : (run.end?.reason ?? null);
  if (reason === null || FAULTS.has(reason)) return reason;
  if (at !== answer.count - 1) return null;
  return reason === "done" && growthOf({ run, at }) ? "grown" : reason;
}

/** @param {TrainScreen} screen @param {Reason | null} reason @param {Context["t"]} t */
function sentenceOf(screen, reason, t) {
  if (reason === null) return "";
  if (reason === "broken") return t("training.broken");
  const growth = reason === "grown" ? growthOf(screen)?.params : undefined;
  const more = growth ? [t("training.find_growing", growth), t("training.remedy_growing")] : [];
  return [screen.run.end?.text ?? "", ...more].join(" ");
}

/** @param {Context} context */
export function createEnding(context) {
  const { t, dispatch } = context;
  const text = element("p", {});
  const buttons = element("div", { class: "buttons" });
  const root = element("div", { class: "run-end", role: "status" }, text, buttons);
  let shown = "";
  const askAgain = createAskingAgain(dispatch);

  /** @param {TrainScreen} screen @param {Reason} reason */
  function buttonsFor(screen, reason) {
    const button = (
      /** @type {string} */ key,
      /** @type {string} */ words,
      /** @type {() => void} */ onclick,
      disabled = false,
    ) => element("button", { type: "button", "data-key": key, disabled, onclick }, words);
    const found = [];
    if (reason === "diverged")
      found.push(button("last-good", t("training.last_good"), () => dispatch("last")));
    for (const { key, field, change, params } of REMEDIES[reason] ?? []) {
      const request = change(screen, context);
      const isSame = request === screen.state.request;
      const words = t(key, params?.(screen));
      found.push(button(`remedy-${field}`, words, () => dispatch("setRequest", { field, request }), isSame));
    }
    if (PASSING.has(reason)) found.push(button("again", t("training.ask_again"), () => dispatch("retry")));
    return found;
  }

  return {
    root,
    /** @param {TrainScreen} screen */
    update(screen) {
      const reason = reasonOf(screen);
      const sentence = sentenceOf(screen, reason, t);
      const isRefused = screen.state.request !== screen.answer.request;
      const now = `${reason} ${sentence} ${isRefused}`;
      askAgain(screen);
      if (now === shown) return;
      shown = now;
      setAttribute(root, "data-reason", reason);
      setAttribute(root, "data-fault", reason !== null && FAULTS.has(reason));
      text.textContent = sentence;
      buttons.replaceChildren(...(reason === null ? [] : buttonsFor(screen, reason)));
    },
  };
}
