// The views of a tool: mounted into their places, and drawn once for each change or frame of a motion.
/** @import { Context, PageModel, PageScreen, Problem, ViewModule } from "./types.js" */
import { createPlaces, watchPage } from "./browser/places.js";
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

/** An edit is drawn with its answer, or after so many milliseconds without one. */
const SOON = 100;
/** An answer that takes longer than this, in milliseconds, is waited for visibly. */
const LATE = 500;

/** The time between an edit and its answer.
 * @param {HTMLElement} root whose `data-late` says that it is long: "stale" where what is shown is the answer to
 * another request, else "pending" @param {() => void} update called when an edit must be drawn without its answer */
function createWait(root, update) {
  /** The answer that the views show. @type {unknown} */
  let shown = null;
  /** Since when they wait for the next one. @type {number | null} */
  let since = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let late;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;

  /** Shows that an answer is late. @param {PageModel} model
   * @param {boolean} isStale the answer on the screen is that to another request */
  function show(model, isStale) {
    const isWaiting = model.pending || isStale;
    if (!isWaiting || model.answer !== shown) {
      clearTimeout(late);
      late = undefined;
      delete root.dataset["late"];
    }
    if (isWaiting)
      late ??= setTimeout(() => {
        root.dataset["late"] = root.dataset["stale"] === "true" ? "stale" : "pending";
      }, LATE);
  }

  /** Whether the next answer may come so soon that an edit is drawn with it, once instead of twice.
   * @param {PageModel} model @param {boolean} isStale */
  function isShort(model, isStale) {
    if (!model.pending || !isStale || model.answer !== shown) {
      clearTimeout(soon);
      soon = undefined;
      since = null;
      return false;
    }
    since ??= performance.now();
    const left = since + SOON - performance.now();
    if (left > 0) soon ??= setTimeout(update, left);
    return left > 0;
  }

  return {
    show,
    isShort,
    /** @param {unknown} answer */
    drawn: (answer) => {
      shown = answer;
    },
  };
}

/** The steps have come to rest when nobody has gone on for so many milliseconds. */
const REST = 150;

/** A reader who drags through the steps. @param {() => void} update called when the steps have come to rest */
function createPassing(update) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let rest;
  return {
    get isOn() {
      return rest !== undefined;
    },
    /** The steps go by, now and for a moment. */
    pass() {
      clearTimeout(rest);
      rest = setTimeout(() => {
        rest = undefined;
        update();
      }, REST);
    },
  };
}

/**
 * @param {HTMLElement} root holds a `[data-view]` for each view; its data attributes show the state of the views
 * @param {Record<string, ViewModule<any, any, any>>} modules by the name of their place
 * @param {Context<any, any>} context
 * @param {{model: () => PageModel, screen: (model: PageModel) => PageScreen, countEvery?: number | undefined,
 * asks?: ((model: any) => boolean) | undefined}} source `asks`: a model is asked for, so that its answer is waited for
 * `countEvery`: while steps pass by, counts are written after so many milliseconds
 */
export function createViews(root, modules, context, source) {
  let scheduled = false;
  let held = false;
  /** When the views that do not move were last updated. */
  let updated = -Infinity;
  let counted = -Infinity;
  const wait = createWait(root, () => update());
  const passing = createPassing(() => update());
  const current = () => {
    const model = source.model();
    return model.answer && !held && !scheduled ? source.screen(model) : null;
  };
  const places = createPlaces(current, (told) => watchPage(document, told));
  const failure = createFailure(root, context);

  /** Updates the views on the screen in the next microtask, once for any number of changes; while a reader drags
   * through the steps in the next frame, once for any number of moves. */
  function update() {
    if (scheduled || held) return;
    scheduled = true;
    const soon = passing.isOn ? requestAnimationFrame : queueMicrotask;
    soon(() => {
      scheduled = false;
      if (held) return;
      const model = source.model();
      root.dataset["pending"] = String(model.pending);
      failure.show(model.answer === null && !model.pending ? model.problem : null);
      if (!model.answer) return;
      const isStale = model.answer.request !== model.state.request && !isRefused(model);
      root.dataset["stale"] = String(isStale);
      root.toggleAttribute("data-outdated", isRefused(model));
      wait.show(model, isStale && source.asks?.(model) !== false);
      if (wait.isShort(model, isStale)) return;
      wait.drawn(model.answer);
      const screen = source.screen(model);
      const now = performance.now();
      const isCalm = screen.passing && now - updated < CALM;
      places.update(screen, isCalm ? "moving" : "seen");
      if (!isCalm) updated = now;
      if (!isCalm || now - counted >= (source.countEvery ?? 0)) {
        if (isCalm) places.count(screen);
        counted = now;
      }
      root.dataset["ready"] = "true";
      root.dataset["position"] = String(screen.state.position);
    });
  }

  /** Draws every view at once and keeps it so until `release`. @param {PageModel} model with an answer */
  function hold(model) {
    held = true;
    const screen = source.screen(model);
    places.update(screen, "all");
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
    places.animate(source.screen(model));
  }

  /** Builds every view anew, as after a change of language; the focus returns to the same control. */
  function mount() {
    // A key is unique within its panel.
    const held = document.activeElement?.closest("[data-view]");
    const panel = held && root.contains(held) ? held.getAttribute("data-view") : null;
    const focused = panel === null ? null : document.activeElement?.getAttribute("data-key");
    places.set(
      [...root.querySelectorAll("[data-view]")].flatMap((place) => {
        const module = modules[place.getAttribute("data-view") ?? ""];
        if (!module || !(place instanceof HTMLElement)) return [];
        place.replaceChildren();
        return [{ place, view: module.mount(place, context) }];
      }),
    );
    update();
    if (!focused) return;
    // The views draw in the next microtask; what they made can take the focus after it.
    queueMicrotask(() => {
      /** @type {HTMLElement | null} */ (
        root.querySelector(`[data-view="${panel}"] [data-key="${focused}"]`)
      )?.focus();
    });
  }

  return {
    update,
    hold,
    release,
    animate,
    mount,
    pass: passing.pass,
    /** A reader drags through the steps. */
    get passing() {
      return passing.isOn;
    },
  };
}
