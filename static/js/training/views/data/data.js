// The data: which set, with what parameters, or the reader's own points.
/** @import { View } from "../../../core/types.js" */
/** @import { Context, TrainScreen } from "../../types.js" */
import { problemText } from "../../../core/problems.js";
import { showRefusal } from "../../../panels/number.js";
import { isOwn } from "../../data/fitting.js";
import { ownSection } from "./own.js";
import { setParameters } from "./parameters.js";
import { setChooser } from "./sets.js";
import { targetSentence } from "./target.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const chooser = setChooser(context);
  const target = targetSentence(context);
  const parameters = setParameters(context);
  const own = ownSection(context);
  root.classList.add("editor", "train-rail");
  root.replaceChildren(chooser.root, parameters.root, own.root, target.root);
  return {
    /** @param {TrainScreen} screen */
    update(screen) {
      const { data } = screen.state.request;
      chooser.update(screen);
      target.update(screen);
      parameters.root.hidden = isOwn(data);
      own.root.hidden = !isOwn(data);
      own.update(screen);
      if (!isOwn(data)) parameters.update(screen);
      const { problem } = screen;
      showRefusal(root, screen, problem ? problemText(problem, context.t) : "");
    },
  };
}
