// The choice of a preset, and the way back to it after edits.
/** @import { Context } from "../../types.js" */
/** @import { Section } from "./section.js" */
import { element, setOptions, setText } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { menuWord } from "../../../core/names.js";
import { sameRequest } from "../../../core/editing.js";
import { withNone } from "../../../panels/choices.js";
import { labelled, menu } from "./section.js";

/** @param {Context} context @returns {Section} */
export function presetSection({ dispatch, t, find, catalog }) {
  const preset = menu("preset", "preset", (value) => dispatch("loadPreset", value));
  const back = element(
    "button",
    { type: "button", "data-key": "preset-back", onclick: () => dispatch("loadPreset", preset.value) },
    t("editor.back_to_preset"),
  );
  const changed = element("span", { class: "changed", hidden: true }, t("editor.changed"));
  const note = element("p", { class: "hint", "data-key": "preset-note" });
  return {
    root: element("div", { class: "editor-head" }, labelled(t("editor.preset"), preset), back, changed, note),
    update({ state, trace }) {
      const options = catalog.presets.map(({ name }) => ({
        value: name,
        text: find(`preset.${name}`, menuWord(name)),
      }));
      setOptions(preset, withNone(options, state.preset, t), state.preset);
      const original = catalog.presets.find(({ name }) => name === state.preset)?.request;
      const differs = original !== undefined && !sameRequest(original, state.request);
      back.disabled = !differs;
      changed.hidden = !differs;
      const isOriginal = original !== undefined && !differs && trace.request === state.request;
      setText(
        note,
        isOriginal && state.preset === "mazur"
          ? t("preset.note_mazur", { after: formatNumber(trace.loss_after) })
          : "",
      );
      note.hidden = note.textContent === "";
    },
  };
}
