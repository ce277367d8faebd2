// What a change in the midst of a run is called.
/** @import { NamedParameters } from "../core/types.js" */
/** @import { Context, RunEvent } from "./types.js" */
import { namedIn } from "../core/names.js";
import { formatNumber } from "../math/format.js";

/** An optimizer or a schedule with its numbers. @param {Context["t"]} t @param {"optimizer" | "schedule"} table
 * @param {NamedParameters} chosen */
const named = (t, table, { name, ...parameters }) =>
  [
    namedIn(t, table, name),
    ...Object.values(parameters).map((value) => (typeof value === "number" ? formatNumber(value) : value)),
  ].join(" ");

/** @type {{ [Name in keyof Required<NonNullable<RunEvent["set"]>>]: (value: any, t: Context["t"]) => string }} */
const CHANGES = {
  learning_rate: (value, t) => t("training.event_rate", { value: formatNumber(value) }),
  optimizer: (value, t) => t("training.event_optimizer", { value: named(t, "optimizer", value) }),
  schedule: (value, t) => t("training.event_schedule", { value: named(t, "schedule", value) }),
  batch_size: (value, t) => t("training.event_batch", { value }),
  regularization: ({ l1 = 0, l2 = 0 }, t) =>
    t("training.event_regularization", { l1: formatNumber(l1), l2: formatNumber(l2) }),
  clip_norm: (value, t) =>
    value === null ? t("training.event_unclipped") : t("training.event_clip", { value: formatNumber(value) }),
};

/** @param {RunEvent} event @param {Pick<Context, "t">} context */
export function eventText({ set, point, add, remove, weight }, { t }) {
  if (weight) {
    const { layer, unit, input, value } = weight;
    const where = { layer, unit: unit + 1, input: (input ?? 0) + 1, value: formatNumber(value) };
    return t(input === null ? "training.event_bias" : "training.event_weight", where);
  }
  if (add) return t("training.event_add", { count: add.inputs.length });
  if (remove) return t("training.event_delete", { count: remove.samples.length });
  if (point) return t("training.event_point", { sample: point.sample + 1 });
  const names = /** @type {(keyof typeof CHANGES)[]} */ (Object.keys(set ?? {}));
  return names.map((name) => CHANGES[name](set?.[name], t)).join(" · ");
}
