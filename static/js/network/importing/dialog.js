// The layers that were found in a file, before the reader takes them; or why there are none.
/** @import { Key } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
/** @import { Imported } from "./imported.js" */
import { at } from "../../core/at.js";
import { element, setOptions, setText } from "../../draw/dom.js";
import { labelled, menu, optionsOf } from "../../panels/fields.js";
import { outputFor, requestOfImport, samplesFit, withActivations } from "./imported.js";
import { lossOf } from "../own_network.js";

/** The notices of what was assumed, by what their codes have, and what replaces it. */
const ASSUMED = /** @type {const} */ ([
  [".loss", "loss"],
  [".activation", "activations"],
]);
/** Of the table of layers. @type {Key[]} */
const HEADINGS = ["import_model.layer", "import_model.shape", "import_model.activation"];

/** Opens a dialog that is gone once it is closed. @param {HTMLElement} root @param {string} key
 * @param {...HTMLElement} parts of its form */
function openDialog(root, key, ...parts) {
  const dialog = element(
    "dialog",
    { class: "own-network", "data-key": key, "aria-labelledby": `${key}-title` },
    element("form", { method: "dialog" }, ...parts),
  );
  dialog.addEventListener("close", () => dialog.remove());
  root.append(dialog);
  dialog.showModal();
  return dialog;
}

/** While the server reads a file; closing it is giving up. @param {HTMLElement} root @param {Context} context
 * @param {string} name of the file */
export const showReading = (root, { t }, name) =>
  openDialog(
    root,
    "import-reading",
    element("h2", { id: "import-reading-title" }, t("import_model.reading", { name })),
    element("div", { class: "own-foot" }, element("button", {}, t("import_model.cancel"))),
  );

/** Of a link that had no room for the weights. @param {HTMLElement} root @param {Context} context */
export const showLeftOut = (root, { t }) =>
  openDialog(
    root,
    "import-left-out",
    element("h2", { id: "import-left-out-title" }, t("import_model.left_out_title")),
    element("p", { role: "alert" }, t("import_model.left_out")),
    element("div", { class: "own-foot" }, element("button", { class: "primary" }, t("import_model.close"))),
  );

/** @param {HTMLElement} root @param {Context} context @param {string} name of the file @param {string} reason */
export function showRefusal(root, { t }, name, reason) {
  // Lines of a program may follow the sentence.
  const [sentence = "", ...lines] = reason.split("\n");
  openDialog(
    root,
    "import-refused",
    element("h2", { id: "import-refused-title" }, t("import_model.refused", { name })),
    element("p", { role: "alert" }, sentence),
    ...(lines.length > 0
      ? [element("pre", { class: "import-lines", translate: "no" }, lines.join("\n"))]
      : []),
    element("div", { class: "own-foot" }, element("button", { class: "primary" }, t("import_model.close"))),
  );
}

/** @param {HTMLElement} root @param {Context} context @param {string} name of the file @param {Imported} found
 * @param {Screen} shown */
export function showLayers(root, context, name, found, shown) {
  const { t, find, catalog, dispatch } = context;
  const { request } = shown.state;
  const activations = optionsOf(catalog.activations, "activation", find);
  const samples = element("li", {});
  // Of the output's activation and the loss, the one that was chosen last stays.
  const loss = menu("import-loss", "network.loss", () => {
    const output = at(chosen, chosen.length - 1);
    output.value = outputFor(catalog, loss.value, output.value);
    update();
  });
  const chosen = found.network.layers.map(({ activation }, l) => {
    const select = menu(`import-activation-${l}`, `network.layers.${l}.activation`, () => {
      const output = at(chosen, chosen.length - 1);
      if (select === output) loss.value = lossOf(catalog, output.value, loss.value);
      update();
    });
    select.setAttribute("aria-label", t("import_model.activation_of", { layer: l + 1 }));
    setOptions(select, activations, activation);
    return select;
  });
  setOptions(loss, optionsOf(catalog.losses, "loss", find), found.network.loss);
  const network = () =>
    withActivations(
      found.network,
      chosen.map(({ value }) => value),
      loss.value,
    );
  // The server calls a loss as requests do.
  const nameOfLoss = loss.selectedOptions[0]?.text ?? found.network.loss;
  const notices = found.notices.map((notice) => {
    const { code, text } = notice;
    const said = code.includes(".loss") ? text.replaceAll(found.network.loss, nameOfLoss) : text;
    return { notice, line: element("li", {}, said) };
  });
  const isChanged = {
    loss: () => loss.value !== found.network.loss,
    activations: () => found.network.layers.some(({ activation }, l) => at(chosen, l).value !== activation),
  };
  const update = () => {
    const fits = samplesFit(request, network(), catalog);
    setText(samples, t(fits ? "import_model.kept" : "import_model.new_samples"));
    // What was assumed, as long as nobody has chosen something else.
    for (const [code, of] of ASSUMED)
      for (const each of notices.filter(({ notice }) => notice.code.includes(code)))
        each.line.hidden = isChanged[of]();
  };
  const cancel = element("button", { type: "button", "data-key": "import-cancel" }, t("import_model.cancel"));
  const dialog = openDialog(
    root,
    "import",
    element("h2", { id: "import-title" }, t("import_model.title")),
    element("p", { class: "hint" }, t("import_model.about", { name })),
    layersTable(context, found, chosen),
    labelled(t("editor.loss"), loss),
    element("h3", {}, t("import_model.notices")),
    element("ul", { class: "import-notices" }, ...notices.map(({ line }) => line), samples),
    element(
      "div",
      { class: "own-foot" },
      cancel,
      element("button", { class: "primary", "data-key": "import-take" }, t("import_model.take")),
    ),
  );
  update();
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("submit", () => {
    dispatch("enterNetwork", requestOfImport(network(), request, catalog));
    dispatch("say", { key: "control.opened", params: { name } });
  });
}

/** @param {Context} context @param {Imported} found @param {readonly HTMLSelectElement[]} chosen */
const layersTable = ({ t }, found, chosen) =>
  element(
    "table",
    { class: "import-layers" },
    element(
      "thead",
      {},
      element("tr", {}, ...HEADINGS.map((key) => element("th", { scope: "col" }, t(key)))),
    ),
    element(
      "tbody",
      {},
      ...found.layers.map(({ name, shape }, l) =>
        element(
          "tr",
          {},
          element("td", {}, name),
          element("td", {}, shape.join(" × ")),
          element("td", {}, at(chosen, l)),
        ),
      ),
    ),
  );
