// The learning rate: typed, or on a slider whose equal distances are equal factors.
/** @import { Context, TrainRequest } from "../../types.js" */
/** @import { Settings } from "./settings.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { formatNumber } from "../../../math/format.js";
import { numberRow } from "../fields.js";

/** The slider goes from one power of ten to another, with so many places in each factor of ten. */
const LOW = -5;
const HIGH = 1;
const PLACES = 20;

/** The rate at a place of the slider, in two digits. @param {number} place in powers of ten */
export const rateAt = (place) => Number((10 ** place).toPrecision(2));

/** @param {Context} context @param {Settings} settings */
export function rateRow(context, settings) {
  const { catalog, t } = context;
  const usual = (/** @type {string | undefined} */ name) =>
    catalog.optimizers
      .find((entry) => entry.name === name)
      ?.parameters.find((parameter) => parameter.name === "learning_rate");
  /** @param {number} rate @param {boolean} continues */
  const send = (rate, continues) => {
    const optimizer = settings.settings?.optimizer;
    if (!optimizer) return;
    settings.send("optimizer.learning_rate", { optimizer: { ...optimizer, learning_rate: rate } }, continues);
  };
  const row = numberRow(
    context,
    "learning_rate",
    t("training.rate"),
    "optimizer.learning_rate",
    { low: 0, high: usual(catalog.optimizers[0]?.name)?.high ?? Infinity },
    send,
  );
  const slider = element("input", {
    type: "range",
    class: "rate-slider",
    min: LOW,
    max: HIGH,
    step: 1 / PLACES,
    "data-key": "rate-slider",
    "aria-label": t("training.rate"),
    oninput: () => send(rateAt(Number(slider.value)), true),
  });
  return {
    root: element("div", { class: "fields" }, row.root, slider),
    /** @param {TrainRequest} request */
    update({ optimizer }) {
      const given = optimizer["learning_rate"];
      const rate = typeof given === "number" ? given : (usual(optimizer.name)?.default ?? 0);
      row.field.show(rate);
      const place = rate > 0 ? Math.log10(rate) : LOW;
      if (document.activeElement !== slider || Math.abs(Number(slider.value) - place) > 1 / PLACES)
        slider.value = String(place);
      setAttribute(slider, "aria-valuetext", formatNumber(rate));
    },
  };
}
