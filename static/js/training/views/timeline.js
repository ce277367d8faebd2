// The whole run as one line: what has come of it, the epochs, the changes, and the place on the screen. Click, drag or
// arrow keys: any step is one jump away.
/** @import { View } from "../../core/types.js" */
/** @import { Context, RunEvent, TrainScreen } from "../types.js" */
/** @import { Run } from "../run.js" */
import { listenToScrubs } from "../../core/browser/drag.js";
import { element, setAttribute } from "../../draw/dom.js";
import { stepSlider } from "../../panels/timeline.js";
import { eventsOf } from "../events.js";
import { eventText } from "../sentences.js";
import { placeText } from "../screen.js";

/** More epochs than this are not marked one by one. */
const MOST_MARKS = 60;

/** The width of the mark of the place on the screen, in pixels, as in training.css. */
const HEAD = 3;

/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(3)}%`;

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const come = element("div", { class: "come" });
  const done = element("div", { class: "done" });
  const track = element("div", { class: "track run-track", "aria-hidden": "true" }, come, done);
  const head = element("div", { class: "run-head", "aria-hidden": "true" });
  const slider = stepSlider(context, track, head);
  const flags = element("div", { class: "run-flags" });
  root.replaceChildren(slider, flags);
  /** @type {TrainScreen | null} */
  let shown = null;
  /** What the flags were made for. @type {unknown} */
  let flagged = null;

  /** The share of all steps that are done at a frame. @param {Run} run @param {number} at */
  const shareOf = (run, at) => run.scalar("step", at) / Math.max(1, run.header.steps);

  listenToScrubs(slider, (event) => {
    if (!shown) return;
    const box = track.getBoundingClientRect();
    const steps = (shown.run.header.steps * (event.clientX - box.left)) / box.width;
    dispatch("scrub", shown.run.frameOf(Math.round(steps)));
  });
  slider.addEventListener("keydown", (event) => {
    if (!shown) return;
    const { position } = shown.state;
    /** @type {Record<string, () => void>} */
    const verbs = {
      ArrowRight: () => dispatch("seek", position + 1),
      ArrowUp: () => dispatch("seek", position + 1),
      ArrowLeft: () => dispatch("seek", position - 1),
      ArrowDown: () => dispatch("seek", position - 1),
      PageUp: () => dispatch("nextEpoch"),
      PageDown: () => dispatch("previousEpoch"),
      Home: () => dispatch("first"),
      End: () => dispatch("last"),
    };
    const verb = verbs[event.key];
    if (!verb) return;
    event.preventDefault();
    event.stopPropagation();
    verb();
  });

  /** @param {TrainScreen} screen */
  function mark({ run, state: { request } }) {
    if (flagged === request) return;
    flagged = request;
    const { steps, batches_per_epoch } = run.header;
    const epochs = Math.ceil(steps / Math.max(1, batches_per_epoch));
    track.style.setProperty("--epoch", epochs > MOST_MARKS ? "100%" : percent(1 / Math.max(1, epochs)));
    flags.replaceChildren(
      ...eventsOf(request).map((event) =>
        flagOf(event, steps, context, () => dispatch("seek", run.frameOf(event.step))),
      ),
    );
  }

  /** @param {TrainScreen} screen */
  function place(screen) {
    const { run, at, answer } = screen;
    shown = screen;
    // Neither moves anything else on the page.
    const share = percent(shareOf(run, at));
    head.style.setProperty(
      "transform",
      `translateX(calc(${share} - ${(HEAD * shareOf(run, at)).toFixed(2)}px))`,
    );
    done.style.setProperty("transform", `translateX(calc(${share} - 100%))`);
    const all = percent(shareOf(run, answer.count - 1));
    if (come.style.inlineSize !== all) come.style.setProperty("inline-size", all);
  }

  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      place(screen);
      mark(screen);
      setAttribute(slider, "aria-valuemax", screen.answer.count - 1);
      setAttribute(slider, "aria-valuenow", screen.at);
      setAttribute(slider, "aria-valuetext", placeText(screen, t));
    },
    animate: () => {},
    count: place,
  };
}

/** @param {RunEvent} event @param {number} steps @param {Context} context @param {() => void} go */
function flagOf(event, steps, context, go) {
  const text = context.t("training.event_at", { step: event.step, change: eventText(event, context) });
  const flag = element(
    "button",
    { type: "button", class: "run-flag", title: text, "aria-label": text, onclick: go },
    "⚑",
  );
  flag.style.setProperty("left", percent(event.step / Math.max(1, steps)));
  return flag;
}
