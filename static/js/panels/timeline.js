// One segment per step, coloured by its phase; of very many steps one band. Click, drag or arrow keys: any place
// is one jump away.
/** @import { Context, PageScreen, Phase, Step, View } from "../core/types.js" */
import { at } from "../core/at.js";
import { element, setAttribute } from "../draw/dom.js";
import { listenToScrubs } from "../core/browser/drag.js";
import { groupStart, nextPosition, previousPosition } from "../core/frame.js";

/** From so many steps on there are no gaps between the segments. */
const DENSE = 90;
/** From so many on they are one band, drawn three times: what is ahead, what is done, the current step. */
const BAND = 400;
const STATES = ["ahead", "done", "here"];

/** How many steps of one phase follow each other. @param {readonly Step[]} steps */
function phasesOf(steps) {
  /** @type {{phase: Phase, count: number}[]} */
  const phases = [];
  for (const { phase } of steps) {
    const last = phases.at(-1);
    if (last?.phase === phase) last.count += 1;
    else phases.push({ phase, count: 1 });
  }
  return phases;
}
/**
 * The phases as one background: every colour from its first step to its last.
 * @param {{phase: Phase, count: number}[]} phases
 * @param {number} total
 */
function bandOf(phases, total) {
  let from = 0;
  const stops = phases.map(({ phase, count }) => {
    const start = from;
    from += count;
    return `var(--phase-${phase}) ${(100 * start) / total}% ${(100 * from) / total}%`;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}

/**
 * @typedef {object} Timeline
 * @property {HTMLElement} track
 * @property {HTMLElement} head marks where the motion is
 * @property {HTMLElement} slider
 * @property {HTMLElement} labels the phases below the track
 * @property {Step[]} steps the steps that the track was built for
 * @property {PageScreen | null} shown
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const timeline = build(root, context);
  listen(timeline, context);
  return {
    /** @param {PageScreen} screen */
    update: (screen) => update(timeline, screen, context),
    /** @param {PageScreen} screen */
    animate: (screen) => placeHead(timeline, screen),
  };
}

/** The line of all steps: a slider around what is drawn of them.
 * @param {Pick<Context<any, any>, "t">} context @param {...Node} parts */
export const stepSlider = ({ t }, ...parts) =>
  element(
    "div",
    {
      class: "slider",
      role: "slider",
      tabindex: 0,
      "data-key": "timeline",
      "aria-label": t("timeline.label"),
      "aria-valuemin": 0,
    },
    ...parts,
  );

/** @param {HTMLElement} root @param {Context} context @returns {Timeline} */
function build(root, context) {
  const track = element("div", { class: "track", "aria-hidden": "true" });
  const head = element("div", { class: "head", "aria-hidden": "true" });
  const slider = stepSlider(context, track, head);
  const labels = element("div", { class: "phases", "aria-hidden": "true" });
  root.replaceChildren(slider, labels);
  return { track, head, slider, labels, steps: [], shown: null };
}

/** @param {Timeline} timeline @param {Context} context */
function listen(timeline, { dispatch }) {
  const { slider, track } = timeline;
  /** @param {PointerEvent} event */
  const seek = (event) => {
    const box = track.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    const count = timeline.steps.length;
    dispatch("seek", part <= 0 ? 0 : Math.min(count, Math.floor(part * count) + 1));
  };
  listenToScrubs(slider, seek);
  slider.addEventListener("keydown", (event) => {
    if (!timeline.shown) return;
    const target = keyTarget(event.key, timeline.steps, timeline.shown);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    dispatch("seek", target);
  });
}

/**
 * The position that a key goes to.
 * @param {string} key
 * @param {Step[]} steps
 * @param {PageScreen} screen
 * @returns {number | undefined}
 */
function keyTarget(key, steps, { state: { position, grouping } }) {
  /** @type {Record<string, number>} */
  const targets = {
    ArrowRight: nextPosition(steps, position, grouping),
    ArrowUp: nextPosition(steps, position, grouping),
    ArrowLeft: previousPosition(steps, position, grouping),
    ArrowDown: previousPosition(steps, position, grouping),
    PageUp: nextPosition(steps, position, "phase"),
    PageDown: previousPosition(steps, position, "phase"),
    Home: 0,
    End: steps.length,
  };
  return targets[key];
}

/** @param {Timeline} timeline @param {Step[]} steps @param {Context} context */
function rebuild(timeline, steps, { t }) {
  const { track, labels } = timeline;
  timeline.steps = steps;
  const phases = phasesOf(steps);
  const banded = steps.length > BAND;
  track.classList.toggle("dense", steps.length > DENSE);
  track.classList.toggle("band", banded);
  track.replaceChildren(
    ...(banded
      ? STATES.map((state) => element("span", { class: "segment", "data-state": state }))
      : steps.map((step) => element("span", { class: "segment", "data-phase": step.phase }))),
  );
  if (banded) track.style.setProperty("--phases", bandOf(phases, steps.length));
  labels.replaceChildren(
    ...phases.map(({ phase, count }) => {
      const label = element("span", { "data-phase": phase }, t(`phase.${phase}`));
      label.style.setProperty("flex-grow", String(count));
      return label;
    }),
  );
}

/**
 * Clips the three copies of the band to what is ahead, done and here.
 * @param {Timeline} timeline
 * @param {number} from
 * @param {number} to
 */
function clipBand({ track, steps }, from, to) {
  const edges = [
    [to, steps.length],
    [0, from],
    [from, to],
  ];
  [...track.children].forEach((part, n) => {
    const [start = 0, end = 0] = at(edges, n);
    /** @type {HTMLElement} */ (part).style.setProperty(
      "clip-path",
      `inset(0 ${100 - (100 * end) / steps.length}% 0 ${(100 * start) / steps.length}%)`,
    );
  });
}

/** @param {Timeline} timeline @param {PageScreen} screen */
function placeHead({ head, steps }, { frame: { position, t }, state }) {
  const from = groupStart(steps, position, state.grouping);
  const reached = position === 0 ? 0 : from + (position - from) * t;
  head.style.setProperty("left", `${steps.length === 0 ? 0 : (100 * reached) / steps.length}%`);
}

/** The position in words. @param {PageScreen} screen @param {Context["t"]} t */
export function placeText({ frame: { position }, steps, explainer }, t) {
  if (explainer.counted) return explainer.counted.place;
  const step = steps[position - 1];
  if (steps.length === 0) return "";
  if (!step) return t("timeline.start", { count: steps.length });
  const [phase, title] = [t(`phase.${step.phase}`), explainer.shortTitle(step)];
  return t("timeline.at", { position, count: steps.length, phase, title });
}

/** @param {Timeline} timeline @param {PageScreen} screen @param {Context} context */
function update(timeline, screen, context) {
  const { t } = context;
  timeline.shown = screen;
  if (timeline.steps !== screen.steps) rebuild(timeline, screen.steps, context);
  const { track, slider, labels, steps } = timeline;
  const { position } = screen.frame;
  const from = position === 0 ? 0 : groupStart(steps, position, screen.state.grouping);
  if (steps.length > BAND) clipBand(timeline, from, position);
  else
    [...track.children].forEach((segment, n) =>
      setAttribute(segment, "data-state", n >= position ? "ahead" : n >= from ? "here" : "done"),
    );
  setAttribute(slider, "aria-valuemax", steps.length);
  setAttribute(slider, "aria-valuenow", position);
  setAttribute(slider, "aria-valuetext", placeText(screen, t));
  for (const label of labels.children)
    label.classList.toggle("here", label.getAttribute("data-phase") === screen.frame.phase);
  placeHead(timeline, screen);
}
