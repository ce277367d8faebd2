// The numbers of a run that belong to no table: batch size, epochs, seed, penalties, the bound of the gradient, when
// the run ends. What may be left out is left out by emptying its field.
/** @import { Key } from "../../../core/types.js" */
/** @import { Limits } from "../../../math/parse_number.js" */
/** @import { Context, TrainRequest } from "../../types.js" */
/** @import { Settings } from "./settings.js" */
import { element, setAttribute } from "../../../draw/dom.js";
import { numberRow } from "../fields.js";

/**
 * A number of the request.
 * @typedef {object} Entry
 * @property {Key} name
 * @property {string} field as the server names it in a refusal
 * @property {(request: TrainRequest) => number | null | undefined} read
 * @property {(request: TrainRequest, value: number | null) => Partial<TrainRequest>} write
 * @property {(limits: Record<string, number>) => Limits} limits
 * @property {boolean} [optional] null: there is none
 */

/** The largest penalty that the server takes. */
const MOST_PENALTY = 1e6;

/** @param {"l1" | "l2"} name @returns {Entry} */
const penalty = (name) => ({
  name: `training.${name}`,
  field: `regularization.${name}`,
  read: ({ regularization = {} }) => regularization[name] ?? 0,
  write: ({ regularization }, value) => ({ regularization: { ...regularization, [name]: value ?? 0 } }),
  limits: () => ({ low: 0, high: MOST_PENALTY }),
});

/** @type {Record<"batch_size" | "epochs" | "seed" | "l1" | "l2" | "clip_norm" | "stop_loss" | "patience", Entry>} */
const ENTRIES = {
  batch_size: {
    name: "training.batch_size",
    field: "batch_size",
    read: ({ batch_size }) => batch_size,
    write: (_, value) => ({ batch_size: value ?? 1 }),
    limits: ({ train_samples = Infinity }) => ({ whole: true, low: 1, high: train_samples }),
  },
  epochs: {
    name: "training.epochs",
    field: "epochs",
    read: ({ epochs }) => epochs,
    write: (_, value) => ({ epochs: value ?? 1 }),
    limits: ({ train_epochs = Infinity }) => ({ whole: true, low: 1, high: train_epochs }),
  },
  seed: {
    name: "training.order_seed",
    field: "seed",
    read: ({ seed }) => seed,
    write: (_, value) => ({ seed: value ?? 0 }),
    limits: ({ seed = Infinity }) => ({ whole: true, low: 0, high: seed }),
  },
  l1: penalty("l1"),
  l2: penalty("l2"),
  clip_norm: {
    name: "training.clip_norm",
    field: "clip_norm",
    read: ({ clip_norm }) => clip_norm ?? null,
    write: (_, value) => ({ clip_norm: value }),
    limits: () => ({ low: Number.MIN_VALUE }),
    optional: true,
  },
  stop_loss: {
    name: "training.stop_loss",
    field: "stop.loss",
    read: ({ stop }) => stop?.loss ?? null,
    write: ({ stop }, value) => ({ stop: { ...stop, loss: value } }),
    limits: () => ({}),
    optional: true,
  },
  patience: {
    name: "training.patience",
    field: "stop.patience",
    read: ({ stop }) => stop?.patience ?? null,
    write: ({ stop }, value) => ({ stop: { ...stop, patience: value } }),
    limits: ({ train_epochs = Infinity }) => ({ whole: true, low: 1, high: train_epochs }),
    optional: true,
  },
};

/** Fields for some of the numbers. @param {Context} context @param {Settings} settings
 * @param {readonly (keyof typeof ENTRIES)[]} names */
export function numbersOf(context, settings, names) {
  const { catalog, t } = context;
  const rows = names.map((about) => {
    const entry = ENTRIES[about];
    /** @param {number | null} value @param {boolean} [continues] */
    const send = (value, continues = false) => {
      const now = settings.settings;
      if (now) settings.send(entry.field, entry.write(now, value), continues);
    };
    const row = numberRow(context, about, t(entry.name), entry.field, entry.limits(catalog.limits), send);
    if (entry.optional) leaveOut(row.field, t("training.none"), () => send(null));
    return { entry, ...row };
  });
  return {
    root: element("div", { class: "fields" }, ...rows.map(({ root }) => root)),
    /** @param {TrainRequest} request */
    update: (request) => {
      for (const { entry, field } of rows) field.show(entry.read(request) ?? null);
    },
  };
}

/** An emptied field means that there is no such number. @param {ReturnType<typeof numberRow>["field"]} field
 * @param {string} none what an empty field says @param {() => void} send */
function leaveOut({ input, show }, none, send) {
  setAttribute(input, "placeholder", none);
  const empty = (/** @type {Event} */ event) => {
    if (input.value.trim() !== "") return;
    event.stopImmediatePropagation();
    show(null, true);
    send();
  };
  input.addEventListener("change", empty, true);
}

/** Whether every epoch takes the samples in an order of its own. @param {Context} context
 * @param {Settings} settings */
export function switchRow({ t }, settings) {
  const box = element("input", {
    type: "checkbox",
    "data-key": "shuffle",
    "data-field": "shuffle",
    onchange: () => settings.send("shuffle", { shuffle: box.checked }),
  });
  return {
    root: element("label", { class: "check-field" }, box, t("training.shuffle")),
    /** @param {TrainRequest} request */
    update: ({ shuffle = true }) => {
      box.checked = shuffle;
    },
  };
}
