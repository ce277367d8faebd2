// What is practised on the network of a page, in its place: one way at a time, as the state says.
/** @import { View } from "../../../core/types.js" */
/** @import { Screen } from "../../types.js" */
/** @import { AskContext } from "./ask.js" */
import { buildAct } from "./act.js";
import { buildAsk } from "./ask.js";
import { settingOf } from "../../practice/setting.js";

/** @typedef {View<Screen> & {close?: () => void}} Way `close`: it is left */
/** @type {Record<string, (root: HTMLElement, context: AskContext) => Way>} */
const WAYS = { ask: buildAsk, act: buildAct };

/** @param {HTMLElement} root @param {AskContext} context @returns {View<Screen>} */
export function buildPractice(root, context) {
  let mode = "";
  /** @type {Way | null} */
  let view = null;
  return {
    update(screen) {
      const now = settingOf(screen.state.practice)?.mode ?? "";
      if (now !== mode) {
        mode = now;
        view?.close?.();
        root.replaceChildren();
        context.dispatch("practise", { next: () => null, open: null });
        view = WAYS[mode]?.(root, context) ?? null;
      }
      view?.update(screen);
    },
  };
}
