// All the ways from one value to the result: the product along each, in symbols and in numbers, and their sum, the gradient.
/** @import { Context, View } from "../../core/types.js" */
/** @import { GraphAnswer, GraphPaths, GraphScreen } from "../types.js" */
/** @import { MathNode } from "../../core/types.js" */
import { element, setOptions } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { numberNode } from "../../math/formula/print.js";
import { nodeText, symbolIn } from "../explainer.js";
import { mo, row } from "../../math/nodes.js";
import { formatNumber } from "../../math/format.js";
import { spoken } from "../../math/speech.js";
import { linkFocus, showFocus } from "../../panels/number.js";

const ARROW = mo("→", "\\to ");
/** @type {MathNode} */
const PLUS = { ...mo("+"), form: "infix" };
const DOT = mo("·", "\\cdot ");

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const choice = element("select", {
    "data-key": "path-from",
    onchange: () => dispatch("select", choice.value === "" ? null : Number(choice.value)),
  });
  const body = element("div", { class: "paths-body" });
  root.replaceChildren(
    element(
      "div",
      { class: "paths-head" },
      element("h2", {}, t("graph.paths")),
      element("label", { class: "field" }, element("span", {}, t("graph.paths_from")), choice),
    ),
    body,
  );
  linkFocus(root, context);

  /** One formula whose line may be broken between its parts; read aloud as a whole. @param {MathNode[]} mathNodes @param {MathNode} [sign] between them */
  function math(mathNodes, sign = row()) {
    const whole = row(...mathNodes.flatMap((mathNode, k) => (k > 0 ? [sign, mathNode] : [mathNode])));
    return element(
      "span",
      { class: "path-math", role: "math", "aria-label": spoken(whole, t) },
      ...mathNodes.map((mathNode, k) => {
        const drawn = mathElement(document, k > 0 ? row(sign, mathNode) : mathNode);
        drawn.setAttribute("aria-hidden", "true");
        return /** @type {Node} */ (drawn);
      }),
    );
  }
  /** A number of a product, in brackets when it is negative. @param {number | null} value @returns {MathNode} */
  function factor(value) {
    if (value === null) return { tag: "mtext", text: "?" };
    const mathNode = numberNode(value, PRINTING);
    return value < 0 ? row(mo("("), mathNode, mo(")")) : mathNode;
  }

  /** @param {GraphPaths["shown"][number]} path @param {GraphAnswer} answer @param {GraphScreen} screen */
  function pathRow(path, answer, { explainer }) {
    // An edge is named by its target and the operand it is.
    const edges = path.nodes.slice(1).map((target, k) => `d.${target}.${path.operands[k] ?? 0}`);
    const way = path.nodes.map((id) => symbolIn(`v.${id}`, answer));
    return element(
      "li",
      { "data-path": path.nodes.join("-") },
      element("p", { class: "path-way" }, math(way, ARROW)),
      edges.length === 0
        ? null
        : element(
            "div",
            { class: "path-product" },
            math(
              edges.map((address) => symbolIn(address, answer)),
              DOT,
            ),
            element("span", {}, "="),
            math(
              edges.map((address) => factor(explainer.value(address))),
              DOT,
            ),
            element("span", {}, "="),
            element(
              "strong",
              { class: "value", "data-product": path.product === null ? "" : String(path.product) },
              formatNumber(path.product),
            ),
          ),
    );
  }

  /** @param {GraphScreen} screen @param {number} id */
  function drawPaths(screen, id) {
    const { answer } = screen;
    const { paths } = answer;
    if (!paths || paths.node !== id) {
      body.replaceChildren(element("p", { class: "hint" }, t("graph.paths_coming")));
      return;
    }
    const params = {
      name: nodeText(id, answer),
      result: nodeText(answer.result, answer),
      count: counted(paths.count),
    };
    const sum = element(
      "strong",
      {
        class: "value",
        "data-address": `g.${id}`,
        "data-value": paths.sum === null ? "" : String(paths.sum),
      },
      formatNumber(paths.sum),
    );
    const rest = paths.count - paths.shown.length;
    body.replaceChildren(
      element(
        "p",
        {},
        paths.count === 0
          ? t("graph.paths_none", params)
          : id === answer.result
            ? t("graph.paths_self", params)
            : t(paths.count === 1 ? "graph.paths_one" : "graph.paths_many", params),
      ),
      ...(twice(answer, paths) ? [element("p", { class: "hint" }, t("graph.paths_uses"))] : []),
      element("ol", { class: "path-list" }, ...paths.shown.map((path) => pathRow(path, answer, screen))),
      ...(rest > 0
        ? [
            element(
              "p",
              { class: "hint" },
              t("graph.paths_rest", {
                rest: counted(rest),
                shown: paths.shown.length,
                sum: formatNumber(paths.shown_sum),
              }),
            ),
          ]
        : []),
      ...(paths.count > 0
        ? [
            element(
              "p",
              { class: "path-sum" },
              math([symbolIn(`g.${id}`, answer)]),
              " = ",
              ...(paths.shown.length > 1 && rest <= 0
                ? [
                    math(
                      paths.shown.map(({ product }) => factor(product)),
                      PLUS,
                    ),
                    " = ",
                  ]
                : []),
              sum,
            ),
          ]
        : []),
    );
  }

  let drawn = "";
  /** @type {GraphAnswer | null} */
  let from = null;
  return {
    update(screen) {
      const { answer, state } = screen;
      const visible = answer.nodes.filter(
        ({ hidden_in, operation }) => hidden_in === null && operation !== "constant",
      );
      setOptions(
        choice,
        [
          { value: "", text: t("graph.paths_choose") },
          ...visible.map(({ id }) => ({ value: String(id), text: nodeText(id, answer) })),
        ],
        state.selected === null ? "" : String(state.selected),
      );
      const form = JSON.stringify([state.selected, context.language()]);
      if (from !== answer || form !== drawn) {
        from = answer;
        drawn = form;
        if (state.selected === null || answer.nodes[state.selected] === undefined) {
          body.replaceChildren(
            element(
              "p",
              { class: "hint" },
              t("graph.paths_hint", { result: nodeText(answer.result, answer) }),
            ),
          );
        } else drawPaths(screen, state.selected);
      }
      showFocus(root, screen);
    },
  };
}

/** Is a value on a path that the same operation reads more than once? @param {GraphAnswer} answer @param {GraphPaths} paths */
const twice = ({ edges }, { shown }) =>
  shown.some(({ nodes }) =>
    nodes
      .slice(1)
      .some(
        (target, k) => edges.filter((edge) => edge.target === target && edge.source === nodes[k]).length > 1,
      ),
  );

/** A count may be larger than numbers are written out. @param {number} count */
const counted = (count) => (count < 1e6 ? String(count) : formatNumber(count));

/** @type {import("../../math/formula/print.js").Printing} */
const PRINTING = /** @type {any} */ ({ numbers: true, format: formatNumber });
