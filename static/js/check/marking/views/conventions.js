// How the numbers are read: what δ is, the ½, mean or sum, rows or columns. What was found out is said; all of it can
// be set.
/** @import { Key } from "../../../core/types.js" */
/** @import { Context, Conventions, Screen } from "../../types.js" */
import { element, setOptions, setText } from "../../../draw/dom.js";
import { labelled } from "../../../panels/fields.js";

/** Each with its values, as the API calls them. @type {Record<keyof Conventions, {title: Key,
 * values: {value: string | boolean, text: Key}[]}>} */
const CHOICES = {
  delta: {
    title: "checking.convention_delta",
    values: [
      { value: "dC_dz", text: "checking.delta_dC_dz" },
      { value: "minus_dC_dz", text: "checking.delta_minus_dC_dz" },
      { value: "minus_dC_dy", text: "checking.delta_minus_dC_dy" },
    ],
  },
  half: {
    title: "checking.convention_half",
    values: [
      { value: true, text: "checking.half_true" },
      { value: false, text: "checking.half_false" },
    ],
  },
  reduction: {
    title: "checking.convention_reduction",
    values: [
      { value: "mean", text: "checking.reduction_mean" },
      { value: "sum", text: "checking.reduction_sum" },
    ],
  },
  share: {
    title: "checking.convention_share",
    values: [
      { value: "in_delta", text: "checking.share_in_delta" },
      { value: "in_gradient", text: "checking.share_in_gradient" },
    ],
  },
  layout: {
    title: "checking.convention_layout",
    values: [
      { value: "row", text: "checking.layout_row" },
      { value: "column", text: "checking.layout_column" },
    ],
  },
};
const NAMES = /** @type {(keyof Conventions)[]} */ (Object.keys(CHOICES));
/** Those that are found out; the others are as the network has them. */
const FOUND = new Set(["delta", "share", "layout"]);

/** Which make a difference to a sheet. @param {keyof Conventions} name @param {Screen} screen */
function matters(name, { state: { request }, marking }) {
  const several = request.inputs.length > 1;
  if (name === "half") return marking?.conventions?.half !== null && marking !== null;
  return several || (name !== "reduction" && name !== "share");
}

/** @param {Context} context */
export function buildConventions({ dispatch, t }) {
  const found = element("p", { class: "conventions-found", hidden: true });
  const rows = NAMES.map((name) => {
    const { title, values } = CHOICES[name];
    const select = element("select", {
      "data-key": `convention-${name}`,
      onchange: () =>
        dispatch("setConvention", {
          name,
          value: values.find(({ value }) => String(value) === select.value)?.value ?? null,
        }),
    });
    return { name, select, root: labelled(t(title), select) };
  });
  const root = element(
    "details",
    { class: "conventions" },
    element("summary", {}, t("checking.conventions")),
    element("p", { class: "hint" }, t("checking.conventions_about")),
    ...rows.map((each) => each.root),
  );
  return {
    nodes: [found, root],
    /** @param {Screen} screen */
    update(screen) {
      const { marking, state } = screen;
      const now = marking?.conventions ?? null;
      const said = (now?.found ?? []).map((name) => {
        const { title, values } = CHOICES[/** @type {keyof Conventions} */ (name)];
        const value = now?.[/** @type {keyof Conventions} */ (name)];
        const text = values.find((one) => one.value === value)?.text;
        return text ? `${t(title)}${t("speech.colon")}${t(text)}` : t(title);
      });
      found.hidden = said.length === 0;
      setText(found, said.length > 0 ? t("checking.found_out", { what: said.join(t("speech.comma")) }) : "");
      root.hidden = marking === null;
      for (const { name, select, root: field } of rows) {
        field.hidden = !matters(name, screen);
        const free = t(FOUND.has(name) ? "checking.find_out" : "checking.as_network");
        setOptions(
          select,
          [
            { value: "", text: free },
            ...CHOICES[name].values.map(({ value, text }) => ({ value: String(value), text: t(text) })),
          ],
          String(state.conventions[name] ?? ""),
        );
      }
    },
  };
}
