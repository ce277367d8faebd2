// A table of samples from elsewhere: pasted, dropped or opened. What is in it is shown before it is taken.
/** @import { Context } from "../../types.js" */
/** @import { Mistake, Role, Said } from "../../data/csv.js" */
/** @import { Shape } from "../../data/fitting.js" */
/** @import { Point } from "../../data/points.js" */
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { readingOf } from "../../data/csv.js";

/** Files of more bytes are refused. */
const MOST_BYTES = 5e6;
const MEGA = 1e6;
/** So many rows are shown, and so many mistakes told of. */
const PREVIEW = 5;
const MOST_MISTAKES = 6;
/** A cell is shown up to so many signs. */
const SIGNS = 24;
/** @type {readonly Role[]} */
const ROLES = ["input", "target", "part", "none"];
/** @type {Said} */
const NOTHING = { roles: null, named: undefined, isClasses: null };

/** @typedef {ReturnType<typeof buildParts>} Parts */
/** @typedef {ReturnType<typeof readingOf>} Reading */

/** @param {Context} context @param {(points: Point[], shape: Shape) => void} take */
export function csvDialog(context, take) {
  const parts = buildParts(context);
  const { root, text, good } = parts;
  const { train_samples: samples = Infinity, units = Infinity } = context.catalog.limits;
  // The inputs of the widest network, the target, and training or test.
  const most = { samples, columns: units + 2 };
  /** What the reader has said besides the text. */
  let said = NOTHING;
  /** @type {Reading | null} */
  let reading = null;
  function refresh() {
    reading = text.value.trim() === "" ? null : readingOf(text.value, said, most);
    show(parts, context, reading, (roles) => {
      said = { ...said, roles, isClasses: null };
      refresh();
    });
  }
  /** @param {File} file */
  async function readFile(file) {
    if (file.size > MOST_BYTES) {
      const params = { megabytes: (file.size / MEGA).toFixed(1), most: MOST_BYTES / MEGA };
      setText(parts.says, context.t("training.csv_large", params));
      parts.says.classList.add("csv-bad");
      return;
    }
    text.value = await file.text();
    text.dispatchEvent(new Event("input"));
  }
  text.addEventListener("input", () => {
    said = NOTHING;
    refresh();
  });
  parts.header.addEventListener("change", () => {
    said = { ...said, named: parts.header.checked };
    refresh();
  });
  parts.classes.addEventListener("change", () => {
    said = { ...said, isClasses: parts.classes.checked };
    refresh();
  });
  good.addEventListener("change", refresh);
  parts.file.addEventListener("change", () => {
    const [file] = parts.file.files ?? [];
    if (file) void readFile(file);
    parts.file.value = "";
  });
  root.addEventListener("submit", (event) => {
    if (reading === null || parts.use.disabled) event.preventDefault();
    else take(reading.points, reading.shape);
  });
  for (const name of ["dragover", "drop"])
    root.addEventListener(name, (event) => {
      event.preventDefault();
      const [file] = /** @type {DragEvent} */ (event).dataTransfer?.files ?? [];
      if (name === "drop" && file) void readFile(file);
    });
  return {
    root,
    open() {
      good.checked = false;
      refresh();
      root.showModal();
      text.focus();
    },
  };
}

/** @param {Context} context */
function buildParts({ catalog, t }) {
  const box = (/** @type {string} */ key) => element("input", { type: "checkbox", "data-key": key });
  const text = element("textarea", {
    rows: 6,
    "data-key": "csv-text",
    "aria-label": t("training.csv_text"),
    spellcheck: "false",
    placeholder: "x1,x2,class\n0.5,-1,0\n…",
  });
  const file = element("input", {
    type: "file",
    accept: ".csv,.tsv,.txt,text/*",
    class: "unseen",
    "data-key": "csv-file",
    "aria-label": t("training.csv_file"),
  });
  const [header, classes, good] = [box("csv-header"), box("csv-classes"), box("csv-good")];
  const goodRow = element("label", { class: "check-field" }, good, t("training.csv_keep_good"));
  const preview = element("div", { class: "csv-preview" });
  const says = element("p", { class: "own-says", role: "status", "data-key": "csv-says" });
  const mistakes = element("ul", { class: "csv-mistakes csv-bad", "data-key": "csv-mistakes" });
  const use = element("button", { class: "primary", "data-key": "csv-use" }, t("training.csv_use"));
  const choices = element(
    "div",
    { class: "tools" },
    element("label", { class: "check-field" }, header, t("training.csv_header")),
    element("label", { class: "check-field" }, classes, t("training.csv_is_class")),
  );
  const cancel = element(
    "button",
    { type: "button", "data-key": "csv-cancel", onclick: () => root.close() },
    t("own.cancel"),
  );
  const limits = { most: catalog.limits["train_samples"] ?? 0, megabytes: MOST_BYTES / MEGA };
  const root = element(
    "dialog",
    { class: "own-network csv", "aria-labelledby": "csv-title" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "csv-title" }, t("training.csv_title")),
      element("p", { class: "hint" }, t("training.csv_about", limits)),
      text,
      element("div", {}, element("label", { class: "file-button" }, file, t("training.csv_choose"))),
      says,
      choices,
      preview,
      mistakes,
      goodRow,
      element("div", { class: "own-foot" }, cancel, use),
    ),
  );
  return { root, text, file, header, classes, good, goodRow, preview, says, mistakes, use, choices };
}

/** @param {Parts} parts @param {Context} context @param {Reading | null} reading null: there is no text
 * @param {(roles: Role[]) => void} choose */
function show(parts, context, reading, choose) {
  const { t } = context;
  const { says, mistakes, use, good } = parts;
  parts.choices.hidden = parts.preview.hidden = reading === null;
  const found = reading?.mistakes ?? [];
  const problem = reading?.problem ?? null;
  parts.goodRow.hidden = found.length === 0 || problem !== null;
  use.disabled = reading === null || problem !== null || (found.length > 0 && !good.checked);
  says.classList.toggle("csv-bad", problem !== null);
  const list = found
    .slice(0, MOST_MISTAKES)
    .map((mistake) => element("li", {}, mistakeText(mistake, context)));
  if (found.length > list.length)
    list.push(element("li", {}, t("training.csv_more", { count: found.length - list.length })));
  mistakes.replaceChildren(...list);
  if (reading === null) {
    setText(says, "");
    return;
  }
  const count = { count: reading.points.length, inputs: reading.shape.inputs };
  setText(says, problem ? t(problem.key, problem.params) : t("training.csv_found", count));
  parts.header.checked = reading.hasHeader;
  parts.classes.checked = reading.isClasses;
  parts.classes.disabled = !reading.canBeClasses;
  parts.preview.replaceChildren(
    scrollBox(
      t("training.csv_preview"),
      previewOf(context, reading, (roles, key) => {
        choose(roles);
        /** @type {HTMLElement | null} */ (parts.preview.querySelector(`[data-key="${key}"]`))?.focus();
      }),
    ),
  );
}

/** @param {Mistake} mistake @param {Context} context */
const mistakeText = ({ key, params, reason }, { t }) =>
  reason && key === "training.csv_number"
    ? `${t(key, params)} ${t(reason.key, reason.params)}`
    : t(key, params);

/** The first rows, below what each column is. @param {Context} context @param {Reading} reading
 * @param {(roles: Role[], key: string) => void} choose */
function previewOf({ t }, { table, columns, hasHeader, roles }, choose) {
  const heads = columns.map((column, k) => {
    const key = `csv-role-${k}`;
    const select = element(
      "select",
      {
        "data-key": key,
        "aria-label": t("training.csv_role", { name: column.name }),
        onchange: () => choose(roles.with(k, /** @type {Role} */ (select.value)), key),
      },
      ...ROLES.map((role) => element("option", { value: role }, t(`training.csv_${role}`))),
    );
    select.value = roles[k] ?? "none";
    return element("th", { scope: "col" }, element("span", {}, column.name), select);
  });
  const first = hasHeader ? 1 : 0;
  const rows = table.rows
    .slice(first, first + PREVIEW)
    .map(({ line, cells }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, String(line)),
        ...cells.map((cell) => element("td", {}, cell.slice(0, SIGNS))),
      ),
    );
  const corner = element("th", { scope: "col" }, t("training.csv_row"));
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, corner, ...heads)),
    element("tbody", {}, ...rows),
  );
}
