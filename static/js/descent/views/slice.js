// A slice through the loss of the reader's own network: which two of its numbers, what learns, and the way back to it.
/** @import { Context } from "../../core/types.js" */
/** @import { DescentScreen } from "../types.js" */
import { element, setOptions } from "../../draw/dom.js";
import { parameterName, parametersOf } from "../../network/parameters.js";
import { segmented } from "../../panels/choices.js";

/** Of more numbers the menus name the first ones. */
export const MOST = 600;

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
  const labelled = (/** @type {string} */ label, /** @type {HTMLElement} */ control) =>
    element("label", { class: "field", "data-field-group": true }, element("span", {}, label), control);
  root.replaceChildren(
    element("h2", {}, t("descent.slice")),
    element("p", { class: "hint" }, t("descent.slice_hint")),
    labelled(t("descent.slice_x"), x),
    labelled(t("descent.slice_y"), y),
    learn.group,
    element("p", { class: "hint" }, t("descent.learn_hint")),
    element(
      "div",
      {},
      element(
        "button",
        { type: "button", "data-key": "slice-back", onclick: () => dispatch("openNetwork") },
        t("descent.slice_back"),
      ),
    ),
  );

  return {
    /** @param {DescentScreen} screen */
    update({ state: { request } }) {
      const { network } = request;
      root.hidden = network === undefined;
      if (!network) return;
      const all = parametersOf(network.request, MOST);
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
