// The tools to draw with: what a click on the map does, and of which class the points are. They stand in the rail and,
// while one is in use, on the map.
/** @import { Key } from "../../../core/types.js" */
/** @import { Context, DrawingTool, TrainScreen } from "../../types.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { MOST_CLASSES } from "../../data/drawing.js";
import { shapeOf } from "../../data/fitting.js";

/** @type {readonly { tool: DrawingTool, sign: string, name: Key }[]} */
const TOOLS = [
  { tool: "point", sign: "+", name: "training.tool_point" },
  { tool: "brush", sign: "⁘", name: "training.tool_brush" },
  { tool: "move", sign: "✥", name: "training.tool_move" },
  { tool: "erase", sign: "⌫", name: "training.tool_erase" },
];

/** @param {Context} context @param {{ isShort?: boolean }} [how] without words, for the map */
export function drawingTools({ catalog, dispatch, t }, { isShort = false } = {}) {
  const key = isShort ? "map-tool" : "tool";
  /** @type {TrainScreen | null} */
  let shown = null;
  const tools = TOOLS.map(({ tool, sign, name }) => ({
    tool,
    button: element(
      "button",
      {
        type: "button",
        class: "tool",
        "data-key": `${key}-${tool}`,
        "aria-label": t(name),
        title: t(name),
        onclick: () => dispatch("setDrawing", { tool: shown?.state.drawing.tool === tool ? "off" : tool }),
      },
      element("span", { "aria-hidden": "true" }, sign),
      isShort ? null : element("span", {}, t(name)),
    ),
  }));
  const classes = Array.from({ length: MOST_CLASSES }, (_, label) => {
    const mark = element("span", { class: "class-mark", "aria-hidden": "true" });
    mark.style.background = `var(--class-${label + 1})`;
    return element(
      "button",
      {
        type: "button",
        class: "class-choice",
        "data-key": `${key}-class-${label}`,
        onclick: () => dispatch("setDrawing", { label }),
      },
      mark,
      String(label),
    );
  });
  const group = element(
    "div",
    { class: "class-choices", role: "group", "aria-label": t("training.class_drawn") },
    ...classes,
  );
  const done = isShort
    ? element(
        "button",
        {
          type: "button",
          class: "tool",
          "data-key": `${key}-done`,
          onclick: () => dispatch("setDrawing", { tool: "off" }),
        },
        t("training.tool_done"),
      )
    : null;
  return {
    root: element(
      "div",
      { class: "drawing-tools" },
      element(
        "div",
        { class: "tool-row", role: "group", "aria-label": t("training.tools") },
        ...tools.map(({ button }) => button),
        done,
      ),
      group,
    ),
    /** @param {TrainScreen} screen */
    update(screen) {
      shown = screen;
      const { drawing, request } = screen.state;
      for (const { tool, button } of tools)
        setAttribute(button, "aria-pressed", String(tool === drawing.tool));
      const count = shapeOf(request, catalog).classes;
      group.hidden = count === null;
      classes.forEach((button, label) => {
        const isNew = label === count;
        button.hidden = count === null || label > count;
        setAttribute(button, "data-new", isNew);
        setAttribute(button, "aria-label", t(isNew ? "training.class_new" : "training.class_n", { label }));
        setAttribute(button, "title", t(isNew ? "training.class_new" : "training.class_n", { label }));
        setAttribute(button, "aria-pressed", String(label === drawing.label));
      });
    },
  };
}
