// The buttons for further training steps, called rounds: round after round, one more, many more, back to the first.
/** @import { Context, Screen } from "../../types.js" */
import { element, setAttribute, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { icon } from "../../../panels/controls.js";
import { numberInput } from "../../../panels/number.js";

/** So many rounds are offered first. */
const DEFAULT_ROUNDS = 10;
/** How long the numbers of a round are shown in a run of rounds, in milliseconds at speed 1. */
const ROUND_TIME = 500;

/** @param {Context} context */
export function roundButtons(context) {
  const { dispatch, t, catalog } = context;
  const most = catalog.limits["rounds"] ?? 10000;
  const round = element("span", {});
  const updates = element("span", { class: "updates" });
  const loss = element("small", {});
  let count = DEFAULT_ROUNDS;
  const times = numberInput(
    t,
    { "aria-label": t("loss.times"), "data-key": "times", class: "number short" },
    (value) => {
      count = value;
    },
    { whole: true, low: 1, high: most },
  );
  times.show(count);
  /** @param {string} key @param {string} name @param {Node | string} sign @param {() => void} press */
  const button = (key, name, sign, press) =>
    element(
      "button",
      { type: "button", "data-key": key, "aria-label": name, title: name, onclick: press },
      sign,
    );
  const run = runOfRounds(context, most);
  const once = button("again", t("loss.again"), "+1", () => dispatch("again", 1));
  const often = button("again-many", t("loss.again_many"), "+N", () => {
    if (times.commit()) dispatch("again", count);
    else times.input.focus();
  });
  const restart = button("round-1", t("loss.to_first"), t("loss.to_first_short"), () =>
    dispatch("goToRound", 1),
  );
  return {
    root: element(
      "div",
      {
        class: "again",
        "data-field-group": true,
        "data-field": "round",
        role: "group",
        "aria-label": t("loss.rounds"),
      },
      element("p", { class: "round" }, round, updates, loss),
      element(
        "div",
        { class: "round-buttons" },
        run.button,
        once,
        element("span", { class: "pair" }, times.input, often),
        restart,
      ),
    ),
    /** @param {Screen} screen */
    update(screen) {
      const now = screen.state.request.round ?? 1;
      setText(round, t("loss.round", { round: now }));
      setText(updates, ` · ${t("loss.updates", { updates: now - 1 })}`);
      const known = lossNow(screen);
      setText(loss, known === null ? "" : formatNumber(known));
      restart.disabled = now === 1;
      run.update(screen);
    },
  };
}

/** The loss of the present round, as soon as it is known: of a later one, by the update before it.
 * @param {Screen} screen */
const lossNow = ({
  trace,
  frame,
  state: {
    request: { round = 1 },
  },
}) => (frame.known.has("loss") ? trace.loss : round > 1 ? (trace.losses[round - 1] ?? null) : null);

/**
 * A button that trains round after round: the next one is asked for when the numbers of the last were shown for a
 * while. Any other change of the request ends the run.
 * @param {Context} context @param {number} most rounds
 */
function runOfRounds({ dispatch, t }, most) {
  let isRunning = false;
  /** The last round that the run has asked for. */
  let asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Screen | null} */
  let latest = null;
  const button = element("button", { type: "button", "data-key": "run-rounds", onclick: () => toggle() });
  const show = () => {
    const name = t(isRunning ? "loss.pause_rounds" : "loss.run_rounds");
    button.replaceChildren(icon(isRunning ? "pause" : "rounds"), element("span", {}, t("loss.rounds_short")));
    setAttribute(button, "aria-label", name);
    setAttribute(button, "title", name);
    setAttribute(button, "aria-pressed", String(isRunning));
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!isRunning) return;
    isRunning = false;
    show();
  };
  const next = () => {
    timer = undefined;
    if (!latest || !button.isConnected) return;
    asked = (latest.state.request.round ?? 1) + 1;
    dispatch("nextRound");
  };
  const toggle = () => {
    if (isRunning) {
      stop();
      return;
    }
    if (!latest) return;
    isRunning = true;
    show();
    // A run shows how whole rounds change the numbers: all of them are in sight.
    dispatch("last");
    next();
  };
  show();
  return {
    button,
    /** @param {Screen} screen */
    update(screen) {
      latest = screen;
      const now = screen.state.request.round ?? 1;
      button.disabled = now >= most;
      if (!isRunning) return;
      if (screen.problem || now !== asked || now >= most || screen.playing) stop();
      else if (screen.trace.request === screen.state.request && timer === undefined)
        timer = setTimeout(next, ROUND_TIME / screen.state.speed);
    },
  };
}
