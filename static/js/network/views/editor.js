// The editor of everything in the request: in the rail a tab for the network, one for the data and one for the
// training, each with its sections; to add a section, write its file in editor/ and one line here. Menus come from
// the catalog alone.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Section } from "./editor/section.js" */
import { inMenuWords, linkFocus, showFocus, showRefusal } from "../../panels/number.js";
import { dataSection } from "./editor/data.js";
import { layersSection } from "./editor/layers.js";
import { sliceSection } from "./editor/slice.js";
import { trainingSection } from "./editor/training.js";
import { weightsSection } from "./editor/weights.js";

/** A view of sections. @param {readonly ((context: Context) => Section)[]} makers */
const editorOf = (makers) => ({
  /** @param {HTMLElement} root @param {Context} context @returns {View} */
  mount(root, context) {
    const sections = makers.map((make) => make(context));
    root.classList.add("editor");
    root.replaceChildren(...sections.map((section) => section.root));
    linkFocus(root, context);
    return {
      /** @param {Screen} screen */
      update(screen) {
        for (const section of sections) section.update(screen);
        const { problem } = screen;
        const refusal = problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "";
        showRefusal(root, screen, refusal === "" ? refusal : inMenuWords(refusal, context.catalog));
        showFocus(root, screen);
      },
    };
  },
});

export const network = editorOf([layersSection, weightsSection]);
export const data = editorOf([dataSection]);
export const training = editorOf([trainingSection, sliceSection]);
