// The short form in which a reader enters a network: sizes, activations, loss, and the numbers by typing or pasting.
/** @import { Key } from "../../core/types.js" */
/** @import { Context, Screen, TraceRequest } from "../types.js" */
/** @import { Homework } from "../importing/homework.js" */
/** @import { Mistake, NumberTable, OwnForm } from "../own_network.js" */
import { at } from "../../core/at.js";
import { element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { labelled, menu, optionsOf } from "../../panels/fields.js";
import { numberInput } from "../../panels/number.js";
import { countOf, homeworkIn, isNetwork } from "../importing/homework.js";
import { formOf, lossOf, readTable, requestOf, sizesOf, sorted, tablesOf } from "../own_network.js";
import { isPreset } from "../permalink.js";
import { TYPED_LIMIT, parameterCount, writtenOut } from "../request.js";

/** What the form shows first. */
const START = { sizes: "2-3-1", rate: 0.5 };
/** The rows of a text field, between these. */
const MIN_ROWS = 2;
const MAX_ROWS = 6;

/** By the first letter of a table's name: what it is, and what is filled in where it is left empty.
 * @type {Record<string, {label: Key, empty: Key}>} */
const WORDS = {
  w: { label: "own.weights", empty: "own.drawn" },
  b: { label: "own.biases", empty: "own.zeros" },
  x: { label: "own.inputs", empty: "own.ones" },
  t: { label: "own.targets", empty: "own.no_target" },
};

/** @typedef {ReturnType<typeof buildHead>} Head */
/**
 * @typedef {object} TableField
 * @property {NumberTable} table
 * @property {HTMLElement} root
 * @property {HTMLTextAreaElement} text
 * @property {HTMLElement} says what is in it, or what is wrong with it
 */
/**
 * @typedef {object} OwnNetwork
 * @property {Context} context
 * @property {HTMLElement} root the place of the form
 * @property {Head} head
 * @property {HTMLElement} tables
 * @property {TableField[]} fields of the tables
 * @property {Map<string, string>} texts kept while the sizes change
 * @property {string} builtFor the sizes that the tables were built for
 * @property {TraceRequest | null} base the request whose numbers the form began with
 * @property {TraceRequest | null} holds the request on the screen that it holds
 * @property {HTMLElement} taken says what was taken from a text
 */

/** @typedef {ReturnType<typeof buildForm>} Form */

/** @param {HTMLElement} root @param {Context} context */
export function buildForm(root, context) {
  /** @type {OwnNetwork} */
  const own = {
    context,
    root,
    head: buildHead(context),
    tables: element("div", { class: "own-tables" }),
    fields: [],
    texts: new Map(),
    builtFor: "",
    base: null,
    holds: null,
    taken: element("p", { class: "own-says own-taken", role: "status" }),
  };
  const dialog = buildDialog(own);
  root.append(dialog);
  listen(own, dialog);
  refresh(own);
  return {
    /** @param {Screen} shown what is on the page @param {string} [text] what was pasted there */
    open(shown, text = "") {
      const homework = homeworkIn(text, context.catalog);
      if (text !== "" && !isNetwork(homework)) return;
      beginWithShown(own, shown);
      if (text !== "") take(own, homework);
      dialog.showModal();
    },
  };
}

/** The fields of what is no table. @param {Context} context */
function buildHead({ t, find, catalog }) {
  const sizes = element("input", {
    type: "text",
    value: START.sizes,
    "data-key": "own-sizes",
    autocomplete: "off",
    class: "own-sizes",
  });
  const says = element("p", { class: "own-says", id: "own-sizes-says", role: "status" });
  const [hidden, output, loss] = ["hidden", "output", "loss"].map((key) =>
    menu(`own-${key}`, `own.${key}`, () => {}),
  );
  const bias = element("input", { type: "checkbox", checked: true, "data-key": "own-bias" });
  const rate = numberInput(t, { "data-key": "own-rate" }, () => {});
  rate.show(START.rate);
  const { layers, loss: usual } = at(catalog.presets, 0).request.network;
  const activations = optionsOf(catalog.activations, "activation", find);
  const head = {
    sizes,
    says,
    hidden: /** @type {HTMLSelectElement} */ (hidden),
    output: /** @type {HTMLSelectElement} */ (output),
    loss: /** @type {HTMLSelectElement} */ (loss),
    bias,
    rate,
  };
  setOptions(head.hidden, activations, at(layers, 0).activation);
  setOptions(head.output, activations, at(layers, layers.length - 1).activation);
  setOptions(head.loss, optionsOf(catalog.losses, "loss", find), usual);
  return head;
}

/** @param {OwnNetwork} own */
function buildDialog({ context: { t }, root, head, tables, taken }) {
  const file = element("input", { type: "file", "data-key": "own-file" });
  const cancel = element("button", { type: "button", "data-key": "own-cancel" }, t("own.cancel"));
  const dialog = element(
    "dialog",
    { class: "own-network", "aria-labelledby": "own-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "own-title" }, t("own.title")),
      element("p", { class: "hint" }, t("own.about")),
      taken,
      labelled(t("own.file"), file),
      element("p", { class: "hint" }, t("own.file_drop")),
      element(
        "div",
        { class: "own-head" },
        element("div", {}, labelled(t("own.sizes"), head.sizes), head.says),
        labelled(t("own.hidden"), head.hidden),
        labelled(t("own.output"), head.output),
        labelled(t("editor.loss"), head.loss),
        labelled(t("own.rate"), head.rate.input),
        element("label", { class: "check-field" }, head.bias, t("own.bias")),
        element("p", { class: "hint" }, t("own.mean")),
      ),
      tables,
      element(
        "div",
        { class: "own-foot" },
        cancel,
        element("button", { class: "primary", "data-key": "own-enter" }, t("own.enter")),
      ),
    ),
  );
  cancel.addEventListener("click", () => dialog.close());
  file.addEventListener("change", () => {
    const chosen = file.files?.[0];
    file.value = "";
    if (!chosen) return;
    dialog.close();
    root.dispatchEvent(new CustomEvent("open", { detail: chosen }));
  });
  return dialog;
}

/** @param {OwnNetwork} own @param {HTMLDialogElement} dialog */
function listen(own, dialog) {
  const { head, context } = own;
  const { catalog } = context;
  head.sizes.addEventListener("focus", () => head.sizes.select());
  head.sizes.addEventListener("input", () => refresh(own));
  head.bias.addEventListener("change", () => refresh(own));
  // The loss that belongs to the output's activation.
  head.output.addEventListener("change", () => {
    head.loss.value = lossOf(catalog, head.output.value, head.loss.value);
  });
  dialog.addEventListener("paste", (event) => paste(own, event));
  dialog.addEventListener("submit", (event) => {
    const made = requestOf(typedInto(own), catalog);
    if ("request" in made) {
      own.holds = made.request;
      context.dispatch("enterNetwork", made.request);
      return;
    }
    // The form stays open at its first mistake.
    event.preventDefault();
    refresh(own);
    for (const mistake of made.mistakes) {
      const field = own.fields.find(({ table }) => table.name === mistake.field);
      if (field) say(context, field.text, field.says, mistake);
    }
    /** @type {HTMLElement | null} */ (dialog.querySelector("[aria-invalid]"))?.focus();
  });
}

/** A text about a whole network fills all fields that it speaks of. A table that is pasted into a field with a whole
 * table takes its place; on a new line it is added.
 * @param {OwnNetwork} own @param {ClipboardEvent} event */
function paste(own, event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const homework = homeworkIn(text, own.context.catalog);
  const field = own.fields.find((one) => one.text === event.target);
  // Tables alone go to their fields by their names, as typed ones do.
  if (isNetwork(homework) && countOf(homework) > Object.keys(homework.numbers).length) {
    event.preventDefault();
    take(own, homework);
  } else if (field && replacesAll(field, text)) field.text.select();
}

/** @param {TableField} field @param {string} pasted */
function replacesAll({ table, text }, pasted) {
  const { value, selectionStart, selectionEnd } = text;
  const isWhole = [value, pasted].every((one) => readTable(one, table)?.mistake === undefined);
  const isOnOwnLine = /(?:^|\n)[^\S\n]*$/.test(value.slice(0, selectionStart));
  return value.trim() !== "" && selectionStart === selectionEnd && isWhole && !isOnOwnLine;
}

/** Fills the fields that a text speaks of; the tables of another network are emptied.
 * @param {OwnNetwork} own @param {Homework} homework */
function take(own, homework) {
  const { head, context, texts } = own;
  const { t } = context;
  const { sizes, hidden, output, loss, rate, bias, numbers, results } = homework;
  if (sizes !== "" && (sizes !== head.sizes.value || Object.keys(numbers).length > 0)) {
    for (const { text } of own.fields) text.value = "";
    texts.clear();
  }
  if (sizes !== "") head.sizes.value = sizes;
  if (hidden !== "") head.hidden.value = hidden;
  if (output !== "") head.output.value = output;
  head.loss.value = loss || lossOf(context.catalog, head.output.value, head.loss.value);
  if (rate !== null) head.rate.show(rate);
  head.bias.checked = bias ?? (head.bias.checked || Object.keys(numbers).some((name) => /^b/.test(name)));
  refresh(own);
  for (const { table, text } of own.fields) text.value = numbers[table.name] ?? text.value;
  for (const [name, text] of Object.entries(numbers)) texts.set(name, text);
  checkAll(own);
  const words = [
    sizes && t("own.sizes"),
    hidden && t("own.hidden"),
    output && t("own.output"),
    loss && t("editor.loss"),
    rate !== null && t("own.rate"),
    ...own.fields
      .filter(({ table }) => numbers[table.name] !== undefined)
      .map(({ table: { name } }) => t(labelOf(name), { layer: name.slice(1) })),
  ];
  const taken = t("own.taken", { parts: words.filter(Boolean).join(t("own.between")) });
  const leftOut = results.length > 0 ? t("own.left_out", { names: results.join(t("own.between")) }) : "";
  setText(own.taken, `${taken} ${leftOut}`.trim());
}

/** @param {string} table @returns {Key} */
const labelOf = (table) => WORDS[table.charAt(0)]?.label ?? "own.inputs";

/** @param {OwnNetwork} own @returns {OwnForm} */
const typedInto = ({ head, fields, base }) => ({
  sizes: head.sizes.value,
  hidden: head.hidden.value,
  output: head.output.value,
  loss: head.loss.value,
  bias: head.bias.checked,
  rate: Number(head.rate.input.value) || START.rate,
  numbers: textsOf(fields),
  base,
});

/** @param {readonly TableField[]} fields */
const textsOf = (fields) => Object.fromEntries(fields.map(({ table, text }) => [table.name, text.value]));

/** The form begins with the reader's own network on the screen, unless that is what it holds.
 * @param {OwnNetwork} own @param {Screen} shown */
function beginWithShown(own, shown) {
  const { head, texts, context } = own;
  if (isPreset(shown.state, context.catalog) || shown.state.request === own.holds) return;
  const request = writtenOut(shown.state.request, shown.trace);
  if (parameterCount(request) > TYPED_LIMIT) return;
  own.base = request;
  own.holds = shown.state.request;
  const form = formOf(request);
  const isMixed = form.hidden === "";
  const other = head.hidden.querySelector('[value=""]');
  if (isMixed && !other) head.hidden.prepend(element("option", { value: "" }, context.t("own.as_shown")));
  else if (!isMixed) other?.remove();
  for (const key of /** @type {const} */ (["sizes", "hidden", "output", "loss"])) head[key].value = form[key];
  head.bias.checked = form.bias;
  head.rate.show(form.rate);
  own.fields = [];
  own.builtFor = "";
  for (const [name, text] of Object.entries(form.numbers)) texts.set(name, text);
  refresh(own);
}

/** The texts by table, every part with the table that it names. @param {OwnNetwork} own */
const sortedTexts = ({ fields }) =>
  sorted(
    textsOf(fields),
    fields.map(({ table }) => table),
  );

/** Parts that name another table go to its field. @param {OwnNetwork} own */
function sort(own) {
  const texts = sortedTexts(own);
  for (const { table, text } of own.fields) {
    const sorted = texts[table.name] ?? "";
    if (sorted !== text.value) text.value = sorted;
  }
  checkAll(own);
}

/** Says of every field what is in it; a part that will go to another field counts there.
 * @param {OwnNetwork} own */
function checkAll(own) {
  const texts = sortedTexts(own);
  for (const field of own.fields) check(own.context, field, texts[field.table.name] ?? "");
}

/** Shows the tables that belong to the sizes, each with what its text holds. @param {OwnNetwork} own */
function refresh(own) {
  const { context, head, tables, texts } = own;
  const sizes = sizesOf(head.sizes.value, context.catalog.limits);
  say(context, head.sizes, head.says, Array.isArray(sizes) ? null : sizes);
  if (!Array.isArray(sizes)) return;
  const key = JSON.stringify([sizes, head.bias.checked]);
  if (key !== own.builtFor) {
    own.builtFor = key;
    for (const { table, text } of own.fields) texts.set(table.name, text.value);
    own.fields = tablesOf(sizes, head.bias.checked).map((table) =>
      tableField(own, table, texts.get(table.name) ?? ""),
    );
    tables.replaceChildren(...own.fields.map(({ root }) => root));
  }
  checkAll(own);
}

/** @param {OwnNetwork} own @param {NumberTable} table @param {string} value @returns {TableField} */
function tableField(own, table, value) {
  const { context } = own;
  const { t } = context;
  const { name, rows, columns } = table;
  const words = WORDS[name.charAt(0)];
  if (!words) throw new RangeError(`no words for the table ${name}`);
  const shape = `${rows === 0 ? t("own.samples") : rows} × ${columns}`;
  const label = t(words.label, { layer: name.slice(1) });
  const id = `own-${name}-says`;
  const text = element("textarea", {
    rows: Math.min(MAX_ROWS, Math.max(MIN_ROWS, rows)),
    "data-key": `own-${name}`,
    "aria-label": `${label}${t("speech.comma")}${shape}`,
    "aria-describedby": id,
    spellcheck: "false",
    autocomplete: "off",
    placeholder: t(words.empty),
  });
  text.value = value;
  const says = element("p", { class: "own-says", id, role: "status" });
  const heading = element(
    "p",
    { class: "own-label" },
    label,
    " ",
    element("span", { class: "shape" }, shape),
  );
  const field = { table, text, says, root: element("div", { class: "own-table" }, heading, text, says) };
  text.addEventListener("input", (event) => {
    if (/** @type {InputEvent} */ (event).inputType === "insertFromPaste") sort(own);
    else checkAll(own);
  });
  text.addEventListener("change", () => sort(own));
  return field;
}

/** @param {Context} context @param {TableField} field @param {string} sorted its text */
function check(context, { table, text, says }, sorted) {
  const read = readTable(sorted, table);
  if (read?.mistake) {
    say(context, text, says, read.mistake);
    return;
  }
  say(context, text, says, null);
  if (read === null) return;
  const shape = `${read.values.length} × ${table.columns}`;
  setText(says, context.t(read.isTurned ? "own.turned" : "own.fits", { shape }));
}

/** @param {Context} context @param {HTMLElement} field @param {HTMLElement} says @param {Mistake | null} mistake */
function say({ t }, field, says, mistake) {
  setAttribute(field, "aria-invalid", mistake ? "true" : null);
  setAttribute(field, "aria-errormessage", mistake ? says.id : null);
  says.classList.toggle("refusal", mistake !== null);
  const reason = mistake?.reason ? t(mistake.reason.key, mistake.reason.params) : "";
  setText(says, mistake ? t(mistake.key, { ...mistake.params, reason }) : "");
}
