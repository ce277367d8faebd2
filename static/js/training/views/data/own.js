// The reader's own points: what they are, the tools to draw them, how many test, the table of them, and files.
/** @import { Context, TrainScreen } from "../../types.js" */
/** @import { Point } from "../../data/points.js" */
import { saveFile } from "../../../core/browser/save_file.js";
import { element, setAttribute, setOptions, setText } from "../../../draw/dom.js";
import { numberInput } from "../../../panels/number.js";
import { csvOf } from "../../data/csv.js";
import { KINDS, kindOf, withPoints } from "../../data/drawing.js";
import { fittingNotice, isOwn, shapeOf } from "../../data/fitting.js";
import { everyOf, pointsOf, shared } from "../../data/points.js";
import { classOf } from "../../task.js";
import { fieldRow } from "../fields.js";
import { csvDialog } from "./csv_dialog.js";
import { pointTable } from "./point_table.js";
import { entryName } from "./sets.js";
import { drawingTools } from "./tools.js";

/** The slider of the test share: at its left end no point is for testing, then every 10th, up to every 2nd. */
const MOST_TEST = 9;
/** k of every k-th point at a place of the slider, 0 for none. @param {number} place */
const everyAt = (place) => (place === 0 ? 0 : MOST_TEST + 2 - place);
/** The place of the slider for every k-th point. @param {number} k */
const placeOf = (k) => (k === 0 ? 0 : Math.min(MOST_TEST, Math.max(1, MOST_TEST + 2 - k)));

/**
 * What the parts of this section change.
 * @typedef {object} Editor
 * @property {(field: string, points: readonly Point[], shape?: import("../../data/fitting.js").Shape) => void} send
 */

/** @param {Context} context */
export function ownSection(context) {
  const { catalog, dispatch, t } = context;
  /** @type {TrainScreen | null} */
  let shown = null;
  /** @type {Editor} */
  const editor = {
    send(field, points, shape) {
      if (!shown) return;
      const { request } = shown.state;
      const change = withPoints(request, points, shape ?? shapeOf(request, catalog), catalog);
      const notice = fittingNotice(request.network, change.network, entryName(context));
      dispatch("setFields", { field: `data.${field}`, change, notice });
    },
  };
  /** @returns {Point[]} */
  const current = () =>
    shown && isOwn(shown.state.request.data)
      ? pointsOf(shown.state.request.data, shown.state.drawing.every)
      : [];
  const kind = element("select", {
    "data-key": "own-kind",
    onchange: () => editor.send("kind", [], KINDS[kind.value]),
  });
  const tools = drawingTools(context);
  const target = numberInput(t, { "data-key": "own-target" }, (value) =>
    dispatch("setDrawing", { target: value }),
  );
  const targetRow = fieldRow(context, "drawn_target", t("training.drawn_target"), target.input);
  const every = element("input", {
    type: "range",
    min: 0,
    max: MOST_TEST,
    step: 1,
    class: "rate-slider",
    "data-key": "own-every",
    onchange: () => {
      const chosen = everyAt(Number(every.value));
      const points = shared(current(), chosen);
      dispatch("setDrawing", { every: chosen });
      editor.send("share", points);
    },
  });
  const everyText = element("p", { class: "hint" });
  const everyRow = fieldRow(context, "every", t("training.every"), every);
  const table = pointTable(context, editor);
  const { clear, paste, save, dialog } = ownButtons(context, editor, () => ({
    screen: shown,
    points: current(),
  }));
  const count = element("p", { class: "own-count", role: "status", "data-key": "own-count" });
  const kinds = [
    { value: "classes", text: t("training.kind_classes") },
    { value: "curve", text: t("training.kind_curve") },
    { value: "plane", text: t("training.kind_plane") },
  ];
  const root = element(
    "section",
    { "aria-label": t("training.own_points") },
    fieldRow(context, "kind", t("training.kind"), kind),
    count,
    tools.root,
    targetRow,
    everyRow,
    everyText,
    element("div", { class: "tools" }, paste, save, clear),
    table.root,
    dialog,
  );
  return {
    root,
    /** @param {TrainScreen} screen */
    update(screen) {
      shown = screen;
      const { request } = screen.state;
      if (!isOwn(request.data)) return;
      const points = current();
      const shape = shapeOf(request, catalog);
      const name = kindOf(shape);
      setOptions(kind, name === "" ? [...kinds, { value: "", text: t("training.kind_other") }] : kinds, name);
      const test = points.filter(({ isTest }) => isTest).length;
      setText(
        count,
        points.length === 0
          ? t("training.no_points")
          : t("training.points_count", { train: points.length - test, test }),
      );
      tools.root.hidden = name === "";
      tools.update(screen);
      targetRow.hidden = name !== "plane";
      target.show(screen.state.drawing.target);
      const k = everyOf(points, screen.state.drawing.every);
      if (document.activeElement !== every) every.value = String(placeOf(k));
      const everySentence = k === 0 ? t("training.every_none") : t("training.every_k", { k });
      setText(everyText, everySentence);
      setAttribute(every, "aria-valuetext", everySentence);
      for (const node of [every, save, clear]) node.disabled = points.length === 0;
      table.update(points, shape);
    },
  };
}

/** Buttons for all points at once. @param {Context} context @param {Editor} editor
 * @param {() => { screen: TrainScreen | null, points: Point[] }} current */
function ownButtons(context, editor, current) {
  const { catalog, t } = context;
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {() => void} */ press) =>
    element("button", { type: "button", "data-key": key, onclick: press }, text);
  const csv = csvDialog(context, (points, shape) => editor.send("csv", points, shape));
  return {
    clear: button("own-clear", t("training.clear_points"), () => editor.send("clear", [])),
    paste: button("own-csv", t("training.csv_open"), () => csv.open()),
    save: button("own-save", t("training.csv_save"), () => {
      const { screen, points } = current();
      if (!screen) return;
      const { classes } = shapeOf(screen.state.request, catalog);
      const text = csvOf(points, (targets) => (classes === null ? [...targets] : [classOf(targets)]));
      saveFile("points.csv", "text/csv", text);
    }),
    dialog: csv.root,
  };
}
