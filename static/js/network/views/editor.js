// The editor of everything in the request, in one section for each subject; to add a section, write its file
// in editor/ and one line here. Menus come from the catalog alone.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { element } from "../../draw/dom.js";
import { inMenuWords, linkFocus, showFocus, showRefusal } from "../../panels/number.js";
import { dataSection } from "./editor/data.js";
import { layersSection } from "./editor/layers.js";
import { presetSection } from "./editor/preset.js";
import { sliceSection } from "./editor/slice.js";
import { trainingSection } from "./editor/training.js";
import { weightsSection } from "./editor/weights.js";

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  const { t, catalog } = context;
  const preset = presetSection(context);
  const columns = [
    layersSection(context),
    trainingSection(context),
    dataSection(context),
    sliceSection(context),
  ];
  const weights = weightsSection(context);
  root.replaceChildren(
    element("h2", {}, t("editor.title")),
    preset.root,
    element("div", { class: "editor-columns" }, ...columns.map((section) => section.root)),
    weights.root,
  );
  linkFocus(root, context);
  const sections = [preset, ...columns, weights];
  return {
    /** @param {Screen} screen */
    update(screen) {
      for (const section of sections) section.update(screen);
      const { problem } = screen;
      const refusal = problem ? (problem.problems?.[0]?.msg ?? problem.detail) : "";
      showRefusal(root, screen, inMenuWords(refusal, catalog));
      showFocus(root, screen);
    },
  };
}
