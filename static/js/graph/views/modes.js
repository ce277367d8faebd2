// Forward mode and reverse mode side by side: the same numbers found in two directions, and what each direction costs.
/** @import { Context, View } from "../../core/types.js" */
/** @import { GraphAnswer, GraphScreen } from "../types.js" */
/** @import { MathNode } from "../../core/types.js" */
import { element, setAttribute, setText } from "../../draw/dom.js";
import { lookupOf, nodeText, symbolIn } from "../explainer.js";
import { frac, mi, row } from "../../math/nodes.js";
import { linkFocus, showFocus, showNumber } from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";

/** More inputs, or values, than these are counted instead of shown. */
const MOST_COLUMNS = 8;
const MOST_ROWS = 80;

/** The head of a column of derivatives. @param {MathNode | undefined} over @param {MathNode | undefined} under @returns {MathNode} */
const rate = (over = mi("?"), under = mi("?")) => ({ ...frac(over, under), look: "derivative" });

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const wanted = element(
    "button",
    {
      type: "button",
      role: "switch",
      class: "switch",
      "data-key": "tangents",
      "aria-checked": "false",
      onclick: () => dispatch("setTangents", wanted.getAttribute("aria-checked") !== "true"),
    },
    t("graph.with_tangents"),
  );
  const forward = element("dd", { "data-count": "forward" });
  const reverse = element("dd", { "data-count": "reverse" });
  const why = element("p", { class: "modes-why" });
  const more = element("p", { class: "hint" });
  const table = element("table", { class: "modes-table" });
  const scroll = element(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": t("graph.modes") },
    table,
  );
  root.replaceChildren(
    element("div", { class: "modes-head" }, element("h2", {}, t("graph.modes")), wanted),
    element(
      "div",
      { class: "modes-words" },
      element(
        "dl",
        { class: "modes-counts" },
        element("div", {}, element("dt", {}, t("graph.forward_mode")), forward),
        element("div", {}, element("dt", {}, t("graph.reverse_mode")), reverse),
      ),
      why,
      more,
    ),
    scroll,
  );
  linkFocus(root, context);

  /** @type {((screen: GraphScreen) => void)[]} */
  let draws = [];
  let built = "";

  /** A number of the walkthrough, shown from its step on. @param {string} address @param {boolean} given needs no step */
  function cell(address, given) {
    const number = element("span", { class: "value", "data-address": address });
    const box = element("td", {}, number);
    draws.push(({ frame, explainer }) => {
      const known = given || frame.known.has(address);
      showNumber(number, known ? explainer.value(address) : null);
      box.classList.toggle("unknown", !known);
      box.classList.toggle("writes", frame.writes.has(address));
      box.classList.toggle("reads", frame.reads.has(address));
    });
    return box;
  }

  /** @param {GraphAnswer} answer @param {boolean} tangents */
  function rebuild(answer, tangents) {
    draws = [];
    const { inputs, any } = lookupOf(answer);
    const each = row(mi("∂"), any);
    const columns = tangents ? inputs.slice(0, MOST_COLUMNS) : [];
    setAttribute(root, "data-wide", columns.length > 2);
    const nodes = answer.nodes.filter(
      ({ hidden_in, operation, name }) => hidden_in === null && (operation !== "constant" || name !== null),
    );
    const rows = nodes.slice(0, MOST_ROWS);
    table.replaceChildren(
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col", rowspan: 2 }, t("graph.name")),
          element("th", { scope: "col", rowspan: 2 }, t("graph.value")),
          columns.length > 0
            ? element(
                "th",
                { scope: "colgroup", colspan: columns.length, class: "mode-forward" },
                `${t("graph.forward_mode")} →`,
              )
            : null,
          element("th", { scope: "colgroup", class: "mode-reverse" }, `← ${t("graph.reverse_mode")}`),
        ),
        element(
          "tr",
          {},
          ...columns.map((_, i) =>
            element(
              "th",
              { scope: "col" },
              ...headOf(rate(each, symbolIn(`m.${answer.result}.${i}`, answer).parts?.[1])),
            ),
          ),
          element(
            "th",
            { scope: "col" },
            ...headOf(rate(symbolIn(`g.${answer.result}`, answer).parts?.[0], each)),
          ),
        ),
      ),
      element(
        "tbody",
        {},
        ...rows.map(({ id, operation }) => {
          const given = operation === "input" || operation === "constant";
          return element(
            "tr",
            { "data-row": id },
            element("th", { scope: "row" }, ...headOf(symbolIn(`v.${id}`, answer))),
            cell(`v.${id}`, given),
            ...columns.map((_, i) =>
              operation === "constant"
                ? element("td", { class: "unknown" }, "0")
                : cell(`m.${id}.${i}`, false),
            ),
            operation === "constant" ? element("td", { class: "unknown" }, "·") : cell(`g.${id}`, false),
          );
        }),
      ),
    );
    const [lessColumns, lessRows] = [
      tangents ? inputs.length - columns.length : 0,
      nodes.length - rows.length,
    ];
    setText(
      more,
      [
        lessColumns > 0 ? t("graph.more_inputs", { count: lessColumns }) : "",
        lessRows > 0 ? t("graph.more_values", { count: lessRows }) : "",
      ]
        .filter(Boolean)
        .join(" "),
    );
    more.hidden = more.textContent === "";
  }

  return {
    update(screen) {
      const { answer, state } = screen;
      const shows = state.tangents && answer.tangents !== undefined;
      const form = JSON.stringify([answer.request.expression, answer.request.collapse, shows]);
      if (form !== built) {
        built = form;
        rebuild(answer, shows);
      }
      setAttribute(wanted, "aria-checked", String(state.tangents));
      const { inputs } = lookupOf(answer);
      const counts = {
        forward: answer.forward_operations,
        reverse: answer.reverse_operations,
        inputs: inputs.length,
        result: nodeText(answer.result, answer),
      };
      setText(forward, t("graph.operations", { count: counts.forward }));
      setText(reverse, t("graph.operations", { count: counts.reverse }));
      setText(
        why,
        t(
          inputs.length === 0
            ? "graph.modes_why_none"
            : inputs.length === 1
              ? "graph.modes_why_one"
              : counts.reverse < counts.forward
                ? "graph.modes_why_reverse"
                : "graph.modes_why_forward",
          counts,
        ),
      );
      for (const draw of draws) draw(screen);
      showFocus(root, screen);
    },
  };
}
