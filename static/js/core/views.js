// The views of a tool: mounted into their places, and drawn once for each change or frame of a motion.
/** @import { Context, PageModel, PageScreen, Problem, View, ViewModule } from "./types.js" */
import { isRefused } from "./editing.js";
import { problemText } from "./problems.js";

/** While steps run by, what does not move with them is updated after so many milliseconds: it could not be read. */
const CALM = 500;

/** Says in the place of a picture that was never drawn why it is missing, with a button that asks for it again.
 * @param {HTMLElement} root @param {Pick<Context<any, any>, "t" | "dispatch">} context */
function createFailure(root, { t, dispatch }) {
  /** @type {HTMLElement | null} */
  let shown = null;
  return {
    /** @param {Problem | null} problem */
    show(problem) {
      shown?.remove();
      shown = null;
      if (problem === null) return;
      const sentence = document.createElement("p");
      sentence.textContent =
        problem.status === 0 && !problem.isForeign ? t("page.not_loaded") : problemText(problem, t);
      const button = document.createElement("button");
      button.type = "button";
      button.dataset["key"] = "try-again";
      button.textContent = t("control.retry");
      button.addEventListener("click", () => dispatch("retry"));
      shown = document.createElement("div");
      shown.className = "failure";
      shown.setAttribute("role", "alert");
      shown.append(sentence, button);
      (root.querySelector("main") ?? root).prepend(shown);
    },
  };
}

/**
 * @param {HTMLElement} root holds a `[data-view]` for each view; its data attributes show the state of the views
 * @param {Record<string, ViewModule<any, any, any>>} modules by the name of their place
 * @param {Context<any, any>} context
 * @param {{model: () => PageModel, screen: (model: PageModel) => PageScreen, flowing?: () => boolean}} source
 * `flowing`: steps run by too fast to be read
 */
export function createViews(root, modules, context, source) {
  /** @type {View[]} */
  let views = [];
  let scheduled = false;
  let held = false;
  /** When the views that do not move were last updated. */
  let updated = -Infinity;
  const failure = createFailure(root, context);

  /** Updates every view in the next microtask, once for any number of changes. */
  function update() {
    if (scheduled || held) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      if (held) return;
      const model = source.model();
      root.dataset["pending"] = String(model.pending);
      failure.show(model.answer === null && !model.pending ? model.problem : null);
      if (!model.answer) return;
      root.dataset["stale"] = String(model.answer.request !== model.state.request && !isRefused(model));
      const screen = source.screen(model);
      const now = performance.now();
      const isCalm = source.flowing?.() === true && now - updated < CALM;
      for (const view of views) if (!isCalm || view.animate) view.update(screen);
      if (!isCalm) updated = now;
      root.dataset["ready"] = "true";
      root.dataset["position"] = String(screen.state.position);
    });
  }

  /** Draws every view at once and keeps it so until `release`. @param {PageModel} model with an answer */
  function hold(model) {
    held = true;
    const screen = source.screen(model);
    for (const view of views) view.update(screen);
    return screen;
  }

  /** Goes back to the present model. */
  function release() {
    held = false;
    update();
  }

  function animate() {
    const model = source.model();
    if (!model.answer || held) return;
    const screen = source.screen(model);
    for (const view of views) view.animate?.(screen);
  }

  /** Builds every view anew, as after a change of language; the focus returns to the same control. */
  function mount() {
    // A key is unique within its panel.
    const held = document.activeElement?.closest("[data-view]");
    const panel = held && root.contains(held) ? held.getAttribute("data-view") : null;
    const focused = panel === null ? null : document.activeElement?.getAttribute("data-key");
    views = [];
    for (const place of root.querySelectorAll("[data-view]")) {
      const view = modules[place.getAttribute("data-view") ?? ""];
      if (view && place instanceof HTMLElement) {
        place.replaceChildren();
        views.push(view.mount(place, context));
      }
    }
    update();
    if (!focused) return;
    // The views draw in the next microtask; what they made can take the focus after it.
    queueMicrotask(() => {
      /** @type {HTMLElement | null} */ (
        root.querySelector(`[data-view="${panel}"] [data-key="${focused}"]`)
      )?.focus();
    });
  }

  return { update, hold, release, animate, mount };
}
