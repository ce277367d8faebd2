// The parameters of the chosen set: how many samples, how noisy, and what the set has of its own.
/** @import { Context, TrainScreen } from "../../types.js" */
import { element } from "../../../draw/dom.js";
import { parameterList } from "../../../panels/fields.js";
import { fittingNotice, isOwn, withData } from "../../data/fitting.js";
import { parameterField } from "../fields.js";
import { entryName } from "./sets.js";

/** The seeds of "draw again" go on from one to the next, up to here. */
const SEEDS = 1000;

/** @param {Context} context */
export function setParameters(context) {
  const { catalog, dispatch, t } = context;
  /** @type {TrainScreen["state"]["request"] | null} */
  let request = null;

  /** @param {string} name @param {number} value @param {boolean} continues */
  function send(name, value, continues) {
    if (request === null || isOwn(request.data)) return;
    const change = withData(request, { ...request.data, [name]: value }, catalog);
    const notice = fittingNotice(request.network, change.network, entryName(context));
    dispatch("setFields", { field: `data.${name}`, change, continues, notice });
  }

  const fields = parameterList(catalog.datasets, (set, parameter) =>
    parameterField(context, set, parameter, `data.${parameter.name}`, (value, continues) =>
      send(parameter.name, value, continues),
    ),
  );
  const again = element(
    "button",
    {
      type: "button",
      "data-key": "draw-again",
      onclick: () => {
        if (request === null || isOwn(request.data)) return;
        send("seed", (Number(request.data["seed"] ?? 1) % SEEDS) + 1, false);
      },
    },
    t("training.draw_again"),
  );
  return {
    root: element("section", { "aria-label": t("training.data_parameters") }, fields.root, again),
    /** @param {TrainScreen} screen */
    update({ state }) {
      request = state.request;
      if (!isOwn(request.data)) fields.update(request.data);
    },
  };
}
