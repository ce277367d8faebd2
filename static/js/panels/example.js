// The choice of an example, and the way back to it after edits.
/** @import { Context, Key, PageScreen, View } from "../core/types.js" */
import { sameRequest } from "../core/editing.js";
import { element, setAttribute, setOptions, setText } from "../draw/dom.js";
import { withOwn } from "./choices.js";

/**
 * @typedef {object} Example
 * @property {string} value its name
 * @property {string} text what the menu calls it
 * @property {object} request
 */

/**
 * The view of a tool's examples.
 * @param {(context: Context<any, any>) => Example[]} examplesOf
 * @param {Key} own what the menu calls what is none of them
 * @param {object} [options]
 * @param {(a: any, b: any) => boolean} [options.same] whether two requests show the same
 * @param {(context: Context<any, any>) => Node[]} [options.more] what stands beside the menu
 * @param {(screen: any, context: Context<any, any>) => string} [options.noteOf] a sentence on the example as shown
 */
export const exampleMenu =
  (examplesOf, own, { same = sameRequest, noteOf = () => "", more = () => [] } = {}) =>
  /** @param {HTMLElement} root @param {Context<any, any>} context @returns {View} */
  (root, context) => {
    const { dispatch, t } = context;
    const examples = examplesOf(context);
    const menu = element("select", {
      "data-key": "preset",
      "data-field": "preset",
      "aria-label": t("editor.preset"),
      onchange: () => dispatch("loadPreset", menu.value),
    });
    const back = element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": "preset-back",
        title: t("editor.back_to_preset"),
        "aria-label": t("editor.back_to_preset"),
        onclick: () => dispatch("loadPreset", menu.value),
      },
      "⟲",
      element("span", {}, t("editor.restore")),
    );
    const note = element("p", { class: "hint", "data-key": "preset-note" });
    root.replaceChildren(menu, back, ...more(context), note);
    return {
      /** @param {PageScreen<any, any>} screen */
      update(screen) {
        const { state } = screen;
        setOptions(menu, withOwn(examples, state.preset, t(own)), state.preset);
        const original = examples.find(({ value }) => value === state.preset)?.request;
        const differs = original !== undefined && !same(original, state.request);
        // Out of sight it keeps its room: what stands beside it does not move.
        setAttribute(back, "data-absent", !differs);
        setText(note, original !== undefined && !differs ? noteOf(screen, context) : "");
        note.hidden = note.textContent === "";
      },
    };
  };
