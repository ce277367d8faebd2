// How requests and their differences are called.
/** @import { Key } from "../../../core/types.js" */
/** @import { Context } from "../../types.js" */
/** @import { Kept } from "../../runs/shelf.js" */
/** @import { Difference } from "../../runs/comparing.js" */
import { menuWord } from "../../../core/names.js";
import { isObject } from "../../../core/url_hash.js";
import { formatNumber } from "../../../math/format.js";
import { differencesOf } from "../../runs/comparing.js";
import { presetsOf } from "../../state.js";
import { sameRequest } from "../../../core/editing.js";
import { parameterName } from "../fields.js";

/** Fields that have a name of their own, as a pattern of their path; the numbers in it count from 0. `table`: the one
 * that names their values. @type {readonly { pattern: RegExp, key: Key, table?: string }[]} */
const FIELDS = [
  { pattern: /^optimizer\.learning_rate$/, key: "training.field_rate" },
  { pattern: /^optimizer\.name$/, key: "training.field_optimizer", table: "optimizer_name" },
  { pattern: /^schedule\.name$/, key: "training.field_schedule", table: "schedule_name" },
  { pattern: /^batch_size$/, key: "training.field_batch" },
  { pattern: /^epochs$/, key: "training.field_epochs" },
  { pattern: /^seed$/, key: "training.field_seed" },
  { pattern: /^shuffle$/, key: "training.field_shuffle" },
  { pattern: /^clip_norm$/, key: "training.field_clip" },
  { pattern: /^events\b/, key: "training.field_events" },
  { pattern: /^network\.seed$/, key: "training.field_network_seed" },
  { pattern: /^network\.inputs$/, key: "training.field_inputs" },
  { pattern: /^network\.loss$/, key: "training.loss", table: "loss_name" },
  {
    pattern: /^network\.initializer(?:\.name)?$/,
    key: "training.field_initializer",
    table: "initializer_name",
  },
  { pattern: /^network\.layers\.(\d+)\.units$/, key: "training.field_units" },
  {
    pattern: /^network\.layers\.(\d+)\.activation$/,
    key: "training.field_activation",
    table: "activation_name",
  },
  { pattern: /^network\.layers\.(\d+)\.weights$/, key: "training.field_weights" },
  { pattern: /^network\.layers\.(\d+)\.bias(?:es)?$/, key: "training.field_bias" },
  { pattern: /^network\.layers\.(\d+)\.frozen$/, key: "training.field_frozen" },
  { pattern: /^network\.layers\.(\d+)$/, key: "training.field_layer" },
  { pattern: /^data\.name$/, key: "training.data", table: "training.set" },
  { pattern: /^data\.(?:inputs|targets)$/, key: "training.field_points" },
  { pattern: /^data\.test_(?:inputs|targets)$/, key: "training.field_test_points" },
  { pattern: /^regularization\.l1$/, key: "training.field_l1" },
  { pattern: /^regularization\.l2$/, key: "training.field_l2" },
  { pattern: /^stop\.loss$/, key: "training.field_stop_loss" },
  { pattern: /^stop\.patience$/, key: "training.field_patience" },
];
/** Parameters of what is chosen in a table: "momentum μ". */
const PARAMETER = /^(?:optimizer|schedule|data|network\.initializer)\.(\w+)$/;

/** @typedef {Pick<Context, "t" | "find">} Words */

/** The name of a value: the tables of names part words by a dot or by a line. @param {Words} context
 * @param {string} table @param {string} value */
export const valueName = ({ find }, table, value) =>
  find(`${table}.${value}`, find(`${table}_${value}`, menuWord(value)));

/** A value of a field in a few signs. @param {unknown} value @param {string} path of the field
 * @param {Words} context @returns {string} */
export function settingText(value, path, context) {
  if (value === undefined || value === null) return "–";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (Array.isArray(value)) return String(value.length);
  if (isObject(value))
    return "name" in value
      ? menuWord(String(value["name"]))
      : "units" in value
        ? String(value["units"])
        : "…";
  const table = FIELDS.find(({ pattern }) => pattern.test(path))?.table ?? "";
  return valueName(context, table, String(value));
}

/** @param {string} path @param {Words} context */
export function fieldName(path, context) {
  for (const { pattern, key } of FIELDS) {
    const match = pattern.exec(path);
    if (match) return context.t(key, { layer: Number(match[1] ?? 0) + 1 });
  }
  const [, name] = PARAMETER.exec(path) ?? [];
  return name === undefined ? path : parameterName(context, "", name);
}

/** "η 0.02 → 0.1"; of points that are as many as before, that they were moved.
 * @param {Difference} difference @param {Words} context */
export function differenceText({ path, before, after }, context) {
  const [from, to] = [settingText(before, path, context), settingText(after, path, context)];
  if (from === to && path.startsWith("data.")) return context.t("training.field_points_changed");
  return `${fieldName(path, context)} ${from} → ${to}`;
}

/** A name tells no more differences than these. */
const MOST_TOLD = 3;

/** What a run on the shelf is called: its own name, what differs from the run before it, or its example.
 * @param {Pick<Kept, "request" | "before" | "name">} kept
 * @param {Pick<Context, "t" | "find" | "catalog">} context */
export function nameOf({ request, before, name }, context) {
  if (name) return name;
  const { t, find, catalog } = context;
  const preset = presetsOf(catalog).find((one) => sameRequest(one.request, request));
  if (preset) return find(`preset.training_${preset.name}`, menuWord(preset.name));
  const differences = before === null ? [] : differencesOf(before, request);
  if (differences.length === 0) return t("training.own_run");
  // Inputs and targets of points are told as one.
  const all = [...new Set(differences.map((one) => differenceText(one, context)))];
  const told = all.slice(0, MOST_TOLD);
  const rest = all.length - told.length;
  return told.join(", ") + (rest > 0 ? t("training.and_more", { count: rest }) : "");
}
