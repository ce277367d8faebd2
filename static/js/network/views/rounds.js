// The rounds in the player: the loss of every round as a small line; one more, many more, back to the first. The
// buttons are last, at the end of the row, and stay in their place when the line appears.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { lossCurve } from "./losses/curve.js";
import { roundButtons } from "./losses/rounds.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const parts = [lossCurve(context), roundButtons(context)];
  root.replaceChildren(...parts.map((part) => part.root));
  return {
    /** @param {Screen} screen */
    update(screen) {
      for (const part of parts) part.update(screen);
    },
  };
}
