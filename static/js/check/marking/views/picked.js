// The fields of a neuron or a connection, at its place on the diagram: what is typed there stands in the sheet as well.
/** @import { Address, View } from "../../../core/types.js" */
/** @import { Context, Screen } from "../../types.js" */
/** @import { Cell } from "./cells.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { namingOf } from "../../../network/notation.js";
import { nodesOf } from "../../../network/views/diagram/picking.js";
import { mathOf } from "../../../panels/formula_sections.js";
import { fieldsAt } from "../places.js";
import { numberSymbol, numberWords } from "../names.js";
import { sheetAddresses } from "../request.js";
import { cellOf, listenToCells } from "./cells.js";

/** Between the card and what it belongs to, in CSS pixels. */
const GAP = 10;

/** @param {HTMLElement} root @param {Context} context @returns {View<Screen>} */
export function mount(root, context) {
  const { t, dispatch, catalog } = context;
  const close = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": "picked-close",
      "aria-label": t("control.close"),
      onclick: () => leave(),
    },
    "×",
  );
  const list = element("div", { class: "picked-fields" });
  const card = element(
    "div",
    { class: "picked-card", role: "group", "aria-label": t("checking.picked"), hidden: true },
    list,
    close,
  );
  root.replaceChildren(card);
  /** @type {Cell[]} */
  let cells = [];
  let shownFor = "";
  /** @type {Address | null} */
  let picked = null;
  listenToCells(card, () => cells.map((cell) => [cell]));
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    leave();
  });
  /** Back to what was picked. */
  function leave() {
    const node = picked === null ? undefined : partOf(root, picked);
    dispatch("pick", null);
    if (node instanceof SVGElement) node.focus();
  }
  return {
    update(screen) {
      const { state } = screen;
      picked = screen.picked;
      const addresses =
        picked === null ? [] : fieldsAt(picked, state.sample, sheetAddresses(state.request, catalog));
      const wanted = JSON.stringify([picked, addresses]);
      setAttribute(card, "hidden", addresses.length === 0);
      if (wanted !== shownFor) {
        shownFor = wanted;
        const naming = namingOf(screen, catalog);
        cells = addresses.map((address) => cellOf(address, numberWords(address, naming, t), context));
        list.replaceChildren(
          ...cells.map(({ address, root: cell }) =>
            element("div", { class: "picked-field" }, mathOf(numberSymbol(address, naming), context), cell),
          ),
        );
        if (picked !== null) place(root, card, picked);
        cells.find(({ address }) => (state.answers[address] ?? "") === "")?.input.focus() ??
          cells[0]?.input.focus();
      }
      for (const cell of cells) cell.update(screen);
    },
  };
}

/** @param {HTMLElement} root @param {Address} picked */
function partOf(root, picked) {
  const sheet = root.closest(".stage")?.querySelector(".sheet");
  const nodes = sheet ? nodesOf(sheet, picked) : [];
  return nodes.find((node) => node.matches(".number-label")) ?? nodes[0];
}

/** Beside what it belongs to, within the stage. @param {HTMLElement} root @param {HTMLElement} card
 * @param {Address} picked */
function place(root, card, picked) {
  const stage = root.closest(".stage");
  const node = partOf(root, picked);
  if (!stage || !node) return;
  const [around, box] = [stage.getBoundingClientRect(), node.getBoundingClientRect()];
  const { width, height } = card.getBoundingClientRect();
  const right = box.right - around.left + GAP;
  const left = right + width > around.width ? box.left - around.left - GAP - width : right;
  const top = box.top - around.top + box.height / 2 - height / 2;
  const within = (/** @type {number} */ value, /** @type {number} */ most) =>
    Math.max(4, Math.min(value, most - 4));
  card.style.insetInlineStart = `${within(left, around.width - width)}px`;
  card.style.insetBlockStart = `${within(top, around.height - height)}px`;
}
