// The sheet: tables for the reader's own numbers, layer by layer in the order of computing.
/** @import { View } from "../../../core/types.js" */
/** @import { Naming } from "../../../network/notation.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { Block, Row, Section } from "../sheet.js" */
/** @import { Cell, Grid } from "./cells.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { mi } from "../../../math/nodes.js";
import { namingOf, symbolOf } from "../../../network/notation.js";
import { headOf } from "../../../panels/table_head.js";
import { numberWords } from "../names.js";
import { elementwiseIn } from "../request.js";
import { sectionsOf } from "../sheet.js";
import { VERDICTS } from "../verdicts.js";
import { cellOf, listenToCells } from "./cells.js";
import { listenToIncoming } from "./incoming.js";

/** Sections that are closed until they hold a number: few sheets ask for them. */
const CLOSED = new Set(["steps", "updated"]);

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, catalog } = context;
  const heading = element("h2", { class: "unseen" }, t("checking.sheet"));
  const tables = element("div", { class: "own-sheet-tables" });
  const tooLarge = element("p", { class: "hint", hidden: true }, t("checking.too_large"));
  const key = element(
    "ul",
    { class: "verdict-key" },
    ...Object.entries(VERDICTS).map(([verdict, { sign, word }]) =>
      element(
        "li",
        { "data-verdict": verdict },
        element("span", { class: "verdict-sign", "aria-hidden": "true" }, sign),
        t(word),
      ),
    ),
  );
  root.classList.add("own-sheet");
  root.replaceChildren(heading, tooLarge, tables, key);
  /** @type {Grid} */
  let grid = [];
  let builtFor = "";
  listenToCells(root, () => grid);
  /** @type {Screen | null} */
  let shown = null;
  listenToIncoming(root, () => shown, context);
  /** The first wrong number that was brought into sight. */
  let revealed = "";
  return {
    update(screen) {
      shown = screen;
      const { state } = screen;
      const { request } = state;
      const parameters = workOf(screen);
      const isLarge = parameters > (catalog.limits["mark_work"] ?? Infinity);
      tooLarge.hidden = !isLarge;
      const shape = isLarge
        ? ""
        : JSON.stringify([
            request.network.inputs,
            request.network.layers.map(({ units, bias, activation }) => [units, bias, activation]),
            request.network.loss,
            request.inputs.length > 1,
            state.sample,
          ]);
      if (shape !== builtFor) {
        builtFor = shape;
        const sections = isLarge ? [] : sectionsOf(request, state.sample, elementwiseIn(catalog));
        const naming = namingOf(screen, catalog);
        const built = sections.map((section) => sectionOf(section, naming, context));
        grid = built.flatMap(({ rows }) => rows);
        tables.replaceChildren(...built.map(({ root: one }) => one));
      }
      for (const cell of grid.flat()) cell.update(screen);
      for (const details of tables.querySelectorAll("details:not([open])"))
        if ([...details.querySelectorAll("input")].some(({ value }) => value !== ""))
          details.setAttribute("open", "");
      const first = screen.first?.address ?? "";
      const isNew = first !== revealed;
      revealed = first;
      // A reader who types is not moved.
      if (isNew && !root.contains(document.activeElement))
        grid
          .flat()
          .find(({ address }) => address === first)
          ?.root.scrollIntoView({ block: "nearest" });
      setAttribute(key, "data-used", screen.verdicts.size > 0);
    },
  };
}

/** How much there is to mark: parameters times samples. @param {Screen} screen */
export const workOf = ({ state: { request }, trace }) =>
  request.inputs.length *
  trace.network.layers.reduce(
    (sum, { weights, biases }) => sum + weights.length * (weights[0]?.length ?? 0) + (biases?.length ?? 0),
    0,
  );

/** @param {Section} section @param {Naming} naming @param {Context} context */
function sectionOf({ name, title, blocks }, naming, context) {
  const built = blocks.map((block) => blockOf(block, naming, context));
  const words = context.t(title);
  const body = element("div", { class: "own-blocks" }, ...built.map(({ root }) => root));
  const root = CLOSED.has(name)
    ? element("details", { "data-section": name }, element("summary", {}, words), body)
    : element("section", { "data-section": name, "aria-label": words }, element("h3", {}, words), body);
  return { root, rows: built.flatMap(({ rows }) => rows) };
}

/** @param {Block} block @param {Naming} naming @param {Context} context */
function blockOf(block, naming, context) {
  const { t } = context;
  /** @type {Cell[][]} */
  const rows = [];
  const lines = block.rows.map((row) => {
    const cells = row.cells.map((address) =>
      address === null ? null : cellOf(address, numberWords(address, naming, t), context),
    );
    rows.push(cells.filter((cell) => cell !== null));
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, ...rowHead(block, row, naming)),
      ...cells.map((cell) => element("td", {}, cell?.root ?? null)),
    );
  });
  const caption = block.layer === 0 ? null : t("checking.layer", { layer: block.layer });
  const table = element(
    "table",
    { class: "own-block", "data-block": block.name },
    caption === null ? null : element("caption", {}, caption),
    block.layer === 0
      ? null
      : element("thead", {}, element("tr", {}, element("td", {}), ...heads(block, naming, context))),
    element("tbody", {}, ...lines),
  );
  return { root: table, rows };
}

/** @param {Block} block @param {Naming} naming @param {Context} context */
const heads = ({ columns, layer, rows: [first] }, naming, { t }) =>
  columns.map((of, n) =>
    element(
      "th",
      { scope: "col" },
      ...(first?.unit === null
        ? [t("checking.neuron", { n: n + 1 })]
        : headOf(of === "bias" ? mi("b") : symbolOf(layer === 1 ? `x.${n}` : `a${layer - 1}.${n}`, naming))),
    ),
  );

/** @param {Block} block @param {Row} row @param {Naming} naming */
const rowHead = ({ layer }, { family, unit, cells }, naming) =>
  headOf(
    layer === 0
      ? symbolOf(cells[0] ?? "loss", naming)
      : symbolOf(unit === null ? `${family}${layer}` : `z${layer}.${unit}`, naming),
  );
