// Saving the run on the screen as a record, and opening one, also by dropping it onto the page.
/** @import { ToolHandle } from "../../../core/types.js" */
/** @import { Model } from "../../state.js" */
/** @import { TrainVerbs } from "../../types.js" */
import { saveFile } from "../../../core/browser/save_file.js";
import { Unreadable } from "../../../core/url_hash.js";
import { fromRecord, toRecord } from "../../runs/record.js";

/** A record has no more than the parameters of the largest network. */
const MOST_BYTES = 32e6;

/** @typedef {ToolHandle<Model, TrainVerbs>} Page */

/** @param {Page} page */
function saveRecord({ model: { answer, state } }) {
  if (answer === null) return;
  const { version = "" } = document.documentElement.dataset;
  const made = { version, date: new Date().toISOString(), link: location.href };
  const text = toRecord(answer.base ?? answer.run, answer.request, made);
  saveFile(`deltaflow-run-${state.preset || "own"}.json`, "application/json", text);
}

/** @param {Page} page @param {File} file */
async function openRecord({ dispatch, model }, file) {
  try {
    if (file.size > MOST_BYTES) throw new Unreadable("training.no_record");
    const request = fromRecord(await file.text(), model.catalog);
    dispatch("setRequest", { field: "record", request });
    dispatch("say", { key: "training.opened_record", params: { name: file.name } });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    dispatch("say", { key: error.key, params: { ...error.params, name: file.name } });
  }
}

/** The commands for files; a record is also opened by dropping it anywhere on the page. @param {Page} page */
export function filesOf(page) {
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const file = [...(event.dataTransfer?.files ?? [])].find(({ name }) => name.endsWith(".json"));
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    void openRecord(page, file);
  });
  return {
    save: () => saveRecord(page),
    openFile: (/** @type {File} */ file) => void openRecord(page, file),
  };
}
