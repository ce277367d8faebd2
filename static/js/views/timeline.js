// One segment per step, coloured by its phase. Click, drag or arrow keys: any place is one jump away.
/** @import { Context, PageScreen, Phase, Step, View } from "../types.js" */
import { element, setAttribute } from "../dom.js";
import { groupStart, nextPosition, previousPosition } from "../frame.js";

/** From so many steps on the segments stand without gaps. */
const DENSE = 90;

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, { dispatch, t }) {
  const track = element("div", { class: "track", "aria-hidden": "true" });
  const head = element("div", { class: "head", "aria-hidden": "true" });
  const slider = element("div", { class: "slider", role: "slider", tabindex: 0, "data-key": "timeline", "aria-label": t("timeline.label"), "aria-valuemin": 0 }, track, head);
  const labels = element("div", { class: "phases", "aria-hidden": "true" });
  root.replaceChildren(slider, labels);
  /** @type {Step[]} */
  let steps = [];
  /** @type {PageScreen | null} */
  let shown = null;

  /** @param {PointerEvent} event */
  const seek = (event) => {
    const box = track.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    dispatch("seek", part <= 0 ? 0 : Math.min(steps.length, Math.floor(part * steps.length) + 1));
  };
  slider.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    slider.setPointerCapture(event.pointerId);
    seek(event);
  });
  slider.addEventListener("pointermove", (event) => {
    if (slider.hasPointerCapture(event.pointerId)) seek(event);
  });
  slider.addEventListener("keydown", (event) => {
    if (!shown) return;
    const { position, grouping } = shown.state;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowRight: nextPosition(steps, position, grouping), ArrowUp: nextPosition(steps, position, grouping),
      ArrowLeft: previousPosition(steps, position, grouping), ArrowDown: previousPosition(steps, position, grouping),
      PageUp: nextPosition(steps, position, "phase"), PageDown: previousPosition(steps, position, "phase"),
      Home: 0, End: steps.length,
    };
    const to = targets[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    dispatch("seek", to);
  });

  /** @param {Step[]} fresh */
  function rebuild(fresh) {
    steps = fresh;
    track.classList.toggle("dense", steps.length > DENSE);
    track.replaceChildren(...steps.map((step) => element("span", { class: "segment", "data-phase": step.phase })));
    /** @type {{phase: Phase, count: number}[]} */
    const phases = [];
    for (const { phase } of steps) {
      const last = phases.at(-1);
      if (last?.phase === phase) last.count += 1;
      else phases.push({ phase, count: 1 });
    }
    labels.replaceChildren(...phases.map(({ phase, count }) => {
      const label = element("span", { "data-phase": phase }, t(`phase.${phase}`));
      label.style.setProperty("flex-grow", String(count));
      return label;
    }));
  }

  /** @param {PageScreen} screen */
  function place(screen) {
    const { position, t: way } = screen.frame;
    const from = groupStart(steps, position, screen.state.grouping);
    const at = position === 0 ? 0 : from + (position - from) * way;
    head.style.setProperty("left", `${steps.length === 0 ? 0 : (100 * at) / steps.length}%`);
  }

  return {
    /** @param {PageScreen} screen */
    update(screen) {
      shown = screen;
      if (steps !== screen.steps) rebuild(screen.steps);
      const { position } = screen.frame;
      const from = position === 0 ? 0 : groupStart(steps, position, screen.state.grouping);
      [...track.children].forEach((segment, n) => {
        setAttribute(segment, "data-state", n >= position ? "ahead" : n >= from ? "here" : "done");
        setAttribute(segment, "title", null);
      });
      setAttribute(slider, "aria-valuemax", steps.length);
      setAttribute(slider, "aria-valuenow", position);
      const step = steps[position - 1];
      setAttribute(slider, "aria-valuetext", step
        ? t("timeline.at", { position, count: steps.length, phase: t(`phase.${step.phase}`), title: screen.subject.shortTitle(step) })
        : t("timeline.start", { count: steps.length }));
      for (const label of labels.children) label.classList.toggle("here", label.getAttribute("data-phase") === screen.frame.phase);
      place(screen);
    },
    animate: place,
  };
}
