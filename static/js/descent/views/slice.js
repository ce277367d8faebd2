// A slice through the loss of a network: the two parameters on the axes, which parameters learn, and a link to the
// network.
/** @import { Context } from "../types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setOptions } from "../../draw/dom.js";
import { parameterName, parametersOf } from "../../network/parameters.js";
import { segmented } from "../../panels/choices.js";
import { labelled } from "../../panels/fields.js";

/** The number of parameters in a menu at most: the first ones. */
const MAX_OPTIONS = 600;

/** @param {HTMLElement} root @param {Context} context */
export function mount(root, { dispatch, t }) {
  /** @param {"x" | "y"} axis */
  const menu = (axis) => {
    const select = element("select", {
      "data-key": `slice-${axis}`,
      "data-field": `network.${axis}`,
      onchange: () => dispatch("setSlice", { [axis]: select.value }),
    });
    return select;
  };
  const x = menu("x");
  const y = menu("y");
  const learn = segmented(
    t("descent.learn"),
    "learn",
    [
      { value: "two", text: t("descent.learn_two") },
      { value: "all", text: t("descent.learn_all") },
    ],
    (value) => dispatch("setSlice", { learn: value }),
  );
  root.replaceChildren(
    element("h2", {}, t("descent.slice")),
    element("p", { class: "hint" }, t("descent.slice_hint")),
    element(
      "button",
      { type: "button", "data-key": "slice-back", onclick: () => dispatch("openNetwork") },
      t("descent.slice_back"),
    ),
    labelled(t("descent.slice_x"), x),
    labelled(t("descent.slice_y"), y),
    learn.group,
    element("p", { class: "hint" }, t("descent.learn_hint")),
  );

  return {
    /** @param {DescentScreen} screen */
    update({ state: { request } }) {
      const { network } = request;
      root.hidden = network === undefined;
      if (!network) return;
      const all = parametersOf(network.request, MAX_OPTIONS);
      const options = (/** @type {string} */ other) =>
        all
          .filter((address) => address !== other)
          .map((address) => ({ value: address, text: parameterName(address, t) }));
      setOptions(x, options(network.y), network.x);
      setOptions(y, options(network.x), network.y);
      learn.show(network.learn ?? "two");
    },
  };
}
