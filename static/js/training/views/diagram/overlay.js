// The neurons as buttons over the drawing, and the names beside it: for pointer, keyboard and screen reader. One of the
// buttons is in the order of the page; the arrow keys go on to the others.
/** @import { Context } from "../../types.js" */
/** @import { Column } from "./places.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { inputName } from "../../task.js";

/** Columns that are nearer to each other, in CSS pixels, have no room for a sentence below each. */
const SHORT = 120;

/** @param {string} text @param {number} x @param {number} y @param {"before" | "after" | "over"} where */
function label(text, x, y, where) {
  const node = element("span", { class: `unit-label ${where}` }, text);
  Object.assign(node.style, { left: `${x}px`, top: `${y}px` });
  return node;
}

/** @param {Context} context */
export function createOverlay({ dispatch, t }) {
  const root = element("div", {
    class: "diagram-units",
    role: "group",
    "aria-label": t("training.diagram_keys"),
  });
  /** By column from the first layer. @type {HTMLButtonElement[][]} */
  let buttons = [];
  let pinned = /** @type {string | null} */ (null);

  /** @param {HTMLButtonElement} button */
  function holdFocus(button) {
    for (const each of buttons.flat()) setAttribute(each, "tabindex", each === button ? 0 : -1);
  }

  /** The neuron where an arrow key leads. @param {HTMLButtonElement} from @param {string} key */
  function neighbour(from, key) {
    const l = buttons.findIndex((column) => column.includes(from));
    const column = buttons[l] ?? [];
    const j = column.indexOf(from);
    if (key === "ArrowUp") return column[j - 1];
    if (key === "ArrowDown") return column[j + 1];
    const next = buttons[l + (key === "ArrowRight" ? 1 : -1)];
    return next?.[Math.round((j * (next.length - 1)) / Math.max(1, column.length - 1))];
  }

  root.addEventListener("keydown", (event) => {
    const { target } = event;
    if (!(target instanceof HTMLButtonElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && pinned !== null) dispatch("setLook", { pinned: null });
    else if (/^Arrow/.test(event.key)) neighbour(target, event.key)?.focus();
    else return;
    event.preventDefault();
  });

  /** @param {string} address @param {number} x @param {number} y @param {Column} column */
  function buttonAt(address, x, y, { radius, target }) {
    const button = element("button", {
      type: "button",
      class: "unit-button",
      "data-key": `unit-${address}`,
      "data-unit": address,
      tabindex: -1,
      onclick: () => dispatch("setLook", { pinned: pinned === address ? null : address }),
      onpointerenter: () => dispatch("focus", address),
      onpointerleave: () => dispatch("focus", null),
      onfocus: () => {
        holdFocus(button);
        if (button.matches(":focus-visible")) dispatch("focus", address);
      },
      onblur: () => dispatch("focus", null),
    });
    const [width, height] = [Math.max(2 * radius, target.width), Math.max(2 * radius, target.height)];
    Object.assign(button.style, {
      left: `${x - width / 2}px`,
      top: `${y - height / 2}px`,
      inlineSize: `${width}px`,
      blockSize: `${height}px`,
    });
    return button;
  }

  return {
    root,
    /** @param {readonly Column[]} columns @param {number} inputs @param {readonly string[]} classes */
    build(columns, inputs, classes) {
      const held = document.activeElement?.getAttribute("data-unit");
      buttons = columns
        .slice(1)
        .map((column, l) =>
          column.ys.map((y, j) => buttonAt(`a${l + 1}.${j}`, column.xs[j] ?? column.x, y, column)),
        );
      const last = columns.at(-1);
      const first = columns[0];
      const outputs = last && last.count === classes.length ? classes.slice(0, last.ys.length) : [];
      const single = last?.count === 1 ? [classes[1] ?? "y"] : outputs;
      root.replaceChildren(
        ...(first?.ys.map((y, i) => label(inputName(i), first.x - first.radius - 5, y, "before")) ?? []),
        ...(first && first.side > 0
          ? [
              label(
                t("training.inputs_count", { count: inputs }),
                first.x,
                first.restY + first.side / 2 + 3,
                "over",
              ),
            ]
          : []),
        ...(last
          ? single.map((text, k) => label(text, last.rightmost + last.radius + 6, last.ys[k] ?? 0, "after"))
          : []),
        ...columns.flatMap(({ x, step, rest, restY, count }) => {
          const key = step < SHORT ? "training.units_left_out_short" : "training.units_left_out";
          return rest > 0 ? [label(t(key, { rest, count }), x, restY - 4, "over")] : [];
        }),
        ...buttons.flat(),
      );
      const all = buttons.flat();
      const again = all.find((button) => button.dataset["unit"] === held) ?? null;
      const start = again ?? all[0];
      if (start) setAttribute(start, "tabindex", 0);
      again?.focus();
    },
    /** @param {(address: string) => string} nameOf @param {string | null} kept the neuron that is pinned */
    name(nameOf, kept) {
      pinned = kept;
      for (const button of buttons.flat()) {
        const address = button.dataset["unit"] ?? "";
        setAttribute(button, "aria-label", nameOf(address));
        setAttribute(button, "aria-pressed", String(kept === address));
      }
    },
  };
}
