// The points as a table of fields, some at a time: the way to draw by keyboard alone.
/** @import { Context } from "../../types.js" */
/** @import { Shape } from "../../data/fitting.js" */
/** @import { Point } from "../../data/points.js" */
/** @import { Editor } from "./own.js" */
import { element, scrollBox, setText } from "../../../draw/dom.js";
import { numberInput } from "../../../panels/number.js";
import { drawnAt, widened } from "../../data/drawing.js";
import { everyOf, targetsOf, withChange, withoutPoint } from "../../data/points.js";
import { classOf } from "../../task.js";

/** So many points are in the table at a time. */
const ROWS = 25;
/** Points of more inputs are not typed. */
const MOST_INPUTS = 6;

/** @param {Context} context @param {Editor} editor */
export function pointTable(context, editor) {
  const { t } = context;
  let from = 0;
  /** @type {{ points: readonly Point[], shape: Shape } | null} */
  let shown = null;
  /** @type {((points: readonly Point[]) => void)[]} */
  let rows = [];
  let builtFor = "";
  const place = element("div", { "data-field-group": true });
  const range = element("span", { class: "hint" });
  const step = (/** @type {number} */ by, /** @type {string} */ sign, /** @type {string} */ name) =>
    element(
      "button",
      {
        type: "button",
        class: "quiet",
        "data-key": `points-${by > 0 ? "next" : "back"}`,
        "aria-label": name,
        title: name,
        onclick: () => {
          from = Math.max(0, from + by * ROWS);
          if (shown) update(shown.points, shown.shape);
        },
      },
      sign,
    );
  const back = step(-1, "‹", t("training.points_back"));
  const next = step(1, "›", t("training.points_next"));
  const add = element(
    "button",
    {
      type: "button",
      "data-key": "point-add",
      onclick: () => {
        if (!shown) return;
        const { points, shape } = shown;
        from = Math.floor(points.length / ROWS) * ROWS;
        editor.send(
          "add",
          drawnAt(points, [0, 0], widened(shape, 0), { label: 0, target: 0, every: everyOf(points) }),
        );
      },
    },
    t("training.point_add"),
  );
  const root = element(
    "details",
    { class: "point-table", "data-key": "points" },
    element("summary", { "data-key": "points-summary" }, t("training.points_table")),
    element("div", { class: "tools" }, back, range, next),
    place,
    add,
  );

  /** @param {readonly Point[]} points @param {Shape} shape */
  function update(points, shape) {
    shown = { points, shape };
    if (!root.open) return;
    from = Math.max(0, Math.min(from, Math.floor(Math.max(0, points.length - 1) / ROWS) * ROWS));
    const to = Math.min(points.length, from + ROWS);
    setText(
      range,
      points.length === 0 ? "" : t("training.points_range", { from: from + 1, to, count: points.length }),
    );
    back.disabled = from === 0;
    next.disabled = to >= points.length;
    add.hidden = shape.inputs > 2;
    const key = JSON.stringify([from, to, shape]);
    if (key !== builtFor) {
      builtFor = key;
      const built = Array.from({ length: to - from }, (_, n) => buildRow(context, from + n, shape, change));
      rows = built.map((row) => row.update);
      const isWide = shape.inputs > MOST_INPUTS;
      place.replaceChildren(
        isWide || built.length === 0
          ? element("p", { class: "hint" }, isWide ? t("training.points_wide") : "")
          : scrollBox(
              t("training.points_table"),
              tableOf(
                context,
                shape,
                built.map((row) => row.root),
              ),
            ),
      );
    }
    for (const show of rows) show(points);
  }
  /** @param {number} index @param {Partial<Point> | null} part null: the point goes */
  function change(index, part) {
    if (!shown) return;
    const { points } = shown;
    editor.send(`point.${index}`, part ? withChange(points, index, part) : withoutPoint(points, index));
  }
  root.addEventListener("toggle", () => {
    if (shown) update(shown.points, shown.shape);
  });
  return { root, update };
}

/** @param {Context} context @param {Shape} shape @param {HTMLElement[]} rows */
function tableOf({ t }, { inputs, outputs, classes }, rows) {
  const head = (/** @type {string} */ text) => element("th", { scope: "col" }, text);
  const targets = classes !== null ? [t("training.point_class")] : outputs === 1 ? ["t"] : [];
  return element(
    "table",
    { class: "fields-table" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        head("#"),
        ...Array.from({ length: inputs }, (_, k) => head(inputs === 1 ? "x" : `x${k + 1}`)),
        ...targets.map(head),
        element("td", {}),
      ),
    ),
    element("tbody", {}, ...rows),
  );
}

/** @param {Context} context @param {number} index @param {Shape} shape
 * @param {(index: number, part: Partial<Point> | null) => void} change */
function buildRow({ t }, index, { inputs, outputs, classes }, change) {
  const n = index + 1;
  /** @type {readonly Point[]} */
  let points = [];
  const field = (
    /** @type {string} */ key,
    /** @type {string} */ name,
    /** @type {(value: number) => Partial<Point>} */ part,
  ) =>
    numberInput(t, { "data-key": `point-${index}-${key}`, "aria-label": name, class: "number" }, (value) =>
      change(index, part(value)),
    );
  const coordinates = Array.from({ length: inputs }, (_, i) =>
    field(`x${i}`, t("editor.input_name", { n, i: i + 1 }), (value) => ({
      inputs: (points[index]?.inputs ?? []).with(i, value),
    })),
  );
  const target =
    classes === null && outputs === 1
      ? field("t", t("editor.target_name", { n, k: 1 }), (value) => ({ targets: [value] }))
      : null;
  const label =
    classes === null
      ? null
      : element(
          "select",
          {
            "data-key": `point-${index}-class`,
            "aria-label": t("training.class_of", { n }),
            onchange: () => change(index, { targets: targetsOf(Number(label?.value), classes) }),
          },
          ...Array.from({ length: classes }, (_, k) => element("option", { value: k }, String(k))),
        );
  const remove = element(
    "button",
    {
      type: "button",
      class: "quiet",
      "data-key": `point-${index}-remove`,
      "aria-label": t("training.point_remove", { n }),
      title: t("training.point_remove", { n }),
      onclick: () => change(index, null),
    },
    "×",
  );
  const number = element("th", { scope: "row" });
  const cells = [...coordinates.map(({ input }) => input), target?.input ?? null, label, remove];
  return {
    root: element("tr", {}, number, ...cells.flatMap((node) => (node ? [element("td", {}, node)] : []))),
    /** @param {readonly Point[]} list */
    update(list) {
      points = list;
      const point = list[index];
      if (!point) return;
      setText(number, point.isTest ? `${n} ${t("training.test")}` : String(n));
      coordinates.forEach((one, i) => one.show(point.inputs[i] ?? null));
      target?.show(point.targets[0] ?? null);
      if (label) label.value = String(classOf(point.targets));
    },
  };
}
