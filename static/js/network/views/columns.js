// What changes the network at its columns: a neuron more or fewer, a bias, the activation, a layer between two columns.
// The tools stand above and below the picture, over the columns as they are drawn.
/** @import { View } from "../../core/types.js" */
/** @import { Context, Screen } from "../types.js" */
import { afterLayout, element, setAttribute, setOptions, setText } from "../../draw/dom.js";
import { optionsOf } from "../../panels/fields.js";

/** The least distances between two columns, in CSS pixels: with all tools, with + and − alone, with a button for a
 * layer between them, and with one that says what it is. The column of the inputs has no bias, and needs less. */
const LEAST = { all: 92, few: 60, between: 116, words: 150 };
const INPUTS_LESS = 16;
/** The value of the menu that takes the layer out. */
const REMOVE = "";

/**
 * @typedef {object} Column the tools of one column; inputs have no bias and no activation
 * @property {HTMLElement} head
 * @property {HTMLButtonElement} fewer
 * @property {HTMLButtonElement} more
 * @property {HTMLButtonElement | null} bias
 * @property {HTMLSelectElement | null} activation
 * @property {HTMLElement | null} between the button before the column
 */
/**
 * @typedef {object} Columns
 * @property {HTMLElement} root
 * @property {Context} context
 * @property {Column[]} columns inputs first
 */

/** @param {HTMLElement} root @param {Context} context @returns {View} */
export function mount(root, context) {
  /** @type {Columns} */
  const tools = { root, context, columns: [] };
  root.classList.add("columns");
  root.hidden = true;
  root.replaceChildren();
  const picture = root.parentElement?.querySelector("[data-view='diagram']");
  // The picture is laid out anew by its own observer, which was here before.
  if (picture) new ResizeObserver(() => requestAnimationFrame(() => place(tools))).observe(picture);
  return {
    /** @param {Screen} screen */
    update(screen) {
      const { network } = screen.state.request;
      if (tools.columns.length !== network.layers.length + 1) build(tools, network.layers.length);
      show(tools, screen);
      const drawing = picture?.firstElementChild;
      if (drawing) afterLayout(drawing, () => place(tools));
    },
  };
}

/** @param {Columns} tools @param {number} layers */
function build(tools, layers) {
  tools.columns = Array.from({ length: layers + 1 }, (_, column) => buildColumn(tools.context, column));
  tools.root.replaceChildren(
    ...tools.columns.flatMap(({ head, activation, between }) =>
      [between, head, activation].filter((node) => node !== null),
    ),
  );
}

/** @param {Context} context @param {number} column 0: the inputs @returns {Column} */
function buildColumn({ dispatch, t }, column) {
  const name = column === 0 ? t("columns.inputs") : t("table.layer", { layer: column });
  /** @param {string} key @param {string} sign @param {string} label @param {() => void} press */
  const button = (key, sign, label, press) =>
    element(
      "button",
      { type: "button", "data-key": key, "aria-label": label, title: label, onclick: press },
      sign,
    );
  const fewer = button(`fewer-${column}`, "−", t("columns.fewer", { name }), () =>
    dispatch("resizeLayer", { layer: column, units: Number(head.dataset["units"]) - 1 }),
  );
  const more = button(`more-${column}`, "+", t("columns.more", { name }), () =>
    dispatch("resizeLayer", { layer: column, units: Number(head.dataset["units"]) + 1 }),
  );
  const bias =
    column === 0
      ? null
      : button(`column-bias-${column}`, "b", t("columns.bias", { name }), () =>
          dispatch("setBias", { layer: column, has: bias?.getAttribute("aria-pressed") !== "true" }),
        );
  const head = element("div", { class: "column-head", role: "group", "aria-label": name }, fewer, more, bias);
  const activation =
    column === 0
      ? null
      : element("select", {
          class: "column-activation",
          "data-key": `column-activation-${column}`,
          "aria-label": t("editor.activation_of", { layer: column }),
          onchange: () => {
            const value = activation?.value ?? REMOVE;
            if (value === REMOVE) dispatch("removeLayer", { layer: column });
            else dispatch("setActivation", { layer: column, activation: value });
          },
        });
  const between =
    column === 0
      ? null
      : button(`insert-${column}`, t("columns.layer"), t("columns.insert", { name }), () =>
          dispatch("addLayer", { before: column - 1 }),
        );
  between?.classList.add("column-between");
  return { head, fewer, more, bias, activation, between };
}

/** @param {Columns} tools @param {Screen} screen */
function show({ columns, context }, screen) {
  const { t, find, catalog } = context;
  const { network } = screen.state.request;
  const most = { units: catalog.limits["units"] ?? Infinity, layers: catalog.limits["layers"] ?? Infinity };
  const options = optionsOf(catalog.activations, "activation", find);
  for (const [column, { head, fewer, more, bias, activation, between }] of columns.entries()) {
    const layer = network.layers[column - 1];
    const units = layer?.units ?? network.inputs;
    head.dataset["units"] = String(units);
    fewer.disabled = units <= 1;
    more.disabled = units >= most.units;
    if (bias && layer) setAttribute(bias, "aria-pressed", String(layer.bias !== false));
    if (between) setAttribute(between, "disabled", network.layers.length >= most.layers);
    if (!activation || !layer) continue;
    const removal = network.layers.length > 1 ? [{ value: REMOVE, text: t("columns.remove") }] : [];
    setOptions(activation, [...options, ...removal], layer.activation);
  }
}

/** Puts the tools over the columns; out of sight where there is no room. While the picture is zoomed or moved the style
 * sheet hides them, and their places are those of the whole picture.
 * @param {Columns} tools */
function place({ root, columns, context }) {
  const stage = root.parentElement;
  const picture = /** @type {HTMLElement | null} */ (stage?.querySelector("[data-view='diagram']"));
  const sheet = /** @type {HTMLElement | null} */ (picture?.querySelector(".sheet"));
  const marks = [...(sheet?.querySelectorAll("svg.network .caption") ?? [])];
  const isWhole = marks.length === columns.length;
  // The tools lie over the picture, which may have the choice of the sample above it.
  root.style.setProperty("inset-block-start", `${picture?.offsetTop ?? 0}px`);
  const shown = sheet?.getBoundingClientRect() ?? new DOMRect();
  const scale = (sheet?.offsetWidth ?? 0) / (shown.width || 1);
  const xs = marks.map((mark) => {
    const { left, width } = mark.getBoundingClientRect();
    return (left + width / 2 - shown.left) * scale;
  });
  /** The distance of a column from the one before it, as if all were alike. @param {number} column */
  const gapOf = (column) =>
    column === 0 ? Infinity : (xs[column] ?? 0) - (xs[column - 1] ?? 0) + (column === 1 ? INPUTS_LESS : 0);
  const narrowest = Math.min(...xs.map((_, column) => gapOf(column)));
  const isRoomy = narrowest >= LEAST.few;
  setAttribute(root, "data-few", narrowest < LEAST.all);
  root.hidden = !isWhole || !isRoomy;
  if (stage) setAttribute(stage, "data-columns", isWhole && isRoomy);
  if (!isWhole || !isRoomy) return;
  columns.forEach(({ head, activation, between }, column) => {
    const x = xs[column] ?? 0;
    for (const node of [head, activation]) node?.style.setProperty("left", `${x.toFixed(1)}px`);
    if (!between) return;
    const gap = gapOf(column);
    between.hidden = gap < LEAST.between;
    setText(between, gap >= LEAST.words ? context.t("columns.layer") : "+");
    const middle = (x + (xs[column - 1] ?? x) - (column === 1 ? INPUTS_LESS : 0)) / 2;
    between.style.setProperty("left", `${middle.toFixed(1)}px`);
  });
}
