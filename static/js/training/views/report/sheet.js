// The report of a run as it is printed: settings, how it ended, its curves and its map, the state of its layers, its
// weights.
/** @import { Context, TrainScreen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { fieldsOf } from "../../runs/comparing.js";
import { eventsOf } from "../../events.js";
import { findingsAt } from "../../runs/findings.js";
import { networkAt } from "../../run.js";
import { placeText } from "../../screen.js";
import { eventText } from "../../sentences.js";
import { isRegression } from "../../task.js";
import { valueText } from "../curves/chart.js";
import { MEASURES } from "../layers/measures.js";
import { fieldName, nameOf, settingText } from "../shelf/words.js";
import { picturesOf } from "./pictures.js";

/** A page has room for so many columns of weights. */
const MOST_COLUMNS = 10;

/** A network of more parameters is not printed number by number. */
const MOST_PRINTED = 2000;

/** @param {readonly (string | Node)[]} cells @param {"td" | "th"} [kind] of all but the first */
const row = ([first = "", ...cells], kind = "td") =>
  element(
    "tr",
    {},
    element("th", { scope: kind === "th" ? "col" : "row" }, first),
    ...cells.map((cell) => element(kind, kind === "th" ? { scope: "col" } : {}, cell)),
  );
/** @param {readonly (readonly (string | Node)[])[]} rows @param {readonly string[]} [head] */
const table = (rows, head) =>
  element(
    "table",
    {},
    head ? element("thead", {}, row(head, "th")) : null,
    element("tbody", {}, ...rows.map((cells) => row(cells))),
  );

/** @param {TrainScreen} screen @param {Context} context */
function settingsPart({ state: { request } }, context) {
  const { t } = context;
  const { events: _, ...settings } = request;
  const rows = fieldsOf(settings).map(({ path, value }) => [
    fieldName(path, context),
    settingText(value, path, context),
  ]);
  const changes = eventsOf(request).map((event) =>
    element("li", {}, t("training.event_at", { step: event.step, change: eventText(event, context) })),
  );
  return [
    element("h2", {}, t("training.report_settings")),
    element("div", { class: "report-settings" }, table(rows)),
    ...(changes.length > 0 ? [element("ul", {}, ...changes)] : []),
  ];
}

/** @param {TrainScreen} screen @param {Context} context */
function resultPart(screen, { t }) {
  const { run, at } = screen;
  const isNumbers = isRegression(run);
  const number = (/** @type {import("../../run.js").Scalar} */ name) =>
    valueText(run.scalar(name, at), name.endsWith("accuracy") && !isNumbers);
  return [
    element("h2", {}, t("training.report_result")),
    element("p", {}, element("b", {}, placeText(screen, t))),
    ...(run.end ? [element("p", {}, run.end.text)] : []),
    table(
      [
        [t("training.loss"), number("loss"), number("test_loss")],
        [
          t(isNumbers ? "training.r_squared" : "training.accuracy"),
          number("accuracy"),
          number("test_accuracy"),
        ],
      ],
      ["", t("training.train"), t("training.test")],
    ),
  ];
}

/** @param {TrainScreen} screen @param {Context} context */
function layersPart({ run, at }, { t }) {
  const rows = run.layers.map(({ activation, units }, layer) => [
    `${layer + 1} · ${activation} ${units}`,
    ...MEASURES.map(({ name, isShare }) => valueText(run.measure(name, layer, at), isShare, 3)),
  ]);
  const found = findingsAt(run, at).map(({ name, params }) =>
    element("li", {}, `${t(`training.find_${name}`, params)} ${t(`training.remedy_${name}`, params)}`),
  );
  return [
    element("h2", {}, t("training.layers")),
    table(rows, [t("training.layer"), ...MEASURES.map(({ name }) => t(`training.${name}`))]),
    element("ul", {}, ...(found.length > 0 ? found : [element("li", {}, t("training.find_nothing"))])),
  ];
}

/** @param {TrainScreen} screen @param {Context} context */
function weightsPart({ run, at }, { t }) {
  const title = element("h2", {}, t("training.report_weights"));
  const { parameters } = run.header;
  if (parameters > MOST_PRINTED)
    return [title, element("p", {}, t("training.report_too_many", { count: parameters }))];
  const layers = networkAt(run, at).map(({ weights, biases }, l) =>
    element(
      "div",
      { class: "report-weights" },
      element("h3", {}, t("training.field_layer", { layer: l + 1 })),
      ...tablesOf(weights, biases, t),
    ),
  );
  return [title, ...layers];
}

/** The weights of a layer in tables that a page has room for: a column for each neuron, a row for each of its inputs
 * and for its bias. @param {readonly number[][]} weights by neuron @param {readonly number[] | null} biases
 * @param {Context["t"]} t */
function tablesOf(weights, biases, t) {
  const inputs = weights[0]?.length ?? 0;
  return Array.from({ length: Math.ceil(weights.length / MOST_COLUMNS) }, (_, k) => {
    const first = k * MOST_COLUMNS;
    const units = weights.slice(first, first + MOST_COLUMNS);
    const rows = Array.from({ length: inputs }, (_, i) => [
      t("training.report_from", { input: i + 1 }),
      ...units.map((unit) => formatNumber(unit[i])),
    ]);
    const last = biases
      ? [[t("training.report_bias"), ...units.map((_, j) => formatNumber(biases[first + j]))]]
      : [];
    const head = [t("training.report_unit"), ...units.map((_, j) => String(first + j + 1))];
    return table([...rows, ...last], head);
  });
}

/** The report, and what draws its map once it is in the document.
 * @param {TrainScreen} screen @param {Context} context */
export function reportOf(screen, context) {
  const { t } = context;
  const { request } = screen.state;
  const date = new Intl.DateTimeFormat(context.language(), { dateStyle: "long", timeStyle: "short" });
  const pictures = picturesOf(screen, context);
  const root = element(
    "article",
    { class: "run-report" },
    element("h1", {}, t("training.report", { name: nameOf({ request, before: null, name: "" }, context) })),
    element("p", {}, date.format(new Date())),
    element("p", { class: "report-link" }, location.href),
    ...resultPart(screen, context),
    pictures.root,
    ...settingsPart(screen, context),
    ...layersPart(screen, context),
    ...weightsPart(screen, context),
  );
  return { root, draw: pictures.draw };
}
