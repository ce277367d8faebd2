// A tool in a frame of another page: its link to the whole page, and what it tells the page around it. Which views it
// has is in templates/embed.html.
/** @import { Context, PageScreen, View } from "../core/types.js" */
/** @import { ToolSpec } from "../core/tool.js" */
import { url } from "../core/url_hash.js";
import { createMessages } from "./messages.js";

/** The same tool with the view `[data-view="embed"]`. @param {ToolSpec<any, any>} spec @returns {ToolSpec<any, any>} */
export const embedded = (spec) => ({
  ...spec,
  views: { ...spec.views, embed: { mount: (root, context) => mount(root, context, spec) } },
});

/** One for the page, however often its views are built. @type {ReturnType<typeof createMessages> | null} */
let messages = null;
/** @type {Context<any, any>["dispatch"]} */
let dispatch = () => {};

/** @param {HTMLElement} _root holds nothing @param {Context<any, any>} context @param {ToolSpec<any, any>} spec
 * @returns {View} */
function mount(_root, context, spec) {
  dispatch = context.dispatch;
  const said = (messages ??= begin());
  const link = /** @type {HTMLAnchorElement | null} */ (document.querySelector('[data-key="whole-page"]'));
  const practice = document.querySelector('[data-view="practice"]');
  return {
    /** @param {PageScreen & {state: {practice?: string | undefined}}} screen */
    update(screen) {
      const { state, steps, frame, pending, problem } = screen;
      practice?.toggleAttribute("hidden", state.practice === undefined);
      // What is refused, or not answered yet, is no state to open.
      if (link && !pending && problem === null)
        link.href = `${url(spec.page)}?lang=${context.language()}#${spec.encode(state, context.catalog)}`;
      said.say("ready", { steps: steps.length });
      const [step] = frame.active;
      said.say("step", { step: frame.position, steps: steps.length, phase: step?.phase ?? null });
    },
  };
}

/** The messages of the page, and its height from now on. */
function begin() {
  const begun = createMessages(window, (step) => dispatch("seek", step));
  const { body } = document;
  // A backward pass that was done by hand (network/views/practice/act.js).
  body.addEventListener("solved", (event) =>
    begun.say("solved", /** @type {CustomEvent<Record<string, number>>} */ (event).detail),
  );
  new ResizeObserver(() => {
    begun.say("height", { height: Math.ceil(body.getBoundingClientRect().height) });
  }).observe(body);
  return begun;
}
