// The views of a tool: mounted into their places, and drawn once for each change or frame of a motion.
/** @import { Context, PageModel, PageScreen, View, ViewModule } from "./types.js" */
import { isRefused } from "./editing.js";

/**
 * @param {HTMLElement} root holds a `[data-view]` for each view; its data attributes show the state of the views
 * @param {Record<string, ViewModule<any, any, any>>} modules by the name of their place
 * @param {Context<any, any>} context
 * @param {{model: () => PageModel, screen: (model: PageModel) => PageScreen}} source
 */
export function createViews(root, modules, context, source) {
  /** @type {View[]} */
  let views = [];
  let scheduled = false;

  /** Updates every view in the next microtask, once for any number of changes. */
  function update() {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      const model = source.model();
      root.dataset["pending"] = String(model.pending);
      if (!model.answer) return;
      root.dataset["stale"] = String(model.answer.request !== model.state.request && !isRefused(model));
      const screen = source.screen(model);
      for (const view of views) view.update(screen);
      root.dataset["ready"] = "true";
      root.dataset["position"] = String(screen.state.position);
    });
  }

  function animate() {
    const model = source.model();
    if (!model.answer) return;
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

  return { update, animate, mount };
}
