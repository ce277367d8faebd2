// The values that the program leaves free, each a field for its number with its gradient beside it, and the values that
// can be folded into one box. Nothing is computed here.
/** @import { Context, View } from "../../core/types.js" */
/** @import { GraphAnswer, GraphScreen } from "../types.js" */
import { element, setAttribute } from "../../draw/dom.js";
import { mathElement } from "../../math/formula/mathml.js";
import { isCollapsible } from "../state.js";
import { nameNode, symbolIn } from "../explainer.js";
import { textFrom } from "../../math/nodes.js";
import { linkFocus, numberInput, showFocus, showNumber, showRefusal } from "../../panels/number.js";
import { headOf } from "../../panels/table_head.js";

/** Up to so many boxes stand in a list; a larger program is folded in the picture. */
const MOST_BOXES = 60;

/** @param {HTMLElement} root @param {Context} context @returns {View<GraphScreen>} */
export function mount(root, context) {
  const { dispatch, t } = context;
  const rows = element("tbody", {});
  const table = element(
    "table",
    { class: "fields-table values" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, t("graph.name")),
        element("th", { scope: "col" }, t("graph.value")),
        element("th", { scope: "col" }, t("graph.gradient")),
      ),
    ),
    rows,
  );
  const none = element("p", { class: "hint" }, t("graph.no_inputs"));
  const scroll = element(
    "div",
    { class: "scroll values-scroll", tabindex: 0, role: "group", "aria-label": t("graph.values") },
    table,
  );
  const list = element("div", { class: "boxes" });
  const all = element(
    "button",
    { type: "button", "data-key": "expand-all", onclick: () => openAll() },
    t("graph.expand_all"),
  );
  const folding = element(
    "details",
    { class: "folding" },
    element("summary", {}, t("graph.boxes")),
    element("p", { class: "hint" }, t("graph.boxes_hint")),
    list,
    all,
  );
  root.replaceChildren(
    element("h2", {}, t("graph.values")),
    none,
    scroll,
    element("p", { class: "hint" }, t("editor.drag_hint")),
    folding,
  );
  linkFocus(root, context);

  /** @type {((screen: GraphScreen) => void)[]} */
  let draws = [];
  let built = "";
  /** @type {GraphScreen | null} */
  let shown = null;

  const openAll = () => {
    for (const id of shown?.state.request.collapse ?? []) dispatch("expand", id);
  };

  /** The id of a name's input in the graph on the screen. @param {GraphAnswer} answer @param {string} name */
  const idOf = (answer, name) =>
    answer.nodes.findIndex((node) => node.operation === "input" && node.name === name);

  /** @param {string} name @param {number} id −1 while its graph is not there yet */
  function valueRow(name, id) {
    const symbol = id < 0 ? nameNode(name) : null;
    const field = numberInput(
      t,
      {
        "data-key": `value-${name}`,
        "data-field": `values.${name}`,
        "aria-label": t("graph.value_of", { name }),
        ...(id < 0 ? {} : { "data-address": `v.${id}` }),
      },
      (value, continues) => dispatch("setValue", { name, value, continues }),
    );
    const gradient = element("span", { class: "value", ...(id < 0 ? {} : { "data-address": `g.${id}` }) });
    const head = element("th", { scope: "row" });
    const cell = element("td", {}, gradient);
    draws.push((screen) => {
      if (head.childNodes.length === 0)
        head.replaceChildren(...headOf(symbol ?? symbolIn(`v.${id}`, screen.answer)));
      field.show(screen.state.request.values[name] ?? null);
      const address = `g.${id}`;
      const known = id >= 0 && screen.frame.known.has(address);
      showNumber(gradient, known ? screen.explainer.value(address) : null);
      cell.classList.toggle("unknown", !known);
      cell.classList.toggle("writes", screen.frame.writes.has(address));
    });
    return element("tr", { "data-field-group": true }, head, element("td", {}, field.input), cell);
  }

  /** A value that can be folded, as a switch. @param {number} id @param {GraphAnswer} answer */
  function boxRow(id, answer) {
    const name = textFrom(symbolIn(`v.${id}`, answer));
    const button = element("button", {
      type: "button",
      class: "switch",
      role: "switch",
      "data-key": `box-${id}`,
      "data-address": `v.${id}`,
      onclick: () => dispatch(button.getAttribute("aria-checked") === "true" ? "expand" : "collapse", id),
    });
    const math = mathElement(document, symbolIn(`v.${id}`, answer));
    math.setAttribute("aria-hidden", "true");
    button.append(math, element("span", { class: "unseen" }, t("graph.box_of", { name })));
    draws.push((screen) =>
      setAttribute(button, "aria-checked", String(screen.state.request.collapse.includes(id))),
    );
    return button;
  }

  /** @param {GraphScreen} screen */
  function rebuild(screen) {
    const { answer, state } = screen;
    draws = [];
    rows.replaceChildren(
      ...Object.keys(state.request.values).map((name) => valueRow(name, idOf(answer, name))),
    );
    const ids = answer.nodes
      .filter(({ id, name }) => name !== null && isCollapsible(answer, id))
      .map(({ id }) => id);
    list.replaceChildren(...ids.slice(0, MOST_BOXES).map((id) => boxRow(id, answer)));
    folding.hidden = ids.length === 0;
  }

  return {
    update(screen) {
      shown = screen;
      const { answer, state } = screen;
      const names = Object.keys(state.request.values);
      const form = JSON.stringify([
        names,
        names.map((name) => idOf(answer, name)),
        answer.request.expression,
      ]);
      if (form !== built) {
        const held = root.contains(document.activeElement)
          ? document.activeElement?.getAttribute("data-key")
          : null;
        built = form;
        rebuild(screen);
        if (held) /** @type {HTMLElement | null} */ (root.querySelector(`[data-key="${held}"]`))?.focus();
      }
      none.hidden = names.length > 0;
      scroll.hidden = names.length === 0;
      for (const draw of draws) draw(screen);
      all.hidden = state.request.collapse.length === 0;
      showRefusal(root, screen, screen.problem?.problems?.[0]?.msg ?? "");
      showFocus(root, screen);
    },
  };
}
